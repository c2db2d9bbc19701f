"""The rows of worker keys and of passwords sealed to them, on PostgreSQL alone. It never holds a private key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select, text

from nightmail.account.model import Account
from nightmail.account.sealing import PublicKey, SealedPassword
from nightmail.errors import PersonError
from nightmail.store import rows
from nightmail.store.base import SqlRows
from nightmail.store.tables import accounts

# Every key, newest first, with how many passwords are sealed to it.
_KEYS = text("""
    select k.id, k.public_key, k.state = 'active' as is_active, k.note, k.created_at, k.retired_at,
        (select count(*) from public.secrets s where s.key_id = k.id) as accounts
    from public.worker_keys k order by k.created_at desc, k.id
""")

# The key to seal to: the newest that is active.
_NEWEST = text("select public_key from public.worker_keys where state = 'active' order by created_at desc, id limit 1")

# Publish a key. One that is known stays as it is, but for a note that is given.
_PUBLISH = text("""
    insert into public.worker_keys as k (id, public_key, note) values (:id, :public_key, :note)
    on conflict (id) do update set note = coalesce(nullif(excluded.note, ''), k.note)
    returning state
""")

# Locks the key: whoever seals to it in the same moment is either counted, or finds it retired.
_LOCK = text("select state from public.worker_keys where id = :id for update")
_COUNT = text("select count(*) from public.secrets where key_id = :id")
_RETIRE = text("update public.worker_keys set state = 'retired', retired_at = now() where id = :id and state = 'active'")

# A sealed password, whether its key is still active, and whose the account is: the word of the account's own row counts.
_SEALED = text("""
    select s.account_id, a.owner_id, s.key_id, s.sealed, k.state = 'active' as is_active
    from public.secrets s join public.accounts a on a.id = s.account_id join public.worker_keys k on k.id = s.key_id
    where s.account_id = :account_id
""")

# Keep a sealed password in the place of an earlier one; nothing where its key was retired meanwhile.
_KEEP = text("""
    with key as (select id from public.worker_keys where id = :key_id and state = 'active' for share)
    insert into public.secrets (account_id, owner_id, key_id, sealed)
    select :account_id, :owner_id, key.id, :sealed from key
    on conflict (account_id) do update set key_id = excluded.key_id, sealed = excluded.sealed, sealed_at = now()
    returning account_id
""")

# Put what a worker sealed anew in the place of exactly what it opened.
_RENEW = text("select private.renew_secret(:account_id, :key_id, :sealed, :was)")

# One renewal of an account's tokens at a time, among all workers.
_TAKE_TURN = text("select private.take_token_turn(:account_id, :holder, :seconds)")
_END_TURN = text("select private.end_token_turn(:account_id, :holder)")

_FORGET = text("delete from public.secrets where account_id = :account_id")


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A published key. `accounts` is how many passwords are sealed to it."""

    key: PublicKey
    is_active: bool
    note: str
    created_at: datetime
    retired_at: datetime | None
    accounts: int


class SealedRows(SqlRows):
    # ------------------------------------------------------------------ the operator's side

    async def worker_keys(self) -> tuple[KeyRow, ...]:
        """Newest first."""
        found = await self._read(lambda connection: connection.execute(_KEYS).all())
        return tuple(
            KeyRow(PublicKey(bytes(row.public_key)), row.is_active, row.note, row.created_at, row.retired_at, row.accounts)
            for row in found
        )

    async def publish_worker_key(self, key: PublicKey, *, note: str) -> None:
        """From now on passwords are sealed to it. Repeating is harmless. Raises PersonError `key-retired`."""
        values = {"id": key.fingerprint, "public_key": key.octets, "note": note}
        state = await self._write(lambda connection: connection.scalar(_PUBLISH, values))
        if state != "active":
            raise PersonError(
                "key-retired",
                f"The key {key.fingerprint} was retired, and a retired key does not come back.",
                next="Make a new one with: nightmail keys new",
            )

    async def retire_worker_key(self, id: str, *, force: bool) -> int:
        """No password is sealed to it any more; how many still are. Raises PersonError `no-such-key`, `key-in-use`."""

        def work(connection: Connection) -> int:
            if connection.scalar(_LOCK, {"id": id}) is None:
                raise PersonError("no-such-key", f"No key {id} is published.", next="Look at them with: nightmail keys list")
            accounts: int = connection.scalar(_COUNT, {"id": id}) or 0
            if accounts and not force:
                raise _in_use(id, accounts)
            connection.execute(_RETIRE, {"id": id})
            return accounts

        return await self._write(work)

    # ------------------------------------------------------------------ one account's password

    async def newest_worker_key(self) -> PublicKey | None:
        octets = await self._read(lambda connection: connection.scalar(_NEWEST))
        return None if octets is None else PublicKey(bytes(octets))

    async def account(self, account_id: UUID) -> Account | None:
        query = select(accounts).where(accounts.c.id == account_id)
        row = await self._read(lambda connection: connection.execute(query).mappings().first())
        return None if row is None else rows.account_of(row)

    async def sealed_password(self, account_id: UUID) -> tuple[SealedPassword, bool] | None:
        """With whether its key is active."""
        row = await self._read(lambda connection: connection.execute(_SEALED, {"account_id": account_id}).first())
        if row is None:
            return None
        return SealedPassword(row.account_id, row.owner_id, row.key_id, bytes(row.sealed)), row.is_active

    async def keep_sealed(self, password: SealedPassword) -> bool:
        """False: the key is not active (any more), and nothing was kept."""
        values = {
            "account_id": password.account_id,
            "owner_id": password.owner_id,
            "key_id": password.key_id,
            "sealed": password.sealed,
        }
        return await self._write(lambda connection: connection.scalar(_KEEP, values) is not None)

    async def renew_sealed(self, password: SealedPassword, *, was: bytes) -> bool:
        """False: something else is kept by now than `was`, or for other servers, and it stays."""
        values = {"account_id": password.account_id, "key_id": password.key_id, "sealed": password.sealed, "was": was}
        return await self._write(lambda connection: bool(connection.scalar(_RENEW, values)))

    async def take_token_turn(self, account_id: UUID, holder: UUID, *, seconds: int) -> bool:
        """False: somebody else has it. It ends by itself after `seconds`."""
        values = {"account_id": account_id, "holder": holder, "seconds": seconds}
        return await self._write(lambda connection: bool(connection.scalar(_TAKE_TURN, values)))

    async def end_token_turn(self, account_id: UUID, holder: UUID) -> None:
        values = {"account_id": account_id, "holder": holder}
        await self._write(lambda connection: connection.execute(_END_TURN, values))

    async def forget_sealed(self, account_id: UUID) -> None:
        await self._write(lambda connection: connection.execute(_FORGET, {"account_id": account_id}))


def _in_use(id: str, accounts: int) -> PersonError:
    count, them = ("1 account's password is", "it") if accounts == 1 else (f"{accounts} accounts' passwords are", "them")
    return PersonError(
        "key-in-use",
        f"{count} still sealed to {id}, and nothing else opens {them}.",
        next="Have them sealed anew first (entering a password again is enough), or retire it all the same with --force: "
        "workers that hold the key go on opening them.",
    )

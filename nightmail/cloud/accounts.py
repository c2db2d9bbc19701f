"""A person's accounts in the cloud, and their sealed passwords. A password is sealed here, and never goes out in plain."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from nightmail import records
from nightmail.account.model import Account, AccountState
from nightmail.account.sealing import PublicKey, seal
from nightmail.account.secret import Secret
from nightmail.cloud.client import Cloud
from nightmail.cloud.refusals import signed_out
from nightmail.cloud.session import SessionKeeper
from nightmail.errors import OutsideError, PersonError

# A key that is retired between being read and being sealed to is seldom; two in a row are no accident.
_TRIES = 2
REVOKED = "You took back the cloud's leave to send from it."


@dataclass(frozen=True, slots=True)
class Seal:
    """An account's password is kept, sealed to the key of this fingerprint. Not `is_current`: it has to be sealed again, for the
    key was retired, or the account's servers were changed since."""

    account_id: UUID
    key_id: str
    sealed_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class PublishedKey:
    key: PublicKey
    is_active: bool
    note: str
    created_at: datetime


class CloudAccounts:
    """Raises what `Cloud` does, with the codes of `save_account` and the others: `account-exists`, `no-such-account`,
    `account-in-use`, `account-has-history`, `bad-account`."""

    def __init__(self, cloud: Cloud, session: SessionKeeper) -> None:
        self._cloud = cloud
        self._session = session

    async def all(self) -> tuple[Account, ...]:
        return tuple(records.account_of(row) for row in await self._cloud.rows("accounts", order="id"))

    async def save(self, account: Account) -> None:
        """Add it or change it, by its id, which is the same on the PC. Never a password; with other servers, what was sealed
        for it opens no more."""
        await self._cloud.call("save_account", {"account": records.account_json(account)})

    async def set_state(self, id: UUID, state: AccountState, *, reason: str = "") -> None:
        await self._cloud.call("set_account_state", {"id": str(id), "state": state.value, "reason": reason})

    async def remove(self, id: UUID) -> None:
        await self._cloud.call("remove_account", {"id": str(id)})

    # ------------------------------------------------------------------ passwords

    async def worker_keys(self) -> tuple[PublishedKey, ...]:
        """The newest first. Raises OutsideError `bad-worker-key` where one does not bear out its own fingerprint."""
        found = [_published(row) for row in await self._cloud.rows("worker_keys", order="id")]
        return tuple(sorted(found, key=lambda one: one.created_at, reverse=True))

    async def worker_key(self) -> PublicKey:
        """The one to seal to: the newest that is active. Raises PersonError `no-worker-key`."""
        for published in await self.worker_keys():
            if published.is_active:
                return published.key
        raise PersonError(
            "no-worker-key",
            "No worker of this project has published a key yet, and a password is never sent in plain text.",
            next="Whoever runs the project publishes one: nightmail keys publish.",
        )

    async def seals(self) -> tuple[Seal, ...]:
        return tuple(
            Seal(UUID(row["account_id"]), row["key_id"], records.instant_of(row["sealed_at"]), row["is_current"])
            for row in await self._cloud.call("list_seals")
        )

    async def seal(self, account: Account, password: Secret, key: PublicKey | None = None) -> PublicKey:
        """Save the account and its password, sealed to `key`, or to the newest; answers which it was. Ends a pause.

        Where the person consented to `key` and it was retired since, raises PersonError `key-retired`."""
        await self.save(account)
        chosen = await self._sealed(account, password, key)
        await self.set_state(account.id, AccountState.ACTIVE)
        return chosen

    async def allow(self, account: Account) -> None:
        """The same for an account that needs no password."""
        await self.save(account)
        await self.set_state(account.id, AccountState.ACTIVE)

    async def _sealed(self, account: Account, password: Secret, key: PublicKey | None) -> PublicKey:
        for _ in range(_TRIES):
            chosen = key or await self.worker_key()
            try:
                await self._seal(account, password, chosen)
            except PersonError as error:
                if error.code != "key-retired" or key is not None:
                    raise
                retired = error
            else:
                return chosen
        raise retired

    async def revoke(self, account_id: UUID) -> None:
        """Delete the sealed password, and pause the account: what is scheduled waits instead of failing for want of it."""
        await self._cloud.call("revoke_secret", {"account_id": str(account_id)})
        await self.set_state(account_id, AccountState.PAUSED, reason=REVOKED)

    async def _seal(self, account: Account, password: Secret, key: PublicKey) -> None:
        sealed = seal(password, key, replace(account, owner_id=await self._owner()))
        asked = {"account_id": str(account.id), "key_id": key.fingerprint, "sealed": base64.b64encode(sealed).decode("ascii")}
        await self._cloud.call("seal_secret", asked)

    async def _owner(self) -> UUID:
        user_id = self._session.connection.user_id
        if user_id is None:
            raise signed_out()
        return user_id


def _published(row: dict[str, Any]) -> PublishedKey:
    # The Data API writes bytea as PostgreSQL does: \x and hex digits.
    key = PublicKey(bytes.fromhex(row["public_key"].removeprefix("\\x")))
    if key.fingerprint != row["id"]:
        # A key under another's fingerprint would open what the person took for safe.
        raise OutsideError(
            "bad-worker-key",
            f"The worker key {row['id']} is not what its fingerprint says.",
            next="Seal nothing to it, and tell whoever runs the project.",
        )
    return PublishedKey(key, row["state"] == "active", row["note"], records.instant_of(row["created_at"]))

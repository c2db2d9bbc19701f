"""Passwords of hosted accounts, sealed to the worker's key. Without a private key it seals and never opens."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from nightmail.account.sealing import PublicKey, SealedPassword, WorkerKeys, open_sealed, seal
from nightmail.account.secret import Secret
from nightmail.errors import NightmailError, OutsideError, PersonError

# A key that is retired between being read and being sealed to is seldom; two in a row are no accident.
_TRIES = 3


class SealedRows(Protocol):
    """The database's rows; see `nightmail.store.sealed_rows`."""

    async def newest_worker_key(self) -> PublicKey | None: ...

    async def account_owner(self, account_id: UUID) -> UUID | None: ...

    async def sealed_password(self, account_id: UUID) -> tuple[SealedPassword, bool] | None: ...

    async def keep_sealed(self, password: SealedPassword) -> bool: ...

    async def forget_sealed(self, account_id: UUID) -> None: ...


class SealedToWorker:
    """`keys` are the private ones that are held here: the worker's, and none elsewhere."""

    def __init__(self, rows: SealedRows, keys: WorkerKeys | None = None) -> None:
        self._rows = rows
        self._keys = keys or WorkerKeys()

    async def get(self, account_id: UUID) -> Secret | None:
        """None where no password is kept.

        Raises OutsideError `worker-key-missing` where the key is not held here: another worker may hold it, so mail waits and
        no account is stopped for it. Raises PersonError `worker-key-retired` or `password-unreadable` where only entering the
        password again helps.
        """
        found = await self._sealed(account_id)
        if found is None:
            return None
        password, is_active = found
        key = self._keys.get(password.key_id)
        if key is None:
            raise _not_held(password.key_id) if is_active else _retired()
        return open_sealed(password.sealed, key, owner_id=password.owner_id, account_id=account_id)

    async def _sealed(self, account_id: UUID) -> tuple[SealedPassword, bool] | None:
        try:
            return await self._rows.sealed_password(account_id)
        except PersonError as error:
            # What the database refuses to this process says nothing about the account, which a PersonError would stop.
            raise OutsideError(error.code, error.message, next=error.next) from error

    async def put(self, account_id: UUID, secret: Secret) -> None:
        """Seals to the newest active key. Raises PersonError `no-worker-key`, `no-such-account`, `password-too-long`."""
        owner_id = await self._rows.account_owner(account_id)
        if owner_id is None:
            raise PersonError("no-such-account", "There is no such account to keep a password for.", next="Add it first.")
        for _ in range(_TRIES):
            key = await self._rows.newest_worker_key()
            if key is None:
                break
            sealed = seal(secret, key, owner_id=owner_id, account_id=account_id)
            if await self._rows.keep_sealed(SealedPassword(account_id, owner_id, key.fingerprint, sealed)):
                return
        raise PersonError(
            "no-worker-key",
            "No worker has published a key yet, and a password is never kept in plain text.",
            next="The operator makes one with “nightmail keys new” and publishes it with “nightmail keys publish”.",
        )

    async def delete(self, account_id: UUID) -> None:
        await self._rows.forget_sealed(account_id)


def _not_held(key_id: str) -> NightmailError:
    return OutsideError(
        "worker-key-missing",
        "This account's password can't be opened here: it was sealed to another key.",
        next=f"Start the worker with the key {key_id} in NIGHTMAIL_WORKER_PRIVATE_KEY, or enter the password again.",
    )


def _retired() -> NightmailError:
    return PersonError(
        "worker-key-retired",
        "The worker can't open this account's password: it was sealed to a key that has been retired.",
        next="Enter the account's password again.",
    )

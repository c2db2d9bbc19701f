"""Passwords of hosted accounts, sealed to the worker's key. Without a private key it seals and never opens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from typing import Protocol, TypeVar
from uuid import UUID

from nightmail.account.model import Account, Server
from nightmail.account.sealing import PublicKey, SealedPassword, WorkerKeys, open_sealed, seal
from nightmail.account.secret import Secret
from nightmail.errors import NightmailError, OutsideError, PersonError
from nightmail.ids import new_id

T = TypeVar("T")

# A key that is retired between being read and being sealed to is seldom; two in a row are no accident.
_TRIES = 3
# Longer than an endpoint that keeps one waiting and two writes; whoever waits asks for as long.
_TURN_SECONDS = 60
_TURN_WAIT = 0.25
_TURN_TRIES = 160
_CHANGED = "The account was changed in the meantime."


class SealedRows(Protocol):
    """The database's rows; see `nightmail.store.sealed_rows`."""

    async def newest_worker_key(self) -> PublicKey | None: ...

    async def account(self, account_id: UUID) -> Account | None: ...

    async def sealed_password(self, account_id: UUID) -> tuple[SealedPassword, bool] | None: ...

    async def keep_sealed(self, password: SealedPassword) -> bool: ...

    async def forget_sealed(self, account_id: UUID) -> None: ...

    async def renew_sealed(self, password: SealedPassword, *, was: bytes) -> bool: ...

    async def take_token_turn(self, account_id: UUID, holder: UUID, *, seconds: int) -> bool: ...

    async def end_token_turn(self, account_id: UUID, holder: UUID) -> None: ...


class SealedToWorker:
    """`keys` are the private ones that are held here: the worker's, and none elsewhere."""

    def __init__(self, rows: SealedRows, keys: WorkerKeys | None = None) -> None:
        self._rows = rows
        self._keys = keys or WorkerKeys()

    async def get(self, account: Account) -> Secret | None:
        """None where no password is kept.

        Raises OutsideError `worker-key-missing` where the key is not held here: another worker may hold it, so mail waits and
        no account is stopped for it; and `account-changed` where `account` is not what is kept any more. Raises PersonError
        `worker-key-retired` or `password-unreadable` where only entering the password again helps.
        """
        found = await self._asked(self._rows.sealed_password(account.id))
        if found is None:
            return None
        password, is_active = found
        key = self._keys.get(password.key_id)
        if key is None:
            raise _not_held(password.key_id) if is_active else _retired()
        try:
            return open_sealed(password.sealed, key, account)
        except PersonError:
            # Sealed anew for other servers a moment ago, most likely: no reason to stop the account as it is now.
            kept = await self._asked(self._rows.account(account.id))
            if kept is None or _sealed_in(kept) != _sealed_in(account):
                raise _changed() from None
            raise

    async def _asked(self, answer: Awaitable[T]) -> T:
        try:
            return await answer
        except PersonError as error:
            # What the database refuses to this process says nothing about the account, which a PersonError would stop.
            raise OutsideError(error.code, error.message, next=error.next) from error

    async def put(self, account: Account, secret: Secret) -> None:
        """Seals to the newest active key, for the servers of `account` as it was looked at.

        Raises PersonError `no-worker-key`, `no-such-account`, `account-changed`, `password-too-long`."""
        kept = await self._rows.account(account.id)
        if kept is None:
            raise PersonError("no-such-account", "There is no such account to keep a password for.", next="Add it first.")
        if _sealed_in(kept) != _sealed_in(account):
            raise PersonError("account-changed", _CHANGED, next="Look at its servers again, then enter the password.")
        for _ in range(_TRIES):
            key = await self._rows.newest_worker_key()
            if key is None:
                break
            sealed = seal(secret, key, account)
            if await self._rows.keep_sealed(SealedPassword(account.id, account.owner_id, key.fingerprint, sealed)):
                return
        raise PersonError(
            "no-worker-key",
            "No worker has published a key yet, and a password is never kept in plain text.",
            next="The operator makes one with “nightmail keys new” and publishes it with “nightmail keys publish”.",
        )

    async def delete(self, account_id: UUID) -> None:
        await self._rows.forget_sealed(account_id)

    # ------------------------------------------------------------------------------------------ secrets that renew themselves

    async def swap(self, account: Account, old: Secret, new: Secret) -> bool:
        """`new`, sealed, in the place of `old`. False where something else is kept by now, which stays.

        It is sealed to the same key again: to another one only the account's person agrees."""
        found = await self._asked(self._rows.sealed_password(account.id))
        if found is None:
            return False
        before, _ = found
        key = self._keys.get(before.key_id)
        if key is None:
            raise _not_held(before.key_id)
        if open_sealed(before.sealed, key, account) != old:
            return False
        sealed = SealedPassword(account.id, account.owner_id, before.key_id, seal(new, key.public, account))
        return await self._asked(self._rows.renew_sealed(sealed, was=before.sealed))

    @asynccontextmanager
    async def turn(self, account_id: UUID) -> AsyncIterator[None]:
        """Raises OutsideError `sign-in-busy`."""
        holder = new_id()
        for _ in range(_TURN_TRIES):
            if await self._asked(self._rows.take_token_turn(account_id, holder, seconds=_TURN_SECONDS)):
                break
            await asyncio.sleep(_TURN_WAIT)
        else:
            raise OutsideError(
                "sign-in-busy", "Another worker is renewing the sign-in.", next="Nothing needs to be done; it is tried again."
            )
        try:
            yield
        finally:
            # Nobody is harmed by a turn that ends by itself.
            with suppress(NightmailError):
                await self._rows.end_token_turn(account_id, holder)


def _sealed_in(account: Account) -> tuple[UUID, Server, Server | None]:
    return account.owner_id, account.smtp, account.imap


def _changed() -> NightmailError:
    return OutsideError("account-changed", _CHANGED, next="It is tried again as it is now.")


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

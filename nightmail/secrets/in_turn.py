"""Secrets of a PC's accounts that renew themselves: one process at a time renews, and replaces only what it started from."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from uuid import UUID

from nightmail.account.model import Account
from nightmail.account.secret import Secret
from nightmail.errors import OutsideError
from nightmail.ports import Secrets
from nightmail.secrets.by_account import ByAccount
from nightmail.secrets.file_lock import taken

# For as long as an endpoint that keeps one waiting may take.
_WAIT, _TRIES = 0.05, 800


class InTurn(ByAccount):
    """`folder` is where the locks' files are."""

    def __init__(self, secrets: Secrets, folder: Path) -> None:
        super().__init__(secrets)
        self._folder = folder

    async def put(self, account: Account, secret: Secret) -> None:
        async with self.turn(account.id):
            await super().put(account, secret)

    async def swap(self, account: Account, old: Secret, new: Secret) -> bool:
        """In one's turn: False where something else than `old` is kept by now."""
        if await self.get(account) != old:
            return False
        await super().put(account, new)
        return True

    async def delete(self, account_id: UUID) -> None:
        await super().delete(account_id)
        with suppress(OSError):  # another process may hold it
            self._lock(account_id).unlink(missing_ok=True)

    @asynccontextmanager
    async def turn(self, account_id: UUID) -> AsyncIterator[None]:
        """Raises OutsideError `sign-in-busy`."""
        descriptor = await self._turn_of(account_id)
        try:
            yield
        finally:
            os.close(descriptor)

    async def _turn_of(self, account_id: UUID) -> int:
        """Asked for again and again: waiting in a thread would take one from whoever has the turn, and needs it to end it."""
        for _ in range(_TRIES):
            if (descriptor := taken(self._lock(account_id))) is not None:
                return descriptor
            await asyncio.sleep(_WAIT)
        raise OutsideError(
            "sign-in-busy", "Another program is renewing the sign-in.", next="Nothing needs to be done; it is tried again."
        )

    def _lock(self, account_id: UUID) -> Path:
        return self._folder / f"sign-in-{account_id}.lock"

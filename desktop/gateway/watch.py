"""Notice what changed in the outbox or among the accounts, and say so. Asks no screen; lives on the background loop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn

from desktop.gateway.port import Gateway
from nightmail.errors import NightmailError

_EVERY = 1.0
_AFTER_TROUBLE = 5.0
# Accounts leave no trace in the changes: one that another program added is found by looking, now and then.
_LOOKS_PER_ACCOUNTS = 5


class Watch:
    """`changed` is called on the loop's thread each time something did change, and once at the start. `pace` answers how many
    seconds to wait for the next look; `accounts` what is compared to notice a change of accounts, by default themselves. From one
    look to the next `breath` seconds pass even where somebody rings."""

    def __init__(
        self,
        gateway: Gateway,
        changed: Callable[[], None],
        *,
        pace: Callable[[], float] = lambda: _EVERY,
        accounts: Callable[[], Awaitable[object]] | None = None,
        breath: float = 0.0,
    ) -> None:
        self._gateway = gateway
        self._changed = changed
        self._pace = pace
        self._breath = breath
        self._read_accounts = accounts or gateway.accounts
        self._bell = asyncio.Event()
        self._cursor = ""
        self._is_new = True
        self._looks = 0
        self._accounts: object = ()

    def ring(self) -> None:
        """Look at once, or after the breath. Only on the loop's thread."""
        self._bell.set()

    async def run(self) -> NoReturn:
        while True:
            wait = await self._look()
            if self._breath:
                await asyncio.sleep(self._breath)
            try:
                # Not wait_for: before Python 3.12 it swallows a cancel that comes in the moment of the ring.
                async with asyncio.timeout(max(wait - self._breath, 0.0)):
                    await self._bell.wait()
            except TimeoutError:
                continue
            self._bell.clear()

    async def _look(self) -> float:
        """The seconds until the next look."""
        try:
            has_changed = await self._latest() | await self._has_other_accounts()
        except NightmailError:
            # The screens ask too, and tell the person why nothing comes.
            self._changed()
            return max(_AFTER_TROUBLE, self._pace())
        if has_changed:
            self._changed()
        return self._pace()

    async def _has_other_accounts(self) -> bool:
        self._looks += 1
        if self._looks % _LOOKS_PER_ACCOUNTS != 1:
            return False
        before, self._accounts = self._accounts, await self._read_accounts()
        return self._accounts != before

    async def _latest(self) -> bool:
        """Read up to the newest change; a long history comes in several answers. True where there was any, and at first."""
        has_any, self._is_new = self._is_new, False
        while True:
            start = self._cursor
            changes = await self._gateway.changes_since(start)
            self._cursor = changes.cursor
            has_any = has_any or bool(changes.ids)
            if not changes.ids or changes.cursor == start:
                return has_any

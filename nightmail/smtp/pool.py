"""Warm connections of one account: never more at once than its limit, first come first served. Opens none itself."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from nightmail.account.model import Limits
from nightmail.smtp.connection import Connection
from nightmail.smtp.door import Door
from nightmail.smtp.settings import SmtpSettings


class Pool:
    """`take` gives the right to one connection, and a warm one where there is any; each is given back exactly once. A new one
    is opened through `door`."""

    def __init__(self, settings: SmtpSettings, limits: Limits, *, on_empty: Callable[[Pool], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._settings = settings
        self._limits = limits
        self._on_empty = on_empty
        self._idle: list[Connection] = []
        self._taken = 0
        self._waiting: deque[asyncio.Future[Connection | None]] = deque()
        self._sweep: asyncio.TimerHandle | None = None
        self._is_closed = False
        self.door = Door()

    @property
    def warm(self) -> int:
        """Connections that wait for use."""
        return len(self._idle)

    def take_warm(self, limits: Limits) -> Connection | None:
        """A connection that has served before, where one waits for use."""
        self._limits = limits
        while self._idle:
            connection = self._idle.pop()
            if not self._is_worn(connection, self._loop.time()):
                self._taken += 1
                return connection
            connection.close()
        return None

    async def take(self, limits: Limits) -> Connection | None:
        """The same, or None for the right to open one. Where neither is to be had, this waits."""
        warm = self.take_warm(limits)
        if warm is not None:
            return warm
        if self._taken < limits.connections:
            self._taken += 1
            return None
        return await self._wait()

    def may_go_on(self, connection: Connection) -> bool:
        """Whether who has it may use it for one more message before giving it back: nobody waits for it, and it is not worn."""
        return not (
            self._is_closed
            or self._waiting
            or self._taken > self._limits.connections
            or connection.served >= self._limits.messages_per_connection
            or self._loop.time() - connection.opened_at >= self._settings.max_age
        )

    def reserve(self, limits: Limits) -> bool:
        """The right to open one more connection ahead of its use, where the limit has room for it; to be given back like any."""
        self._limits = limits
        if self._is_closed or self._taken + len(self._idle) >= limits.connections:
            return False
        self._taken += 1
        return True

    def give_back(self, connection: Connection | None) -> None:
        """None gives back the right alone. What is unfinished, worn out or surplus is closed."""
        now = self._loop.time()
        if connection is not None and (self._is_closed or self._is_worn(connection, now)):
            connection.close()
            connection = None
        if self._waiting and self._hand_on(connection):
            return
        self._taken -= 1
        if connection is None:
            self._check_empty()
            return
        connection.idle_since = now
        self._idle.append(connection)
        if self._sweep is None:
            self._sweep = self._loop.call_later(self._settings.max_idle, self._tidy)

    def _hand_on(self, connection: Connection | None) -> bool:
        """To who has waited longest."""
        while self._waiting and self._taken <= self._limits.connections:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(connection)
                return True
        return False

    def close(self) -> list[Connection]:
        """Close what is idle and answer it; what is taken closes when it is given back."""
        self._is_closed = True
        if self._sweep is not None:
            self._sweep.cancel()
        idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()
        return idle

    async def _wait(self) -> Connection | None:
        waiting: asyncio.Future[Connection | None] = self._loop.create_future()
        self._waiting.append(waiting)
        try:
            return await waiting
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled():
                self.give_back(waiting.result())
            raise

    def _is_worn(self, connection: Connection, now: float) -> bool:
        return (
            connection.is_busy
            or connection.talk.lost != ""
            or connection.served >= self._limits.messages_per_connection
            or now - connection.opened_at >= self._settings.max_age
            or (connection.idle_since > 0 and now - connection.idle_since >= self._settings.max_idle)
        )

    def _tidy(self) -> None:
        self._sweep = None
        now = self._loop.time()
        worn = [connection for connection in self._idle if self._is_worn(connection, now)]
        self._idle = [connection for connection in self._idle if connection not in worn]
        for connection in worn:
            connection.close()
        if self._idle:
            self._sweep = self._loop.call_later(self._settings.max_idle / 2, self._tidy)
        else:
            self._check_empty()

    def _check_empty(self) -> None:
        if not self._taken and not self._idle and not self._waiting:
            self._on_empty(self)

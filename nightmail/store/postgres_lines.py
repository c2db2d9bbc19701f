"""Ready connections for the hot calls of a dispatcher, which are many and small: nothing is set up or reset around a call."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import psycopg

Line = psycopg.AsyncConnection[Any]

# A pooler or a firewall may have closed a line that was silent for longer.
_IDLE_SECONDS = 30.0


class Lines:
    """Lines are opened as needed, used by one call at a time, and kept for the next. `connect` opens one in autocommit."""

    def __init__(self, connect: Callable[[], Awaitable[Line]]) -> None:
        self._connect = connect
        self._ready: list[tuple[float, Line]] = []

    @asynccontextmanager
    async def line(self) -> AsyncIterator[Line]:
        line = await self._take()
        try:
            yield line
        except BaseException:
            # Whatever went wrong, in the middle of a call or after it: the next call starts on a fresh one.
            await _end(line)
            raise
        self._ready.append((asyncio.get_running_loop().time(), line))

    async def _take(self) -> Line:
        now = asyncio.get_running_loop().time()
        while self._ready:
            used_at, line = self._ready.pop()
            if now - used_at < _IDLE_SECONDS and not line.closed:
                return line
            await _end(line)
        return await self._connect()

    async def close(self) -> None:
        while self._ready:
            await _end(self._ready.pop()[1])


async def _end(line: Line) -> None:
    with contextlib.suppress(psycopg.Error, OSError):
        await line.close()

"""Ready connections for the hot calls of a dispatcher, which are many and small: nothing is set up or reset around a call."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import psycopg

Line = psycopg.AsyncConnection[Any]

# A pooler or a firewall may have closed a line that was silent for longer.
_IDLE_SECONDS = 30.0
# A hot call takes milliseconds. One that takes this long is on a line that fell silent, and holds up all behind it.
_ANSWER_SECONDS = 15.0
# Others may have a thousand rows to write, or wait for a connection first.
PATIENT_SECONDS = 90.0
_CANCEL_SECONDS = 10.0

T = TypeVar("T")
_abandoned: set[asyncio.Task[None]] = set()


class Silent(psycopg.OperationalError):
    """Nothing comes any more on a line that is still open."""


async def answered(call: Coroutine[Any, Any, T], *, within: float = _ANSWER_SECONDS) -> T:
    """What `call` answers within so many seconds.

    Raises Silent where nothing comes; whether it was carried out is not known then."""
    task = asyncio.ensure_future(call)
    try:
        done, _ = await asyncio.wait({task}, timeout=within)
    except asyncio.CancelledError:
        _abandon(task)
        raise
    if done:
        return task.result()
    _abandon(task)
    raise Silent("the line to the database fell silent")


def _abandon(task: asyncio.Task[Any]) -> None:
    ending = asyncio.ensure_future(_end_of(task))
    _abandoned.add(ending)
    ending.add_done_callback(_abandoned.remove)


async def _end_of(task: asyncio.Task[Any]) -> None:
    """The driver answers a cancel by asking the server to cancel, and waits for its word on the silent line: so once more."""
    for _ in range(2):
        task.cancel()
        done, _ = await asyncio.wait({task}, timeout=_CANCEL_SECONDS)
        if done:
            break
    if task.done() and not task.cancelled():
        task.exception()


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

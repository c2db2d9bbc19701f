"""Hear that something may have become due earlier: by LISTEN where the way to the database carries it, else by a small question
every second. A hint and never a promise: who listens also looks by themselves, now and then.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import psycopg

CHANNEL = "nightmail_due"
# Only for finding out whether LISTEN works: nobody wakes up for it.
_ECHO = "nightmail_echo"
_LOOK_SECONDS = 1.0
# A line that was deaf for so many looks is tried again.
_LOOKS = 300
_LONGEST_WAIT = 30.0
# Whatever changes a delivery leaves an entry; the newest is one step in the index.
_NEWEST = "select max(id) from public.audit_entries"

Line = psycopg.AsyncConnection[Any]


class Hints:
    """`connect` opens one more line in autocommit."""

    def __init__(self, connect: Callable[[], Awaitable[Line]]) -> None:
        self._connect = connect

    async def ringing(self, ring: Callable[[], None]) -> None:
        """Until cancelled. After every break it rings once, because something may have been missed."""
        wait = 1.0
        while True:
            with contextlib.suppress(psycopg.Error, OSError):
                async with self._opened() as line:
                    await line.execute(f"listen {CHANNEL}")
                    await line.execute(f"listen {_ECHO}")
                    wait = 1.0
                    ring()
                    await self._look_until_it_hears(line, ring)
                    async for said in line.notifies():
                        if said.channel == CHANNEL:
                            ring()
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)

    async def _look_until_it_hears(self, line: Line, ring: Callable[[], None]) -> None:
        """A pooler of transactions takes LISTEN without a word, and then nothing comes: what another line calls tells it."""
        word, seen = uuid4().hex, None
        for look in itertools.count():
            if look % _LOOKS == 0:
                async with self._opened() as other:
                    await other.execute("select pg_notify(%s, %s)", (_ECHO, word))
            if await _hears(line, word, ring):
                return
            newest = await (await line.execute(_NEWEST)).fetchone()
            if newest != seen:
                ring()
            seen = newest

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[Line]:
        line = await self._connect()
        try:
            yield line
        finally:
            await line.close()


async def _hears(line: Line, word: str, ring: Callable[[], None]) -> bool:
    async with contextlib.aclosing(line.notifies(timeout=_LOOK_SECONDS)) as said_here:
        async for said in said_here:
            if said.channel == CHANNEL:
                ring()
            elif said.payload == word:
                return True
    return False

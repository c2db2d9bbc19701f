"""Commit what waits together, together: one write for everything that arrived while the last one was under way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from nightmail.errors import NightmailError

T = TypeVar("T")
R = TypeVar("R")

# From so many items on a group was a large one: much is under way.
_LARGE = 16
# Seconds that a group gathers at most.
_LONGEST = 0.02


class GroupCommit(Generic[T, R]):
    """`write` takes the waiting items and answers one result each, in order; its exception goes to each of them.

    With nothing under way an item is written at once, so a lone message pays no wait; under load the groups grow by
    themselves. One write runs at a time, and at most `most` items go into it.

    With `gathers`, a large group is followed by a pause as long as its write took: a database spends on a write of few items half
    of what one of many costs it, and while much is under way nobody stands still for it.
    """

    def __init__(
        self,
        write: Callable[[list[T]], Awaitable[list[R]]],
        *,
        most: int = 500,
        gathers: bool = False,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._write = write
        self._most = most
        self._gathers = gathers
        self._pause = pause
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._flushing: asyncio.Task[None] | None = None

    def add(self, item: T) -> asyncio.Future[R]:
        """A future of the item's result, set once the item is durable."""
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush())
        return done

    async def _flush(self) -> None:
        try:
            # One turn of the loop first: what is ready in the same turn belongs to the same group.
            await asyncio.sleep(0)
            while self._waiting:
                group, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                began = asyncio.get_running_loop().time()
                await self._commit(group)
                if self._gathers and len(group) >= _LARGE:
                    await self._pause(min(asyncio.get_running_loop().time() - began, _LONGEST))
        finally:
            # Here and not when the task is reaped: an item added in between would be waited for by nobody.
            self._flushing = None

    async def _commit(self, group: list[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            results = await self._write([item for item, _ in group])
        except NightmailError as error:
            self._fail(group, error)
        except Exception as error:
            # One item the store can't take must not take the others with it.
            if len(group) == 1:
                self._fail(group, error)
                return
            for one in group:
                await self._commit([one])
        except asyncio.CancelledError as error:
            self._fail(group, error)
            raise
        else:
            for (_, done), result in zip(group, results, strict=True):
                if not done.done():
                    done.set_result(result)

    def _fail(self, group: list[tuple[T, asyncio.Future[R]]], error: BaseException) -> None:
        for _, done in group:
            if done.done():
                continue
            if isinstance(error, asyncio.CancelledError):
                done.cancel()
            else:
                done.set_exception(error)

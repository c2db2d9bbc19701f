"""Other work that a run does beside sending: at its own pace, or when the store says that it waits. It ends with the run."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from nightmail.dispatcher.writing import Say
from nightmail.ports import Beat, Chore

# So long a stop waits for what is under way; a mailbox may be slow.
_END = 3.0


class Errands:
    """Each is under way once at a time, in a task of its own that the end of the run breaks off in its own way."""

    def __init__(self, beats: Sequence[Beat], *, say: Say) -> None:
        self._beats = tuple(beats)
        self._say = say
        self._under_way: dict[str, asyncio.Future[None]] = {}
        self._sent_on: set[asyncio.Task[None]] = set()
        self._waiting: frozenset[Chore] = frozenset()
        self._is_over = False

    @property
    def paced(self) -> list[Beat]:
        """Those with a pace of their own, for a metronome."""
        return [Beat(beat.name, beat.every, partial(self._do, beat)) for beat in self._beats if beat.chore is None]

    @property
    def looks(self) -> list[timedelta]:
        """How late each of the others may be noticed."""
        return [beat.every for beat in self._beats if beat.chore]

    def hear(self, waiting: frozenset[Chore]) -> None:
        """Send on those that wait, and once more those that no longer do."""
        news, self._waiting = waiting | self._waiting, waiting
        for beat in self._beats:
            if beat.chore in news:
                task = asyncio.create_task(self._do(beat))
                self._sent_on.add(task)
                task.add_done_callback(self._sent_on.discard)

    @property
    def look_into_mailboxes(self) -> bool:
        """One of them looks for what was not confirmed."""
        return any(beat.chore is Chore.DOUBTS for beat in self._beats)

    async def all(self) -> bool:
        """Do each of them now. False: there are none. Raises what they raise."""
        for beat in self._beats:
            await beat.do()
        return bool(self._beats)

    def stop(self) -> None:
        """Begin none any more."""
        self._is_over = True

    async def end(self) -> None:
        """Wait a little for what is under way, then break it off."""
        if not self._under_way:
            return
        _, late = await asyncio.wait(self._under_way.values(), timeout=_END)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=_END)

    async def _do(self, beat: Beat) -> None:
        if self._is_over or beat.name in self._under_way:
            return
        task = self._under_way[beat.name] = asyncio.ensure_future(beat.do())
        await asyncio.wait({task})
        del self._under_way[beat.name]
        if not task.cancelled() and (error := task.exception()):
            self._say("beat.crashed", beat=beat.name, error=repr(error), trace=error)

"""What a run writes of its deliveries: intents and verdicts, those that wait together in one transaction, and none forgotten.

A verdict that the database can't take is repeated until it does, and stands on disk meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol, TypeVar
from uuid import UUID

from nightmail.dispatcher.group_commit import GroupCommit
from nightmail.dispatcher.spill import Spill
from nightmail.errors import OutsideError
from nightmail.ports import Settlement, Store, Transmission

T = TypeVar("T")

_MANY = 16
_FIRST_WAIT, _LONGEST_WAIT = 0.2, 5.0


class Say(Protocol):
    def __call__(self, event: str, **fields: object) -> None: ...


class Writing:
    """`name` answers the worker's id, which changes when its lease was lost."""

    def __init__(self, store: Store, *, name: Callable[[], UUID], spill: Spill | None, say: Say) -> None:
        self._store = store
        self._name = name
        self._spill = spill
        self._say = say
        # Verdicts do not gather: until one is written, a crash would leave its message in doubt.
        self._intents = GroupCommit(self._write_intents, gathers=True)
        self._verdicts = GroupCommit(self._write_verdicts)

    def intend(self, intent: Transmission) -> Awaitable[bool]:
        """T2: whether the dot may be written. Raises what the store raises."""
        return self._intents.add(intent)

    def settle(self, settlement: Settlement) -> asyncio.Future[bool]:
        """T3: False where it was stale. Raises only what is wrong with this very verdict."""
        return self._verdicts.add(settlement)

    async def rehearse(self, count: int) -> None:
        """Before many are written: a line of the database is slow with what it does for the first time."""
        if count >= _MANY:
            await asyncio.gather(self._store.transmitting(self._name(), ()), self._store.settle(self._name(), ()))

    async def until_stored(self, write: Callable[[], Awaitable[T]]) -> T:
        """Repeat until the database takes it: what a server said may not be forgotten."""
        wait = _FIRST_WAIT
        while True:
            try:
                return await write()
            except OutsideError as error:
                self._say("store.unreachable", code=error.code)
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)

    async def replay(self) -> None:
        """Write what earlier runs could not."""
        if self._spill is None:
            return
        for path, settlements in self._spill.left_behind():
            if settlements:
                written = await self._store.settle(self._name(), settlements)
                self._say("spill.replayed", verdicts=len(settlements), written=len(written))
            path.unlink(missing_ok=True)

    async def _write_intents(self, intents: list[Transmission]) -> list[bool]:
        passed = await self._store.transmitting(self._name(), intents)
        return _found(intents, passed)

    async def _write_verdicts(self, settlements: list[Settlement]) -> list[bool]:
        try:
            written = await self._store.settle(self._name(), settlements)
        except OutsideError as error:
            self._keep_aside(settlements)
            self._say("store.unreachable", code=error.code, verdicts=len(settlements))
            written = await self.until_stored(lambda: self._store.settle(self._name(), settlements))
            if self._spill:
                self._spill.forget()
        return _found(settlements, written)

    def _keep_aside(self, settlements: list[Settlement]) -> None:
        """On disk too, in case this process ends before the database takes them; where that fails, memory still has them."""
        if self._spill:
            try:
                self._spill.keep(settlements)
            except OSError as error:
                self._say("spill.failed", error=repr(error), verdicts=len(settlements))


def _found(asked: Sequence[Transmission] | Sequence[Settlement], answered: AbstractSet[UUID]) -> list[bool]:
    """For each whether the store took it; it answers ids, and no others than were asked for. A delivery that was given back and
    claimed again while an attempt on it waited may be among them twice: what the store took is the claim that came last."""
    if len(answered) == len(asked):
        return [True] * len(asked)
    latest: dict[UUID, int] = {}
    for one in asked:
        latest[one.id] = max(one.run_lease, latest.get(one.id, 0))
    return [one.id in answered and one.run_lease == latest[one.id] for one in asked]

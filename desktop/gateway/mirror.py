"""What the cloud said last, so that the list stands while the project is slow or away. Asks again only after a change."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar, cast
from uuid import UUID

from desktop.gateway.port import Gateway
from desktop.gateway.remembered import Remembered
from nightmail.delivery.breaker import Hold
from nightmail.delivery.model import DeliveryState
from nightmail.errors import NightmailError, OutsideError, PersonError
from nightmail.message.words import is_in
from nightmail.ports import Item, OutboxMark, OutboxQuery, OutboxRow, Place

T = TypeVar("T")

# Longer than an answer takes; shorter than a person waits for a list of which the half is there already.
_PATIENCE = 1.5
_QUERIES_KEPT = 40
# Seconds between two writings of what was heard.
_KEEP_EVERY = 30.0
_TO_GO = (DeliveryState.SCHEDULED, DeliveryState.CLAIMED, DeliveryState.TRANSMITTING)


class Mirror:
    """`changed` is called when an answer came that was not waited for. Used on one loop."""

    def __init__(
        self,
        gateway: Gateway,
        changed: Callable[[], None],
        *,
        answers: Callable[[], bool],
        patience: float = _PATIENCE,
        remembered: Remembered | None = None,
    ) -> None:
        self._gateway = gateway
        self._changed = changed
        self._is_answering = answers
        self._patience = patience
        self._fresh: set[Hashable] = set()
        self._last: dict[Hashable, object] = {}
        self._asking: dict[tuple[Hashable, int], asyncio.Task[None]] = {}
        self._version = 0
        self._as_of: dict[Hashable, int] = {}
        self._items: dict[UUID, Item] = {}
        self.known: dict[UUID, OutboxRow] = {}
        # What came there since, and as of which version answers have it.
        self._arrived: dict[UUID, tuple[OutboxRow, int]] = {}
        # Moves up under way, and how many there were.
        self._coming = 0
        self._comings = 0
        self._remembered = remembered
        self._kept_at = float("-inf")
        self._keeping: asyncio.Task[None] | None = None

    def recall(self, rows: Iterable[OutboxRow], counts: Mapping[DeliveryState, int]) -> None:
        """What was last heard before this start; it stands until the first answer."""
        self.known = {row.delivery.id: row for row in rows}
        if counts:
            self._last["counts"] = counts

    async def close(self) -> None:
        """Nothing is asked any more."""
        tasks = tuple(self._asking.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._keeping is not None:
            await self._keeping
        if self._remembered is not None and self._as_of:
            await asyncio.to_thread(self._remembered.keep, tuple(self.known.values()), self._counted())

    def forget_all(self) -> None:
        """Nothing of it is kept for the next start. Blocks; only after `close`."""
        if self._remembered is not None:
            self._remembered.forget()

    def invalidate(self) -> None:
        """Something there changed: what is remembered is shown only until the next answer."""
        self._fresh.clear()
        self._version += 1

    @contextmanager
    def coming(self) -> Iterator[None]:
        """While messages move up, until they have arrived. A sum that was asked for or answered meanwhile has them already or
        has them not, and does not say which: it is asked for again."""
        self._coming += 1
        self._comings += 1
        try:
            yield
        finally:
            self._coming -= 1

    @property
    def comings(self) -> int:
        """Rises when a move up begins, and again when it ends."""
        return 2 * self._comings - self._coming

    def arrive(self, row: OutboxRow) -> None:
        """It is there now: shown until the answers have it themselves, however long they take."""
        self.invalidate()
        self.known[row.delivery.id] = row
        self._arrived[row.delivery.id] = (row, self._version)

    def forget(self, id: UUID) -> None:
        """It is not there any more."""
        self._arrived.pop(id, None)
        self.known.pop(id, None)
        self._items.pop(id, None)
        for key, last in self._last.items():
            if isinstance(key, OutboxQuery):
                self._last[key] = tuple(row for row in cast(tuple[OutboxRow, ...], last) if row.delivery.id != id)
        self.invalidate()

    async def rows(self, query: OutboxQuery) -> tuple[OutboxRow, ...]:
        """The first `limit` rows, or what is known of them. `offset` 0 only."""
        found = await self._read(query, lambda: self._gateway.list(query))
        if found is None:
            found = tuple(row for row in self.known.values() if fits(row, query))
        has = {row.delivery.id for row in found}
        new = tuple(row for row in self._since(query) if fits(row, query) and row.delivery.id not in has)
        return found + new if new else found

    async def counts(self) -> Mapping[DeliveryState, int]:
        await self._read("counts", self._gateway.counts)
        return self._counted()

    async def holds(self) -> Mapping[Place, tuple[Hold, ...]]:
        return await self._read("holds", self._gateway.holds) or {}

    @property
    def waiting(self) -> int:
        """How many are still to go from there, as last heard, without asking."""
        counts = self._counted()
        return sum(counts.get(state, 0) for state in _TO_GO)

    def _counted(self) -> Mapping[DeliveryState, int]:
        counts = Counter(cast("Mapping[DeliveryState, int]", self._last.get("counts", {})))
        return counts + Counter(row.delivery.state for row in self._since("counts"))

    def _since(self, key: Hashable) -> tuple[OutboxRow, ...]:
        """What came there after the last answer to this was asked for."""
        as_of = self._as_of.get(key, -1)
        return tuple(row for row, version in self._arrived.values() if version > as_of)

    async def item(self, id: UUID) -> Item:
        """As it is there now; as it was last seen, where the project can't be asked. Raises what asking raised otherwise."""
        try:
            item = self._items[id] = await self._gateway.show(id)
        except (OutsideError, PersonError) as problem:
            # A session that ended answers as little as a project that is away.
            if id in self._items and (isinstance(problem, OutsideError) or problem.code == "signed-out"):
                return self._items[id]
            raise
        return item

    async def _read(self, key: Hashable, ask: Callable[[], Coroutine[Any, Any, T]]) -> T | None:
        """None where the project never answered this. Raises nothing: whoever asks goes on with what there is."""
        if key not in self._fresh and self._is_answering():
            task = self._asking.get((key, self._version)) or self._start(key, ask)
            await asyncio.wait([task], timeout=self._patience)
            if not task.done():
                task.add_done_callback(lambda _: self._changed())
        return cast("T | None", self._last.get(key))

    def _start(self, key: Hashable, ask: Callable[[], Coroutine[Any, Any, T]]) -> asyncio.Task[None]:
        task = asyncio.create_task(self._ask(key, self._version, ask))
        self._asking[key, self._version] = task
        return task

    async def _ask(self, key: Hashable, version: int, ask: Callable[[], Coroutine[Any, Any, T]]) -> None:
        comings, is_sure = self._comings, not self._coming
        try:
            answer = await ask()
        except NightmailError:
            # The gateway has noted it; what is remembered stays.
            return
        finally:
            del self._asking[key, version]
        if key == "counts" and not (is_sure and comings == self._comings):
            return
        if version >= self._as_of.get(key, 0):
            self._keep(key, version, answer)

    def _keep(self, key: Hashable, version: int, answer: object) -> None:
        self._last.pop(key, None)
        self._last[key], self._as_of[key] = answer, version
        if isinstance(key, OutboxQuery):
            self._learn(key, cast(tuple[OutboxRow, ...], answer))
        if version == self._version:
            self._fresh.add(key)
        while len(self._last) > _QUERIES_KEPT:
            dropped = next(iter(self._last))
            del self._last[dropped], self._as_of[dropped]
            self._fresh.discard(dropped)
        oldest = min(self._as_of.values())
        self._arrived = {id: arrived for id, arrived in self._arrived.items() if arrived[1] > oldest}

    def _learn(self, query: OutboxQuery, rows: tuple[OutboxRow, ...]) -> None:
        if len(rows) < query.limit:
            # All there are: what else was known to fit is elsewhere by now.
            for id in [row.delivery.id for row in self.known.values() if fits(row, query)]:
                del self.known[id]
        for row in rows:
            # What was heard last stands last, and is kept longest.
            self.known.pop(row.delivery.id, None)
            self.known[row.delivery.id] = row
        self._remember()

    def _remember(self) -> None:
        """Now and then, in case this program does not end in peace."""
        now = asyncio.get_running_loop().time()
        if self._remembered is None or now - self._kept_at < _KEEP_EVERY or (self._keeping and not self._keeping.done()):
            return
        self._kept_at = now
        keep = asyncio.to_thread(self._remembered.keep, tuple(self.known.values()), self._counted())
        self._keeping = asyncio.create_task(keep)


def fits(row: OutboxRow, query: OutboxQuery) -> bool:
    """As the stores choose rows, by what a row shows; the words of its body only they know."""
    return (
        (not query.states or row.delivery.state in query.states)
        and query.account_id in (None, row.delivery.account_id)
        and (not query.text or is_in(query.text, row.subject, *row.to))
        and (query.after is None or _is_beyond(row, query.after, query))
    )


def _is_beyond(row: OutboxRow, mark: OutboxMark, query: OutboxQuery) -> bool:
    own = row.mark(query.sort)
    here, there = (own.rank, own.value, -own.id.int), (mark.rank, mark.value, -mark.id.int)
    return here < there if query.backwards else here > there

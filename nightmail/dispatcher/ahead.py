"""What is done before mail is due, so that it leaves at its instant and not after the work that comes before.

Ten seconds ahead its servers are signed in to. A moment ahead it is claimed and written out, and held until its instant by
the store's clock. Until its intent is written it can be cancelled and changed as if it still lay there.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from nightmail.clock import Clock
from nightmail.dispatcher.attempts import Attempts
from nightmail.dispatcher.breakers import Breakers
from nightmail.dispatcher.lanes import Lane, Lanes
from nightmail.dispatcher.writing import Say, Writing
from nightmail.ports import Claimed, Due, Store, Submitter

_SECOND = timedelta(seconds=1)
_SIGN_IN = timedelta(seconds=10)
# Seconds before the instant that what is held is looked at once more; and accounts, unless they were so many seconds ago.
_LOOK, _NEWS = 0.03, 0.1


class Ahead:
    """The work of one run; whatever of it fails comes up again, and is seen to, when the messages are sent."""

    def __init__(
        self,
        store: Store,
        submitter: Submitter,
        lanes: Lanes,
        breakers: Breakers,
        writing: Writing,
        attempts: Attempts,
        *,
        moment: timedelta,
        read_accounts: Callable[[float], Awaitable[None]],
        name: Callable[[], UUID],
        clock: Clock,
        say: Say,
    ) -> None:
        self._store = store
        self._submitter = submitter
        self._lanes = lanes
        self._breakers = breakers
        self._writing = writing
        self._attempts = attempts
        self._moment = moment
        self._read_accounts = read_accounts
        self._name = name
        self._clock = clock
        self._say = say
        self._signed_in_until = float("-inf")
        self._asks_again_at = float("-inf")
        self._looked_until = float("-inf")
        self._tasks: set[asyncio.Future[None]] = set()
        self._timer: asyncio.TimerHandle | None = None

    def look(self, due: Due) -> timedelta | None:
        """Sign in where it is time to. How long until there is more to do for what is due next."""
        wait = due.wait
        if wait is None or wait <= timedelta(0):
            return None
        if wait > _SIGN_IN:
            return wait - _SIGN_IN
        now = self._clock.monotonic()
        if now >= self._signed_in_until:
            # Once for each stretch of time that is looked ahead.
            self._signed_in_until = now + _SIGN_IN / _SECOND
            self._begin(self._sign_in())
        return wait - self._moment if wait > self._moment else None

    def is_to_be_claimed(self, due: Due) -> bool:
        """It is time to claim what is due next."""
        is_soon = due.wait is not None and timedelta(0) < due.wait <= self._moment
        return is_soon and due.asked_at is not None and self._clock.monotonic() >= self._asks_again_at

    @property
    def reach(self) -> timedelta:
        """How far to claim: where mail is due every moment, not every moment asks for it."""
        return 2 * self._moment

    def came_to_nothing(self, due: Due) -> None:
        """It could not be claimed: somebody else has it, or a limit keeps it back. Its time comes."""
        assert due.wait is not None
        self._asks_again_at = self._clock.monotonic() + due.wait / _SECOND

    def keep(self, lane: Lane, claimed: Sequence[Claimed], *, comes_at: Callable[[datetime], float]) -> None:
        """Hold each until it is due; when that is (monotonic), `comes_at` answers."""
        self._lanes.keep(lane, [(comes_at(one.delivery.due_at), one) for one in claimed])
        self._set_timer()

    def make_ready(self, claimed: Sequence[Claimed]) -> None:
        """All that can be done with what is held, but for handing it over."""
        self._begin(self._make_ready(claimed))

    def end(self) -> None:
        """Nothing ripens any more."""
        for task in self._tasks:
            task.cancel()
        if self._timer is not None:
            self._timer.cancel()

    async def _sign_in(self) -> None:
        upcoming = await self._store.upcoming(within=_SIGN_IN)
        closed = set(self._lanes.closed(self._clock.monotonic()))
        lanes = [(lane, messages) for id, messages in upcoming.items() if id not in closed and (lane := self._lanes.get(id))]
        async with asyncio.TaskGroup() as group:
            for lane, messages in lanes:
                if not self._breakers.holds(lane.account):
                    group.create_task(self._submitter.prepare(lane.account, messages=min(messages, lane.connections)))

    async def _make_ready(self, claimed: Sequence[Claimed]) -> None:
        await self._writing.rehearse(len(claimed))
        await self._attempts.write_out(claimed)

    def _set_timer(self, *, looks: bool = True) -> None:
        if self._timer is not None:
            self._timer.cancel()
        comes_at = self._lanes.ripens_next
        if comes_at is None:
            return
        wait = max(0.0, comes_at - self._clock.monotonic())
        loop = asyncio.get_running_loop()
        if looks and wait > _LOOK:
            self._timer = loop.call_later(wait - _LOOK, self._look_again)
        else:
            # A loop counts in milliseconds, and would round to before the instant.
            self._timer = loop.call_later(math.ceil(wait * 1000) / 1000, self._ripen)

    def _look_again(self) -> None:
        """Just before: what somebody paused, cancelled or moved since the claim is let go of, and no server asked about it."""
        self._begin_look()
        self._set_timer(looks=False)

    def _begin_look(self) -> None:
        self._looked_until = self._clock.monotonic() + 2 * _LOOK
        self._begin(self._read_accounts(_NEWS))
        self._begin(self._look_at_claims(self._looked_until))

    async def _look_at_claims(self, until: float) -> None:
        asked = self._lanes.ripening_until(until)
        held = await self._store.holding(self._name(), list(asked))
        if dropped := self._lanes.retain(held, asked=asked):
            self._say("deliveries.dropped", count=dropped)

    def _ripen(self) -> None:
        for lane in self._lanes.ripen(self._clock.monotonic()):
            if lane.is_paused:
                self._begin(self._attempts.give_back(lane.empty()))
        self._attempts.pump()
        comes_at = self._lanes.ripens_next
        if comes_at is not None and self._looked_until < comes_at < self._clock.monotonic() + _LOOK:
            # One after the other: there is no moment before each.
            self._begin_look()
        self._set_timer()

    def _begin(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Future[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._say("prepare.failed", error=repr(error))

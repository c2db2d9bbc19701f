"""What this run knows of breakers: it counts failures, opens them in the store for all runs, and closes them again.

The store holds mail back behind an open one and lets one message try behind a half-open one (`Store.claim`); which outcome
means what is decided by `delivery.breaker`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import timedelta

from nightmail.account.model import Account
from nightmail.clock import Clock
from nightmail.delivery.breaker import (
    Breaker,
    BreakerKind,
    Target,
    Trip,
    blow,
    host_answers,
    is_good,
    is_the_hosts,
    open_for,
    opens,
)
from nightmail.delivery.outcome import Deferred, Outcome
from nightmail.dispatcher.lanes import targets_of
from nightmail.ports import Store


class Breakers:
    """`stored` writes to the store until it is written; `mended` hears of those that close; `chance` draws the
    spread of a rest."""

    def __init__(
        self,
        store: Store,
        rests: Sequence[timedelta],
        *,
        stored: Callable[[Callable[[], Awaitable[None]]], Awaitable[None]],
        mended: Callable[[Target], None],
        clock: Clock,
        chance: Callable[[], float],
    ) -> None:
        self._store = store
        self._rests = rests
        self._stored = stored
        self._mended = mended
        self._clock = clock
        self._chance = chance
        self._failures: Counter[Target] = Counter()
        self._open: dict[Target, int] = {}
        self._failed_at: dict[Target, float] = {}
        self._opened_at: dict[Target, float] = {}

    def update(self, breakers: Iterable[Breaker]) -> None:
        """Take them as the store has them now: other runs open and close them too."""
        self._open = {breaker.target: breaker.openings for breaker in breakers}

    @property
    def are_quiet(self) -> bool:
        """None is open, and no failure is counted towards one: a success changes nothing."""
        return not (self._open or self._failures)

    def holds(self, account: Account) -> bool:
        """Its server, or it alone, is left alone for now, or tried with one message."""
        return any(target in self._open for target in targets_of(account))

    async def note(self, account: Account, outcome: Outcome, *, began: float) -> Trip | None:
        """Learn from an attempt that began at `began` (monotonic). Answers the breaker that opened by it."""
        its_account, its_host = targets_of(account)
        well = [its_host] if host_answers(outcome) else []
        if is_good(outcome):
            well.append(its_account)
        await self._mend([target for target in well if not self._is_older(began, target)])
        kind = blow(outcome)
        if kind is None or not isinstance(outcome, Deferred):
            return None
        return await self._hit(its_host if is_the_hosts(outcome) else its_account, outcome, kind, began)

    def _is_older(self, began: float, target: Target) -> bool:
        """It was under way when the breaker opened: the same trouble, and no sign that it is over."""
        return began < self._opened_at.get(target, float("-inf"))

    async def _hit(self, target: Target, outcome: Deferred, kind: BreakerKind, began: float) -> Trip | None:
        if self._is_older(began, target):
            return None
        if began >= self._failed_at.get(target, float("-inf")):
            # Several who waited for one knock at the door are one failure.
            self._failures[target] += 1
            self._failed_at[target] = self._clock.monotonic()
        openings = self._open.get(target, 0)
        if not opens(kind, failures=self._failures[target], is_half_open=openings > 0):
            return None
        is_silent = kind is BreakerKind.FAILING and not outcome.reply.raw
        wait = open_for(kind, openings + 1, rests=self._rests, is_silent=is_silent, spread=self._chance())
        trip = Trip(target, kind, openings + 1, wait, str(outcome.reply))
        self._open[target] = trip.openings
        self._opened_at[target] = float("inf")
        self._failures.pop(target, None)
        try:
            await self._stored(lambda: self._store.trip([trip]))
        finally:
            # What began while it was being opened belongs to what it was opened for.
            self._opened_at[target] = self._clock.monotonic()
        return trip

    async def _mend(self, well: Iterable[Target]) -> None:
        mended = []
        for target in well:
            self._failures.pop(target, None)
            if self._open.pop(target, None) is not None:
                mended.append(target)
        if mended:
            await self._stored(lambda: self._store.mend(mended))
            for target in mended:
                self._mended(target)

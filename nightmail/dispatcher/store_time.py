"""The store's time, known here between its answers: due instants and dates are its own, whatever this machine's clock shows."""

from __future__ import annotations

from datetime import datetime, timedelta

from nightmail.clock import Clock
from nightmail.ports import Store

# Where the machine's two clocks went apart by more seconds, it slept, or somebody set one of them.
_APART = 1.0


class StoreTime:
    """Until it is told, the machine's own."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.told(clock.now())

    def told(self, at: datetime) -> None:
        """The store said just now that it was `at` when it was asked."""
        self._at, self._read_at, self._here = at, self._clock.monotonic(), self._clock.now()

    async def keep(self, store: Store) -> None:
        """Ask again where what was told may be wrong by now."""
        passed = (self._clock.now() - self._here).total_seconds()
        if abs(passed - (self._clock.monotonic() - self._read_at)) > _APART:
            self.told(await store.now())

    def now(self) -> datetime:
        """A little late, by the way of an answer, and never early."""
        return self._at + timedelta(seconds=self._clock.monotonic() - self._read_at)

    def comes_at(self, instant: datetime) -> float:
        """When that is, by the monotonic clock."""
        return self._read_at + (instant - self._at).total_seconds()

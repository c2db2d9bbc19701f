"""How often the cloud is asked what changed: often while somebody looks and something is due, seldom from the tray. No Qt."""

from __future__ import annotations

from datetime import datetime, timedelta

from nightmail.clock import Clock

SOON, SEEN, HIDDEN = 5.0, 15.0, 60.0
_NEAR = timedelta(minutes=2)


class Pace:
    """Told by the windows, asked by whoever polls."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._is_seen = True
        self._next_due: datetime | None = None
        self._is_busy = False

    def show(self, *, is_seen: bool) -> bool:
        """Whether this is news: then it is time to look."""
        was, self._is_seen = self._is_seen, is_seen
        return is_seen and not was

    def expect(self, next_due: datetime | None, *, is_busy: bool) -> None:
        """The earliest message that waits, and whether one is being sent right now."""
        self._next_due, self._is_busy = next_due, is_busy

    def seconds(self) -> float:
        if not self._is_seen:
            return HIDDEN
        # What is long overdue waits for something else than its time.
        is_near = self._next_due is not None and abs(self._next_due - self._clock.now()) < _NEAR
        return SOON if is_near or self._is_busy else SEEN

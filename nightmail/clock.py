"""The only place that reads the time. Everything else is handed an aware UTC instant."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import partial
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds on a clock that never goes back."""
        ...


class SystemClock:
    # Read a dozen times for each message: the bare functions, without a frame of ours around them.
    now = staticmethod(partial(datetime.now, UTC))
    monotonic = staticmethod(time.monotonic)


def rfc3339(instant: datetime) -> str:
    """`2026-11-12T07:00:00.000000Z`: UTC with microseconds, as every JSON answer writes an instant."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"

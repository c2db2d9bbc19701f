"""When a message should leave: a wall time in a zone, or a wait. Turning it into an instant is `due.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class WallTime:
    """A naive local date and time, and the IANA name of the zone it is read in."""

    local_time: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class After:
    """A wait from the moment of scheduling; zero is "now"."""

    wait: timedelta


Schedule = WallTime | After

NOW = After(timedelta(0))

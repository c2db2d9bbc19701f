"""How a dispatcher works: how much at once, and how long it may hold things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from nightmail.delivery.breaker import OPEN_FOR


@dataclass(frozen=True, slots=True)
class DispatchSettings:
    """`concurrency` transactions at once; up to `batch` deliveries held, in flight and waiting together. Where one account or
    person takes up the whole, the others have some room beyond it (see `Lanes`).

    `lease` covers everything held and is renewed four times as often as it ends (at rest twice); what a dead worker held is taken
    back within a lease and a quarter. `poll` is the net under the wake-ups. What is due and has not left for `late_after` is
    stuck. What is due within `ahead` is claimed and made ready, and what is due a little later with it. `grace` is how long a
    stop waits for replies to dots that are out. `rests` is how long a breaker stays open, by how often in a row it was opened.
    `aside` is how long this run first leaves an account alone that it can't send from, twice as long each time up to
    `longest_aside`, while others may. `spill` is a folder for verdicts that a database in trouble could not take (None: memory
    only).
    """

    name: str = "nightmail"
    region: str = ""
    concurrency: int = 100
    batch: int = 400
    lease: timedelta = timedelta(seconds=60)
    poll: timedelta = timedelta(seconds=30)
    late_after: timedelta = timedelta(minutes=5)
    ahead: timedelta = timedelta(seconds=0.5)
    grace: timedelta = timedelta(seconds=600)
    idle_within: timedelta = timedelta(seconds=60)
    rests: tuple[timedelta, ...] = OPEN_FOR
    aside: timedelta = timedelta(seconds=1)
    longest_aside: timedelta = timedelta(minutes=5)
    spill: Path | None = None

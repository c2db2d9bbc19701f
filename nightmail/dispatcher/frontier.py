"""How far into the queue a run has come, so that not every claim walks over what is there no more.

In PostgreSQL an index keeps the entries of rows that were sent for as long as any old transaction may still look at them: a
backup, a session that somebody left open. A claim from the front of the queue would go past all of them each time, and a
backlog would leave slower and slower. So while a backlog is being sent, claims go on where the last one ended. What is due and
stands further back (held and released, taken from a worker that died, of an account that may send again) is found by looking at
everything, now and then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from nightmail.clock import Clock
from nightmail.delivery.model import Priority
from nightmail.ports import Claimed, Front

_SECOND = timedelta(seconds=1)
# Everything is looked at this often at most, and with a twentieth of the time; and this often at least, whatever it takes.
_OFTEN, _PART, _SELDOM = 0.25, 20, 300.0
# Seconds that looking at everything may take for everything to be looked at always.
_CHEAP = 0.05


class Frontier:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._reached: dict[Priority, tuple[datetime, UUID]] = {}
        self._looks_back_at = float("-inf")

    @property
    def after(self) -> Front | None:
        """Where to go on. None: everything is to be looked at."""
        return dict(self._reached) if self._reached and self._clock.monotonic() < self._looks_back_at else None

    @property
    def looks_back_in(self) -> timedelta | None:
        """How long until what stands further back is looked for; None: nothing is left out."""
        if not self._reached:
            return None
        return timedelta(seconds=max(0.0, self._looks_back_at - self._clock.monotonic()))

    def claimed(self, claimed: Sequence[Claimed], *, after: Front | None, began: float, is_full: bool) -> None:
        """What a claim `after` there came to. `is_full`: it was cut off by its limit, and passed nothing over that this run may
        want next."""
        now = self._clock.monotonic()
        if after is None:
            took = now - began
            self._looks_back_at = now + min(max(took * _PART, _OFTEN), _SELDOM)
            if not is_full and took < _CHEAP:
                self._reached.clear()
        if is_full:
            for one in claimed:
                self._reached[one.delivery.priority] = one.delivery.due_at, one.delivery.id

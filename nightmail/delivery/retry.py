"""How long a delivery waits before its next try. Pure: chance is an argument."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from nightmail.delivery.model import Delivery
from nightmail.delivery.outcome import ReplyClass

_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)

# Short first gaps: the person waits for the minute, and the server is their own provider's submission host.
GAPS = (20 * _SECOND, 60 * _SECOND, 2 * _MINUTE, 5 * _MINUTE, 10 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE, 60 * _MINUTE)
# A greylisting server counts from the first try; coming back early starts the clock again.
GREY_GAPS = (5 * _MINUTE, 10 * _MINUTE, 20 * _MINUTE, 40 * _MINUTE, 60 * _MINUTE)
# A server without a proper certificate is not mended in seconds, and nothing goes to it in the open.
TLS_GAPS = (5 * _MINUTE, 15 * _MINUTE, 15 * _MINUTE, 60 * _MINUTE)

DEFAULT_LIFETIME = timedelta(hours=24)
LONGEST_LIFETIME = timedelta(hours=72)
# Beyond its deadline, which then moves a day at a time, mail waits so long after its time for a person who has to see to the
# account, and for its turn within the account's own limits. Where the person said that it must not be later than a few
# hours, it does not.
WAITS_FOR_THE_PERSON = DEFAULT_LIFETIME + timedelta(hours=72)
WAITS_ITS_TURN = timedelta(days=29)


def moved_deadline(*, wanted_at: datetime, deadline_at: datetime, now: datetime, patience: timedelta) -> datetime | None:
    """The next deadline of mail that only waits, for at most `patience` after its time; None: it may not be that late."""
    if deadline_at - wanted_at < DEFAULT_LIFETIME:
        return None
    moved = min(now + DEFAULT_LIFETIME, wanted_at + patience)
    return moved if moved > now else None


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """`gaps` by number of deferrals so far; the last one repeats. Waits spread evenly over 75 % to 125 % of the gap."""

    gaps: tuple[timedelta, ...] = GAPS
    grey_gaps: tuple[timedelta, ...] = GREY_GAPS

    def wait_after(self, deferrals: int, *, reply_class: ReplyClass, spread: float) -> timedelta:
        """The wait before the next try. `spread` is a number in [0, 1) drawn by the caller."""
        gaps = {ReplyClass.GREY: self.grey_gaps, ReplyClass.TLS: TLS_GAPS}.get(reply_class, self.gaps)
        gap = gaps[min(deferrals, len(gaps) - 1)]
        if reply_class is ReplyClass.GREY:
            return gap * (1 + 0.25 * spread)
        return gap * (0.75 + 0.5 * spread)

    def allows(self, delivery: Delivery, next_try: datetime) -> bool:
        """A try after the deadline is no try: the person said until when it is wanted."""
        return next_try < delivery.deadline_at

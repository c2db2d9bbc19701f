"""Raise the alarm when mail is due and does not move, for whatever reason. It mends nothing; every run watches over the whole
queue, so that no run has to be the one that does."""

from __future__ import annotations

from datetime import timedelta

from nightmail.clock import Clock, SystemClock
from nightmail.errors import NightmailError
from nightmail.ports import Beat, Chore, DispatchEvent, Observe, Store, Stuck, StuckReason

DEFAULT_AFTER = timedelta(minutes=5)
# How many times within `after` it looks.
_LOOKS = 5
_LONGEST = timedelta(minutes=1)

_WORDS = {
    StuckReason.NO_WORKER: "Nightmail is not running here, or no worker is running in the cloud",
    StuckReason.HOLDER_DIED: "the worker that held them died, and no other has taken them back yet",
    StuckReason.SENDING: "their server takes very long",
    StuckReason.PAUSED: "their account is paused",
    StuckReason.BREAKER: "their mail server does not answer, or a sending limit is reached",
    StuckReason.UNKNOWN: "the reason is not known; look into the log",
}


class Watchdog:
    def __init__(
        self,
        store: Store,
        *,
        after: timedelta = DEFAULT_AFTER,
        observe: Observe = lambda event: None,
        clock: Clock | None = None,
    ) -> None:
        self._store = store
        self._after = after
        self._observe = observe
        self._clock = clock or SystemClock()
        self._was_stuck = False

    @property
    def beat(self) -> Beat:
        return Beat("watchdog", min(self._after / _LOOKS, _LONGEST), self.look, Chore.STUCK)

    async def look(self) -> None:
        """Tells as long as something is stuck, and once when all moves again."""
        try:
            stuck = await self._store.stuck(None, after=self._after)
        except NightmailError as error:
            # Whatever keeps it from looking is told; it must not end the run that it watches.
            self._observe(DispatchEvent("store.unreachable", {"code": error.code}))
            return
        if stuck.count or self._was_stuck:
            self._observe(DispatchEvent("deliveries.stuck" if stuck.count else "deliveries.moving", self._fields(stuck)))
        self._was_stuck = bool(stuck.count)

    def _fields(self, stuck: Stuck) -> dict[str, object]:
        age = (self._clock.now() - stuck.oldest_due) / timedelta(seconds=1) if stuck.oldest_due else 0.0
        reasons = {reason.value: many for reason, many in stuck.reasons.items()}
        return {"count": stuck.count, "oldest_seconds": round(max(age, 0.0), 3), "reasons": reasons}


def main_reason(stuck: Stuck) -> StuckReason:
    """The one that concerns most of them."""
    return max(stuck.reasons, key=lambda reason: stuck.reasons[reason], default=StuckReason.UNKNOWN)


def stuck_words(stuck: Stuck, *, since: timedelta) -> str:
    """The sentence for people; "" where all moves. `since`: how long ago the oldest should have left."""
    if not stuck.count:
        return ""
    many = "1 message" if stuck.count == 1 else f"{stuck.count} messages"
    return f"{many} should have left {_span(since)} ago: {_WORDS[main_reason(stuck)]}."


def _span(since: timedelta) -> str:
    minutes = max(1, since // timedelta(minutes=1))
    for size, word in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {word}" if count == 1 else f"{count} {word}s"
    raise AssertionError("a minute at least")

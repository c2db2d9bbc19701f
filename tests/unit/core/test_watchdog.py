"""The alarm for mail that does not move: when it is raised, what it says, and when it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nightmail.ids import new_id
from nightmail.ports import DispatchEvent, Stuck, StuckReason
from nightmail.store.sqlite import SqliteStore
from nightmail.watchdog import Watchdog, main_reason, stuck_words
from tests.letters import OWNER, account, new

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Clock:
    at = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


async def test_the_alarm_is_raised_while_mail_is_stuck_and_ends_once(tmp_path: Path):
    clock, events = Clock(), list[DispatchEvent]()
    store = SqliteStore(tmp_path / "nightmail.sqlite3", clock=clock)
    await store.open()
    watchdog = Watchdog(store, after=5 * MINUTE, observe=events.append, clock=clock)
    anna = account()
    await store.save_account(anna)
    (receipt,) = await store.schedule(OWNER, [new(anna)])

    await watchdog.look()
    assert events == []
    clock.at = NOW + 12 * MINUTE
    await watchdog.look()
    await store.cancel(OWNER, receipt.id)
    for _ in range(3):
        await watchdog.look()
    await store.close()

    assert [event.name for event in events] == ["deliveries.stuck", "deliveries.moving"]
    assert events[0].fields == {"count": 1, "oldest_seconds": 720.0, "reasons": {"no_worker": 1}}
    assert events[1].fields == {"count": 0, "oldest_seconds": 0.0, "reasons": {}}


def test_it_looks_several_times_before_the_alarm_is_due():
    for after in (timedelta(seconds=10), 5 * MINUTE, timedelta(hours=5)):
        beat = Watchdog(None, after=after).beat  # type: ignore[arg-type]

        assert beat.every <= after / 5 and beat.every <= MINUTE


@pytest.mark.parametrize(
    ("count", "age", "reasons", "words"),
    [
        (
            3,
            12 * MINUTE,
            {StuckReason.NO_WORKER: 3},
            "3 messages should have left 12 minutes ago: Nightmail is not running here, or no worker is running in the cloud.",
        ),
        (1, timedelta(hours=1), {StuckReason.PAUSED: 1}, "1 message should have left 1 hour ago: their account is paused."),
        (0, timedelta(0), {}, ""),
    ],
)
def test_people_are_told_how_many_since_when_and_why(count: int, age: timedelta, reasons: dict[StuckReason, int], words: str):
    assert stuck_words(Stuck(count, NOW if count else None, reasons), since=age) == words


def test_the_reason_of_most_of_them_is_the_one_that_is_told():
    assert main_reason(Stuck(3, NOW, {StuckReason.PAUSED: 1, StuckReason.BREAKER: 2})) is StuckReason.BREAKER
    assert new_id() != new_id()

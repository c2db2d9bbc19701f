"""Where a run goes on in the queue, and when it looks at everything again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from nightmail.delivery.model import Delivery, DeliveryState, Priority
from nightmail.dispatcher.frontier import Frontier
from nightmail.ids import new_id
from nightmail.ports import Claimed, Front
from tests.letters import OWNER, account, message

START = datetime(2026, 11, 22, 8, tzinfo=UTC)


@dataclass
class Ticking:
    seconds: float = 1000.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)


def some(count: int, *, minute: int = 0, priority: Priority = Priority.NORMAL) -> list[Claimed]:
    anna, found = account(), []
    for n in range(count):
        due = START + timedelta(minutes=minute, seconds=n)
        delivery = Delivery(new_id(), OWNER, anna.id, DeliveryState.CLAIMED, due, due, due + timedelta(days=1), priority=priority)
        found.append(Claimed(delivery, message(anna), None))
    return found


class Queue:
    """Claims that take `took` seconds."""

    def __init__(self) -> None:
        self.clock = Ticking()
        self.frontier = Frontier(self.clock)

    def claims(self, got: list[Claimed], *, is_full: bool = True, took: float = 0.01) -> None:
        after, began = self.frontier.after, self.clock.seconds
        self.clock.seconds += took
        self.frontier.claimed(got, after=after, began=began, is_full=is_full)


def after(queue: Queue) -> Front | None:
    return queue.frontier.after


def looks_back_in(queue: Queue) -> timedelta | None:
    return queue.frontier.looks_back_in


def place(one: Claimed) -> tuple[datetime, object]:
    return one.delivery.due_at, one.delivery.id


def test_at_first_and_while_claims_are_not_cut_off_everything_is_looked_at() -> None:
    queue = Queue()
    assert after(queue) is None

    queue.claims(some(3), is_full=False)

    assert after(queue) is None and looks_back_in(queue) is None


def test_a_backlog_is_gone_on_with_behind_the_last_of_each_priority() -> None:
    queue = Queue()
    urgent, normal = some(2, priority=Priority.URGENT), some(3)
    queue.claims([*urgent, *normal])

    assert queue.frontier.after == {Priority.URGENT: place(urgent[-1]), Priority.NORMAL: place(normal[-1])}

    more = some(4, minute=5)
    queue.claims(more)
    assert queue.frontier.after == {Priority.URGENT: place(urgent[-1]), Priority.NORMAL: place(more[-1])}


def test_everything_is_looked_at_again_after_a_moment_and_the_longer_it_takes_the_more_seldom() -> None:
    queue = Queue()
    queue.claims(some(3))
    assert looks_back_in(queue) == timedelta(seconds=0.25)

    queue.clock.seconds += 0.3
    assert after(queue) is None
    queue.claims(some(3, minute=1), took=2.0)

    assert looks_back_in(queue) == timedelta(seconds=40)
    queue.clock.seconds += 39
    assert after(queue) is not None
    queue.clock.seconds += 2
    assert after(queue) is None
    queue.claims(some(3, minute=2), took=60.0)
    assert looks_back_in(queue) == timedelta(seconds=300)


def test_what_stood_further_back_is_gone_on_with_from_there() -> None:
    queue = Queue()
    queue.claims(some(3, minute=9))
    queue.clock.seconds += 1
    earlier = some(3, minute=2)

    queue.claims(earlier)

    assert queue.frontier.after == {Priority.NORMAL: place(earlier[-1])}


def test_when_the_backlog_is_through_everything_is_looked_at_always() -> None:
    queue = Queue()
    queue.claims(some(3))
    queue.claims(some(1, minute=1), is_full=False)
    assert after(queue) is not None, "what stands further back was not looked for yet"

    queue.clock.seconds += 1
    queue.claims([], is_full=False)

    assert after(queue) is None and looks_back_in(queue) is None


def test_but_not_where_that_takes_long() -> None:
    queue = Queue()
    queue.claims(some(3))
    queue.clock.seconds += 1

    queue.claims([], is_full=False, took=0.5)

    assert after(queue) is not None and looks_back_in(queue) == timedelta(seconds=10)

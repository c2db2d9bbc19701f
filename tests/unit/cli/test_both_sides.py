"""Two outboxes shown as one: the stores' order, and whose row counts where both show a message."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from nightmail.delivery.model import Delivery, DeliveryState
from nightmail.outbox import merged
from nightmail.ports import OutboxRow, Place

NINE = datetime(2026, 12, 1, 9, tzinfo=UTC)


def row(n: int, *, hour: int = 0, state: DeliveryState = DeliveryState.SCHEDULED, place: Place = Place.LOCAL) -> OutboxRow:
    due = NINE + timedelta(hours=hour)
    delivery = Delivery(
        id=UUID(int=n),
        account_id=UUID(int=100),
        owner_id=UUID(int=101),
        state=state,
        wanted_at=due,
        due_at=due,
        deadline_at=due + timedelta(days=1),
        recipients=(),
    )
    return OutboxRow(delivery, f"<{n}@example.org>", "Plan", ("bob",), NINE, False, None, None, place=place)


def above(n: int, *, hour: int = 0, state: DeliveryState = DeliveryState.SCHEDULED) -> OutboxRow:
    return row(n, hour=hour, state=state, place=Place.CLOUD)


def test_what_is_to_go_comes_first_by_time_and_what_is_done_after_it_latest_first() -> None:
    here = (row(1, hour=1), row(2, hour=3), row(3, hour=-2, state=DeliveryState.SENT))
    there = (above(4, hour=2), above(5, hour=-1, state=DeliveryState.CANCELLED), above(6, hour=-3, state=DeliveryState.FAILED))

    assert [one.delivery.id.int for one in merged(here, there)] == [1, 4, 2, 5, 3, 6]


def test_of_equal_times_the_newest_comes_first() -> None:
    assert [one.delivery.id.int for one in merged((row(1), row(3)), (above(2),))] == [3, 2, 1]


@pytest.mark.parametrize(("is_moving", "place"), [(True, Place.CLOUD), (False, Place.LOCAL)])
def test_a_message_that_both_show_is_shown_once_by_the_one_that_sends_it(is_moving: bool, place: Place) -> None:
    (shown,) = merged((replace(row(1), is_moving=is_moving),), (above(1),))

    assert shown.place is place


def test_what_leaves_and_has_not_arrived_is_still_shown() -> None:
    (shown,) = merged((replace(row(1), is_moving=True),), ())

    assert shown.is_moving

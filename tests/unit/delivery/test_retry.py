"""How long mail waits, and until when it may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nightmail.delivery.retry import DEFAULT_LIFETIME, WAITS_FOR_THE_PERSON, WAITS_ITS_TURN, moved_deadline

HOUR = timedelta(hours=1)
WANTED = datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_a_deadline_of_hours_is_never_moved():
    late = WANTED + 3 * HOUR
    assert moved_deadline(wanted_at=WANTED, deadline_at=WANTED + 2 * HOUR, now=late, patience=WAITS_ITS_TURN) is None


def test_mail_that_waits_for_a_person_may_be_four_days_late():
    deadline, now = WANTED + DEFAULT_LIFETIME, WANTED + DEFAULT_LIFETIME
    days = 0
    while moved := moved_deadline(wanted_at=WANTED, deadline_at=deadline, now=now, patience=WAITS_FOR_THE_PERSON):
        deadline = now = moved
        days += 1

    assert days == 3
    assert deadline == WANTED + timedelta(days=4)


@given(hours=st.integers(1, 900), lifetime=st.integers(1, 72))
def test_a_moved_deadline_lies_ahead_and_never_beyond_the_patience(hours: int, lifetime: int):
    now = WANTED + hours * HOUR
    moved = moved_deadline(wanted_at=WANTED, deadline_at=WANTED + lifetime * HOUR, now=now, patience=WAITS_ITS_TURN)
    assert moved is None or now < moved <= WANTED + WAITS_ITS_TURN

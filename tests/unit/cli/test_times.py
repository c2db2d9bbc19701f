"""The words after --at: a person's are read, a script's are taken to the letter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nightmail.cli.times import schedule_of
from nightmail.errors import PersonError
from nightmail.schedule.model import Schedule, WallTime

# A Wednesday, 18:05 in Berlin.
WEDNESDAY = datetime(2026, 11, 11, 17, 5, tzinfo=UTC)


def asked(at: str) -> Schedule | None:
    return schedule_of(at=at, zone="Europe/Berlin", wait=None, now=False, said_at=WEDNESDAY)


@pytest.mark.parametrize("text", ["friday 9am", "Freitag um 9 Uhr", "2026-11-13 09:00"])
def test_at_takes_a_time_and_words_that_mean_one(text: str) -> None:
    assert asked(text) == WallTime(datetime(2026, 11, 13, 9), "Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("friday 9xm", "bad-time", '"9xm" is not understood'),
        ("next friday", "bad-time", 'Write "2026-11-13 08:00" or "2026-11-20 08:00".'),
        ("today 9am", "past-time", "has passed"),
        ("1 nov", "past-time", 'Write "2027-11-01 08:00".'),
        ("today", "bad-time", "leaves the hour open"),
        ("30 feb", "bad-time", "no such day"),
        ("morning 8pm", "bad-time", "contradicts itself"),
        ("1 jan 2090", "bad-time", "too far away"),
        (" ", "bad-time", "empty"),
    ],
)
def test_words_that_give_no_time_are_refused_with_a_way_on(text: str, code: str, words: str) -> None:
    with pytest.raises(PersonError) as refused:
        asked(text)

    assert refused.value.code == code
    assert words in f"{refused.value.message} {refused.value.next}"


def test_a_script_can_not_use_words() -> None:
    with pytest.raises(PersonError) as refused:
        schedule_of(at="friday 9am", zone="Europe/Berlin", wait=None, now=False)

    assert refused.value.code == "bad-time"


def test_a_zone_that_does_not_exist_is_told_whatever_the_time() -> None:
    with pytest.raises(PersonError) as refused:
        schedule_of(at="friday 9am", zone="Europe/Berlon", wait=None, now=False, said_at=WEDNESDAY)

    assert refused.value.code == "unknown-zone"

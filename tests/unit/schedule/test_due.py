"""Schedules as instants, and the words around them."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nightmail.errors import Blame, PersonError
from nightmail.schedule.due import close_zones, describe, dst_note, due_at, is_past, parse_at, parse_wait, zone_for
from nightmail.schedule.model import NOW, After, WallTime

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)


def wall(text: str, zone: str = "Europe/Berlin") -> WallTime:
    return WallTime(datetime.fromisoformat(text), zone)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# ---------------------------------------------------------------------------------------------- instants


@pytest.mark.parametrize(
    ("schedule", "instant"),
    [
        (wall("2026-11-12 08:00"), "2026-11-12 07:00"),
        (wall("2026-07-01 08:00"), "2026-07-01 06:00"),
        (wall("2026-07-01 08:00", "Asia/Kathmandu"), "2026-07-01 02:15"),
        (wall("2026-07-01 08:00", "UTC"), "2026-07-01 08:00"),
        (wall("2026-03-29 01:59:59"), "2026-03-29 00:59:59"),
        (wall("2026-03-29 02:30"), "2026-03-29 01:30"),  # gap: 03:30 in Berlin
        (wall("2026-03-29 03:00"), "2026-03-29 01:00"),
        (wall("2026-10-25 02:30"), "2026-10-25 00:30"),  # overlap: the first
        (wall("2026-10-25 03:00"), "2026-10-25 02:00"),
        (wall("2026-10-04 02:15", "Australia/Lord_Howe"), "2026-10-03 15:45"),  # a gap of 30 minutes
        (wall("2011-12-30 10:00", "Pacific/Apia"), "2011-12-30 20:00"),  # a day that Samoa left out
    ],
)
def test_a_wall_time_is_due_by_the_rule_of_rfc_5545(schedule: WallTime, instant: str) -> None:
    assert due_at(schedule, now=NOON) == utc(instant)
    assert due_at(schedule, now=NOON).tzinfo is UTC


def test_a_fold_that_came_along_changes_nothing() -> None:
    schedule = wall("2026-10-25 02:30")

    assert due_at(WallTime(schedule.local_time.replace(fold=1), schedule.zone), now=NOON) == due_at(schedule, now=NOON)


def test_a_wait_starts_now() -> None:
    assert due_at(NOW, now=NOON) == NOON
    assert due_at(After(timedelta(minutes=90)), now=NOON) == NOON + timedelta(minutes=90)


def test_the_past_is_what_lies_before_now() -> None:
    assert is_past(wall("2026-11-12 12:59:59"), now=NOON)
    assert not is_past(wall("2026-11-12 13:00"), now=NOON)
    assert not is_past(NOW, now=NOON)


@pytest.mark.parametrize(
    "schedule", [wall("9999-12-31 23:59", "America/New_York"), wall("0001-01-01 00:00", "Asia/Tokyo"), After(timedelta.max)]
)
def test_a_time_beyond_the_calendar_is_told_to_the_person(schedule: WallTime | After) -> None:
    with pytest.raises(PersonError) as raised:
        due_at(schedule, now=NOON)

    assert raised.value.code == "bad-time"


ZONES = st.sampled_from(sorted(zoneinfo.available_timezones() - {"localtime", "Factory"}))
LOCAL_TIMES = st.datetimes(datetime(1975, 1, 1), datetime(2037, 12, 31))


@given(local_time=LOCAL_TIMES, zone=ZONES)
def test_a_wall_time_goes_to_utc_and_back_unless_it_never_was(local_time: datetime, zone: str) -> None:
    schedule = WallTime(local_time, zone)
    instant = due_at(schedule, now=NOON)
    back = instant.astimezone(zone_for(zone)).replace(tzinfo=None)

    aware = local_time.replace(tzinfo=zone_for(zone))
    jump = aware.replace(fold=1).utcoffset() - aware.utcoffset()  # type: ignore[operator]
    assert back == local_time + max(jump, timedelta())
    assert (dst_note(schedule) == "") == (jump == timedelta())


@given(local_time=LOCAL_TIMES, zone=ZONES)
def test_of_two_equal_wall_times_the_first_is_meant(local_time: datetime, zone: str) -> None:
    second = local_time.replace(tzinfo=zone_for(zone), fold=1).astimezone(UTC)

    assume(second.astimezone(zone_for(zone)).replace(tzinfo=None) == local_time)
    assert due_at(WallTime(local_time, zone), now=NOON) <= second


@pytest.mark.parametrize(
    ("zone", "minutes"),
    [
        ("Europe/Berlin", 60),
        ("America/New_York", 60),
        ("Australia/Lord_Howe", 30),
        ("Africa/Casablanca", 60),
        ("America/Santiago", 60),
    ],
)
def test_every_minute_that_a_year_skips_or_repeats_is_noted(zone: str, minutes: int) -> None:
    year = [datetime(2026, 1, 1) + timedelta(minutes=30 * half_hour) for half_hour in range(365 * 48)]

    notes = [note for local_time in year if (note := dst_note(WallTime(local_time, zone)))]

    assert sum("does not exist" in note for note in notes) == minutes // 30
    assert sum("comes twice" in note for note in notes) == minutes // 30


# ---------------------------------------------------------------------------------------------- zones


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("europe/berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("Europe/Berlon", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Europe/New_York", "America/New_York"),
    ],
)
def test_an_unknown_zone_is_answered_with_what_was_meant(typed: str, meant: str) -> None:
    with pytest.raises(PersonError) as raised:
        due_at(wall("2026-11-12 08:00", typed), now=NOON)

    assert (raised.value.code, raised.value.blame) == ("unknown-zone", Blame.PERSON)
    assert raised.value.next.startswith("Did you mean ") and meant in raised.value.next


@pytest.mark.parametrize(
    "typed",
    ["", "Nowhere/Qqqqq", "../../etc/passwd", "/etc/localtime", "Europe", "right/Europe/Berlin", "localtime", "a\0b", "x" * 9999],
)
def test_what_is_no_zone_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(PersonError) as raised:
        zone_for(typed)

    assert raised.value.code == "unknown-zone" and raised.value.next
    assert len(raised.value.message) < 120


def test_a_city_alone_names_its_zone() -> None:
    assert close_zones("tokyo") == ("Asia/Tokyo",)


# ---------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (wall("2026-11-12 08:00"), "Thu 12 Nov 2026, 08:00 (Berlin)"),
        (wall("2026-11-12 08:00:30", "America/New_York"), "Thu 12 Nov 2026, 08:00:30 (New York)"),
        (wall("2026-03-29 02:30"), "Sun 29 Mar 2026, 03:30 (Berlin)"),
        (wall("2026-11-02 08:00", "UTC"), "Mon 2 Nov 2026, 08:00 (UTC)"),
        (After(timedelta(hours=1)), "Thu 12 Nov 2026, 13:00 (UTC)"),
    ],
)
def test_a_schedule_is_told_in_its_zone(schedule: WallTime | After, words: str) -> None:
    assert describe(schedule, due_at(schedule, now=NOON)) == words


def test_a_wait_is_told_in_the_zone_of_its_instant() -> None:
    assert describe(NOW, NOON.astimezone(zone_for("Europe/Berlin"))) == "Thu 12 Nov 2026, 13:00 (Berlin)"


@pytest.mark.parametrize(
    ("schedule", "note"),
    [
        (wall("2026-11-12 08:00"), ""),
        (NOW, ""),
        (wall("2026-03-29 02:30"), "02:30 does not exist that night; it goes at 03:30."),
        (wall("2026-10-25 02:30"), "02:30 comes twice that night; it goes at the first (CEST)."),
        (wall("2011-12-30 10:00", "Pacific/Apia"), "10:00 does not exist that day; it goes at 10:00 on Sat 31 Dec."),
    ],
)
def test_a_change_of_clocks_is_told(schedule: WallTime | After, note: str) -> None:
    assert dst_note(schedule) == note


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-12-01 09:00", "2026-12-01 08:00"),
        (" 2026-12-01  9:00 ", "2026-12-01 08:00"),
        ("2026-12-01 09:00:30", "2026-12-01 08:00:30"),
        ("2026-12-01T09:00", "2026-12-01 08:00"),
        ("2026-12-01T09:00:30.5", "2026-12-01 08:00:30.500000"),
        ("2026-12-01T09:00Z", "2026-12-01 09:00"),
        ("2026-12-01T09:00:00.123456Z", "2026-12-01 09:00:00.123456"),
        ("2026-12-01 09:00 -05:00", "2026-12-01 14:00"),
        ("2026-12-01T09:00+0530", "2026-12-01 03:30"),
        ("2026-12-01T09:00+01", "2026-12-01 08:00"),
        ("2026-10-25T02:30+02:00", "2026-10-25 00:30"),
        ("2026-10-25T02:30+01:00", "2026-10-25 01:30"),
    ],
)
def test_a_written_time_is_the_instant_it_names(text: str, instant: str) -> None:
    assert due_at(parse_at(text, "Europe/Berlin"), now=NOON) == utc(instant)


def test_a_time_with_an_offset_is_told_in_the_zone_asked_for() -> None:
    assert parse_at("2026-12-01T09:00Z", "Europe/Berlin") == wall("2026-12-01 10:00")
    assert parse_at("2026-10-25T02:30+01:00", "Europe/Berlin") == wall("2026-10-25 01:30", "UTC")


@given(instant=LOCAL_TIMES, zone=ZONES)
def test_any_instant_written_with_z_is_kept_in_any_zone(instant: datetime, zone: str) -> None:
    assert due_at(parse_at(instant.isoformat() + "Z", zone), now=NOON) == instant.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2026-12-01",
        "09:00",
        "2026-02-30 09:00",
        "2026-12-01 24:00",
        "2026-12-01 09:60",
        "2026-13-01 09:00",
        "01.12.2026 09:00",
        "2026-12-01T09:00+99:99",
        "0000-12-01 09:00",
        "２０２６-12-01 09:00",
        "0001-01-01T00:00+14:00",
        "x" * 9999,
    ],
)
def test_a_time_that_can_not_be_read_is_answered_with_an_example(text: str) -> None:
    with pytest.raises(PersonError) as raised:
        parse_at(text, "Europe/Berlin")

    assert raised.value.code == "bad-time" and raised.value.next
    assert len(raised.value.message) < 160


def test_a_written_time_in_an_unknown_zone_is_refused_at_once() -> None:
    with pytest.raises(PersonError) as raised:
        parse_at("2026-12-01 09:00", "Europe/Berlon")

    assert raised.value.code == "unknown-zone"


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("0s", timedelta()),
        ("90s", timedelta(seconds=90)),
        ("5m", timedelta(minutes=5)),
        ("2h", timedelta(hours=2)),
        ("1d", timedelta(days=1)),
        ("1w", timedelta(weeks=1)),
        ("1h30m", timedelta(hours=1, minutes=30)),
        (" 1d 2h 3m 4s ", timedelta(days=1, hours=2, minutes=3, seconds=4)),
        ("10M", timedelta(minutes=10)),
    ],
)
def test_a_written_wait_is_read(text: str, wait: timedelta) -> None:
    assert parse_wait(text) == wait


@pytest.mark.parametrize("text", ["", "90", "s", "-5m", "5x", "30m1h", "1.5h", "٣m", "4000d", "9" * 30 + "d", "9" * 5000 + "s"])
def test_a_wait_that_can_not_be_read_is_answered_with_an_example(text: str) -> None:
    with pytest.raises(PersonError) as raised:
        parse_wait(text)

    assert raised.value.code == "bad-wait" and raised.value.next


@given(st.integers(0, 3000), st.integers(0, 23), st.integers(0, 59), st.integers(0, 59))
def test_any_wait_is_read_as_the_sum_of_its_parts(days: int, hours: int, minutes: int, seconds: int) -> None:
    assert parse_wait(f"{days}d{hours}h{minutes}m{seconds}s") == timedelta(
        days=days, hours=hours, minutes=minutes, seconds=seconds
    )

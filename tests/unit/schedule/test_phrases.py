"""Words as times: every token is read and one time comes out, or the reading says what it could not tell."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nightmail.errors import PersonError
from nightmail.schedule import phrase_words
from nightmail.schedule.due import due_at
from nightmail.schedule.phrases import DateOrder, Hours, NotUnderstood, Reading, Why, is_now, read

BERLIN = "Europe/Berlin"
# A Wednesday, 18:05 in Berlin.
WEDNESDAY = datetime(2026, 11, 11, 17, 5, tzinfo=UTC)


def told(text: str, *, now: datetime = WEDNESDAY, zone: str = BERLIN, order: DateOrder | None = None) -> str:
    """The time as people write it, with its zone where that is another; else why there is none."""
    reading = read(text, now=now, zone=zone, order=order)
    if isinstance(reading, NotUnderstood):
        return reading.why.value
    elsewhere = "" if reading.schedule.zone == zone else f" {reading.schedule.zone}"
    return f"{reading.schedule.local_time:%a %Y-%m-%d %H:%M}{elsewhere}"


def refused(text: str, *, now: datetime = WEDNESDAY, zone: str = BERLIN, order: DateOrder | None = None) -> NotUnderstood:
    reading = read(text, now=now, zone=zone, order=order)
    assert isinstance(reading, NotUnderstood)
    return reading


def choices(refusal: NotUnderstood) -> list[str]:
    return [f"{choice.schedule.local_time:%a %Y-%m-%d %H:%M}" for choice in refusal.choices]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("friday 9am", "Fri 2026-11-13 09:00"),
        ("9 am on friday", "Fri 2026-11-13 09:00"),
        ("next tue 14:30", "Tue 2026-11-17 14:30"),
        ("next monday morning", "Mon 2026-11-16 08:00"),
        ("this friday at noon", "Fri 2026-11-13 12:00"),
        ("friday next week", "Fri 2026-11-20 08:00"),
        ("next week", "Mon 2026-11-16 08:00"),
        ("Wednesday", "Wed 2026-11-18 08:00"),
        ("tomorrow", "Thu 2026-11-12 08:00"),
        ("Tomorrow  Evening", "Thu 2026-11-12 20:00"),
        ("tomorrow 9", "Thu 2026-11-12 09:00"),
        ("tonight at 8", "Wed 2026-11-11 20:00"),
        ("the day after tomorrow at 15.30", "Fri 2026-11-13 15:30"),
        ("tomorrow at half past nine", "Thu 2026-11-12 09:30"),
        ("quarter to 9 tomorrow", "Thu 2026-11-12 08:45"),
        ("in 2 hours", "Wed 2026-11-11 20:05"),
        ("in 90 min", "Wed 2026-11-11 19:35"),
        ("in half an hour", "Wed 2026-11-11 18:35"),
        ("in 1 hour and 15 minutes", "Wed 2026-11-11 19:20"),
        ("1h30m", "Wed 2026-11-11 19:35"),
        ("2h", "Wed 2026-11-11 20:05"),
        ("3d", "Sat 2026-11-14 18:05"),
        ("in 3 days at 9am", "Sat 2026-11-14 09:00"),
        ("in 2 weeks", "Wed 2026-11-25 18:05"),
        ("2mo", "Mon 2027-01-11 18:05"),
        ("12 nov", "Thu 2026-11-12 08:00"),
        ("nov 12th, 2027", "Fri 2027-11-12 08:00"),
        ("12.11.", "Thu 2026-11-12 08:00"),
        ("12.11.26 8:15", "Thu 2026-11-12 08:15"),
        ("Fri 13 November 2026, 09:00 Berlin", "Fri 2026-11-13 09:00"),
        ("24th of december at noon", "Thu 2026-12-24 12:00"),
        ("2026-11-12 08:00", "Thu 2026-11-12 08:00"),
        ("2026-11-12T08:00Z", "Thu 2026-11-12 09:00"),
        ("13/4", "Tue 2027-04-13 08:00"),
        ("the 15th", "Sun 2026-11-15 08:00"),
        ("noon", "Thu 2026-11-12 12:00"),
        ("midnight", "Thu 2026-11-12 00:00"),
        ("930", "Thu 2026-11-12 09:30"),
        ("14:30", "Thu 2026-11-12 14:30"),
        ("24:00", "Thu 2026-11-12 00:00"),
        ("end of month", "Mon 2026-11-30 08:00"),
        ("last day of the month at 5pm", "Mon 2026-11-30 17:00"),
        ("first business day next month", "Tue 2026-12-01 08:00"),
        ("last friday of november 3pm", "Fri 2026-11-27 15:00"),
        ("next business day", "Thu 2026-11-12 08:00"),
        ("8pm berlin", "Wed 2026-11-11 20:00"),
        ("9:00 America/New_York", "Thu 2026-11-12 09:00 America/New_York"),
        ("8pm new york", "Wed 2026-11-11 20:00 America/New_York"),
        ("tomorrow 9am UTC", "Thu 2026-11-12 09:00 UTC"),
        ("9am cet", "Thu 2026-11-12 09:00"),
    ],
)
def test_english_words_become_the_time_they_mean(text: str, time: str) -> None:
    assert told(text) == time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("morgen 8 uhr", "Thu 2026-11-12 08:00"),
        ("8 Uhr morgen", "Thu 2026-11-12 08:00"),
        ("morgen früh", "Thu 2026-11-12 08:00"),
        ("übermorgen früh", "Fri 2026-11-13 08:00"),
        ("Uebermorgen um 14 Uhr 30", "Fri 2026-11-13 14:30"),
        ("nächsten montag 9 uhr", "Mon 2026-11-16 09:00"),
        ("kommenden Mittwoch", "Wed 2026-11-18 08:00"),
        ("nächste Woche Freitag 10 Uhr", "Fri 2026-11-20 10:00"),
        ("in einer stunde", "Wed 2026-11-11 19:05"),
        ("in einer halben Stunde", "Wed 2026-11-11 18:35"),
        ("in 1,5 Stunden", "Wed 2026-11-11 19:35"),
        ("in anderthalb Stunden", "Wed 2026-11-11 19:35"),
        ("in drei Tagen um 9.15 Uhr", "Sat 2026-11-14 09:15"),
        ("heute abend", "Wed 2026-11-11 20:00"),
        ("Freitagabend um 8", "Fri 2026-11-13 20:00"),
        ("freitag morgen", "Fri 2026-11-13 08:00"),
        ("morgen Mittag um 1", "Thu 2026-11-12 13:00"),
        ("morgen um halb neun", "Thu 2026-11-12 08:30"),
        ("Montag viertel nach 9", "Mon 2026-11-16 09:15"),
        ("um 8 Uhr", "Thu 2026-11-12 08:00"),
        ("am 15.", "Sun 2026-11-15 08:00"),
        ("1. Dezember 9 Uhr", "Tue 2026-12-01 09:00"),
        ("Freitag, den 13.11. 9h", "Fri 2026-11-13 09:00"),
        ("letzter Freitag im November", "Fri 2026-11-27 08:00"),
        ("erster Werktag nächsten Monats", "Tue 2026-12-01 08:00"),
        ("Ende des Monats", "Mon 2026-11-30 08:00"),
        ("am Wochenende", "Sat 2026-11-14 08:00"),
        ("9 Uhr Wiener Zeit", "Thu 2026-11-12 09:00 Europe/Vienna"),
    ],
)
def test_german_words_become_the_time_they_mean(text: str, time: str) -> None:
    assert told(text) == time


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("every friday", ("every",)),
        ("tomorrow 8am or 9am", ("or",)),
        ("asdf tomorrow", ("asdf",)),
        ("9-10am", ("9-10am",)),
        ("5 minutes ago", ("ago",)),
        ("13pm", ("13pm",)),
        ("friday Friday", ("Friday",)),
        ("Dienstags um 9", ("Dienstags",)),
        ("tomorrow at", ("at",)),
        ("in 2", ("in",)),
        ("25:00", ("25:00",)),
    ],
)
def test_what_is_not_understood_is_named_as_typed(text: str, words: tuple[str, ...]) -> None:
    assert refused(text) == NotUnderstood(Why.UNKNOWN_WORDS, words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3/4", ["Thu 2027-03-04 08:00", "Sat 2027-04-03 08:00"]),
        ("next friday", ["Fri 2026-11-13 08:00", "Fri 2026-11-20 08:00"]),
        ("friday 3", ["Fri 2026-11-13 03:00", "Fri 2026-11-13 15:00"]),
        ("8", ["Wed 2026-11-11 20:00", "Thu 2026-11-12 08:00"]),
        ("halb neun", ["Wed 2026-11-11 20:30", "Thu 2026-11-12 08:30"]),
        ("tomorrow midnight", ["Thu 2026-11-12 00:00", "Fri 2026-11-13 00:00"]),
        ("12.11", ["Thu 2026-11-12 08:00", "Thu 2026-11-12 12:11"]),
        ("wednesday 20:00", ["Wed 2026-11-11 20:00", "Wed 2026-11-18 20:00"]),
    ],
)
def test_what_can_mean_two_times_is_asked_about(text: str, expected: list[str]) -> None:
    refusal = refused(text)

    assert refusal.why is Why.AMBIGUOUS
    assert choices(refusal) == expected


def test_a_werktag_is_asked_about_only_where_the_law_and_speech_differ() -> None:
    # 1 August 2026 is a Saturday.
    july = datetime(2026, 7, 8, 10, tzinfo=UTC)

    assert choices(refused("erster Werktag nächsten Monats", now=july)) == ["Sat 2026-08-01 08:00", "Mon 2026-08-03 08:00"]
    assert told("first business day next month", now=july) == "Mon 2026-08-03 08:00"


def test_the_order_of_the_persons_dates_settles_a_slash() -> None:
    assert told("3/4", order=DateOrder.DAY_FIRST) == "Sat 2027-04-03 08:00"
    assert told("3/4", order=DateOrder.MONTH_FIRST) == "Thu 2027-03-04 08:00"
    assert told("4/4") == "Sun 2027-04-04 08:00"


def test_a_date_that_is_just_over_is_not_taken_for_next_years() -> None:
    refusal = refused("1 nov 9am")

    assert refusal.why is Why.PAST
    assert choices(refusal) == ["Mon 2027-11-01 09:00"]


@pytest.mark.parametrize("text", ["heute morgen", "today 9am", "today at 3", "2026-11-10 08:00", "this monday"])
def test_what_has_passed_is_said(text: str) -> None:
    assert told(text) == "past"


@pytest.mark.parametrize("text", ["30 feb", "31.11.", "Thu 13 nov", "29 feb 2027", "2026-13-01"])
def test_a_day_that_does_not_exist_is_said(text: str) -> None:
    assert told(text) == "no-such-day"


@pytest.mark.parametrize("text", ["9am cest", "morning 8pm", "tomorrow evening 9am"])
def test_words_that_contradict_each_other_are_refused(text: str) -> None:
    assert told(text) == "contradiction"


def test_today_alone_leaves_the_hour_open() -> None:
    assert told("heute") == "incomplete"


@pytest.mark.parametrize("text", ["", "   ", " , "])
def test_nothing_is_nothing(text: str) -> None:
    assert told(text) == "empty"


@pytest.mark.parametrize("text", ["2099-01-01 08:00", "1 jan 2090"])
def test_more_than_ten_years_ahead_is_refused(text: str) -> None:
    assert told(text) == "too-far"


def test_tomorrow_is_asked_about_where_the_named_zone_has_another_day() -> None:
    # 20:00 on Wednesday in New York, 02:00 on Thursday in Berlin.
    late = datetime(2026, 11, 12, 1, tzinfo=UTC)

    refusal = refused("tomorrow 9am berlin", now=late, zone="America/New_York")

    assert choices(refusal) == ["Thu 2026-11-12 09:00", "Fri 2026-11-13 09:00"]
    assert {choice.schedule.zone for choice in refusal.choices} == {BERLIN}


def test_the_hours_of_the_person_say_when_morning_is() -> None:
    reading = read("tomorrow morning", now=WEDNESDAY, zone=BERLIN, hours=Hours(morning=time(9, 15)))

    assert isinstance(reading, Reading)
    assert reading.schedule.local_time == datetime(2026, 11, 12, 9, 15)


def test_a_wait_over_the_autumn_change_of_clocks_keeps_its_length() -> None:
    # 02:30 in Berlin for the first time; an hour later it is 02:30 again, which a wall clock can't say.
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    reading = read("in 1 hour", now=first, zone=BERLIN)

    assert isinstance(reading, Reading)
    assert reading.due_at == first + timedelta(hours=1)
    assert due_at(reading.schedule, now=first) == reading.due_at
    assert reading.schedule.zone == "UTC"


def test_a_wait_is_never_shorter_than_said() -> None:
    now = WEDNESDAY + timedelta(microseconds=1)

    reading = read("in 1 sec", now=now, zone=BERLIN)

    assert isinstance(reading, Reading)
    assert timedelta(seconds=1) <= reading.due_at - now < timedelta(seconds=2)


def test_a_zone_that_does_not_exist_is_an_error_of_the_caller() -> None:
    with pytest.raises(PersonError):
        read("tomorrow", now=WEDNESDAY, zone="Europe/Atlantis")


# -------------------------------------------------------------------------------------------------- laws

_OTHERS = """
    today heute tomorrow morgen übermorgen tonight weekend noon midnight in at um on am of the des next this nächsten last end
    month monats week days hours min stunden half halb quarter to past and uhr pm day business werktag 9 9am 12:30 3/4 12.11. 12.
    15th
    2026-11-12 2027 2h 1h30m 31 0 24:00 berlin utc cet new york time from now , ???
"""
_VOCABULARY = sorted(
    {
        *phrase_words.WEEKDAYS,
        *phrase_words.MONTHS,
        *phrase_words.PARTS,
        *phrase_words.NUMBERS,
        *phrase_words.ORDINALS,
        *_OTHERS.split(),
    }
)
_PHRASES = st.one_of(st.lists(st.sampled_from(_VOCABULARY), max_size=7).map(" ".join), st.text(max_size=130))
_INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))
_ZONES = st.sampled_from([BERLIN, "UTC", "America/New_York", "Pacific/Apia", "Asia/Kathmandu", "Pacific/Kiritimati"])


@settings(max_examples=400, deadline=None)
@given(_PHRASES, _INSTANTS, _ZONES)
@example("in 9999 years", WEDNESDAY, BERLIN)
@example("29 feb", datetime(2021, 3, 1, tzinfo=UTC), BERLIN)
@example("31", WEDNESDAY, BERLIN)
@example("\x00", WEDNESDAY, BERLIN)
@example("٣ days", WEDNESDAY, BERLIN)
@example("in 0 min", WEDNESDAY, BERLIN)
def test_any_text_is_read_whole_and_ahead_or_refused_with_a_reason(text: str, now: datetime, zone: str) -> None:
    reading = read(text, now=now, zone=zone)

    if isinstance(reading, Reading):
        assert reading.due_at > now
        assert due_at(reading.schedule, now=now) == reading.due_at
        assert isinstance(read(f"{text} xyzzy", now=now, zone=zone), NotUnderstood)
    else:
        assert all(word in text for word in reading.words)
        assert all(choice.due_at > now for choice in reading.choices)
        assert reading.words or reading.why is not Why.UNKNOWN_WORDS
        assert len(reading.choices) > 1 or reading.why is not Why.AMBIGUOUS


@settings(max_examples=150, deadline=None)
@given(st.datetimes(datetime(2026, 11, 13), datetime(2036, 1, 1)), _ZONES)
def test_a_time_as_the_button_says_it_is_read_back_as_itself(wall: datetime, zone: str) -> None:
    wall = wall.replace(second=0, microsecond=0)
    spoken = f"{wall:%a} {wall.day} {wall:%b %Y}, {wall:%H:%M} {zone}"

    reading = read(spoken, now=WEDNESDAY, zone=BERLIN)

    assert isinstance(reading, Reading)
    assert reading.due_at == wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@settings(max_examples=150, deadline=None)
@given(_PHRASES, _INSTANTS)
def test_reading_the_same_twice_tells_the_same(text: str, now: datetime) -> None:
    assert read(text, now=now, zone=BERLIN) == read(text, now=now, zone=BERLIN)


@pytest.mark.parametrize("text", ["yesterday 5pm", "gestern 17 Uhr", "yesterday"])
def test_yesterday_is_told_to_be_past(text: str) -> None:
    assert told(text) == "past"


def test_next_month_is_asked_about_between_its_first_day_and_this_day_of_it() -> None:
    for text in ("next month 9am", "nächsten Monat 9 Uhr"):
        assert choices(refused(text)) == ["Tue 2026-12-01 09:00", "Fri 2026-12-11 09:00"]


def test_half_eight_is_asked_about_since_britain_and_germany_read_it_differently() -> None:
    assert choices(refused("tomorrow half eight")) == ["Thu 2026-11-12 07:30", "Thu 2026-11-12 08:30"]
    assert told("tomorrow half past eight") == "Thu 2026-11-12 08:30"
    assert told("morgen halb acht") == "Thu 2026-11-12 07:30"


def test_this_friday_on_a_sunday_offers_the_coming_one() -> None:
    sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
    for text in ("this friday 9am", "diesen Freitag 9 Uhr"):
        refusal = refused(text, now=sunday)
        assert refusal.why is Why.PAST
        assert choices(refusal) == ["Fri 2026-11-27 09:00"]


def test_now_is_no_time_ahead_and_known_as_now() -> None:
    assert all(is_now(text) for text in ("now", " Jetzt! ", "sofort", "right  now"))
    assert not any(is_now(text) for text in ("", "now friday", "know"))

"""Read clocks, parts of the day, zones and waits at one place of a phrase. Each rule yields every way to read what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from nightmail.schedule import phrase_words as words
from nightmail.schedule.due import zone_named
from nightmail.schedule.phrase_facts import Clock, Context, DayPart, Found, Wait, Zone
from nightmail.schedule.phrase_tokens import Place
from nightmail.schedule.phrase_words import Part

_MERIDIEM = re.compile(r"(.*?[0-9])(am|pm|uhr)")
_HOUR = re.compile(r"[0-9]{1,2}")
_PARTED = re.compile(r"([0-9]{1,2})[:.h]([0-9]{2})(?::([0-9]{2}))?")
_HOUR_H = re.compile(r"([0-9]{1,2})h")
_JOINED = re.compile(r"([0-9]{1,2})([0-9]{2})")
_COUNT = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?")
_COUNTED = re.compile(r"([0-9]{1,4}(?:[.,][0-9]{1,2})?)([a-z]+)")
_SHORT = re.compile(r"([0-9]{1,3})h([0-9]{1,2})m?")
_HALF_DAY = timedelta(hours=12)
_WHOLE_DAY = timedelta(hours=24)
_LONGEST_CITY = 3

_Spans = tuple[timedelta, ...]


# ------------------------------------------------------------------------------------------- clocks


def clock(place: Place, context: Context) -> Found:
    """`9am`, `at 14:30`, `um 8 uhr`, `half past 9`, `noon`, `930`."""
    del context
    if len(place.tokens) == 1 and _HOUR_H.fullmatch(place.word):
        # "2h" by itself is a wait.
        return
    start = place.skip(words.AT)
    is_said = start is not place
    yield from _named(start)
    yield from _spoken(start)
    yield from _written(start, is_said=is_said)


def _named(place: Place) -> Found:
    if (after := place.past(words.NOON)) is not None:
        # "mittags um 1" names the part, not the hour.
        yield after, Clock((_HALF_DAY,))
        yield after, DayPart(Part.NOON)
    if (after := place.past(words.MIDNIGHT)) is not None:
        yield after, Clock((timedelta(0), _WHOLE_DAY))


def _written(place: Place, *, is_said: bool) -> Found:
    token = place.word
    suffixed = _MERIDIEM.fullmatch(token)
    body, suffix = suffixed.groups() if suffixed else (token, "")
    after = place.next()
    if not suffix and after.word in words.AM | words.PM | words.CLOCK:
        marked = after.next()
        suffix = "uhr" if after.word in words.CLOCK else after.word
        yield from _clocks(marked, body, suffix, is_said=True)
        suffix = ""
    yield from _clocks(after, body, suffix, is_said=is_said)


def _clocks(after: Place, body: str, suffix: str, *, is_said: bool) -> Found:
    if suffix == "uhr" and _HOUR.fullmatch(body) and _HOUR.fullmatch(after.word) and int(after.word) < 60:
        # "8 uhr 30"; the minutes can't stand for anything else.
        if int(body) < 24:
            yield after.next(), _clock_of(int(body), int(after.word), has_zero=body.startswith("0"))
        return
    for hour, minute, second, has_zero in _numbers(body, is_joined_fine=is_said or bool(suffix)):
        if suffix in ("am", "pm"):
            if 1 <= hour <= 12:
                moved = hour % 12 + (12 if suffix == "pm" else 0)
                yield after, Clock((timedelta(hours=moved, minutes=minute, seconds=second),))
        elif _is_clock(hour, minute, second):
            is_bare = not suffix and (body in words.HOUR_WORDS or _HOUR.fullmatch(body) is not None)
            yield after, _clock_of(hour, minute, second, has_zero=has_zero, is_bare=is_bare)


def _numbers(body: str, *, is_joined_fine: bool) -> Iterator[tuple[int, int, int, bool]]:
    if found := _PARTED.fullmatch(body):
        hour, minute, second = (int(part or 0) for part in found.groups())
        yield hour, minute, second, body.startswith("0")
    elif _HOUR.fullmatch(body) or (found := _HOUR_H.fullmatch(body)):
        yield int(body.rstrip("h")), 0, 0, body.startswith("0")
    elif body in words.HOUR_WORDS and is_joined_fine:
        yield words.HOUR_WORDS[body], 0, 0, False
    elif found := _JOINED.fullmatch(body):
        yield int(found[1]), int(found[2]), 0, body.startswith("0")


def _is_clock(hour: int, minute: int, second: int) -> bool:
    return (hour < 24 and minute < 60 and second < 60) or (hour, minute, second) == (24, 0, 0)


def _clock_of(hour: int, minute: int, second: int = 0, *, has_zero: bool = False, is_bare: bool = False) -> Clock:
    """`8` of a day is eight in the morning, unless it is said to be evening; `3` may be either; `03` and `15` say which."""
    at = timedelta(hours=hour, minutes=minute, seconds=second)
    if has_zero or not 1 <= hour <= 12:
        return Clock((at,))
    if hour == 12:
        return Clock((at,), (at - _HALF_DAY, at, at + _HALF_DAY))
    later = at + _HALF_DAY
    return Clock((at, later) if hour <= 6 else (at,), (at, later), is_bare)


def _spoken(place: Place) -> Found:
    """`half past 9`, `quarter to ten`, `halb zehn`, `viertel nach 9`, `dreiviertel zehn`."""
    patterns: tuple[tuple[tuple[str, ...], int], ...] = (
        (("half", "past"), 30),
        (("quarter", "past"), 15),
        (("quarter", "to"), -15),
        (("viertel", "nach"), 15),
        (("viertel", "vor"), -15),
        (("halb",), -30),
        (("dreiviertel",), -15),
    )
    for said, minutes in patterns:
        if place.words(len(said)) != " ".join(said):
            continue
        after = place.next(len(said))
        hour = int(after.word) if _HOUR.fullmatch(after.word) else words.HOUR_WORDS.get(after.word)
        if hour is None or not 1 <= hour <= 24:
            continue
        whole = hour * 60 + minutes
        yield after.next().skip(words.CLOCK), _clock_of(*divmod(whole, 60), is_bare=True)
    yield from _half(place)


def _half(place: Place) -> Found:
    """`half eight` is 8:30 in Britain, and 7:30 for whoever thinks it in German: both."""
    after = place.past(frozenset({"half"}))
    if after is None:
        return
    hour = int(after.word) if _HOUR.fullmatch(after.word) else words.HOUR_WORDS.get(after.word)
    if hour is not None and 1 <= hour <= 12:
        for whole in (hour, hour - 1 or 12):
            yield after.next(), _clock_of(whole, 30, is_bare=True)


# ------------------------------------------------------------------------------------------- parts


def part(place: Place, context: Context) -> Found:
    """`evening`, `in the morning`, `abends`, `am abend`; "morgen" alone is a day, so it needs "am" before it or a day."""
    del context
    introduced = place.past(words.IN_PART)
    start = (introduced or place).skip(words.THE) if introduced else place
    if start.word in words.PARTS:
        yield start.next(), DayPart(words.PARTS[start.word])
    if start.word == "morgen" and (introduced or _follows_a_day(place)):
        yield start.next(), DayPart(Part.MORNING)


def _follows_a_day(place: Place) -> bool:
    before = place.tokens[place.at - 1].word if place.at else ""
    return before in words.TODAY | words.WEEKDAYS.keys() | words.MONTHS.keys() or before.endswith(".") or "-" in before


# ------------------------------------------------------------------------------------------- zones


def zone(place: Place, context: Context) -> Found:
    """`berlin`, `new york time`, `America/New_York`, `UTC`, `berliner zeit`."""
    del context
    start = place.skip({"in"})
    for count in range(_LONGEST_CITY, 0, -1):
        said = start.words(count)
        if start.at + count > len(start.tokens):
            continue
        named = words.CITIES.get(said) or zone_named(said)
        after = start.next(count)
        if count == 1 and said in words.ABBREVIATIONS:
            key, names = words.ABBREVIATIONS[said]
            yield after.skip(words.TIME), Zone(key, names)
        elif named is not None:
            yield after.skip(words.TIME), Zone(named)
        elif (city := _dweller(said)) and after.word == "zeit":
            yield after.next(), Zone(city)


def _dweller(word: str) -> str | None:
    """`berliner` → Europe/Berlin, `pariser` is not said so here."""
    stem = word.removesuffix("er")
    return (words.CITIES.get(stem) or zone_named(stem)) if stem != word else None


# ------------------------------------------------------------------------------------------- waits


def wait(place: Place, context: Context) -> Found:
    """`in 2 hours`, `in 1 hour and 15 minutes`, `2h`, `1h30m`, `in einer halben stunde`, `90 min from now`."""
    del context
    start = place.skip({"in"})
    for after, seconds in _lengths(start):
        behind = after.next(2) if after.words(2) == "from now" else after
        yield behind, Wait(timedelta(seconds=seconds))


def _lengths(place: Place) -> Iterator[tuple[Place, float]]:
    """One length, or hours with minutes behind them."""
    if found := _SHORT.fullmatch(place.word):
        yield place.next(), int(found[1]) * 3600 + int(found[2]) * 60
    for after, seconds, unit in _length(place):
        yield after, seconds
        if unit == 3600:
            for end, more, smaller in _length(after.skip(words.AND)):
                if smaller == 60 and more < 3600:
                    yield end, seconds + more


def _length(place: Place) -> Iterator[tuple[Place, float, int]]:
    """(place behind, seconds, seconds of the unit)."""
    for after, count, unit_word in counted(place):
        unit = 3600 if unit_word in words.HOURS else 60 if unit_word in words.MINUTES else 1
        if unit_word in words.HOURS | words.MINUTES | words.SECONDS:
            yield after, count * unit, unit


def counted(place: Place) -> Iterator[tuple[Place, float, str]]:
    """(place behind, how many, the unit's word): `2 hours`, `2h`, `an hour`, `half an hour`, `anderthalb stunden`."""
    if found := _COUNTED.fullmatch(place.word):
        yield place.next(), float(found[1].replace(",", ".")), found[2]
    if place.word == "anderthalb":
        yield place.next(2), 1.5, place.next().word
    half = place.skip({"a", "einer", "eine"})
    if half.word in words.HALF:
        unit = half.next().skip({"an", "a"})
        yield unit.next(), 0.5, unit.word
    unit = place.next()
    if _COUNT.fullmatch(place.word):
        yield unit.next(), float(place.word.replace(",", ".")), unit.word
    elif place.word in words.NUMBERS:
        yield unit.next(), words.NUMBERS[place.word], unit.word

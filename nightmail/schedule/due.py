"""When a schedule is due: wall time and zone to an instant, and the words people write and read for it.

Pure: now is always an argument. DST is read as RFC 5545 3.3.5 has it: in a gap the offset before it, in an overlap the first.
"""

from __future__ import annotations

import difflib
import re
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import assert_never

from nightmail.errors import PersonError
from nightmail.schedule.model import After, Schedule, WallTime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_AT = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]|\s+)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?"
    r"\s*([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_WAIT = re.compile(
    r"(?:([0-9]+)\s*w)?\s*(?:([0-9]+)\s*d)?\s*(?:([0-9]+)\s*h)?\s*(?:([0-9]+)\s*m)?\s*(?:([0-9]+)\s*s)?", re.IGNORECASE
)
_LONGEST_WAIT = timedelta(days=3653)
# Not zones people live in: copies of the others with leap seconds or under a prefix, and the machine's own.
_NOT_ZONES = re.compile(r"(?:posix|right)/.*|localtime|posixrules|Factory", re.DOTALL)


def due_at(schedule: Schedule, *, now: datetime) -> datetime:
    """The instant, aware, in UTC. Raises PersonError `unknown-zone`, and `bad-time` beyond the years a computer can count."""
    try:
        match schedule:
            case After(wait):
                return now.astimezone(UTC) + wait
            case WallTime(local_time, zone):
                # fold=0 is both rules at once (PEP 495): before a gap's jump, and the first of two.
                return local_time.replace(tzinfo=zone_for(zone), fold=0).astimezone(UTC)
            case _:
                assert_never(schedule)
    except OverflowError as error:
        raise PersonError("bad-time", "That time is too far away.", next="Choose an earlier one.") from error


def is_past(schedule: Schedule, *, now: datetime) -> bool:
    return due_at(schedule, now=now) < now


def zone_for(name: str) -> zoneinfo.ZoneInfo:
    """The zone of an IANA name. Raises PersonError `unknown-zone`, with the names that come close."""
    try:
        if not _NOT_ZONES.fullmatch(name):
            return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        pass
    close = close_zones(name)
    advice = f"Did you mean {' or '.join(close)}?" if close else "Name a zone like Europe/Berlin."
    raise PersonError("unknown-zone", f'There is no time zone "{name[:60]}".', next=advice)


def close_zones(name: str) -> tuple[str, ...]:
    """Up to three zones that somebody who wrote `name` may have meant: by case, by city, by a typing mistake."""
    wanted = re.sub(r"[\s_]+", "_", name.strip().lower())[:60]
    zones, cities = _zones()
    if wanted in zones:
        return (zones[wanted],)
    if wanted in cities:
        return (cities[wanted],)
    by_name = [zones[key] for key in difflib.get_close_matches(wanted, zones, n=3, cutoff=0.75)]
    by_city = [cities[key] for key in difflib.get_close_matches(wanted.rpartition("/")[2], cities, n=3, cutoff=0.75)]
    return tuple(dict.fromkeys(by_name + by_city))[:3]


def zone_named(text: str) -> str | None:
    """The zone called so, whole or by its city, in any case and with spaces or underscores; None where none is."""
    wanted = re.sub(r"[\s_]+", "_", text.strip().lower())[:60]
    zones, cities = _zones()
    return zones.get(wanted) or cities.get(wanted)


@lru_cache(maxsize=1)
def _zones() -> tuple[dict[str, str], dict[str, str]]:
    """(every zone by its lower-case name, those named after a city by that city)."""
    names = sorted(name for name in zoneinfo.available_timezones() if not _NOT_ZONES.fullmatch(name))
    cities = {name.rpartition("/")[2].lower(): name for name in names if "/" in name and not name.startswith("Etc/")}
    return {name.lower(): name for name in names}, cities


# ---------------------------------------------------------------------------------------------- to words


def describe(schedule: Schedule, instant: datetime) -> str:
    """`Thu 12 Nov 2026, 08:00 (Berlin)`: the instant in the schedule's zone; for a wait, in the instant's own."""
    local = instant.astimezone(zone_for(schedule.zone)) if isinstance(schedule, WallTime) else instant
    return f"{_day(local)} {local.year}, {_clock(local)} ({_zone_words(local)})"


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A wall time that a change of clocks skips, or that comes twice; `going` is what the clock shows as it goes, both local."""

    comes_twice: bool
    wall: datetime
    going: datetime

    @property
    def is_at_night(self) -> bool:
        return self.wall.hour < 6


def clock_change(schedule: Schedule) -> ClockChange | None:
    """What a change of clocks makes of the wall time; None where it makes nothing of it."""
    if not isinstance(schedule, WallTime):
        return None
    wall = schedule.local_time.replace(tzinfo=zone_for(schedule.zone), fold=0)
    first, second = wall.utcoffset(), wall.replace(fold=1).utcoffset()
    if first is None or second is None or first == second:
        return None
    return ClockChange(first > second, wall, due_at(schedule, now=wall).astimezone(wall.tzinfo))


def dst_note(schedule: Schedule) -> str:
    """The same as a sentence; empty where there is nothing to say."""
    change = clock_change(schedule)
    if change is None:
        return ""
    wall, going = change.wall, change.going
    night = "that night" if change.is_at_night else "that day"
    if change.comes_twice:
        return f"{_clock(wall)} comes twice {night}; it goes at the first ({wall.tzname()})."
    day = "" if going.date() == wall.date() else f" on {_day(going)}"
    return f"{_clock(wall)} does not exist {night}; it goes at {_clock(going)}{day}."


def _day(local: datetime) -> str:
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]}"


def _clock(local: datetime) -> str:
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def _zone_words(local: datetime) -> str:
    key = getattr(local.tzinfo, "key", None)
    return key.rpartition("/")[2].replace("_", " ") if isinstance(key, str) else local.tzname() or "local time"


# ---------------------------------------------------------------------------------------------- from words


def parse_at(text: str, zone: str) -> WallTime:
    """`2026-12-01 09:00`, with seconds or a "T" as well, read in `zone`; with an offset or Z it is that instant.

    An instant is told in `zone` where that names it exactly, and otherwise in UTC (the second of two equal wall times).
    Raises PersonError `bad-time` and `unknown-zone`.
    """
    found = _AT.fullmatch(text.strip())
    if found is None:
        raise _bad_time(text, "is not a time that can be read")
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    try:
        local = datetime(  # noqa: DTZ001 - a wall clock has no zone of its own
            int(year), int(month), int(day), int(hour), int(minute), int(second or 0), int((fraction or "0").ljust(6, "0")[:6])
        )
        return _in_zone(local.replace(tzinfo=_offset(offset)), zone) if offset else WallTime(local, zone_for(zone).key)
    except (ValueError, OverflowError) as error:
        raise _bad_time(text, "names a day or hour that doesn't exist") from error


def parse_wait(text: str) -> timedelta:
    """`90s`, `5m`, `2h`, `1d`, `1w`, `1h30m`. Raises PersonError `bad-wait`."""
    found = _WAIT.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        raise PersonError(
            "bad-wait", f'"{text[:60]}" is not a length of time.', next='Write it like "90s", "5m", "2h" or "1h30m".'
        )
    try:
        weeks, days, hours, minutes, seconds = (int(count or 0) for count in found.groups())
        wait = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except (OverflowError, ValueError):
        wait = timedelta.max
    if wait > _LONGEST_WAIT:
        raise PersonError("bad-wait", f'"{text[:60]}" is more than ten years.', next="Choose a shorter wait.")
    return wait


def _offset(text: str) -> timezone:
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _in_zone(instant: datetime, zone: str) -> WallTime:
    told = WallTime(instant.astimezone(zone_for(zone)).replace(tzinfo=None, fold=0), zone)
    if due_at(told, now=instant) == instant:
        return told
    return WallTime(instant.astimezone(UTC).replace(tzinfo=None), "UTC")


def _bad_time(text: str, why: str) -> PersonError:
    return PersonError("bad-time", f'"{text[:60]}" {why}.', next='Write it like "2026-12-01 09:00".')

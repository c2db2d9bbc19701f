"""What the calendar shows: days with what goes out on them, and how much that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Span(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Way(StrEnum):
    """The four arrows."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Entry:
    """One message at its time. `minute` of its day, `told` is all of it in words, `colour` its account's number."""

    id: UUID
    minute: int
    clock: str
    subject: str
    told: str
    icon: str
    colour: int
    can_move: bool


@dataclass(frozen=True, slots=True)
class Load:
    """How much goes on a day. `short`: the number, with the limit where there is one. `share` in percent of what the fullest
    account may send, 0 where no limit is known."""

    short: str
    told: str
    share: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class DayBox:
    """`short_title` is for narrow columns; `more` are those beyond the entries that are given."""

    day: date
    title: str
    short_title: str
    entries: tuple[Entry, ...] = ()
    more: int = 0
    load: Load | None = None
    is_today: bool = False
    is_quiet: bool = False
    is_beside: bool = False


@dataclass(frozen=True, slots=True)
class CalendarState:
    """`days` row by row; a month begins and ends with days `is_beside` it. `now_minute` is this minute of today."""

    span: Span
    title: str
    days: tuple[DayBox, ...]
    weekdays: tuple[str, ...]
    now_minute: int
    selected: UUID | None = None
    is_loaded: bool = False
    notice: str = ""

"""What a piece of a phrase can say: a day, a clock, a part of the day, a zone, a wait. Values only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from nightmail.schedule.phrase_tokens import Place
from nightmail.schedule.phrase_words import Part


class DateOrder(StrEnum):
    """How `3/4` is written where the person lives."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class Hours:
    """What "morning" and the others mean to this person, as wall clocks."""

    morning: time = time(8)
    forenoon: time = time(10)
    noon: time = time(12)
    afternoon: time = time(13)
    evening: time = time(20)
    night: time = time(20)

    def of(self, part: Part) -> time:
        clock = getattr(self, part.value)
        assert isinstance(clock, time)
        return clock


@dataclass(frozen=True, slots=True)
class Context:
    """`here` is the wall clock of the place whose calendar counts; `order` None: `3/4` can't be told."""

    here: datetime
    order: DateOrder | None = None
    hours: Hours = field(default_factory=Hours)

    @property
    def today(self) -> date:
        return self.here.date()


@dataclass(frozen=True, slots=True)
class Day:
    """The days that people may mean by it; more than one that is still ahead has to be asked about. None at all: no such day.
    `clock` is the one it brings along. `otherwise` is worth offering where all are over; `is_today` needs a clock beside it."""

    choices: tuple[date, ...]
    clock: time | None = None
    otherwise: tuple[date, ...] = ()
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """Spans since the day's midnight; 24 h is the midnight at its end. `loose` are those that a part of the day may choose from;
    `is_bare`: an hour as spoken, of which without a day any of them may be meant."""

    plain: tuple[timedelta, ...]
    loose: tuple[timedelta, ...] = ()
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class DayPart:
    part: Part


@dataclass(frozen=True, slots=True)
class Zone:
    """`names`: what the zone's own clocks have to be called then; empty: anything."""

    name: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    span: timedelta


Fact = Day | Clock | DayPart | Zone | Wait
Found = Iterator[tuple[Place, Fact]]
Rule = Callable[[Place, Context], Found]

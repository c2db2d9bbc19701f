"""The popover's presets: a person's own days and hours as times still ahead, and what "morning" means to them. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from desktop.dates import day_clock_words
from desktop.language import tr
from desktop.preferences import Preset as Wish
from desktop.preferences import PresetDay
from desktop.screens.picker.state import Preset
from desktop.words import local
from nightmail.schedule.due import due_at
from nightmail.schedule.model import WallTime
from nightmail.schedule.phrases import Hours

_MOST = 7
_WEEKDAYS = (
    PresetDay.MONDAY,
    PresetDay.TUESDAY,
    PresetDay.WEDNESDAY,
    PresetDay.THURSDAY,
    PresetDay.FRIDAY,
    PresetDay.SATURDAY,
    PresetDay.SUNDAY,
)


def resolved(wishes: Iterable[Wish], now: datetime, zone: str) -> tuple[Preset, ...]:
    """Those that lie ahead, the soonest first; of two that come to the same time the one that stands first."""
    here = local(now, zone).replace(tzinfo=None, fold=0)
    found: dict[datetime, Preset] = {}
    for wish in wishes:
        at = _at(wish, here)
        if at is None:
            continue
        schedule = WallTime(at, zone)
        due = due_at(schedule, now=now)
        if due > now:
            found.setdefault(due, Preset(wish.name or _name(wish, at), when(at, here.date()), schedule))
    return tuple(found[due] for due in sorted(found))[:_MOST]


def when(at: datetime, today: date) -> str:
    """`16:00` today, else `Thu 08:00`."""
    return day_clock_words(at, today)


def hours_of(wishes: Iterable[Wish]) -> Hours:
    """What "tomorrow morning" means to somebody with these presets."""
    clocks = [wish.clock for wish in wishes if wish.day is not PresetDay.LATER]
    first = Hours()
    evening = _first(clocks, time(17), first.evening)
    return Hours(
        morning=_first(clocks, time(4), first.morning, before=time(12)),
        afternoon=_first(clocks, time(12, 1), first.afternoon, before=time(17)),
        evening=evening,
        night=evening,
    )


def _first(clocks: Iterable[time], start: time, otherwise: time, before: time = time.max) -> time:
    return next((clock for clock in clocks if start <= clock < before), otherwise)


def _at(wish: Wish, here: datetime) -> datetime | None:
    today = here.date()
    if wish.day is PresetDay.LATER:
        later = _next_half_hour(here + timedelta(hours=wish.clock.hour, minutes=wish.clock.minute))
        return later if later.date() == today else None
    return datetime.combine(_day(wish.day, today), wish.clock)


def _next_half_hour(at: datetime) -> datetime:
    """Itself where it is one; never sooner, as that many hours were asked for."""
    past = timedelta(minutes=at.minute % 30, seconds=at.second, microseconds=at.microsecond)
    return at + timedelta(minutes=30) - past if past else at


def _day(day: PresetDay, today: date) -> date:
    if day is PresetDay.TODAY:
        return today
    if day is PresetDay.TOMORROW:
        return today + timedelta(days=1)
    # A weekday is the next one; today's is over or called by its own name.
    return today + timedelta(days=(_WEEKDAYS.index(day) - today.weekday() - 1) % 7 + 1)


def _name(wish: Wish, at: datetime) -> str:
    if wish.day is PresetDay.LATER:
        return tr("Later today")
    part = 0 if at.hour < 12 else 1 if at.hour < 17 else 2
    if wish.day is PresetDay.TODAY:
        return (tr("This morning"), tr("This afternoon"), tr("This evening"))[part]
    if wish.day is PresetDay.TOMORROW:
        return (tr("Tomorrow morning"), tr("Tomorrow afternoon"), tr("Tomorrow evening"))[part]
    day = _weekday_names()[_WEEKDAYS.index(wish.day)]
    return (tr("{day} morning", day=day), tr("{day} afternoon", day=day), tr("{day} evening", day=day))[part]


def _weekday_names() -> tuple[str, ...]:
    return tr("Monday"), tr("Tuesday"), tr("Wednesday"), tr("Thursday"), tr("Friday"), tr("Saturday"), tr("Sunday")

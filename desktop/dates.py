"""How days are written: in the order of the person's country, in the words of the language. Pure: a day in, a phrase out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from desktop.language import clock_words, is_month_first, spoken_since, tr

_NEAR = timedelta(days=6)


def day_names() -> tuple[str, ...]:
    """Short, from Monday on, as they stand by themselves."""
    return _days(spoken_since())


@lru_cache(maxsize=1)
def _days(_since: int) -> tuple[str, ...]:
    return tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun")


# Every line of a list names a day.
@lru_cache(maxsize=1)
def _months(_since: int) -> tuple[str, ...]:
    return (
        tr("Jan"),
        tr("Feb"),
        tr("Mar"),
        tr("Apr"),
        tr("May"),
        tr("Jun"),
        tr("Jul"),
        tr("Aug"),
        tr("Sep"),
        tr("Oct"),
        tr("Nov"),
        tr("Dec"),
    )


def date_words(day: date) -> str:
    """`12 Nov`, in America `Nov 12`."""
    if is_month_first():
        return tr("{month} {day}", month=_month(day), day=day.day)
    return tr("{day} {month}", day=day.day, month=_month(day))


def year_words(day: date) -> str:
    """`12 Nov 2027`, in America `Nov 12, 2027`."""
    if is_month_first():
        return tr("{month} {day}, {year}", month=_month(day), day=day.day, year=day.year)
    return tr("{day} {month} {year}", day=day.day, month=_month(day), year=day.year)


def weekday_date_words(day: date) -> str:
    """`Thu 12 Nov`, in America `Thu, Nov 12`."""
    if is_month_first():
        return tr("{weekday}, {month} {day}", weekday=_weekday(day), month=_month(day), day=day.day)
    return tr("{weekday} {day} {month}", weekday=_weekday(day), day=day.day, month=_month(day))


def weekday_year_words(day: date) -> str:
    """`Thu 12 Nov 2027`, in America `Fri, Nov 12, 2027`."""
    if is_month_first():
        return tr("{weekday}, {month} {day}, {year}", weekday=_weekday(day), month=_month(day), day=day.day, year=day.year)
    return tr("{weekday} {day} {month} {year}", weekday=_weekday(day), day=day.day, month=_month(day), year=day.year)


def day_words(day: date, today: date) -> str:
    """`Thu` within the next days, `12 Nov` further away, `12 Nov 2027` in another year."""
    if abs(day - today) < _NEAR:
        # A weekday within a line of words, which some languages write with a dot that it lacks above a column.
        return tr("{weekday}", weekday=_weekday(day))
    return date_words(day) if day.year == today.year else year_words(day)


def day_clock_words(at: datetime, today: date, *, seconds: bool = False) -> str:
    """`08:00` today, else `Thu 08:00`, else `12 Nov 08:00`. `at`: as the clocks there show it."""
    clock = clock_words(at, seconds=seconds)
    if at.date() == today:
        return clock
    day = day_words(at.date(), today)
    # Two numbers in a row would read as one.
    if is_month_first() and abs(at.date() - today) >= _NEAR:
        return tr("{day}, {clock}", day=day, clock=clock)
    return tr("{day} {clock}", day=day, clock=clock)


def _weekday(day: date) -> str:
    return day_names()[day.weekday()]


def _month(day: date) -> str:
    return _months(spoken_since())[day.month - 1]

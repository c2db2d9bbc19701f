"""Read dates at one place of a phrase: `12 nov`, `12.11.`, `2026-11-12`, `3/4`, `the 15th`. Knows the calendar, no clock."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from nightmail.schedule import phrase_words as words
from nightmail.schedule.phrase_facts import Context, DateOrder, Day, Found
from nightmail.schedule.phrase_tokens import Place

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.?((?<=\.)[0-9]{4}|(?<=\.)[0-9]{2})?")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}|[0-9]{2}))?")
_DAY = re.compile(r"([0-9]{1,2})(st|nd|rd|th|\.)?")
_JOINED_MONTH = re.compile(r"([0-9]{1,2})\.?([a-z]{3,9})")
_YEAR = re.compile(r"20[0-9]{2}")
# A day just over is a slip more often than a plan for next year.
_JUST_OVER = 62
_LEAP = 9


def written(place: Place, context: Context) -> Found:
    """A date, with or without its weekday before it and "on" before that."""
    start = place.skip(words.ON)
    for after, found in _dates(start.skip({"the"}), context):
        yield after, found
    if start.word in words.WEEKDAYS:
        weekday = words.WEEKDAYS[start.word]
        rest = start.next().skip({"the", "der", "den", "dem"})
        for after, found in _dates(rest, context):
            # "Friday 12 November" has to be a Friday.
            fitting = tuple(each for each in found.choices if each.weekday() == weekday)
            yield after, Day(fitting, otherwise=found.otherwise)


def _dates(place: Place, context: Context) -> Iterator[tuple[Place, Day]]:
    yield from _iso(place)
    yield from _dotted(place, context)
    yield from _slashed(place, context)
    yield from _named(place, context)
    yield from _bare_ordinal(place, context)


def _iso(place: Place) -> Iterator[tuple[Place, Day]]:
    if found := _ISO.fullmatch(place.word):
        yield place.next(), _exact(int(found[1]), int(found[2]), int(found[3]))


def _dotted(place: Place, context: Context) -> Iterator[tuple[Place, Day]]:
    """With dots the day comes first everywhere. The last dot may be missing where no clock is written so."""
    if found := _DOTTED.fullmatch(place.word):
        yield from _with_year(place.next(), int(found[1]), int(found[2]), found[3], context)
    elif re.fullmatch(r"[0-9]{1,2}\.", place.word) and re.fullmatch(r"[0-9]{1,2}\.", place.next().word):
        yield from _with_year(place.next(2), int(place.word[:-1]), int(place.next().word[:-1]), None, context)


def _with_year(after: Place, number: int, month: int, year: str | None, context: Context) -> Iterator[tuple[Place, Day]]:
    if year is not None:
        yield after, _exact(_century(year), month, number)
    elif _YEAR.fullmatch(after.word):
        yield after.next(), _exact(int(after.word), month, number)
    else:
        yield after, _coming(month, number, context.today)


def _slashed(place: Place, context: Context) -> Iterator[tuple[Place, Day]]:
    found = _SLASHED.fullmatch(place.word)
    if found is None:
        return
    first, second = int(found[1]), int(found[2])
    orders = [(first, second), (second, first)]
    if context.order is DateOrder.DAY_FIRST:
        orders = orders[:1]
    elif context.order is DateOrder.MONTH_FIRST:
        orders = orders[1:]
    days = [
        _exact(_century(found[3]), month, number) if found[3] else _coming(month, number, context.today)
        for number, month in orders
    ]
    choices = tuple(dict.fromkeys(each for made in days for each in made.choices))
    yield place.next(), Day(choices, otherwise=tuple(each for made in days for each in made.otherwise))


def _named(place: Place, context: Context) -> Iterator[tuple[Place, Day]]:
    """`12 nov`, `12th of november 2027`, `nov 12th`, `12. november`, `12nov`, `1st of december`."""
    if (joined := _JOINED_MONTH.fullmatch(place.word)) and joined[2] in words.MONTHS:
        yield from _with_year(place.next(), int(joined[1]), words.MONTHS[joined[2]], None, context)
    number = _number(place.word)
    month = place.next().skip({"of"})
    if number is not None and month.word in words.MONTHS:
        yield from _with_year(month.next(), number, words.MONTHS[month.word], None, context)
    if place.word in words.MONTHS:
        behind = place.next().skip({"the"})
        number = _number(behind.word)
        if number is not None:
            yield from _with_year(behind.next(), number, words.MONTHS[place.word], None, context)


def _bare_ordinal(place: Place, context: Context) -> Iterator[tuple[Place, Day]]:
    """`the 15th`, `am 15.`, `15th of next month`: a number that can be nothing but a day."""
    found = _DAY.fullmatch(place.word)
    number = int(found[1]) if found and found[2] else words.ORDINALS.get(place.word)
    if number is None:
        return
    after = place.next()
    today = context.today
    month = after.skip(words.OF).skip(words.THE)
    if (named := month.past(words.NEXT | words.COMING)) is not None and named.word in words.MONTH:
        following = today.year * 12 + today.month
        yield named.next(), _exact(following // 12, following % 12 + 1, number)
    elif (named := month.past(words.THIS)) is not None and named.word in words.MONTH:
        yield named.next(), _exact(today.year, today.month, number)
    elif found is not None:
        yield after, _next_numbered(number, today)


def _next_numbered(number: int, today: date) -> Day:
    months = [today.year * 12 + today.month - 1 + ahead for ahead in range(4)]
    real = [(each // 12, each % 12 + 1) for each in months]
    fitting = [date(year, month, number) for year, month in real if 1 <= number <= monthrange(year, month)[1]]
    ahead = tuple(each for each in fitting if each >= today)[:2]
    # Today's own number means today while its time is ahead, and else that of the next month.
    return Day(ahead if ahead and ahead[0] == today else ahead[:1])


def _number(word: str) -> int | None:
    found = _DAY.fullmatch(word)
    return int(found[1]) if found else words.ORDINALS.get(word)


def _exact(year: int, month: int, number: int) -> Day:
    try:
        return Day((date(year, month, number),))
    except ValueError:
        return Day(())


def _coming(month: int, number: int, today: date) -> Day:
    """A date without a year is the next one; of one that is just over, next year's is offered, not taken."""
    found: list[date] = []
    for year in range(today.year, today.year + _LEAP):
        found.extend(_exact(year, month, number).choices)
    if not found:
        return Day(())
    if found[0] >= today:
        return Day((found[0],), otherwise=tuple(found[1:2]))
    over = (today - found[0]).days
    later = tuple(found[1:2])
    return Day((found[0],), otherwise=later) if over <= _JUST_OVER else Day(later)


def _century(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)

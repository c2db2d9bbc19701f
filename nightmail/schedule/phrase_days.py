"""Read days at one place of a phrase. Where people mean different days by the same words, a rule gives all of them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from nightmail.schedule import phrase_words as words
from nightmail.schedule.phrase_clocks import counted
from nightmail.schedule.phrase_facts import Context, Day, DayPart, Found
from nightmail.schedule.phrase_tokens import Place
from nightmail.schedule.phrase_words import Part

_SATURDAY = 5


def day(place: Place, context: Context) -> Found:
    """Everything here that names a day, apart from dates."""
    start = place.skip(words.ON)
    yield from _near(start, context)
    yield from _weekday(start, context)
    yield from _weekend(start.skip({"the"}), context)
    yield from _ahead(place, context)
    yield from _week(place, context)
    yield from _next_month(start, context)
    yield from _month_end(start, context)
    yield from _counted_day(start.skip(words.THE), context)


def tonight(place: Place, context: Context) -> Iterator[tuple[Place, Day, DayPart]]:
    """Words that are a day and a part of it: `tonight`, `freitagabend`."""
    if place.word == "tonight":
        yield place.next(), Day((context.today,), is_today=True), DayPart(Part.NIGHT)
    start = place.skip(words.ON)
    for joined, part in words.JOINED_PARTS.items():
        weekday = words.WEEKDAYS.get(start.word.removesuffix(joined)) if start.word.endswith(joined) else None
        if weekday is not None and len(start.word) > len(joined) + 2:
            yield start.next(), Day(_on(weekday, context)), DayPart(part)


def _near(place: Place, context: Context) -> Found:
    today = context.today
    if (after := place.past(words.TODAY)) is not None:
        yield after, Day((today,), is_today=True)
    if (after := place.past(words.TOMORROW)) is not None:
        yield after, Day((_later(today, 1),))
    if (after := place.past(words.YESTERDAY)) is not None:
        yield after, Day((_later(today, -1),))
    if (after := place.past(words.OVERMORROW)) is not None:
        yield after, Day((_later(today, 2),))
    over = place.skip({"the"})
    if over.words(3) == "day after tomorrow":
        yield over.next(3), Day((_later(today, 2),))
    if (after := place.past(words.THIS)) is not None and after.word in words.PARTS:
        # The part itself is read next.
        yield after, Day((today,), is_today=True)


# ---------------------------------------------------------------------------------------- weekdays


def _weekday(place: Place, context: Context) -> Found:
    """`friday`, `this friday`, `next tue`, `kommenden freitag`, `friday next week`, `nächste woche freitag`."""
    today = context.today
    plain = place.skip({"the"})
    if plain.word in words.WEEKDAYS:
        weekday = words.WEEKDAYS[plain.word]
        yield plain.next(), Day(_on(weekday, context))
        of_week = plain.next().skip({"of", "in", "der"})
        if (week := of_week.past(words.NEXT)) is not None and week.word in words.WEEK:
            yield week.next(), Day((_in_week(today, weekday, 1),))
        if (week := of_week.past(words.THIS)) is not None and week.word in words.WEEK:
            yield week.next(), Day((_in_week(today, weekday, 0),))
    for which, lead in ((words.THIS, 0), (words.COMING, 1), (words.NEXT, 2)):
        after = place.past(which)
        if after is None:
            continue
        if lead == 0 and after.word in words.COMING:
            after, lead = after.next(), 1
        if after.word in words.WEEKDAYS:
            weekday = words.WEEKDAYS[after.word]
            # "This friday", said on a Sunday, is over by the calendar and rarely meant so.
            yield after.next(), Day(_chosen(weekday, lead, today), otherwise=(_first_after(today, weekday),))
    week = place.skip({"in"}).skip({"der"})
    if (after := week.past(words.NEXT)) is not None and (after := after.past(words.WEEK)) is not None:
        named = after.skip(words.ON)
        if named.word in words.WEEKDAYS:
            yield named.next(), Day((_in_week(today, words.WEEKDAYS[named.word], 1),))


def _on(weekday: int, context: Context) -> tuple[date, ...]:
    """The next one; on that very weekday both today and a week later, of which the clock may rule out one."""
    first = _first_after(context.today, weekday)
    return (context.today, first) if context.today.weekday() == weekday else (first,)


def _chosen(weekday: int, lead: int, today: date) -> tuple[date, ...]:
    coming = _first_after(today, weekday)
    match lead:
        case 0:
            return (_in_week(today, weekday, 0),)
        case 1:
            return (coming,)
        case _:
            # For some "next" is the first one to come, for others that of next week.
            return tuple(dict.fromkeys((coming, _in_week(today, weekday, 1))))


def _weekend(place: Place, context: Context) -> Found:
    today = context.today
    this = _in_week(today, _SATURDAY, 0)
    following = _later(this, 7)
    if (after := place.past(words.WEEKEND)) is not None:
        yield after, Day((this,) if today < this else (today, following))
    if (named := place.past(words.THIS)) is not None and named.word in words.WEEKEND:
        yield named.next(), Day((max(this, today),))
    if (named := place.past(words.COMING)) is not None and named.word in words.WEEKEND:
        yield named.next(), Day((this if today < this else following,))
    if (named := place.past(words.NEXT)) is not None and named.word in words.WEEKEND:
        yield named.next(), Day((this, following) if today < this else (following,))


# ---------------------------------------------------------------------------------------- from today


def _ahead(place: Place, context: Context) -> Found:
    """`in 3 days`, `in einer Woche`, `2w`, `3 days from now`: that day, at the clock of now unless another is named."""
    for after, count, unit in counted(place.skip({"in"})):
        if count != int(count):
            continue
        found = _moved(context.today, int(count), unit)
        if found is None:
            continue
        behind = after.next(2) if after.words(2) in ("from now", "from today") else after
        yield behind, Day(found, clock=context.here.time().replace(second=0, microsecond=0))


def _moved(today: date, count: int, unit: str) -> tuple[date, ...] | None:
    """None: no unit of days. No day at all: beyond the calendar."""
    try:
        if unit in words.DAYS:
            return (today + timedelta(days=count),)
        if unit in words.WEEKS:
            return (today + timedelta(weeks=count),)
        months = count if unit in words.MONTHS_SPAN else count * 12 if unit in words.YEARS else None
        if months is None:
            return None
        year, month = _month_after(today, months)
        return (date(year, month, min(today.day, monthrange(year, month)[1])),)
    except (OverflowError, ValueError):
        return ()


def _week(place: Place, context: Context) -> Found:
    """`next week` is its Monday."""
    if place.word == "nw":
        yield place.next(), Day((_in_week(context.today, 0, 1),))
    week = place.skip({"in"}).skip({"der"})
    if (after := week.past(words.NEXT)) is not None and after.word in words.WEEK:
        yield after.next(), Day((_in_week(context.today, 0, 1),))


def _next_month(place: Place, context: Context) -> Found:
    """`next month`: its first day for some, this day of it for others."""
    start = place.skip({"in"}).skip({"the"})
    if (after := start.past(words.NEXT)) is not None and after.word in words.MONTH:
        year, month = _month_after(context.today, 1)
        same = date(year, month, min(context.today.day, monthrange(year, month)[1]))
        yield after.next(), Day(tuple(dict.fromkeys((date(year, month, 1), same))))


# ---------------------------------------------------------------------------------------- of a month


def _month_end(place: Place, context: Context) -> Found:
    """`end of month`, `ende des monats`, `end of november`, `monatsende`."""
    if place.words(2) == "month end":
        yield place.next(2), _last_day(context, 0)
    if (after := place.past(words.MONTH_END)) is not None:
        yield after, _last_day(context, 0)
    named = place.skip({"the"}).past(words.END)
    if named is None:
        return
    for behind, year, month in _months(named, context):
        yield behind, Day((date(year, month, monthrange(year, month)[1]),))


def _last_day(context: Context, ahead: int) -> Day:
    year, month = _month_after(context.today, ahead)
    return Day((date(year, month, monthrange(year, month)[1]),))


def _counted_day(place: Place, context: Context) -> Found:
    """`first business day next month`, `last friday of november`, `letzter tag des monats`, `next business day`."""
    if (after := place.past(words.NEXT | words.COMING)) is not None:
        for behind, kinds in _kinds(after):
            if len(kinds[0]) < 7:
                yield behind, Day(tuple(sorted({_first_of(kind, _later(context.today, 1)) for kind in kinds})))
    nth = words.ORDINALS.get(place.word) or _ordinal(place.word)
    is_last = place.word in words.LAST
    if nth is None and not is_last:
        return
    for behind, kinds in _kinds(place.next()):
        for end, year, month in _months(behind, context):
            found = {_nth(year, month, kind, -1 if is_last else nth or 1) for kind in kinds}
            yield end, Day(tuple(sorted(each for each in found if each is not None)))


def _ordinal(word: str) -> int | None:
    for suffix in ("st", "nd", "rd", "th", "."):
        digits = word.removesuffix(suffix)
        if digits != word and digits in ("1", "2", "3", "4"):
            return int(digits)
    return None


def _kinds(place: Place) -> Iterator[tuple[Place, tuple[frozenset[int], ...]]]:
    """Which weekdays are meant; two sets where people differ."""
    workdays = frozenset(range(5))
    if place.word in words.BUSINESS and place.next().word in words.DAY:
        yield place.next(2), (workdays,)
    elif place.word in words.WORKDAY:
        yield place.next(), (workdays,)
    elif place.word in words.WERKTAG:
        yield place.next(), (workdays, workdays | {_SATURDAY})
    elif place.word in words.DAY:
        yield place.next(), (frozenset(range(7)),)
    elif place.word in words.WEEKDAYS:
        yield place.next(), (frozenset({words.WEEKDAYS[place.word]}),)


def _months(place: Place, context: Context) -> Iterator[tuple[Place, int, int]]:
    """`(of the) month`, `next month`, `des nächsten monats`, `im dezember`, `of november 2027`: (behind, year, month)."""
    start = place.skip(words.OF).skip(words.THE)
    this, following = _month_after(context.today, 0), _month_after(context.today, 1)
    if start.word in words.MONTH and start is not place:
        yield start.next(), *this
    if (after := start.past(words.THIS)) is not None and after.word in words.MONTH:
        yield after.next(), *this
    if (after := start.past(words.NEXT | words.COMING)) is not None and after.word in words.MONTH:
        yield after.next(), *following
    if start.word in words.MONTHS:
        month, after = words.MONTHS[start.word], start.next()
        if len(after.word) == 4 and after.word.isascii() and after.word.isdecimal() and 2000 <= int(after.word) < 2100:
            yield after.next(), int(after.word), month
        else:
            yield after, context.today.year + (month < context.today.month), month


def _nth(year: int, month: int, kind: frozenset[int], nth: int) -> date | None:
    days = [date(year, month, number) for number in range(1, monthrange(year, month)[1] + 1)]
    fitting = [each for each in days if each.weekday() in kind]
    place = -1 if nth < 0 else nth - 1
    return fitting[place] if place < len(fitting) else None


# ---------------------------------------------------------------------------------------- reckoning


def _later(today: date, days: int) -> date:
    return today + timedelta(days=days)


def _first_after(today: date, weekday: int) -> date:
    return _later(today, (weekday - today.weekday() - 1) % 7 + 1)


def _first_of(kind: frozenset[int], start: date) -> date:
    return next(each for each in (_later(start, ahead) for ahead in range(8)) if each.weekday() in kind)


def _in_week(today: date, weekday: int, weeks: int) -> date:
    return _later(today, weekday - today.weekday() + 7 * weeks)


def _month_after(today: date, months: int) -> tuple[int, int]:
    whole = today.year * 12 + today.month - 1 + months
    return whole // 12, whole % 12 + 1

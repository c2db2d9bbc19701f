"""What the calendar calls its days and spans. Pure."""

from __future__ import annotations

from datetime import date

from desktop.dates import date_words, day_names, weekday_date_words, weekday_year_words, year_words
from desktop.language import tr
from desktop.screens.calendar.state import Span


def title_of(span: Span, first: date, last: date, shown: date) -> str:
    match span:
        case Span.DAY:
            return weekday_year_words(shown)
        case Span.WEEK:
            return tr("{first} – {last}", first=date_words(first), last=year_words(last))
        case Span.MONTH:
            return tr("{month} {year}", month=_months()[shown.month - 1], year=shown.year)


def day_title(span: Span, day: date) -> str:
    """`12` within a month, where `1 Dec` begins another one; `Thu 12 Nov` above a column."""
    if span is Span.MONTH:
        return date_words(day) if day.day == 1 else str(day.day)
    return weekday_date_words(day)


def short_title(day: date) -> str:
    """`Thu 12`."""
    return tr("{weekday} {day}", weekday=day_names()[day.weekday()], day=day.day)


def _months() -> tuple[str, ...]:
    return (
        tr("January"),
        tr("February"),
        tr("March"),
        tr("April"),
        tr("May"),
        tr("June"),
        tr("July"),
        tr("August"),
        tr("September"),
        tr("October"),
        tr("November"),
        tr("December"),
    )

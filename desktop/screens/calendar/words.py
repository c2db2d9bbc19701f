"""What the calendar calls its days and spans. Pure."""

from __future__ import annotations

from datetime import date

from desktop.language import tr
from desktop.screens.calendar.state import Span
from desktop.words import day_names, month_names


def title_of(span: Span, first: date, last: date, shown: date) -> str:
    match span:
        case Span.DAY:
            return tr(
                "{weekday} {day} {month} {year}",
                weekday=day_names()[shown.weekday()],
                day=shown.day,
                month=month_names()[shown.month - 1],
                year=shown.year,
            )
        case Span.WEEK:
            return tr("{first} – {last} {year}", first=_short(first), last=_short(last), year=last.year)
        case Span.MONTH:
            return tr("{month} {year}", month=_months()[shown.month - 1], year=shown.year)


def day_title(span: Span, day: date) -> str:
    """`12` within a month, where `1 Dec` begins another one; `Thu 12 Nov` above a column."""
    if span is Span.MONTH:
        return _short(day) if day.day == 1 else str(day.day)
    return tr("{weekday} {day} {month}", weekday=day_names()[day.weekday()], day=day.day, month=month_names()[day.month - 1])


def short_title(day: date) -> str:
    """`Thu 12`."""
    return tr("{weekday} {day}", weekday=day_names()[day.weekday()], day=day.day)


def _short(day: date) -> str:
    return tr("{day} {month}", day=day.day, month=month_names()[day.month - 1])


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

"""Which days a span shows, what stands on them and how full they are. Pure: rows in, boxes out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from desktop.language import clock_words, plural, tr
from desktop.screens.calendar.state import DayBox, Entry, Load, Span
from desktop.screens.calendar.words import day_title, short_title
from desktop.words import full_when, local, people_words, person_word, state_words
from nightmail.account.model import Account
from nightmail.delivery.model import DeliveryState
from nightmail.ports import OutboxRow

_MOST = 200
_WEEKS = 6


def days_of(span: Span, shown: date, *, first_weekday: int) -> tuple[date, ...]:
    """From the first to the last; a month has six whole weeks, so that it keeps its height. `first_weekday`: Monday is 0."""
    match span:
        case Span.DAY:
            return (shown,)
        case Span.WEEK:
            start, count = _week_of(shown, first_weekday), 7
        case Span.MONTH:
            start, count = _week_of(shown.replace(day=1), first_weekday), 7 * _WEEKS
    return tuple(start + timedelta(days=ahead) for ahead in range(count))


def moved(span: Span, shown: date, by: int) -> date:
    """So many spans later, or earlier."""
    if span is not Span.MONTH:
        return shown + timedelta(days=by * (7 if span is Span.WEEK else 1))
    months = shown.year * 12 + shown.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)


def at_of(row: OutboxRow) -> datetime:
    """Where it stands: when it left, else when it is to leave."""
    return row.sent_at or row.delivery.due_at


def boxes(
    days: Sequence[date],
    rows: Iterable[OutboxRow],
    accounts: Sequence[Account],
    *,
    span: Span,
    shown: date,
    now: datetime,
    zone: str,
    quiet_days: frozenset[int],
) -> tuple[DayBox, ...]:
    by_day: dict[date, list[OutboxRow]] = defaultdict(list)
    for row in rows:
        by_day[local(at_of(row), zone).date()].append(row)
    places = {account.id: place for place, account in enumerate(accounts)}
    today = local(now, zone).date()
    made = []
    for day in days:
        here = sorted(by_day.get(day, ()), key=lambda row: (at_of(row), row.delivery.id))
        made.append(
            DayBox(
                day=day,
                title=day_title(span, day),
                short_title=short_title(day),
                entries=tuple(_entry(row, places, now, zone) for row in here[:_MOST]),
                more=max(len(here) - _MOST, 0),
                load=_load(here, {account.id: account for account in accounts}),
                is_today=day == today,
                is_quiet=day.weekday() in quiet_days,
                is_beside=span is Span.MONTH and (day.year, day.month) != (shown.year, shown.month),
            )
        )
    return tuple(made)


def _week_of(day: date, first_weekday: int) -> date:
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def _entry(row: OutboxRow, places: Mapping[UUID, int], now: datetime, zone: str) -> Entry:
    at = at_of(row)
    there = local(at, zone)
    words = state_words(row.delivery)
    subject = row.subject.strip() or tr("(no subject)")
    told = tr(
        "{when}: {subject}, to {people}. {state}",
        when=full_when(at, zone, now=now),
        subject=subject,
        people=people_words([person_word(one) for one in row.to]),
        state=words.word,
    )
    return Entry(
        id=row.delivery.id,
        minute=there.hour * 60 + there.minute,
        clock=clock_words(there),
        subject=subject,
        told=told,
        icon=words.icon,
        colour=places.get(row.delivery.account_id, 0),
        can_move=row.delivery.state is DeliveryState.SCHEDULED and not row.is_moving,
    )


def _load(rows: Sequence[OutboxRow], accounts: Mapping[UUID, Account]) -> Load | None:
    """Against the limit of the account that comes nearest to its own."""
    if not rows:
        return None
    counts = Counter(row.delivery.account_id for row in rows)
    limited = [
        (count / limit, count, limit, accounts[id].address)
        for id, count in counts.items()
        if id in accounts and (limit := accounts[id].effective.daily_messages)
    ]
    words = plural("{count} message", "{count} messages", len(rows))
    if not limited:
        return Load(str(len(rows)), words, 0, is_over=False)
    share, count, limit, address = max(limited)
    told = tr("{count} of the {limit} messages that {address} may send a day", count=count, limit=limit, address=address)
    return Load(f"{count}/{limit}", told, min(round(100 * share), 100), is_over=count > limit)

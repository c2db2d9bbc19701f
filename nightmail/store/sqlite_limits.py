"""What may leave now, for the store without functions of its own: SQLite. PostgreSQL's are in its migrations
(`private.within_limits` and what it calls); both homes pass one suite (tests/contracts).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from nightmail.account.model import Account
from nightmail.delivery.breaker import BreakerKind
from nightmail.delivery.model import Priority
from nightmail.store import rows
from nightmail.store.breaker_rows import SPANS, guards, until
from nightmail.store.tables import account_usage, accounts, breakers, deliveries, messages, recipients

_STEP = timedelta(minutes=5)
"""What a step of priority is worth."""
_PROBE = timedelta(seconds=90)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OPEN = ("pending", "deferred")


def sendable(connection: Connection, limit: int, closed: Sequence[UUID], now: datetime, ahead: timedelta) -> list[dict[str, Any]]:
    """Rows of deliveries with their messages that may be claimed now, in their order: due, or becoming so within `ahead`."""
    blocked = _blocked(connection, closed, now)
    found: list[dict[str, Any]] = []
    for priority in Priority:
        query = (
            select(deliveries, messages)
            .join(messages, messages.c.id == deliveries.c.id)
            .where(
                deliveries.c.state == "scheduled",
                deliveries.c.priority == priority.value,
                deliveries.c.due_at <= now + ahead,
                deliveries.c.deadline_at > now,
                deliveries.c.account_id.not_in(blocked),
            )
            .order_by(deliveries.c.due_at, deliveries.c.id)
            .limit(limit)
        )
        found += [dict(row) for row in connection.execute(query).mappings()]
    found.sort(key=lambda row: (row["due_at"] + (row["priority"] - 1) * _STEP, row["id"]))
    return _within_limits(connection, found[:limit], now)


def next_sendable(connection: Connection, closed: Sequence[UUID], now: datetime) -> datetime | None:
    """When `sendable` may next have something: a due instant, or the end of a breaker's rest."""
    blocked = _blocked(connection, closed, now)
    found = [connection.scalar(select(func.min(until())).where(until() > now))]
    for priority in Priority:
        query = select(deliveries.c.due_at).where(
            deliveries.c.state == "scheduled",
            deliveries.c.priority == priority.value,
            deliveries.c.deadline_at > now,
            deliveries.c.account_id.not_in(blocked),
        )
        found.append(connection.scalar(query.order_by(deliveries.c.due_at, deliveries.c.id).limit(1)))
    return min((instant for instant in found if instant is not None), default=None)


def _blocked(connection: Connection, closed: Sequence[UUID], now: datetime) -> list[UUID]:
    """Accounts that can't send now: those named, paused ones, and those behind an open breaker."""
    paused = select(accounts.c.id).where(accounts.c.state == "paused")
    shut = select(accounts.c.id).join(breakers, guards()).where(until() > now)
    return [*closed, *connection.execute(paused.union(shut)).scalars()]


def count_usage(connection: Connection, sent: Sequence[tuple[UUID, int]], now: datetime) -> None:
    """Note messages whose dot is about to be written: (account, number of recipients) of each."""
    if not sent:
        return
    messages_of, recipients_of = Counter[UUID](), Counter[UUID]()
    for account_id, reached in sent:
        messages_of[account_id] += 1
        recipients_of[account_id] += reached
    counted = select(accounts).where(accounts.c.id.in_(messages_of))
    for account in (rows.account_of(row) for row in connection.execute(counted).mappings().all()):
        if not account.limits.are_counted:
            continue
        for span, (width, _) in SPANS.items():
            slot = {"account_id": account.id, "span": span, "at": _EPOCH + (now - _EPOCH) // width * width}
            more = {"messages": messages_of[account.id], "recipients": recipients_of[account.id]}
            fresh = insert(account_usage).values(**slot, **more)
            added = {name: account_usage.c[name] + fresh.excluded[name] for name in more}
            connection.execute(fresh.on_conflict_do_update(index_elements=list(slot), set_=added))


# ------------------------------------------------------------------------------------- how much may go


_Way = tuple[int | None, datetime | None, str]


@dataclass(frozen=True, slots=True)
class _Room:
    """What an account may send now. `most` messages and `reach` recipients; None: as much as there is. `ways` are its limits by
    messages, and last the one by recipients: what is left, when the oldest use frees, and its words. `flying` messages are
    on their way."""

    most: int | None
    reach: int | None = None
    is_fresh: bool = False
    ways: tuple[_Way, ...] = ()
    flying: int = 0

    def reached(self, kept: int) -> tuple[datetime | None, str]:
        """Which limit stopped it after `kept` messages: when to look again, and the sentence."""
        by_messages = (way for way in self.ways[:-1] if way[0] is not None and kept >= max(way[0], 0))
        _, frees_at, words = next(by_messages, self.ways[-1])
        # What is on its way uses room up and is counted once it is sent, or gives it back: then the next look is soon.
        return (None if kept + self.flying else frees_at), f"Its limit of {words} is reached."


def _within_limits(connection: Connection, picked: list[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    theirs = {row["account_id"] for row in picked}
    query = select(accounts).where(accounts.c.id.in_(theirs)).order_by(accounts.c.id)
    for account in [rows.account_of(row) for row in connection.execute(query).mappings().all()]:
        gone = and_(breakers.c.account_id == account.id, breakers.c.kind == BreakerKind.RATE.value, breakers.c.open_until <= now)
        connection.execute(delete(breakers).where(gone))
        probes = _probe(connection, account, now)
        if not account.limits.are_counted:
            picked = picked if probes is None else _only_first(connection, picked, account.id, _Room(probes))
            continue
        room = _room(connection, account, probes, now)
        kept = _only_first(connection, picked, account.id, room)
        if len(kept) < len(picked) and probes is None:
            frees_at, reason = room.reached(sum(row["account_id"] == account.id for row in kept))
            wait_until = max(now + timedelta(seconds=1), frees_at or now)
            held = {"account_id": account.id, "kind": BreakerKind.RATE.value, "open_until": wait_until, "changed_at": now}
            connection.execute(insert(breakers).values(**held, openings=1, reason=reason).on_conflict_do_nothing())
        picked = kept
    return picked


def _probe(connection: Connection, account: Account, now: datetime) -> int | None:
    """1 where a half-open breaker lets this one try, 0 where another tries; None where no breaker is in the way."""
    query = select(breakers.c.id, until().label("until")).join(accounts, guards()).where(accounts.c.id == account.id)
    standing = connection.execute(query.order_by(breakers.c.id)).all()
    if not standing:
        return None
    if any(row.until > now for row in standing):
        return 0
    connection.execute(update(breakers).where(breakers.c.id.in_([row.id for row in standing])).values(probe_until=now + _PROBE))
    return 1


def _room(connection: Connection, account: Account, probes: int | None, now: datetime) -> _Room:
    limits = account.effective
    still_open = and_(recipients.c.message_id == deliveries.c.id, recipients.c.state.in_(_OPEN))
    reached = select(func.count()).where(still_open).correlate(deliveries).scalar_subquery()
    claimed = and_(deliveries.c.state == "claimed", deliveries.c.account_id == account.id)
    flying, flying_to = connection.execute(
        select(func.count(), func.coalesce(func.sum(reached), 0)).select_from(deliveries).where(claimed)
    ).one()
    minute = _used(connection, account.id, "minute", now)
    day = _used(connection, account.id, "day", now)
    room_minute = None if limits.per_minute is None else limits.per_minute - minute.messages - flying
    room_day = None if limits.daily_messages is None else limits.daily_messages - day.messages - flying
    reach = None if limits.daily_recipients is None else limits.daily_recipients - day.recipients - flying_to
    least = [room for room in (probes, room_minute, room_day) if room is not None]
    return _Room(
        most=max(0, min(least)) if least else None,
        reach=reach,
        is_fresh=not day.recipients + flying_to,
        ways=(
            (room_minute, minute.frees_at, f"{limits.per_minute} messages a minute"),
            (room_day, day.frees_at, f"{limits.daily_messages} messages a day"),
            (None, day.frees_at, f"{limits.daily_recipients} recipients a day"),
        ),
        flying=flying,
    )


@dataclass(frozen=True, slots=True)
class _Used:
    messages: int
    recipients: int
    frees_at: datetime | None


def _used(connection: Connection, account_id: UUID, span: str, now: datetime) -> _Used:
    _, reach = SPANS[span]
    query = select(
        func.coalesce(func.sum(account_usage.c.messages), 0),
        func.coalesce(func.sum(account_usage.c.recipients), 0),
        func.min(account_usage.c.at),
    ).where(account_usage.c.account_id == account_id, account_usage.c.span == span, account_usage.c.at > now - reach)
    sent, reached, oldest = connection.execute(query).one()
    return _Used(sent, reached, None if oldest is None else oldest + reach)


def _only_first(connection: Connection, picked: list[dict[str, Any]], account_id: UUID, room: _Room) -> list[dict[str, Any]]:
    ids = [row["id"] for row in picked if row["account_id"] == account_id]
    reached = _reached(connection, ids) if room.reach is not None else {}
    kept, count, total = [], 0, 0
    for row in picked:
        if row["account_id"] == account_id:
            count += 1
            total += reached.get(row["id"], 0)
            if room.most is not None and count > room.most:
                continue
            # A message with more recipients than a whole day allows must go some day: alone, when nothing went before it.
            if room.reach is not None and total > room.reach and not (room.is_fresh and count == 1):
                continue
        kept.append(row)
    return kept


def _reached(connection: Connection, ids: Sequence[UUID]) -> Mapping[UUID, int]:
    query = (
        select(recipients.c.message_id, func.count())
        .where(recipients.c.message_id.in_(ids), recipients.c.state.in_(_OPEN))
        .group_by(recipients.c.message_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}

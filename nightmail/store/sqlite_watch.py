"""What there is to do for an agent at rest, on SQLite. PostgreSQL's is `private.watch` in its migrations; both pass one suite."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, exists, func, literal_column, or_, select

from nightmail.delivery.doubt import LOOKS
from nightmail.ports import Chore, Due, Watched
from nightmail.store.queue_rows import company, renewed
from nightmail.store.sqlite_limits import next_sendable
from nightmail.store.sqlite_stuck import HELD, stuck
from nightmail.store.tables import account_usage, accounts, bounce_looks, deliveries, workers

_DAY = timedelta(days=1)


def watched(
    connection: Connection,
    worker_id: UUID,
    *,
    lease: timedelta,
    closed: Sequence[UUID],
    late_after: timedelta,
    is_brief: bool,
    now: datetime,
) -> Watched:
    is_alive = renewed(connection, worker_id, lease, now)
    due_at = None if is_brief else next_sendable(connection, closed, now)
    waiting = _waiting(now)
    asked = [Chore.RESCUE] if is_brief else list(waiting)
    chores = {chore for chore in asked if connection.scalar(select(waiting[chore]))}
    if not is_brief and stuck(connection, None, late_after, now).count:
        chores.add(Chore.STUCK)
    due = Due(None if due_at is None else due_at - now)
    ends = _others_end(connection, worker_id, now)
    return Watched(is_alive, due, ends, frozenset(chores), company(connection, worker_id, now))


def _waiting(now: datetime) -> dict[Chore, ColumnElement[bool]]:
    alive = select(workers.c.id).where(workers.c.lease_expires_at > now)
    is_held: ColumnElement[bool] = literal_column(HELD)
    overdue = and_(deliveries.c.state == "scheduled", deliveries.c.due_at <= now, deliveries.c.deadline_at <= now)
    doubted = and_(deliveries.c.state == "in_doubt", deliveries.c.due_at <= now, deliveries.c.deferrals < len(LOOKS))
    mailbox = accounts.outerjoin(bounce_looks, bounce_looks.c.account_id == accounts.c.id)
    unread = or_(bounce_looks.c.next_at.is_(None), bounce_looks.c.next_at <= now)
    return {
        Chore.RESCUE: or_(
            exists().where(is_held, deliveries.c.lease_owner.not_in(alive)),
            exists().where(workers.c.lease_expires_at < now - _DAY),
        ),
        Chore.EXPIRE: or_(
            exists().where(overdue), exists().where(account_usage.c.span == "minute", account_usage.c.at < now - _DAY)
        ),
        Chore.BOUNCES: exists(select(accounts.c.id).select_from(mailbox).where(accounts.c.imap_host.is_not(None), unread)),
        Chore.DOUBTS: exists().where(doubted),
    }


def _others_end(connection: Connection, worker_id: UUID, now: datetime) -> timedelta | None:
    holds = exists().where(deliveries.c.lease_owner == workers.c.id, literal_column(HELD))
    query = select(func.min(workers.c.lease_expires_at)).where(workers.c.id != worker_id, workers.c.lease_expires_at > now, holds)
    ends_at: datetime | None = connection.scalar(query)
    return None if ends_at is None else ends_at - now

"""What is due and does not move, for SQLite. PostgreSQL's is `private.stuck` in its migrations; both pass one suite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, and_, literal_column, select

from nightmail.account.model import AccountState
from nightmail.ports import Stuck, StuckReason
from nightmail.store.breaker_rows import guards, until
from nightmail.store.tables import accounts, audit_entries, breakers, deliveries, workers

_MOST = 10_000
HELD = "deliveries.state in ('claimed', 'transmitting')"
"""Written out: SQLite takes the index over what is held only for the very words it was made with."""


def stuck(connection: Connection, owner_id: UUID | None, after: timedelta, now: datetime) -> Stuck:
    late = sorted(_late(connection, owner_id, now - after), key=lambda row: row.due_at)[:_MOST]
    if not late:
        return Stuck(0, None, {})
    alive = set(connection.scalars(select(workers.c.id).where(workers.c.lease_expires_at > now)))
    paused = set(connection.scalars(select(accounts.c.id).where(accounts.c.state == AccountState.PAUSED.value)))
    resting = set(connection.scalars(select(accounts.c.id).join(breakers, guards()).where(until() > now)))
    reasons = Counter(
        _why(row.lease_owner if row.state != "scheduled" else None, row.account_id, alive, paused, resting) for row in late
    )
    return Stuck(len(late), late[0].due_at, reasons)


def _late(connection: Connection, owner_id: UUID | None, before: datetime) -> Iterator[Row[*tuple[Any, ...]]]:
    """In two questions, since each has an index of its own."""
    columns = (deliveries.c.due_at, deliveries.c.account_id, deliveries.c.lease_owner, deliveries.c.state)
    waiting: Select[*tuple[Any, ...]] = select(*columns).where(deliveries.c.state == "scheduled")
    last_entry = and_(audit_entries.c.message_id == deliveries.c.id, audit_entries.c.seq == deliveries.c.audit_seq)
    held = select(*columns).join(audit_entries, last_entry).where(literal_column(HELD), audit_entries.c.at <= before)
    for query in (waiting, held):
        found = query.where(deliveries.c.due_at <= before).order_by(deliveries.c.due_at).limit(_MOST)
        yield from connection.execute(found if owner_id is None else found.where(deliveries.c.owner_id == owner_id))


def _why(holder: UUID | None, account_id: UUID, alive: set[UUID], paused: set[UUID], resting: set[UUID]) -> StuckReason:
    if not alive:
        return StuckReason.NO_WORKER
    if holder is not None:
        return StuckReason.SENDING if holder in alive else StuckReason.HOLDER_DIED
    if account_id in paused:
        return StuckReason.PAUSED
    return StuckReason.BREAKER if account_id in resting else StuckReason.UNKNOWN

"""What the rooms of the store share: how work is run, how a transition is written together with its audit entry."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, update

from nightmail.delivery.audit import AuditEntry, AuditEvent, chained, detail_text, micros
from nightmail.delivery.model import DeliveryState
from nightmail.store import rows
from nightmail.store.tables import attachments, audit_entries, deliveries, recipients

T = TypeVar("T")

OPEN_STATES = ("scheduled", "claimed", "transmitting", "held", "in_doubt")
PERSON = "person"
SWEEP = 1000
"""How many rows a sweep takes at a time."""


@dataclass(frozen=True, slots=True)
class Change:
    """One transition of a delivery that is locked: new column values, and what the audit log is told."""

    id: UUID
    owner_id: UUID
    seq: int
    head: bytes
    values: Mapping[str, Any]
    event: AuditEvent
    detail: Mapping[str, object]


class SqlRows(ABC):
    """A subclass runs work its own way; everything here is synchronous and inside one transaction."""

    @abstractmethod
    async def _read(self, work: Callable[[Connection], T]) -> T: ...

    @abstractmethod
    async def _write(self, work: Callable[[Connection], T]) -> T:
        """In one transaction, committed durably when this returns."""

    @abstractmethod
    def _now(self, connection: Connection) -> datetime: ...

    def _announce(self, connection: Connection, earliest: datetime, now: datetime) -> None:
        """Tell dispatchers, when the transaction commits, that something may be due earlier than they know."""
        return

    def _announced(self) -> None:
        """The same after the commit, for stores that ring by themselves."""
        return

    async def now(self) -> datetime:
        return await self._read(self._now)

    def _counts(self, connection: Connection, owner_id: UUID | None) -> dict[DeliveryState, int]:
        """How many are here in each state; the states of none are left out."""
        query = select(deliveries.c.state, func.count()).where(is_here()).group_by(deliveries.c.state)
        if owner_id is not None:
            query = query.where(deliveries.c.owner_id == owner_id)
        return {DeliveryState(state): count for state, count in connection.execute(query)}

    def _insert_rows(self, connection: Connection, table: Any, values: list[dict[str, Any]]) -> None:
        if values:
            connection.execute(insert(table), values)

    def _lock(self, connection: Connection, owner_id: UUID, id: UUID) -> rows.Row | None:
        query = select(deliveries).where(deliveries.c.id == id, deliveries.c.owner_id == owner_id).with_for_update()
        return connection.execute(query).mappings().first()

    def _apply(self, connection: Connection, changes: Sequence[Change], *, now: datetime, actor: str) -> None:
        """Write transitions of locked deliveries together with their audit entries."""
        at_micros = micros(now)
        told = []
        for change in changes:
            detail = detail_text(change.detail)
            seq = change.seq + 1
            head = chained(change.id, seq, at_micros, change.event, actor, detail, change.head)
            told.append(entry_row(change.id, change.owner_id, seq, now, change.event, actor, detail, head))
            connection.execute(
                update(deliveries).where(deliveries.c.id == change.id).values(**change.values, audit_seq=seq, audit_head=head)
            )
        self._insert_rows(connection, audit_entries, told)

    def _ledger(self, connection: Connection, ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
        found: dict[UUID, list[Any]] = {}
        query = select(recipients).where(recipients.c.message_id.in_(ids)).order_by(recipients.c.message_id, recipients.c.n)
        for row in connection.execute(query).mappings():
            found.setdefault(row["message_id"], []).append(rows.recipient_of(row))
        return found

    def _files(self, connection: Connection, ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
        found: dict[UUID, list[Any]] = {}
        if not ids:
            return found
        query = select(attachments).where(attachments.c.message_id.in_(ids)).order_by(attachments.c.message_id, attachments.c.n)
        for row in connection.execute(query).mappings():
            found.setdefault(row["message_id"], []).append(rows.attachment_of(row))
        return found

    def _entries(self, connection: Connection, id: UUID) -> tuple[AuditEntry, ...]:
        query = select(audit_entries).where(audit_entries.c.message_id == id).order_by(audit_entries.c.seq)
        return tuple(rows.entry_of(row) for row in connection.execute(query).mappings())


def is_here() -> ColumnElement[bool]:
    """The store has the message itself: it neither went elsewhere nor is still expected. On its way out, it is still here."""
    return or_(deliveries.c.transfer_step.is_(None), deliveries.c.transfer_step == "going")


def worker_actor(worker_id: UUID) -> str:
    return f"worker:{worker_id}"


def change_of(row: rows.Row, values: Mapping[str, Any], event: AuditEvent, detail: Mapping[str, object]) -> Change:
    """The next transition of a locked row."""
    return Change(row["id"], row["owner_id"], row["audit_seq"], bytes(row["audit_head"]), values, event, detail)


def entry_row(
    id: UUID, owner_id: UUID, seq: int, at: datetime, event: AuditEvent, actor: str, detail: str, hash: bytes
) -> dict[str, Any]:
    return {
        "message_id": id,
        "owner_id": owner_id,
        "seq": seq,
        "at": at,
        "event": event.value,
        "actor": actor,
        "detail": detail,
        "hash": hash,
    }

"""A delivery in doubt that turned out to have left, alike in both databases, whoever found it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select, update

from nightmail.delivery.audit import SYSTEM, AuditEvent
from nightmail.delivery.doubt import FOUND_REPLY
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.store import rows
from nightmail.store.base import SqlRows, change_of
from nightmail.store.tables import audit_entries, recipients

_ARRIVED_ONCE = [event.value for event in (AuditEvent.SENT, AuditEvent.FOUND, AuditEvent.CONFIRMED, AuditEvent.BOUNCED)]


def transmitted_at(connection: Connection, id: UUID) -> datetime | None:
    """When it was let through for the last time (T2); what came of that was learned later."""
    query = select(func.max(audit_entries.c.at)).where(
        audit_entries.c.message_id == id, audit_entries.c.event == AuditEvent.TRANSMITTING.value
    )
    at: datetime | None = connection.scalar(query)
    return at


@dataclass(frozen=True, slots=True)
class DoubtSoFar:
    """`since` when a delivery is in doubt, and `why`; `resends` were made without a person's word."""

    since: datetime
    why: str
    resends: int


class ArrivalRows(SqlRows):
    def _arrived(self, connection: Connection, row: rows.Row, since: datetime, evidence: Mapping[str, object]) -> DeliveryState:
        now = self._now(connection)
        self._change_doubted(connection, row, RecipientState.ACCEPTED, FOUND_REPLY, now)
        states = set(connection.scalars(select(recipients.c.state).where(recipients.c.message_id == row["id"])))
        values: dict[str, Any] = {"lease_owner": None, "deferrals": 0, "reason": ""}
        if states & {"pending", "deferred"}:
            # The rest of the recipients was not in that envelope.
            values |= {"state": "scheduled", "due_at": now}
        else:
            is_whole = RecipientState.REFUSED.value not in states
            left_at = transmitted_at(connection, row["id"]) or since
            values |= {"state": "sent" if is_whole else "failed", "sent_at": left_at, "due_at": row["wanted_at"]}
            values |= {} if is_whole else {"reason": "Some recipients were refused."}
        return self._told(connection, row, values, AuditEvent.FOUND, {**evidence, "state": values["state"]})

    def _told(
        self,
        connection: Connection,
        row: rows.Row,
        values: Mapping[str, Any],
        event: AuditEvent,
        detail: Mapping[str, object],
    ) -> DeliveryState:
        now = self._now(connection)
        self._apply(connection, [change_of(row, values, event, detail)], now=now, actor=SYSTEM)
        state = DeliveryState(values.get("state", row["state"]))
        if state is DeliveryState.SCHEDULED:
            self._announce(connection, now, now)
        return state

    def _change_doubted(self, connection: Connection, row: rows.Row, to: RecipientState, reply: str, now: datetime) -> None:
        doubted = (recipients.c.message_id == row["id"], recipients.c.state == RecipientState.IN_DOUBT.value)
        connection.execute(update(recipients).where(*doubted).values(state=to.value, reply=reply, changed_at=now))

    def _history(self, connection: Connection, ids: Sequence[UUID]) -> dict[UUID, DoubtSoFar]:
        told = (AuditEvent.IN_DOUBT.value, AuditEvent.ABSENT.value, AuditEvent.SEND_AGAIN.value)
        entries = audit_entries.c
        query = (
            select(audit_entries)
            .where(entries.message_id.in_(ids), entries.event.in_(told))
            .order_by(entries.message_id, entries.seq)
        )
        found: dict[UUID, DoubtSoFar] = {}
        for entry in map(rows.entry_of, connection.execute(query).mappings()):
            before = found.get(entry.message_id, DoubtSoFar(entry.at, "", 0))
            if entry.event == AuditEvent.IN_DOUBT:
                found[entry.message_id] = replace(before, since=entry.at, why=str(entry.fields["reason"]))
            else:
                found[entry.message_id] = replace(before, resends=before.resends + (entry.actor == SYSTEM))
        return found

    def _arrived_before(self, connection: Connection, ids: Sequence[UUID]) -> set[UUID]:
        """Those that were accepted as a whole once, before they were driven again."""
        query = select(audit_entries.c.message_id).where(
            audit_entries.c.message_id.in_(ids), audit_entries.c.event.in_(_ARRIVED_ONCE)
        )
        return set(connection.scalars(query))

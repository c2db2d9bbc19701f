"""The person's side of the store: schedule, find, list, and every change of mind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, and_, case, exists, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from nightmail.delivery.audit import GENESIS, AuditEvent, chained, detail_text, micros
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.delivery.proof import CONFIRMED_REPLY, content_digest
from nightmail.ports import (
    Changes,
    Item,
    NewDelivery,
    OutboxQuery,
    OutboxRow,
    Scheduled,
)
from nightmail.schedule.model import WallTime
from nightmail.store import rows
from nightmail.store.base import OPEN_STATES, PERSON, SWEEP, Change, SqlRows, counts_of, entry_row
from nightmail.store.tables import attachments, audit_entries, deliveries, messages, recipients


class OutboxRows(SqlRows):
    async def schedule(self, owner_id: UUID, new: Sequence[NewDelivery]) -> tuple[Scheduled, ...]:
        try:
            receipts = await self._write(lambda connection: self._schedule(connection, owner_id, new))
        except IntegrityError:
            # Somebody else scheduled the same key or id between our look and our insert: now the look finds it.
            receipts = await self._write(lambda connection: self._schedule(connection, owner_id, new))
        self._announced()
        return receipts

    def _schedule(self, connection: Connection, owner_id: UUID, new: Sequence[NewDelivery]) -> tuple[Scheduled, ...]:
        now = self._now(connection)
        known = self._known(connection, owner_id, new)
        receipts: list[Scheduled] = []
        fresh: list[tuple[NewDelivery, datetime]] = []
        for one in new:
            keys: tuple[object, ...] = (one.message.id, one.idempotency_key) if one.idempotency_key else (one.message.id,)
            receipt = next((known[key] for key in keys if key in known), None)
            if receipt is None:
                due_at = now + one.due if isinstance(one.due, timedelta) else one.due
                receipt = Scheduled(one.message.id, DeliveryState.SCHEDULED, due_at, one.message.message_id, is_new=True)
                fresh.append((one, due_at))
                again = Scheduled(receipt.id, receipt.state, receipt.due_at, receipt.message_id, is_new=False)
                known.update(dict.fromkeys(keys, again))
            receipts.append(receipt)
        if fresh:
            self._insert(connection, owner_id, fresh, now)
            self._announce(connection, min(due_at for _, due_at in fresh), now)
        return tuple(receipts)

    def _known(self, connection: Connection, owner_id: UUID, new: Sequence[NewDelivery]) -> dict[object, Scheduled]:
        """Receipts of what is already there, by message id and by idempotency key."""
        ids = [one.message.id for one in new]
        keys = [one.idempotency_key for one in new if one.idempotency_key]
        found: dict[object, Scheduled] = {}
        wanted = [messages.c.id.in_(ids)] + ([messages.c.idempotency_key.in_(keys)] if keys else [])
        query = (
            select(messages.c.id, messages.c.idempotency_key, messages.c.rfc_message_id, deliveries.c.state, deliveries.c.due_at)
            .join(deliveries, deliveries.c.id == messages.c.id)
            .where(messages.c.owner_id == owner_id, or_(*wanted))
        )
        for row in connection.execute(query):
            receipt = Scheduled(row.id, DeliveryState(row.state), row.due_at, row.rfc_message_id, is_new=False)
            found[row.id] = receipt
            if row.idempotency_key:
                found[row.idempotency_key] = receipt
        return found

    def _insert(
        self, connection: Connection, owner_id: UUID, fresh: Sequence[tuple[NewDelivery, datetime]], now: datetime
    ) -> None:
        at_micros = micros(now)
        told: list[dict[str, Any]] = []
        queued: list[dict[str, Any]] = []
        for one, due_at in fresh:
            message = one.message
            deadline_at = due_at + one.lifetime
            detail = detail_text(
                {
                    "due_at": due_at.isoformat(),
                    "message_id": message.message_id,
                    "content": content_digest(message),
                    "recipients": len(message.recipients),
                    **({"zone": one.wall_time.zone, "local_time": one.wall_time.local_time.isoformat()} if one.wall_time else {}),
                }
            )
            head = chained(message.id, 1, at_micros, AuditEvent.SCHEDULED, PERSON, detail, GENESIS)
            told.append(entry_row(message.id, 1, now, AuditEvent.SCHEDULED, PERSON, detail, head))
            queued.append(
                {
                    "id": message.id,
                    "owner_id": owner_id,
                    "account_id": message.account_id,
                    "state": DeliveryState.SCHEDULED.value,
                    "wanted_at": due_at,
                    "due_at": due_at,
                    "deadline_at": deadline_at,
                    **rows.wall_time_columns(one.wall_time),
                    "run_lease": 0,
                    "attempts": 0,
                    "deferrals": 0,
                    "rescues": 0,
                    "audit_seq": 1,
                    "audit_head": head,
                    "reason": "",
                }
            )
        self._insert_rows(
            connection, messages, [rows.message_row(owner_id, one.message, one.idempotency_key) for one, _ in fresh]
        )
        self._insert_rows(connection, recipients, [row for one, _ in fresh for row in rows.recipient_rows(one.message, now)])
        self._insert_rows(connection, attachments, [row for one, _ in fresh for row in rows.attachment_rows(one.message)])
        self._insert_rows(connection, deliveries, queued)
        self._insert_rows(connection, audit_entries, told)

    async def find(self, owner_id: UUID, id: UUID) -> Item | None:
        return await self._read(lambda connection: self._find(connection, owner_id, id))

    def _find(self, connection: Connection, owner_id: UUID, id: UUID) -> Item | None:
        queue = (
            connection.execute(select(deliveries).where(deliveries.c.id == id, deliveries.c.owner_id == owner_id))
            .mappings()
            .first()
        )
        if queue is None:
            return None
        content = connection.execute(select(messages).where(messages.c.id == id)).mappings().one()
        ledger = self._ledger(connection, [id]).get(id, ())
        files = self._files(connection, [id]).get(id, ())
        return Item(
            message=rows.message_of(content, ledger, files),
            wall_time=rows.wall_time_of(queue),
            delivery=rows.delivery_of(queue, ledger),
            audit=self._entries(connection, id),
            sent_at=queue["sent_at"],
        )

    async def list(self, owner_id: UUID, query: OutboxQuery) -> tuple[OutboxRow, ...]:
        return await self._read(lambda connection: self._list(connection, owner_id, query))

    def _list(self, connection: Connection, owner_id: UUID, query: OutboxQuery) -> tuple[OutboxRow, ...]:
        found = connection.execute(_listing(owner_id, query)).mappings().all()
        ledger = self._ledger(connection, [row["id"] for row in found])
        return tuple(
            OutboxRow(
                delivery=rows.delivery_of(row),
                message_id=row["rfc_message_id"],
                subject=row["subject"],
                to=tuple(recipient.name or recipient.address for recipient in ledger.get(row["id"], ())),
                created_at=row["created_at"],
                has_attachments=row["attachment_count"] > 0,
                wall_time=rows.wall_time_of(row),
                sent_at=row["sent_at"],
            )
            for row in found
        )

    async def counts(self, owner_id: UUID) -> Mapping[DeliveryState, int]:
        return await self._read(lambda connection: counts_of(connection, owner_id))

    async def cancel(self, owner_id: UUID, id: UUID) -> DeliveryState | None:
        # A claimed delivery may still be cancelled: the fence before the dot sees it. From T2 on it is too late.
        return await self._transition(
            owner_id,
            id,
            allowed=("scheduled", "held", "claimed"),
            to=DeliveryState.CANCELLED,
            event=AuditEvent.CANCELLED,
            values=lambda row, now: {"lease_owner": None, "reason": "Cancelled by you."},
        )

    async def hold(self, owner_id: UUID, id: UUID) -> DeliveryState | None:
        return await self._transition(
            owner_id,
            id,
            allowed=("scheduled", "claimed"),
            to=DeliveryState.HELD,
            event=AuditEvent.HELD,
            values=lambda row, now: {"lease_owner": None, "reason": "On hold until you release it."},
        )

    async def release_hold(self, owner_id: UUID, id: UUID) -> DeliveryState | None:
        return await self._transition(
            owner_id,
            id,
            allowed=("held",),
            to=DeliveryState.SCHEDULED,
            event=AuditEvent.RESUMED,
            # Time spent on hold is not held against the message: its lifetime counts from now if its moment has passed.
            values=lambda row, now: {
                "reason": "",
                "deadline_at": max(row["due_at"], now) + (row["deadline_at"] - row["due_at"]),
            },
        )

    async def reschedule(
        self, owner_id: UUID, id: UUID, *, due: datetime | timedelta, lifetime: timedelta, wall_time: WallTime | None
    ) -> DeliveryState | None:
        def values(row: rows.Row, now: datetime) -> dict[str, Any]:
            due_at = now + due if isinstance(due, timedelta) else due
            return {
                "wanted_at": due_at,
                "due_at": due_at,
                "deadline_at": due_at + lifetime,
                "deferrals": 0,
                "rescues": 0,
                "lease_owner": None,
                "reason": "",
                **rows.wall_time_columns(wall_time),
            }

        return await self._transition(
            owner_id,
            id,
            allowed=("scheduled", "held", "cancelled", "claimed"),
            to=DeliveryState.SCHEDULED,
            event=AuditEvent.RESCHEDULED,
            values=values,
            told=("due_at", "zone", "local_time"),
        )

    async def resolve(self, owner_id: UUID, id: UUID, *, arrived: bool) -> DeliveryState | None:
        state = await self._write(lambda connection: self._resolve(connection, owner_id, id, arrived))
        self._announced()
        return state

    def _resolve(self, connection: Connection, owner_id: UUID, id: UUID, arrived: bool) -> DeliveryState | None:
        row = self._lock(connection, owner_id, id)
        if row is None or row["state"] != DeliveryState.IN_DOUBT.value:
            return None if row is None else DeliveryState(row["state"])
        now = self._now(connection)
        doubtful = and_(recipients.c.message_id == id, recipients.c.state == RecipientState.IN_DOUBT.value)
        to = RecipientState.ACCEPTED if arrived else RecipientState.PENDING
        reply = CONFIRMED_REPLY if arrived else ""
        connection.execute(update(recipients).where(doubtful).values(state=to.value, reply=reply, changed_at=now))
        still_open = connection.scalar(
            select(func.count())
            .select_from(recipients)
            .where(recipients.c.message_id == id, recipients.c.state.in_(("pending", "deferred")))
        )
        event = AuditEvent.CONFIRMED if arrived else AuditEvent.SEND_AGAIN
        values: dict[str, Any]
        if still_open:
            lifetime = row["deadline_at"] - row["due_at"]
            values = {"state": "scheduled", "due_at": now, "deadline_at": now + lifetime, "lease_owner": None, "reason": ""}
        else:
            refused = connection.scalar(
                select(func.count()).select_from(recipients).where(recipients.c.message_id == id, recipients.c.state == "refused")
            )
            state = DeliveryState.FAILED if refused else DeliveryState.SENT
            reason = f"{refused} recipients were refused." if refused else ""
            values = {"state": state.value, "sent_at": now, "lease_owner": None, "reason": reason}
        self._apply(
            connection,
            [Change(id, row["audit_seq"], bytes(row["audit_head"]), values, event, {"state": values["state"]})],
            now=now,
            actor=PERSON,
        )
        if still_open:
            self._announce(connection, now, now)
        return DeliveryState(values["state"])

    async def _transition(
        self,
        owner_id: UUID,
        id: UUID,
        *,
        allowed: Sequence[str],
        to: DeliveryState,
        event: AuditEvent,
        values: Callable[[rows.Row, datetime], dict[str, Any]],
        told: Sequence[str] = (),
    ) -> DeliveryState | None:
        """Lock the row, and if its state allows it, move it. Answers the state it is in afterwards."""

        def work(connection: Connection) -> DeliveryState | None:
            row = self._lock(connection, owner_id, id)
            if row is None or row["state"] not in allowed:
                return None if row is None else DeliveryState(row["state"])
            now = self._now(connection)
            new = values(row, now)
            detail = {name: _plain(new[name]) for name in told if new.get(name) is not None}
            change = Change(
                id,
                row["audit_seq"],
                bytes(row["audit_head"]),
                {"state": to.value, **new},
                event,
                {"from": row["state"], **detail},
            )
            self._apply(connection, [change], now=now, actor=PERSON)
            if to is DeliveryState.SCHEDULED:
                due_at: datetime = new.get("due_at") or row["due_at"]
                self._announce(connection, due_at, now)
            return to

        state = await self._write(work)
        self._announced()
        return state

    async def changes_since(self, owner_id: UUID, cursor: int) -> Changes:
        def work(connection: Connection) -> Changes:
            query = (
                select(audit_entries.c.id, audit_entries.c.message_id)
                .join(deliveries, deliveries.c.id == audit_entries.c.message_id)
                .where(audit_entries.c.id > cursor, deliveries.c.owner_id == owner_id)
                .order_by(audit_entries.c.id)
                .limit(SWEEP)
            )
            found = connection.execute(query).all()
            return Changes(tuple(dict.fromkeys(row.message_id for row in found)), found[-1].id if found else cursor)

        return await self._read(work)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _listing(owner_id: UUID, query: OutboxQuery) -> Select[Any]:
    is_open = deliveries.c.state.in_(OPEN_STATES)
    found = (
        select(
            deliveries,
            messages.c.rfc_message_id,
            messages.c.subject,
            messages.c.created_at,
            messages.c.attachment_count,
        )
        .join(messages, messages.c.id == deliveries.c.id)
        .where(deliveries.c.owner_id == owner_id)
        .order_by(
            case((is_open, 0), else_=1),
            case((is_open, deliveries.c.due_at), else_=None),
            func.coalesce(deliveries.c.sent_at, deliveries.c.due_at).desc(),
            deliveries.c.id.desc(),
        )
        .limit(query.limit)
        .offset(query.offset)
    )
    if query.states:
        found = found.where(deliveries.c.state.in_([state.value for state in query.states]))
    if query.account_id is not None:
        found = found.where(deliveries.c.account_id == query.account_id)
    if query.text:
        needle = query.text.lower()
        named = exists().where(
            recipients.c.message_id == deliveries.c.id,
            or_(
                func.lower(recipients.c.address).contains(needle, autoescape=True),
                func.lower(recipients.c.name).contains(needle, autoescape=True),
            ),
        )
        found = found.where(or_(func.lower(messages.c.subject).contains(needle, autoescape=True), named))
    return found

"""A person's changes of mind, in Python, for the store without functions of its own: SQLite. PostgreSQL's are in its migrations.

Both homes pass one suite (tests/contracts).
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from nightmail.delivery.audit import GENESIS, AuditEvent, chained, detail_text, micros
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.delivery.proof import CONFIRMED_REPLY, content_digest
from nightmail.delivery.redrive import redriven
from nightmail.delivery.retry import LONGEST_LIFETIME
from nightmail.errors import PersonError
from nightmail.message.model import Message
from nightmail.ports import Changes, NewDelivery, Scheduled
from nightmail.schedule.model import WallTime
from nightmail.store import rows
from nightmail.store.arrivals import transmitted_at
from nightmail.store.base import PERSON, SWEEP, change_of, entry_row
from nightmail.store.bounce_rows import suppressed_reasons
from nightmail.store.outbox_rows import OutboxRows
from nightmail.store.tables import attachments, audit_entries, deliveries, messages, recipients

_REPLACEABLE = ("scheduled", "held", "claimed")
_DRIVABLE = ("failed", "sent")


class OutboxChanges(OutboxRows):
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
            if one.replaces is not None:
                self._replace(connection, owner_id, one.replaces, now)
            deadline_at = due_at + one.lifetime
            detail = detail_text(
                {
                    "due_at": due_at.isoformat(),
                    "message_id": message.message_id,
                    "content": content_digest(message),
                    "recipients": len(message.recipients),
                    **({"zone": one.wall_time.zone, "local_time": one.wall_time.local_time.isoformat()} if one.wall_time else {}),
                    **({"replaces": str(one.replaces)} if one.replaces else {}),
                }
            )
            head = chained(message.id, 1, at_micros, AuditEvent.SCHEDULED, PERSON, detail, GENESIS)
            told.append(entry_row(message.id, owner_id, 1, now, AuditEvent.SCHEDULED, PERSON, detail, head))
            queued.append(
                {
                    "id": message.id,
                    "owner_id": owner_id,
                    "account_id": message.account_id,
                    "state": DeliveryState.SCHEDULED.value,
                    "wanted_at": due_at,
                    "due_at": due_at,
                    "deadline_at": deadline_at,
                    "priority": one.priority.value,
                    **rows.wall_time_columns(one.wall_time),
                    "run_lease": 0,
                    "attempts": 0,
                    "deferrals": 0,
                    "rescues": 0,
                    "transfer": 0,
                    "device": "",
                    "audit_seq": 1,
                    "audit_head": head,
                    "reason": "",
                }
            )
        self._insert_rows(
            connection, messages, [rows.message_row(owner_id, one.message, one.idempotency_key) for one, _ in fresh]
        )
        self._insert_rows(
            connection, recipients, [row for one, _ in fresh for row in rows.recipient_rows(owner_id, one.message, now)]
        )
        self._insert_rows(
            connection, attachments, [row for one, _ in fresh for row in rows.attachment_rows(owner_id, one.message)]
        )
        self._insert_rows(connection, deliveries, queued)
        self._insert_rows(connection, audit_entries, told)
        self._index(connection, [one.message for one, _ in fresh])

    @abstractmethod
    def _index(self, connection: Connection, fresh: Sequence[Message]) -> None:
        """Let messages that were just kept be found by their words."""

    def _replace(self, connection: Connection, owner_id: UUID, id: UUID, now: datetime) -> None:
        """Cancel a message in favour of its edited successor, which is being scheduled; of two edits the second is refused."""
        row = self._lock(connection, owner_id, id)
        if row is None:
            raise PersonError("no-such-message", "The message that was edited is gone.", next="Send this one as a new message.")
        if row["state"] not in _REPLACEABLE or row["transfer_step"] is not None:
            raise PersonError(
                "edited-elsewhere",
                "This message was sent, cancelled or edited elsewhere while you were editing it.",
                next="What you wrote is kept as a draft: compare, then send it as a new message.",
            )
        why = "Replaced by an edited message."
        values = {"state": DeliveryState.CANCELLED.value, "lease_owner": None, "reason": why}
        change = change_of(row, values, AuditEvent.CANCELLED, {"from": row["state"], "reason": why})
        self._apply(connection, [change], now=now, actor=PERSON)

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
            lifetime = row["deadline_at"] - row["wanted_at"]
            values = {"state": "scheduled", "due_at": now, "deadline_at": now + lifetime, "lease_owner": None, "reason": ""}
        else:
            refused = connection.scalar(
                select(func.count()).select_from(recipients).where(recipients.c.message_id == id, recipients.c.state == "refused")
            )
            state = DeliveryState.FAILED if refused else DeliveryState.SENT
            reason = "" if not refused else "1 recipient was refused." if refused == 1 else f"{refused} recipients were refused."
            left_at = transmitted_at(connection, id) or now
            values = {"state": state.value, "sent_at": left_at, "due_at": row["wanted_at"], "lease_owner": None, "reason": reason}
        self._apply(
            connection,
            [change_of(row, values, event, {"state": values["state"]})],
            now=now,
            actor=PERSON,
        )
        if still_open:
            self._announce(connection, now, now)
        return DeliveryState(values["state"])

    async def redrive(self, owner_id: UUID, id: UUID, *, force: bool = False) -> DeliveryState | None:
        state = await self._write(lambda connection: self._redrive(connection, owner_id, id, force))
        self._announced()
        return state

    def _redrive(self, connection: Connection, owner_id: UUID, id: UUID, force: bool) -> DeliveryState | None:
        row = self._lock(connection, owner_id, id)
        if row is not None and row["transfer_step"] is not None:
            raise _elsewhere(row)
        if row is None or row["state"] not in _DRIVABLE:
            return None if row is None else DeliveryState(row["state"])
        now = self._now(connection)
        ledger = self._ledger(connection, [id])[id]
        suppressed = suppressed_reasons(connection, owner_id, [recipient.address for recipient in ledger])
        results = redriven(ledger, suppressed, force=force)
        if results is None:
            return DeliveryState(row["state"])
        for result in results:
            of_it = and_(recipients.c.message_id == id, recipients.c.n == result.n)
            connection.execute(
                update(recipients).where(of_it).values(state=result.state.value, reply=result.reply, changed_at=now)
            )
        lifetime = min(row["deadline_at"] - row["wanted_at"], LONGEST_LIFETIME)
        values = {
            "state": DeliveryState.SCHEDULED.value,
            "due_at": now,
            "deadline_at": max(row["deadline_at"], now + lifetime),
            "deferrals": 0,
            "rescues": 0,
            "reason": "",
        }
        detail = {
            "from": row["state"],
            "due_at": now.isoformat(),
            "results": [[result.n, result.state.value, result.reply] for result in results],
        }
        self._apply(connection, [change_of(row, values, AuditEvent.REDRIVEN, detail)], now=now, actor=PERSON)
        self._announce(connection, now, now)
        return DeliveryState.SCHEDULED

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
            if row is not None and row["transfer_step"] is not None:
                raise _elsewhere(row)
            if row is None or row["state"] not in allowed:
                return None if row is None else DeliveryState(row["state"])
            now = self._now(connection)
            new = values(row, now)
            detail = {name: _plain(new[name]) for name in told if new.get(name) is not None}
            change = change_of(row, {"state": to.value, **new}, event, {"from": row["state"], **detail})
            self._apply(connection, [change], now=now, actor=PERSON)
            if to is DeliveryState.SCHEDULED:
                due_at: datetime = new.get("due_at") or row["due_at"]
                self._announce(connection, due_at, now)
            return to

        state = await self._write(work)
        self._announced()
        return state

    async def changes_since(self, owner_id: UUID, cursor: str) -> Changes:
        """One writer at a time: entries are numbered in the order they are committed."""

        def work(connection: Connection) -> Changes:
            mine = select(audit_entries.c.id, audit_entries.c.message_id).where(audit_entries.c.owner_id == owner_id)
            if not cursor:
                newest = connection.scalar(select(func.max(audit_entries.c.id)).where(audit_entries.c.owner_id == owner_id))
                return Changes((), str(newest or 0))
            query = mine.where(audit_entries.c.id > int(cursor)).order_by(audit_entries.c.id).limit(SWEEP)
            found = connection.execute(query).all()
            return Changes(tuple(dict.fromkeys(row.message_id for row in found)), str(found[-1].id) if found else cursor)

        return await self._read(work)


def _elsewhere(row: rows.Row) -> PersonError:
    """Nothing can be asked here of a message that is on its way, or that somebody else has."""
    if row["transfer_step"] == "gone":
        return PersonError(
            "elsewhere",
            "This message is in the cloud now.",
            next=f"Ask for it there, in the desktop app, or bring it home first: nightmail outbox move {row['id']} --to local",
        )
    where = "the cloud" if row["transfer_step"] == "going" else "this PC"
    return PersonError(
        "is-moving",
        f"This message is on its way to {where}.",
        next=f"Try again in a moment, or finish the move: nightmail outbox move {row['id']} --to cloud (or --to local)",
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value

"""A PC's half of a move: the row is frozen before the cloud is asked, and thawed or put aside once it has answered.

It decides nothing: who has a message is decided in the cloud (`supabase/migrations`), and asked by `nightmail.moving`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, or_, select, update
from sqlalchemy.exc import IntegrityError

from nightmail.delivery.audit import GENESIS, AuditEvent
from nightmail.delivery.model import Delivery, DeliveryState, Recipient
from nightmail.delivery.proof import content_digest
from nightmail.errors import OutsideError, PersonError
from nightmail.ports import NewDelivery, Parcel, Scheduled, TransferStep
from nightmail.store import rows
from nightmail.store.base import PERSON, Change, change_of
from nightmail.store.outbox_changes import OutboxChanges
from nightmail.store.tables import attachments, deliveries, messages, recipients

_FROZEN = (TransferStep.GOING.value, TransferStep.COMING.value)
_MOVABLE = (DeliveryState.SCHEDULED.value, DeliveryState.HELD.value)
_ON_THE_WAY = "On its way to the cloud."
_ON_HOLD = "On hold until you release it."


class SqliteMoves(OutboxChanges):
    """See `nightmail.ports.MovableStore`."""

    async def parcel(self, owner_id: UUID, id: UUID) -> Parcel | None:
        return await self._read(lambda connection: self._parcel(connection, owner_id, id))

    async def moving(self, owner_id: UUID) -> tuple[Parcel, ...]:
        def work(connection: Connection) -> tuple[Parcel, ...]:
            frozen = select(deliveries.c.id).where(deliveries.c.owner_id == owner_id, deliveries.c.transfer_step.in_(_FROZEN))
            found = connection.execute(frozen.order_by(deliveries.c.due_at, deliveries.c.id)).scalars().all()
            return tuple(self._standing(connection, owner_id, id) for id in found)

        return await self._read(work)

    # ------------------------------------------------------------------ to the cloud

    async def freeze(self, owner_id: UUID, id: UUID, *, cloud: str, device: str) -> Parcel | None:
        def work(connection: Connection) -> Parcel | None:
            self._freeze(connection, owner_id, id, cloud, device)
            return self._parcel(connection, owner_id, id)

        return await self._write(work)

    def _freeze(self, connection: Connection, owner_id: UUID, id: UUID, cloud: str, device: str) -> None:
        row = self._lock(connection, owner_id, id)
        if row is None or row["state"] not in _MOVABLE or row["transfer_step"] is not None:
            return
        # Once the cloud has heard of a message from this PC under a name, it goes on by that name.
        device, transfer = row["device"] or device, row["transfer"] + 1
        values = _frozen(TransferStep.GOING, transfer, device, _ON_THE_WAY)
        detail = {"from": row["state"], "transfer": transfer, "cloud": cloud, "device": device}
        self._moved(connection, row, values, AuditEvent.MOVING, detail)

    async def schedule_going(self, owner_id: UUID, new: NewDelivery, *, cloud: str, device: str) -> Scheduled:
        def work(connection: Connection) -> Scheduled:
            (receipt,) = self._schedule(connection, owner_id, [new])
            if receipt.is_new:
                self._freeze(connection, owner_id, receipt.id, cloud, device)
            return receipt

        return await self._write(work)

    async def recall(self, owner_id: UUID, id: UUID, transfer: int) -> None:
        def values(connection: Connection, row: rows.Row) -> _Step | None:
            parcel = self._standing(connection, owner_id, id)
            if parcel.is_called_off or parcel.step is not TransferStep.GOING:
                return None
            detail = {**parcel.last.fields, "from": parcel.was.value, "transfer": transfer + 1, "called_off": True}
            return {"transfer": transfer + 1, "reason": "On its way back from the cloud."}, AuditEvent.MOVING, detail

        await self._thaw(owner_id, id, transfer, values)

    async def gone(self, owner_id: UUID, id: UUID, transfer: int, *, reason: str) -> None:
        def values(connection: Connection, row: rows.Row) -> _Step:
            put_aside = {
                "state": DeliveryState.CANCELLED.value,
                "transfer_step": TransferStep.GONE.value,
                "reason": reason,
            }
            return put_aside, AuditEvent.MOVED, {"from": row["state"], "transfer": transfer, "reason": reason}

        await self._thaw(owner_id, id, transfer, values)

    async def stay(self, owner_id: UUID, id: UUID, transfer: int, *, doubt: str = "") -> None:
        def values(connection: Connection, row: rows.Row) -> _Step:
            was = self._standing(connection, owner_id, id).was
            back = _thawed(DeliveryState.HELD if doubt else was, doubt)
            return back, AuditEvent.STAYED, {"state": back["state"], "transfer": transfer}

        await self._thaw(owner_id, id, transfer, values)

    async def needed_blobs(self) -> frozenset[str]:
        """Files of messages that this PC has, or may still have to send; of those that are elsewhere the other side has them."""
        here = or_(deliveries.c.transfer_step.is_(None), deliveries.c.transfer_step != TransferStep.GONE.value)
        query = select(attachments.c.sha256).distinct().join(deliveries, deliveries.c.id == attachments.c.message_id).where(here)
        return await self._read(lambda connection: frozenset(connection.scalars(query)))

    # ------------------------------------------------------------------ from the cloud

    async def expect(self, owner_id: UUID, parcel: Parcel, transfer: int, *, cloud: str, device: str) -> Parcel:
        def work(connection: Connection) -> Parcel:
            row = self._lock(connection, owner_id, parcel.message.id)
            told = {"cloud": cloud, "transfer": transfer, **_trail(parcel), **_content(parcel)}
            if row is None:
                self._insert_coming(connection, owner_id, parcel, {**told, "device": device}, transfer)
            elif row["transfer_step"] == TransferStep.GONE.value:
                self._check_content(connection, parcel)
                named = row["device"] or device
                values = {**_frozen(TransferStep.COMING, transfer, named, ""), **_carried(parcel)}
                news = self._carry_ledger(connection, parcel.message.id, parcel.delivery.recipients)
                detail = {**told, "device": named, "from": row["state"], **news}
                self._moved(connection, row, values, AuditEvent.MOVING, detail)
            return self._standing(connection, owner_id, parcel.message.id)

        return await self._write(work)

    async def arrive(self, owner_id: UUID, id: UUID, transfer: int, parcel: Parcel) -> None:
        def values(connection: Connection, row: rows.Row) -> _Step:
            here = {**_thawed(parcel.was), **_carried(parcel)}
            news = self._carry_ledger(connection, id, parcel.delivery.recipients)
            told = {"state": here["state"], "due_at": here["due_at"].isoformat(), "transfer": transfer, **_trail(parcel), **news}
            return here, AuditEvent.ARRIVED, told

        await self._thaw(owner_id, id, transfer, values)

    def _insert_coming(
        self, connection: Connection, owner_id: UUID, parcel: Parcel, told: dict[str, object], transfer: int
    ) -> None:
        message, now = parcel.message, self._now(connection)
        content = {**rows.message_row(owner_id, message, parcel.idempotency_key), "tags": list(parcel.tags) or None}
        try:
            self._insert_rows(connection, messages, [content])
        except IntegrityError as error:
            raise PersonError(
                "key-taken",
                "Another message on this PC has the same idempotency key.",
                next="Leave this one in the cloud.",
            ) from error
        self._insert_rows(connection, recipients, rows.recipient_rows(owner_id, message, now))
        self._index(connection, [message])
        self._insert_rows(connection, attachments, rows.attachment_rows(owner_id, message))
        row = {
            "id": message.id,
            "owner_id": owner_id,
            "account_id": message.account_id,
            "run_lease": 0,
            "audit_seq": 0,
            "audit_head": GENESIS,
            **_frozen(TransferStep.COMING, transfer, str(told["device"]), ""),
            **_carried(parcel),
        }
        self._insert_rows(connection, deliveries, [row])
        news = self._carry_ledger(connection, message.id, parcel.delivery.recipients)
        # It was never here before: the entry that starts this PC's trail says what the content is.
        self._apply(
            connection,
            [Change(message.id, owner_id, 0, GENESIS, {}, AuditEvent.MOVING, {**told, "from": "cancelled", **news})],
            now=now,
            actor=PERSON,
        )

    def _check_content(self, connection: Connection, parcel: Parcel) -> None:
        first = self._entries(connection, parcel.message.id)[0]
        if first.fields.get("content") != content_digest(parcel.message):
            raise _other_content()

    def _carry_ledger(self, connection: Connection, id: UUID, told: Sequence[Recipient]) -> dict[str, object]:
        """Take over each recipient's outcome; answers what of it is news here, for the audit entry."""
        known = {recipient.n: (recipient.state, recipient.reply) for recipient in self._ledger(connection, [id])[id]}
        if known.keys() != {recipient.n for recipient in told}:
            # A ledger that counts recipients in another way: its numbers would name others here.
            raise _other_content()
        now, news = self._now(connection), []
        for recipient in told:
            if known.get(recipient.n) == (recipient.state, recipient.reply):
                continue
            news.append([recipient.n, recipient.state.value, recipient.reply])
            connection.execute(
                update(recipients)
                .where(recipients.c.message_id == id, recipients.c.n == recipient.n)
                .values(state=recipient.state.value, reply=recipient.reply, changed_at=now)
            )
        return {"results": news} if news else {}

    # ------------------------------------------------------------------ one transition

    async def _thaw(self, owner_id: UUID, id: UUID, transfer: int, step: Callable[[Connection, rows.Row], _Step | None]) -> None:
        """Change a frozen row of this count of moves; any other one was changed by somebody else meanwhile, and stays."""

        def work(connection: Connection) -> None:
            row = self._lock(connection, owner_id, id)
            if row is None or row["transfer_step"] not in _FROZEN or row["transfer"] != transfer:
                return
            made = step(connection, row)
            if made is not None:
                self._moved(connection, row, *made)

        await self._write(work)
        self._announced()

    def _moved(
        self, connection: Connection, row: rows.Row, values: dict[str, Any], event: AuditEvent, detail: dict[str, object]
    ) -> None:
        now = self._now(connection)
        self._apply(connection, [change_of(row, values, event, detail)], now=now, actor=PERSON)
        if values.get("state") == DeliveryState.SCHEDULED.value:
            due_at: datetime = values.get("due_at") or row["due_at"]
            self._announce(connection, due_at, now)

    def _standing(self, connection: Connection, owner_id: UUID, id: UUID) -> Parcel:
        parcel = self._parcel(connection, owner_id, id)
        if parcel is None:
            raise OutsideError("database-damaged", f"Message {id} is gone from this profile.", next="Restore a backup.")
        return parcel

    def _parcel(self, connection: Connection, owner_id: UUID, id: UUID) -> Parcel | None:
        query = select(deliveries).where(deliveries.c.id == id, deliveries.c.owner_id == owner_id)
        queue = connection.execute(query).mappings().first()
        if queue is None:
            return None
        content = connection.execute(select(messages).where(messages.c.id == id)).mappings().one()
        ledger = self._ledger(connection, [id]).get(id, ())
        return Parcel(
            message=rows.message_of(content, ledger, self._files(connection, [id]).get(id, ())),
            delivery=rows.delivery_of(queue, ledger),
            wall_time=rows.wall_time_of(queue),
            dated_at=queue["dated_at"],
            idempotency_key=content["idempotency_key"],
            tags=tuple(content["tags"] or ()),
            transfer=queue["transfer"],
            step=TransferStep(queue["transfer_step"]) if queue["transfer_step"] else None,
            device=queue["device"],
            last=self._entries(connection, id)[-1],
        )


_Step = tuple[dict[str, Any], AuditEvent, dict[str, object]]


def _frozen(step: TransferStep, transfer: int, device: str, reason: str) -> dict[str, Any]:
    return {
        "state": DeliveryState.HELD.value,
        "transfer_step": step.value,
        "transfer": transfer,
        "device": device,
        "reason": reason,
    }


def _thawed(was: DeliveryState, doubt: str = "") -> dict[str, Any]:
    """On hold where it was so before; a claim does not travel."""
    is_held = was is DeliveryState.HELD
    return {
        "state": DeliveryState.HELD.value if is_held else DeliveryState.SCHEDULED.value,
        "transfer_step": None,
        "reason": doubt or (_ON_HOLD if is_held else ""),
    }


def _carried(parcel: Parcel) -> dict[str, Any]:
    """What comes along: times and tries. A worker's claim and its deaths stay behind."""
    delivery: Delivery = parcel.delivery
    return {
        "wanted_at": delivery.wanted_at,
        "due_at": delivery.due_at,
        "deadline_at": delivery.deadline_at,
        "priority": delivery.priority.value,
        **rows.wall_time_columns(parcel.wall_time),
        "dated_at": parcel.dated_at,
        "attempts": delivery.attempts,
        "deferrals": delivery.deferrals,
        "rescues": 0,
        "lease_owner": None,
    }


def _trail(parcel: Parcel) -> dict[str, object]:
    """Where the cloud's audit trail of it stands, so that the proof goes on across the two."""
    return {"chain": {"seq": parcel.last.seq, "hash": parcel.last.hash.hex()}}


def _content(parcel: Parcel) -> dict[str, object]:
    message = parcel.message
    return {
        "content": content_digest(message),
        "message_id": message.message_id,
        "recipients": len(message.recipients),
        "due_at": parcel.delivery.due_at.isoformat(),
    }


def _other_content() -> PersonError:
    return PersonError("other-content", "The cloud has other content for this message.", next="Leave it there, or cancel it.")

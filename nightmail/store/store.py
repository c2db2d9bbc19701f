"""The Store port over SQLAlchemy Core: everything that reads the same on both databases, written once and synchronously.

A subclass runs these functions its own way (`_read`, `_write`) and adds the three hot statements of the dispatcher,
which differ. Nothing here decides what an outcome means; that is `delivery.settle`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Select, and_, case, delete, exists, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from nightmail.account.model import Account, AccountState
from nightmail.delivery.audit import GENESIS, AuditEntry, AuditEvent, chained, detail_text, micros
from nightmail.delivery.model import DeliveryState, Recipient, RecipientState
from nightmail.errors import PersonError
from nightmail.ports import (
    Changes,
    Claimed,
    Due,
    IdleCount,
    Item,
    NewDelivery,
    OutboxQuery,
    OutboxRow,
    QueueStats,
    Rescued,
    Scheduled,
    Settlement,
    Transmission,
    WorkerRow,
)
from nightmail.schedule.model import WallTime
from nightmail.store import rows
from nightmail.store.tables import accounts, attachments, audit_entries, deliveries, messages, recipients, workers

T = TypeVar("T")

OPEN_STATES = ("scheduled", "claimed", "transmitting", "held", "in_doubt")
PERSON = "person"
SYSTEM = "system"

# A message that kills whoever prepares it must not take the others along for ever, and one that was only held by
# workers that died for other reasons must not be called poison. So from the second rescue on messages come back one by
# one, from the third on after growing waits that outlast a bad deployment, and only then is the message to blame.
RESCUES_BEFORE_ALONE = 2
ALONE_APART = timedelta(milliseconds=20)
RESCUE_WAITS = tuple(timedelta(seconds=seconds) for seconds in (1, 5, 15, 30, 60))
RESCUES_BEFORE_FAILED = RESCUES_BEFORE_ALONE + 1 + len(RESCUE_WAITS)
_SWEEP = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """One transition of a delivery that is locked: new column values, and what the audit log is told."""

    id: UUID
    seq: int
    head: bytes
    values: Mapping[str, Any]
    event: AuditEvent
    detail: Mapping[str, object]


class SqlStore(ABC):
    """See `nightmail.ports.Store`."""

    # ------------------------------------------------------------------ how a subclass runs things

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

    # ------------------------------------------------------------------ accounts

    async def save_account(self, account: Account) -> None:
        await self._write(lambda connection: self._save_account(connection, account))

    def _save_account(self, connection: Connection, account: Account) -> None:
        row = rows.account_row(account, self._now(connection))
        changed = {name: value for name, value in row.items() if name not in ("id", "owner_id", "created_at")}
        known = connection.execute(
            update(accounts).where(accounts.c.id == account.id, accounts.c.owner_id == account.owner_id).values(changed)
        )
        if known.rowcount:
            return
        try:
            connection.execute(insert(accounts).values(row))
        except IntegrityError as error:
            raise PersonError(
                "account-exists",
                f"There is already an account for {account.address}.",
                next="Use that one, or remove it first.",
            ) from error

    async def accounts(self, owner_id: UUID | None = None) -> tuple[Account, ...]:
        query = select(accounts).order_by(accounts.c.created_at, accounts.c.id)
        if owner_id is not None:
            query = query.where(accounts.c.owner_id == owner_id)
        found = await self._read(lambda connection: connection.execute(query).mappings().all())
        return tuple(rows.account_of(row) for row in found)

    async def set_account_state(self, account_id: UUID, state: AccountState, *, reason: str = "") -> None:
        def work(connection: Connection) -> None:
            changed = connection.execute(
                update(accounts)
                .where(accounts.c.id == account_id, accounts.c.state != state.value)
                .values(state=state.value, pause_reason=reason)
            )
            if changed.rowcount and state is AccountState.ACTIVE:
                now = self._now(connection)
                self._announce(connection, now, now)

        await self._write(work)
        self._announced()

    async def remove_account(self, account_id: UUID) -> None:
        await self._write(lambda connection: self._remove_account(connection, account_id))

    def _remove_account(self, connection: Connection, account_id: UUID) -> None:
        in_use = connection.scalar(
            select(func.count())
            .select_from(deliveries)
            .where(deliveries.c.account_id == account_id, deliveries.c.state.in_(OPEN_STATES))
        )
        if in_use:
            count = "1 message is" if in_use == 1 else f"{in_use} messages are"
            raise PersonError(
                "account-in-use", f"{count} still to go from this account.", next="Cancel them or wait until they are sent."
            )
        if connection.scalar(select(exists().where(messages.c.account_id == account_id))):
            raise PersonError(
                "account-has-history",
                "The record of what was sent from this account would go with it.",
                next="Pause the account instead; a paused account sends nothing.",
            )
        connection.execute(delete(accounts).where(accounts.c.id == account_id))

    # ------------------------------------------------------------------ the person's side

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

    def _insert_rows(self, connection: Connection, table: Any, values: list[dict[str, Any]]) -> None:
        if values:
            connection.execute(insert(table), values)

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
        return await self._read(lambda connection: _counts(connection, owner_id))

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
        reply = "Confirmed by you." if arrived else ""
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
            told.append(entry_row(change.id, seq, now, change.event, actor, detail, head))
            connection.execute(
                update(deliveries).where(deliveries.c.id == change.id).values(**change.values, audit_seq=seq, audit_head=head)
            )
        self._insert_rows(connection, audit_entries, told)

    async def changes_since(self, owner_id: UUID, cursor: int) -> Changes:
        def work(connection: Connection) -> Changes:
            query = (
                select(audit_entries.c.id, audit_entries.c.message_id)
                .join(deliveries, deliveries.c.id == audit_entries.c.message_id)
                .where(audit_entries.c.id > cursor, deliveries.c.owner_id == owner_id)
                .order_by(audit_entries.c.id)
                .limit(_SWEEP)
            )
            found = connection.execute(query).all()
            return Changes(tuple(dict.fromkeys(row.message_id for row in found)), found[-1].id if found else cursor)

        return await self._read(work)

    # ------------------------------------------------------------------ the machine's side

    async def register_worker(self, worker_id: UUID, name: str, *, lease: timedelta) -> None:
        def work(connection: Connection) -> None:
            now = self._now(connection)
            row = {"id": worker_id, "name": name, "started_at": now, "seen_at": now, "lease_expires_at": now + lease}
            connection.execute(insert(workers).values(row))

        await self._write(work)

    async def renew(self, worker_id: UUID, *, lease: timedelta) -> bool:
        def work(connection: Connection) -> bool:
            now = self._now(connection)
            renewed = connection.execute(
                update(workers)
                .where(workers.c.id == worker_id, workers.c.lease_expires_at > now)
                .values(seen_at=now, lease_expires_at=now + lease)
            )
            return bool(renewed.rowcount)

        return await self._write(work)

    async def retire_worker(self, worker_id: UUID) -> None:
        await self._write(lambda connection: connection.execute(delete(workers).where(workers.c.id == worker_id)))

    @abstractmethod
    async def claim(self, worker_id: UUID, *, limit: int, closed: Sequence[UUID]) -> tuple[Claimed, ...]: ...

    @abstractmethod
    async def transmitting(self, worker_id: UUID, intents: Sequence[Transmission]) -> frozenset[UUID]: ...

    @abstractmethod
    async def settle(self, worker_id: UUID, settlements: Sequence[Settlement]) -> frozenset[UUID]: ...

    async def release(self, worker_id: UUID, held: Sequence[tuple[UUID, int]]) -> None:
        def work(connection: Connection) -> None:
            leases = dict(held)
            query = (
                select(deliveries)
                .where(
                    deliveries.c.id.in_(list(leases)),
                    deliveries.c.state == DeliveryState.CLAIMED.value,
                    deliveries.c.lease_owner == worker_id,
                )
                .with_for_update()
            )
            now = self._now(connection)
            mine = [row for row in connection.execute(query).mappings() if leases[row["id"]] == row["run_lease"]]
            values = {"state": DeliveryState.SCHEDULED.value, "lease_owner": None}
            changes = [
                Change(row["id"], row["audit_seq"], bytes(row["audit_head"]), values, AuditEvent.RELEASED, {}) for row in mine
            ]
            self._apply(connection, changes, now=now, actor=worker_actor(worker_id))
            if mine:
                self._announce(connection, now, now)

        if held:
            await self._write(work)
            self._announced()

    async def rescue(self) -> tuple[Rescued, ...]:
        rescued = await self._write(self._rescue)
        if rescued:
            self._announced()
        return rescued

    def _rescue(self, connection: Connection) -> tuple[Rescued, ...]:
        now = self._now(connection)
        alive = select(workers.c.id).where(workers.c.lease_expires_at > now)
        query = (
            select(deliveries)
            .where(deliveries.c.state.in_(("claimed", "transmitting")), deliveries.c.lease_owner.not_in(alive))
            .order_by(deliveries.c.due_at)
            .limit(_SWEEP)
            .with_for_update(skip_locked=True)
        )
        orphans = connection.execute(query).mappings().all()
        changes, alone = [], 0
        for row in orphans:
            change = self._rescued(connection, row, now, alone)
            alone += 1 if row["rescues"] + 1 >= RESCUES_BEFORE_ALONE else 0
            changes.append(change)
        self._apply(connection, changes, now=now, actor=SYSTEM)
        if changes:
            self._announce(connection, now, now)
        long_gone = now - timedelta(days=1)
        connection.execute(delete(workers).where(workers.c.lease_expires_at < long_gone))
        return tuple(Rescued(change.id, DeliveryState(change.values["state"])) for change in changes)

    def _rescued(self, connection: Connection, row: rows.Row, now: datetime, alone: int) -> Change:
        head = bytes(row["audit_head"])
        if row["state"] == DeliveryState.TRANSMITTING.value:
            self._doubt_recipients(connection, row, now)
            reason = "The sender stopped while the server was taking the message; it is not known whether it was accepted."
            values = {"state": "in_doubt", "reason": reason, "attempts": row["attempts"] + 1}
            return Change(row["id"], row["audit_seq"], head, values, AuditEvent.IN_DOUBT, {"reason": reason})
        rescues = row["rescues"] + 1
        if rescues >= RESCUES_BEFORE_FAILED:
            reason = f"The sender stopped {rescues} times while preparing this message, so it is not tried again."
            values = {"state": "failed", "reason": reason, "rescues": rescues, "lease_owner": None}
            return Change(row["id"], row["audit_seq"], head, values, AuditEvent.FAILED, {"reason": reason, "rescues": rescues})
        due_at = row["due_at"]
        if rescues >= RESCUES_BEFORE_ALONE:
            waits = (timedelta(0), *RESCUE_WAITS)
            due_at = now + ALONE_APART * alone + waits[rescues - RESCUES_BEFORE_ALONE]
        values = {"state": "scheduled", "rescues": rescues, "lease_owner": None, "due_at": due_at}
        return Change(row["id"], row["audit_seq"], head, values, AuditEvent.RESCUED, {"rescues": rescues})

    def _doubt_recipients(self, connection: Connection, row: rows.Row, now: datetime) -> None:
        """The ledger numbers of the envelope are in the delivery's last audit entry: the intent to write the dot."""
        last = (
            connection.execute(
                select(audit_entries).where(audit_entries.c.message_id == row["id"], audit_entries.c.seq == row["audit_seq"])
            )
            .mappings()
            .one()
        )
        numbers = rows.entry_of(last).fields["recipients"]
        assert isinstance(numbers, list)
        connection.execute(
            update(recipients)
            .where(recipients.c.message_id == row["id"], recipients.c.n.in_(numbers))
            .values(state=RecipientState.IN_DOUBT.value, changed_at=now)
        )

    async def expire(self) -> tuple[UUID, ...]:
        def work(connection: Connection) -> tuple[UUID, ...]:
            now = self._now(connection)
            query = (
                select(deliveries)
                .where(
                    deliveries.c.state == DeliveryState.SCHEDULED.value,
                    deliveries.c.due_at <= now,
                    deliveries.c.deadline_at <= now,
                )
                .limit(_SWEEP)
                .with_for_update(skip_locked=True)
            )
            changes = []
            for row in connection.execute(query).mappings().all():
                reason = "The deadline passed before it could be sent."
                if row["reason"]:
                    reason = f"{reason} The last answer was: {row['reason']}"
                values = {"state": DeliveryState.FAILED.value, "reason": reason}
                changes.append(
                    Change(row["id"], row["audit_seq"], bytes(row["audit_head"]), values, AuditEvent.EXPIRED, {"reason": reason})
                )
            self._apply(connection, changes, now=now, actor=SYSTEM)
            return tuple(change.id for change in changes)

        return await self._write(work)

    async def next_due(self, *, closed: Sequence[UUID]) -> Due:
        def work(connection: Connection) -> Due:
            query = select(deliveries.c.due_at).where(deliveries.c.state == DeliveryState.SCHEDULED.value)
            if closed:
                query = query.where(deliveries.c.account_id.not_in(closed))
            due_at = connection.scalar(query.order_by(deliveries.c.due_at, deliveries.c.id).limit(1))
            return Due(None if due_at is None else due_at - self._now(connection))

        return await self._read(work)

    async def busy(self, *, within: timedelta) -> IdleCount:
        def work(connection: Connection) -> IdleCount:
            soon = self._now(connection) + within
            waiting = and_(
                deliveries.c.state == DeliveryState.SCHEDULED.value,
                deliveries.c.due_at <= soon,
                accounts.c.state == AccountState.ACTIVE.value,
            )
            held = deliveries.c.state.in_(("claimed", "transmitting"))
            query = (
                select(func.count())
                .select_from(deliveries.join(accounts, accounts.c.id == deliveries.c.account_id))
                .where(or_(waiting, held))
            )
            return IdleCount(connection.scalar(query) or 0)

        return await self._read(work)

    async def stats(self, owner_id: UUID | None) -> QueueStats:
        return await self._read(lambda connection: self._stats(connection, owner_id))

    def _stats(self, connection: Connection, owner_id: UUID | None) -> QueueStats:
        now = self._now(connection)
        oldest = select(func.min(deliveries.c.due_at)).where(
            deliveries.c.state == DeliveryState.SCHEDULED.value, deliveries.c.due_at <= now
        )
        if owner_id is not None:
            oldest = oldest.where(deliveries.c.owner_id == owner_id)
        return QueueStats(
            states=_counts(connection, owner_id),
            oldest_due=connection.scalar(oldest),
            lateness_ms=_lateness(connection, owner_id, now - timedelta(days=1)),
            workers=_worker_rows(connection, now),
        )

    # ------------------------------------------------------------------ proof

    async def audit(self, owner_id: UUID | None, id: UUID) -> tuple[AuditEntry, ...]:
        def work(connection: Connection) -> tuple[AuditEntry, ...]:
            mine = select(messages.c.id).where(messages.c.id == id, messages.c.owner_id == owner_id)
            if owner_id is not None and connection.scalar(mine) is None:
                return ()
            return self._entries(connection, id)

        return await self._read(work)

    def _entries(self, connection: Connection, id: UUID) -> tuple[AuditEntry, ...]:
        query = select(audit_entries).where(audit_entries.c.message_id == id).order_by(audit_entries.c.seq)
        return tuple(rows.entry_of(row) for row in connection.execute(query).mappings())

    async def audits(self, ids: Sequence[UUID]) -> Mapping[UUID, tuple[AuditEntry, ...]]:
        def work(connection: Connection) -> dict[UUID, tuple[AuditEntry, ...]]:
            query = (
                select(audit_entries)
                .where(audit_entries.c.message_id.in_(ids))
                .order_by(audit_entries.c.message_id, audit_entries.c.seq)
            )
            found: dict[UUID, list[AuditEntry]] = {}
            for row in connection.execute(query).mappings():
                found.setdefault(row["message_id"], []).append(rows.entry_of(row))
            return {id: tuple(entries) for id, entries in found.items()}

        return await self._read(work)

    async def audited_ids(self, owner_id: UUID | None, *, after: UUID | None, limit: int) -> tuple[UUID, ...]:
        def work(connection: Connection) -> tuple[UUID, ...]:
            # Entries whose delivery is gone, and deliveries whose entries are gone, are both to be found by `verify`.
            audited = select(audit_entries.c.message_id.label("id"))
            queued = select(deliveries.c.id)
            if owner_id is not None:
                queued = queued.where(deliveries.c.owner_id == owner_id)
                audited = audited.where(
                    audit_entries.c.message_id.not_in(select(deliveries.c.id).where(deliveries.c.owner_id != owner_id))
                )
            if after is not None:
                audited = audited.where(audit_entries.c.message_id > after)
                queued = queued.where(deliveries.c.id > after)
            both = audited.union(queued).subquery()
            return tuple(connection.execute(select(both.c.id).order_by(both.c.id).limit(limit)).scalars())

        return await self._read(work)

    async def audit_heads(self, ids: Sequence[UUID]) -> Mapping[UUID, tuple[int, bytes]]:
        query = select(deliveries.c.id, deliveries.c.audit_seq, deliveries.c.audit_head).where(deliveries.c.id.in_(ids))
        found = await self._read(lambda connection: connection.execute(query).all())
        return {row.id: (row.audit_seq, bytes(row.audit_head)) for row in found}

    # ------------------------------------------------------------------ shared by the subclasses' claim

    def _claimed(
        self, connection: Connection, held: Sequence[rows.Row], ledger: Mapping[UUID, Sequence[Recipient]]
    ) -> tuple[Claimed, ...]:
        """Rows that carry a delivery's and its message's columns, with their ledger; files are read in one query for all."""
        files = self._files(connection, [row["id"] for row in held if row["attachment_count"]])
        return tuple(
            Claimed(
                delivery=rows.delivery_of(row, ledger[row["id"]]),
                message=rows.message_of(row, ledger[row["id"]], files.get(row["id"], ())),
                dated_at=row["dated_at"],
                zone=row["zone"],
            )
            for row in held
        )


def worker_actor(worker_id: UUID) -> str:
    return f"worker:{worker_id}"


def settled_detail(settlement: Settlement) -> str:
    return detail_text({**settlement.settled.detail, "attempts": settlement.settled.attempts})


def intent_detail(intent: Transmission) -> str:
    """T2's audit detail. Rescue reads `recipients` from it when no outcome follows."""
    return detail_text(
        {"date": intent.dated_at.isoformat(), "recipients": list(intent.recipients), "wire_sha256": intent.wire_sha256}
    )


def entry_row(id: UUID, seq: int, at: datetime, event: AuditEvent, actor: str, detail: str, hash: bytes) -> dict[str, Any]:
    return {"message_id": id, "seq": seq, "at": at, "event": event.value, "actor": actor, "detail": detail, "hash": hash}


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


def _counts(connection: Connection, owner_id: UUID | None) -> dict[DeliveryState, int]:
    query = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
    if owner_id is not None:
        query = query.where(deliveries.c.owner_id == owner_id)
    return {DeliveryState(state): count for state, count in connection.execute(query)}


def _lateness(connection: Connection, owner_id: UUID | None, since: datetime) -> tuple[float, float] | None:
    """p50 and p99 in ms over the latest sends, found backwards through the audit log."""
    latest = (
        select(audit_entries.c.message_id)
        .where(audit_entries.c.event == AuditEvent.SENT.value, audit_entries.c.at >= since)
        .order_by(audit_entries.c.id.desc())
        .limit(5000)
        .subquery()
    )
    query = select(deliveries.c.sent_at, deliveries.c.wanted_at).join(latest, latest.c.message_id == deliveries.c.id)
    if owner_id is not None:
        query = query.where(deliveries.c.owner_id == owner_id)
    late = sorted((row.sent_at - row.wanted_at) / timedelta(milliseconds=1) for row in connection.execute(query) if row.sent_at)
    if not late:
        return None
    return late[len(late) // 2], late[min(len(late) - 1, len(late) * 99 // 100)]


def _worker_rows(connection: Connection, now: datetime) -> tuple[WorkerRow, ...]:
    found: Iterable[Any] = connection.execute(select(workers).order_by(workers.c.started_at))
    return tuple(WorkerRow(row.id, row.name, row.started_at, row.seen_at, row.lease_expires_at > now) for row in found)

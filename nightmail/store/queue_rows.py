"""The machine's side of the store but for its three hot calls, which differ: workers, rescue, expiry, what is due, statistics."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from json.encoder import encode_basestring_ascii
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, insert, or_, select, update

from nightmail.account.model import AccountState
from nightmail.delivery.audit import SYSTEM, AuditEvent, detail_text
from nightmail.delivery.doubt import LOOKS, STOPPED
from nightmail.delivery.model import DeliveryState, Priority, Recipient, RecipientState
from nightmail.delivery.retry import moved_deadline
from nightmail.message.model import Attachment
from nightmail.ports import (
    Claimed,
    Company,
    Due,
    Front,
    IdleCount,
    QueueStats,
    Rescued,
    Settlement,
    Transmission,
    Watched,
    WorkerRow,
)
from nightmail.store import rows
from nightmail.store.base import SWEEP, Change, SqlRows, change_of, worker_actor
from nightmail.store.breaker_rows import forget_usage, guards, patience_by_account, until
from nightmail.store.tables import accounts, audit_entries, deliveries, recipients, workers

# A message that kills whoever prepares it must not take the others along for ever, and one that was only held by
# workers that died for other reasons must not be called poison. So from the second rescue on messages come back one by
# one, from the third on after growing waits that outlast a bad deployment, and only then is the message to blame. Where many
# that were rescued before were held together, only the foremost can have been in hand: the others' rescues are not counted.
RESCUES_BEFORE_ALONE = 2
ALONE_APART = timedelta(milliseconds=20)
RESCUE_WAITS = tuple(timedelta(seconds=seconds) for seconds in (1, 5, 15, 30, 60))
RESCUES_BEFORE_FAILED = RESCUES_BEFORE_ALONE + 1 + len(RESCUE_WAITS)
MOST_SUSPECTS = 4

_quoted = encode_basestring_ascii


class QueueRows(SqlRows):
    async def register_worker(self, worker_id: UUID, name: str, *, lease: timedelta, region: str = "") -> Company:
        def work(connection: Connection) -> Company:
            now = self._now(connection)
            row = {
                "id": worker_id,
                "name": name,
                "region": region,
                "started_at": now,
                "seen_at": now,
                "lease_expires_at": now + lease,
            }
            connection.execute(insert(workers).values(row))
            return company(connection, worker_id, now)

        return await self._write(work)

    @abstractmethod
    async def watch(
        self, worker_id: UUID, *, lease: timedelta, closed: Sequence[UUID], late_after: timedelta, is_brief: bool = False
    ) -> Watched: ...

    async def retire_worker(self, worker_id: UUID) -> None:
        await self._write(lambda connection: connection.execute(delete(workers).where(workers.c.id == worker_id)))

    @abstractmethod
    async def claim(
        self,
        worker_id: UUID,
        *,
        limit: int,
        closed: Sequence[UUID],
        ahead: timedelta = timedelta(0),
        after: Front | None = None,
    ) -> tuple[Claimed, ...]: ...

    @abstractmethod
    async def holding(self, worker_id: UUID, claims: Sequence[tuple[UUID, int]]) -> frozenset[tuple[UUID, int]]: ...

    @abstractmethod
    async def transmitting(self, worker_id: UUID, intents: Sequence[Transmission]) -> frozenset[UUID]: ...

    @abstractmethod
    async def settle(self, worker_id: UUID, settlements: Sequence[Settlement]) -> frozenset[UUID]: ...

    async def release(self, worker_id: UUID, held: Sequence[tuple[UUID, int]]) -> None:
        leases = dict(held)

        def work(connection: Connection) -> None:
            rows_held = self._claimed_by(connection, worker_id, deliveries.c.id.in_(list(leases)))
            self._release(connection, worker_id, [row for row in rows_held if leases[row["id"]] == row["run_lease"]])

        if held:
            await self._write(work)
            self._announced()

    async def release_unknown(self, worker_id: UUID, known: Collection[UUID]) -> int:
        def work(connection: Connection) -> int:
            unknown = self._claimed_by(connection, worker_id, deliveries.c.id.not_in(list(known)))
            self._release(connection, worker_id, unknown)
            return len(unknown)

        if released := await self._write(work):
            self._announced()
        return released

    def _claimed_by(self, connection: Connection, worker_id: UUID, which: ColumnElement[bool]) -> Sequence[rows.Row]:
        mine = (deliveries.c.state == DeliveryState.CLAIMED.value, deliveries.c.lease_owner == worker_id, which)
        return connection.execute(select(deliveries).where(*mine).with_for_update()).mappings().all()

    def _release(self, connection: Connection, worker_id: UUID, mine: Sequence[rows.Row]) -> None:
        if not mine:
            return
        now = self._now(connection)
        values = {"state": DeliveryState.SCHEDULED.value, "lease_owner": None}
        changes = [change_of(row, values, AuditEvent.RELEASED, {}) for row in mine]
        self._apply(connection, changes, now=now, actor=worker_actor(worker_id))
        self._announce(connection, now, now)

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
            .limit(SWEEP)
            .with_for_update(skip_locked=True)
        )
        orphans = connection.execute(query).mappings().all()
        changes, alone = [], 0
        suspects = Counter[UUID]()
        for row in orphans:
            was_alone = row["state"] == DeliveryState.CLAIMED.value and row["rescues"] >= RESCUES_BEFORE_ALONE
            suspects[row["lease_owner"]] += was_alone
            if was_alone and suspects[row["lease_owner"]] > MOST_SUSPECTS:
                changes.append(_bystander(row))
                continue
            changes.append(self._rescued(connection, row, now, alone))
            alone += 1 if row["rescues"] + 1 >= RESCUES_BEFORE_ALONE else 0
        self._apply(connection, changes, now=now, actor=SYSTEM)
        if changes:
            self._announce(connection, now, now)
        long_gone = now - timedelta(days=1)
        connection.execute(delete(workers).where(workers.c.lease_expires_at < long_gone))
        return tuple(Rescued(change.id, DeliveryState(change.values["state"])) for change in changes)

    def _rescued(self, connection: Connection, row: rows.Row, now: datetime, alone: int) -> Change:
        if row["state"] == DeliveryState.TRANSMITTING.value:
            numbers = self._doubt_recipients(connection, row, now)
            results = [[n, RecipientState.IN_DOUBT.value, STOPPED] for n in numbers]
            looks = {"due_at": now + LOOKS[0], "deferrals": 0}
            values = {"state": "in_doubt", "reason": STOPPED, "attempts": row["attempts"] + 1, **looks}
            return change_of(row, values, AuditEvent.IN_DOUBT, {"reason": STOPPED, "results": results})
        rescues = row["rescues"] + 1
        if rescues >= RESCUES_BEFORE_FAILED:
            reason = f"Nightmail stopped {rescues} times while preparing this message, so it is not tried again."
            values = {"state": "failed", "reason": reason, "rescues": rescues, "lease_owner": None}
            return change_of(row, values, AuditEvent.FAILED, {"reason": reason, "rescues": rescues})
        due_at = row["due_at"]
        if rescues >= RESCUES_BEFORE_ALONE:
            waits = (timedelta(0), *RESCUE_WAITS)
            due_at = now + ALONE_APART * alone + waits[rescues - RESCUES_BEFORE_ALONE]
        values = {"state": "scheduled", "rescues": rescues, "lease_owner": None, "due_at": due_at}
        return change_of(row, values, AuditEvent.RESCUED, {"rescues": rescues})

    def _doubt_recipients(self, connection: Connection, row: rows.Row, now: datetime) -> Sequence[int]:
        """The ledger numbers of the envelope, which are in the delivery's last audit entry: the intent to write the dot."""
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
            .values(state=RecipientState.IN_DOUBT.value, reply=STOPPED, changed_at=now)
        )
        return numbers

    async def expire(self) -> tuple[UUID, ...]:
        def work(connection: Connection) -> tuple[UUID, ...]:
            now = self._now(connection)
            forget_usage(connection, now)
            changes = []
            patience = patience_by_account(connection, now)
            for row in self._overdue(connection, now):
                if _waits_on(connection, row, patience.get(row["account_id"]), now):
                    continue
                reason = "The deadline passed before it could be sent."
                if row["reason"]:
                    reason = f"{reason} The last answer was: {row['reason']}"
                values = {"state": DeliveryState.FAILED.value, "reason": reason}
                changes.append(change_of(row, values, AuditEvent.EXPIRED, {"reason": reason}))
            self._apply(connection, changes, now=now, actor=SYSTEM)
            return tuple(change.id for change in changes)

        return await self._write(work)

    def _overdue(self, connection: Connection, now: datetime) -> list[rows.Row]:
        """Locked rows of what is scheduled past its deadline, a sweep's worth."""
        found: list[rows.Row] = []
        for way in self._ways():
            query = select(deliveries).where(
                deliveries.c.state == DeliveryState.SCHEDULED.value,
                deliveries.c.due_at <= now,
                deliveries.c.deadline_at <= now,
                way,
            )
            query = query.limit(SWEEP - len(found)).with_for_update(skip_locked=True)
            found += connection.execute(query).mappings().all()
        return found

    def _ways(self) -> Iterable[ColumnElement[bool]]:
        """Conditions that together reach every scheduled row, each through an index that starts with the priority."""
        return [deliveries.c.priority == priority.value for priority in Priority]

    @abstractmethod
    async def next_due(self, worker_id: UUID, *, closed: Sequence[UUID], after: Front | None = None) -> Due: ...

    async def upcoming(self, *, within: timedelta) -> Mapping[UUID, int]:
        def work(connection: Connection) -> Mapping[UUID, int]:
            now = self._now(connection)
            first = (
                select(deliveries.c.account_id)
                .where(
                    deliveries.c.state == DeliveryState.SCHEDULED.value,
                    deliveries.c.priority.in_([priority.value for priority in Priority]),
                    deliveries.c.deferrals == 0,
                    deliveries.c.due_at > now,
                    deliveries.c.due_at <= now + within,
                )
                .limit(SWEEP)
                .subquery()
            )
            query = select(first.c.account_id, func.count()).group_by(first.c.account_id)
            return {row[0]: row[1] for row in connection.execute(query)}

        return await self._read(work)

    async def busy(self, *, within: timedelta, looks: bool = False) -> IdleCount:
        def work(connection: Connection) -> IdleCount:
            now = self._now(connection)
            soon = now + within
            shut = exists().where(guards(), until() > soon)
            waiting = and_(
                deliveries.c.state == DeliveryState.SCHEDULED.value,
                deliveries.c.due_at <= soon,
                accounts.c.state == AccountState.ACTIVE.value,
                ~shut,
            )
            held = deliveries.c.state.in_(("claimed", "transmitting"))
            query = (
                select(func.count())
                .select_from(deliveries.join(accounts, accounts.c.id == deliveries.c.account_id))
                .where(or_(waiting, held, *([_looked_for_soon(now, soon)] if looks else [])))
            )
            return IdleCount(connection.scalar(query) or 0)

        return await self._read(work)

    async def stats(self, owner_id: UUID | None) -> QueueStats:
        return await self._read(lambda connection: self._stats(connection, owner_id))

    def _stats(self, connection: Connection, owner_id: UUID | None) -> QueueStats:
        now = self._now(connection)
        return QueueStats(
            states=self._counts(connection, owner_id),
            oldest_due=self._oldest_due(connection, owner_id, now),
            lateness_ms=_lateness(connection, owner_id, now - timedelta(days=1)),
            workers=_worker_rows(connection, now),
        )

    def _oldest_due(self, connection: Connection, owner_id: UUID | None, now: datetime) -> datetime | None:
        found = []
        for way in self._ways():
            due = (deliveries.c.state == DeliveryState.SCHEDULED.value, deliveries.c.due_at <= now, way)
            query = select(deliveries.c.due_at).where(*due).order_by(deliveries.c.due_at).limit(1)
            if owner_id is not None:
                query = query.where(deliveries.c.owner_id == owner_id)
            found.append(connection.scalar(query))
        return min((due_at for due_at in found if due_at is not None), default=None)

    def _claimed(
        self, connection: Connection, held: Sequence[rows.Row], ledger: Mapping[UUID, Sequence[Recipient]]
    ) -> tuple[Claimed, ...]:
        """Rows that carry a delivery's and its message's columns, with their ledger; files are read in one query for all."""
        return claimed_of(held, ledger, self._files(connection, [row["id"] for row in held if row["attachment_count"]]))


def _waits_on(connection: Connection, row: rows.Row, patience: timedelta | None, now: datetime) -> bool:
    """Give it another deadline, where it only waits for its account."""
    if patience is None:
        return False
    moved = moved_deadline(wanted_at=row["wanted_at"], deadline_at=row["deadline_at"], now=now, patience=patience)
    if moved is not None:
        connection.execute(update(deliveries).where(deliveries.c.id == row["id"]).values(deadline_at=moved))
    return moved is not None


def _bystander(row: rows.Row) -> Change:
    values = {"state": DeliveryState.SCHEDULED.value, "lease_owner": None}
    return change_of(row, values, AuditEvent.RESCUED, {"rescues": row["rescues"]})


def _looked_for_soon(now: datetime, soon: datetime) -> ColumnElement[bool]:
    """In doubt, and its mailbox is to be looked in. What is due for it already waits for nobody but the one who looks."""
    is_soon = and_(deliveries.c.due_at > now, deliveries.c.due_at <= soon)
    is_open = and_(deliveries.c.state == DeliveryState.IN_DOUBT.value, deliveries.c.deferrals < len(LOOKS))
    return and_(is_open, is_soon, accounts.c.imap_host.is_not(None))


def company(connection: Connection, worker_id: UUID, now: datetime) -> Company:
    """A worker that reads this lives, whatever its row says by now."""
    others = select(func.count(), func.count().filter(workers.c.id < worker_id)).where(
        workers.c.lease_expires_at > now, workers.c.id != worker_id
    )
    count, before = connection.execute(others).one()
    return Company(1 + count, before)


def renewed(connection: Connection, worker_id: UUID, lease: timedelta, now: datetime) -> bool:
    extended = (
        update(workers)
        .where(workers.c.id == worker_id, workers.c.lease_expires_at > now)
        .values(seen_at=now, lease_expires_at=now + lease)
    )
    return bool(connection.execute(extended).rowcount)


def claimed_of(
    held: Sequence[rows.Row], ledger: Mapping[UUID, Sequence[Recipient]], files: Mapping[UUID, Sequence[Attachment]]
) -> tuple[Claimed, ...]:
    return tuple(one_claimed(row, ledger[row["id"]], files.get(row["id"], ())) for row in held)


def one_claimed(row: rows.Row, ledger: Sequence[Recipient], files: Sequence[Attachment] = ()) -> Claimed:
    return Claimed(
        delivery=rows.delivery_of(row, ledger),
        message=rows.message_of(row, ledger, files),
        dated_at=row["dated_at"],
        zone=row["zone"],
    )


def settled_detail(settlement: Settlement) -> str:
    """T3's audit detail: what the attempt came to, for the message and for each recipient it named.

    Replies are kept as safe text; where that is not the whole reply, its octets stand in base64 under `raw` (the message's)
    and `raws` (a recipient's, by ledger number), at most `MAX_RAW` of each."""
    settled = settlement.settled
    heard = settled.detail
    if len(heard) == 2 and not any(result.evidence for result in settled.recipients):
        reply, accepted = heard.get("reply"), heard.get("accepted")
        if type(reply) is str and type(accepted) is int:
            # Almost every message: what follows, in one piece.
            told = ",".join([f'[{result.n},"{result.state}",{_quoted(result.reply)}]' for result in settled.recipients])
            return f'{{"accepted":{accepted},"attempts":{settled.attempts},"reply":{_quoted(reply)},"results":[{told}]}}'
    results = [[result.n, result.state.value, result.reply] for result in settled.recipients]
    raws = {str(result.n): result.evidence for result in settled.recipients if result.evidence}
    return detail_text({**heard, "attempts": settled.attempts, "results": results, **({"raws": raws} if raws else {})})


def intent_detail(intent: Transmission) -> str:
    """T2's audit detail. Rescue reads `recipients` from it when no outcome follows."""
    # `detail_text` of these three, in one piece: no part of them holds anything that JSON escapes.
    numbers = ",".join(map(str, intent.recipients))
    return f'{{"date":"{intent.dated_at.isoformat()}","recipients":[{numbers}],"wire_sha256":"{intent.wire_sha256}"}}'


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

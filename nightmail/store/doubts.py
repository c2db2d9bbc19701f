"""Deliveries in doubt and copies to file, alike in both databases: who looks next, and what was found out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, assert_never
from uuid import UUID

from sqlalchemy import Connection, func, or_, select, update

from nightmail.account.model import Account
from nightmail.delivery.audit import AuditEvent
from nightmail.delivery.doubt import LOOKS, Arrived, Ask, Doubt, LookLater, SendAgain, Verdict
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.ports import Copy, Due
from nightmail.store import rows
from nightmail.store.arrivals import ArrivalRows
from nightmail.store.tables import deliveries, messages, recipients, sent_copies
from nightmail.store.upsert import insert_unless_there

COPIED_WITHIN = timedelta(days=3)
MOST_TRIES = 10
# A delivery waits for its deadline at the longest after the moment it was wanted, and may be driven once more.
_SENT_AFTER_WANTED = timedelta(days=7)
_HAD_IT = (RecipientState.ACCEPTED.value, "bounced")
_IS_LOOKED_FOR = (deliveries.c.state == DeliveryState.IN_DOUBT.value, deliveries.c.deferrals < len(LOOKS))


class DoubtRows(ArrivalRows):
    async def doubts(self, *, limit: int, lease: timedelta) -> tuple[Doubt, ...]:
        return await self._write(lambda connection: self._doubts(connection, limit, lease))

    def _doubts(self, connection: Connection, limit: int, lease: timedelta) -> tuple[Doubt, ...]:
        now = self._now(connection)
        query = (
            select(deliveries, messages.c.rfc_message_id)
            .join(messages, messages.c.id == deliveries.c.id)
            .where(*_IS_LOOKED_FOR, deliveries.c.due_at <= now)
            .order_by(deliveries.c.due_at)
            .limit(limit)
            .with_for_update(of=deliveries, skip_locked=True)
        )
        found = connection.execute(query).mappings().all()
        ids = [row["id"] for row in found]
        # Whoever is handed a row moves its look on first, so that of several workers one looks, and none for ever.
        connection.execute(update(deliveries).where(deliveries.c.id.in_(ids)).values(due_at=now + lease))
        history = self._history(connection, ids)
        parted = self._parted(connection, ids)
        return tuple(
            Doubt(
                id=row["id"],
                owner_id=row["owner_id"],
                account_id=row["account_id"],
                message_id=row["rfc_message_id"],
                since=history[row["id"]].since,
                looks=row["deferrals"],
                resends=history[row["id"]].resends,
                seq=row["audit_seq"],
                why=history[row["id"]].why,
                is_single=row["id"] not in parted,
            )
            for row in found
        )

    def _parted(self, connection: Connection, ids: Sequence[UUID]) -> set[UUID]:
        """Those of which somebody had the message before: a copy in the mailbox may be of then, and proves nothing now."""
        had = recipients.c.state.in_(_HAD_IT)
        in_part = select(recipients.c.message_id).where(recipients.c.message_id.in_(ids), had)
        return set(connection.scalars(in_part)) | self._arrived_before(connection, ids)

    async def next_look(self) -> Due:
        def work(connection: Connection) -> Due:
            earliest: datetime | None = connection.scalar(select(func.min(deliveries.c.due_at)).where(*_IS_LOOKED_FOR))
            return Due(None if earliest is None else earliest - self._now(connection))

        return await self._read(work)

    # ------------------------------------------------------------------ what was found out

    async def decide(self, doubt: Doubt, verdict: Verdict) -> DeliveryState | None:
        state = await self._write(lambda connection: self._decide(connection, doubt, verdict))
        if state is DeliveryState.SCHEDULED:
            self._announced()
        return state

    def _decide(self, connection: Connection, doubt: Doubt, verdict: Verdict) -> DeliveryState | None:
        row = self._lock(connection, doubt.owner_id, doubt.id)
        if row is None or (row["state"], row["audit_seq"]) != (DeliveryState.IN_DOUBT.value, doubt.seq):
            return None
        match verdict:
            case Arrived():
                return self._arrived(connection, row, doubt.since, verdict.evidence)
            case SendAgain():
                return self._send_again(connection, row, verdict)
            case LookLater():
                values = {"due_at": verdict.due_at, "deferrals": verdict.looks, "reason": verdict.reason}
                connection.execute(update(deliveries).where(deliveries.c.id == doubt.id).values(values))
                return DeliveryState.IN_DOUBT
            case Ask():
                # There is no next look: the instant is the person's own again.
                values = {"due_at": row["wanted_at"], "deferrals": len(LOOKS), "reason": verdict.reason}
                return self._told(connection, row, values, AuditEvent.ASKED, {"reason": verdict.reason})
            case _:
                assert_never(verdict)

    def _send_again(self, connection: Connection, row: rows.Row, verdict: SendAgain) -> DeliveryState:
        now = self._now(connection)
        self._change_doubted(connection, row, RecipientState.PENDING, "", now)
        event = AuditEvent.ABSENT if verdict.is_proven else AuditEvent.SEND_AGAIN
        values = {"state": "scheduled", "due_at": now, "deferrals": 0, "lease_owner": None, "reason": ""}
        return self._told(connection, row, values, event, {**verdict.evidence, "state": "scheduled"})

    # ------------------------------------------------------------------ copies of what was sent

    async def copies(self, account: Account, *, limit: int, lease: timedelta) -> tuple[Copy, ...]:
        return await self._write(lambda connection: self._copies(connection, account, limit, lease))

    def _copies(self, connection: Connection, account: Account, limit: int, lease: timedelta) -> tuple[Copy, ...]:
        now = self._now(connection)
        tried = sent_copies.c
        is_open = or_(tried.message_id.is_(None), (tried.place == "") & (tried.next_at <= now) & (tried.tries < MOST_TRIES))
        query = (
            select(deliveries.c.id, deliveries.c.owner_id, deliveries.c.dated_at, deliveries.c.zone)
            .outerjoin(sent_copies, tried.message_id == deliveries.c.id)
            # By owner and moment, which have an index.
            .where(
                deliveries.c.owner_id == account.owner_id,
                deliveries.c.wanted_at.between(now - COPIED_WITHIN - _SENT_AFTER_WANTED, now),
                deliveries.c.account_id == account.id,
                deliveries.c.state == DeliveryState.SENT.value,
                deliveries.c.sent_at > now - COPIED_WITHIN,
                deliveries.c.dated_at.is_not(None),
                is_open,
            )
            .order_by(deliveries.c.wanted_at)
            .limit(limit)
        )
        mine = [row for row in connection.execute(query).all() if self._take_copy(connection, row, now, now + lease)]
        contents = self._contents(connection, [row.id for row in mine])
        return tuple(Copy(row.owner_id, contents[row.id], row.dated_at, row.zone) for row in mine)

    def _take_copy(self, connection: Connection, row: Any, now: datetime, next_at: datetime) -> bool:
        """False where another worker was quicker."""
        taken = insert_unless_there(connection, sent_copies).values(message_id=row.id, place="", tries=1, next_at=next_at)
        again = taken.on_conflict_do_update(
            index_elements=[sent_copies.c.message_id],
            set_={"tries": sent_copies.c.tries + 1, "next_at": next_at},
            where=(sent_copies.c.place == "") & (sent_copies.c.next_at <= now),
        )
        return connection.execute(again.returning(sent_copies.c.message_id)).first() is not None

    def _contents(self, connection: Connection, ids: Sequence[UUID]) -> dict[UUID, Any]:
        ledger, files = self._ledger(connection, ids), self._files(connection, ids)
        found = connection.execute(select(messages).where(messages.c.id.in_(ids))).mappings()
        return {row["id"]: rows.message_of(row, ledger.get(row["id"], ()), files.get(row["id"], ())) for row in found}

    async def copied(self, id: UUID, place: str) -> None:
        done = update(sent_copies).where(sent_copies.c.message_id == id).values(place=place)
        await self._write(lambda connection: connection.execute(done))

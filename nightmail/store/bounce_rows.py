"""Mail that came back, alike in both databases: which mailboxes to look into, what was found, and whom to warn of."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, delete, func, or_, select, update

from nightmail.account.model import AccountState
from nightmail.delivery.audit import SYSTEM, AuditEvent
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.delivery.outcome import RecipientResult
from nightmail.ports import Bounce, BounceLook, Stuck, Suppression
from nightmail.store import rows
from nightmail.store.arrivals import ArrivalRows
from nightmail.store.base import SWEEP, change_of
from nightmail.store.tables import accounts, bounce_looks, deliveries, recipients, suppressions
from nightmail.store.upsert import insert_unless_there

_MINUTE = timedelta(minutes=1)

# Most reports come within minutes; servers that keep trying give up after three days or so.
WATCHED = timedelta(hours=72)
LOOKS = ((timedelta(hours=1), 5 * _MINUTE), (timedelta(hours=24), 30 * _MINUTE), (WATCHED, 120 * _MINUTE))
# Whether anything was sent is asked again this soon; no mailbox is opened for it.
NOTHING_SENT = 5 * _MINUTE
# A delivery waits for its deadline at the longest after the moment it was wanted, and may be driven once more.
_SENT_AFTER_WANTED = timedelta(days=7)
# What is told of these is read again at the next look: of a doubt that it doesn't settle, once that is over.
_NOT_YET = (DeliveryState.CLAIMED.value, DeliveryState.TRANSMITTING.value, DeliveryState.IN_DOUBT.value)
# Stands beside the place of a copy, in the audit entry of what was found.
_BY_REPORT = {"report": "bounce"}


def next_look_in(since_sent: timedelta | None, *, is_paused: bool = False) -> timedelta:
    """`since_sent`: how long ago the account sent something; None: not within what is watched. A pause may have come of a sign-in
    that was refused, which is not to be tried often."""
    if since_sent is None:
        return NOTHING_SENT
    if is_paused:
        return LOOKS[-1][1]
    return next((wait for age, wait in LOOKS if since_sent <= age), NOTHING_SENT)


class BounceRows(ArrivalRows):
    @abstractmethod
    async def stuck(self, owner_id: UUID | None, *, after: timedelta) -> Stuck: ...

    async def take_bounce_looks(self, *, limit: int) -> tuple[BounceLook, ...]:
        return await self._write(lambda connection: self._take_looks(connection, limit))

    def _take_looks(self, connection: Connection, limit: int) -> tuple[BounceLook, ...]:
        now = self._now(connection)
        is_due = or_(bounce_looks.c.next_at.is_(None), bounce_looks.c.next_at <= now)
        query = (
            select(accounts, bounce_looks.c.marks)
            .outerjoin(bounce_looks, bounce_looks.c.account_id == accounts.c.id)
            .where(accounts.c.imap_host.is_not(None), is_due)
            .order_by(bounce_looks.c.next_at, accounts.c.id)
            .limit(SWEEP)
        )
        looks: list[BounceLook] = []
        for row in connection.execute(query).mappings().all():
            if len(looks) == limit:
                break
            sent_at = self._last_sent(connection, row, now)
            since_sent = None if sent_at is None else now - sent_at
            wait = next_look_in(since_sent, is_paused=row["state"] == AccountState.PAUSED.value)
            if self._take_look(connection, row["id"], now, now + wait) and since_sent is not None:
                looks.append(BounceLook(rows.account_of(row), now - WATCHED, row["marks"] or {}))
        return tuple(looks)

    def _last_sent(self, connection: Connection, account: rows.Row, now: datetime) -> datetime | None:
        """When it sent last, within what is watched. Asked by owner and moment, which have an index."""
        at = func.coalesce(deliveries.c.sent_at, deliveries.c.due_at)
        query = select(at).where(
            deliveries.c.owner_id == account["owner_id"],
            deliveries.c.wanted_at.between(now - WATCHED - _SENT_AFTER_WANTED, now),
            deliveries.c.account_id == account["id"],
            deliveries.c.state.in_(("sent", "failed", "in_doubt")),
            at > now - WATCHED,
        )
        found: datetime | None = connection.scalar(query.order_by(deliveries.c.wanted_at.desc()).limit(1))
        return found

    def _take_look(self, connection: Connection, account_id: UUID, now: datetime, next_at: datetime) -> bool:
        """False where another took it since."""
        fresh = insert_unless_there(connection, bounce_looks).values(account_id=account_id, next_at=next_at, marks={})
        taken = fresh.on_conflict_do_update(
            index_elements=["account_id"], set_={"next_at": next_at}, where=bounce_looks.c.next_at <= now
        )
        return bool(connection.execute(taken).rowcount)

    async def looked(self, account_id: UUID, marks: Mapping[str, str]) -> None:
        kept = update(bounce_looks).where(bounce_looks.c.account_id == account_id).values(marks=dict(marks))
        await self._write(lambda connection: connection.execute(kept))

    async def bounced(self, bounce: Bounce) -> bool:
        is_told = await self._write(lambda connection: self._bounced(connection, bounce))
        # The rest of a message whose doubt it settled may go now.
        self._announced()
        return is_told

    def _bounced(self, connection: Connection, bounce: Bounce) -> bool:
        locked = select(deliveries).where(deliveries.c.id == bounce.id).with_for_update()
        row = connection.execute(locked).mappings().first()
        if row is None:
            return True
        if row["state"] == DeliveryState.IN_DOUBT.value and self._is_proof(connection, bounce):
            doubt = self._history(connection, [bounce.id])[bounce.id]
            self._arrived(connection, row, doubt.since, _BY_REPORT)
            row = connection.execute(locked).mappings().one()
        if row["state"] in _NOT_YET:
            return False
        now = self._now(connection)
        self._suppress(connection, row["owner_id"], bounce, now)
        if results := self._return(connection, bounce, now):
            ledger = self._ledger(connection, [bounce.id])[bounce.id]
            reason = _words([(ledger[result.n].address, result.reply) for result in results])
            told = {"state": row["state"], "results": [[result.n, result.state.value, result.reply] for result in results]}
            # What is still to go keeps its own reason: why it waits.
            values = {} if row["state"] == DeliveryState.SCHEDULED.value else {"reason": reason}
            self._apply(connection, [change_of(row, values, AuditEvent.BOUNCED, told)], now=now, actor=SYSTEM)
        return True

    def _is_proof(self, connection: Connection, bounce: Bounce) -> bool:
        """It comes back from somebody who is in doubt and never had the message before: so it has left."""
        doubted = select(recipients.c.n).where(
            recipients.c.message_id == bounce.id, recipients.c.state == RecipientState.IN_DOUBT.value
        )
        came_back = {result.n for result in bounce.results}
        return bool(came_back & set(connection.scalars(doubted))) and not self._arrived_before(connection, [bounce.id])

    def _return(self, connection: Connection, bounce: Bounce, now: datetime) -> list[RecipientResult]:
        """Only what was accepted can come back, and only once."""
        returned = []
        for result in bounce.results:
            changed = connection.execute(
                update(recipients)
                .where(
                    recipients.c.message_id == bounce.id,
                    recipients.c.n == result.n,
                    recipients.c.state == RecipientState.ACCEPTED.value,
                )
                .values(state=result.state.value, reply=result.reply, changed_at=now)
            )
            if changed.rowcount:
                returned.append(result)
        return returned

    def _suppress(self, connection: Connection, owner_id: UUID, bounce: Bounce, now: datetime) -> None:
        for address, reason in bounce.suppress.items():
            said = {"reason": reason[:1000], "since": now, "message_id": bounce.id}
            fresh = insert_unless_there(connection, suppressions).values(owner_id=owner_id, address=address.lower(), **said)
            # The same report again is no news.
            is_news = suppressions.c.message_id.is_distinct_from(bounce.id)
            connection.execute(fresh.on_conflict_do_update(index_elements=["owner_id", "address"], set_=said, where=is_news))

    async def suppressions(self, owner_id: UUID, addresses: Sequence[str] | None = None) -> tuple[Suppression, ...]:
        query = select(suppressions).where(suppressions.c.owner_id == owner_id).order_by(suppressions.c.since.desc())
        if addresses is not None:
            query = query.where(suppressions.c.address.in_([address.lower() for address in addresses]))
        found = await self._read(lambda connection: connection.execute(query).mappings().all())
        return tuple(Suppression(row["address"], row["reason"], row["since"], row["message_id"]) for row in found)

    async def forgive(self, owner_id: UUID, address: str) -> bool:
        theirs = delete(suppressions).where(suppressions.c.owner_id == owner_id, suppressions.c.address == address.lower())
        return bool(await self._write(lambda connection: connection.execute(theirs).rowcount))


def suppressed_reasons(connection: Connection, owner_id: UUID, addresses: Sequence[str]) -> dict[str, str]:
    query = select(suppressions.c.address, suppressions.c.reason).where(
        suppressions.c.owner_id == owner_id, suppressions.c.address.in_([address.lower() for address in addresses])
    )
    return {row.address: row.reason for row in connection.execute(query)}


def _words(returned: Sequence[tuple[str, str]]) -> str:
    address, reply = returned[0]
    others = f" and {len(returned) - 1} more" if len(returned) > 1 else ""
    return f"It came back from {address}{others}: {reply}"[:2000]

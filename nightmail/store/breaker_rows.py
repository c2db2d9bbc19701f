"""Breakers, what servers taught of their limits, and what people see of both; alike in both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, or_, select, update

from nightmail.account.model import AccountState, Learned, learned_json
from nightmail.delivery.breaker import Breaker, BreakerKind, Hold, Target, Trip
from nightmail.delivery.retry import WAITS_FOR_THE_PERSON, WAITS_ITS_TURN
from nightmail.ports import Usage
from nightmail.store.base import SqlRows
from nightmail.store.tables import account_usage, accounts, breakers, deliveries
from nightmail.store.upsert import insert_unless_there

SPANS = {
    "minute": (timedelta(seconds=5), timedelta(seconds=65)),
    "day": (timedelta(minutes=10), timedelta(hours=24, minutes=10)),
}
"""How usage is counted: how wide a slot is, and how long it counts, until all of it lies further back than the limit looks."""


class BreakerRows(SqlRows):
    async def breakers(self) -> tuple[Breaker, ...]:
        query = select(breakers).where(breakers.c.kind != BreakerKind.RATE.value).order_by(breakers.c.id)
        found = await self._read(lambda connection: connection.execute(query).mappings().all())
        return tuple(_breaker(row) for row in found)

    async def trip(self, trips: Sequence[Trip]) -> None:
        def work(connection: Connection) -> None:
            for trip in trips:
                _trip(connection, trip, self._now(connection))

        await self._write(work)

    async def mend(self, targets: Sequence[Target]) -> None:
        def work(connection: Connection) -> None:
            mended = connection.execute(delete(breakers).where(or_(*[_is(target) for target in targets])))
            if mended.rowcount:
                now = self._now(connection)
                self._announce(connection, now, now)

        if targets:
            await self._write(work)
            self._announced()

    async def learn(self, account_id: UUID, learned: Learned) -> None:
        def work(connection: Connection) -> None:
            query = select(accounts.c.learned).where(accounts.c.id == account_id).with_for_update()
            known = connection.scalar(query)
            told = {**(known or {}), **learned_json(learned)}
            if known is not None and told != known:
                connection.execute(update(accounts).where(accounts.c.id == account_id).values(learned=told))

        await self._write(work)

    async def unlearn(self, account_id: UUID) -> None:
        forget = update(accounts).where(accounts.c.id == account_id).values(learned={})
        await self._write(lambda connection: connection.execute(forget))

    async def holds(self, owner_id: UUID | None) -> tuple[Hold, ...]:
        return await self._read(lambda connection: _holds(connection, owner_id, self._now(connection)))

    async def usage(self, owner_id: UUID) -> Mapping[UUID, Usage]:
        return await self._read(lambda connection: _usage(connection, owner_id, self._now(connection)))


def until() -> ColumnElement[datetime]:
    """When a breaker lets something through: after its rest, and not while one message is trying."""
    return _later(breakers.c.open_until, func.coalesce(breakers.c.probe_until, breakers.c.open_until))


def guards() -> ColumnElement[bool]:
    """A breaker stands in the way of an account: its own, or its server's."""
    theirs = and_(breakers.c.host == accounts.c.smtp_host, breakers.c.port == accounts.c.smtp_port)
    return or_(breakers.c.account_id == accounts.c.id, theirs)


def _later(one: Any, other: Any) -> ColumnElement[Any]:
    return case((one >= other, one), else_=other)


def _is(target: Target) -> ColumnElement[bool]:
    if target.account_id is not None:
        return breakers.c.account_id == target.account_id
    return and_(breakers.c.host == target.host, breakers.c.port == target.port)


def _trip(connection: Connection, trip: Trip, now: datetime) -> None:
    target = trip.target
    opened = {
        "kind": trip.kind.value,
        "openings": trip.openings,
        "open_until": now + trip.wait,
        "probe_until": None,
        "reason": trip.reason[:2000],
        "changed_at": now,
    }
    whose = {"account_id": target.account_id} if target.account_id else {"host": target.host, "port": target.port}
    fresh = insert_unless_there(connection, breakers).values(**whose, **opened)
    connection.execute(fresh.on_conflict_do_update(index_elements=list(whose), set_=opened))


def _breaker(row: Any) -> Breaker:
    return Breaker(_target(row), BreakerKind(row["kind"]), row["openings"], row["open_until"], row["reason"])


def _target(row: Any) -> Target:
    return Target(row["account_id"]) if row["account_id"] is not None else Target(None, row["host"], row["port"])


def _holds(connection: Connection, owner_id: UUID | None, now: datetime) -> tuple[Hold, ...]:
    query = (
        select(accounts.c.id, breakers.c.host, breakers.c.kind, until().label("until"), breakers.c.reason)
        .join(breakers, guards())
        .where(until() > now)
        .order_by(accounts.c.id, breakers.c.id)
    )
    if owner_id is not None:
        query = query.where(accounts.c.owner_id == owner_id)
    found = connection.execute(query).all()
    waiting: dict[UUID, int] = {}
    if found:
        theirs = deliveries.c.account_id.in_({row.id for row in found})
        due = select(deliveries.c.account_id, func.count()).where(
            theirs, deliveries.c.state == "scheduled", deliveries.c.due_at <= now
        )
        waiting = {row[0]: row[1] for row in connection.execute(due.group_by(deliveries.c.account_id))}
    return tuple(
        Hold(row.id, row.host or "", BreakerKind(row.kind), row.until, row.reason, waiting.get(row.id, 0)) for row in found
    )


def _usage(connection: Connection, owner_id: UUID, now: datetime) -> Mapping[UUID, Usage]:
    query = (
        select(accounts.c.id, func.sum(account_usage.c.messages), func.sum(account_usage.c.recipients))
        .join(account_usage, account_usage.c.account_id == accounts.c.id)
        .where(accounts.c.owner_id == owner_id, account_usage.c.span == "day", account_usage.c.at > now - SPANS["day"][1])
        .group_by(accounts.c.id)
    )
    return {id: Usage(sent, reached) for id, sent, reached in connection.execute(query)}


def patience_by_account(connection: Connection, now: datetime) -> dict[UUID, timedelta]:
    """Accounts whose mail waits for nothing but them, and how long after its time it may: those that were paused, are held by a
    quota, or keep within a limit and sent something in the last day."""
    held = select(accounts.c.id).join(breakers, guards()).where(breakers.c.kind.in_(("quota", "rate")))
    day = account_usage.c.span == "day", account_usage.c.at > now - SPANS["day"][1]
    in_turn = held.union(select(account_usage.c.account_id).where(*day))
    paused = select(accounts.c.id).where(accounts.c.state == AccountState.PAUSED.value)
    return {
        **dict.fromkeys(connection.scalars(in_turn), WAITS_ITS_TURN),
        **dict.fromkeys(connection.scalars(paused), WAITS_FOR_THE_PERSON),
    }


def forget_usage(connection: Connection, now: datetime) -> None:
    """Drop what no limit looks back to any more."""
    old = [and_(account_usage.c.span == span, account_usage.c.at <= now - reach) for span, (_, reach) in SPANS.items()]
    connection.execute(delete(account_usage).where(or_(*old)))

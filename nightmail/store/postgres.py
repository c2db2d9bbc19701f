"""The Store over PostgreSQL 15 to 18: the hosted database. Each hot step is one statement, so one commit and one round trip.

Nothing here is bound to a session (no advisory locks, no prepared statements), so every statement is right behind a
transaction pooler too; LISTEN is a hint that such a pooler swallows, and the dispatcher's poll takes its place.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from nightmail.errors import OutsideError, PersonError
from nightmail.ports import Claimed, Settlement, Transmission
from nightmail.store import migrate
from nightmail.store.postgres_errors import outside_error
from nightmail.store.store import SqlStore, intent_detail, settled_detail, worker_actor
from nightmail.store.tables import deliveries, messages

T = TypeVar("T")

CHANNEL = "nightmail_due"
# What is due later than this is found by the dispatchers' poll in time, so it is not announced.
ANNOUNCED_AHEAD = timedelta(seconds=60)

_CLAIM = text("""
    -- Claim up to :limit due deliveries. Two workers never wait for, or take, the same row.
    with picked as materialized (
        select id from public.deliveries
        where state = 'scheduled' and due_at <= now() and deadline_at > now() and account_id <> all(cast(:closed as uuid[]))
            and exists (select from public.accounts a where a.id = account_id and a.state = 'active')
            and exists (select from public.workers where id = :worker and lease_expires_at > now())
        order by due_at, id limit :limit
        for update skip locked
    ), moved as (
        update public.deliveries d
        set state = 'claimed', run_lease = d.run_lease + 1, lease_owner = :worker, audit_seq = d.audit_seq + 1,
            audit_head = private.audit_hash(
                d.id, d.audit_seq + 1, now(), 'claimed', :actor, '{"run_lease":' || (d.run_lease + 1) || '}', d.audit_head)
        from picked where d.id = picked.id
        returning d.*
    ), told as (
        insert into public.audit_entries (message_id, seq, at, event, actor, detail, hash)
        select id, audit_seq, now(), 'claimed', :actor, '{"run_lease":' || run_lease || '}', audit_head from moved
    )
    select moved.id, moved.owner_id, moved.account_id, moved.state, moved.wanted_at, moved.due_at, moved.deadline_at,
        moved.zone, moved.run_lease, moved.dated_at, moved.attempts, moved.deferrals, moved.rescues, moved.reason,
        m.rfc_message_id, m.sender_address, m.sender_name, m.subject, m.text_body, m.html_body, m.headers, m.metadata,
        m.attachment_count, m.created_at
    from moved join public.messages m on m.id = moved.id
    order by moved.due_at, moved.id
""").columns(
    deliveries.c.id, deliveries.c.owner_id, deliveries.c.account_id, deliveries.c.state, deliveries.c.wanted_at,
    deliveries.c.due_at, deliveries.c.deadline_at, deliveries.c.zone,
    deliveries.c.run_lease, deliveries.c.dated_at, deliveries.c.attempts,
    deliveries.c.deferrals, deliveries.c.rescues, deliveries.c.reason, messages.c.rfc_message_id,
    messages.c.sender_address, messages.c.sender_name, messages.c.subject, messages.c.text_body, messages.c.html_body,
    messages.c.headers, messages.c.metadata, messages.c.attachment_count, messages.c.created_at,
)  # fmt: skip

_TRANSMITTING = text("""
    -- Make the intent to write the dot durable, for those this worker still holds under a living lease.
    with asked as (
        select * from unnest(
            cast(:ids as uuid[]), cast(:leases as bigint[]), cast(:dates as timestamptz[]), cast(:details as text[])
        ) as a(id, run_lease, dated_at, detail)
    ), moved as (
        update public.deliveries d
        set state = 'transmitting', dated_at = coalesce(d.dated_at, asked.dated_at), audit_seq = d.audit_seq + 1,
            audit_head = private.audit_hash(
                d.id, d.audit_seq + 1, now(), 'transmitting', :actor, asked.detail, d.audit_head)
        from asked
        where d.id = asked.id and d.run_lease = asked.run_lease and d.state = 'claimed' and d.lease_owner = :worker
            and exists (select from public.workers where id = :worker and lease_expires_at > now())
        returning d.id, d.audit_seq, d.audit_head, asked.detail
    )
    insert into public.audit_entries (message_id, seq, at, event, actor, detail, hash)
    select id, audit_seq, now(), 'transmitting', :actor, detail, audit_head from moved
    returning message_id
""")

_SETTLE = text("""
    -- Write what attempts came to. A row claimed again since, or cancelled before its dot, is left as it is.
    with asked as (
        select * from unnest(
            cast(:ids as uuid[]), cast(:leases as bigint[]), cast(:states as text[]), cast(:dues as timestamptz[]),
            cast(:attempts as integer[]), cast(:deferrals as integer[]), cast(:reasons as text[]),
            cast(:events as text[]), cast(:details as text[])
        ) as a(id, run_lease, state, due_at, attempts, deferrals, reason, event, detail)
    ), moved as (
        update public.deliveries d
        set state = cast(asked.state as public.delivery_state), due_at = asked.due_at, attempts = asked.attempts,
            deferrals = asked.deferrals, reason = asked.reason, rescues = 0, lease_owner = null,
            sent_at = case when asked.state = 'sent' then now() else d.sent_at end, audit_seq = d.audit_seq + 1,
            audit_head = private.audit_hash(
                d.id, d.audit_seq + 1, now(), asked.event, :actor, asked.detail, d.audit_head)
        from asked
        where d.id = asked.id and d.run_lease = asked.run_lease and d.state in ('claimed', 'transmitting', 'in_doubt')
        returning d.id, d.audit_seq, d.audit_head, asked.event, asked.detail
    ), told as (
        insert into public.audit_entries (message_id, seq, at, event, actor, detail, hash)
        select id, audit_seq, now(), event, :actor, detail, audit_head from moved
    ), ledger as (
        update public.recipients r
        set state = cast(result.state as public.recipient_state), reply = result.reply, changed_at = now()
        from unnest(
            cast(:result_ids as uuid[]), cast(:result_ns as integer[]), cast(:result_states as text[]),
            cast(:result_replies as text[])
        ) as result(id, n, state, reply)
        join moved on moved.id = result.id
        where r.message_id = result.id and r.n = result.n
    )
    select id from moved
""")


class PostgresStore(SqlStore):
    """`url` is `postgresql://…`. The tables must be there (`nightmail db migrate`)."""

    def __init__(self, url: str, *, application_name: str = "nightmail", pool_size: int = 6) -> None:
        self._url = url
        self._application_name = application_name
        self._engine = _engine(url, application_name, pool_size)
        self._single = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._listener: asyncio.Task[None] | None = None

    async def open(self) -> None:
        await migrate.require_current(self._url)

    async def close(self) -> None:
        if self._listener:
            self._listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listener
        await self._engine.dispose()

    async def owner(self, email: str | None) -> UUID:
        """Whose rows to work on: the user of that e-mail address, or the only user there is."""

        def work(connection: Connection) -> UUID:
            query = "select id, email from auth.users" + (" where email = :email" if email else "") + " order by email limit 2"
            found = connection.execute(text(query), {"email": email} if email else {}).all()
            if len(found) == 1:
                only: UUID = found[0].id
                return only
            if email:
                raise PersonError("no-such-owner", f"There is no user {email} in this database.", next="Check the address.")
            if not found:
                raise PersonError(
                    "no-owner",
                    "This database has no user yet.",
                    next="Sign a user up, or run: nightmail db migrate --with-platform",
                )
            raise PersonError("owner-needed", "This database has several users.", next="Name one with --owner EMAIL.")

        return await self._read(work)

    async def listen(self, ring: Callable[[], None]) -> None:
        self._listener = asyncio.create_task(self._listening(ring))

    async def _listening(self, ring: Callable[[], None]) -> None:
        """Keep one connection listening; after every break, ring once, because something may have been missed."""
        wait = 1.0
        while True:
            with contextlib.suppress(psycopg.Error, OSError):
                async with await psycopg.AsyncConnection.connect(
                    _conninfo(self._url, self._application_name), autocommit=True
                ) as line:
                    await line.execute(f"listen {CHANNEL}")
                    wait = 1.0
                    ring()
                    async for _ in line.notifies():
                        ring()
            await asyncio.sleep(wait)
            wait = min(wait * 2, 30.0)

    def _announce(self, connection: Connection, earliest: datetime, now: datetime) -> None:
        if earliest <= now + ANNOUNCED_AHEAD:
            connection.execute(text(f"select pg_notify('{CHANNEL}', '')"))

    def _now(self, connection: Connection) -> datetime:
        now: datetime = connection.scalar(select(func.now())) or _no_clock()
        return now

    async def _read(self, work: Callable[[Connection], T]) -> T:
        return await self._write(work)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        async with self._connected(self._engine) as connection, connection.begin():
            return await connection.run_sync(work)

    @contextlib.asynccontextmanager
    async def _connected(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        try:
            async with engine.connect() as connection:
                yield connection
        except (DBAPIError, PoolTimeoutError, OSError) as error:
            outside = outside_error(error)
            if outside is None:
                raise
            raise outside from error

    # ------------------------------------------------------------------ T1, T2, T3

    async def claim(self, worker_id: UUID, *, limit: int, closed: Sequence[UUID]) -> tuple[Claimed, ...]:
        asked = {"worker": worker_id, "actor": worker_actor(worker_id), "limit": limit, "closed": list(closed)}

        def work(connection: Connection) -> tuple[Claimed, ...]:
            return self._claimed(connection, connection.execute(_CLAIM, asked).mappings().all())

        async with self._connected(self._single) as connection:
            return await connection.run_sync(work)

    async def transmitting(self, worker_id: UUID, intents: Sequence[Transmission]) -> frozenset[UUID]:
        asked = {
            "worker": worker_id,
            "actor": worker_actor(worker_id),
            "ids": [intent.id for intent in intents],
            "leases": [intent.run_lease for intent in intents],
            "dates": [intent.dated_at for intent in intents],
            "details": [intent_detail(intent) for intent in intents],
        }
        async with self._connected(self._single) as connection:
            return frozenset((await connection.execute(_TRANSMITTING, asked)).scalars())

    async def settle(self, worker_id: UUID, settlements: Sequence[Settlement]) -> frozenset[UUID]:
        results = [(settlement.id, result) for settlement in settlements for result in settlement.settled.recipients]
        asked = {
            "actor": worker_actor(worker_id),
            "ids": [settlement.id for settlement in settlements],
            "leases": [settlement.run_lease for settlement in settlements],
            "states": [settlement.settled.state.value for settlement in settlements],
            "dues": [settlement.settled.due_at for settlement in settlements],
            "attempts": [settlement.settled.attempts for settlement in settlements],
            "deferrals": [settlement.settled.deferrals for settlement in settlements],
            "reasons": [settlement.settled.reason for settlement in settlements],
            "events": [settlement.settled.event.value for settlement in settlements],
            "details": [settled_detail(settlement) for settlement in settlements],
            "result_ids": [id for id, _ in results],
            "result_ns": [result.n for _, result in results],
            "result_states": [result.state.value for _, result in results],
            "result_replies": [result.reply for _, result in results],
        }
        async with self._connected(self._single) as connection:
            return frozenset((await connection.execute(_SETTLE, asked)).scalars())


def _conninfo(url: str, application_name: str) -> str:
    return make_conninfo(
        url.replace("postgresql+psycopg://", "postgresql://", 1),
        application_name=application_name,
        connect_timeout=10,
        keepalives_idle=30,
        keepalives_interval=10,
        keepalives_count=3,
    )


def _engine(url: str, application_name: str, pool_size: int) -> AsyncEngine:
    async def connect() -> psycopg.AsyncConnection[Any]:
        return await psycopg.AsyncConnection.connect(_conninfo(url, application_name), prepare_threshold=None)

    return create_async_engine(
        "postgresql+psycopg://",
        async_creator=connect,
        pool_size=pool_size,
        max_overflow=4,
        pool_timeout=15,
        pool_recycle=900,
    )


def _no_clock() -> datetime:
    raise OutsideError("database-unreachable", "The database did not tell its time.")

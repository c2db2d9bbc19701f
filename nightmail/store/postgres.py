"""The Store over PostgreSQL 15 to 18: the hosted database. Each hot step is one call: one commit, one round trip.

Nothing here is bound to a session (no advisory locks, no prepared statements), so every statement is right behind a
transaction pooler too; LISTEN is a hint that such a pooler swallows, and a small question takes its place (`hints`).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, LiteralString, TypeVar
from uuid import UUID

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Connection,
    Engine,
    Text,
    Uuid,
    and_,
    cast,
    column,
    create_engine,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.util import greenlet_spawn

from nightmail import records
from nightmail.delivery.doubt import LOOKS
from nightmail.delivery.model import DeliveryState
from nightmail.errors import OutsideError, PersonError
from nightmail.message.words import without_pictures
from nightmail.ports import (
    Changes,
    Chore,
    Claimed,
    Company,
    Due,
    Front,
    NewDelivery,
    OutboxQuery,
    Place,
    Scheduled,
    Settlement,
    Stuck,
    Transmission,
    Watched,
)
from nightmail.schedule.model import WallTime
from nightmail.store import migrate, rows
from nightmail.store.account_chains import AccountChains
from nightmail.store.base import PERSON
from nightmail.store.hints import CHANNEL, Hints
from nightmail.store.listing import listing
from nightmail.store.postgres_calls import (
    CLAIM,
    claimed_of,
    front_asked,
    have_files,
    intents_asked,
    ledgers_of,
    row_of,
    verdicts_asked,
)
from nightmail.store.postgres_errors import outside_error
from nightmail.store.postgres_lines import PATIENT_SECONDS, Lines, Silent, answered
from nightmail.store.sealed_rows import SealedRows
from nightmail.store.store import SqlStore
from nightmail.store.tables import deliveries

T = TypeVar("T")

# What is due later than this is found by the dispatchers' poll in time, so it is not announced.
ANNOUNCED_AHEAD = timedelta(seconds=60)

# The statements themselves are functions of the migrations (`private.claim`, `transmitting`, `settle`). What is asked for
# travels as JSON text: the driver dumps arrays item by item in Python, which costs more than the statement itself.
# Nor do the hot ones go through SQLAlchemy: reading its rows takes longer than making messages of them.
_UPCOMING = (
    "select account_id, count(*) from (select account_id from public.deliveries where state = 'scheduled' and not is_parked"
    " and priority = any ('{0,1,2}'::smallint[]) and due_at > now() and due_at <= now() + %s and deferrals = 0"
    " limit 1000) as soon group by 1"
)
_SCHEDULE = text(f"select * from private.schedule(:owner, '{PERSON}', cast(:asked as jsonb))")
_CHANGES = text("select private.changes_of(:owner, :cursor)").columns(column("changes", JSON))
_NEXT_DUE = "select private.next_due(%s, %s::uuid[], %s::timestamptz[], %s::uuid[]), now()"
_WATCH = (
    "select is_alive, due, ends, chores, others, before from private.watch(%s, %s, %s::uuid[], %s, %s, %s),"
    " (select count(*) as others, count(*) filter (where id < %s) as before from public.workers"
    " where lease_expires_at > now() and id <> %s) as company"
)
_STUCK = text("select private.stuck(cast(:owner as uuid), cast(:after as interval)) as stuck").columns(column("stuck", JSON))
_HOLDING = "select id, run_lease from public.deliveries where id = any(%s) and (state = 'claimed' and lease_owner = %s) is true"
_TRANSMITTING = "select private.transmitting(%s, %s::json)"
_SETTLE = "select private.settle(%s, %s::json, %s::json)"


class PostgresStore(SqlStore, SealedRows, AccountChains):
    """`url` is `postgresql://…`. The tables must be there (`nightmail db migrate`)."""

    place = Place.CLOUD

    def __init__(self, url: str, *, application_name: str = "nightmail", pool_size: int = 6) -> None:
        self._url = url
        self._application_name = application_name
        self._engine = _engine(url, application_name, pool_size)
        self._lines = Lines(lambda: _connect(url, application_name, autocommit=True))
        self._listener: asyncio.Task[None] | None = None

    async def open(self) -> None:
        await migrate.require_current(self._url)

    async def close(self) -> None:
        if self._listener:
            self._listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listener
        await self._lines.close()
        await greenlet_spawn(self._engine.dispose)

    def _found(self, connection: Connection, owner_id: UUID, query: OutboxQuery) -> Sequence[rows.Row]:
        asked = listing(owner_id, replace(query, text=""))
        if query.text:
            found = text("select private.matches(:whose, :words)").bindparams(whose=owner_id, words=without_pictures(query.text))
            asked = asked.where(deliveries.c.id.in_(found))
        return connection.execute(asked).mappings().all()

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
        hints = Hints(lambda: _connect(self._url, self._application_name, autocommit=True))
        self._listener = asyncio.create_task(hints.ringing(ring))

    def _announce(self, connection: Connection, earliest: datetime, now: datetime) -> None:
        if earliest <= now + ANNOUNCED_AHEAD:
            connection.execute(text(f"select pg_notify('{CHANNEL}', '')"))

    def _now(self, connection: Connection) -> datetime:
        now: datetime = connection.scalar(select(func.now())) or _no_clock()
        return now

    async def _read(self, work: Callable[[Connection], T]) -> T:
        return await self._write(work)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        def in_transaction() -> T:
            with self._engine.begin() as connection:
                return work(connection)

        with _translated():
            async with self._trusting():
                return await answered(greenlet_spawn(in_transaction), within=PATIENT_SECONDS)

    # ------------------------------------------------------------------ the person's changes of mind

    async def schedule(self, owner_id: UUID, new: Sequence[NewDelivery]) -> tuple[Scheduled, ...]:
        asked = json.dumps([records.asked_of(one) for one in new], ensure_ascii=False)

        def work(connection: Connection) -> tuple[Scheduled, ...]:
            found = connection.execute(_SCHEDULE, {"owner": owner_id, "asked": asked})
            return tuple(Scheduled(row.id, DeliveryState(row.state), row.due_at, row.message_id, row.is_new) for row in found)

        try:
            return await self._write(work)
        except PersonError as error:
            if error.code != "id-taken":
                raise
            # The same request was running elsewhere: now it has ended and is found.
            return await self._write(work)

    async def cancel(self, owner_id: UUID, id: UUID) -> DeliveryState | None:
        return await self._asked("cancel", owner_id, id)

    async def hold(self, owner_id: UUID, id: UUID) -> DeliveryState | None:
        return await self._asked("hold", owner_id, id)

    async def release_hold(self, owner_id: UUID, id: UUID) -> DeliveryState | None:
        return await self._asked("release_hold", owner_id, id)

    async def reschedule(
        self, owner_id: UUID, id: UUID, *, due: datetime | timedelta, lifetime: timedelta, wall_time: WallTime | None
    ) -> DeliveryState | None:
        asked = {**records.due_json(due, wall_time), "lifetime": lifetime.total_seconds()}
        return await self._asked("reschedule", owner_id, id, cast(asked, JSONB))

    async def resolve(self, owner_id: UUID, id: UUID, *, arrived: bool) -> DeliveryState | None:
        return await self._asked("resolve", owner_id, id, literal(arrived))

    async def redrive(self, owner_id: UUID, id: UUID, *, force: bool = False) -> DeliveryState | None:
        return await self._asked("redrive", owner_id, id, literal(force))

    async def stuck(self, owner_id: UUID | None, *, after: timedelta) -> Stuck:
        asked = {"owner": owner_id, "after": after}
        return records.stuck_of(await self._read(lambda connection: connection.execute(_STUCK, asked).scalar_one()))

    async def _asked(self, name: str, owner_id: UUID, id: UUID, *more: Any) -> DeliveryState | None:
        """Where the delivery stands after `private.<name>`; None: there is no such delivery."""
        function = getattr(func.private, name)(cast(owner_id, Uuid), cast(id, Uuid), PERSON, *more)
        query = select(column("state", Text)).select_from(function.table_valued("state"))
        state = await self._write(lambda connection: connection.scalar(query))
        return None if state is None else DeliveryState(state)

    async def changes_since(self, owner_id: UUID, cursor: str) -> Changes:
        def work(connection: Connection) -> Changes:
            found = connection.execute(_CHANGES, {"owner": owner_id, "cursor": cursor}).scalar_one()
            return Changes(tuple(UUID(id) for id in found["ids"]), found["cursor"])

        return await self._read(work)

    def _ways(self) -> list[ColumnElement[bool]]:
        parked = column("is_parked", Boolean)
        return [and_(way, ~parked) for way in super()._ways()] + [parked]

    async def next_due(self, worker_id: UUID, *, closed: Sequence[UUID], after: Front | None = None) -> Due:
        found = await self._rows(_NEXT_DUE, worker_id, list(closed), *front_asked(after))
        return Due(*found[0])

    async def watch(
        self, worker_id: UUID, *, lease: timedelta, closed: Sequence[UUID], late_after: timedelta, is_brief: bool = False
    ) -> Watched:
        asked = worker_id, lease, list(closed), late_after, len(LOOKS), is_brief
        found = await self._rows(_WATCH, *asked, worker_id, worker_id)
        is_alive, due, ends, chores, others, before = found[0]
        return Watched(is_alive, Due(due), ends, frozenset(map(Chore, chores)), Company(1 + others, before))

    async def upcoming(self, *, within: timedelta) -> Mapping[UUID, int]:
        found = await self._rows(_UPCOMING, within)
        return dict(found)

    # ------------------------------------------------------------------ T1, T2, T3

    async def claim(
        self,
        worker_id: UUID,
        *,
        limit: int,
        closed: Sequence[UUID],
        ahead: timedelta = timedelta(0),
        after: Front | None = None,
    ) -> tuple[Claimed, ...]:
        found = await self._rows(CLAIM, worker_id, limit, list(closed), ahead, *front_asked(after))
        ledgers = ledgers_of(found)
        if not have_files(found):
            return tuple(map(claimed_of, found, ledgers))
        held = list(map(row_of, found))
        ledger = {row["id"]: ledger for row, ledger in zip(held, ledgers, strict=True)}
        return await self._read(lambda connection: self._claimed(connection, held, ledger))

    async def holding(self, worker_id: UUID, claims: Sequence[tuple[UUID, int]]) -> frozenset[tuple[UUID, int]]:
        found = await self._rows(_HOLDING, [id for id, _ in claims], worker_id)
        return frozenset(found).intersection(claims)

    async def transmitting(self, worker_id: UUID, intents: Sequence[Transmission]) -> frozenset[UUID]:
        return await self._called(_TRANSMITTING, worker_id, intents_asked(intents))

    async def settle(self, worker_id: UUID, settlements: Sequence[Settlement]) -> frozenset[UUID]:
        return await self._called(_SETTLE, worker_id, *verdicts_asked(settlements))

    async def _called(self, call: LiteralString, *values: object) -> frozenset[UUID]:
        found = await self._rows(call, *values)
        return frozenset([id for (id,) in found])

    async def _rows(self, call: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        """The rows of one call, which is a transaction of its own."""

        async def calling() -> list[tuple[Any, ...]]:
            async with self._lines.line() as line:
                return await (await line.execute(call, values)).fetchall()

        with _translated():
            async with self._trusting():
                return await answered(calling())

    @contextlib.asynccontextmanager
    async def _trusting(self) -> AsyncIterator[None]:
        """Where one line fell silent, those that rest did so too: nobody is to wait for each of them in turn."""
        try:
            yield
        except Silent:
            await self._lines.close()
            await greenlet_spawn(self._engine.dispose)
            raise


def _conninfo(url: str, application_name: str) -> str:
    return make_conninfo(
        url.replace("postgresql+psycopg://", "postgresql://", 1),
        application_name=application_name,
        connect_timeout=10,
        keepalives_idle=30,
        keepalives_interval=10,
        keepalives_count=3,
        # While an answer is owed, keepalives say nothing: a line whose other end is gone would be waited on for 15 minutes.
        tcp_user_timeout=20_000,
    )


async def _connect(url: str, application_name: str, *, autocommit: bool = False) -> psycopg.AsyncConnection[Any]:
    return await psycopg.AsyncConnection.connect(_conninfo(url, application_name), prepare_threshold=None, autocommit=autocommit)


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Failures of the database, and of the way to it, as sentences; bugs of ours as they are."""
    try:
        yield
    except (DBAPIError, psycopg.Error, PoolTimeoutError, OSError) as error:
        outside = outside_error(error)
        if outside is None:
            raise
        raise outside from error


def _engine(url: str, application_name: str, pool_size: int) -> Engine:
    """To be used in `greenlet_spawn` only. SQLAlchemy's own asyncio front does the same, but loads its whole ORM, which costs
    every process 6 MB and a third of its start."""

    def connection() -> Any:
        return dbapi.connect(async_creator_fn=lambda: _connect(url, application_name))

    engine = create_engine(
        "postgresql+psycopg_async://",
        creator=connection,
        pool_size=pool_size,
        max_overflow=4,
        pool_timeout=15,
        pool_recycle=900,
    )
    dbapi: Any = engine.dialect.dbapi
    return engine


def _no_clock() -> datetime:
    raise OutsideError("database-unreachable", "The database did not tell its time.")

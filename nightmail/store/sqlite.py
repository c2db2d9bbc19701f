"""The Store over one SQLite file: the profile of a person without a cloud. One writer thread, WAL, synchronous FULL."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine, bindparam, create_engine, event, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from nightmail.clock import Clock, SystemClock
from nightmail.delivery.audit import AuditEntry, AuditEvent, chained, micros
from nightmail.delivery.model import DeliveryState
from nightmail.delivery.settle import Settled
from nightmail.errors import NightmailError, OutsideError
from nightmail.message.model import Message
from nightmail.ports import Claimed, Due, Front, OutboxQuery, Place, Settlement, Stuck, Transmission, Watched
from nightmail.store import sqlite_migrate
from nightmail.store.base import entry_row, worker_actor
from nightmail.store.doorbell import Doorbell
from nightmail.store.listing import listing
from nightmail.store.queue_rows import intent_detail, settled_detail
from nightmail.store.rows import Row
from nightmail.store.sqlite_counts import counts
from nightmail.store.sqlite_limits import count_usage, next_sendable, sendable
from nightmail.store.sqlite_listing import in_parts
from nightmail.store.sqlite_moves import SqliteMoves
from nightmail.store.sqlite_stuck import stuck
from nightmail.store.sqlite_watch import watched
from nightmail.store.sqlite_words import WordSearch, index_words
from nightmail.store.store import SqlStore
from nightmail.store.tables import audit_entries, deliveries, recipients, workers

T = TypeVar("T")

_WRITABLE = (DeliveryState.CLAIMED.value, DeliveryState.TRANSMITTING.value, DeliveryState.IN_DOUBT.value)


class SqliteStore(SqliteMoves, SqlStore):
    """`path` is the database file; its folder exists. Several processes may open it, one of them as the agent.

    `bell` carries "something may be due earlier" between the processes of one profile.
    """

    place = Place.LOCAL

    def __init__(self, path: Path, *, clock: Clock | None = None, bell: Doorbell | None = None) -> None:
        self._path = path
        self._clock = clock or SystemClock()
        self._bell = bell
        self._rings: list[Callable[[], None]] = []
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        self._readers = ThreadPoolExecutor(1, thread_name_prefix="store-reader")
        self._write_engine = _engine(path, begin="BEGIN IMMEDIATE")
        self._read_engine = _engine(path, begin="BEGIN")

    async def open(self) -> None:
        await self._in(self._writer, lambda: sqlite_migrate.migrate(self._path))

    async def account_chains(
        self, owner_id: UUID | None, *, after: UUID | None, limit: int
    ) -> Mapping[UUID, tuple[AuditEntry, ...]]:
        """Accounts of a PC are its person's alone; nothing is recorded of them."""
        return {}

    async def close(self) -> None:
        if self._bell:
            self._bell.close()
        await self._in(self._readers, self._read_engine.dispose)
        await self._in(self._writer, self._write_engine.dispose)
        self._writer.shutdown()
        self._readers.shutdown()

    async def listen(self, ring: Callable[[], None]) -> None:
        self._rings.append(ring)
        if self._bell:
            await self._bell.listen(ring)

    def _announced(self) -> None:
        for ring in self._rings:
            ring()
        if self._bell and not self._rings:
            self._bell.ring()

    def _now(self, connection: Connection) -> datetime:
        return self._clock.now()

    async def _read(self, work: Callable[[Connection], T]) -> T:
        return await self._in(self._readers, lambda: _transaction(self._read_engine, work))

    async def _write(self, work: Callable[[Connection], T]) -> T:
        return await self._in(self._writer, lambda: _transaction(self._write_engine, work))

    async def _in(self, pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(pool, _translated, work, self._path)

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
        return await self._write(lambda connection: self._claim(connection, worker_id, limit, closed, ahead))

    def _claim(
        self, connection: Connection, worker_id: UUID, limit: int, closed: Sequence[UUID], ahead: timedelta
    ) -> tuple[Claimed, ...]:
        now = self._now(connection)
        if not self._is_alive(connection, worker_id, now):
            return ()
        due = sendable(connection, limit, closed, now, ahead)
        told = []
        for row in due:
            row.update(state="claimed", run_lease=row["run_lease"] + 1, lease_owner=worker_id)
            told.append((row, AuditEvent.CLAIMED, f'{{"run_lease":{row["run_lease"]}}}', _CLAIM_COLUMNS))
        self._tell(connection, told, now, worker_actor(worker_id))
        return self._claimed(connection, due, self._ledger(connection, [row["id"] for row in due]))

    async def next_due(self, worker_id: UUID, *, closed: Sequence[UUID], after: Front | None = None) -> Due:
        def work(connection: Connection) -> Due:
            now = self._now(connection)
            due_at = next_sendable(connection, closed, now)
            return Due(None if due_at is None else due_at - now, now)

        return await self._read(work)

    def _found(self, connection: Connection, owner_id: UUID, query: OutboxQuery) -> Sequence[Row]:
        if query.text:
            return in_parts(query, WordSearch(connection, owner_id, query.text).rows)
        return in_parts(query, lambda part: connection.execute(listing(owner_id, part)).mappings().all())

    def _counts(self, connection: Connection, owner_id: UUID | None) -> dict[DeliveryState, int]:
        return counts(connection, owner_id)

    def _index(self, connection: Connection, fresh: Sequence[Message]) -> None:
        index_words(connection, fresh)

    async def watch(
        self, worker_id: UUID, *, lease: timedelta, closed: Sequence[UUID], late_after: timedelta, is_brief: bool = False
    ) -> Watched:
        def work(connection: Connection) -> Watched:
            now = self._now(connection)
            return watched(connection, worker_id, lease=lease, closed=closed, late_after=late_after, is_brief=is_brief, now=now)

        return await self._write(work)

    async def stuck(self, owner_id: UUID | None, *, after: timedelta) -> Stuck:
        return await self._read(lambda connection: stuck(connection, owner_id, after, self._now(connection)))

    def _is_alive(self, connection: Connection, worker_id: UUID, now: datetime) -> bool:
        query = select(workers.c.id).where(workers.c.id == worker_id, workers.c.lease_expires_at > now)
        return connection.scalar(query) is not None

    async def holding(self, worker_id: UUID, claims: Sequence[tuple[UUID, int]]) -> frozenset[tuple[UUID, int]]:
        def work(connection: Connection) -> frozenset[tuple[UUID, int]]:
            held = self._held(connection, [id for id, _ in claims])
            mine = ("claimed", worker_id)
            return frozenset((id, row["run_lease"]) for id, row in held.items() if (row["state"], row["lease_owner"]) == mine)

        return (await self._read(work)).intersection(claims)

    async def transmitting(self, worker_id: UUID, intents: Sequence[Transmission]) -> frozenset[UUID]:
        return await self._write(lambda connection: self._transmitting(connection, worker_id, intents))

    def _transmitting(self, connection: Connection, worker_id: UUID, intents: Sequence[Transmission]) -> frozenset[UUID]:
        now = self._now(connection)
        if not self._is_alive(connection, worker_id, now):
            return frozenset()
        held = self._held(connection, [intent.id for intent in intents])
        told = []
        for intent in intents:
            row = held.get(intent.id)
            if row is None or (row["state"], row["run_lease"], row["lease_owner"]) != ("claimed", intent.run_lease, worker_id):
                continue
            row.update(state="transmitting", dated_at=row["dated_at"] or intent.dated_at)
            told.append((row, AuditEvent.TRANSMITTING, intent_detail(intent), _INTENT_COLUMNS))
        self._tell(connection, told, now, worker_actor(worker_id))
        reached = {intent.id: len(intent.recipients) for intent in intents}
        count_usage(connection, [(row["account_id"], reached[row["id"]]) for row, *_ in told], now)
        return frozenset(row["id"] for row, *_ in told)

    async def settle(self, worker_id: UUID, settlements: Sequence[Settlement]) -> frozenset[UUID]:
        return await self._write(lambda connection: self._settle(connection, worker_id, settlements))

    def _settle(self, connection: Connection, worker_id: UUID, settlements: Sequence[Settlement]) -> frozenset[UUID]:
        now = self._now(connection)
        held = self._held(connection, [settlement.id for settlement in settlements])
        told, ledger = [], []
        for settlement in settlements:
            row, settled = held.get(settlement.id), settlement.settled
            if row is None or row["run_lease"] != settlement.run_lease or not _is_writable(row["state"], settled):
                continue
            row.update(
                state=settled.state.value,
                due_at=settled.due_at,
                attempts=settled.attempts,
                deferrals=settled.deferrals,
                reason=settled.reason,
                rescues=0,
                lease_owner=None,
                sent_at=now if settled.state is DeliveryState.SENT else row["sent_at"],
            )
            told.append((row, settled.event, settled_detail(settlement), _SETTLE_COLUMNS))
            for result in settled.recipients:
                where = {"of": row["id"], "number": result.n}
                ledger.append({**where, "state": result.state.value, "reply": result.reply, "changed_at": now})
        self._tell(connection, told, now, worker_actor(worker_id))
        if ledger:
            connection.execute(_LEDGER_UPDATE, ledger)
        return frozenset(row["id"] for row, *_ in told)

    def _held(self, connection: Connection, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
        query = select(deliveries).where(deliveries.c.id.in_(ids))
        return {row["id"]: dict(row) for row in connection.execute(query).mappings()}

    def _tell(
        self,
        connection: Connection,
        told: Sequence[tuple[dict[str, Any], AuditEvent, str, Sequence[str]]],
        now: datetime,
        actor: str,
    ) -> None:
        """Write the named columns of each row, and chain one audit entry to it."""
        if not told:
            return
        entries, changed = [], []
        for row, what, detail, columns in told:
            seq = row["audit_seq"] + 1
            head = chained(row["id"], seq, micros(now), what, actor, detail, bytes(row["audit_head"]))
            row.update(audit_seq=seq, audit_head=head)
            entries.append(entry_row(row["id"], row["owner_id"], seq, now, what, actor, detail, head))
            changed.append({"of": row["id"], **{column: row[column] for column in columns}})
        connection.execute(_DELIVERY_UPDATE, changed)
        self._insert_rows(connection, audit_entries, entries)


def _is_writable(state: str, settled: Settled) -> bool:
    """A server's word that it took the message counts even where it was to be sent again meanwhile, as long as nobody began
    with that: nothing is sent twice that is known to have arrived."""
    return state in _WRITABLE or (state == DeliveryState.SCHEDULED.value and settled.state is DeliveryState.SENT)


_CHAIN_COLUMNS = ("audit_seq", "audit_head")
_CLAIM_COLUMNS = ("state", "run_lease", "lease_owner", *_CHAIN_COLUMNS)
_INTENT_COLUMNS = ("state", "dated_at", *_CHAIN_COLUMNS)
_SETTLE_COLUMNS = (
    "state", "due_at", "attempts", "deferrals", "reason", "rescues", "lease_owner", "sent_at", *_CHAIN_COLUMNS
)  # fmt: skip


_DELIVERY_UPDATE = update(deliveries).where(deliveries.c.id == bindparam("of"))
_LEDGER_UPDATE = update(recipients).where(recipients.c.message_id == bindparam("of"), recipients.c.n == bindparam("number"))


def _engine(path: Path, *, begin: str) -> Engine:
    engine = create_engine(
        f"sqlite+pysqlite:///{path}",
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "isolation_level": None, "timeout": 15.0},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        sqlite_migrate.prepare(connection)

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _transaction(engine: Engine, work: Callable[[Connection], T]) -> T:
    with engine.begin() as connection:
        return work(connection)


def _translated(work: Callable[[], T], path: Path) -> T:
    try:
        return work()
    except (DatabaseError, sqlite3.DatabaseError) as error:
        outside = _outside(error, path)
        if outside is None:
            raise
        raise outside from error


def _outside(error: Exception, path: Path) -> NightmailError | None:
    text = str(error).lower()
    if "database or disk is full" in text or "disk i/o error" in text:
        return OutsideError(
            "disk-full", f"There is no room left to write {path}.", next="Free some disk space; nothing was changed."
        )
    if "database is locked" in text:
        return OutsideError("database-locked", f"{path} is in use by another program.", next="Try again in a moment.")
    if "unable to open" in text or "readonly database" in text:
        return OutsideError(
            "database-unreachable", f"{path} can't be opened for writing.", next="Check the folder's permissions."
        )
    if "not a database" in text or "malformed" in text:
        return OutsideError(
            "database-damaged", f"{path} is damaged.", next="Restore it from the copy beside it, or from a backup."
        )
    return None

"""The tables that exist, in both databases, against the ones the code believes in; and how the queue is read."""

from __future__ import annotations

import json
import statistics
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import create_engine, inspect

from nightmail.delivery.model import Priority, RecipientState
from nightmail.delivery.outcome import Accepted, RecipientResult, Reply
from nightmail.delivery.retry import RetryPolicy
from nightmail.delivery.settle import settle
from nightmail.ids import new_id
from nightmail.ports import Claimed, Settlement, Store, Transmission
from nightmail.store import migrate
from nightmail.store.postgres_calls import intents_asked, verdicts_asked
from nightmail.store.tables import metadata
from tests.letters import OWNER, account, new

# What only one of the databases has, and reaches through functions of its own.
ONLY_THERE = {"sqlite_sequence", "secrets", "worker_keys", "account_entries", "message_words", "delivery_counts"}
ONLY_THERE |= {f"message_words_{part}" for part in ("config", "data", "idx")}
ONLY_THERE_COLUMNS = (("audit_entries", "tx"), ("messages", "octets"), ("deliveries", "is_parked"), ("deliveries", "n"))


def reflected(database: Path | str) -> dict[str, dict[str, Any]]:
    """Table → column → (nullable, is part of the key)."""
    if isinstance(database, Path):
        engine = create_engine(f"sqlite:///{database}")
    else:
        engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    found: dict[str, dict[str, Any]] = {}
    seen = inspect(engine)
    for table in seen.get_table_names():
        key = set(seen.get_pk_constraint(table)["constrained_columns"])
        found[table] = {
            column["name"]: (column["nullable"] and column["name"] not in key, column["name"] in key)
            for column in seen.get_columns(table)
        }
    engine.dispose()
    return found


# The catalogue's transaction ids have no SQLAlchemy type; the code never reads them.
@pytest.mark.filterwarnings("ignore:Did not recognize type 'xid8'")
async def test_the_tables_are_those_the_code_believes_in(store: Store, database: Path | str):
    believed = {
        table.name: {column.name: (bool(column.nullable), column.primary_key) for column in table.columns}
        for table in metadata.sorted_tables
    }

    there = {name: columns for name, columns in reflected(database).items() if name not in ONLY_THERE}
    for table, column in ONLY_THERE_COLUMNS:
        there[table].pop(column, None)

    assert there == believed


async def test_a_claim_walks_the_index_and_never_sorts_the_backlog(store: Store, database: Path | str):
    anna = account()
    await store.save_account(anna)
    await store.schedule(OWNER, [new(anna) for _ in range(300)])
    if isinstance(database, Path):
        plan = await _sqlite_plan(store)
        assert "deliveries_due" in plan
        assert "TEMP B-TREE" not in plan
        return
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("analyze public.deliveries")
        body: str = connection.execute("select prosrc from pg_proc where proname = 'claim'").fetchone()[0]  # type: ignore[index]
        settings = connection.execute("select proconfig from pg_proc where proname = 'claim'").fetchone()[0]  # type: ignore[index]
        for setting in settings:
            name, _, value = setting.partition("=")
            connection.execute("select set_config(%s, %s, false)", (name, value.strip('"')))
        picking = body.split("into picked, theirs from (", 1)[1].split(") as first;", 1)[0]
        asked = picking.replace("how_many", "50").replace("(blocked)", "('{}'::uuid[])")
        asked = asked.replace("after_due, after_id", "null::timestamptz[], null::uuid[]").replace("soon", "now()")
        asked = asked.replace("mine", "''").replace("takeover", "interval '30 s'")
        plan = json.dumps(connection.execute(f"explain (format json) {asked}").fetchone()[0])  # type: ignore[index]

    assert "deliveries_due" in plan
    # What is sorted is what the three walks found, a batch each at most.
    assert plan.count('"Sort"') == 1
    assert plan.index('"Sort"') < plan.index('"LockRows"')
    assert "Bitmap" not in plan
    assert "Seq Scan" not in plan


async def _sqlite_plan(store: Store) -> str:
    def explain(connection: Any) -> str:
        found = connection.exec_driver_sql(
            "explain query plan select id from deliveries where state = 'scheduled' and priority = 1 and due_at <= 1"
            " order by due_at, id limit 5"
        )
        return " ".join(row[3] for row in found)

    return await store._read(explain)  # type: ignore[attr-defined,no-any-return]


async def test_a_claim_reads_no_more_than_its_batch(store: Store, database: Path | str):
    """With a long backlog a small batch touches few pages: the same as with a short one."""
    if isinstance(database, Path):
        return
    anna, worker = account(), new_id()
    await store.save_account(anna)
    await store.register_worker(worker, "test", lease=timedelta(minutes=5))
    await store.schedule(OWNER, [new(anna) for _ in range(2000)])
    with psycopg.connect(database) as connection:
        asked: LiteralString = "explain (analyze, buffers, format json) select count(*) from private.claim(%s, 10, '{}')"
        # The first one reads the catalogue too.
        connection.execute(asked, (worker,))
        row = connection.execute(asked, (worker,)).fetchone()
    assert row is not None
    assert row[0][0]["Plan"]["Shared Hit Blocks"] < 1200


async def test_what_was_sent_and_can_not_be_cleaned_up_is_not_walked_over(store: Store, database: Path | str):
    """While a transaction stays open that began before, old rows stay in every index."""
    if isinstance(database, Path):
        return
    anna, worker = account(), new_id()
    await store.save_account(anna)
    await store.register_worker(worker, "test", lease=timedelta(minutes=5))
    await store.schedule(OWNER, [new(anna, due=datetime.now(UTC) - timedelta(minutes=5)) for _ in range(2400)])
    touched: list[dict[str, int]] = []
    with psycopg.connect(database) as pinning, psycopg.connect(database, autocommit=True) as line:
        # The planner knows a queue of which nothing is held.
        line.execute("vacuum analyze public.deliveries")
        pinning.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        pinning.execute("select count(*) from public.deliveries")
        front: dict[Priority, tuple[datetime, UUID]] = {}
        for _ in range(57):
            held = await store.claim(worker, limit=40, closed=(), after=front)
            assert len(held) == 40
            front = {one.delivery.priority: (one.delivery.due_at, one.delivery.id) for one in held}
            intents = [Transmission(one.delivery.id, one.delivery.run_lease, datetime.now(UTC), "00" * 32, (0,)) for one in held]
            touched.append({"T2": _touched(line, "private.transmitting(%s, %s::json)", worker, intents_asked(intents))})
            verdicts = verdicts_asked([_sent(one) for one in held])
            touched[-1]["T3"] = _touched(line, "private.settle(%s, %s::json, %s::json)", worker, *verdicts)
            touched[-1]["watch"] = _touched(
                line, "private.watch(%s, '1 min'::interval, '{}'::uuid[], '1 min'::interval, 5, true)", worker
            )
        due, id = front[Priority.NORMAL]
        where = "array[null, %s, null]::timestamptz[], array[null, %s, null]::uuid[]"
        claim = f"private.claim(%s, 40, '{{}}'::uuid[], '0'::interval, {where})"
        # The first one reads the catalogue too.
        claims = [_touched(line, claim, worker, due, id) for _ in range(2)]

    for step in ("T2", "T3", "watch"):
        early, late = (statistics.median(one[step] for one in part) for part in (touched[3:12], touched[-9:]))
        assert late <= early * 1.3, (step, early, late)
    assert claims[-1] < 1500, claims


def _touched(line: psycopg.Connection[Any], call: LiteralString, *values: object) -> int:
    row = line.execute(f"explain (analyze, buffers, format json) select count(*) from {call}", values).fetchone()
    assert row is not None
    found: int = row[0][0]["Plan"]["Shared Hit Blocks"]
    return found


def _sent(held: Claimed) -> Settlement:
    results = (RecipientResult(0, RecipientState.ACCEPTED, "250 taken"),)
    settled = settle(
        held.delivery, Accepted(Reply(250, "taken"), results), retry=RetryPolicy(), now=datetime.now(UTC), spread=0.5
    )
    return Settlement(held.delivery.id, held.delivery.run_lease, settled)


async def test_migrating_twice_changes_nothing_and_the_status_says_so(store: Store, database: Path | str):
    if isinstance(database, Path):
        return
    assert await migrate.migrate(database, with_platform=True) == ()
    status = await migrate.status(database)
    assert status.missing == status.unknown == ()
    assert len(status.applied) == len(migrate.migrations())


async def test_a_database_migrated_by_a_newer_version_is_refused(store: Store, database: Path | str):
    from nightmail.errors import PersonError

    if isinstance(database, Path):
        import sqlite3

        connection = sqlite3.connect(database)
        connection.execute("pragma user_version = 9999")
        connection.close()
        with pytest.raises(PersonError) as newer:
            await store.open()
    else:
        with psycopg.connect(database, autocommit=True) as admin:
            admin.execute("insert into supabase_migrations.schema_migrations (version, name) values ('29991231000000', 'later')")
        with pytest.raises(PersonError) as newer:
            await migrate.require_current(database)
    assert newer.value.code == "database-newer"

"""The tables that exist, in both databases, against the ones the code believes in; and how the queue is read."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest
from sqlalchemy import create_engine, inspect

from nightmail.ids import new_id
from nightmail.ports import Store
from nightmail.store import migrate
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

"""What an agent asks as long as it runs stays cheap, however much has been sent."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event

from nightmail.ids import new_id
from nightmail.store.sqlite import SqliteStore

_LEASE = timedelta(minutes=1)


async def test_looking_round_reads_no_table_that_grows_from_end_to_end(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "nightmail.sqlite3")
    await store.open()
    asked: list[tuple[str, Any]] = []

    @event.listens_for(store._write_engine, "after_cursor_execute")
    def _note(connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        asked.append((statement, parameters))

    def scanned(connection: Connection) -> list[str]:
        plans = [connection.exec_driver_sql(f"explain query plan {words}", values).all() for words, values in list(asked)]
        return [step for plan in plans for *_, step in plan if step in ("SCAN deliveries", "SCAN audit_entries", "SCAN messages")]

    worker = new_id()
    await store.register_worker(worker, "agent", lease=_LEASE)
    asked.clear()
    await store.watch(worker, lease=_LEASE, closed=[], late_after=_LEASE)
    assert len(asked) > 5
    assert await store._write(scanned) == []
    await store.close()

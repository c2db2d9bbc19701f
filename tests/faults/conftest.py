"""The stores that whole runs go over: SQLite in a folder, and PostgreSQL 18 from the wheel. Fresh for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.ports import Store
from nightmail.store.postgres import PostgresStore
from nightmail.store.sqlite import SqliteStore
from tests import databases
from tests.faults.playing import Theatre


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    with databases.server(18) as running:
        yield running


@pytest.fixture
async def local_store(tmp_path: Path) -> AsyncIterator[Store]:
    store = SqliteStore(tmp_path / "nightmail.sqlite3")
    await store.open()
    yield store
    await store.close()


@pytest.fixture
def database(server: PostgresServer) -> Iterator[str]:
    with databases.fresh(server) as url:
        yield url


@pytest.fixture
async def hosted_store(database: str) -> AsyncIterator[Store]:
    store = PostgresStore(database)
    await store.open()
    yield store
    await store.close()


@pytest.fixture
def theatre(local_store: Store, tmp_path: Path) -> Theatre:
    return Theatre(local_store, tmp_path)


@pytest.fixture(params=["local_store", "hosted_store"])
def any_theatre(request: pytest.FixtureRequest, tmp_path: Path) -> Theatre:
    """Over either store: for what a store may have its own mind about."""
    return Theatre(request.getfixturevalue(request.param), tmp_path)

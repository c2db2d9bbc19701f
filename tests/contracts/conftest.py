"""Every store the contract suite runs over: SQLite in a folder, PostgreSQL 18 from the wheel, PostgreSQL 15 where installed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.ports import Store
from nightmail.store.postgres import PostgresStore
from nightmail.store.sqlite import SqliteStore
from tests import databases

STORES = ("sqlite", *(f"postgres{version}" for version in databases.versions()))


@pytest.fixture(scope="session")
def servers() -> Iterator[dict[int, PostgresServer]]:
    with ExitStack() as stack:
        yield {version: stack.enter_context(databases.server(version)) for version in databases.versions()}


@pytest.fixture(params=STORES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """A path for SQLite, a URL for PostgreSQL: fresh for each test."""
    name: str = request.param
    if name == "sqlite":
        yield tmp_path / "nightmail.sqlite3"
        return
    running = request.getfixturevalue("servers")[int(name.removeprefix("postgres"))]
    with databases.fresh(running) as url:
        yield url


@pytest.fixture
async def open_store(database: Path | str) -> AsyncIterator[object]:
    """Opens one more store over the same database, as a second process would."""
    async with AsyncExitStack() as stack:

        async def another() -> Store:
            store = SqliteStore(database) if isinstance(database, Path) else PostgresStore(database)
            stack.push_async_callback(store.close)
            await store.open()
            return store

        yield another


@pytest.fixture
async def store(open_store: object) -> Store:
    return await open_store()  # type: ignore[operator,no-any-return]

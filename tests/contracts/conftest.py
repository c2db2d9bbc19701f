"""Every store the contract suite runs over: SQLite in a folder, PostgreSQL 18 from the wheel, PostgreSQL 15 where installed,
and 18 once more behind a pooler of transactions where PgBouncer is installed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.ports import Store
from nightmail.store.postgres import PostgresStore
from nightmail.store.sqlite import SqliteStore
from tests import databases, pooler

POOLED = ("pooled18",) if pooler.PROGRAM else ()
STORES = ("sqlite", *(f"postgres{version}" for version in databases.versions()), *POOLED)


@pytest.fixture(scope="session")
def servers() -> Iterator[dict[int, PostgresServer]]:
    with ExitStack() as stack:
        yield {version: stack.enter_context(databases.server(version)) for version in databases.versions()}


@pytest.fixture(scope="session")
def pooler_port(servers: dict[int, PostgresServer]) -> Iterator[int]:
    with pooler.pooler(servers[18].port, {servers[18].user: servers[18].password}, connections=4) as port:
        yield port


@pytest.fixture(params=STORES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """A path for SQLite, a direct URL for PostgreSQL: fresh for each test."""
    name: str = request.param
    if name == "sqlite":
        yield tmp_path / "nightmail.sqlite3"
        return
    running = request.getfixturevalue("servers")[int(name[-2:])]
    with databases.fresh(running) as url:
        yield url


@pytest.fixture
def address(request: pytest.FixtureRequest, database: Path | str) -> Path | str:
    """Where a store finds the database: a URL may lead through the pooler."""
    if isinstance(database, Path) or request.node.callspec.params["database"] not in POOLED:
        return database
    server: PostgresServer = request.getfixturevalue("servers")[18]
    port: int = request.getfixturevalue("pooler_port")
    return database.replace(f":{server.port}/", f":{port}/")


@pytest.fixture
async def open_store(address: Path | str) -> AsyncIterator[object]:
    """Opens one more store over the same database, as a second process would."""
    async with AsyncExitStack() as stack:

        async def another() -> Store:
            store = SqliteStore(address) if isinstance(address, Path) else PostgresStore(address)
            stack.push_async_callback(store.close)
            await store.open()
            return store

        yield another


@pytest.fixture
async def store(open_store: object) -> Store:
    return await open_store()  # type: ignore[operator,no-any-return]

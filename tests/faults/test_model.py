"""Stories of chance over every store, each step held against an oracle: see `modelled`. The same stories on every run."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.store import sqlite_migrate
from nightmail.store.postgres import PostgresStore
from nightmail.store.sqlite import SqliteStore
from tests import databases
from tests.faults.modelled import Story, World

STEADY = settings(
    derandomize=True,
    phases=(Phase.generate,),
    report_multiple_bugs=False,
    database=None,
    deadline=None,
    stateful_step_count=25,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
_SHIFT = (
    "update public.deliveries set due_at = due_at - %(span)s, wanted_at = wanted_at - %(span)s,"
    " deadline_at = deadline_at - %(span)s",
    "update public.workers set lease_expires_at = lease_expires_at - %(span)s",
)


class Turned:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.at = datetime(2026, 12, 1, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


class Local:
    """Two processes' stores over one file of a PC."""

    def __init__(self, pattern: Path) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="nightmail-model-"))
        self._clock = Turned()
        path = self._folder / "nightmail.sqlite3"
        shutil.copy(pattern, path)
        self.store, self.other = SqliteStore(path, clock=self._clock), SqliteStore(path, clock=self._clock)

    async def passes(self, span: timedelta) -> None:
        self._clock.at += span

    def now(self) -> datetime:
        return self._clock.at

    async def close(self) -> None:
        await self.store.close()
        await self.other.close()
        shutil.rmtree(self._folder)


class Hosted:
    """The database's clock is not ours to turn: instead, everything in it moves into the past."""

    def __init__(self, running: PostgresServer) -> None:
        self._stack = ExitStack()
        self._url = self._stack.enter_context(databases.fresh(running))
        self._line = self._stack.enter_context(psycopg.connect(self._url, autocommit=True))
        self.store, self.other = PostgresStore(self._url), PostgresStore(self._url)

    async def passes(self, span: timedelta) -> None:
        for statement in _SHIFT:
            self._line.execute(statement, {"span": span})

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def close(self) -> None:
        await self.store.close()
        await self.other.close()
        self._stack.close()


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pattern") / "nightmail.sqlite3"
    sqlite_migrate.migrate(path)
    return path


@pytest.fixture(scope="module")
def running() -> Iterator[PostgresServer]:
    with databases.server(18) as server:
        yield server


def test_no_story_on_a_pc_loses_or_doubles_a_message(pattern: Path):
    class LocalStory(Story):
        async def new_world(self) -> World:
            return Local(pattern)

    run_state_machine_as_test(LocalStory, settings=settings(STEADY, max_examples=40))


def test_no_story_in_the_hosted_database_loses_or_doubles_a_message(running: PostgresServer):
    class HostedStory(Story):
        async def new_world(self) -> World:
            return Hosted(running)

    run_state_machine_as_test(HostedStory, settings=settings(STEADY, max_examples=12))

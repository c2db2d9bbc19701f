"""One cluster for these tests; in each a project of its own, and a PC before it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.cloud.connection import CloudRoom
from tests import databases
from tests.supabase_stack.fixture import Stack, stack
from tests.unit.cloud.desk import Desk


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    with databases.server(18) as running:
        yield running


@pytest.fixture
def project(server: PostgresServer) -> Iterator[Stack]:
    with stack(server) as running:
        yield running


@pytest.fixture
def desk(project: Stack, tmp_path: Path) -> Desk:
    return Desk(project, tmp_path / "profile")


@pytest.fixture
async def room(desk: Desk) -> AsyncIterator[CloudRoom]:
    """Signed in."""
    async with desk.signed_in() as opened:
        yield opened

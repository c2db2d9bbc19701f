"""One project a server version, with everybody in it; a test that changes what others read makes its own rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from tests import databases
from tests.guards.cast import Cast, seeded
from tests.guards.project import Project, cluster, migrated


@pytest.fixture(scope="session", params=databases.versions(), ids="postgres{}".format)
def running(request: pytest.FixtureRequest) -> Iterator[PostgresServer]:
    with cluster(request.param) as server:
        yield server


@pytest.fixture(scope="session")
def cast(running: PostgresServer) -> Iterator[Cast]:
    project = migrated(running)
    yield seeded(project)
    project.hang_up()


@pytest.fixture(scope="session")
def project(cast: Cast) -> Project:
    return cast.project

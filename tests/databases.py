"""Real PostgreSQL servers for tests: 18 from the wheel, and 15 where the system has one. A fresh database costs a copy."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from nightmail.cli.embedded_postgres import PostgresServer, postgres
from nightmail.store import migrate

SYSTEM_15 = Path("/usr/lib/postgresql/15/bin")
_TEMPLATE = "nightmail_template"
# Compiling the plan of a question that is asked once takes longer than answering it; the wheel's server can't at all.
SETTINGS = {"fsync": "off", "jit": "off"}
_numbers = itertools.count()


@contextmanager
def server(version: int) -> Iterator[PostgresServer]:
    """A cluster with a migrated template database. `version` 15 is the system's, 18 the wheel's."""
    with postgres(settings=SETTINGS, programs=SYSTEM_15 if version == 15 else None) as running:
        _admin(running, f"create database {_TEMPLATE}")
        asyncio.run(migrate.migrate(running.url(_TEMPLATE), with_platform=True))
        yield running


def versions() -> tuple[int, ...]:
    return (15, 18) if (SYSTEM_15 / "postgres").exists() else (18,)


@contextmanager
def fresh(running: PostgresServer) -> Iterator[str]:
    """The URL of a new, migrated database that goes away again."""
    name = f"test_{next(_numbers)}"
    _admin(running, f"create database {name} template {_TEMPLATE}")
    try:
        yield running.url(name)
    finally:
        _admin(running, f"drop database {name} with (force)")


def _admin(running: PostgresServer, statement: str) -> None:
    with psycopg.connect(running.url(), autocommit=True) as connection:
        connection.execute(statement)

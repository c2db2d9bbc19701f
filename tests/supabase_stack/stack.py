"""Prepare a database for the stand-in and serve one project over it. It listens on loopback only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.supabase_stack.app import Project, application
from tests.supabase_stack.database import Database
from tests.supabase_stack.serving import HOST, serving

_LOGINS = ("authenticator", "nightmail_worker")


@dataclass(frozen=True, slots=True)
class Standing:
    """How to reach a running project. `database_url` is the operator's, `worker_url` the worker's own role's."""

    url: str
    publishable_key: str
    secret_key: str
    database_url: str
    worker_url: str
    control_url: str

    def told(self) -> dict[str, Any]:
        """As the process tells it: what every project has, and what only this one lets its starter do."""
        known = asdict(self)
        admin = {name: known.pop(name) for name in ("worker_url", "control_url")}
        return {**known, "admin": admin}


@asynccontextmanager
async def running(database_url: str, *, port: int = 0) -> AsyncIterator[Standing]:
    """Serve a project over a database that has the platform and the migrations. `database_url` is a superuser's."""
    project = Project(Database(authenticator_url=_as("authenticator", database_url), admin_url=database_url))
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        await _prepare(connection, password=urlsplit(database_url).password)
        async with application(project, connection) as app, serving(app, port=port) as listening:
            url = f"http://{HOST}:{listening}"
            yield Standing(
                url=url,
                publishable_key=project.keys.publishable,
                secret_key=project.keys.secret,
                database_url=database_url,
                worker_url=_as("nightmail_worker", database_url),
                control_url=f"{url}/_control",
            )


async def _prepare(connection: psycopg.AsyncConnection, *, password: str | None) -> None:
    """The roles that log in get the superuser's password; hosted, each has one of its own."""
    # A database copied from a template does not bring its settings.
    name = sql.Identifier(connection.info.dbname)
    await connection.execute(sql.SQL("alter database {} set pgrst.db_schemas = 'public,graphql_public'").format(name))
    if not password:
        return
    async with connection.transaction():
        # Two sessions that alter one role at the same time fail; this lock is the cluster's.
        await connection.execute("lock table pg_catalog.pg_authid in share row exclusive mode")
        if connection.info.server_version >= 160000:
            # A test's password needs no thousands of rounds, at every log-in again.
            await connection.execute("set local scram_iterations = 1")
        known = await connection.execute("select rolname from pg_catalog.pg_roles where rolname = any (%s)", (list(_LOGINS),))
        for (role,) in await known.fetchall():
            await connection.execute(sql.SQL("alter role {} login password {}").format(sql.Identifier(role), password))


def _as(role: str, database_url: str) -> str:
    parts = urlsplit(database_url)
    login = f"{role}:{parts.password}" if parts.password else role
    return urlunsplit(parts._replace(netloc=f"{login}@{parts.hostname}:{parts.port or 5432}"))

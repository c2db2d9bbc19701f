"""Prepare a database for the stand-in and serve one project over it. It listens on loopback only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
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

    def told(self) -> dict[str, str]:
        return asdict(self)


@asynccontextmanager
async def running(database_url: str, *, port: int = 0) -> AsyncIterator[Standing]:
    """Serve a project over a database that has the platform and the migrations. `database_url` is a superuser's."""
    await _let_log_in(database_url)
    project = Project(Database(authenticator_url=_as("authenticator", database_url), admin_url=database_url))
    async with application(project) as app, serving(app, port=port) as listening:
        url = f"http://{HOST}:{listening}"
        yield Standing(
            url=url,
            publishable_key=project.keys.publishable,
            secret_key=project.keys.secret,
            database_url=database_url,
            worker_url=_as("nightmail_worker", database_url),
            control_url=f"{url}/_control",
        )


async def _let_log_in(database_url: str) -> None:
    """The roles that log in get the superuser's password; hosted, each has one of its own."""
    password = urlsplit(database_url).password
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        # A database copied from a template does not bring its settings.
        name = sql.Identifier(connection.info.dbname)
        await connection.execute(sql.SQL("alter database {} set pgrst.db_schemas = 'public,graphql_public'").format(name))
        known = await connection.execute("select rolname from pg_roles where rolname = any (%s)", (list(_LOGINS),))
        for (role,) in await known.fetchall():
            if password:
                change = sql.SQL("alter role {} login password {}").format(sql.Identifier(role), sql.Literal(password))
                await connection.execute(change)


def _as(role: str, database_url: str) -> str:
    parts = urlsplit(database_url)
    login = f"{role}:{parts.password}" if parts.password else role
    return urlunsplit(parts._replace(netloc=f"{login}@{parts.hostname}:{parts.port or 5432}"))

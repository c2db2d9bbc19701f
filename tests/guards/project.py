"""A database as a hosted project has it: its owner `postgres` is no superuser, and the Data API logs in as `authenticator`."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from nightmail.cli.embedded_postgres import PostgresServer, postgres
from nightmail.store import migrate
from tests import databases

PASSWORD = "only-for-this-test"
PLATFORM = resources.files("nightmail.store").joinpath("platform.sql").read_text(encoding="utf-8")
_numbers = itertools.count()

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks the Data API: the role of the token and what else it says."""

    role: str
    claims: Mapping[str, object] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.claims["sub"])


ANONYMOUS = Caller("anon", {"role": "anon"})
SECRET_KEY = Caller("service_role", {"role": "service_role"})


def person(id: UUID, *, email: str = "", **more: object) -> Caller:
    return Caller("authenticated", {"sub": str(id), "role": "authenticated", "email": email, **more})


class Project:
    """One database of a cluster whose superuser is `supabase_admin`."""

    def __init__(self, running: PostgresServer, database: str) -> None:
        self.running = running
        self.database = database
        self._lines: dict[str, Connection] = {}

    def url(self, role: str = "postgres") -> str:
        if role == self.running.user:
            return self.running.url(self.database)
        return f"postgresql://{role}:{PASSWORD}@127.0.0.1:{self.running.port}/{self.database}"

    def connect(self, role: str = "postgres") -> Connection:
        return psycopg.connect(self.url(role), autocommit=True, prepare_threshold=None)

    def _line(self, role: str) -> Connection:
        """One kept for short questions; making a new one costs more than they do."""
        if role not in self._lines:
            self._lines[role] = self.connect(role)
        return self._lines[role]

    def hang_up(self) -> None:
        for line in self._lines.values():
            line.close()
        self._lines.clear()

    @contextmanager
    def speaking(self, caller: Caller) -> Iterator[Connection]:
        """One request of the Data API: a transaction as this caller, committed at the end."""
        with self.connect("authenticator") as connection, connection.transaction():
            become(connection, caller)
            yield connection

    def ask(self, caller: Caller, function: str, **arguments: object) -> Any:
        """`POST /rpc/<function>`; answers its value, or its rows as dicts."""
        call = sql.SQL("select to_jsonb(f) from public.{}({}) as f").format(
            sql.Identifier(function),
            sql.SQL(", ").join(sql.SQL("{} => {}").format(sql.Identifier(name), _value(v)) for name, v in arguments.items()),
        )
        line = self._line("authenticator")
        with line.transaction():
            become(line, caller)
            found = [row[0] for row in line.execute(call).fetchall()]
        return found if len(found) != 1 or function.startswith("list_m") else found[0]

    def one(self, query: str, *values: object, role: str = "postgres") -> Any:
        """The first column of the only row, as the database's owner sees it."""
        row = self._line(role).execute(query.encode(), values).fetchone()
        return row[0] if row else None


def become(connection: Connection, caller: Caller) -> None:
    connection.execute("select set_config('request.jwt.claims', %s, true)", (json.dumps(dict(caller.claims)),))
    connection.execute("select set_config('role', %s, true)", (caller.role,))


def _value(value: object) -> sql.Composable:
    # Untyped, as the Data API binds them: the function's own types decide.
    return sql.Literal(json.dumps(value) if isinstance(value, dict | list) else None if value is None else str(value))


@contextmanager
def cluster(version: int) -> Iterator[PostgresServer]:
    programs = databases.SYSTEM_15 if version == 15 else None
    with postgres(user="supabase_admin", settings=databases.SETTINGS, programs=programs) as running:
        yield running


def bare(running: PostgresServer) -> Project:
    """A database with the platform and nothing of ours, owned by `postgres`."""
    name = f"project_{next(_numbers)}"
    with psycopg.connect(running.url(), autocommit=True) as admin:
        admin.execute(f"create database {name}".encode())
        with psycopg.connect(running.url(name), autocommit=True) as inside:
            inside.execute(PLATFORM.encode())
        admin.execute(f"alter database {name} owner to postgres".encode())
        for role in ("postgres", "authenticator"):
            admin.execute(f"alter role {role} password '{PASSWORD}'".encode())
    return Project(running, name)


def migrated(running: PostgresServer) -> Project:
    project = bare(running)
    asyncio.run(migrate.migrate(project.url()))
    with project.connect() as owner:
        owner.execute(f"alter role nightmail_worker password '{PASSWORD}'".encode())
    return project


def copied(project: Project) -> Project:
    """Another database with the same content. Nobody may be connected to the first meanwhile."""
    name = f"project_{next(_numbers)}"
    with psycopg.connect(project.running.url(), autocommit=True) as admin:
        admin.execute(f"create database {name} template {project.database} owner postgres".encode())
    return Project(project.running, name)

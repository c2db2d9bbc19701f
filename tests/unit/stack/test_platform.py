from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources

import psycopg
import pytest

from nightmail.cli.embedded_postgres import PostgresServer, postgres
from nightmail.store import migrate
from tests import databases

PLATFORM = resources.files("nightmail.store").joinpath("platform.sql").read_text(encoding="utf-8")
ROLES = {
    *("supabase_admin", "postgres", "anon", "authenticated", "service_role", "authenticator", "supabase_auth_admin"),
    *("supabase_storage_admin", "supabase_realtime_admin", "supabase_read_only_user", "dashboard_user"),
}


@contextmanager
def cluster(version: int, *, superuser: str) -> Iterator[PostgresServer]:
    programs = databases.SYSTEM_15 if version == 15 else None
    with postgres(user=superuser, settings={"fsync": "off"}, programs=programs) as running:
        yield running


def execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(scope="module", params=databases.versions())
def alices(request: pytest.FixtureRequest) -> Iterator[PostgresServer]:
    with cluster(request.param, superuser="alice") as running:
        yield running


@pytest.fixture
def foreign(alices: PostgresServer) -> Iterator[PostgresServer]:
    """A cluster whose superuser bears no name that Supabase knows, with an empty database."""
    execute(alices.url(), "create database nightmail")
    yield alices
    execute(alices.url(), "drop database nightmail")


def test_the_platform_comes_to_a_cluster_of_any_superuser_and_again_without_harm(foreign: PostgresServer) -> None:
    with psycopg.connect(foreign.url("nightmail")) as connection:
        connection.execute(PLATFORM)
        connection.execute(PLATFORM)

        roles = {name for (name,) in connection.execute("select rolname from pg_roles where rolname not like 'pg\\_%'")}
        people = connection.execute("select email from auth.users").fetchall()
        owner = connection.execute("select relowner::regrole::text from pg_class where oid = 'auth.users'::regclass").fetchone()

    assert roles == {*ROLES, "alice"}
    assert people == [("operator@localhost",)]
    assert owner == ("supabase_auth_admin",)


def test_supabases_own_postgres_who_is_no_superuser_can_migrate(foreign: PostgresServer) -> None:
    execute(foreign.url("nightmail"), PLATFORM)
    execute(foreign.url(), "alter role postgres password 'a word for this test'")
    # Hosted, the database is this role's own.
    execute(foreign.url(), "alter database nightmail owner to postgres")

    applied = asyncio.run(
        migrate.migrate(f"postgresql://postgres:a word for this test@127.0.0.1:{foreign.port}/nightmail".replace(" ", "%20"))
    )

    assert applied == tuple(migration.version for migration in migrate.migrations())


async def test_two_databases_of_one_cluster_may_get_the_platform_at_the_same_time() -> None:
    with cluster(18, superuser="postgres") as running:
        names = [f"nightmail_{n}" for n in range(3)]
        for name in names:
            execute(running.url(), f"create database {name}")

        applied = await asyncio.gather(*(migrate.migrate(running.url(name), with_platform=True) for name in names))

    assert all(versions == applied[0] != () for versions in applied)


def test_what_an_earlier_platform_made_is_completed(server: PostgresServer) -> None:
    with psycopg.connect(server.url()) as connection:
        connection.execute(
            "alter role service_role nobypassrls; create schema auth;"
            "create table auth.users (id uuid primary key, email text unique, created_at timestamptz not null default now());"
            "insert into auth.users values ('00000000-0000-7000-8000-000000000001', 'operator@localhost')"
        )

        connection.execute(PLATFORM)

        known = connection.execute("select email, raw_app_meta_data, is_anonymous from auth.users").fetchall()
        powers = connection.execute("select rolbypassrls from pg_roles where rolname = 'service_role'").fetchone()
        connection.rollback()

    assert known == [("operator@localhost", None, False)]
    assert powers == (True,)


def test_the_api_roles_speak_with_the_person_of_their_claims(server: PostgresServer) -> None:
    id = "00000000-0000-7000-8000-000000000009"
    claims = json.dumps({"sub": id, "role": "authenticated", "email": "a@b.example"})
    with psycopg.connect(server.url("notes")) as connection:
        connection.execute(
            "select set_config('request.jwt.claims', %s, true), set_config('role', 'authenticated', true)", (claims,)
        )

        seen = connection.execute("select auth.uid()::text, auth.role(), auth.email(), auth.jwt() ->> 'sub'").fetchone()

    assert seen == (id, "authenticated", "a@b.example", id)

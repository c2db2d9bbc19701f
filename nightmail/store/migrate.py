"""Apply `supabase/migrations` to a PostgreSQL database, with the same bookkeeping as Supabase's own tool, so both can be used."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import psycopg

from nightmail.errors import PersonError
from nightmail.store.postgres_errors import missing, outside_error, refused

_BOOKKEEPING = """
    create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations (
        version text primary key, statements text[], name text
    );
"""


@dataclass(frozen=True, slots=True)
class Migration:
    version: str
    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class MigrationStatus:
    """Versions by where they are known: in both places, only here, only in the database."""

    applied: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def migrations() -> list[Migration]:
    """The files in order: from the checkout, or from the installed package where there is none."""
    found = []
    for path in sorted(_folder().glob("*.sql")):
        version, _, name = path.stem.partition("_")
        found.append(Migration(version, name, path.read_text(encoding="utf-8")))
    return found


def _folder() -> Path:
    packaged = Path(str(resources.files("nightmail.store"))) / "supabase_migrations"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "supabase" / "migrations"


async def migrate(url: str, *, with_platform: bool = False) -> tuple[str, ...]:
    """Apply what is missing, all in one transaction; answers the versions applied.

    `with_platform` first makes what Supabase provides and a plain PostgreSQL lacks: API roles, the auth schema, one user.
    """
    async with _connection(url) as connection, connection.transaction():
        # Two migrating processes take turns; the lock ends with the transaction.
        await connection.execute("select pg_advisory_xact_lock(7165031462)")
        if with_platform:
            await connection.execute(resources.files("nightmail.store").joinpath("platform.sql").read_text(encoding="utf-8"))
        elif not await _has_platform(connection):
            raise PersonError(
                "no-platform",
                "This database lacks Supabase's roles and auth schema.",
                next="On a plain PostgreSQL run: nightmail db migrate --with-platform",
            )
        await connection.execute(_BOOKKEEPING)
        status = _status(await _applied(connection))
        if status.unknown:
            raise newer(status.unknown)
        for migration in migrations():
            if migration.version in status.missing:
                await connection.execute(migration.sql)
                await connection.execute(
                    "insert into supabase_migrations.schema_migrations (version, name, statements) values (%s, %s, %s)",
                    (migration.version, migration.name, [migration.sql]),
                )
        return status.missing


async def status(url: str) -> MigrationStatus:
    async with _connection(url) as connection:
        return _status(await _applied(connection))


async def require_current(url: str) -> None:
    """Raises PersonError `migrations-missing` or `database-newer`."""
    found = await status(url)
    if found.unknown:
        raise newer(found.unknown)
    if found.missing:
        raise missing()


def newer(versions: tuple[str, ...]) -> PersonError:
    return PersonError(
        "database-newer",
        f"The database was migrated by a newer Nightmail ({', '.join(versions)}).",
        next="Update Nightmail; the database is untouched.",
    )


def _status(applied: frozenset[str]) -> MigrationStatus:
    known = [migration.version for migration in migrations()]
    return MigrationStatus(
        applied=tuple(version for version in known if version in applied),
        missing=tuple(version for version in known if version not in applied),
        unknown=tuple(sorted(applied.difference(known))),
    )


async def _applied(connection: psycopg.AsyncConnection[Any]) -> frozenset[str]:
    there = await connection.execute("select to_regclass('supabase_migrations.schema_migrations') is not null")
    row = await there.fetchone()
    if not row or not row[0]:
        return frozenset()
    found = await connection.execute("select version from supabase_migrations.schema_migrations")
    return frozenset(version for (version,) in await found.fetchall())


async def _has_platform(connection: psycopg.AsyncConnection[Any]) -> bool:
    there = await connection.execute("select to_regclass('auth.users') is not null")
    row = await there.fetchone()
    return bool(row and row[0])


@asynccontextmanager
async def _connection(url: str) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
    try:
        async with await psycopg.AsyncConnection.connect(
            url, autocommit=True, connect_timeout=10, prepare_threshold=None, application_name="nightmail-migrate"
        ) as connection:
            yield connection
    except psycopg.ProgrammingError as error:
        raise refused(error) from error
    except (psycopg.OperationalError, OSError) as error:
        raise outside_error(error) or error from error

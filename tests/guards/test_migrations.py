"""The migrations as a hosted project meets them: applied by an owner who is no superuser, again, and after a failure halfway."""

from __future__ import annotations

import psycopg
import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.errors import OutsideError
from nightmail.store import migrate
from tests.guards.project import Project, bare
from tests.guards.test_tables import READABLE

VERSIONS = tuple(migration.version for migration in migrate.migrations())


def shape(project: Project) -> list[tuple[object, ...]]:
    """Every object there is, and when it was made."""
    with project.connect() as owner:
        return owner.execute(
            "select c.oid, c.xmin::text from pg_class c union all select p.oid, p.xmin::text from pg_proc p"
            " union all select p.oid, p.xmin::text from pg_policy p order by 1, 2"
        ).fetchall()


def is_superuser(project: Project) -> bool:
    with project.connect() as owner:
        return owner.execute("select rolsuper from pg_roles where rolname = current_user").fetchone() == (True,)


async def test_an_owner_who_is_no_superuser_migrates_and_again_without_harm(running: PostgresServer) -> None:
    project = bare(running)

    first = await migrate.migrate(project.url())
    made = shape(project)
    second = await migrate.migrate(project.url())

    assert not is_superuser(project)
    assert first == VERSIONS
    assert second == ()
    assert shape(project) == made
    assert (await migrate.status(project.url())).missing == ()


async def test_a_second_database_of_the_same_cluster_is_migrated_as_well(running: PostgresServer) -> None:
    """The worker's role belongs to the cluster, and is there already."""
    await migrate.migrate(bare(running).url())

    assert await migrate.migrate(bare(running).url()) == VERSIONS


async def test_a_migration_that_fails_in_the_middle_leaves_nothing_and_can_be_repeated(running: PostgresServer) -> None:
    project = bare(running)
    with project.connect() as owner:
        # In the way of a table halfway through the files.
        owner.execute("create view public.deliveries as select 1 as one")
    before = shape(project)

    with pytest.raises(OutsideError):
        await migrate.migrate(project.url())
    assert shape(project) == before
    assert (await migrate.status(project.url())).applied == ()

    with project.connect() as owner:
        owner.execute("drop view public.deliveries")
    assert await migrate.migrate(project.url()) == VERSIONS


@pytest.mark.parametrize("done", [1, 4, len(VERSIONS) - 1])
async def test_each_file_stands_by_itself(running: PostgresServer, done: int) -> None:
    """Supabase's tool applies one file after the other, each in its own transaction; ours goes on from wherever it stopped."""
    project = bare(running)
    with project.connect() as owner:
        owner.execute(migrate._BOOKKEEPING.encode())
        for migration in migrate.migrations()[:done]:
            with owner.transaction():
                owner.execute(migration.sql.encode())
                owner.execute(
                    "insert into supabase_migrations.schema_migrations (version, name) values (%s, %s)",
                    (migration.version, migration.name),
                )

    assert await migrate.migrate(project.url()) == VERSIONS[done:]


async def test_a_project_that_hands_out_rights_by_default_hands_out_none_of_ours(running: PostgresServer) -> None:
    """Projects made before 2026 grant everything new in `public` to the API roles."""
    project = bare(running)
    with project.connect() as owner:
        for kind in ("tables", "sequences", "functions"):
            owner.execute(
                f"alter default privileges in schema public grant all on {kind} to anon, authenticated, service_role".encode()
            )

    await migrate.migrate(project.url())

    with project.connect() as owner:
        tables = owner.execute(
            "select grantee, privilege_type, table_schema || '.' || table_name from information_schema.role_table_grants"
            " where table_schema in ('public', 'private', 'ops') and grantee in ('anon', 'authenticated', 'service_role')"
        ).fetchall()
        functions = owner.execute(
            "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname in ('public', 'private', 'ops')"
            " and (has_function_privilege('anon', p.oid, 'execute') or has_function_privilege('service_role', p.oid, 'execute'))"
        ).fetchall()
    assert set(tables) == {("authenticated", "SELECT", name) for name in READABLE}
    assert functions == []


async def test_the_audit_log_is_append_only_for_the_owner_too(running: PostgresServer) -> None:
    project = bare(running)
    await migrate.migrate(project.url())
    for table in ("public.audit_entries", "public.account_entries", "private.operator_entries"):
        with project.connect() as owner, pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute(f"truncate {table}".encode())

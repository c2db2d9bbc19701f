"""Every table and view there is, tried by everybody who has no business there. A new one is tried by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.guards.cast import ANNAS, BENS, Cast
from tests.guards.project import ANONYMOUS, SECRET_KEY, Caller, Connection, Project

DENIED = "42501"
# Not a thing to do to a view, a sequence or an identity column at all, whoever asks.
NOT_DONE = ("42809", "0A000", "55000", "428C9")
# What every signed-in person may read, whoever wrote it: the keys to seal to.
SHARED = {"public.worker_keys"}
READABLE = {
    f"public.{name}"
    for name in (
        "accounts",
        "messages",
        "attachments",
        "recipients",
        "deliveries",
        "audit_entries",
        "account_entries",
        "suppressions",
        "worker_keys",
    )
}


def relations(project: Project) -> list[str]:
    """Every table, view, materialized view, foreign table and sequence of ours."""
    with project.connect() as owner:
        found = owner.execute(
            "select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " where n.nspname in ('public', 'private', 'ops', 'supabase_migrations')"
            " and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') order by 1"
        ).fetchall()
    return [name for (name,) in found]


def columns(project: Project, relation: str) -> list[str]:
    with project.connect() as owner:
        found = owner.execute(
            "select quote_ident(attname) from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped"
            " and attgenerated = ''",
            (relation,),
        ).fetchall()
    return [name for (name,) in found]


def state_of(connection: Connection, statement: str) -> str:
    """The SQLSTATE it ends with; empty: it went through."""
    try:
        with connection.transaction():
            connection.execute(statement.encode())
    except psycopg.Error as error:
        return error.sqlstate or "?"
    return ""


def writes(relation: str, names: list[str]) -> Iterator[str]:
    yield f"insert into {relation} default values"
    yield f"insert into {relation} select * from {relation}"
    yield f"delete from {relation} where true"
    yield f"truncate {relation} cascade"
    yield f"select * from {relation} for update"
    yield f"lock table {relation} in access exclusive mode"
    yield f"alter table {relation} disable row level security"
    yield f"drop table {relation}"
    yield f"create policy mine on {relation} using (true)"
    for name in names:
        yield f"update {relation} set {name} = default where true"
        yield f"update {relation} set {name} = {name} where true"


def everything(project: Project, *, but: str) -> dict[str, str]:
    """A digest of every row there is, of those that name somebody aside."""
    kept = [name for name in relations(project) if not name.startswith("ops.") and not name.endswith("_seq")]
    query = "select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {} t where strpos(t::text, %s) = 0"
    return {name: project.one(query.format(name), but) for name in [*kept, "storage.objects", "auth.users"]}


@contextmanager
def nothing_changes(project: Project, *, but: str = "nobody") -> Iterator[None]:
    before = everything(project, but=but)
    yield
    assert {name for name, digest in everything(project, but=but).items() if digest != before[name]} == set()


def outsiders(cast: Cast) -> dict[str, Caller]:
    return {
        "anon": ANONYMOUS,
        "the secret key": SECRET_KEY,
        "eve": cast.eve,
        "an admin": cast.admin,
        "the storage worker": cast.storage_worker,
        "ben": cast.ben.caller,
    }


def test_the_seed_has_rows_of_anna_in_every_table_that_people_read(cast: Cast) -> None:
    """Or the tests below would pass over empty tables."""
    keeping = {name for name in relations(cast.project) if "owner_id" in columns(cast.project, name)}
    empty = [n for n in keeping if not cast.project.one(f"select count(*) from {n} where owner_id = %s", cast.anna.caller.id)]

    assert empty == []
    assert keeping >= READABLE - SHARED


def test_nobody_reads_a_row_of_anna_but_anna(cast: Cast) -> None:
    leaks, readable = [], set()
    tables = relations(cast.project)
    for who, caller in outsiders(cast).items():
        with cast.project.speaking(caller) as line:
            for relation in tables:
                try:
                    with line.transaction():
                        rows = [str(row) for row in line.execute(f"select * from {relation}".encode()).fetchall()]
                except psycopg.errors.InsufficientPrivilege:
                    continue
                readable.add((who, relation))
                foreign = [row for row in rows if cast.anna.caller.id in row or ANNAS in row or (who != "ben" and BENS in row)]
                if foreign or (rows and who != "ben" and relation not in SHARED):
                    leaks.append((who, relation, len(rows)))

    assert leaks == []
    assert readable == {
        (who, name) for who, caller in outsiders(cast).items() if caller.role == "authenticated" for name in READABLE
    }


def test_anna_reads_her_own_rows_and_nobody_elses(cast: Cast) -> None:
    with cast.project.speaking(cast.anna.caller) as line:
        for relation in READABLE - SHARED:
            owners = {str(row[0]) for row in line.execute(f"select owner_id from {relation}".encode()).fetchall()}

            assert owners == {cast.anna.caller.id}, relation


def test_nobody_writes_or_locks_or_alters_a_row_of_any_table_not_even_their_own(cast: Cast) -> None:
    went_through = []
    attempts = [statement for name in relations(cast.project) for statement in writes(name, columns(cast.project, name))]
    with nothing_changes(cast.project):
        for who, caller in {**outsiders(cast), "anna": cast.anna.caller}.items():
            with cast.project.speaking(caller) as line:
                for statement in attempts:
                    if (state := state_of(line, statement)) not in (DENIED, *NOT_DONE):
                        went_through.append((who, statement, state))

    assert went_through == []


def test_nobody_makes_anything_of_their_own(cast: Cast) -> None:
    for caller in (*outsiders(cast).values(), cast.anna.caller):
        with cast.project.speaking(caller) as line:
            for schema in ("public", "private", "ops"):
                assert state_of(line, f"create table {schema}.mine (id int)") == DENIED
                assert state_of(line, f"create function {schema}.mine() returns int language sql as 'select 1'") == DENIED


def test_every_table_is_under_row_level_security_and_none_is_granted_more_than_reading(project: Project) -> None:
    with project.connect() as owner:
        open_tables = owner.execute(
            "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " where n.nspname in ('public', 'private') and c.relkind = 'r' and not c.relrowsecurity"
        ).fetchall()
        granted = owner.execute(
            "select grantee, privilege_type, table_schema || '.' || table_name from information_schema.role_table_grants"
            " where table_schema in ('public', 'private', 'ops')"
            " and grantee in ('anon', 'authenticated', 'service_role', 'PUBLIC')"
        ).fetchall()

    assert open_tables == []
    assert set(granted) == {("authenticated", "SELECT", name) for name in READABLE}


@pytest.mark.parametrize(
    "view",
    [
        "ops.ops_queue",
        "ops.ops_failures",
        "ops.ops_workers",
        "ops.ops_lateness",
        "ops.ops_audit_recent",
        "ops.ops_stuck",
        "ops.ops_suppressions",
    ],
)
def test_every_view_looks_with_the_rights_of_who_looks(project: Project, view: str) -> None:
    assert "security_invoker=true" in project.one("select reloptions from pg_class where oid = %s::regclass", view)


def test_everything_is_commented_for_those_who_read_it_in_the_dashboard(project: Project) -> None:
    with project.connect() as owner:
        silent = owner.execute(
            "select c.oid::regclass::text, a.attname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
            " where n.nspname in ('public', 'private', 'ops') and c.relkind in ('r', 'v') and (obj_description(c.oid) is null"
            " or col_description(c.oid, a.attnum) is null)"
        ).fetchall()

    assert silent == []

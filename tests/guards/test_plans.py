"""What people ask again and again is found by index among 200,000 rows a table of 200 people, not by reading them all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.guards.project import Caller, Project, become, cluster, migrated, person

PEOPLE, ROWS = 200, 200_000
BIG = {"messages", "deliveries", "recipients", "attachments", "audit_entries", "account_entries"}
_FILL = f"""
    set session_replication_role = replica;
    create function pg_temp.owner(n bigint) returns uuid language sql immutable as
        $$ select ('00000000-0000-4000-8000-' || lpad((n % {PEOPLE})::text, 12, '0'))::uuid $$;
    create function pg_temp.row(n bigint) returns uuid language sql immutable as
        $$ select ('11111111-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid $$;
    insert into auth.users (id, email) select pg_temp.owner(n), n || '@example.net' from generate_series(0, {PEOPLE - 1}) n;
    insert into public.accounts (id, owner_id, address, smtp_host, smtp_port, smtp_security, connections, recipients_per_envelope,
        messages_per_connection)
    select pg_temp.owner(n), pg_temp.owner(n), n || '@example.org', 'h', 465, 'tls', 1, 1, 1
    from generate_series(0, {PEOPLE - 1}) n;
    insert into public.messages (id, owner_id, account_id, rfc_message_id, sender_address, subject, text_body)
    select pg_temp.row(n), pg_temp.owner(n), pg_temp.owner(n), '<a@b>', 'a@b', 'Subject ' || n, ''
    from generate_series(1, {ROWS}) n;
    insert into public.deliveries (id, owner_id, account_id, state, wanted_at, due_at, deadline_at, sent_at)
    select pg_temp.row(n), pg_temp.owner(n), pg_temp.owner(n),
        case when n % 20 = 0 then 'scheduled' when n % 199 = 0 then 'failed' else 'sent' end::public.delivery_state,
        now() - n * interval '1 min', now() - n * interval '1 min', now(), now() - n * interval '1 min'
    from generate_series(1, {ROWS}) n;
    insert into public.recipients (message_id, n, owner_id, kind, address)
    select pg_temp.row(n), 0, pg_temp.owner(n), 'to', 'a@b' from generate_series(1, {ROWS}) n;
    insert into public.attachments (message_id, n, owner_id, filename, media_type, size, sha256)
    select pg_temp.row(n), 0, pg_temp.owner(n), 'f', 'a/b', 1, '' from generate_series(1, {ROWS}) n;
    insert into public.audit_entries (message_id, owner_id, seq, at, event, actor, detail, hash)
    select pg_temp.row(n), pg_temp.owner(n), 1, now(), 'scheduled', 'person', '{{}}', '' from generate_series(1, {ROWS}) n;
    insert into public.account_entries (account_id, owner_id, seq, at, event, actor, detail, hash)
    select pg_temp.owner(n), pg_temp.owner(n), n, now(), 'changed', 'person', '{{}}', '' from generate_series(1, {ROWS}) n;
    analyze;
"""


@pytest.fixture(scope="module")
def full() -> Iterator[Project]:
    with cluster(18) as running:
        project = migrated(running)
        # Keys, checks and triggers would only make the filling slow; no plan depends on them.
        with psycopg.connect(running.url(project.database), autocommit=True) as admin:
            checks = admin.execute(
                "select conrelid::regclass::text, conname from pg_constraint where contype = 'c'"
                " and connamespace = 'public'::regnamespace"
            ).fetchall()
            for table, name in checks:
                admin.execute(f'alter table {table} drop constraint "{name}"'.encode())
            admin.execute(_FILL.encode())
        yield project
        project.hang_up()


@pytest.fixture(scope="module")
def someone(full: Project) -> Caller:
    return person(full.one("select id from auth.users order by id offset 77 limit 1"))


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def whole_reads(project: Project, caller: Caller, query: str) -> list[str]:
    """Big tables that the query reads from end to end."""
    with project.speaking(caller) as line:
        found = line.execute(f"explain (format json) {query}".encode()).fetchone()
    assert found is not None
    return [n["Relation Name"] for n in nodes(found[0][0]["Plan"]) if n["Node Type"] == "Seq Scan" and n["Relation Name"] in BIG]


def pages_of(line: psycopg.Connection[Any], query: str) -> int:
    """How many pages of 8 KB the server looked at for it, in functions too: the same on any machine."""
    found = line.execute(f"explain (analyze, buffers, format json) {query}".encode()).fetchone()
    assert found is not None
    plan = found[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


@pytest.mark.parametrize("table", sorted(BIG))
def test_a_person_reads_their_rows_of_a_table_by_index(full: Project, someone: Caller, table: str) -> None:
    assert whole_reads(full, someone, f"select * from public.{table}") == []
    assert whole_reads(full, someone, f"select count(*) from public.{table}") == []


FAST = {
    "list_messages": "select * from public.list_messages(how_many => 100)",
    "list_messages, deep": "select * from public.list_messages(how_many => 100, skip => 900)",
    "list_messages by state": "select * from public.list_messages(states => '{scheduled}')",
    "list_messages by words": "select * from public.list_messages(words => 'nowhere')",
    "count_messages": "select public.count_messages()",
    "changes_since nothing": "select public.changes_since('')",
    "changes_since the start": "select public.changes_since('0.0')",
    "show_message": "select public.show_message('11111111-0000-4000-8000-000000000077')",
    "list_seals": "select public.list_seals()",
    "list_usage": "select public.list_usage()",
    "stuck_messages": "select public.stuck_messages()",
}


@pytest.mark.parametrize("name", FAST)
def test_what_a_desktop_asks_again_and_again_looks_at_little(full: Project, someone: Caller, name: str) -> None:
    with full.connect("authenticator") as line, line.transaction():
        become(line, someone)
        pages = pages_of(line, FAST[name])

    # Going through the index to 200,000 rows looks at more pages than there are rows; at a person's thousand, at a few thousand.
    assert pages < 10_000


def test_what_a_function_asks_is_found_by_index_as_well(full: Project, someone: Caller) -> None:
    """The tables that were read from end to end, as the server counts them."""
    counts = "select relname, seq_tup_read from pg_stat_xact_user_tables where seq_tup_read > 1000 and relname = any(%s)"
    with full.connect("authenticator") as line:
        for query in FAST.values():
            with line.transaction():
                become(line, someone)
                line.execute(query.encode()).fetchall()

                assert line.execute(counts, (sorted(BIG),)).fetchall() == [], query


@pytest.mark.parametrize("view", ["ops_queue", "ops_failures", "ops_workers", "ops_lateness", "ops_audit_recent", "ops_stuck"])
def test_a_page_of_an_operators_view_does_not_go_through_everything(full: Project, view: str) -> None:
    with full.connect() as owner:
        pages = pages_of(owner, f"select * from ops.{view} limit 100")

    assert pages < 100_000


def test_health_does_not_go_through_everything(full: Project) -> None:
    with full.connect() as owner:
        pages = pages_of(owner, "select count(*) from ops.health()")

    assert pages < 100_000

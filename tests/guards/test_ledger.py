"""What was said of each recipient is written into the row's own page, so that no index has to learn of it."""

from __future__ import annotations

import psycopg

from tests.guards.project import Project

_COUNT = 2_000
_FILL = f"""
    set session_replication_role = replica;
    insert into public.recipients (message_id, n, owner_id, kind, address)
    select gen_random_uuid(), 0, gen_random_uuid(), 'to', 'u' || n || '@example.net' from generate_series(1, {_COUNT}) n;
"""
_SETTLE = """
    update public.recipients set state = 'accepted', reply = '250 2.0.0 Ok: queued as 4YqL7x1zZ9z3b', changed_at = now()
    where address like 'u%@example.net'
"""
_WRITTEN = "select n_tup_upd, n_tup_hot_upd from pg_stat_xact_user_tables where relid = 'public.recipients'::regclass"


def test_settling_whole_pages_of_recipients_at_once_leaves_their_indexes_alone(project: Project) -> None:
    with psycopg.connect(project.running.url(project.database)) as admin:
        admin.execute(_FILL.encode())
        admin.execute(_SETTLE.encode())
        row = admin.execute(_WRITTEN).fetchone()
        admin.rollback()

    assert row is not None
    written, in_place = row
    assert written == _COUNT
    assert in_place >= 0.95 * written

"""A long queue, made by the server itself in seconds, and what one claim reads of it, as the server counts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

Line = psycopg.Connection[Any]

# Whatever a claim could meet in the table or its indexes, in this transaction: entries that were looked at one by one.
_READ = """
    select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::bigint from pg_stat_xact_user_tables where relname = 'deliveries'
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """`read`: rows of the queue that were looked at, also to be changed. `ms`: how long the server took."""

    count: int
    read: int
    ms: float


def account(line: Line, owner: UUID, *, state: str = "active") -> UUID:
    """Of a mail server of its own."""
    row = line.execute(
        "insert into public.accounts (id, owner_id, address, smtp_host, smtp_port, smtp_security, connections,"
        " recipients_per_envelope, messages_per_connection, state)"
        " select id, %s, left(id::text, 8) || '@example.org', id || '.example', 465, 'tls', 100, 100, 1000, %s"
        " from gen_random_uuid() as id returning id",
        (owner, state),
    ).fetchone()
    assert row is not None
    id: UUID = row[0]
    return id


def fill(line: Line, owner: UUID, account: UUID, count: int, *, state: str = "scheduled", due: str) -> None:
    """`count` messages, due at the SQL expression `due` of n in 1…count."""
    with line.transaction():
        line.execute("set local session_replication_role = replica")
        line.execute(
            "create temporary table made on commit drop as select gen_random_uuid() as id, n from generate_series(1, %s) n",
            (count,),
        )
        line.execute(
            "insert into public.messages (id, owner_id, account_id, rfc_message_id, sender_address, subject, text_body)"
            " select id, %s, %s, '<' || id || '@x>', 'a@b', 's', '' from made",
            (owner, account),
        )
        line.execute(
            "insert into public.deliveries (id, owner_id, account_id, state, wanted_at, due_at, deadline_at, sent_at)"
            f" select id, %s, %s, %s::public.delivery_state, d, d, now() + interval '400 days',"
            " case when %s = 'sent' then now() end"
            f" from (select id, {due} as d from made) as made".encode(),
            (owner, account, state, state),
        )


def settle_down(line: Line) -> None:
    line.execute("vacuum analyze public.deliveries, public.messages, public.accounts")


def worker(line: Line) -> UUID:
    row = line.execute(
        "insert into public.workers (id, name, lease_expires_at) values (gen_random_uuid(), 'test', now() + interval '1 day')"
        " returning id"
    ).fetchone()
    assert row is not None
    id: UUID = row[0]
    return id


def claim(line: Line, worker: UUID, batch: int) -> Claimed:
    with line.transaction():
        told = [line.execute(_READ).fetchone(), line.execute("select clock_timestamp()").fetchone()]
        found = line.execute("select count(*) from private.claim(%s, %s, '{}')", (worker, batch)).fetchone()
        told += [line.execute("select clock_timestamp()").fetchone(), line.execute(_READ).fetchone()]
    assert found is not None
    before, begun, ended, after = [row[0] for row in told if row is not None]
    return Claimed(found[0], after - before, (ended - begun).total_seconds() * 1000)


def until_set_aside(line: Line, worker: UUID, batch: int) -> int:
    """How many claims it takes until a blocked backlog is no longer walked past."""
    for count in range(1, 200):
        if claim(line, worker, batch).read <= 4 * batch:
            return count
    raise AssertionError("it is walked past for ever")

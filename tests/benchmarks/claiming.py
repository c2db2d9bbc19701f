"""How long a claim takes while a great many messages wait for their day."""

from __future__ import annotations

import time
from datetime import timedelta

import psycopg

from nightmail.ids import new_id
from nightmail.store.postgres import PostgresStore
from tests.benchmarks.letters import percentiles
from tests.letters import account, new

_ROUNDS = 60
_BATCH = 50


async def measure(url: str, *, future: int) -> dict[str, object]:
    store = PostgresStore(url)
    await store.open()
    owner, worker = await store.owner(None), new_id()
    sender = account(owner_id=owner)
    await store.save_account(sender)
    await _fill(url, str(sender.id), str(owner), future)
    await store.register_worker(worker, "bench", lease=timedelta(hours=1))
    took, waits = [], []
    for _ in range(_ROUNDS):
        await store.schedule(owner, [new(sender) for _ in range(_BATCH)])
        started = time.perf_counter()
        held = await store.claim(worker, limit=_BATCH, closed=())
        took.append((time.perf_counter() - started) * 1000)
        assert len(held) == _BATCH
        started = time.perf_counter()
        await store.next_due(worker, closed=())
        waits.append((time.perf_counter() - started) * 1000)
    statement = await _statement_ms(url, str(worker), str(sender.id), str(owner))
    await store.close()
    whole = percentiles(took)
    return {
        "claim_future_rows": future,
        "claim_of_50_ms_p50": whole[0],
        "claim_of_50_ms_p99": whole[1],
        "claim_statement_ms": statement,
        "next_due_ms_p50": percentiles(waits)[0],
    }


async def _fill(url: str, sender: str, owner: str, future: int) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(
            "create temporary table ids as select gen_random_uuid() as id from generate_series(1, %s)", (future,)
        )
        await connection.execute(
            "insert into public.messages (id, owner_id, account_id, rfc_message_id, sender_address, subject, text_body)"
            " select id, %s, %s, '<' || id || '@x>', 'anna@example.org', 'later', '' from ids",
            (owner, sender),
        )
        await connection.execute(
            "insert into public.deliveries (id, owner_id, account_id, wanted_at, due_at, deadline_at)"
            " select id, %s, %s, d, d, d + interval '1 day'"
            " from (select id, now() + interval '1 hour' + random() * interval '300 days' as d from ids) as later",
            (owner, sender),
        )
        await connection.execute("vacuum analyze public.deliveries, public.messages")


async def _statement_ms(url: str, worker: str, sender: str, owner: str) -> float:
    """What the server itself takes for finding and locking a batch, by EXPLAIN ANALYZE."""
    async with await psycopg.AsyncConnection.connect(url) as connection:
        await connection.execute(
            "update public.deliveries set state = 'scheduled', lease_owner = null where id in"
            " (select id from public.deliveries where state = 'claimed' limit 50)"
        )
        found = await connection.execute(
            "explain (analyze, format json) select id from public.deliveries where state = 'scheduled' and due_at <= now()"
            " and deadline_at > now() order by due_at, id limit 50 for update skip locked"
        )
        row = await found.fetchone()
        await connection.rollback()
    assert row is not None
    return float(row[0][0]["Execution Time"])

"""What a transaction that is never ended costs the rate of delivery: nothing that changed since it began can be cleaned up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import psutil
import psycopg

from tests.benchmarks.delivering import sink
from tests.faults import backlog
from tests.faults.postmaster import Postmaster
from tests.hosted import Hosted, Worker

_WARM_UP_S = 5
# More than any worker here sends in a second: the queue never runs dry.
_PER_SECOND = 6000
_SLICE = 200_000


@dataclass(frozen=True, slots=True)
class Span:
    """`cpu_s`: what the server and the worker have worked."""

    start: datetime
    end: datetime
    cpu_s: float


async def measure(url: str, folder: Path, postmaster: Postmaster, *, seconds: int) -> dict[str, object]:
    """One worker sends all the time: half of `seconds` without the transaction, `seconds` with it, and half without again."""
    hosted = Hosted(url, folder / "pinning")
    async with sink() as taker:
        await hosted.add_account(taker.port)
        await asyncio.to_thread(_fill, url, (2 * seconds + _WARM_UP_S) * _PER_SECOND)
        worker = await hosted.worker(is_heard=False)
        await asyncio.sleep(_WARM_UP_S)
        before = await _span(url, postmaster, worker, seconds / 2)
        async with _pinned(url):
            pinned = await _span(url, postmaster, worker, seconds)
            dead = await _dead(url)
        after = await _span(url, postmaster, worker, seconds / 2)
        await hosted.stop()
    sent = [await _sent(url, span.start, span.end) for span in (before, pinned, after)]
    assert all(sent), sent
    late = pinned.end - (pinned.end - pinned.start) / 4
    free = (sent[0] + sent[2]) / _seconds(before.start, before.end, after.start, after.end)
    held, last = sent[1] / _seconds(pinned.start, pinned.end), await _sent(url, late, pinned.end) / _seconds(late, pinned.end)
    cpu_free, cpu_held = (before.cpu_s + after.cpu_s) / (sent[0] + sent[2]), pinned.cpu_s / sent[1]
    return {
        "pinned_seconds": seconds,
        "pinned_sink": taker.kind,
        "pinned_dead_rows": dead,
        "unpinned_per_s": [
            round(sent[0] / _seconds(before.start, before.end)),
            round(sent[2] / _seconds(after.start, after.end)),
        ],
        "pinned_per_s": round(held),
        "pinned_last_quarter_per_s": round(last),
        "pinned_to_unpinned": round(held / free, 3),
        "pinned_last_quarter_to_unpinned": round(last / free, 3),
        "unpinned_cpu_ms": round(cpu_free * 1000, 3),
        "pinned_cpu_ms": round(cpu_held * 1000, 3),
    }


def _fill(url: str, count: int) -> None:
    with psycopg.connect(url, autocommit=True) as line:
        row = line.execute("select id, owner_id from public.accounts").fetchone()
        assert row is not None
        account, owner = UUID(str(row[0])), UUID(str(row[1]))
        for filled in range(0, count, _SLICE):
            backlog.fill(line, owner, account, min(_SLICE, count - filled), due="now() - interval '1 hour' + n * interval '1 ms'")
        with line.transaction():
            line.execute("set local session_replication_role = replica")
            line.execute(
                "insert into public.recipients (message_id, n, owner_id, kind, address)"
                " select id, 0, owner_id, 'to', 'ben@example.net' from public.messages"
            )
        line.execute("vacuum analyze public.recipients")
        backlog.settle_down(line)


@asynccontextmanager
async def _pinned(url: str) -> AsyncIterator[None]:
    """A transaction with a snapshot of the beginning."""
    async with await psycopg.AsyncConnection.connect(url) as line:
        await line.set_isolation_level(psycopg.IsolationLevel.REPEATABLE_READ)
        await line.execute("select count(*) from public.accounts")
        yield


async def _span(url: str, postmaster: Postmaster, worker: Worker, seconds: float) -> Span:
    start, busy = await _now(url), _cpu(postmaster, worker)
    await asyncio.sleep(seconds)
    return Span(start, await _now(url), _cpu(postmaster, worker) - busy)


def _cpu(postmaster: Postmaster, worker: Worker) -> float:
    times = psutil.Process(worker.process.pid).cpu_times()
    return float(times.user + times.system) + postmaster.cpu_seconds()


def _seconds(*instants: datetime) -> float:
    """From the first to the second, and from the third to the fourth."""
    return sum((end - start).total_seconds() for start, end in zip(instants[::2], instants[1::2], strict=True))


async def _now(url: str) -> datetime:
    async with await psycopg.AsyncConnection.connect(url) as line:
        row = await (await line.execute("select now()")).fetchone()
    assert row is not None
    now: datetime = row[0]
    return now


async def _sent(url: str, start: datetime, end: datetime) -> int:
    query = "select count(*) from public.deliveries where sent_at >= %s and sent_at < %s"
    async with await psycopg.AsyncConnection.connect(url) as line:
        row = await (await line.execute(query, (start, end))).fetchone()
    assert row is not None
    return int(row[0])


async def _dead(url: str) -> int:
    """Old versions of rows of the queue that nobody may clean up yet."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as line:
        query = "select n_dead_tup from pg_stat_user_tables where relid = 'public.deliveries'::regclass"
        row = await (await line.execute(query)).fetchone()
    assert row is not None
    return int(row[0])

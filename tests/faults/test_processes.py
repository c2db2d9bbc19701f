"""Worker processes that are killed, frozen and drained at any instant: nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.sandbox.server import Sandbox
from tests import databases
from tests.faults.chaos import chaos
from tests.hosted import Hosted


@pytest.fixture(scope="module")
def running() -> Iterator[PostgresServer]:
    with databases.server(18) as server:
        yield server


@pytest.fixture
async def hosted(running: PostgresServer, tmp_path: Path) -> AsyncIterator[Hosted]:
    with databases.fresh(running) as url:
        hosted = Hosted(url, tmp_path, {"NIGHTMAIL_LEASE": "2s", "NIGHTMAIL_BATCH": "40"})
        try:
            yield hosted
        finally:
            await hosted.stop()


def letters(count: int) -> list[dict[str, object]]:
    letter = {"account": "anna@example.org", "subject": "Minutes", "text": "here they are", "in": "0s"}
    return [{**letter, "to": [f"u{n}@example.net"]} for n in range(count)]


@pytest.mark.timeout(900)
async def test_workers_killed_again_and_again_lose_nothing_and_send_nothing_twice(hosted: Hosted):
    # A slow server keeps many messages in the air whenever a worker dies.
    report = await chaos(hosted, messages=600, killed_after=(0.4, 1.2), faults=("slow:40",))

    assert report.holds, report
    assert report.kills >= 4
    assert report.rescued + report.states.get("in_doubt", 0) > 0
    assert set(report.states) <= {"sent", "in_doubt"}
    verified = await hosted.command("audit", "verify", "--json")
    assert b'"intact": true' in verified or b'"intact":true' in verified


async def test_a_frozen_worker_that_wakes_after_its_lease_sends_nothing_again(hosted: Hosted):
    accepted: Counter[str] = Counter()
    async with Sandbox(faults=("slow:100",), on_caught=lambda caught: accepted.update([caught.message_id])) as sandbox:
        await hosted.add_account(sandbox.port)
        receipts = await hosted.schedule(letters(120))
        sleeper = await hosted.worker("--until-idle")
        await sleeper.until("delivery.claimed")
        sleeper.freeze()

        other = await hosted.worker("--until-idle")
        assert await other.ended() == 0
        taken_over = sum(accepted.values())
        sleeper.thaw()
        assert await sleeper.ended() == 0

        assert taken_over > 60
        assert max(accepted.values()) == 1
        assert len(receipts) == 120
        states = await _states(hosted)
        assert set(states) <= {"sent", "in_doubt"}
        assert states["sent"] <= sum(accepted.values())


async def test_a_drained_worker_ends_clean_and_leaves_the_rest_to_others(hosted: Hosted):
    async with Sandbox(faults=("slow:100",)) as sandbox:
        await hosted.add_account(sandbox.port)
        await hosted.schedule(letters(200))
        worker = await hosted.worker()
        await worker.until("delivery.claimed")
        worker.drain()

        assert await worker.ended() == 0
        states = await _states(hosted)
        assert set(states) <= {"sent", "scheduled"}
        assert states["sent"] == sandbox.count


async def test_a_worker_outlives_a_database_that_restarts(running: PostgresServer, hosted: Hosted):
    async with Sandbox(faults=("slow:50",)) as sandbox:
        await hosted.add_account(sandbox.port)
        await hosted.schedule(letters(300))
        worker = await hosted.worker("--until-idle")
        await worker.until("delivery.settled")
        for _ in range(3):
            await asyncio.to_thread(_break_every_connection, running)

        assert await worker.ended() == 0
        states = await _states(hosted)
        assert states["sent"] + states["in_doubt"] == 300
        assert sandbox.count <= 300


def _break_every_connection(running: PostgresServer) -> None:
    """What a restart looks like to its clients."""
    with psycopg.connect(running.url(), autocommit=True) as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'nightmail%'")


async def _states(hosted: Hosted) -> Counter[str]:
    async with await psycopg.AsyncConnection.connect(hosted.url) as connection:
        found = await connection.execute("select state::text, count(*) from public.deliveries group by 1")
        return Counter(dict(await found.fetchall()))

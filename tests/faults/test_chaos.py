"""The database breaks, falls silent or is full, and clocks jump: every message is sent once or in doubt."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.sandbox.server import Sandbox
from tests import databases
from tests.faults.proxy import proxied
from tests.hosted import Hosted, Worker

LETTERS = 150
SETTINGS = {"NIGHTMAIL_LEASE": "4s", "NIGHTMAIL_BATCH": "40"}
Trouble = Callable[[], Awaitable[None]]


@pytest.fixture(scope="module")
def running() -> Iterator[PostgresServer]:
    with databases.server(18) as server:
        yield server


@pytest.fixture
def url(running: PostgresServer) -> Iterator[str]:
    with databases.fresh(running) as url:
        yield url


@asynccontextmanager
async def mailing(url: str, folder: Path) -> AsyncIterator[tuple[Hosted, Counter[str]]]:
    """Letters that are due, a server that takes its time, and what it accepted."""
    accepted: Counter[str] = Counter()
    hosted = Hosted(url, folder, SETTINGS)
    async with Sandbox(faults=("slow:40",), on_caught=lambda caught: accepted.update([caught.message_id])) as sandbox:
        await hosted.add_account(sandbox.port)
        letter = {"account": "anna@example.org", "subject": "Minutes", "text": "here they are", "in": "0s"}
        await hosted.schedule([{**letter, "to": [f"u{n}@example.net"]} for n in range(LETTERS)])
        try:
            yield hosted, accepted
        finally:
            await hosted.stop()


async def proven(url: str, accepted: Counter[str]) -> Counter[str]:
    """Nothing is lost, nothing went twice, and nothing is called sent that no server took."""
    async with await psycopg.AsyncConnection.connect(url) as line:
        found = await line.execute(
            "select m.rfc_message_id, d.state::text from public.messages m join public.deliveries d using (id)"
        )
        states: dict[str, str] = dict(await found.fetchall())
    assert set(states.values()) <= {"sent", "in_doubt"}, Counter(states.values())
    assert len(states) == LETTERS
    assert max(accepted.values()) == 1
    assert all(accepted[id] for id, state in states.items() if state == "sent")
    return Counter(states.values())


async def at_work(worker: Worker) -> None:
    await worker.until("delivery.settled")


async def test_a_line_that_falls_silent_loses_nothing(url: str, running: PostgresServer, tmp_path: Path):
    async with proxied(running.port) as proxy, mailing(url, tmp_path) as (hosted, accepted):
        hosted.url = url.replace(f":{running.port}/", f":{proxy.port}/")
        worker = await hosted.worker("--until-idle")
        await at_work(worker)
        proxy.fall_silent()

        # What is owed an answer for long is given up and asked anew; until then it keeps what it holds, and others send the rest.
        other = await hosted.worker("--until-idle")

        assert await other.ended() == 0
        await proven(url, accepted)


async def test_a_line_that_breaks_again_and_again_loses_nothing(url: str, running: PostgresServer, tmp_path: Path):
    async with proxied(running.port) as proxy, mailing(url, tmp_path) as (hosted, accepted):
        hosted.url = url.replace(f":{running.port}/", f":{proxy.port}/")
        worker = await hosted.worker("--until-idle")
        await at_work(worker)
        for _ in range(3):
            proxy.cut()
            await asyncio.sleep(0.3)
            proxy.mend()
            await asyncio.sleep(0.2)

        assert await worker.ended() == 0
        await proven(url, accepted)


async def test_a_verdict_that_the_database_could_not_take_outlives_the_death_of_its_worker(
    url: str, running: PostgresServer, tmp_path: Path
):
    """Away between T2 and T3, the worker killed, the database back: what the server said was kept on disk."""
    async with proxied(running.port) as proxy, mailing(url, tmp_path) as (hosted, accepted):
        hosted.url = url.replace(f":{running.port}/", f":{proxy.port}/")
        worker = await hosted.worker("--until-idle")
        await at_work(worker)
        proxy.cut()
        while not any("verdicts" in line for line in worker.log):  # noqa: ASYNC110 - another process says it
            await asyncio.sleep(0.02)
        worker.kill()
        await worker.ended()
        proxy.mend()
        other = await hosted.worker("--until-idle")

        assert await other.ended() == 0
        replayed = await other.until("spill.replayed")
        assert replayed["written"] == replayed["verdicts"]
        await proven(url, accepted)


async def test_a_database_whose_disk_is_full_for_a_while_loses_nothing(url: str, tmp_path: Path):
    async with mailing(url, tmp_path) as (hosted, accepted):
        worker = await hosted.worker("--until-idle")
        await at_work(worker)
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as line:
            await line.execute(
                "create function public.full() returns trigger language plpgsql as"
                " $$ begin raise exception using errcode = '53100', message = 'no space left on device'; end $$"
            )
            await line.execute("create trigger a_full before update on public.deliveries execute function public.full()")
            await worker.until("store.unreachable")
            await asyncio.sleep(0.5)
            await line.execute("drop trigger a_full on public.deliveries")

        assert await worker.ended() == 0
        await proven(url, accepted)


async def test_a_worker_whose_clock_jumps_by_an_hour_loses_nothing(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    async with mailing(url, tmp_path) as (hosted, accepted):
        monkeypatch.setattr("tests.hosted.COMMAND", (sys.executable, "-m", "tests.faults.jumps"))
        worker = await hosted.worker("--until-idle")

        assert await worker.ended() == 0
        await proven(url, accepted)

"""One command, several worker processes: they share the work, are one to whoever looks, and none outlives the parent."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from nightmail.cli.embedded_postgres import PostgresServer, free_port
from nightmail.sandbox.server import Sandbox
from tests import databases
from tests.hosted import Hosted, Worker
from tests.journeys.health import comes_to_say
from tests.patience import PATIENCE

ANNA = "anna@example.org"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with databases.server(18) as running:
        yield running


@pytest.fixture
def url(server: PostgresServer) -> Iterator[str]:
    with databases.fresh(server) as url:
        yield url


@asynccontextmanager
async def hosted(url: str, folder: Path, **more: str) -> AsyncIterator[Hosted]:
    made = Hosted(url, folder, more)
    try:
        yield made
    finally:
        await made.stop()


def children(worker: Worker) -> list[psutil.Process]:
    found: list[psutil.Process] = psutil.Process(worker.process.pid).children()
    return found


async def gone(processes: list[psutil.Process]) -> bool:
    ended, left = await asyncio.to_thread(psutil.wait_procs, processes, PATIENCE)
    return not left and len(ended) == len(processes)


async def test_two_processes_share_the_work_and_end_as_one(url: str, tmp_path: Path) -> None:
    async with Sandbox() as sandbox, hosted(url, tmp_path) as night:
        await night.add_account(sandbox.port)
        await night.schedule([{"account": ANNA, "to": [f"u{n}@example.net"], "text": "Hi", "in": "0s"} for n in range(60)])

        out = json.loads(await night.command("worker", "--processes", "2", "--until-idle", "--json"))

        assert out["ended"] == "idle"
        assert out["outcomes"] == {"sent": 60}
        assert len(sandbox.caught) == 60


async def test_health_is_ready_when_all_are_and_numbers_are_added_up(url: str, tmp_path: Path) -> None:
    port = free_port()
    async with Sandbox() as sandbox, hosted(url, tmp_path, NIGHTMAIL_HEALTH_PORT=str(port), NIGHTMAIL_PROCESSES="2") as night:
        await night.add_account(sandbox.port)
        worker = await night.worker()
        await worker.until("dispatcher.started", times=2)
        await asyncio.to_thread(comes_to_say, port, "/readyz", "ready")

        await night.schedule([{"account": ANNA, "to": [f"u{n}@example.net"], "text": "Hi", "in": "0s"} for n in range(20)])
        await worker.until("delivery.settled", times=20)

        numbers = (
            'nightmail_deliveries_total{state="sent"} 20.0',
            'nightmail_queue{state="sent"} 20.0',
            "nightmail_workers_alive 2.0",
        )
        await asyncio.to_thread(comes_to_say, port, "/metrics", *numbers)


async def test_a_process_that_dies_is_started_again_and_a_signal_drains_all(url: str, tmp_path: Path) -> None:
    async with hosted(url, tmp_path, NIGHTMAIL_PROCESSES="2") as night:
        worker = await night.worker()
        await worker.until("dispatcher.started", times=2)
        children(worker)[0].kill()
        await worker.until("worker.process_ended", times=1)
        await worker.until("dispatcher.started", times=3)
        running = children(worker)

        worker.process.send_signal(signal.SIGTERM)

        assert await worker.ended() == 0
        assert len(running) == 2 and await gone(running)


async def test_no_process_outlives_a_parent_that_is_killed(url: str, tmp_path: Path) -> None:
    async with hosted(url, tmp_path, NIGHTMAIL_PROCESSES="2") as night:
        worker = await night.worker()
        await worker.until("dispatcher.started", times=2)
        running = children(worker)

        worker.kill()

        assert len(running) == 2 and await gone(running)


async def test_a_setting_that_no_process_can_work_with_ends_all_at_once(tmp_path: Path) -> None:
    async with hosted("postgresql://nobody@127.0.0.1:1/none", tmp_path) as night:
        worker = await night.worker("--processes", "2", "--until-idle")

        assert await worker.ended() == 4

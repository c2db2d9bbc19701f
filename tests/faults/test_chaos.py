"""The database breaks, falls silent, restarts or is full, and clocks jump: every message is sent once or in doubt."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from tests import databases
from tests.faults.postmaster import Postmaster, Stop, restartable
from tests.faults.proxy import proxied
from tests.faults.reckoning import reckon
from tests.faults.sending import at_work, at_work_again, cut_off, exhausted, sending, states_of
from tests.faults.small_disk import filled, may_mount, moved_to, small_disk

LETTERS = 150
Without = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def running() -> Iterator[PostgresServer]:
    with databases.server(18) as server:
        yield server


@pytest.fixture
def url(running: PostgresServer) -> Iterator[str]:
    with databases.fresh(running) as url:
        yield url


@pytest.fixture(scope="module")
def postmaster(running: PostgresServer) -> Iterator[Postmaster]:
    with restartable(running) as postmaster:
        yield postmaster


async def proven(url: str, accepted: Counter[str]) -> None:
    """Nothing is lost, nothing went twice, and nothing is called sent that no server took."""
    reckoning = await reckon(url, accepted)
    assert reckoning.scheduled == LETTERS
    assert reckoning.holds, reckoning


@contextmanager
def refusing(url: str) -> Iterator[None]:
    """Every change of the queue is answered as if there were no room."""
    with psycopg.connect(url, autocommit=True) as line:
        line.execute(
            "create function public.full() returns trigger language plpgsql as"
            " $$ begin raise exception using errcode = '53100', message = 'no space left on device'; end $$"
        )
        line.execute("create trigger a_full before update on public.deliveries execute function public.full()")
        yield
        line.execute("drop trigger a_full on public.deliveries")


@pytest.fixture(params=["told", "small disk"] if may_mount() else ["told"])
def without_room(request: pytest.FixtureRequest, url: str, running: PostgresServer) -> Iterator[Without]:
    """For as long as the answered context lasts, the database has no room left."""
    if request.param == "told":
        yield lambda: refusing(url)
        return
    with small_disk() as folder, moved_to(folder, running, url):
        yield lambda: filled(folder)


async def test_a_line_that_falls_silent_loses_nothing(url: str, running: PostgresServer, tmp_path: Path):
    async with proxied(running.port) as proxy, sending(url, tmp_path, letters=LETTERS) as (hosted, accepted):
        hosted.url = url.replace(f":{running.port}/", f":{proxy.port}/")
        worker = await hosted.worker("--until-idle")
        await at_work(worker)
        proxy.fall_silent()

        # What is owed an answer for long is given up and asked anew; until then it keeps what it holds, and others send the rest.
        other = await hosted.worker("--until-idle")

        assert await other.ended() == 0
        await proven(url, accepted)


async def test_a_line_that_breaks_again_and_again_loses_nothing(url: str, running: PostgresServer, tmp_path: Path):
    async with proxied(running.port) as proxy, sending(url, tmp_path, letters=LETTERS) as (hosted, accepted):
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
    async with proxied(running.port) as proxy, sending(url, tmp_path, letters=LETTERS) as (hosted, accepted):
        hosted.url = url.replace(f":{running.port}/", f":{proxy.port}/")
        worker = await hosted.worker("--until-idle")
        await at_work(worker)
        proxy.cut()
        while not any("verdicts" in line for line in worker.log):  # noqa: ASYNC110 - another process says it
            await asyncio.sleep(0.02)
        worker.kill()
        await worker.ended()
        kept = [line for file in tmp_path.rglob("*.jsonl") for line in file.read_text().splitlines()]
        proxy.mend()
        other = await hosted.worker("--until-idle")

        assert await other.ended() == 0
        replayed = await other.until("spill.replayed")
        assert replayed["verdicts"] == len(kept) > 0
        # Of some the database may have had the verdict after all, and only its answer was lost.
        assert await states_of(url, [json.loads(line)["id"] for line in kept]) == {"sent"}
        await proven(url, accepted)


@pytest.mark.parametrize("how", Stop)
async def test_a_server_that_is_restarted_meanwhile_loses_nothing(url: str, postmaster: Postmaster, tmp_path: Path, how: Stop):
    async with sending(url, tmp_path, letters=LETTERS) as (hosted, accepted):
        worker = await hosted.worker("--until-idle")
        await at_work(worker)
        await postmaster.stop(how)
        await worker.until("store.unreachable")
        await postmaster.start()

        assert await worker.ended() == 0
        await proven(url, accepted)


async def test_a_server_whose_connections_others_hold_for_a_while_loses_nothing(url: str, tmp_path: Path):
    async with sending(url, tmp_path, letters=LETTERS) as (hosted, accepted):
        worker = await hosted.worker("--until-idle")
        await at_work(worker)
        async with exhausted(url, worker):
            await worker.until("store.unreachable")

        assert await worker.ended() == 0
        await proven(url, accepted)


async def test_a_worker_whose_lines_are_ended_again_and_again_loses_nothing(url: str, tmp_path: Path):
    async with sending(url, tmp_path, letters=LETTERS) as (hosted, accepted):
        worker = await hosted.worker("--until-idle")
        for _ in range(3):
            await at_work_again(worker)
            await cut_off(url, worker)

        assert await worker.ended() == 0
        await proven(url, accepted)


async def test_a_database_whose_disk_is_full_for_a_while_loses_nothing(url: str, tmp_path: Path, without_room: Without):
    async with sending(url, tmp_path, letters=LETTERS) as (hosted, accepted):
        worker = await hosted.worker("--until-idle")
        await at_work(worker)
        # So that it does not come to its end while the room is used up.
        worker.freeze()
        with without_room():
            worker.thaw()
            refused = await worker.until("store.unreachable")

        assert refused["code"] == "disk-full"
        assert await worker.ended() == 0
        await proven(url, accepted)


async def test_a_worker_whose_clock_jumps_by_an_hour_loses_nothing(url: str, tmp_path: Path):
    async with sending(url, tmp_path, letters=LETTERS) as (hosted, accepted):
        hosted.program = (sys.executable, "-m", "tests.faults.jumps")
        worker = await hosted.worker("--until-idle")

        assert await worker.ended() == 0
        await proven(url, accepted)

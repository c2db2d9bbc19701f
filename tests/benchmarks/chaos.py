"""Killed workers; a server that restarts, drops its lines, is taken by others or has its old rows pinned: what each costs."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import psycopg

from nightmail.cli.embedded_postgres import PostgresServer, postgres
from nightmail.store import migrate
from tests.benchmarks import killing, pinning
from tests.faults.postmaster import Postmaster, Stop, restartable
from tests.faults.reckoning import reckon
from tests.faults.sending import at_work, at_work_again, cut_off, exhausted, sending
from tests.hosted import COMMAND, Worker

_LETTERS = 800
_CUTS = 20
_HELD_SECONDS = 5
Figures = dict[str, object]
# Answers how many seconds it was after the end of the trouble that a message was settled again.
Trouble = Callable[[str, Worker, Postmaster], Awaitable[float]]


async def measure(folder: Path, *, kills: int, pinned_seconds: int) -> Figures:
    """On a server of its own, which it may stop. A database for each."""
    with postgres(settings={"shared_buffers": "512MB", "max_connections": "80"}) as server, restartable(server) as postmaster:
        figures: Figures = {}
        for name, trouble in _TROUBLES.items():
            url = await _created(server, name)
            figures |= _told(await _sent_through(name, trouble, url, folder / name, postmaster))
        url = await _created(server, "pinning")
        figures |= _told(await pinning.measure(url, folder, postmaster, seconds=pinned_seconds))
        url = await _created(server, "killing")
        figures |= _told(await killing.measure(url, folder, kills=kills))
        figures |= _told(await killing.takeover(await _created(server, "takeover"), folder))
    return figures


def _told(figures: Figures) -> Figures:
    """It takes long: whoever ends it early has what was measured by then."""
    print(figures, file=sys.stderr, flush=True)
    return figures


async def _sent_through(name: str, trouble: Trouble, url: str, folder: Path, postmaster: Postmaster) -> Figures:
    began = time.monotonic()
    async with sending(url, folder, letters=_LETTERS, program=COMMAND) as (hosted, accepted):
        worker = await hosted.worker("--until-idle")
        await at_work(worker)
        again = await trouble(url, worker, postmaster)
        assert await worker.ended(within=300) == 0, worker.log[-5:]
        reckoning = await reckon(url, accepted)
    assert reckoning.holds, reckoning
    return {
        f"{name}_recovered_percent": reckoning.recovered_percent,
        f"{name}_copies_beyond_one": len(reckoning.doubled),
        f"{name}_in_doubt": reckoning.states["in_doubt"],
        f"{name}_to_next_sent_s": round(again, 2),
        f"{name}_seconds": round(time.monotonic() - began, 1),
    }


def _restart(how: Stop) -> Trouble:
    async def trouble(url: str, worker: Worker, postmaster: Postmaster) -> float:
        await postmaster.stop(how)
        await worker.until("store.unreachable")
        await postmaster.start()
        return await _until_at_work(worker)

    return trouble


async def _cut_again_and_again(url: str, worker: Worker, postmaster: Postmaster) -> float:
    """Every line to the database is ended; the worst of all times until the next message is settled."""
    waits = []
    for _ in range(_CUTS):
        await cut_off(url, worker)
        waits.append(await _until_at_work(worker))
    return max(waits)


async def _hold_all(url: str, worker: Worker, postmaster: Postmaster) -> float:
    async with exhausted(url, worker):
        await asyncio.sleep(_HELD_SECONDS)
    return await _until_at_work(worker)


async def _until_at_work(worker: Worker) -> float:
    since = time.monotonic()
    await at_work_again(worker)
    return time.monotonic() - since


async def _created(server: PostgresServer, name: str) -> str:
    async with await psycopg.AsyncConnection.connect(server.url(), autocommit=True) as line:
        await line.execute(f"create database {name}".encode())
    await migrate.migrate(server.url(name), with_platform=True)
    return server.url(name)


_TROUBLES: dict[str, Trouble] = {
    "restarted_fast": _restart(Stop.FAST),
    "restarted_immediate": _restart(Stop.IMMEDIATE),
    "lines_ended": _cut_again_and_again,
    "connections_taken": _hold_all,
}

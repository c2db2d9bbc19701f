"""Letters that are due, a mail server that takes its time and counts its copies, and a database to be taken from the worker."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg

from nightmail.sandbox.server import Sandbox
from tests.faults.hurried import HURRIED
from tests.hosted import Hosted, Worker

SETTINGS = {"NIGHTMAIL_LEASE": "4s", "NIGHTMAIL_BATCH": "40"}
OTHERS = "others"


@asynccontextmanager
async def sending(
    url: str, folder: Path, *, letters: int, program: tuple[str, ...] = HURRIED
) -> AsyncIterator[tuple[Hosted, Counter[str]]]:
    """Answers the place and how often each Message-ID was accepted. Nothing runs yet; whatever is started ends with it."""
    accepted: Counter[str] = Counter()
    hosted = Hosted(url, folder, SETTINGS, program=program)
    async with Sandbox(faults=("slow:40",), remember=1, on_caught=lambda caught: accepted.update([caught.message_id])) as sandbox:
        await hosted.add_account(sandbox.port)
        letter = {"account": "anna@example.org", "subject": "Minutes", "text": "here they are", "in": "0s"}
        await hosted.schedule([{**letter, "to": [f"u{n}@example.net"]} for n in range(letters)])
        try:
            yield hosted, accepted
        finally:
            await hosted.stop()


async def at_work(worker: Worker) -> None:
    await worker.until("delivery.settled")


async def at_work_again(worker: Worker) -> None:
    """One more message settled than until now."""
    await worker.until("delivery.settled", times=said(worker, "delivery.settled") + 1)


def said(worker: Worker, event: str) -> int:
    return sum(line.get("event") == event for line in worker.log)


async def cut_off(url: str, worker: Worker) -> None:
    """End every line to this database but those of `exhausted`, once there is one: the worker may just be dialling anew."""
    while not await _ended(url):
        assert worker.process.returncode is None, "the worker ended before its lines could be"


async def _ended(url: str) -> int:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True, application_name=OTHERS) as line:
        found = await line.execute(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            " where datname = current_database() and application_name <> %s",
            (OTHERS,),
        )
        row = await found.fetchone()
    assert row is not None
    return int(row[0])


async def states_of(url: str, ids: Sequence[str]) -> set[str]:
    async with await psycopg.AsyncConnection.connect(url) as line:
        found = await line.execute("select distinct state::text from public.deliveries where id = any (%s::uuid[])", (list(ids),))
        return {row[0] for row in await found.fetchall()}


@asynccontextmanager
async def exhausted(url: str, worker: Worker) -> AsyncIterator[None]:
    """Other clients hold every connection the server allows, the worker's own too, for as long as the context lasts."""
    held: list[psycopg.AsyncConnection[object]] = []
    # While it stands still nothing of its work gets done, nor does it take back what it lost.
    worker.freeze()
    try:
        await _take_all(url, held)
        await held[0].execute(
            "select pg_terminate_backend(pid, 10000) from pg_stat_activity"
            " where datname = current_database() and application_name <> %s",
            (OTHERS,),
        )
        await _take_all(url, held)
        worker.thaw()
        yield
    finally:
        for line in held:
            await line.close()


async def _take_all(url: str, held: list[psycopg.AsyncConnection[object]]) -> None:
    """Until the server refuses one more."""
    with contextlib.suppress(psycopg.OperationalError):
        while True:
            held.append(await psycopg.AsyncConnection.connect(url, autocommit=True, application_name=OTHERS))

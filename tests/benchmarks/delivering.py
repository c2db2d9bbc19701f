"""How fast messages leave, how soon after they are due, and what waiting costs."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import psycopg

from nightmail.sandbox.maildir import Caught
from nightmail.sandbox.server import Sandbox
from nightmail.store.postgres import PostgresStore
from tests.benchmarks.cpu import Meter, children_cpu, server_of, yardstick
from tests.benchmarks.letters import HTML, letters, percentiles
from tests.hosted import Hosted, Worker
from tests.letters import new

_SAMPLES = 200
_BURST = 500


async def rate(url: str, folder: Path, *, messages: int, processes: int) -> dict[str, object]:
    """Messages a second from the first claim to the last settlement, all due at the start."""
    hosted = Hosted(url, folder)
    async with sink() as taker:
        await hosted.add_account(taker.port)
        run = await delivered(hosted, taker, messages=messages, processes=processes)
        await hosted.stop()
    name = "one" if processes == 1 else "two"
    return {
        f"delivered_per_s_{name}": run.per_second,
        f"cpu_ms_{name}": run.cpu_ms,
        **{f"cpu_ms_{name}_{family}": spent for family, spent in run.others_cpu_ms.items()},
        f"cpu_ms_{name}_yardstick": yardstick(),
        f"rss_mb_{name}": run.memory,
        "sink": taker.kind,
    }


@dataclass(frozen=True, slots=True)
class Run:
    """`cpu_ms` a message, of the worker with all its processes, from its start to its end, and what the `database` and the
    `sink` took meanwhile; `memory` in MB, of the worker's largest process."""

    per_second: int
    cpu_ms: float
    others_cpu_ms: Mapping[str, float]
    memory: float


@dataclass(frozen=True, slots=True)
class Sink:
    """Where mail is sent to. Without a `pid` it is in this process."""

    port: int
    kind: str
    pid: int | None = None


async def delivered(hosted: Hosted, taker: Sink, *, messages: int, processes: int) -> Run:
    """Schedule letters that are due at once, then have one command send them."""
    since = await _last_entry(hosted.url)
    await hosted.schedule(letters(messages))
    meter = Meter({"database": await server_of(hosted.url), "sink": taker.pid})
    spent = children_cpu()
    worker = await hosted.worker("--until-idle", "--processes", str(processes), is_heard=False)
    memory = await _peak_memory(worker)
    spent = children_cpu() - spent
    others = {family: _each(seconds, messages) for family, seconds in meter.since().items()}
    async with await psycopg.AsyncConnection.connect(hosted.url) as connection:
        found = await connection.execute(
            "select count(*) filter (where event = 'sent'), extract(epoch from max(at) filter (where event = 'sent')"
            " - min(at) filter (where event = 'claimed'))::float from public.audit_entries where id > %s",
            (since,),
        )
        row = await found.fetchone()
    assert row is not None
    sent, seconds = row
    assert sent == messages, f"{sent} of {messages} were sent"
    return Run(round(sent / seconds), _each(spent, messages), others, memory)


def _each(seconds: float, messages: int) -> float:
    return round(seconds / messages * 1000, 3)


async def _last_entry(url: str) -> int:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        row = await (await connection.execute("select coalesce(max(id), 0) from public.audit_entries")).fetchone()
    assert row is not None
    return int(row[0])


async def pickup(url: str, folder: Path) -> dict[str, object]:
    """From the commit of a message that is due now to its MAIL FROM at the server, with a worker asleep."""
    heard: dict[str, asyncio.Future[datetime]] = {}

    def caught(message: Caught) -> None:
        heard[message.message_id].set_result(message.mail_from_at)

    hosted, took = Hosted(url, folder), []
    async with Sandbox(on_caught=caught, remember=1) as sandbox, _opened(url) as store:
        await hosted.add_account(sandbox.port)
        (sender,) = await store.accounts()
        worker = await hosted.worker()
        await worker.until("dispatcher.started")
        for _ in range(_SAMPLES):
            await asyncio.sleep(0.02)
            one = new(sender)
            heard[one.message.message_id] = asyncio.get_running_loop().create_future()
            await store.schedule(sender.owner_id, [one])
            committed = time.time()
            arrived = await heard[one.message.message_id]
            took.append((arrived.timestamp() - committed) * 1000)
        await hosted.stop()
    p50, p99 = percentiles(took)
    return {"pickup_ms_p50": p50, "pickup_ms_p99": p99}


async def lateness(url: str, folder: Path) -> dict[str, object]:
    """From the due instant to the server's acceptance, for messages due at instants of their own."""
    due: dict[str, datetime] = {}
    late: list[float] = []

    def caught(message: Caught) -> None:
        late.append((message.accepted_at - due[message.message_id]) / timedelta(milliseconds=1))

    hosted = Hosted(url, folder)
    async with Sandbox(on_caught=caught, remember=1) as sandbox, _opened(url) as store:
        await hosted.add_account(sandbox.port)
        (sender,) = await store.accounts()
        start = await store.now() + timedelta(seconds=4)
        wanted = [new(sender, due=start + timedelta(milliseconds=37 * n)) for n in range(_SAMPLES)]
        due = {one.message.message_id: one.due for one in wanted if isinstance(one.due, datetime)}
        await store.schedule(sender.owner_id, wanted)
        worker = await hosted.worker("--until-idle")
        await worker.ended()
    assert len(late) == _SAMPLES
    p50, p99 = percentiles(late)
    return {"late_ms_p50": p50, "late_ms_p99": p99}


async def burst(url: str, folder: Path) -> dict[str, object]:
    """From one instant that many messages are due at to each one's final 250, as it was settled."""
    hosted = Hosted(url, folder)
    async with sink() as taker, _opened(url) as store:
        await hosted.add_account(taker.port)
        (sender,) = await store.accounts()
        instant = await store.now() + timedelta(seconds=15)
        await store.schedule(sender.owner_id, [new(sender, due=instant, html=HTML) for _ in range(_BURST)])
        worker = await hosted.worker("--until-idle", is_heard=False)
        await worker.ended()
    async with await psycopg.AsyncConnection.connect(url) as connection:
        found = await connection.execute(
            "select extract(epoch from sent_at - wanted_at)::float * 1000 from public.deliveries where state = 'sent'"
        )
        late = [row[0] for row in await found.fetchall()]
    assert len(late) == _BURST
    p50, p99 = percentiles(late)
    return {"burst_messages": _BURST, "burst_late_ms_p50": p50, "burst_late_ms_p99": p99}


async def large(url: str, folder: Path) -> dict[str, object]:
    """How much a worker grows by sending a message with a file of 25 MB."""
    hosted = Hosted(url, folder)
    file = folder / "large.bin"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_bytes(os.urandom(25_000_000))
    async with sink() as taker:
        await hosted.add_account(taker.port)
        worker = await hosted.worker()
        await worker.until("dispatcher.started")
        await hosted.schedule([{**letters(1)[0], "in": "0s"}])
        await worker.until("delivery.settled")
        before = peak = _memory(worker)
        await hosted.schedule([{**letters(1)[0], "attach": [str(file)], "in": "0s"}])
        settled = asyncio.create_task(worker.until("delivery.settled", times=2))
        while not settled.done():
            peak = max(peak, _memory(worker))
            await asyncio.wait({settled}, timeout=0.01)
        assert (await settled)["state"] == "sent"
        await hosted.stop()
    return {"rss_mb_before_25mb": before, "rss_mb_grown_by_25mb": round(peak - before, 1)}


async def idle(url: str, folder: Path, *, seconds: int) -> dict[str, object]:
    """What a worker with nothing to do costs: transactions counted by the server, CPU and memory of its process."""
    hosted = Hosted(url, folder)
    worker = await hosted.worker()
    await worker.until("dispatcher.started")
    async with _without_vacuum(url):
        # What a start brings along is over by then, and told: a line that rests tells its figures after ten seconds.
        await asyncio.sleep(30)
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as line:
            # The first one brings along what opening the line took.
            await _transactions(line)
            await asyncio.sleep(1.5)
            before, busy = await _transactions(line), _cpu(worker)
            await asyncio.sleep(seconds)
            busy = _cpu(worker) - busy
            # What was asked at the very end may not be told yet. Looking takes one transaction itself.
            await asyncio.sleep(12)
            spent = await _transactions(line) - before - 1
    memory = _memory(worker)
    await hosted.stop()
    return {
        "idle_transactions_per_minute": round(spent * 60 / (seconds + 12), 1),
        "idle_cpu_percent": round(busy / seconds * 100, 2),
        "rss_mb_idle": memory,
    }


@asynccontextmanager
async def _without_vacuum(url: str) -> AsyncIterator[None]:
    """The server's own rounds of vacuum count as transactions of the database they visit, several a minute."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as line:
        await line.execute("alter system set autovacuum = off")
        await line.execute("select pg_reload_conf()")
    try:
        yield
    finally:
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as line:
            await line.execute("alter system reset autovacuum")
            await line.execute("select pg_reload_conf()")


def _cpu(worker: Worker) -> float:
    times = psutil.Process(worker.process.pid).cpu_times()
    return float(times.user + times.system)


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[PostgresStore]:
    store = PostgresStore(url)
    await store.open()
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def sink() -> AsyncIterator[Sink]:
    """A server that takes everything: Postfix's own load sink where it is installed, else our sandbox."""
    program = shutil.which("smtp-sink", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        async with Sandbox(remember=1) as sandbox:
            yield Sink(sandbox.port, "sandbox")
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    as_user = ("-u", "nobody") if os.geteuid() == 0 else ()
    process = await asyncio.create_subprocess_exec(program, *as_user, f"127.0.0.1:{port}", "1000")
    try:
        await _listening(port)
        yield Sink(port, "smtp-sink", process.pid)
    finally:
        process.terminate()
        await process.wait()


async def _listening(port: int) -> None:
    async with asyncio.timeout(10):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.02)


async def _peak_memory(worker: Worker) -> float:
    """The largest resident set of one process while they work, in MB."""
    peak = 0.0
    while worker.process.returncode is None:
        with contextlib.suppress(psutil.Error):
            peak = max(peak, _memory(worker))
        await asyncio.wait([asyncio.ensure_future(worker.process.wait())], timeout=0.3)
    return peak


def _memory(worker: Worker) -> float:
    process = psutil.Process(worker.process.pid)
    resident: int = max(one.memory_info().rss for one in (process, *process.children()))
    return round(resident / 1e6, 1)


async def _transactions(line: psycopg.AsyncConnection[tuple[Any, ...]]) -> int:
    found = await line.execute("select xact_commit::int from pg_stat_database where datname = current_database()")
    row = await found.fetchone()
    assert row is not None
    return int(row[0])

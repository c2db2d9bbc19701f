"""Other people's queues and Postfix's own load generator, measured beside us: the same mail to the same sink, in turns.

They are measured where Node, npm and Redis are installed, and their packages can be had; `smtp-source` where Postfix is.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import socket
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.cpu import Meter, children_cpu, server_of
from tests.benchmarks.delivering import Sink, delivered, sink
from tests.hosted import Hosted

_HERE = Path(__file__).parent
_ROUNDS = 3
_SOURCE_MESSAGES = 40_000
_SBIN = f"{os.environ.get('PATH', '')}:/usr/sbin"

Contender = Callable[[], Awaitable[tuple[int, float, float]]]
"""Delivers once; answers how many messages, how many of them a second, and the seconds of CPU that its own process took."""


class Lap(NamedTuple):
    """CPU in ms a message: `cpu_ms` of its own process while it delivers, `shared_cpu_ms` of the sink, the database and Redis,
    enqueueing included."""

    per_second: float
    cpu_ms: float
    shared_cpu_ms: float


async def measure(url: str, rivals_url: str, folder: Path, *, messages: int, modules: Path | None) -> dict[str, object]:
    hosted = Hosted(url, folder / "rivals")
    async with sink() as taker, _redis(folder) as redis:
        await hosted.add_account(taker.port)
        contenders = _ours(hosted, taker, messages) | _postfix(taker.port)
        shared = {"sink": taker.pid, "database": await server_of(url)}
        if redis is not None and (scripts := await _installed(folder, modules)):
            contenders |= _theirs(scripts, messages // 4, taker.port, redis[0], rivals_url)
            shared["redis"] = redis[1]
        rounds = [await _round(contenders, shared, is_reversed=bool(number % 2)) for number in range(_ROUNDS)]
        await hosted.stop()
    return {"rivals_sink": taker.kind, "rivals": _figures(rounds), **_ratios(rounds)}


async def _round(contenders: dict[str, Contender], shared: dict[str, int | None], *, is_reversed: bool) -> dict[str, Lap]:
    names = list(contenders)
    laps = {}
    for name in reversed(names) if is_reversed else names:
        meter = Meter(shared)
        messages, per_second, seconds = await contenders[name]()
        lap = Lap(per_second, seconds / messages * 1000, sum(meter.since().values()) / messages * 1000)
        print(f"  {name}: {lap.per_second:.0f}/s, {lap.cpu_ms:.3f} + {lap.shared_cpu_ms:.3f} ms CPU", file=sys.stderr, flush=True)
        laps[name] = lap
    return laps


def _figures(rounds: list[dict[str, Lap]]) -> dict[str, object]:
    return {
        name: {
            "per_s": [round(one[name].per_second) for one in rounds],
            "cpu_ms": [round(one[name].cpu_ms, 3) for one in rounds],
            "shared_cpu_ms": [round(one[name].shared_cpu_ms, 3) for one in rounds],
        }
        for name in rounds[0]
    }


def _ratios(rounds: list[dict[str, Lap]]) -> dict[str, object]:
    """Medians of the ratios within each round: only what ran side by side is compared."""
    ratios: dict[str, object] = {"two_to_one": _median(rounds, "ours_two", "ours_one")}
    for ours in ("one", "two"):
        for name, rival in (("vs_bullmq", "bullmq"), ("vs_pgboss", "pgboss"), ("of_smtp_source", "smtp_source")):
            if rival in rounds[0]:
                ratios[f"{name}_{ours}"] = _median(rounds, f"ours_{ours}", rival)
    return ratios


def _median(rounds: list[dict[str, Lap]], ours: str, theirs: str) -> float:
    return round(statistics.median(one[ours].per_second / one[theirs].per_second for one in rounds), 2)


# ---------------------------------------------------------------------------------------------- contenders


def _ours(hosted: Hosted, taker: Sink, messages: int) -> dict[str, Contender]:
    def run(processes: int) -> Contender:
        async def deliver() -> tuple[int, float, float]:
            done = await delivered(hosted, taker, messages=messages, processes=processes)
            return messages, done.per_second, done.cpu_ms * messages / 1000

        return deliver

    return {"ours_one": run(1), "ours_two": run(2)}


def _theirs(scripts: Path, messages: int, port: int, redis: int, url: str) -> dict[str, Contender]:
    def run(script: str, last: str) -> Contender:
        async def deliver() -> tuple[int, float, float]:
            process = await asyncio.create_subprocess_exec(
                "node", script, str(messages), str(port), last, cwd=scripts, stdout=asyncio.subprocess.PIPE
            )
            out, _ = await process.communicate()
            assert process.returncode == 0, f"{script} ended with {process.returncode}"
            told = json.loads(out)
            return messages, told["delivered_per_s"], told["cpu_ms"] * messages / 1000

        return deliver

    return {"bullmq": run("bullmq.js", str(redis)), "pgboss": run("pgboss.js", url)}


def _postfix(port: int) -> dict[str, Contender]:
    program = shutil.which("smtp-source", path=_SBIN)
    if program is None:
        return {}

    async def deliver() -> tuple[int, float, float]:
        spent, started = children_cpu(), time.monotonic()
        sizes = ("-d", "-s", "10", "-m", str(_SOURCE_MESSAGES), "-l", "4096")
        process = await asyncio.create_subprocess_exec(program, *sizes, f"127.0.0.1:{port}")
        assert await process.wait() == 0
        seconds = time.monotonic() - started
        return _SOURCE_MESSAGES, _SOURCE_MESSAGES / seconds, children_cpu() - spent

    return {"smtp_source": deliver}


# ---------------------------------------------------------------------------------------------- what they need


async def _installed(folder: Path, modules: Path | None) -> Path | None:
    """The scripts beside their packages: `modules` where they were installed before, else in a folder that is thrown away."""
    scripts = folder / "node"
    shutil.copytree(_HERE, scripts, ignore=shutil.ignore_patterns("*.py", "__pycache__", "node_modules"))
    if modules is not None:
        (scripts / "node_modules").symlink_to(modules.resolve())
        return scripts
    if shutil.which("node") is None or shutil.which("npm") is None:
        return None
    npm = ("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
    process = await asyncio.create_subprocess_exec(*npm, cwd=scripts, stdout=asyncio.subprocess.DEVNULL)
    if await process.wait() != 0:
        print("  the rivals' packages can't be had: they are not measured", file=sys.stderr)
        return None
    return scripts


@asynccontextmanager
async def _redis(folder: Path) -> AsyncIterator[tuple[int, int] | None]:
    """Its port and its process. Durable as BullMQ's own guide has it: the log is written through once a second."""
    program = shutil.which("redis-server")
    if program is None:
        yield None
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    kept = folder / "redis"
    kept.mkdir()
    settings = ("--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--dir", str(kept), "--bind", "127.0.0.1")
    process = await asyncio.create_subprocess_exec(
        program, "--port", str(port), *settings, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await _answers(port)
        yield port, process.pid
    finally:
        process.terminate()
        await process.wait()


async def _answers(port: int) -> None:
    async with asyncio.timeout(10):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.02)

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

from tests.benchmarks.delivering import children_cpu, delivered, sink
from tests.hosted import Hosted

_HERE = Path(__file__).parent
_ROUNDS = 3
_SOURCE_MESSAGES = 40_000
_SBIN = f"{os.environ.get('PATH', '')}:/usr/sbin"

Contender = Callable[[], Awaitable[tuple[float, float]]]
"""Delivers once; answers messages a second and the CPU that its own process took, ms a message."""


async def measure(url: str, rivals_url: str, folder: Path, *, messages: int, modules: Path | None) -> dict[str, object]:
    hosted = Hosted(url, folder / "rivals")
    async with sink() as (port, kind), _redis(folder) as redis:
        await hosted.add_account(port)
        contenders = _ours(hosted, messages) | _postfix(port)
        if redis is not None and (scripts := await _installed(folder, modules)):
            contenders |= _theirs(scripts, messages // 4, port, redis, rivals_url)
        rounds = [await _round(contenders, is_reversed=bool(number % 2)) for number in range(_ROUNDS)]
        await hosted.stop()
    return {"rivals_sink": kind, "rivals": _figures(rounds), **_ratios(rounds)}


async def _round(contenders: dict[str, Contender], *, is_reversed: bool) -> dict[str, tuple[float, float]]:
    names = list(contenders)
    measured = {}
    for name in reversed(names) if is_reversed else names:
        measured[name] = await contenders[name]()
        print(f"  {name}: {measured[name][0]:.0f}/s, {measured[name][1]:.3f} ms CPU", file=sys.stderr, flush=True)
    return measured


def _figures(rounds: list[dict[str, tuple[float, float]]]) -> dict[str, object]:
    return {
        name: {"per_s": [round(one[name][0]) for one in rounds], "cpu_ms": [round(one[name][1], 3) for one in rounds]}
        for name in rounds[0]
    }


def _ratios(rounds: list[dict[str, tuple[float, float]]]) -> dict[str, object]:
    """Medians of the ratios within each round: only what ran side by side is compared."""
    ratios: dict[str, object] = {"two_to_one": _median(rounds, "ours_two", "ours_one")}
    for ours in ("one", "two"):
        for name, rival in (("vs_bullmq", "bullmq"), ("vs_pgboss", "pgboss"), ("of_smtp_source", "smtp_source")):
            if rival in rounds[0]:
                ratios[f"{name}_{ours}"] = _median(rounds, f"ours_{ours}", rival)
    return ratios


def _median(rounds: list[dict[str, tuple[float, float]]], ours: str, theirs: str) -> float:
    return round(statistics.median(one[ours][0] / one[theirs][0] for one in rounds), 2)


# ---------------------------------------------------------------------------------------------- contenders


def _ours(hosted: Hosted, messages: int) -> dict[str, Contender]:
    def run(processes: int) -> Contender:
        async def deliver() -> tuple[float, float]:
            done = await delivered(hosted, messages=messages, processes=processes)
            return done.per_second, done.cpu_ms

        return deliver

    return {"ours_one": run(1), "ours_two": run(2)}


def _theirs(scripts: Path, messages: int, port: int, redis: int, url: str) -> dict[str, Contender]:
    def run(script: str, last: str) -> Contender:
        async def deliver() -> tuple[float, float]:
            process = await asyncio.create_subprocess_exec(
                "node", script, str(messages), str(port), last, cwd=scripts, stdout=asyncio.subprocess.PIPE
            )
            out, _ = await process.communicate()
            assert process.returncode == 0, f"{script} ended with {process.returncode}"
            told = json.loads(out)
            return told["delivered_per_s"], told["cpu_ms"]

        return deliver

    return {"bullmq": run("bullmq.js", str(redis)), "pgboss": run("pgboss.js", url)}


def _postfix(port: int) -> dict[str, Contender]:
    program = shutil.which("smtp-source", path=_SBIN)
    if program is None:
        return {}

    async def deliver() -> tuple[float, float]:
        spent, started = children_cpu(), time.monotonic()
        sizes = ("-d", "-s", "10", "-m", str(_SOURCE_MESSAGES), "-l", "4096")
        process = await asyncio.create_subprocess_exec(program, *sizes, f"127.0.0.1:{port}")
        assert await process.wait() == 0
        seconds = time.monotonic() - started
        return _SOURCE_MESSAGES / seconds, (children_cpu() - spent) / _SOURCE_MESSAGES * 1000

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
async def _redis(folder: Path) -> AsyncIterator[int | None]:
    """Durable as BullMQ's own guide has it: the log is written through once a second."""
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
        yield port
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

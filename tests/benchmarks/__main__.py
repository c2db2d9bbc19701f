"""`make bench`: measure Nightmail on this machine and print one JSON object. Progress goes to stderr.

Everything real: PostgreSQL with its defaults (synchronous commits), worker processes, SMTP on loopback. Figures of one
run may be compared with each other; between machines and hours only their ratios mean something.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from nightmail.cli.embedded_postgres import PostgresServer, postgres
from nightmail.store import migrate
from tests.benchmarks import chaos, claiming, cloud, delivering, desktop, enqueueing, fairness, starting, writing
from tests.benchmarks.rivals import measure as rivals

Figures = dict[str, object]


def main() -> None:
    chosen = _arguments()
    figures: Figures = {}
    with tempfile.TemporaryDirectory(prefix="nightmail-bench-") as folder:
        Path(folder).chmod(0o755)
        figures |= _measure("mime", lambda _: writing.measure(), "")
        if not chosen.only or "starting" in chosen.only:
            figures |= _measure("starting", starting.measure, "")
        if not chosen.only or "desktop" in chosen.only:
            figures |= _measure("desktop", desktop.measure, "")
        # The same memory as the rivals are given in the lab; everything else is the server's default.
        with postgres(settings={"shared_buffers": "512MB"}) as server:
            for name, bench in _benches(chosen, Path(folder)).items():
                if chosen.only and name not in chosen.only:
                    continue
                _create(server.url(), name)
                figures |= _measure(name, bench, server.url(f"bench_{name}"))
            if not chosen.only or "rivals" in chosen.only:
                figures |= _beside_rivals(chosen, Path(folder), server)
    print(json.dumps(figures))


def _benches(chosen: argparse.Namespace, folder: Path) -> dict[str, Callable[[str], Awaitable[Figures]]]:
    return {
        "enqueue": lambda url: enqueueing.measure(url, folder, bulk=chosen.messages),
        "deliver_one": lambda url: delivering.rate(url, folder, messages=chosen.messages, processes=1),
        "deliver_two": lambda url: delivering.rate(url, folder, messages=chosen.messages, processes=2),
        "pickup": lambda url: delivering.pickup(url, folder),
        "burst": lambda url: delivering.burst(url, folder / "burst"),
        "large": lambda url: delivering.large(url, folder / "large"),
        "lateness": lambda url: delivering.lateness(url, folder),
        "idle": lambda url: delivering.idle(url, folder, seconds=chosen.idle_seconds),
        "claim": lambda url: claiming.measure(url, future=chosen.future, due=chosen.due, finished=chosen.finished),
        "fairness": lambda url: fairness.measure(url, folder / "fairness", batch=min(chosen.messages, 10_000)),
        "cloud": lambda url: cloud.measure(url, folder, idle_seconds=chosen.idle_seconds),
        "chaos": lambda _: chaos.measure(folder / "chaos", kills=chosen.kills, pinned_seconds=chosen.pinned_seconds),
    }


def _beside_rivals(chosen: argparse.Namespace, folder: Path, server: PostgresServer) -> Figures:
    """Last, as it takes longest: whoever else is installed here delivers the same mail to the same sink, in turns with us."""
    _create(server.url(), "ours")
    # pg-boss makes its own tables in the server's first database.
    bench = partial(rivals.measure, rivals_url=server.url(), folder=folder, messages=chosen.messages, modules=chosen.node_modules)
    return _measure("rivals", bench, server.url("bench_ours"))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--messages", type=int, default=20_000, help="for enqueueing and delivering")
    parser.add_argument("--future", type=int, default=1_000_000, help="scheduled rows that are not due while claiming")
    parser.add_argument("--due", type=int, default=100_000, help="rows that are due while claiming")
    parser.add_argument("--finished", type=int, default=2_000_000, help="rows that were sent long ago while claiming")
    parser.add_argument("--kills", type=int, default=1_000, help="of workers, while they send")
    parser.add_argument(
        "--pinned-seconds", type=int, default=60, help="sending with, and as long without, a transaction left open"
    )
    parser.add_argument("--idle-seconds", type=int, default=60)
    parser.add_argument("--node-modules", type=Path, help="where the rivals' packages are; else they are fetched and thrown away")
    names = "enqueue deliver_one deliver_two pickup burst large lateness idle claim fairness cloud chaos starting desktop rivals"
    parser.add_argument("--only", nargs="*", help=f"of: {names}")
    return parser.parse_args()


def _measure(name: str, bench: Callable[[str], Awaitable[Figures]], url: str) -> Figures:
    started = time.monotonic()
    figures = asyncio.run(_awaited(bench, url))
    print(f"{name}: {figures} ({time.monotonic() - started:.1f} s)", file=sys.stderr, flush=True)
    return figures


async def _awaited(bench: Callable[[str], Awaitable[Figures]], url: str) -> Figures:
    return await bench(url)


def _create(url: str, name: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"create database bench_{name}")
    asyncio.run(migrate.migrate(url.rsplit("/", 1)[0] + f"/bench_{name}", with_platform=True))


if __name__ == "__main__":
    main()

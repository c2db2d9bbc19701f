"""`python -m tests.supabase_stack`: the stand-in as a process of its own, told in one JSON line, ended by SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from nightmail.cli.embedded_postgres import postgres
from nightmail.store import migrate
from tests.supabase_stack.stack import Standing, running


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.supabase_stack", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--database-url", help="a superuser's; without it a throw-away PostgreSQL is started")
    parser.add_argument("--json", action="store_true", help="tell where everything is in one line of JSON")
    asked = parser.parse_args()
    with _database(asked.database_url) as url, asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(_serve(url, port=asked.port, as_json=asked.json))


@contextmanager
def _database(url: str | None) -> Iterator[str]:
    if url:
        yield url
        return
    # Nothing here is meant to outlive the process.
    with postgres(settings={"fsync": "off"}) as server:
        yield server.url()


async def _serve(url: str, *, port: int, as_json: bool) -> None:
    stop = asyncio.Event()
    _stop_on_signals(stop)
    await migrate.migrate(url, with_platform=True)
    async with running(url, port=port) as standing:
        print(json.dumps(standing.told()) if as_json else _sentences(standing), flush=True)
        await stop.wait()


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Windows knows no handlers in a loop; there Ctrl+C ends the process.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)


def _sentences(standing: Standing) -> str:
    return "\n".join(f"{name:<16} {value}" for name, value in asdict(standing).items())


if __name__ == "__main__":
    main()

"""Workers that begin in a tenth of the time: the real command in a process of its own, forked from one that has read it."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from tests.patience import PATIENCE

_fork = multiprocessing.get_context("forkserver")
# With what is otherwise read only when it is needed.
_fork.set_forkserver_preload(
    [
        "nightmail.cli.main",
        "nightmail.cli.agent",
        "cloud_worker.lifecycle",
        "cloud_worker.observe",
        "cloud_worker.wiring",
        "apscheduler.executors.asyncio",
        "concurrent.futures.thread",
        "pydantic.json_schema",
        "uvloop",
    ]
)


class Forked:
    """A worker whose log goes to `log`."""

    def __init__(self, environment: Mapping[str, str], log: Path, *arguments: str) -> None:
        self._log = log
        self._process = _fork.Process(target=_work, args=(dict(environment), str(log), arguments), daemon=True)
        self._process.start()
        self.killed_at = 0.0

    async def started(self) -> UUID:
        """Its name in the record, once it has said that it works."""
        async with asyncio.timeout(PATIENCE):
            while (name := self._name()) is None:
                assert self._process.is_alive(), self._log.read_text()[-2000:]
                await asyncio.sleep(0.02)
        return name

    async def kill(self) -> None:
        """SIGKILL. `killed_at`: seconds since the epoch."""
        self.killed_at = time.time()
        self._process.kill()
        await self.ended()

    async def ended(self) -> int:
        await asyncio.to_thread(self._process.join)
        code = self._process.exitcode
        assert code is not None
        return code

    def _name(self) -> UUID | None:
        lines = self._log.read_text().splitlines() if self._log.exists() else []
        said = (json.loads(line) for line in lines if '"dispatcher.started"' in line and line.endswith("}"))
        return next((UUID(one["worker"]) for one in said), None)


def _work(environment: Mapping[str, str], log: str, arguments: tuple[str, ...]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    with open(log, "wb", buffering=0) as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.argv = ["nightmail", "worker", *arguments]

    from nightmail.cli.main import main

    main()

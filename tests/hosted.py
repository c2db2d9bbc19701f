"""A hosted Nightmail for tests and benchmarks: real worker processes over a real PostgreSQL, to be stopped in every way."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.patience import PATIENCE

COMMAND = (sys.executable, "-m", "nightmail.cli.main")


@dataclass
class Hosted:
    """One database and the processes that work on it. `program` is the command, or what stands in its place."""

    url: str
    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    program: tuple[str, ...] = COMMAND
    workers: list[Worker] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("NIGHTMAIL_")}
        return {
            **kept,
            "NIGHTMAIL_DATABASE_URL": self.url,
            "NIGHTMAIL_PROFILE": str(self.folder),
            "NIGHTMAIL_LOG": "json",
            **self.settings,
        }

    async def command(self, *arguments: str, stdin: bytes | None = None) -> bytes:
        """Run `nightmail …` to its end; answers its stdout."""
        process = await asyncio.create_subprocess_exec(
            *self.program,
            *arguments,
            env=self.environment,
            stdin=asyncio.subprocess.PIPE if stdin is not None else asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate(stdin)
        assert process.returncode == 0, f"nightmail {' '.join(arguments)}: {process.returncode}\n{err.decode()[-2000:]}"
        return out

    async def add_account(self, smtp_port: int, address: str = "anna@example.org") -> None:
        await self.command("account", "add", "--address", address, "--smtp", f"smtp://127.0.0.1:{smtp_port}", "--json")

    async def schedule(self, letters: Sequence[Mapping[str, object]]) -> list[dict[str, str]]:
        lines = "".join(json.dumps(letter) + "\n" for letter in letters)
        out = await self.command("schedule", "--jsonl", "-", "--json", stdin=lines.encode())
        return [json.loads(line) for line in out.splitlines()]

    async def worker(self, *arguments: str, is_heard: bool = True) -> Worker:
        """Start `nightmail worker …`. Unheard, its log goes to a file in `folder` and costs the reader nothing."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"worker-{len(self.workers)}.log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                *self.program,
                "worker",
                *arguments,
                env=self.environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE if is_heard else log,
                limit=2**20,
            )
        worker = Worker(process)
        self.workers.append(worker)
        return worker

    async def stop(self) -> None:
        """End whatever still runs, however the test ended."""
        for worker in self.workers:
            worker.thaw()
            worker.kill()
            await worker.ended()


class Worker:
    """A worker process whose log is read along."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.log: list[dict[str, object]] = []
        self._heard = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        if self.process.stderr is None:
            return
        async for line in self.process.stderr:
            try:
                self.log.append(json.loads(line))
            except ValueError:
                self.log.append({"event": line.decode("utf-8", "replace").rstrip()})
            self._heard.set()
        self._heard.set()

    async def until(self, event: str, within: float = PATIENCE, times: int = 1) -> dict[str, object]:
        """Wait until the worker has said it, so many times."""
        async with asyncio.timeout(within):
            while True:
                said = [line for line in self.log if line.get("event") == event]
                if len(said) >= times:
                    return said[times - 1]
                assert not self._reading.done(), f"the worker ended before {event}: {self.log[-5:]}"
                self._heard.clear()
                await self._heard.wait()

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def drain(self) -> None:
        self._signal(signal.SIGTERM)

    def _signal(self, number: signal.Signals) -> None:
        if self.process.returncode is None:
            self.process.send_signal(number)

    async def ended(self, within: float = PATIENCE) -> int:
        async with asyncio.timeout(within):
            code = await self.process.wait()
            await self._reading
            return code

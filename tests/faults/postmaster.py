"""Stop a throw-away PostgreSQL in the ways its operator can, and start the very same again. Knows it by its process alone."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any

import psutil
import psycopg

from nightmail.cli.embedded_postgres import PostgresServer
from tests.patience import PATIENCE


class Stop(Enum):
    """PostgreSQL, "Shutting Down the Server"."""

    FAST = signal.SIGINT
    IMMEDIATE = signal.SIGQUIT


class Postmaster:
    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._process: Any = psutil.Process(server.pid)
        self._command = self._process.cmdline()
        self._folder = self._process.cwd()
        self._environment = self._process.environ()
        self._person = _other_person(self._process)

    def cpu_seconds(self) -> float:
        """What the server has worked, with all its processes, those that have ended too."""
        spent = 0.0
        for process in (self._process, *self._process.children()):
            with contextlib.suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                spent += times.user + times.system
        ended = self._process.cpu_times()
        return float(spent + ended.children_user + ended.children_system)

    async def stop(self, how: Stop) -> None:
        self._process.send_signal(how.value)
        await asyncio.to_thread(self._process.wait, PATIENCE)

    async def start(self) -> None:
        """Answers once it takes connections."""
        self._process = self._begin()
        async with asyncio.timeout(PATIENCE):
            # Its readiness stands in its log, which goes nowhere here.
            while not await self._answers():
                assert self._process.poll() is None, "it did not start again"
                await asyncio.sleep(0.02)

    def _begin(self) -> psutil.Popen:
        return psutil.Popen(
            self._command,
            cwd=self._folder,
            env=self._environment,
            **self._person,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    async def _answers(self) -> bool:
        try:
            line = await psycopg.AsyncConnection.connect(self._server.url())
        except psycopg.OperationalError:
            return False
        await line.close()
        return True

    def end(self) -> None:
        with contextlib.suppress(psutil.NoSuchProcess):
            self._process.send_signal(Stop.FAST.value)
            self._process.wait(PATIENCE)


def _other_person(process: psutil.Process) -> dict[str, Any]:
    """Who runs it, where that is not who runs us."""
    user = process.uids().real
    return {} if user == psutil.Process().uids().real else {"user": user, "group": process.gids().real, "extra_groups": []}


@contextmanager
def restartable(server: PostgresServer) -> Iterator[Postmaster]:
    """Whatever runs in its place at the end is ended."""
    postmaster = Postmaster(server)
    try:
        yield postmaster
    finally:
        postmaster.end()

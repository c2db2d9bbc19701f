"""CPU that whole families of processes took. On a shared machine, unlike the clock on the wall, it says the same each time."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterable, Mapping

import psutil
import psycopg


class Meter:
    """`families` are processes by name: each counts with all its children. None stands for what runs in this very process
    and can't be told apart: it is not counted."""

    def __init__(self, families: Mapping[str, int | None]) -> None:
        self._families = {name: psutil.Process(pid) for name, pid in families.items() if pid is not None}
        self._began = self._taken()

    def since(self) -> dict[str, float]:
        """Seconds by family since this meter was made."""
        return {name: taken - self._began[name] for name, taken in self._taken().items()}

    def _taken(self) -> dict[str, float]:
        return {name: _seconds((process, *process.children(recursive=True))) for name, process in self._families.items()}


def _seconds(processes: Iterable[psutil.Process]) -> float:
    """Of these and of the children they buried."""
    total = 0.0
    for process in processes:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            # It ended since it was listed: whoever started it has its time by now, or as soon as it looks.
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def yardstick() -> float:
    """CPU in ms of a fixed piece of plain Python, the best of several tries. How a Python was built, and who else is on the
    machine's caches, changes what all work costs: figures of two runs compare after division by this."""
    return round(min(_fixed_work() for _ in range(9)) * 1000, 2)


def _fixed_work() -> float:
    began = time.thread_time()
    kept: dict[str, tuple[int, str]] = {}
    for number in range(20_000):
        name = str(number)
        kept[name] = number, name.upper()
        if len(kept) > 100:
            kept.clear()
    return time.thread_time() - began


def children_cpu() -> float:
    """Seconds that processes we started have worked, those that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


async def server_of(url: str) -> int:
    """The process that all others of this local PostgreSQL descend from."""
    async with await psycopg.AsyncConnection.connect(url) as connection:
        row = await (await connection.execute("select pg_backend_pid()")).fetchone()
        assert row is not None
        return int(psutil.Process(row[0]).ppid())

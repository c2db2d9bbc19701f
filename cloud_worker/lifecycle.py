"""From start to end of a process that dispatches: wait for the database, run, drain on the first signal, stop on the second.

It knows nothing of SMTP or SQL; the agent over a local profile lives by the same rules.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from enum import Enum
from types import FrameType
from typing import Protocol, TypeVar

from cloud_worker.logger import structlog
from nightmail.clock import Clock, SystemClock
from nightmail.errors import OutsideError
from nightmail.memory import give_back, keep_small

log = structlog.get_logger()

R = TypeVar("R")

_FIRST_WAIT = timedelta(seconds=1)
_LONGEST_WAIT = timedelta(seconds=30)
_NET = timedelta(seconds=5)
# A terminal signals a whole group and its shell or service manager passes the same signal on: that is one request.
_ECHO = timedelta(seconds=1.5)
_NUMBERS = (signal.SIGTERM, signal.SIGINT)


class Ended(Enum):
    IDLE = "idle"
    DRAINED = "drained"
    STOPPED = "stopped"


class Dispatches(Protocol):
    async def run(self, *, until_idle: bool = False) -> None: ...

    def stop(self) -> None: ...


class Signals:
    """The first SIGTERM or SIGINT asks to drain, the second to stop at once; one within 1.5 s is an echo of the first."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._drain = asyncio.Event()
        self._stop = asyncio.Event()
        self._drain_rung_at = 0.0

    def ring(self) -> None:
        if not self._drain.is_set():
            self._drain_rung_at = self._clock.monotonic()
            self._drain.set()
        elif self._clock.monotonic() - self._drain_rung_at >= _ECHO.total_seconds():
            self._stop.set()

    async def drain_asked(self) -> None:
        await self._drain.wait()

    async def stop_asked(self) -> None:
        await self._stop.wait()

    @property
    def is_drain_asked(self) -> bool:
        return self._drain.is_set()


@contextmanager
def listening_to_signals() -> Iterator[Signals]:
    signals, loop = Signals(), asyncio.get_running_loop()
    if sys.platform == "win32":
        with _listening_without_loop(lambda: loop.call_soon_threadsafe(signals.ring)):
            yield signals
        return
    for number in _NUMBERS:
        loop.add_signal_handler(number, signals.ring)
    try:
        yield signals
    finally:
        for number in _NUMBERS:
            loop.remove_signal_handler(number)


@contextmanager
def _listening_without_loop(ring: Callable[[], object]) -> Iterator[None]:
    """Windows' loops take no signal handlers."""

    def handle(number: int, frame: FrameType | None) -> None:
        ring()

    before = {number: signal.signal(number, handle) for number in _NUMBERS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


async def opened(open: Callable[[], Awaitable[None]], signals: Signals, *, patiently: bool) -> bool:
    """Open the store; where it is down and `patiently`, try again with growing waits. False: a signal came first."""
    wait = _FIRST_WAIT
    while True:
        try:
            await open()
        except OutsideError as error:
            if not patiently:
                raise
            log.warning(
                "database.unreachable",
                code=error.code,
                message=error.message,
                next=error.next,
                next_try_seconds=wait.total_seconds(),
            )
        else:
            return True
        if await _within(signals.drain_asked(), wait):
            return False
        wait = min(wait * 2, _LONGEST_WAIT)


async def run(dispatcher: Dispatches, signals: Signals, *, until_idle: bool, grace: timedelta) -> Ended:
    """Dispatch until idle or asked to end. The dispatcher itself keeps `grace` after a signal; here is only a net under it."""
    async with _task(dispatcher.run(until_idle=until_idle)) as work:
        await _first(work, signals.drain_asked())
        if work.done():
            work.result()
            return Ended.DRAINED if signals.is_drain_asked else Ended.IDLE
        log.info("worker.draining", grace_seconds=grace.total_seconds())
        dispatcher.stop()
        async with _task(signals.stop_asked()) as second:
            await asyncio.wait({work, second}, timeout=(grace + _NET).total_seconds(), return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
            return Ended.DRAINED
        # What was under way keeps its lease until that runs out, and is then rescued or put in doubt.
        log.warning("worker.stopped", reason="a second signal came, or the grace period was over")
        return Ended.STOPPED


async def until_signalled(work: Coroutine[None, None, None], signals: Signals) -> None:
    """Work until it ends by itself or the first signal comes. Raises what the work raises."""
    async with _task(work) as task:
        await _first(task, signals.drain_asked())
        if task.done():
            task.result()


def run_loop(main: Coroutine[None, None, R]) -> R:
    """`asyncio.run`, on uvloop where it is installed."""
    keep_small()
    _collect_seldom()
    if sys.platform != "win32":
        try:
            import uvloop
        except ImportError:
            pass
        else:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                return runner.run(main)
    return asyncio.run(main)


def _collect_seldom() -> None:
    """Look for garbage in circles seldom: messages leave none, and what is loaded by now stays to the end."""
    give_back()
    gc.set_threshold(50_000, 20, 20)


@asynccontextmanager
async def _task(work: Coroutine[None, None, R]) -> AsyncIterator[asyncio.Task[R]]:
    """A task that does not outlive the block."""
    task = asyncio.ensure_future(work)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait({task})


async def _first(work: asyncio.Task[None], other: Coroutine[None, None, None]) -> None:
    async with _task(other) as waiting:
        await asyncio.wait({work, waiting}, return_when=asyncio.FIRST_COMPLETED)


async def _within(event: Coroutine[None, None, None], wait: timedelta) -> bool:
    """True where the event came before the wait was over."""
    async with _task(event) as waiting:
        done, _ = await asyncio.wait({waiting}, timeout=wait.total_seconds())
        return bool(done)

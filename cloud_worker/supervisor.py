"""Keep several worker processes going: start them, start again what died, end them together. Knows no queue and no mail: each
child is a whole `nightmail worker`, and ends by itself when its parent is gone.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from cloud_worker.health import answering
from cloud_worker.joint_health import JointHealth
from cloud_worker.lifecycle import Ended, Signals, listening_to_signals
from cloud_worker.logger import structlog
from cloud_worker.settings import WorkerSettings

log = structlog.get_logger()

_FIRST_WAIT = timedelta(seconds=1)
_LONGEST_WAIT = timedelta(seconds=30)
# A child that lived this long was well: its next death is a new story.
_WELL = timedelta(seconds=60)
# Under the children's own patience after a signal.
_NET = timedelta(seconds=15)
# Exit codes of a wrong command or setting: another start would end the same.
_HOPELESS = frozenset({2, 3})
_OUTSIDE = 4
_LINE = 2**20


@dataclass(slots=True)
class Place:
    """One child after another. `health_port` is the living one's, once it said so; `outcomes` are of all that told theirs."""

    number: int
    process: asyncio.subprocess.Process | None = None
    health_port: int | None = None
    ended: str = ""
    outcomes: Counter[str] = field(default_factory=Counter)

    def signal(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)


class Supervisor:
    """`command` starts one child, which speaks as `cloud_worker.child` does. `grace` is how long children take to drain."""

    def __init__(self, command: Sequence[str], *, count: int, grace: timedelta) -> None:
        self._command = tuple(command)
        self._grace = grace
        self._ending = asyncio.Event()
        self.places = tuple(Place(number) for number in range(1, count + 1))
        # The exit code of a child that there is no sense in starting again.
        self.failed: int | None = None

    async def run(self, signals: Signals, *, until_idle: bool) -> Ended:
        """Until every child has ended: of itself (`until_idle`), after a signal, or because one can't work at all."""
        keeping = asyncio.gather(*(self._keep(place, until_idle=until_idle) for place in self.places))
        watching = asyncio.create_task(self._pass_on(signals))
        try:
            await keeping
        finally:
            watching.cancel()
            keeping.cancel()
            await self._kill()
        if any(place.ended == Ended.STOPPED.value for place in self.places):
            return Ended.STOPPED
        return Ended.DRAINED if signals.is_drain_asked else Ended.IDLE

    @property
    def outcomes(self) -> dict[str, int]:
        whole: Counter[str] = Counter()
        for place in self.places:
            whole.update(place.outcomes)
        return dict(sorted(whole.items()))

    # ------------------------------------------------------------------ one child after another

    async def _keep(self, place: Place, *, until_idle: bool) -> None:
        loop = asyncio.get_running_loop()
        wait = _FIRST_WAIT
        while not self._ending.is_set():
            started = loop.time()
            code = await self._live(place)
            if self._ending.is_set() or (until_idle and code == 0):
                return
            if code in _HOPELESS or (until_idle and code == _OUTSIDE):
                self.failed = code
                self._end()
                return
            if loop.time() - started >= _WELL.total_seconds():
                wait = _FIRST_WAIT
            log.warning("worker.process_ended", number=place.number, code=code, next_try_seconds=wait.total_seconds())
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait.total_seconds()):
                    await self._ending.wait()
            wait = min(wait * 2, _LONGEST_WAIT)

    async def _live(self, place: Place) -> int:
        """One child from start to end; answers its exit code."""
        # Its stdin is never written to: it ends when we are gone, however that came about.
        place.process = process = await asyncio.create_subprocess_exec(
            *self._command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=_LINE
        )
        log.info("worker.process_started", number=place.number, pid=process.pid)
        if self._ending.is_set():
            place.signal(signal.SIGTERM)
        assert process.stdout is not None
        async for line in process.stdout:
            self._hear(place, line)
        code = await process.wait()
        place.health_port = None
        return code

    def _hear(self, place: Place, line: bytes) -> None:
        with contextlib.suppress(ValueError):
            told = json.loads(line)
            place.health_port = told.get("health_port", place.health_port)
            place.ended = told.get("ended", place.ended)
            place.outcomes.update(told.get("outcomes", {}))

    # ------------------------------------------------------------------ the end

    async def _pass_on(self, signals: Signals) -> None:
        await signals.drain_asked()
        self._end()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout((self._grace + _NET).total_seconds()):
                await signals.stop_asked()
                self._tell()
                await asyncio.sleep(_NET.total_seconds())
        await self._kill()

    def _end(self) -> None:
        self._ending.set()
        self._tell()

    def _tell(self) -> None:
        for place in self.places:
            place.signal(signal.SIGTERM)

    async def _kill(self) -> None:
        """What has not ended by now does not get to choose."""
        for place in self.places:
            if place.process is not None and place.process.returncode is None:
                place.signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
                await place.process.wait()


async def supervise(
    settings: WorkerSettings, command: Sequence[str], *, count: int, until_idle: bool
) -> tuple[Ended, Supervisor]:
    """Workers in `count` processes that `command` starts, from start to end, with one health port for all."""
    supervisor = Supervisor(command, count=count, grace=settings.dispatch.grace)
    health = JointHealth(lambda: [place.health_port for place in supervisor.places])
    with listening_to_signals() as signals:
        async with answering(health.ready, health.page, settings.health_host, settings.health_port):
            return await supervisor.run(signals, until_idle=until_idle), supervisor

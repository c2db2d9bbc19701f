"""From start to end of a worker: waiting for the database, draining on the first signal, stopping on the second."""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import timedelta

import pytest
import structlog

from cloud_worker import lifecycle
from cloud_worker.lifecycle import Ended, Signals, listening_to_signals, opened, run, until_signalled
from nightmail.clock import SystemClock
from nightmail.errors import OutsideError, PersonError

MINUTE = timedelta(minutes=1)


class Steady:
    """A dispatcher that runs until stopped, and then as long as `drains` says."""

    def __init__(self, drains: asyncio.Event | None = None) -> None:
        self.started = asyncio.Event()
        self.stopped = asyncio.Event()
        self.was_cancelled = False
        self._drains = drains

    async def run(self, *, until_idle: bool = False) -> None:
        self.started.set()
        try:
            if not until_idle:
                await self.stopped.wait()
                if self._drains:
                    await self._drains.wait()
        except asyncio.CancelledError:
            self.was_cancelled = True
            raise

    def stop(self) -> None:
        self.stopped.set()


async def test_an_idle_dispatcher_ends_the_run() -> None:
    assert await run(Steady(), Signals(), until_idle=True, grace=MINUTE) is Ended.IDLE


async def test_the_first_signal_drains() -> None:
    dispatcher, signals = Steady(), Signals()
    running = asyncio.create_task(run(dispatcher, signals, until_idle=False, grace=MINUTE))
    await dispatcher.started.wait()

    signals.ring()

    assert await running is Ended.DRAINED
    assert not dispatcher.was_cancelled


class Hand(SystemClock):
    """A clock moved by hand."""

    seconds = 100.0

    def monotonic(self) -> float:
        return self.seconds


async def test_the_second_signal_stops_at_once() -> None:
    clock = Hand()
    dispatcher, signals = Steady(drains=asyncio.Event()), Signals(clock)
    running = asyncio.create_task(run(dispatcher, signals, until_idle=False, grace=MINUTE))
    await dispatcher.started.wait()

    signals.ring()
    await dispatcher.stopped.wait()
    clock.seconds += 2
    signals.ring()

    assert await running is Ended.STOPPED
    assert dispatcher.was_cancelled


async def test_the_echo_of_a_signal_does_not_stop_the_drain() -> None:
    clock, drained = Hand(), asyncio.Event()
    dispatcher, signals = Steady(drains=drained), Signals(clock)
    running = asyncio.create_task(run(dispatcher, signals, until_idle=False, grace=MINUTE))
    await dispatcher.started.wait()

    signals.ring()
    clock.seconds += 1.4
    signals.ring()
    await dispatcher.stopped.wait()
    drained.set()

    assert await running is Ended.DRAINED


async def test_a_drain_that_outlasts_its_grace_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifecycle, "_NET", timedelta(0))
    dispatcher, signals = Steady(drains=asyncio.Event()), Signals()
    signals.ring()

    assert await run(dispatcher, signals, until_idle=False, grace=timedelta(milliseconds=10)) is Ended.STOPPED
    assert dispatcher.was_cancelled


async def test_what_the_dispatcher_raises_is_raised() -> None:
    class Failing(Steady):
        async def run(self, *, until_idle: bool = False) -> None:
            raise OutsideError("database-unreachable", "Gone.")

    with pytest.raises(OutsideError):
        await run(Failing(), Signals(), until_idle=False, grace=MINUTE)


class Door:
    """A store that can be opened after some failures."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.knocked = 0

    async def open(self) -> None:
        self.knocked += 1
        if self.knocked <= self.failures:
            raise OutsideError("database-unreachable", "The database does not answer.", next="Start it.")


async def test_a_database_that_is_down_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifecycle, "_FIRST_WAIT", timedelta(milliseconds=1))
    door = Door(failures=3)

    assert await opened(door.open, Signals(), patiently=True)
    assert door.knocked == 4


async def test_a_database_that_is_down_is_logged_with_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifecycle, "_FIRST_WAIT", timedelta(milliseconds=1))

    with structlog.testing.capture_logs() as logged:
        await opened(Door(failures=1).open, Signals(), patiently=True)

    assert [(line["event"], line["message"], line["next"]) for line in logged] == [
        ("database.unreachable", "The database does not answer.", "Start it.")
    ]


async def test_a_signal_ends_the_wait_for_a_database() -> None:
    signals = Signals()
    signals.ring()

    assert not await opened(Door(failures=99).open, signals, patiently=True)


async def test_without_patience_a_database_that_is_down_is_said_at_once() -> None:
    door = Door(failures=1)

    with pytest.raises(OutsideError):
        await opened(door.open, Signals(), patiently=False)
    assert door.knocked == 1


async def test_a_mistake_of_the_person_is_never_waited_out() -> None:
    async def refuse() -> None:
        raise PersonError("migrations-missing", "Migrate first.")

    with pytest.raises(PersonError):
        await opened(refuse, Signals(), patiently=True)


async def test_the_process_hears_sigterm_while_it_listens() -> None:
    async def endless() -> None:
        await asyncio.Event().wait()

    with listening_to_signals() as signals:
        work = asyncio.create_task(until_signalled(endless(), signals))
        os.kill(os.getpid(), signal.SIGTERM)
        await work

        assert signals.is_drain_asked

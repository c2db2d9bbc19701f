"""When the reconciler asks the store: as soon as there is a reason, and otherwise hardly ever."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from nightmail.account.model import Options, Security, Server
from nightmail.delivery.doubt import Doubt, LookLater, Verdict
from nightmail.delivery.model import DeliveryState
from nightmail.dispatcher import Dispatcher
from nightmail.dispatcher.reconcile import Reconciler, ReconcileSettings
from nightmail.errors import OutsideError
from nightmail.ids import new_id
from nightmail.metronome import ApMetronome
from nightmail.ports import Beat, DispatchEvent, Due, Looked, Wanted
from nightmail.smtp.submitter import SmtpSubmitter
from nightmail.store.blobs import FolderBlobs
from nightmail.store.sqlite import SqliteStore
from tests.letters import account
from tests.passwords import Passwords

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SETTINGS = ReconcileSettings()
SENDER = account(imap=Server("127.0.0.1", 1, Security.PLAIN))


@dataclass
class Quiet:
    """A store that counts how often it is asked."""

    wait: timedelta | None = None
    found: tuple[Doubt, ...] = ()
    options: Options = field(default_factory=Options)
    asked: int = 0
    decided: list[Verdict] = field(default_factory=list)

    async def now(self) -> datetime:
        return NOW

    async def accounts(self) -> tuple[Any, ...]:
        return (replace(SENDER, options=self.options),)

    async def doubts(self, *, limit: int, lease: timedelta) -> tuple[Doubt, ...]:
        self.asked += 1
        return self.found

    async def next_look(self) -> Due:
        return Due(self.wait)

    async def copies(self, account: object, *, limit: int, lease: timedelta) -> tuple[()]:
        return ()

    async def decide(self, doubt: Doubt, verdict: Verdict) -> DeliveryState:
        self.decided.append(verdict)
        return DeliveryState.IN_DOUBT


class Away(Quiet):
    async def doubts(self, *, limit: int, lease: timedelta) -> tuple[Doubt, ...]:
        self.asked += 1
        raise OutsideError("database-unreachable", "It is away.")


class Stopwatch:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return NOW


class Broken:
    async def look(self, account: object, wanted: Sequence[Wanted], *, since: datetime) -> Looked:
        raise ZeroDivisionError


class Slow:
    """A mailbox that never answers."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    async def look(self, account: object, wanted: Sequence[Wanted], *, since: datetime) -> Looked:
        self.asked.set()
        await asyncio.Event().wait()
        raise AssertionError


@pytest.fixture
def watch() -> Stopwatch:
    return Stopwatch()


def reconciler(store: Quiet, watch: Stopwatch, folder: Path, told: list[DispatchEvent] | None = None) -> Reconciler:
    mailboxes: Any = Broken()
    plain: Any = store
    observe = (told if told is not None else []).append
    return Reconciler(plain, FolderBlobs(folder), mailboxes, clock=watch, observe=observe, settings=SETTINGS)


async def test_an_idle_one_asks_once_in_half_an_hour(watch: Stopwatch, tmp_path: Path) -> None:
    store = Quiet()
    one = reconciler(store, watch, tmp_path)

    for _ in range(120):
        await one.turn()
        watch.seconds += 30

    assert store.asked == 2


async def test_it_is_there_when_the_next_look_is_due(watch: Stopwatch, tmp_path: Path) -> None:
    store = Quiet(wait=timedelta(seconds=20))
    one = reconciler(store, watch, tmp_path)
    await one.turn()

    watch.seconds += 19
    await one.turn()
    assert store.asked == 1
    watch.seconds += 1
    await one.turn()
    assert store.asked == 2


@pytest.mark.parametrize(
    ("event", "options", "asked"),
    [
        (DispatchEvent("delivery.settled", {"state": "in_doubt"}), Options(), 2),
        (DispatchEvent("deliveries.rescued", {"count": 1}), Options(), 2),
        (DispatchEvent("delivery.settled", {"state": "sent"}), Options(), 1),
        (DispatchEvent("delivery.settled", {"state": "sent"}), Options(files_copy=True), 2),
        (DispatchEvent("delivery.settled", {"state": "sent"}), Options(files_copy=True, saves_sent=True), 1),
    ],
)
async def test_news_of_the_dispatcher_are_a_reason_where_they_concern_it(
    watch: Stopwatch, tmp_path: Path, event: DispatchEvent, options: Options, asked: int
) -> None:
    store, passed_on = Quiet(options=options), list[DispatchEvent]()
    one = reconciler(store, watch, tmp_path)
    await one.turn()

    one.listening(passed_on.append)(event)
    await one.turn()

    assert store.asked == asked
    assert passed_on == [event]


async def test_a_bug_in_looking_costs_a_message_nothing(watch: Stopwatch, tmp_path: Path) -> None:
    doubt = Doubt(
        new_id(), SENDER.owner_id, SENDER.id, "<1@example.org>", NOW, looks=3, resends=0, seq=4, why="It is not confirmed."
    )
    store, told = Quiet(found=(doubt,)), list[DispatchEvent]()

    await reconciler(store, watch, tmp_path, told).turn()

    (verdict,) = store.decided
    assert isinstance(verdict, LookLater) and verdict.looks == 3
    assert [event.name for event in told] == ["mailbox.crashed", "delivery.looked_for"]


async def test_a_look_that_is_broken_off_is_due_again_at_once(watch: Stopwatch, tmp_path: Path) -> None:
    doubt = Doubt(
        new_id(), SENDER.owner_id, SENDER.id, "<1@example.org>", NOW, looks=2, resends=0, seq=4, why="It is not confirmed."
    )
    store, mailboxes = Quiet(found=(doubt,)), Slow()
    plain: Any = store
    lookup: Any = mailboxes
    one = Reconciler(plain, FolderBlobs(tmp_path), lookup, clock=watch)

    turn = asyncio.create_task(one.turn())
    await mailboxes.asked.wait()
    turn.cancel()
    await asyncio.wait({turn})

    (verdict,) = store.decided
    assert turn.cancelled()
    assert isinstance(verdict, LookLater) and (verdict.due_at, verdict.looks) == (NOW, 2)


async def test_a_database_that_is_away_is_asked_again_later(watch: Stopwatch, tmp_path: Path) -> None:
    store, told = Away(), list[DispatchEvent]()
    one = reconciler(store, watch, tmp_path, told)

    await one.turn()
    watch.seconds += SETTINGS.net / timedelta(seconds=1)
    await one.turn()

    assert store.asked == 2
    assert {event.name for event in told} == {"store.unreachable"}


async def test_a_run_that_ends_breaks_a_long_look_off_without_an_alarm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("nightmail.dispatcher.errands._END", 0.05)
    begun, ended = asyncio.Event(), list[str]()

    async def look() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("broken off")

    store, blobs = SqliteStore(tmp_path / "nightmail.sqlite3"), FolderBlobs(tmp_path)
    await store.open()
    beat = Beat("look", timedelta(milliseconds=50), look)
    one = Dispatcher(store, blobs, SmtpSubmitter(Passwords(), blobs), metronome=ApMetronome(), beats=[beat])
    run = asyncio.create_task(one.run())
    await begun.wait()
    one.stop()
    await run
    await store.close()

    assert ended == ["broken off"]
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []

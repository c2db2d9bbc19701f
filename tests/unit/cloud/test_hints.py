"""The bell over Realtime: it rings for one's own changes alone, and nothing that goes wrong with it ends it or anything else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import psycopg
import pytest
from realtime import AsyncRealtimeClient

from nightmail.account.model import Account
from nightmail.cloud.connection import CloudRoom
from nightmail.cloud.hints import Hints
from nightmail.schedule.model import NOW
from tests import letters
from tests.patience import PATIENCE
from tests.unit.cloud.desk import Desk, letter


@dataclass
class Bell:
    """Counts its rings; breaks while it is told to."""

    rings: int = 0
    is_broken: bool = False
    failures: list[Exception] = field(default_factory=list)
    rung: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self) -> None:
        self.rings += 1
        self.rung.set()
        if self.is_broken:
            raise ValueError("the bell broke")

    async def next(self) -> None:
        self.rung.clear()
        await asyncio.wait_for(self.rung.wait(), PATIENCE)


@pytest.fixture
def account() -> Account:
    return letters.account()


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
async def hints(desk: Desk, room: CloudRoom, bell: Bell, account: Account) -> AsyncIterator[Hints]:
    await room.accounts.save(account)
    with psycopg.connect(desk.project.database_url, autocommit=True) as database:
        database.execute("select ops.set_broadcast(true)")
    listening = Hints(room.line, room.session, failed=bell.failures.append, first_wait=0.05, token_seconds=0.1)
    listening.start(bell.ring)
    await asyncio.wait_for(listening.joined.wait(), PATIENCE)
    yield listening
    await listening.stop()


async def test_it_rings_when_it_is_joined_and_at_each_change(room: CloudRoom, bell: Bell, hints: Hints, account: Account) -> None:
    assert bell.rings == 1

    heard = asyncio.create_task(bell.next())
    await asyncio.sleep(0)
    await room.outbox.schedule(letter(), account, NOW)

    await heard


async def test_a_bell_that_breaks_does_not_end_the_listening(room: CloudRoom, bell: Bell, hints: Hints, account: Account) -> None:
    bell.is_broken = True
    for _ in range(2):
        heard = asyncio.create_task(bell.next())
        await asyncio.sleep(0)
        await room.outbox.schedule(letter(), account, NOW)
        await heard

    assert len(bell.failures) >= 2 and all(isinstance(error, ValueError) for error in bell.failures)


async def test_a_lost_connection_is_made_again_and_rings_for_what_was_missed(desk: Desk, bell: Bell, hints: Hints) -> None:
    heard = asyncio.create_task(bell.next())
    await asyncio.sleep(0)
    await asyncio.to_thread(desk.project.kill_sockets)

    await heard
    assert bell.failures == []


async def test_a_newer_token_reaches_the_open_socket(
    desk: Desk, room: CloudRoom, bell: Bell, hints: Hints, account: Account
) -> None:
    await room.session.renew(await room.session.fresh())
    heard = asyncio.create_task(bell.next())
    await asyncio.sleep(0)
    await room.outbox.schedule(letter(), account, NOW)

    await heard
    assert bell.failures == []


async def test_it_ends_cleanly_and_twice_is_harmless(hints: Hints) -> None:
    await hints.stop()
    await hints.stop()

    assert not [task for task in asyncio.all_tasks() if task.get_name() == "nightmail-cloud-hints"]


async def test_where_nobody_is_signed_in_it_waits_without_a_word(desk: Desk, bell: Bell) -> None:
    async with desk.open() as room:
        listening = Hints(room.line, room.session, failed=bell.failures.append, first_wait=0.001)
        listening.start(bell.ring)
        for _ in range(50):
            await asyncio.sleep(0)
        await listening.stop()

    assert (bell.rings, bell.failures) == (0, [])


async def test_it_ends_when_told_to_even_in_the_moment_its_connection_is_lost(room: CloudRoom) -> None:
    lost = asyncio.Event()
    hints = Hints(room.line, room.session, token_seconds=60.0)
    keeping = asyncio.create_task(hints._keep_open(AsyncRealtimeClient("ws://127.0.0.1:1"), await room.session.fresh(), lost))
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    lost.set()
    keeping.cancel()
    await asyncio.wait([keeping])

    assert keeping.cancelled()

"""People change their minds in the last moment before a message is due, while a run already holds it: whatever they did, nothing
leaves twice, before its time, or against their word, and nothing is lost."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from nightmail.delivery.model import DeliveryState
from nightmail.ports import Store
from nightmail.verify import verify_all
from tests.contracts.test_dispatcher import at_work, server
from tests.letters import OWNER, new
from tests.patience import PATIENCE

MESSAGES = 80
DAY = timedelta(days=1)
Word = Callable[[Store, UUID, datetime], Awaitable[object]]


async def moved(store: Store, id: UUID, due: datetime | timedelta) -> object:
    return await store.reschedule(OWNER, id, due=due, lifetime=DAY, wall_time=None)


async def silence(store: Store, id: UUID, due: datetime) -> None: ...


async def cancel(store: Store, id: UUID, due: datetime) -> object:
    return await store.cancel(OWNER, id)


async def hold_and_release(store: Store, id: UUID, due: datetime) -> None:
    await store.hold(OWNER, id)
    await store.release_hold(OWNER, id)


async def there_and_back(store: Store, id: UUID, due: datetime) -> None:
    await moved(store, id, due + timedelta(hours=1))
    await moved(store, id, due)


async def cancel_and_back(store: Store, id: UUID, due: datetime) -> None:
    await store.cancel(OWNER, id)
    await moved(store, id, due)


async def a_little_later(store: Store, id: UUID, due: datetime) -> None:
    await moved(store, id, due + timedelta(seconds=0.4))


async def send_now(store: Store, id: UUID, due: datetime) -> None:
    await moved(store, id, timedelta(0))


WORDS: tuple[Word, ...] = (silence, cancel, hold_and_release, there_and_back, cancel_and_back, a_little_later, send_now)


@pytest.mark.parametrize("seed", [1, 2])
async def test_words_in_the_last_moment_are_heard_and_nothing_leaves_twice(store: Store, tmp_path: Path, seed: int):
    chance = random.Random(seed)
    async with server(store, connections=3) as (sandbox, anna):
        first = await store.now() + timedelta(seconds=1)
        instants = [first + timedelta(milliseconds=10) * chance.randrange(MESSAGES) for _ in range(MESSAGES)]
        # The last one keeps the run going until all is said.
        receipts = await store.schedule(OWNER, [new(anna, due=due) for due in [*instants, first + timedelta(seconds=3)]])
        words = {receipt.id: chance.choice(WORDS) for receipt in receipts[:-1]}
        said: dict[UUID, object] = {}

        async def say(id: UUID, due: datetime) -> None:
            early = timedelta(seconds=chance.uniform(-0.05, 0.7))
            await asyncio.sleep(max(0.0, (due - early - await store.now()).total_seconds()))
            said[id] = await words[id](store, id, due)

        run = asyncio.create_task(at_work(store, tmp_path).dispatcher.run(until_idle=True))
        await asyncio.gather(*(say(receipt.id, receipt.due_at) for receipt in receipts[:-1]))
        await asyncio.wait_for(run, PATIENCE)

        copies = Counter(caught.message_id for caught in sandbox.caught)
        arrived = {caught.message_id: caught.mail_from_at for caught in sandbox.caught}
        for receipt in receipts:
            item = await store.find(OWNER, receipt.id)
            assert item is not None
            word = words.get(receipt.id, silence)
            if said.get(receipt.id) is DeliveryState.CANCELLED:
                assert (item.delivery.state, copies[receipt.message_id]) == (DeliveryState.CANCELLED, 0), word
                continue
            assert (item.delivery.state, copies[receipt.message_id]) == (DeliveryState.SENT, 1), word
            assert arrived[receipt.message_id] >= item.delivery.due_at - timedelta(milliseconds=1), word
        assert sandbox.count == sum(copies.values())
    assert (await verify_all(store, OWNER)).broken == ()

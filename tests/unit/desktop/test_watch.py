from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from uuid import UUID

from desktop.gateway.watch import Watch
from nightmail.ids import new_id
from nightmail.ports import Changes
from tests.patience import PATIENCE
from tests.unit.desktop.fakes import ACCOUNTS, FakeGateway


class Telling(FakeGateway):
    """Tells what it is given, page by page, and remembers the cursors it was asked with."""

    def __init__(self) -> None:
        super().__init__()
        self.told: dict[str, Changes] = {}
        self.cursors: list[str] = []

    async def changes_since(self, cursor: str) -> Changes:
        self.cursors.append(cursor)
        return self.told.get(cursor, Changes((), cursor or "start"))


@asynccontextmanager
async def watching(watch: Watch) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    running = asyncio.create_task(watch.run())

    async def look() -> None:
        watch.ring()
        for _ in range(8):
            await asyncio.sleep(0)

    try:
        yield look
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def test_an_account_that_another_program_added_is_noticed_within_five_looks() -> None:
    gateway = FakeGateway(known=ACCOUNTS[:1])
    news = asyncio.Event()
    async with watching(Watch(gateway, news.set)) as look:
        await news.wait()
        news.clear()

        gateway.known = ACCOUNTS
        for _ in range(5):
            await look()

        await asyncio.wait_for(news.wait(), PATIENCE)


async def test_the_first_look_only_asks_where_to_start_and_calls_once() -> None:
    gateway = Telling()
    calls: list[bool] = []
    async with watching(Watch(gateway, lambda: calls.append(True))) as look:
        await look()
        await look()

    assert gateway.cursors[:2] == ["", "start"]
    assert len(calls) == 1


async def test_a_long_history_is_read_to_its_end_before_anybody_is_called() -> None:
    gateway = Telling()
    seen: list[list[str]] = []
    one: tuple[UUID, ...] = (new_id(),)
    async with watching(Watch(gateway, lambda: seen.append(list(gateway.cursors)))) as look:
        await look()
        gateway.told = {"start": Changes(one, "a"), "a": Changes(one, "b")}
        await look()

    assert seen[-1][-3:] == ["start", "a", "b"]


async def test_what_is_told_twice_without_a_step_ahead_does_not_keep_the_watch_asking() -> None:
    gateway = Telling()
    calls: list[bool] = []
    async with watching(Watch(gateway, lambda: calls.append(True))) as look:
        await look()
        gateway.told = {"start": Changes((new_id(),), "start")}
        await look()

    assert gateway.cursors == ["", "start", "start"][: len(gateway.cursors)]
    assert len(calls) == 2


async def test_it_ends_when_told_to_even_in_the_moment_of_a_ring() -> None:
    watch = Watch(FakeGateway(), lambda: None, pace=lambda: 60.0)
    running = asyncio.create_task(watch.run())
    for _ in range(8):
        await asyncio.sleep(0)

    watch.ring()
    running.cancel()
    await asyncio.wait([running], timeout=PATIENCE)

    assert running.cancelled()


async def test_between_two_looks_there_is_a_breath_however_often_somebody_rings() -> None:
    gateway = Telling()
    async with watching(Watch(gateway, lambda: None, breath=600)) as look:
        for _ in range(5):
            await look()

    assert gateway.cursors == [""]


async def test_what_rings_during_the_breath_is_looked_at_after_it() -> None:
    gateway = Telling()
    news = asyncio.Event()
    async with watching(Watch(gateway, news.set, pace=lambda: 600, breath=0.001)) as look:
        await news.wait()
        news.clear()
        gateway.told = {"start": Changes((new_id(),), "end")}

        await look()

        await asyncio.wait_for(news.wait(), PATIENCE)
    assert gateway.cursors[-1] == "end"


async def test_it_goes_on_looking_where_the_breath_is_longer_than_its_pace() -> None:
    gateway = Telling()
    news = asyncio.Event()
    async with watching(Watch(gateway, news.set, pace=lambda: 0.001, breath=0.002)):
        await asyncio.wait_for(news.wait(), PATIENCE)
        news.clear()

        gateway.told = {"start": Changes((new_id(),), "end")}

        await asyncio.wait_for(news.wait(), PATIENCE)

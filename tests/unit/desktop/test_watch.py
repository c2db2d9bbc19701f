from __future__ import annotations

import asyncio
from contextlib import suppress

from desktop.watch import Watch
from tests.unit.desktop.fakes import ACCOUNTS, FakeGateway


async def test_an_account_that_another_program_added_is_noticed_within_five_looks() -> None:
    gateway = FakeGateway(known=ACCOUNTS[:1])
    news = asyncio.Event()
    watch = Watch(gateway, news.set)
    running = asyncio.create_task(watch.run())
    await news.wait()
    news.clear()

    gateway.known = ACCOUNTS
    for _ in range(5):
        watch.ring()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    await asyncio.wait_for(news.wait(), 5)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running

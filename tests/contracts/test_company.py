"""Workers over one store keep within an account's connections together, over every store."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

from nightmail.dispatcher import DispatchSettings
from nightmail.ids import new_id
from nightmail.ports import Company, DispatchEvent, Store
from nightmail.sandbox.server import Sandbox
from nightmail.smtp.submitter import SmtpSubmitter
from nightmail.store.blobs import FolderBlobs
from tests.contracts.test_dispatcher import Watched, account_at, at_work, running
from tests.letters import OWNER, new
from tests.passwords import Passwords
from tests.patience import PATIENCE

LEASE = timedelta(seconds=60)
# It looks round at every tick, and never loses its lease.
ATTENTIVE = DispatchSettings(name="test", batch=20, lease=timedelta(hours=1), poll=timedelta(milliseconds=100))


async def test_a_worker_hears_how_many_live_and_how_many_come_before_it(store: Store):
    first, second = sorted([new_id(), new_id()])

    alone = await store.register_worker(first, "first", lease=LEASE)
    joined = await store.register_worker(second, "second", lease=LEASE)
    seen = await store.watch(first, lease=LEASE, closed=(), late_after=LEASE)

    assert alone == Company(1, 0)
    assert joined == Company(2, 1)
    assert seen.company == Company(2, 0)


async def test_who_went_or_died_is_in_nobodys_company(store: Store):
    mine, gone = new_id(), new_id()
    await store.register_worker(new_id(), "dead", lease=timedelta(seconds=-1))
    await store.register_worker(gone, "gone", lease=LEASE)
    await store.register_worker(mine, "mine", lease=LEASE)

    await store.retire_worker(gone)

    assert (await store.watch(mine, lease=LEASE, closed=(), late_after=LEASE)).company.workers == 1


async def test_two_workers_together_keep_within_an_accounts_connections(store: Store, tmp_path: Path):
    async with Sandbox(remember=100) as sandbox, AsyncExitStack() as runs:
        anna = await account_at(store, sandbox.port, connections=3)
        first, second = [await runs.enter_async_context(running(connecting(store, tmp_path))) for _ in range(2)]
        # The second one knows from the start, the first as soon as it looks round.
        await first.until("dispatcher.lease_renewed", times=first.count("dispatcher.lease_renewed") + 2)

        await store.schedule(OWNER, [new(anna) for _ in range(100)])
        await asyncio.gather(*(sent(sandbox, 100, watched) for watched in (first, second)))

        assert first.count("smtp.connected") + second.count("smtp.connected") <= 3


async def test_who_stays_has_all_connections_again(store: Store, tmp_path: Path):
    async with Sandbox(faults=["slow:1"], remember=100) as sandbox:
        anna = await account_at(store, sandbox.port, connections=4)
        async with running(connecting(store, tmp_path)) as first:
            async with running(connecting(store, tmp_path)):
                await first.until("dispatcher.lease_renewed", times=first.count("dispatcher.lease_renewed") + 2)
            await first.until("dispatcher.lease_renewed", times=first.count("dispatcher.lease_renewed") + 2)

            await store.schedule(OWNER, [new(anna) for _ in range(20)])

            await first.until("smtp.connected", times=4)


def connecting(store: Store, tmp_path: Path) -> Watched:
    """A run that also tells of its connections."""

    def tell(event: DispatchEvent) -> None:
        watched.observe(event)

    blobs = FolderBlobs(tmp_path / "blobs")
    watched = at_work(store, tmp_path, settings=ATTENTIVE, submitter=SmtpSubmitter(Passwords(), blobs, observe=tell))
    return watched


async def sent(sandbox: Sandbox, count: int, watched: Watched) -> None:
    while sandbox.count < count:
        watched.heard.clear()
        await asyncio.wait_for(watched.heard.wait(), PATIENCE)

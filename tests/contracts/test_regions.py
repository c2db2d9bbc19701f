"""Several hosted workers in several regions over one database: who takes what, and nobody takes it twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import psycopg
import pytest

from nightmail.account.model import Account
from nightmail.ids import new_id
from nightmail.store.postgres import PostgresStore
from tests import databases
from tests.letters import OWNER, account, new

LEASE = timedelta(seconds=60)
NOW, LATE = timedelta(0), timedelta(seconds=-31)


@pytest.fixture
def url(servers):
    with databases.fresh(servers[18]) as fresh:
        yield fresh


@pytest.fixture
async def store(url: str):
    opened = PostgresStore(url)
    await opened.open()
    yield opened
    await opened.close()


async def worker_in(store: PostgresStore, region: str):
    id = new_id()
    await store.register_worker(id, region or "anywhere", lease=LEASE, region=region)
    return id


async def sender_in(store: PostgresStore, region: str) -> Account:
    sender = account(region=region, address=f"{region or 'any'}@example.org")
    await store.save_account(sender)
    return sender


async def subjects(store: PostgresStore, worker) -> list[str]:
    return [held.message.subject for held in await store.claim(worker, limit=10, closed=())]


async def test_a_worker_takes_its_own_region_and_what_has_none_but_leaves_the_others(store: PostgresStore):
    eu, us, anywhere = [await sender_in(store, region) for region in ("eu", "us", "")]
    await store.schedule(OWNER, [new(eu, subject="eu"), new(us, subject="us"), new(anywhere, subject="any")])

    assert set(await subjects(store, await worker_in(store, "eu"))) == {"eu", "any"}


async def test_what_another_region_leaves_lying_is_taken_over_after_the_stated_lag(store: PostgresStore):
    us = await sender_in(store, "us")
    await store.schedule(OWNER, [new(us, subject="fresh"), new(us, subject="late", due=LATE)])

    assert await subjects(store, await worker_in(store, "eu")) == ["late"]


async def test_the_lag_is_the_operators_to_set(store: PostgresStore, url: str):
    us = await sender_in(store, "us")
    await store.schedule(OWNER, [new(us, due=timedelta(seconds=-3))])
    eu = await worker_in(store, "eu")
    assert await subjects(store, eu) == []

    with psycopg.connect(url, autocommit=True) as operator:
        operator.execute("update private.settings set takeover = '2 seconds' where only_row")

    assert len(await subjects(store, eu)) == 1


async def test_a_worker_without_a_region_serves_all_alike(store: PostgresStore):
    eu, us = await sender_in(store, "eu"), await sender_in(store, "us")
    await store.schedule(OWNER, [new(eu), new(us)])

    assert len(await subjects(store, await worker_in(store, ""))) == 2


async def test_a_worker_wakes_for_its_own_and_for_the_others_only_when_it_may_take_them(store: PostgresStore):
    us = await sender_in(store, "us")
    await store.schedule(OWNER, [new(us)])
    eu = await worker_in(store, "eu")

    wait = (await store.next_due(eu, closed=())).wait
    assert wait is not None
    assert timedelta(seconds=5) < wait <= timedelta(seconds=30)

    mine = await sender_in(store, "eu")
    await store.schedule(OWNER, [new(mine, due=timedelta(seconds=10))])
    wait = (await store.next_due(eu, closed=())).wait
    assert wait is not None
    assert wait <= timedelta(seconds=10)


async def test_many_workers_of_all_regions_share_a_burst_and_hand_out_nothing_twice(store: PostgresStore):
    senders = [await sender_in(store, region) for region in ("eu", "us", "")]
    letters = [new(sender, due=LATE) for sender in senders for _ in range(100)]
    await store.schedule(OWNER, letters)
    workers = [await worker_in(store, region) for region in ("eu", "us", "", "eu")]

    async def drain(worker) -> list[object]:
        mine: list[object] = []
        while held := await store.claim(worker, limit=7, closed=()):
            mine += [one.delivery.id for one in held]
        return mine

    taken = [id for mine in await asyncio.gather(*(drain(worker) for worker in workers)) for id in mine]

    assert len(taken) == len(set(taken)) == 300


async def test_a_worker_is_handed_no_more_at_once_than_it_can_hold(store: PostgresStore):
    anna = await sender_in(store, "")
    await store.schedule(OWNER, [new(anna, html="x" * 7_900_000) for _ in range(12)])
    worker = await worker_in(store, "")

    first = await store.claim(worker, limit=50, closed=())
    second = await store.claim(worker, limit=50, closed=())

    assert sum(len(held.message.html or "") for held in first) <= 64_000_000
    assert len(first) == 8
    assert len({held.delivery.id for held in (*first, *second)}) == 12

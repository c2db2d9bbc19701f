"""What every Store tells a worker that looks round, run over each of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from nightmail.account.model import Account, AccountState, Security, Server
from nightmail.ids import new_id
from nightmail.ports import Chore, Store, Watched
from tests.letters import OWNER, account, new

LEASE = timedelta(seconds=60)
IMAP = Server("127.0.0.1", 1143, Security.PLAIN)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def sender(store: Store) -> Account:
    anna = account()
    await store.save_account(anna)
    return anna


@pytest.fixture
async def worker(store: Store) -> UUID:
    id = new_id()
    await store.register_worker(id, "test", lease=LEASE)
    return id


async def look(store: Store, id: UUID, *, closed: Sequence[UUID] = (), late_after: timedelta = MINUTE) -> Watched:
    return await store.watch(id, lease=LEASE, closed=closed, late_after=late_after)


async def claim(store: Store, id: UUID) -> None:
    assert await store.claim(id, limit=10, closed=())


async def test_with_nothing_to_do_there_is_no_chore(store: Store, sender: Account, worker: UUID):
    watched = await look(store, worker)

    assert watched.is_alive
    assert watched.due.wait is None
    assert watched.ends is None
    assert not watched.chores


async def test_in_brief_it_keeps_the_lease_and_tells_of_the_dead_alone(store: Store, sender: Account, worker: UUID):
    await store.schedule(OWNER, [new(sender), new(sender, due=timedelta(hours=1))])
    watched = await store.watch(worker, lease=LEASE, closed=(), late_after=timedelta(0), is_brief=True)
    assert watched.is_alive and not watched.chores

    dead = new_id()
    await store.register_worker(dead, "dead", lease=timedelta(minutes=5))
    await claim(store, dead)
    watched = await store.watch(worker, lease=LEASE, closed=(), late_after=timedelta(0), is_brief=True)
    assert watched.ends is not None and not watched.chores
    await store.retire_worker(dead)

    watched = await store.watch(worker, lease=LEASE, closed=(), late_after=timedelta(0), is_brief=True)

    assert watched.chores == {Chore.RESCUE} and watched.ends is None


@pytest.mark.parametrize("others", [0, 1, 5])
async def test_who_died_is_seen_between_those_who_live(store: Store, sender: Account, worker: UUID, others: int):
    living = [new_id() for _ in range(others)]
    for one in living:
        await store.register_worker(one, "living", lease=LEASE)
    dead = new_id()
    await store.register_worker(dead, "dead", lease=LEASE)
    living += [new_id() for _ in range(others)]
    for one in living[others:]:
        await store.register_worker(one, "living", lease=LEASE)
    await store.schedule(OWNER, [new(sender) for _ in living])
    for one in living:
        assert await store.claim(one, limit=1, closed=())
    assert Chore.RESCUE not in (await look(store, worker)).chores
    (receipt,) = await store.schedule(OWNER, [new(sender)])
    await claim(store, dead)
    await store.retire_worker(dead)

    assert Chore.RESCUE in (await look(store, worker)).chores
    assert [rescued.id for rescued in await store.rescue()] == [receipt.id]
    assert Chore.RESCUE not in (await look(store, worker)).chores


async def test_the_lease_is_extended(store: Store, sender: Account):
    brief = new_id()
    await store.register_worker(brief, "brief", lease=LEASE / 3)

    await look(store, brief)

    other = new_id()
    await store.register_worker(other, "other", lease=LEASE)
    await store.schedule(OWNER, [new(sender)])
    await claim(store, brief)
    ends = (await look(store, other)).ends
    assert ends is not None
    assert LEASE / 3 < ends <= LEASE


async def test_a_lease_that_ran_out_is_not_had_again(store: Store, sender: Account):
    dead = new_id()
    await store.register_worker(dead, "dead", lease=timedelta(seconds=-1))

    assert not (await look(store, dead)).is_alive
    assert not (await look(store, new_id())).is_alive


async def test_it_says_when_mail_is_due_next(store: Store, sender: Account, worker: UUID):
    await store.schedule(OWNER, [new(sender, due=await store.now() + MINUTE)])

    wait = (await look(store, worker)).due.wait
    assert wait is not None
    assert MINUTE / 2 < wait <= MINUTE
    assert (await look(store, worker, closed=[sender.id])).due.wait is None


async def test_what_a_dead_worker_held_waits_for_its_rescue(store: Store, sender: Account, worker: UUID):
    await store.schedule(OWNER, [new(sender)])
    dying = new_id()
    await store.register_worker(dying, "dying", lease=LEASE)
    await claim(store, dying)
    assert Chore.RESCUE not in (await look(store, worker)).chores

    await store.retire_worker(dying)

    assert Chore.RESCUE in (await look(store, worker)).chores
    await store.rescue()
    assert Chore.RESCUE not in (await look(store, worker)).chores


async def test_ones_own_lease_and_that_of_an_idle_worker_end_nothing(store: Store, sender: Account, worker: UUID):
    await store.register_worker(new_id(), "idle", lease=LEASE)
    await store.schedule(OWNER, [new(sender)])
    await claim(store, worker)

    assert (await look(store, worker)).ends is None


async def test_what_is_past_its_deadline_waits_to_be_told(store: Store, sender: Account, worker: UUID):
    now = await store.now()
    await store.schedule(OWNER, [new(sender, due=now - MINUTE, lifetime=MINUTE / 2)])
    assert Chore.EXPIRE in (await look(store, worker)).chores

    await store.expire()

    assert Chore.EXPIRE not in (await look(store, worker)).chores


async def test_mail_that_is_late_is_stuck(store: Store, sender: Account, worker: UUID):
    await store.schedule(OWNER, [new(sender, due=await store.now() - MINUTE)])
    await store.set_account_state(sender.id, AccountState.PAUSED, reason="It wants another password.")

    assert Chore.STUCK in (await look(store, worker, late_after=MINUTE / 2)).chores
    assert Chore.STUCK not in (await look(store, worker, late_after=MINUTE * 5)).chores


async def test_a_mailbox_waits_for_its_look_until_that_was_taken(store: Store, worker: UUID):
    await store.save_account(account(imap=IMAP))
    assert Chore.BOUNCES in (await look(store, worker)).chores

    await store.take_bounce_looks(limit=10)

    assert Chore.BOUNCES not in (await look(store, worker)).chores

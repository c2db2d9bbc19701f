"""One person's batch keeps nobody else's mail waiting: told by order, not by the clock, over every store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from nightmail.account.model import Account, Security, Server
from nightmail.delivery.model import Priority
from nightmail.dispatcher import DispatchSettings
from nightmail.ports import Store
from nightmail.sandbox.server import Sandbox
from tests.contracts.test_dispatcher import STRANGER, account_at, at_work, running
from tests.letters import OWNER, account, new

BATCH = 2000
SETTINGS = DispatchSettings(name="test", batch=200, concurrency=20)


@pytest.fixture(autouse=True)
def signed_up(database: Path | str) -> None:
    """PostgreSQL keeps accounts of people who signed up only."""
    if isinstance(database, str):
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("insert into auth.users (id) values (%s)", [STRANGER])


async def put_batch(store: Store, sender: Account, *, age: timedelta) -> None:
    due = await store.now() - age
    for _ in range(0, BATCH, 500):
        await store.schedule(OWNER, [new(sender, due=due) for _ in range(500)])


def overtook(sandbox: Sandbox, message_id: str, *, since: int) -> int:
    """How many others the server got between its `since`th message and this one."""
    return [caught.message_id for caught in sandbox.caught].index(message_id) - since


@pytest.mark.parametrize(
    ("owner", "connections"),
    [(STRANGER, 4), (STRANGER, 100), (OWNER, 4)],
    ids=["another person", "another person beside a broad way", "another account"],
)
async def test_a_message_beside_a_batch_is_among_the_next_that_leave(store: Store, tmp_path: Path, owner: UUID, connections: int):
    async with Sandbox(remember=BATCH) as sandbox:
        batch = await account_at(store, sandbox.port, connections=connections)
        beside = account(owner_id=owner, address="b@example.org", smtp=Server("127.0.0.1", sandbox.port, Security.PLAIN))
        await store.save_account(beside)
        await put_batch(store, batch, age=timedelta(hours=1))
        async with running(at_work(store, tmp_path, settings=SETTINGS)) as watched:
            await watched.until("delivery.settled", state="sent")
            (receipt,) = await store.schedule(owner, [new(beside)])
            since = sandbox.count

            await watched.until("delivery.settled", delivery=receipt.id, state="sent")

            # A few times what is held at once, and a part of the batch.
            assert overtook(sandbox, receipt.message_id, since=since) < 4 * SETTINGS.batch
            assert sandbox.count < BATCH


async def test_an_urgent_message_overtakes_its_own_accounts_batch(store: Store, tmp_path: Path):
    async with Sandbox(remember=BATCH) as sandbox:
        batch = await account_at(store, sandbox.port)
        await put_batch(store, batch, age=timedelta(0))
        async with running(at_work(store, tmp_path, settings=SETTINGS)) as watched:
            await watched.until("delivery.settled", state="sent")
            (receipt,) = await store.schedule(OWNER, [replace(new(batch), priority=Priority.URGENT)])
            since = sandbox.count

            await watched.until("delivery.settled", delivery=receipt.id, state="sent")

            # What was held already goes before it, and nothing that was not.
            assert overtook(sandbox, receipt.message_id, since=since) < 2 * SETTINGS.batch

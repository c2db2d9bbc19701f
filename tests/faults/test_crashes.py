"""The crash matrix: the sender is killed at every step of one message, over both stores, and started again.

Before T2 nobody can have it: it is sent, once. From T2 to T3 nobody can know: it is in doubt, and nothing sends it again but a
person's word. After T3 there is nothing left to do.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.sandbox.maildir import Caught
from nightmail.sandbox.server import Sandbox
from tests import databases
from tests.faults.crashing import Place, placed
from tests.hosted import Worker
from tests.patience import PATIENCE

SAFE = ("after T1", "before T2")
DOUBTFUL = {"after T2": 0, "before the dot": 0, "before T3": 1}


@pytest.fixture(scope="module")
def running() -> Iterator[PostgresServer]:
    with databases.server(18) as server:
        yield server


@pytest.fixture(params=["agent", "worker"])
def url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    if request.param == "agent":
        yield None
        return
    with databases.fresh(request.getfixturevalue("running")) as fresh:
        yield fresh


@pytest.fixture
async def place(url: str | None, tmp_path: Path) -> AsyncIterator[Place]:
    async with placed(tmp_path / "profile", url) as made:
        yield made


@pytest.fixture
async def server() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest.mark.parametrize("point", SAFE)
async def test_a_sender_that_dies_before_its_intent_is_durable_costs_nothing(place: Place, server: Sandbox, point: str):
    id = await place.one_message(server.port)
    await place.killed_at(point)
    assert await place.state(id) == "claimed"

    await place.restarted()

    assert server.count == 1
    assert await place.events(id) == ["scheduled", "claimed", "rescued", "claimed", "transmitting", "sent"]


@pytest.mark.parametrize("point", DOUBTFUL)
async def test_a_sender_that_dies_between_intent_and_verdict_leaves_a_doubt(place: Place, server: Sandbox, point: str):
    id = await place.one_message(server.port)
    await place.killed_at(point)
    assert await place.state(id) == "transmitting"

    await place.restarted()
    await place.restarted()

    assert server.count == DOUBTFUL[point]
    assert await place.events(id) == ["scheduled", "claimed", "transmitting", "in_doubt"]


async def test_a_sender_that_dies_after_the_dot_leaves_a_doubt_and_no_copy(place: Place):
    senders: list[Worker] = []

    def die(caught: Caught) -> None:
        # The server has the message, and its 250 is not said yet.
        senders.pop().kill()

    async with Sandbox(on_caught=die) as server:
        id = await place.one_message(server.port)
        senders.append(await place.sender())
        await place.senders[0].ended()
        await place.restarted()

        assert server.count == 1
    assert await place.events(id) == ["scheduled", "claimed", "transmitting", "in_doubt"]


async def test_a_sender_that_dies_after_its_verdict_is_durable_costs_nothing(place: Place, server: Sandbox):
    id = await place.one_message(server.port)
    await place.killed_at("after T3")
    assert await place.state(id) == "sent"

    await place.restarted()

    assert server.count == 1
    assert await place.events(id) == ["scheduled", "claimed", "transmitting", "sent"]


async def test_what_a_crash_left_in_doubt_is_sent_again_byte_for_byte_when_its_person_says_so(place: Place, server: Sandbox):
    id = await place.one_message(server.port)
    await place.killed_at("before T3")
    await place.restarted()

    await place.store.resolve(place.owner, id, arrived=False)
    await place.restarted()

    first, second = server.caught
    assert first.content == second.content
    assert (await place.events(id))[-4:] == ["send_again", "claimed", "transmitting", "sent"]


async def test_a_sender_that_slept_past_its_lease_finds_its_fence_shut(place: Place, server: Sandbox):
    id = await place.one_message(server.port)
    sleeper = await place.stopped_at("before T2")
    await place.lease_ends()
    if place.url:
        await place.restarted()
    sleeper.thaw()
    assert await sleeper.ended() == 0

    assert server.count == 1
    assert await place.events(id) == ["scheduled", "claimed", "rescued", "claimed", "transmitting", "sent"]


@pytest.mark.parametrize("url", ["worker"], indirect=True)
async def test_a_worker_that_dies_while_its_intent_is_being_written_never_causes_a_copy(place: Place, server: Sandbox):
    """The database may carry the statement out though nobody waits for it any more: then it is a false alarm, never a copy."""
    assert place.url
    id = await place.one_message(server.port)
    sender = await place.stopped_at("before T2")
    async with await psycopg.AsyncConnection.connect(place.url) as line:
        await line.execute("select from public.deliveries where id = %s for update", (id,))
        sender.thaw()
        await _somebody_waits(place.url)
        sender.kill()
        await sender.ended()
    await place.restarted()

    assert (await place.state(id), server.count) in (("in_doubt", 0), ("sent", 1))


async def _somebody_waits(url: str) -> None:
    """For a row that is locked."""
    async with asyncio.timeout(PATIENCE), await psycopg.AsyncConnection.connect(url, autocommit=True) as line:
        while not await (await line.execute("select 1 from pg_locks where not granted")).fetchone():  # noqa: ASYNC110 - another process's
            await asyncio.sleep(0.02)

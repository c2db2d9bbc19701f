from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import psycopg
import pytest
from realtime import AsyncRealtimeClient, RealtimeSubscribeStates
from supabase import AsyncClient

from tests.patience import PATIENCE
from tests.supabase_stack.fixture import Stack
from tests.unit.stack.conftest import SignIn

States = asyncio.Queue[RealtimeSubscribeStates]


class Ear:
    """A channel that keeps what it hears, in order."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.states: States = asyncio.Queue()
        self.refusals: list[str] = []

    async def listen(self, client: AsyncRealtimeClient, topic: str, *, private: bool = True) -> RealtimeSubscribeStates:
        channel = client.channel(
            topic,
            {
                "config": {
                    "private": private,
                    "broadcast": {"ack": False, "self": False},
                    "presence": {"key": "", "enabled": False},
                }
            },
        )
        channel.on_broadcast("changed", lambda message: self.heard.put_nowait(dict(message)))
        await channel.subscribe(self._noticed)
        return await self.state()

    async def state(self) -> RealtimeSubscribeStates:
        async with asyncio.timeout(PATIENCE):
            return await self.states.get()

    async def message(self) -> Any:
        async with asyncio.timeout(PATIENCE):
            return (await self.heard.get())["payload"]

    def _noticed(self, state: RealtimeSubscribeStates, error: Exception | None) -> None:
        self.refusals.append(str(error or ""))
        self.states.put_nowait(state)


@pytest.fixture
async def hear(project: Stack) -> AsyncIterator[Callable[[AsyncClient | None], Awaitable[AsyncRealtimeClient]]]:
    opened: list[AsyncRealtimeClient] = []

    async def one(person: AsyncClient | None) -> AsyncRealtimeClient:
        client = AsyncRealtimeClient(f"{project.url}/realtime/v1", project.publishable_key, auto_reconnect=False)
        opened.append(client)
        if person is not None:
            session = await person.auth.get_session()
            assert session is not None
            await client.set_auth(session.access_token)
        await client.connect()
        return client

    yield one
    for client in opened:
        for channel in client.channels.values():
            channel.rejoin_timer.reset()
        await client.close()


def send(project: Stack, topic: str, n: int, *, commit: bool = True) -> None:
    with psycopg.connect(project.database_url) as connection:
        connection.execute("select realtime.send(jsonb_build_object('n', %s), 'changed', %s)", (n, topic))
        connection.commit() if commit else connection.rollback()


async def topic_of(client: AsyncClient) -> str:
    who = await client.auth.get_user()
    assert who is not None
    return f"notes:{who.user.id}"


async def test_a_person_hears_what_is_committed_on_their_own_topic(project: Stack, sign_in: SignIn, hear: Any) -> None:
    anna, ear = await sign_in("anna"), Ear()
    topic = await topic_of(anna)
    state = await ear.listen(await hear(anna), topic)

    send(project, topic, 1, commit=False)
    send(project, "notes:another", 2)
    send(project, topic, 3)

    assert state is RealtimeSubscribeStates.SUBSCRIBED
    assert (await ear.message())["n"] == 3


async def test_another_persons_topic_is_refused_and_so_is_any_to_a_stranger(sign_in: SignIn, hear: Any) -> None:
    anna, ben = await sign_in("anna"), await sign_in("ben")
    topic = await topic_of(anna)

    for listener in (ben, None):
        ear = Ear()
        assert await ear.listen(await hear(listener), topic) is RealtimeSubscribeStates.CHANNEL_ERROR
        assert "Unauthorized" in ear.refusals[0]


async def test_a_client_whose_token_expires_is_dropped(project: Stack, sign_in: SignIn, hear: Any) -> None:
    anna, ear = await sign_in("anna"), Ear()
    await ear.listen(await hear(anna), await topic_of(anna))

    project.expire_tokens()

    assert await ear.state() is RealtimeSubscribeStates.CHANNEL_ERROR
    assert "Token has expired" in "".join(ear.refusals)
    assert await ear.state() is RealtimeSubscribeStates.CLOSED


async def test_a_pushed_token_keeps_the_client_on_its_topic(project: Stack, sign_in: SignIn, hear: Any) -> None:
    anna, ear = await sign_in("anna"), Ear()
    topic, client = await topic_of(anna), await hear(anna)
    await ear.listen(client, topic)

    renewed = (await anna.auth.refresh_session()).session
    assert renewed is not None
    await client.set_auth(renewed.access_token)
    send(project, topic, 1)

    assert (await ear.message())["n"] == 1


async def test_a_token_of_another_person_ends_the_channel(sign_in: SignIn, hear: Any) -> None:
    anna, ben, ear = await sign_in("anna"), await sign_in("ben"), Ear()
    client = await hear(anna)
    await ear.listen(client, await topic_of(anna))
    session = await ben.auth.get_session()
    assert session is not None

    await client.set_auth(session.access_token)

    assert await ear.state() is RealtimeSubscribeStates.CHANNEL_ERROR
    assert await ear.state() is RealtimeSubscribeStates.CLOSED


async def test_sockets_can_be_broken_off(project: Stack, sign_in: SignIn, hear: Any) -> None:
    anna, ear = await sign_in("anna"), Ear()
    await ear.listen(await hear(anna), await topic_of(anna))

    project.kill_sockets()

    assert await ear.state() is RealtimeSubscribeStates.CHANNEL_ERROR


async def test_without_the_projects_key_no_socket_opens(project: Stack) -> None:
    client = AsyncRealtimeClient(f"{project.url}/realtime/v1", "sb_publishable_wrong", auto_reconnect=False, max_retries=1)

    with pytest.raises(Exception, match="403"):
        await client.connect()

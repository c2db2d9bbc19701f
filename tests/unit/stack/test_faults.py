from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from postgrest import APIError
from supabase import AsyncClient, AuthRetryableError

from nightmail.clock import SystemClock
from tests.supabase_stack.faults import Faults, Turn
from tests.supabase_stack.fixture import Stack
from tests.unit.stack.conftest import PASSWORD, SignIn


@pytest.fixture
async def anna(sign_in: SignIn) -> AsyncClient:
    return await sign_in("anna")


def add(client: AsyncClient, words: str) -> Awaitable[Any]:
    return client.rpc("add_note", {"words": words}).execute()


async def words_of(client: AsyncClient) -> list[str]:
    rows: Any = (await client.table("notes").select("words").order("words").execute()).data
    return [row["words"] for row in rows]


async def test_a_broken_off_answer_leaves_the_work_done(project: Stack, anna: AsyncClient) -> None:
    project.fault(drop_after_commit={"next": 1, "only": "/rest/v1/rpc/"})

    with pytest.raises(httpx.RemoteProtocolError):
        await add(anna, "done")

    assert await words_of(anna) == ["done"]


async def test_a_request_broken_off_before_its_work_leaves_nothing(project: Stack, anna: AsyncClient) -> None:
    project.fault(drop_before_commit={"next": 1, "only": "/rest/v1/rpc/"})

    with pytest.raises(httpx.RemoteProtocolError):
        await add(anna, "never")

    assert await words_of(anna) == []


async def test_every_third_answer_is_lost_and_the_others_arrive(project: Stack, anna: AsyncClient) -> None:
    project.fault(drop_after_commit={"every": 3, "only": "/rest/v1/rpc/"})
    lost = []

    for n in range(7):
        try:
            await add(anna, f"{n}")
        except httpx.RemoteProtocolError:
            lost.append(n)

    assert lost == [2, 5]
    assert await words_of(anna) == [str(n) for n in range(7)]


async def test_an_unavailable_service_says_so_and_recovers(project: Stack, anna: AsyncClient) -> None:
    project.fault(unavailable={"next": 1, "only": "/rest/v1/rpc/"})

    with pytest.raises(APIError) as caught:
        await add(anna, "refused")
    await add(anna, "taken")

    assert caught.value.message == "Service Unavailable"
    assert await words_of(anna) == ["taken"]


async def test_a_page_of_the_edge_is_no_json(project: Stack, anna: AsyncClient) -> None:
    project.fault(html_502={"next": 2})

    with pytest.raises(APIError) as rest:
        await add(anna, "refused")
    with pytest.raises(AuthRetryableError) as auth:
        await anna.auth.sign_in_with_password({"email": "anna@stack.example", "password": PASSWORD})

    assert (rest.value.code, auth.value.status) == ("502", 502)


async def test_a_paused_project_answers_nothing_else(project: Stack, anna: AsyncClient) -> None:
    project.fault(paused=True)

    with pytest.raises(APIError) as caught:
        await add(anna, "refused")
    project.heal()
    await add(anna, "taken")

    assert (caught.value.code, caught.value.details) == ("540", "Project paused")
    assert await words_of(anna) == ["taken"]


async def test_answers_can_be_late(project: Stack, anna: AsyncClient) -> None:
    clock = SystemClock()
    project.fault(delay_ms=120)

    started = clock.monotonic()
    await words_of(anna)

    assert clock.monotonic() - started >= 0.12


@pytest.mark.parametrize("act", [lambda client: client.auth.get_user(), lambda client: add(client, "late")], ids=["auth", "rest"])
async def test_expired_tokens_open_nothing_until_they_are_refreshed(
    project: Stack, anna: AsyncClient, act: Callable[[AsyncClient], Awaitable[Any]]
) -> None:
    project.expire_tokens()

    with pytest.raises(Exception, match="expired"):
        await act(anna)
    await anna.auth.refresh_session()
    await act(anna)


async def test_requests_and_bytes_are_counted_by_kind(project: Stack, anna: AsyncClient) -> None:
    project.forget_stats()
    await add(anna, "x" * 1000)
    await words_of(anna)
    await anna.auth.get_user()

    stats = project.stats()

    assert stats["requests"] == {"rpc": 1, "rest": 1, "auth": 1}
    assert stats["bytes_in"]["rpc"] > 1000 < stats["bytes_out"]["rest"]
    assert stats["total"]["requests"] == 3


def test_a_switch_hits_its_turns_on_its_paths_alone() -> None:
    turn = Turn(every=2, only="/rest/")

    assert [turn.hits(path) for path in ("/rest/a", "/auth/a", "/rest/b", "/rest/c", "/rest/d")] == [
        *(False, False, True, False, True)
    ]


def test_a_switch_there_is_not_is_told(project: Stack) -> None:
    with pytest.raises(httpx.HTTPStatusError):
        project.fault(pauzed=True)
    with pytest.raises(KeyError):
        Faults().set({"pauzed": True})

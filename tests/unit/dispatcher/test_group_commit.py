"""Writing together what waits together."""

from __future__ import annotations

import asyncio

import pytest

from nightmail.dispatcher.group_commit import GroupCommit
from nightmail.errors import OutsideError
from tests.patience import PATIENCE


async def test_what_arrives_while_a_write_is_under_way_is_written_together_next():
    groups: list[list[int]] = []
    gate = asyncio.Event()

    async def write(items: list[int]) -> list[int]:
        groups.append(items)
        await gate.wait()
        return items

    commit = GroupCommit(write)
    first = commit.add(1)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    rest = [commit.add(2), commit.add(3)]
    gate.set()

    assert await asyncio.gather(first, *rest) == [1, 2, 3]
    assert groups == [[1], [2, 3]]


@pytest.mark.parametrize("turns", range(8))
async def test_an_item_added_at_the_very_end_of_a_write_is_not_forgotten(turns: int):
    async def write(items: list[int]) -> list[int]:
        return items

    commit = GroupCommit(write)
    for number in range(50):
        done = commit.add(number)
        for _ in range(turns):
            await asyncio.sleep(0)
        assert await asyncio.wait_for(done, PATIENCE) == number


async def test_items_added_from_the_callbacks_of_others_are_written_too():
    async def write(items: list[int]) -> list[int]:
        return items

    commit = GroupCommit(write)
    written: list[int] = []
    all_written = asyncio.Event()

    def follow(done: asyncio.Future[int]) -> None:
        written.append(done.result())
        if len(written) == 300:
            all_written.set()
        elif len(written) < 300:
            commit.add(done.result() + 1).add_done_callback(follow)

    commit.add(0).add_done_callback(follow)
    await asyncio.wait_for(all_written.wait(), PATIENCE)


async def test_a_store_that_is_away_is_told_to_everybody_in_the_group():
    async def write(items: list[int]) -> list[int]:
        raise OutsideError("database-unreachable", "It does not answer.")

    commit = GroupCommit(write)

    results = await asyncio.gather(commit.add(1), commit.add(2), return_exceptions=True)

    assert [type(result) for result in results] == [OutsideError, OutsideError]


async def test_one_item_that_cannot_be_written_costs_only_itself():
    async def write(items: list[int]) -> list[int]:
        if 13 in items:
            raise ValueError("unlucky")
        return items

    commit = GroupCommit(write)

    results = await asyncio.gather(*(commit.add(number) for number in (12, 13, 14)), return_exceptions=True)

    assert [str(result) for result in results] == ["12", "unlucky", "14"]


async def test_no_group_is_larger_than_allowed():
    sizes: list[int] = []

    async def write(items: list[int]) -> list[int]:
        sizes.append(len(items))
        return items

    commit = GroupCommit(write, most=4)
    await asyncio.gather(*(commit.add(number) for number in range(10)))

    assert sizes == [4, 4, 2]


@pytest.mark.parametrize(("items", "groups_made"), [(16, [16, 2]), (15, [15, 1, 1])])
async def test_after_a_large_group_the_next_one_gathers(items: int, groups_made: list[int]):
    groups: list[int] = []
    is_paused, may_go_on = asyncio.Event(), asyncio.Event()

    async def write(group: list[int]) -> list[int]:
        groups.append(len(group))
        return group

    async def pause(seconds: float) -> None:
        assert 0 <= seconds <= 0.02
        is_paused.set()
        await may_go_on.wait()

    commit = GroupCommit(write, gathers=True, pause=pause)
    await asyncio.gather(*(commit.add(number) for number in range(items)))
    first = commit.add(100)
    for _ in range(10):
        await asyncio.sleep(0)
    second = commit.add(200)
    may_go_on.set()

    assert (await first, await second) == (100, 200)
    assert groups == groups_made and is_paused.is_set() == (items >= 16)


async def test_what_is_paused_for_is_written_by_whoever_asks_after_the_pause_was_broken_off():
    async def write(group: list[int]) -> list[int]:
        return group

    async def broken_off(seconds: float) -> None:
        raise asyncio.CancelledError

    commit = GroupCommit(write, gathers=True, pause=broken_off)
    await asyncio.gather(*(commit.add(number) for number in range(16)))
    await asyncio.sleep(0)

    assert await asyncio.wait_for(commit.add(1), PATIENCE) == 1

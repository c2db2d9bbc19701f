"""The lock that the processes of one profile take in turn."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from nightmail.cloud.file_turn import turn
from nightmail.errors import OutsideError


async def test_one_is_inside_at_a_time_and_all_get_their_turn(tmp_path: Path) -> None:
    inside, most, done = 0, 0, 0

    async def visit() -> None:
        nonlocal inside, most, done
        async with turn(tmp_path / "lock"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1
            done += 1

    await asyncio.gather(*(visit() for _ in range(5)))

    assert (most, done) == (1, 5)


async def test_a_lock_that_is_never_given_back_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    async with turn(tmp_path / "lock"):
        with pytest.raises(OutsideError) as caught:
            async with turn(tmp_path / "lock", longest=0):
                raise AssertionError("two were inside")

    assert caught.value.code == "profile-busy"


async def test_a_waiter_that_gives_up_leaves_the_lock_to_the_next(tmp_path: Path) -> None:
    async def wait() -> None:
        async with turn(tmp_path / "lock"):
            raise AssertionError("two were inside")

    async with turn(tmp_path / "lock"):
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    async with turn(tmp_path / "lock"):
        pass

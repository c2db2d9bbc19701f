"""How far files are on their way is told as one sum, and only of the way they really go."""

from __future__ import annotations

import asyncio
from pathlib import Path

from desktop.gateway import uploads


def test_copies_of_several_files_are_one_sum_that_never_exceeds_the_whole() -> None:
    heard: list[tuple[int, int]] = []

    with uploads.told(lambda done, total: heard.append((done, total)), 10, stays_here=True):
        uploads.copied(Path("a"), 3)
        uploads.copied(Path("a"), 4)
        uploads.copied(Path("b"), 9)

    assert heard == [(3, 10), (4, 10), (10, 10)]


def test_a_copy_on_the_way_to_the_cloud_is_no_part_of_the_upload() -> None:
    heard: list[tuple[int, int]] = []

    with uploads.told(lambda done, total: heard.append((done, total)), 10):
        uploads.copied(Path("a"), 4)

    assert heard == []


async def test_a_copy_on_another_thread_is_told_to_the_task_it_belongs_to() -> None:
    heard: list[tuple[int, int]] = []

    async def schedule(size: int) -> None:
        with uploads.told(lambda done, total: heard.append((done, total)), size, stays_here=True):
            await asyncio.to_thread(uploads.copied, Path("a"), size)

    await asyncio.gather(schedule(1), schedule(2))

    assert sorted(heard) == [(1, 1), (2, 2)]

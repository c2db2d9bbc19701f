"""A large file comes into the outbox without anybody waiting in the dark: told how far, given up when asked, never half of it."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from nightmail.errors import PersonError
from nightmail.store.blobs import FolderBlobs

LARGE = 10 * 1024 * 1024 + 7


@pytest.fixture
def large(tmp_path: Path) -> Path:
    made = tmp_path / "film.mp4"
    with made.open("wb") as file:
        file.truncate(LARGE)
    return made


def left_in(folder: Path) -> list[str]:
    return [each.name for each in folder.rglob("*") if each.is_file()]


async def test_a_copy_tells_how_far_it_is_and_when_it_is_whole(tmp_path: Path, large: Path) -> None:
    heard: list[int] = []
    blobs = FolderBlobs(tmp_path / "blobs", on_copied=lambda _, done: heard.append(done))

    sha256, size = await blobs.put_file(large)

    assert size == heard[-1] == LARGE
    assert len(heard) > 2 and heard == sorted(heard)
    assert left_in(tmp_path / "blobs") == [sha256]


async def test_a_copy_that_nobody_wants_any_more_stops_and_leaves_nothing(tmp_path: Path, large: Path) -> None:
    loop, begun, may_go_on = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
    heard: list[int] = []

    def hold(_: Path, done: int) -> None:
        heard.append(done)
        loop.call_soon_threadsafe(begun.set)
        may_go_on.wait()

    copying = asyncio.create_task(FolderBlobs(tmp_path / "blobs", on_copied=hold).put_file(large))
    await begun.wait()
    copying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await copying
    may_go_on.set()
    await loop.shutdown_default_executor()

    assert len(heard) == 1
    assert left_in(tmp_path / "blobs") == []


async def test_a_file_that_is_written_meanwhile_is_not_taken_half_old_and_half_new(tmp_path: Path, large: Path) -> None:
    def write(path: Path, _: int) -> None:
        with path.open("ab") as file:
            file.write(b"more")

    blobs = FolderBlobs(tmp_path / "blobs", on_copied=write)

    with pytest.raises(PersonError) as refused:
        await blobs.put_file(large)

    assert refused.value.code == "file-changed"
    assert left_in(tmp_path / "blobs") == []

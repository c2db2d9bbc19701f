"""Files of messages that are elsewhere leave this PC; those that anything here needs stay."""

from __future__ import annotations

import hashlib
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from nightmail.store.blobs import FolderBlobs
from nightmail.store.sqlite import SqliteStore
from tests.letters import OWNER, account, attachment, new

LONG_AGO = time.time() - 100_000


async def put(blobs: FolderBlobs, content: bytes, *, at: float = LONG_AGO) -> str:
    sha256, _ = await blobs.put_bytes(content)
    os.utime(blobs.path_of(sha256), (at, at))
    return sha256


async def test_what_nothing_needs_goes_and_what_something_needs_stays(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path / "blobs")
    needed, moved = await put(blobs, b"needed"), await put(blobs, b"moved")

    gone = await blobs.prune({needed}, before=LONG_AGO + 10)

    assert gone == 1
    assert await blobs.has(needed, 6)
    assert not await blobs.has(moved, 5)


async def test_what_was_just_put_for_a_message_that_is_being_scheduled_stays(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path / "blobs")
    young = await put(blobs, b"young", at=time.time())
    again = await put(blobs, b"again")
    await blobs.put_bytes(b"again")

    assert await blobs.prune((), before=LONG_AGO + 10) == 0
    assert await blobs.has(young, 5)
    assert b"".join(blobs.read(again)) == b"again"


async def test_what_is_no_blob_is_not_touched(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path / "blobs")
    await put(blobs, b"x")
    stray = tmp_path / "blobs" / "ab" / "notes.txt"
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("mine")
    os.utime(stray, (LONG_AGO, LONG_AGO))

    await blobs.prune((), before=LONG_AGO + 10)

    assert stray.read_text() == "mine"


async def test_a_folder_that_was_never_made_has_nothing_to_prune(tmp_path: Path) -> None:
    assert await FolderBlobs(tmp_path / "none").prune((), before=time.time()) == 0


@pytest.mark.parametrize(("step", "is_needed"), [(None, True), ("going", True), ("coming", True), ("gone", False)])
async def test_files_are_needed_until_their_message_is_elsewhere(tmp_path: Path, step: str | None, is_needed: bool) -> None:
    import sqlite3

    store = SqliteStore(tmp_path / "store.sqlite3")
    await store.open()
    anna = account()
    await store.save_account(anna)
    sha256 = hashlib.sha256(b"plan").hexdigest()
    letter = new(anna, due=timedelta(hours=1), attachments=(attachment(sha256=sha256),))
    await store.schedule(OWNER, [letter])
    with sqlite3.connect(tmp_path / "store.sqlite3") as database:
        database.execute("update deliveries set transfer_step = ?", (step,))
    database.close()

    assert (sha256 in await store.needed_blobs()) is is_needed
    await store.close()

"""The rooms beside the tables: blobs, migrations of the profile, the doorbell, the spill, the agent's lock."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nightmail.delivery.audit import AuditEvent
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.delivery.outcome import RecipientResult
from nightmail.delivery.settle import Settled
from nightmail.dispatcher.spill import Spill
from nightmail.errors import OutsideError, PersonError
from nightmail.ids import new_id
from nightmail.ports import Settlement
from nightmail.profile import open_profile
from nightmail.profile_lock import ProfileLock
from nightmail.store import sqlite_migrate
from nightmail.store.blobs import FolderBlobs
from nightmail.store.doorbell import Doorbell
from nightmail.store.sqlite import SqliteStore
from tests.passwords import KeptSecrets
from tests.patience import PATIENCE

# ---------------------------------------------------------------------------------------------- blobs


async def test_a_blob_is_named_by_its_content_and_kept_once(tmp_path: Path):
    blobs = FolderBlobs(tmp_path / "blobs")
    file = tmp_path / "a.txt"
    file.write_bytes(b"content")

    assert await blobs.put_file(file) == await blobs.put_bytes(b"content")

    kept = [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert await blobs.has(kept[0].name, 7)
    assert not await blobs.has(kept[0].name, 8)


async def test_a_blob_changed_on_disk_is_never_sent_whole(tmp_path: Path):
    blobs = FolderBlobs(tmp_path)
    name, _ = await blobs.put_bytes(b"content")
    (tmp_path / name[:2] / name).write_bytes(b"changed")

    with pytest.raises(OutsideError) as damaged:
        list(blobs.read(name))
    assert damaged.value.code == "blob-damaged"


async def test_a_full_disk_leaves_no_half_blob(tmp_path: Path):
    full = Path("/dev/full")
    if not full.exists():
        # Only Linux has a disk that is always full; elsewhere the same is tried by hand.
        return

    class OnFullDisk(FolderBlobs):
        def _put_whole(self, blocks):
            with full.open("wb", buffering=0) as disk:
                for block in blocks:
                    disk.write(block)
            raise AssertionError("the disk was not full")

    with pytest.raises(OutsideError) as told:
        await OnFullDisk(tmp_path).put_bytes(b"x")
    assert told.value.code == "disk-full"


async def test_a_blob_whose_writing_failed_leaves_nothing_behind(tmp_path: Path):
    blobs = FolderBlobs(tmp_path / "blobs")

    def breaking():
        yield b"x"
        raise OSError("the stick was pulled out")

    with pytest.raises(OSError, match="pulled out"):
        blobs._put(breaking())
    assert [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == []


# ---------------------------------------------------------------------------------------------- migrations


def test_a_profile_is_migrated_step_by_step_with_a_copy_before_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "p.sqlite3"
    first = sqlite_migrate.migrations()
    assert sqlite_migrate.migrate(path) == first[-1][0]

    more = [*first, (first[-1][0] + 1, "create table more (id integer primary key); insert into more values (1);")]
    monkeypatch.setattr(sqlite_migrate, "migrations", lambda: more)

    assert sqlite_migrate.migrate(path) == more[-1][0]
    assert (tmp_path / f"p.before-{more[-1][0]:04}.sqlite3").exists()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("select count(*) from more").fetchone() == (1,)


def test_a_step_that_fails_leaves_the_profile_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "p.sqlite3"
    reached = sqlite_migrate.migrate(path)
    broken = [*sqlite_migrate.migrations(), (reached + 1, "create table fine (id integer); create table accounts (id integer);")]
    monkeypatch.setattr(sqlite_migrate, "migrations", lambda: broken)

    with pytest.raises(sqlite3.OperationalError):
        sqlite_migrate.migrate(path)

    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma user_version").fetchone() == (reached,)
        assert connection.execute("select count(*) from sqlite_master where name = 'fine'").fetchone() == (0,)


async def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path):
    path = tmp_path / "nightmail.sqlite3"
    path.write_bytes(b"not a database at all, " * 100)
    store = SqliteStore(path)

    with pytest.raises(OutsideError) as damaged:
        await store.open()
    await store.close()

    assert damaged.value.code == "database-damaged"


# ---------------------------------------------------------------------------------------------- doorbell


async def test_a_ring_reaches_the_listener_of_the_same_profile(tmp_path: Path):
    rung = asyncio.Event()
    agent, other = Doorbell(tmp_path / "port"), Doorbell(tmp_path / "port")
    await agent.listen(rung.set)

    other.ring()

    await asyncio.wait_for(rung.wait(), PATIENCE)
    agent.close()
    assert not (tmp_path / "port").exists()
    other.ring()


@pytest.mark.parametrize("plate", ["", "not a port", "99999999"])
async def test_a_ring_where_nobody_listens_is_no_error(tmp_path: Path, plate: str):
    (tmp_path / "port").write_text(plate)

    Doorbell(tmp_path / "port").ring()


# ---------------------------------------------------------------------------------------------- spill


def settlement() -> Settlement:
    return Settlement(
        id=new_id(),
        run_lease=3,
        settled=Settled(
            state=DeliveryState.SENT,
            event=AuditEvent.SENT,
            due_at=datetime(2026, 11, 12, 8, 0, 0, 5, tzinfo=UTC),
            attempts=2,
            deferrals=0,
            reason="",
            recipients=(RecipientResult(0, RecipientState.ACCEPTED, "250 ok"),),
            detail={"reply": "250 ok", "accepted": 1},
        ),
    )


def test_kept_verdicts_come_back_as_they_were(tmp_path: Path):
    verdicts = [settlement(), settlement()]
    Spill(tmp_path / "spill", "one").keep(verdicts)

    ((path, found),) = Spill(tmp_path / "spill", "two").left_behind()

    assert found == verdicts
    assert path.name == "one.jsonl"


def test_a_line_cut_off_by_a_power_failure_costs_only_itself(tmp_path: Path):
    spill = Spill(tmp_path, "one")
    spill.keep([settlement()])
    with (tmp_path / "one.jsonl").open("a") as file:
        file.write('{"id": "0')

    ((_, found),) = spill.left_behind()

    assert len(found) == 1


# ---------------------------------------------------------------------------------------------- profile


def test_one_agent_at_a_time_and_the_lock_ends_with_its_process(tmp_path: Path):
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys\nfrom pathlib import Path\nfrom nightmail.profile_lock import ProfileLock\n"
            "lock = ProfileLock(Path(sys.argv[1]))\nlock.take()\nprint('held', flush=True)\nsys.stdin.read()",
            str(tmp_path / "lock"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == b"held"

    with pytest.raises(PersonError, match=str(holder.pid)) as running:
        ProfileLock(tmp_path / "lock").take()
    assert running.value.code == "agent-running"

    holder.kill()
    holder.communicate()
    lock = ProfileLock(tmp_path / "lock")
    lock.take()
    lock.give_back()


async def test_a_profile_is_for_its_person_alone(tmp_path: Path):
    async with open_profile(tmp_path / "profile", secrets=KeptSecrets()) as profile:
        assert profile.folder.is_dir()
    if os.name != "nt":
        assert (tmp_path / "profile").stat().st_mode & 0o077 == 0


async def test_a_profile_that_cannot_be_made_is_told_with_a_way_out(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(OutsideError) as told:
        async with open_profile(tmp_path / "file" / "profile", secrets=KeptSecrets()):
            pass

    assert told.value.code == "profile-unwritable"
    assert "--profile" in told.value.next

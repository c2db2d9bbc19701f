"""Attachments on their way up, down, and to the worker: whole, once, only the owner's own, and never lost without a word."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from nightmail.account.model import Account, Security, Server
from nightmail.account.secret import Secret
from nightmail.cloud.connection import CloudRoom
from nightmail.cloud.files import BUCKET, LARGEST, Progress
from nightmail.cloud.line import Line
from nightmail.cloud.worker_files import StorageBlobs, worker_storage
from nightmail.delivery.model import DeliveryState
from nightmail.delivery.retry import RetryPolicy
from nightmail.dispatcher import Dispatcher, DispatchSettings
from nightmail.errors import OutsideError, PersonError
from nightmail.message.model import Attachment
from nightmail.metronome import ApMetronome
from nightmail.ports import DispatchEvent, Item
from nightmail.sandbox.server import Sandbox
from nightmail.schedule.model import NOW
from nightmail.smtp.settings import SmtpSettings
from nightmail.smtp.submitter import SmtpSubmitter
from nightmail.store.postgres import PostgresStore
from tests import letters
from tests.passwords import Passwords
from tests.supabase_stack.fixture import Stack
from tests.unit.cloud.desk import AT_ONCE, Desk, TwoClocks, letter

WORKER, WORKER_PASSWORD = "worker@example.org", Secret("the worker's own")
CONTENT = os.urandom(700_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def file(content: bytes = CONTENT) -> Attachment:
    return Attachment("a.bin", "application/octet-stream", len(content), hashlib.sha256(content).hexdigest())


def owner_of(room: CloudRoom) -> UUID:
    assert room.connection.user_id is not None
    return room.connection.user_id


def uploads(project: Stack) -> int:
    """Octets that went to Storage."""
    return int(project.stats()["bytes_in"].get("storage", 0))


@asynccontextmanager
async def worker_blobs(
    project: Stack, folder: Path, *, keep: int = 10**9, clock: TwoClocks | None = None, role: str = "worker"
) -> AsyncIterator[StorageBlobs]:
    project.create_user(WORKER, WORKER_PASSWORD.reveal(), app_metadata={"nightmail_role": role})
    line = Line(project.url, project.publishable_key, patience=AT_ONCE)
    try:
        yield StorageBlobs(worker_storage(line, email=WORKER, password=WORKER_PASSWORD), folder, keep=keep, clock=clock)
    finally:
        await line.close()


# ------------------------------------------------------------------------------------------ up and down


async def test_a_file_goes_up_with_progress_and_what_is_there_is_not_sent_again(desk: Desk) -> None:
    seen: list[Progress] = []
    async with desk.signed_in(on_progress=seen.append) as room:
        await desk.blobs.put_bytes(CONTENT)
        desk.project.forget_stats()

        await room.files.upload(SHA256, len(CONTENT))
        first = uploads(desk.project)
        await room.files.upload(SHA256, len(CONTENT))

        assert first > len(CONTENT) and uploads(desk.project) - first < 5_000
        assert [one.done for one in seen[:3]] == [262_144, 524_288, 700_000]
        assert {one.total for one in seen} == {700_000} and seen[-1].done == 700_000


async def test_a_file_comes_down_to_another_pc_and_is_the_same(desk: Desk, room: CloudRoom, tmp_path: Path) -> None:
    await desk.blobs.put_bytes(CONTENT)
    await room.files.upload(SHA256, len(CONTENT))
    other = Desk(desk.project, tmp_path / "other", desk.keyring)
    async with other.open() as elsewhere:
        await elsewhere.session.renew("")

        await elsewhere.files.download(SHA256, len(CONTENT))

    assert b"".join(other.blobs.read(SHA256)) == CONTENT
    assert list((tmp_path / "other" / "cloud-files").iterdir()) == []


@pytest.mark.parametrize(("harm", "code"), [("lose_blob", "blob-missing"), ("alter_blob", "blob-damaged")])
async def test_a_file_that_was_lost_or_altered_in_the_cloud_is_not_taken(
    desk: Desk, room: CloudRoom, tmp_path: Path, harm: str, code: str
) -> None:
    await desk.blobs.put_bytes(CONTENT)
    await room.files.upload(SHA256, len(CONTENT))
    getattr(desk.project, harm)(BUCKET, f"{owner_of(room)}/{SHA256}")
    (desk.blobs.path_of(SHA256)).unlink()

    with pytest.raises(OutsideError) as caught:
        await room.files.download(SHA256, len(CONTENT))

    assert caught.value.code == code
    assert not await desk.blobs.has(SHA256, len(CONTENT))


@pytest.mark.parametrize("fault", ["drop_after_commit", "drop_before_commit", "html_502", "unavailable"])
async def test_an_upload_that_was_cut_off_is_done_over_and_ends_with_one_file(desk: Desk, room: CloudRoom, fault: str) -> None:
    await desk.blobs.put_bytes(CONTENT)
    desk.project.fault(**{fault: {"next": 1, "only": "/storage/v1/object/attachments/"}})

    await room.files.upload(SHA256, len(CONTENT))

    desk.blobs.path_of(SHA256).unlink()
    await room.files.download(SHA256, len(CONTENT))
    assert b"".join(desk.blobs.read(SHA256)) == CONTENT


async def test_a_token_that_expires_before_an_upload_is_renewed(desk: Desk, room: CloudRoom) -> None:
    await desk.blobs.put_bytes(CONTENT)
    desk.project.expire_tokens()

    await room.files.upload(SHA256, len(CONTENT))


async def test_a_file_that_is_too_large_for_the_cloud_is_refused_before_anything_is_sent(desk: Desk, room: CloudRoom) -> None:
    desk.project.forget_stats()

    with pytest.raises(PersonError) as caught:
        await room.files.upload(SHA256, LARGEST + 1)

    assert (caught.value.code, uploads(desk.project)) == ("file-too-large", 0)


async def test_a_message_is_not_scheduled_before_its_attachment_is_up(desk: Desk, room: CloudRoom) -> None:
    account = letters.account()
    await room.accounts.save(account)
    desk.project.fault(unavailable={"every": 1, "only": "/storage/"})

    with pytest.raises(OutsideError) as caught:
        await room.outbox.schedule(letter(CONTENT), account, NOW)

    assert caught.value.code == "cloud-unreachable"
    assert await room.outbox.counts() == {}
    desk.project.heal()
    await room.outbox.schedule(letter(CONTENT), account, NOW)


# ------------------------------------------------------------------------------------------ the worker's folder


async def test_the_worker_brings_a_file_once_and_again_when_its_copy_is_damaged(
    desk: Desk, room: CloudRoom, tmp_path: Path
) -> None:
    await desk.blobs.put_bytes(CONTENT)
    await room.files.upload(SHA256, len(CONTENT))
    async with worker_blobs(desk.project, tmp_path / "cache") as blobs:
        await blobs.bring(owner_of(room), [file(), file()])
        desk.project.forget_stats()
        await blobs.bring(owner_of(room), [file()])
        assert desk.project.stats()["total"]["requests"] == 0

        (copy,) = (path for path in (tmp_path / "cache").rglob(SHA256))
        copy.write_bytes(b"x" * len(CONTENT))
        await blobs.bring(owner_of(room), [file()])

        assert b"".join(blobs.read(SHA256)) == CONTENT
        assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700


async def test_knowing_a_files_hash_is_not_enough_to_send_it(desk: Desk, room: CloudRoom, tmp_path: Path) -> None:
    await desk.blobs.put_bytes(CONTENT)
    await room.files.upload(SHA256, len(CONTENT))
    eve = UUID(desk.project.create_user("eve@example.org", "eves password"))
    async with worker_blobs(desk.project, tmp_path / "cache") as blobs:
        await blobs.bring(owner_of(room), [file()])

        with pytest.raises(OutsideError) as caught:
            await blobs.bring(eve, [file()])

    assert caught.value.code == "blob-missing"


async def test_the_longest_unused_files_go_but_none_of_the_last_hour(desk: Desk, room: CloudRoom, tmp_path: Path) -> None:
    contents = [os.urandom(1000) for _ in range(4)]
    for content in contents:
        await room.files.upload(*await desk.blobs.put_bytes(content))
    clock = TwoClocks()
    async with worker_blobs(desk.project, tmp_path / "cache", keep=2500, clock=clock) as blobs:
        await blobs.bring(owner_of(room), [file(content) for content in contents[:3]])
        assert [await blobs.has(file(content).sha256, 1000) for content in contents] == [True, True, True, False]

        clock.wall += timedelta(hours=2)
        await blobs.bring(owner_of(room), [file(contents[3])])

        assert [await blobs.has(file(content).sha256, 1000) for content in contents] == [False, False, True, True]


async def test_a_user_that_is_no_worker_is_named_instead_of_taking_every_file_for_lost(
    desk: Desk, room: CloudRoom, tmp_path: Path
) -> None:
    async with worker_blobs(desk.project, tmp_path / "cache", role="nobody") as blobs:
        with pytest.raises(PersonError) as caught:
            await blobs.bring(owner_of(room), [file()])

    assert caught.value.code == "no-worker-role"


async def test_the_secret_key_alone_opens_storage_to_the_worker(desk: Desk, room: CloudRoom, tmp_path: Path) -> None:
    await desk.blobs.put_bytes(CONTENT)
    await room.files.upload(SHA256, len(CONTENT))
    line = Line(desk.project.url, desk.project.secret_key)
    blobs = StorageBlobs(worker_storage(line, email=None, password=None), tmp_path / "cache")

    await blobs.bring(owner_of(room), [file()])

    assert await blobs.has(SHA256, len(CONTENT))
    await line.close()


# ------------------------------------------------------------------------------------------ the dispatcher over it


class Worker:
    """The real dispatcher over the project's database as the worker's own role, with Storage for its files."""

    def __init__(self, project: Stack, blobs: StorageBlobs, store: PostgresStore) -> None:
        self.project = project
        self.events: list[DispatchEvent] = []
        quick = RetryPolicy(gaps=(timedelta(milliseconds=50),))
        submitter = SmtpSubmitter(Passwords(), blobs, settings=SmtpSettings(private_hosts=True))
        self.dispatcher = Dispatcher(
            store,
            blobs,
            submitter,
            metronome=ApMetronome(),
            settings=DispatchSettings(name="test"),
            observe=self._heard,
            retry=quick,
        )

    def _heard(self, event: DispatchEvent) -> None:
        self.events.append(event)
        if event.name == "delivery.settled" and event.fields["state"] == "scheduled":
            self.project.heal()


async def worked(desk: Desk, room: CloudRoom, tmp_path: Path, sandbox: Sandbox, id: UUID) -> Item:
    store = PostgresStore(desk.project.worker_url)
    await store.open()
    try:
        async with worker_blobs(desk.project, tmp_path / "cache") as blobs:
            await Worker(desk.project, blobs, store).dispatcher.run(until_idle=True)
    finally:
        await store.close()
    return await room.outbox.show(id)


@asynccontextmanager
async def server(room: CloudRoom) -> AsyncIterator[tuple[Sandbox, Account]]:
    async with Sandbox() as sandbox:
        account = letters.account(smtp=Server("127.0.0.1", sandbox.port, Security.PLAIN))
        await room.accounts.save(account)
        yield sandbox, account


async def test_the_worker_sends_an_attachment_from_storage_whole(desk: Desk, room: CloudRoom, tmp_path: Path) -> None:
    async with server(room) as (sandbox, account):
        id = (await room.outbox.schedule(letter(CONTENT), account, NOW)).id

        item = await worked(desk, room, tmp_path, sandbox, id)

        assert item.delivery.state is DeliveryState.SENT
        assert len(sandbox.caught[0].content) > len(CONTENT)


async def test_while_storage_is_away_the_message_waits_and_then_leaves_once(desk: Desk, room: CloudRoom, tmp_path: Path) -> None:
    async with server(room) as (sandbox, account):
        id = (await room.outbox.schedule(letter(CONTENT), account, NOW)).id
        desk.project.fault(unavailable={"every": 1, "only": "/storage/"})

        item = await worked(desk, room, tmp_path, sandbox, id)

        assert item.delivery.state is DeliveryState.SENT and sandbox.count == 1
        assert [entry.event for entry in item.audit][:3] == ["scheduled", "claimed", "retry"]


@pytest.mark.parametrize("harm", ["lose_blob", "alter_blob"])
async def test_a_file_that_can_not_come_back_fails_the_message_with_the_reason(
    desk: Desk, room: CloudRoom, tmp_path: Path, harm: str
) -> None:
    async with server(room) as (sandbox, account):
        id = (await room.outbox.schedule(letter(CONTENT), account, NOW)).id
        getattr(desk.project, harm)(BUCKET, f"{owner_of(room)}/{SHA256}")

        item = await worked(desk, room, tmp_path, sandbox, id)

        assert item.delivery.state is DeliveryState.FAILED and sandbox.count == 0
        assert "attachment" in item.delivery.reason and "Storage" in item.delivery.reason

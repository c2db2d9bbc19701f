"""What a desktop pays for the cloud, through the stand-in over a real PostgreSQL: scheduling, files, looking, an idle month.

The stand-in is slower than Supabase's own servers and nearer than any network: figures of one run may be compared with each
other, the octets with a hosted project's bill.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from desktop.pace import HIDDEN, SEEN
from nightmail.account.model import Account
from nightmail.account.secret import Secret
from nightmail.cloud.connection import CloudRoom, open_cloud
from nightmail.cloud.settings import new_connection
from nightmail.message.draft import Draft
from nightmail.schedule.model import After
from nightmail.store.blobs import FolderBlobs
from tests.benchmarks.letters import HTML, percentiles
from tests.hosted import Hosted
from tests.letters import account
from tests.supabase_stack.fixture import Stack, over

_SCHEDULED = 200
_LOOKS = 200
_FILE_OCTETS = 32 * 1024 * 1024
_FILES = 4
# Someone who has the window open for 8 hours on 22 days, and Nightmail in the tray for the rest of 30 days.
_OPEN_HOURS, _ALL_HOURS = 8 * 22, 24 * 30


async def measure(url: str, folder: Path, *, idle_seconds: int) -> dict[str, object]:
    with over(url) as project:
        project.create_user("anna@example.org", "correct horse battery")
        async with _signed_in(project, folder) as (room, sender):
            figures = await _schedule(room, sender) | await _upload(room, folder)
            figures |= await _look(room, project)
    return figures | await _worker_month(url, folder, seconds=idle_seconds)


@asynccontextmanager
async def _signed_in(project: Stack, folder: Path) -> AsyncIterator[tuple[CloudRoom, Account]]:
    profile = folder / "cloud"
    profile.mkdir()
    blobs = FolderBlobs(profile / "blobs")
    connection = new_connection(project.url, project.publishable_key)
    async with open_cloud(profile, secrets=_Forgetful(), blobs=blobs, connection=connection) as room:
        await room.session.sign_in("anna@example.org", Secret("correct horse battery"))
        sender = account()
        await room.accounts.save(sender)
        yield room, sender


async def _schedule(room: CloudRoom, sender: Account) -> dict[str, object]:
    took = []
    for n in range(_SCHEDULED):
        draft = Draft(to=(f"u{n}@example.net",), subject=f"Hi {n}", text="hello world", html=HTML)
        started = time.monotonic()
        await room.outbox.schedule(draft, sender, After(timedelta(days=1)))
        took.append((time.monotonic() - started) * 1000)
    p50, p99 = percentiles(took)
    return {"cloud_schedule_ms_p50": p50, "cloud_schedule_ms_p99": p99}


async def _upload(room: CloudRoom, folder: Path) -> dict[str, object]:
    blobs = FolderBlobs(folder / "cloud" / "blobs")
    kept = [await blobs.put_bytes(os.urandom(_FILE_OCTETS)) for _ in range(_FILES)]
    started = time.monotonic()
    for sha256, size in kept:
        await room.files.upload(sha256, size)
    seconds = time.monotonic() - started
    started = time.monotonic()
    for sha256, size in kept:
        await room.files.upload(sha256, size)
    again = time.monotonic() - started
    return {"upload_mb_per_s": round(_FILE_OCTETS * _FILES / 1e6 / seconds), "upload_known_ms": round(again * 1000 / _FILES, 1)}


async def _look(room: CloudRoom, project: Stack) -> dict[str, object]:

    cursor = (await room.outbox.changes_since("")).cursor
    project.forget_stats()
    took = []
    for _ in range(_LOOKS):
        started = time.monotonic()
        await room.outbox.changes_since(cursor)
        took.append((time.monotonic() - started) * 1000)
    total = project.stats()["total"]
    p50, p99 = percentiles(took)
    looks = _OPEN_HOURS * 3600 / SEEN + (_ALL_HOURS - _OPEN_HOURS) * 3600 / HIDDEN
    # The session is renewed once an hour.
    return {
        "poll_ms_p50": p50,
        "poll_ms_p99": p99,
        "poll_octets_out": round(total["bytes_out"] / _LOOKS),
        "poll_octets_in": round(total["bytes_in"] / _LOOKS),
        "desktop_month_requests": round(looks + _ALL_HOURS),
        "desktop_month_egress_mb": round(looks * total["bytes_out"] / _LOOKS / 1e6, 1),
    }


async def _worker_month(url: str, folder: Path, *, seconds: int) -> dict[str, object]:
    """What the database sends to a worker that has nothing to do, counted on the way between them."""
    counted = _Counter(urlsplit(url).port or 5432)
    async with counted.listening() as port:
        parts = urlsplit(url)
        there = urlunsplit(parts._replace(netloc=f"{parts.netloc.rpartition(':')[0]}:{port}"))
        hosted = Hosted(there, folder / "cloud-worker")
        worker = await hosted.worker()
        await worker.until("dispatcher.started")
        await asyncio.sleep(1)
        before = counted.octets
        await asyncio.sleep(seconds)
        spent = counted.octets - before
        await hosted.stop()
    return {"worker_month_egress_mb": round(spent / seconds * 3600 * _ALL_HOURS / 1e6, 1)}


class _Counter:
    """Passes connections on to a port of this machine, and counts what comes back."""

    def __init__(self, target: int) -> None:
        self._target = target
        self.octets = 0

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[int]:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._target)
        await asyncio.gather(self._pass(reader, back, counts=False), self._pass(there, writer, counts=True))

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, counts: bool) -> None:
        try:
            while block := await source.read(65536):
                self.octets += len(block) if counts else 0
                sink.write(block)
                await sink.drain()
        except ConnectionError:
            pass
        finally:
            sink.close()


class _Forgetful:
    """Keeps the session for as long as the bench runs."""

    def __init__(self) -> None:
        self._kept: dict[UUID, Secret] = {}

    async def get(self, account_id: UUID) -> Secret | None:
        return self._kept.get(account_id)

    async def put(self, account_id: UUID, secret: Secret) -> None:
        self._kept[account_id] = secret

    async def delete(self, account_id: UUID) -> None:
        self._kept.pop(account_id, None)

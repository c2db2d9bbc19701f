"""Attachments in the project's Storage, each named by the hash of its bytes in its owner's folder. Nothing is overwritten.

The requests are made here and not by the client library: it can't tell how far an upload is, and reads downloads whole into
memory.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

import httpx

from nightmail.cloud.line import Bearer, Line, refuse
from nightmail.cloud.refusals import Refusal
from nightmail.errors import OutsideError, PersonError
from nightmail.ports import BlobStore

BUCKET = "attachments"
# The bucket's own limit; see the migration that makes it.
LARGEST = 50 * 1024 * 1024
_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` octets of one file have been handed to the network."""

    sha256: str
    done: int
    total: int


OnProgress = Callable[[Progress], None]


def _ignore(progress: Progress) -> None:
    """Nobody looks."""


class Storage:
    """The bucket, as whoever `bearer` speaks for may see it."""

    def __init__(self, line: Line, bearer: Bearer) -> None:
        self._line = line
        self._bearer = bearer

    async def size(self, owner_id: UUID, sha256: str) -> int | None:
        """Octets of the file as it is kept; None where there is none."""

        async def ask(token: str) -> int | None:
            answer = await self._line.http.get(self._url("object/info", owner_id, sha256), headers=self._line.headers(token))
            try:
                await refuse(answer)
            except Refusal as refusal:
                if refusal.is_absent:
                    return None
                raise
            return _size(answer.json())

        return await self._line.asking(self._bearer, ask)

    async def send(self, owner_id: UUID, sha256: str, size: int, read: Callable[[], AsyncIterator[bytes]]) -> None:
        """Add a file of this size; harmless where it is there already."""
        form = _Form(sha256, size)

        async def ask(token: str) -> None:
            headers = {
                **self._line.headers(token),
                "Content-Type": form.media_type,
                "Content-Length": str(form.length),
                "x-upsert": "false",
            }
            url = self._url("object", owner_id, sha256)
            answer = await self._line.http.post(url, headers=headers, content=form.around(read()))
            try:
                await refuse(answer)
            except Refusal as refusal:
                if not refusal.is_duplicate:
                    raise

        await self._line.asking(self._bearer, ask)

    async def fetch(self, owner_id: UUID, sha256: str, aside: Path) -> None:
        """Write a file's bytes to `aside`. Raises OutsideError `blob-missing`, or `blob-damaged` where they are others."""

        async def ask(token: str) -> None:
            url = self._url("object", owner_id, sha256)
            async with self._line.http.stream("GET", url, headers=self._line.headers(token)) as answer:
                try:
                    await refuse(answer)
                except Refusal as refusal:
                    if refusal.is_absent:
                        raise _missing() from refusal
                    raise
                await _save(answer, aside, sha256)

        await self._line.asking(self._bearer, ask)

    async def remove(self, owner_id: UUID, sha256: str) -> None:
        """Refused by the database while a message that is still to go needs it: then nothing happens."""

        async def ask(token: str) -> None:
            asked = {"prefixes": [f"{owner_id}/{sha256}"]}
            url = f"{self._line.url}/storage/v1/object/{BUCKET}"
            await refuse(await self._line.http.request("DELETE", url, headers=self._line.headers(token), json=asked))

        await self._line.asking(self._bearer, ask)

    def _url(self, door: str, owner_id: UUID, sha256: str) -> str:
        return f"{self._line.url}/storage/v1/{door}/{BUCKET}/{owner_id}/{sha256}"


class CloudFiles:
    """One person's files: up from this PC's blobs, and down into them. `owner` answers who is signed in."""

    def __init__(
        self,
        storage: Storage,
        blobs: BlobStore,
        *,
        owner: Callable[[], Awaitable[UUID]],
        scratch: Path,
        on_progress: OnProgress = _ignore,
    ) -> None:
        self._storage = storage
        self._blobs = blobs
        self._owner = owner
        self._scratch = scratch
        self._on_progress = on_progress

    async def upload(self, sha256: str, size: int, *, on_progress: OnProgress | None = None) -> None:
        """Have the file in Storage; what is there already is not sent again.

        Raises PersonError `file-too-large`, OutsideError `blob-missing` and what `Line.asking` does."""
        told = on_progress or self._on_progress
        if size > LARGEST:
            raise PersonError(
                "file-too-large",
                f"A file of {size / 2**20:.0f} MB is more than the cloud takes: at most {LARGEST / 2**20:.0f} MB each.",
                next="Send it from this PC, or share it by a link.",
            )
        owner_id = await self._owner()
        kept = await self._storage.size(owner_id, sha256)
        if kept is not None and kept != size:
            # Not what its name says: no message can be sent with it, and it can't be overwritten.
            await self._storage.remove(owner_id, sha256)
        if kept != size:
            await self._storage.send(owner_id, sha256, size, lambda: self._blocks(sha256, size, told))
        told(Progress(sha256, size, size))

    async def download(self, sha256: str, size: int) -> None:
        """Have the file on this PC. Raises OutsideError `blob-missing`, `blob-damaged` and what `Line.asking` does."""
        if await self._blobs.has(sha256, size):
            return
        await fetched(self._storage, await self._owner(), sha256, into=self._blobs, scratch=self._scratch)

    async def _blocks(self, sha256: str, size: int, told: OnProgress) -> AsyncIterator[bytes]:
        blocks = self._blobs.read(sha256)
        done = 0
        while block := await asyncio.to_thread(next, blocks, b""):
            yield block
            done += len(block)
            told(Progress(sha256, done, size))


async def fetched(storage: Storage, owner_id: UUID, sha256: str, *, into: BlobStore, scratch: Path) -> None:
    """Download one file, checked by its hash, into a BlobStore."""
    scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
    # It is opened again by its name, which Windows allows only once this handle is closed.
    with NamedTemporaryFile(dir=scratch, prefix="fetching-", delete=False) as file:
        aside = Path(file.name)
    try:
        await storage.fetch(owner_id, sha256, aside)
        await into.put_file(aside)
    finally:
        await asyncio.to_thread(aside.unlink, missing_ok=True)


class _Form:
    """multipart/form-data (RFC 7578) around one file, so that its length is known before it is read."""

    def __init__(self, filename: str, size: int) -> None:
        boundary = os.urandom(16).hex()
        self.media_type = f"multipart/form-data; boundary={boundary}"
        self._head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="cacheControl"\r\n\r\n3600\r\n'
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n'
            f"Content-Type: {_TYPE}\r\n\r\n"
        ).encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self.length = len(self._head) + size + len(self._tail)

    async def around(self, blocks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        yield self._head
        async for block in blocks:
            yield block
        yield self._tail


async def _save(answer: httpx.Response, aside: Path, sha256: str) -> None:
    digest = hashlib.sha256()
    with aside.open("wb") as file:
        async for block in answer.aiter_bytes():
            digest.update(block)
            await asyncio.to_thread(file.write, block)
    if digest.hexdigest() != sha256:
        raise OutsideError(
            "blob-damaged",
            "An attachment of this message was changed or damaged in the cloud's Storage.",
            next="Attach the file again in a new message.",
        )


def _missing() -> OutsideError:
    return OutsideError(
        "blob-missing",
        "An attachment of this message is no longer in the cloud's Storage.",
        next="Attach the file again in a new message.",
    )


def _size(info: Any) -> int | None:
    """Storage names it beside the file or in its metadata, by version."""
    metadata = info.get("metadata") or {}
    size = info.get("size", metadata.get("size", metadata.get("contentLength")))
    return int(size) if size is not None else None

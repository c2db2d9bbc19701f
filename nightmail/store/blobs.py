"""Attachments in a folder, named by their content. A blob that is there is whole: it is written aside, synced and renamed."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import os
import re
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO
from uuid import UUID

from nightmail.errors import OutsideError, PersonError
from nightmail.message.model import Attachment

_DIGEST = re.compile(r"[0-9a-f]{64}")
_BLOCK = 256 * 1024
_TOLD_EVERY = 4 * 1024 * 1024

OnCopied = Callable[[Path, int], object]
"""Hears, on a thread of its own, how many octets of a file are copied so far."""


class FolderBlobs:
    """See `nightmail.ports.BlobStore`. The folder is made when first needed."""

    def __init__(self, folder: Path, *, on_copied: OnCopied = lambda _path, _done: None) -> None:
        self._folder = folder
        self._on_copied = on_copied

    async def put_file(self, path: Path) -> tuple[str, int]:
        is_given_up = threading.Event()
        try:
            return await asyncio.to_thread(self._put_file, path, is_given_up)
        except asyncio.CancelledError:
            # A thread can't be cancelled; it looks for this between two blocks.
            is_given_up.set()
            raise

    async def put_bytes(self, content: bytes) -> tuple[str, int]:
        return await asyncio.to_thread(self._put, iter([content]))

    async def has(self, sha256: str, size: int) -> bool:
        path = self.path_of(sha256)
        return await asyncio.to_thread(lambda: path.is_file() and path.stat().st_size == size)

    def read(self, sha256: str) -> Iterator[bytes]:
        digest = hashlib.sha256()
        try:
            with self.path_of(sha256).open("rb") as blob:
                while block := blob.read(_BLOCK):
                    digest.update(block)
                    yield block
        except OSError as error:
            raise OutsideError(
                "blob-missing",
                "An attachment of this message is no longer in Nightmail's folder.",
                next="Attach the file again in a new message.",
            ) from error
        if digest.hexdigest() != sha256:
            raise OutsideError(
                "blob-damaged",
                "An attachment of this message was changed or damaged on disk.",
                next="Attach the file again in a new message.",
            )

    async def bring(self, owner_id: UUID, attachments: Sequence[Attachment]) -> None:
        """What was put is here."""

    async def prune(self, needed: Collection[str], *, before: float) -> int:
        """Remove what no message here needs any more and was last put before that time (seconds since 1970); answers how many.
        What is being put for a message that is still being scheduled is younger than that."""
        return await asyncio.to_thread(self._prune, frozenset(needed), before)

    def _prune(self, needed: frozenset[str], before: float) -> int:
        gone = 0
        for path in sorted(self._folder.glob("[0-9a-f][0-9a-f]/*")):
            if path.name in needed or not _DIGEST.fullmatch(path.name):
                continue
            with contextlib.suppress(OSError):
                if path.stat().st_mtime >= before:
                    continue
                # Out of the way first: the same content may be put again at this very moment.
                aside = path.with_suffix(".old")
                os.replace(path, aside)
                if aside.stat().st_mtime >= before:
                    os.replace(aside, path)
                    continue
                aside.unlink()
                gone += 1
        return gone

    def path_of(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _put_file(self, path: Path, is_given_up: threading.Event) -> tuple[str, int]:
        try:
            with path.open("rb") as source:
                return self._put(self._blocks(path, source, is_given_up))
        except FileNotFoundError as error:
            raise PersonError(
                "file-vanished", f"The file {path} is no longer there.", next="Attach it again, or remove it from the message."
            ) from error
        except (PermissionError, IsADirectoryError) as error:
            raise PersonError("file-unreadable", f"The file {path} can't be read.", next="Check its permissions.") from error

    def _blocks(self, path: Path, source: IO[bytes], is_given_up: threading.Event) -> Iterator[bytes]:
        """Raises PersonError `file-changed` where somebody wrote into the file meanwhile: half of it would be old, half new."""
        first, done, told = _version(source), 0, 0
        while (block := source.read(_BLOCK)) and not is_given_up.is_set():
            yield block
            done += len(block)
            if done - told >= _TOLD_EVERY:
                told = done
                self._on_copied(path, done)
        if is_given_up.is_set():
            raise _GivenUp
        if _version(source) != first:
            raise PersonError(
                "file-changed",
                f"The file {path} was changed while it was being copied.",
                next="Wait until it is finished, then try again.",
            )
        self._on_copied(path, done)

    def _put(self, blocks: Iterator[bytes]) -> tuple[str, int]:
        try:
            return self._put_whole(blocks)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise OutsideError(
                    "disk-full", f"There is no room left in {self._folder}.", next="Free some disk space; nothing was scheduled."
                ) from error
            if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise OutsideError(
                    "blobs-unwritable", f"{self._folder} can't be written.", next="Check its permissions; nothing was scheduled."
                ) from error
            raise

    def _put_whole(self, blocks: Iterator[bytes]) -> tuple[str, int]:
        self._folder.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with NamedTemporaryFile(dir=self._folder, prefix="incoming-", delete=False) as aside:
            try:
                for block in blocks:
                    digest.update(block)
                    size += len(block)
                    aside.write(block)
                _sync(aside.file)
                target = self.path_of(digest.hexdigest())
                target.parent.mkdir(exist_ok=True)
                aside.close()
                os.replace(aside.name, target)
            except BaseException:
                aside.close()
                with contextlib.suppress(OSError):
                    os.unlink(aside.name)
                raise
        _sync_folder(target.parent)
        return digest.hexdigest(), size


class _GivenUp(Exception):
    """Nobody waits for this copy any more."""


def _version(file: IO[bytes]) -> tuple[int, int]:
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename durable. Windows has no such call, and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

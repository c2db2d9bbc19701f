"""Attachments for the hosted worker: fetched from Storage before they are read, and kept in a folder that stays small.

It speaks to Auth and Storage alone, over HTTP: the worker needs no client library.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import stat
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

from nightmail.account.secret import Secret
from nightmail.clock import Clock, SystemClock
from nightmail.cloud.files import Storage, fetched
from nightmail.cloud.line import Line, refuse
from nightmail.errors import OutsideError, PersonError
from nightmail.message.model import Attachment
from nightmail.store.blobs import FolderBlobs

KEEP = 1024 * 1024 * 1024
# What was brought for a message is read within this time, however slow its server is.
_IN_USE_SECONDS = 3600
_SPARE_SECONDS = 60
_ROLE = "worker"


class SecretKey:
    """The project's secret key as the token itself: it passes every policy and never runs out."""

    def __init__(self, key: Secret) -> None:
        self._key = key

    async def fresh(self) -> str:
        return self._key.reveal()

    async def renew(self, refused: str) -> str:
        return self._key.reveal()


class WorkerUser:
    """The worker's own user in Auth, which may read attachments and nothing else. It signs in anew instead of refreshing:
    several processes may be the same user."""

    def __init__(self, line: Line, email: str, password: Secret, *, clock: Clock | None = None) -> None:
        self._line = line
        self._email = email
        self._password = password
        self._clock = clock or SystemClock()
        self._lock = asyncio.Lock()
        self._token = ""
        self._ends = float("-inf")

    async def fresh(self) -> str:
        async with self._lock:
            if self._clock.now().timestamp() > self._ends - _SPARE_SECONDS:
                await self._sign_in()
            return self._token

    async def renew(self, refused: str) -> str:
        async with self._lock:
            if self._token == refused:
                await self._sign_in()
            return self._token

    async def _sign_in(self) -> None:
        async def ask() -> tuple[str, float]:
            answer = await self._line.http.post(
                f"{self._line.url}/auth/v1/token",
                params={"grant_type": "password"},
                headers=self._line.headers(self._line.key) | {"X-Supabase-Api-Version": "2024-01-01"},
                json={"email": self._email, "password": self._password.reveal()},
            )
            await refuse(answer)
            session = answer.json()
            if session["user"].get("app_metadata", {}).get("nightmail_role") != _ROLE:
                # Every file would look as if it were gone.
                raise _no_role(self._email)
            return str(session["access_token"]), float(session["expires_in"])

        self._token, lasts = await self._line.trying(ask)
        self._ends = self._clock.now().timestamp() + lasts


class StorageBlobs:
    """A BlobStore over a folder that is filled from Storage by `bring`. What is brought stays for an hour at least; beyond
    `keep` octets the longest unused go."""

    def __init__(self, storage: Storage, folder: Path, *, keep: int = KEEP, clock: Clock | None = None) -> None:
        self._storage = storage
        self._folder = folder
        self._keep = keep
        self._clock = clock or SystemClock()
        self._blobs = FolderBlobs(folder / "files")
        self._coming: dict[tuple[UUID, str], asyncio.Future[None]] = {}
        # Whose folder was seen to hold which file. Naming a file's hash must not be enough to send what is somebody else's.
        self._known: set[tuple[UUID, str]] = set()
        self.put_file = self._blobs.put_file
        self.put_bytes = self._blobs.put_bytes
        self.has = self._blobs.has
        self.read = self._blobs.read

    async def bring(self, owner_id: UUID, attachments: Sequence[Attachment]) -> None:
        """Raises OutsideError `blob-missing` or `blob-damaged` for what no other try will mend, and others for what may pass."""
        for file in attachments:
            # Several messages with the same file wait for one download.
            key = (owner_id, file.sha256)
            coming = self._coming.get(key)
            if coming is None:
                coming = self._coming[key] = asyncio.ensure_future(self._bring(owner_id, file))
                coming.add_done_callback(partial(self._came, key))
            await asyncio.shield(coming)

    def _came(self, key: tuple[UUID, str], coming: asyncio.Future[None]) -> None:
        del self._coming[key]
        if not coming.cancelled():
            coming.exception()  # heard by whoever waits, who may have gone

    async def _bring(self, owner_id: UUID, file: Attachment) -> None:
        if await asyncio.to_thread(self._is_whole, file.sha256) and await self._is_known(owner_id, file):
            return
        await asyncio.to_thread(self._make_room, file.size)
        await fetched(self._storage, owner_id, file.sha256, into=self._blobs, scratch=self._folder / "coming")
        self._known.add((owner_id, file.sha256))

    async def _is_known(self, owner_id: UUID, file: Attachment) -> bool:
        key = (owner_id, file.sha256)
        if key not in self._known and await self._storage.size(owner_id, file.sha256) == file.size:
            self._known.add(key)
        return key in self._known

    def _is_whole(self, sha256: str) -> bool:
        """Read through: what was damaged here is fetched again. Having been asked for makes it young."""
        path = self._blobs.path_of(sha256)
        try:
            for _ in self._blobs.read(sha256):
                pass
            os.utime(path)
        except (OutsideError, FileNotFoundError):
            path.unlink(missing_ok=True)
            return False
        return True

    def _make_room(self, size: int) -> None:
        """Other workers may use the same folder: what they removed meanwhile is no matter."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        files = sorted(self._files(), key=lambda found: found[0])
        too_much = sum(octets for _, octets, _ in files) + size - self._keep
        unused_since = self._clock.now().timestamp() - _IN_USE_SECONDS
        for used_at, octets, path in files:
            if too_much <= 0 or used_at > unused_since:
                return
            path.unlink(missing_ok=True)
            too_much -= octets

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        for path in self._folder.rglob("*"):
            with contextlib.suppress(FileNotFoundError):
                found = path.stat()
                if stat.S_ISREG(found.st_mode):
                    yield found.st_mtime, found.st_size, path


def worker_storage(line: Line, *, email: str | None, password: Secret | None) -> Storage:
    """As the worker's own user, or by the line's key alone, which is the secret one then."""
    if email and password:
        return Storage(line, WorkerUser(line, email, password))
    return Storage(line, SecretKey(Secret(line.key)))


def _no_role(email: str) -> PersonError:
    return PersonError(
        "no-worker-role",
        f"The user {email} is not named as a worker of this project, and may not read attachments.",
        next=f'The operator gives it the app_metadata {{"nightmail_role": "{_ROLE}"}} (supabase/README.md).',
    )

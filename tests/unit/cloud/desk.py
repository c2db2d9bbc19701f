"""A person's PC before a real stand-in project: its folder, its keyring, its clock, and the cloud's room opened over them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from nightmail.account.secret import Secret
from nightmail.cloud.connection import CloudRoom, open_cloud
from nightmail.cloud.files import OnProgress
from nightmail.cloud.line import Patience
from nightmail.cloud.settings import new_connection, read_connection
from nightmail.message.draft import Draft, DraftFile
from nightmail.store.blobs import FolderBlobs
from tests.supabase_stack.fixture import Stack

ANNA = "anna@example.org"
PASSWORD = Secret("correct horse battery")
AT_ONCE = Patience(first=0.0)


@dataclass
class Keyring:
    """Shared by all processes of a person, as a real one is. `puts` counts what was kept."""

    kept: dict[UUID, Secret] = field(default_factory=dict)
    puts: int = 0

    async def get(self, account_id: UUID) -> Secret | None:
        return self.kept.get(account_id)

    async def put(self, account_id: UUID, secret: Secret) -> None:
        self.puts += 1
        self.kept[account_id] = secret

    async def delete(self, account_id: UUID) -> None:
        self.kept.pop(account_id, None)


@dataclass
class TwoClocks:
    """The wall clock and the monotonic one, each to be moved alone: asleep, or set wrongly."""

    wall: timedelta = timedelta(0)
    awake: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.wall

    def monotonic(self) -> float:
        return self.awake.total_seconds()


@dataclass
class Desk:
    project: Stack
    folder: Path
    keyring: Keyring = field(default_factory=Keyring)
    clock: TwoClocks = field(default_factory=TwoClocks)

    @property
    def blobs(self) -> FolderBlobs:
        return FolderBlobs(self.folder / "blobs")

    @asynccontextmanager
    async def open(self, on_progress: OnProgress = lambda progress: None) -> AsyncIterator[CloudRoom]:
        """As one process would; what was signed in stays so from one to the next."""
        async with open_cloud(
            self.folder,
            secrets=self.keyring,
            blobs=self.blobs,
            connection=read_connection(self.folder) or new_connection(self.project.url, self.project.publishable_key),
            clock=self.clock,
            patience=AT_ONCE,
            on_progress=on_progress,
        ) as room:
            yield room

    @asynccontextmanager
    async def signed_in(self, on_progress: OnProgress = lambda progress: None) -> AsyncIterator[CloudRoom]:
        self.project.create_user(ANNA, PASSWORD.reveal())
        async with self.open(on_progress) as room:
            await room.session.sign_in(ANNA, PASSWORD)
            yield room


def letter(*files: bytes, subject: str = "Minutes", to: str = "Bob <bob@example.net>") -> Draft:
    kept = tuple(DraftFile(f"file-{n}.bin", "application/octet-stream", len(file), content=file) for n, file in enumerate(files))
    return Draft(to=(to,), subject=subject, text="Here they are.", files=kept)

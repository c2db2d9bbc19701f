"""Plug one profile's side of the cloud together. Opening it asks the project nothing: that happens with the first request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from nightmail.clock import Clock
from nightmail.cloud.accounts import CloudAccounts
from nightmail.cloud.client import Cloud
from nightmail.cloud.files import CloudFiles, OnProgress, Storage
from nightmail.cloud.hints import Hints
from nightmail.cloud.line import Line, Patience
from nightmail.cloud.outbox import CloudOutbox
from nightmail.cloud.refusals import signed_out
from nightmail.cloud.session import SessionKeeper
from nightmail.cloud.settings import Connection, read_connection
from nightmail.errors import PersonError
from nightmail.ports import BlobStore, Secrets


@dataclass(frozen=True, slots=True)
class CloudRoom:
    """What a profile needs of its project."""

    line: Line
    session: SessionKeeper
    cloud: Cloud
    outbox: CloudOutbox
    accounts: CloudAccounts
    files: CloudFiles
    hints: Hints

    @property
    def connection(self) -> Connection:
        return self.session.connection


@asynccontextmanager
async def open_cloud(
    folder: Path,
    *,
    secrets: Secrets,
    blobs: BlobStore,
    connection: Connection | None = None,
    clock: Clock | None = None,
    patience: Patience | None = None,
    on_progress: OnProgress = lambda progress: None,
) -> AsyncIterator[CloudRoom]:
    """`connection` None: the one that the profile in `folder` keeps. Raises PersonError `not-connected`."""
    connection = connection or read_connection(folder)
    if connection is None:
        raise PersonError(
            "not-connected",
            "This profile is not connected to a cloud.",
            next="Connect it: nightmail cloud connect --url https://….supabase.co --key sb_publishable_…",
        )
    line = Line(connection.url, connection.key, clock=clock, patience=patience)
    session = SessionKeeper(line, secrets, connection, folder=folder, clock=clock)
    room = _room(line, session, folder, blobs, on_progress)
    try:
        yield room
    finally:
        await room.hints.stop()
        await line.close()


def _room(line: Line, session: SessionKeeper, folder: Path, blobs: BlobStore, on_progress: OnProgress) -> CloudRoom:
    async def owner() -> UUID:
        if session.connection.user_id is None:
            raise signed_out()
        return session.connection.user_id

    cloud = Cloud(line, session)
    files = CloudFiles(Storage(line, session), blobs, owner=owner, scratch=folder / "cloud-files", on_progress=on_progress)
    return CloudRoom(
        line=line,
        session=session,
        cloud=cloud,
        outbox=CloudOutbox(cloud, files, blobs),
        accounts=CloudAccounts(cloud, session),
        files=files,
        hints=Hints(line, session),
    )

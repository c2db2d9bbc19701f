"""The gateways the contract suite runs over: a profile in a folder, and a stand-in project with a person signed in."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg

from desktop.gateway import uploads
from desktop.gateway.local import LocalGateway
from desktop.gateway.passwords import Passwords
from desktop.gateway.port import Gateway
from desktop.gateway.supabase import SupabaseGateway
from nightmail.account.sealing import WorkerKey
from nightmail.account.secret import Secret
from nightmail.cloud.connection import CloudRoom, open_cloud
from nightmail.cloud.settings import new_connection
from nightmail.secrets.by_account import ByAccount
from nightmail.smtp.submitter import SmtpSubmitter
from nightmail.store.blobs import FolderBlobs
from tests.passwords import KeptSecrets
from tests.supabase_stack.fixture import Stack

PERSON, PASSWORD = "anna@example.org", "correct horse battery"


@asynccontextmanager
async def local(folder: Path) -> AsyncIterator[Gateway]:
    """Nothing is sent: what is due stays as it is."""
    passwords = Passwords(folder, kind="file", master_key=Secret("for tests only"))
    gateway = LocalGateway(folder, passwords=lambda: passwords, changed=lambda: None, sends=False)
    living = asyncio.create_task(gateway.live())
    try:
        await gateway.profile()
        yield gateway
    finally:
        await gateway.close()
        with contextlib.suppress(asyncio.CancelledError):
            await living


@asynccontextmanager
async def supabase(folder: Path, project: Stack) -> AsyncIterator[Gateway]:
    """Signed in, at a project whose worker has published a key."""
    project.create_user(PERSON, PASSWORD)
    publish(project)
    async with signed_in(folder, project) as room:
        submitter = SmtpSubmitter(ByAccount(KeptSecrets()), FolderBlobs(folder / "blobs"))
        try:
            yield SupabaseGateway(room, FolderBlobs(folder / "blobs"), submitter)
        finally:
            await submitter.close()


@asynccontextmanager
async def signed_in(folder: Path, project: Stack) -> AsyncIterator[CloudRoom]:
    connection = new_connection(project.url, project.publishable_key)
    cloud = open_cloud(
        folder, secrets=KeptSecrets(), blobs=FolderBlobs(folder / "blobs"), connection=connection, on_progress=uploads.heard
    )
    async with cloud as room:
        await room.session.sign_in(PERSON, Secret(PASSWORD))
        yield room


def publish(project: Stack) -> WorkerKey:
    key = WorkerKey.new()
    with psycopg.connect(project.database_url, autocommit=True) as database:
        database.execute("insert into worker_keys (id, public_key) values (%s, %s)", (key.fingerprint, key.public.octets))
    return key

"""The gateways the contract suite runs over: a profile in a folder, and a stand-in project with a person signed in."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

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
from nightmail.delivery.breaker import Trip
from nightmail.ids import new_id
from nightmail.ports import Store, Transmission
from nightmail.secrets.by_account import ByAccount
from nightmail.smtp.submitter import SmtpSubmitter
from nightmail.store.blobs import FolderBlobs
from nightmail.store.postgres import PostgresStore
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


async def bring_into_doubt(gateway: Gateway, project: Stack | None, id: UUID) -> None:
    """A dispatcher claims the message, says that it is about to write the dot, and is never heard of again."""
    if project is None:
        assert isinstance(gateway, LocalGateway)
        await _abandon((await gateway.profile()).store, id)
        return
    store = PostgresStore(project.database_url)
    await store.open()
    try:
        await _abandon(store, id)
    finally:
        await store.close()


async def trip(gateway: Gateway, project: Stack | None, trip: Trip) -> None:
    """As a dispatcher would that was asked for patience."""
    if project is None:
        assert isinstance(gateway, LocalGateway)
        await (await gateway.profile()).store.trip([trip])
        return
    store = PostgresStore(project.database_url)
    await store.open()
    try:
        await store.trip([trip])
    finally:
        await store.close()


async def _abandon(store: Store, id: UUID) -> None:
    worker = new_id()
    await store.register_worker(worker, "abandoned", lease=timedelta(seconds=60))
    (claimed,) = await store.claim(worker, limit=1, closed=())
    run_lease = claimed.delivery.run_lease
    assert await store.transmitting(worker, [Transmission(id, run_lease, await store.now(), "0" * 64, (0, 1))])
    await store.retire_worker(worker)
    await store.rescue()

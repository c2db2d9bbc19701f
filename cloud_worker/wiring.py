"""Plug the hosted worker together: PostgreSQL, attachments in a folder, SMTP, the dispatcher, health and metrics."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import TypeVar

from cloud_worker.child import drain_when_orphaned, tell_port
from cloud_worker.health import answering
from cloud_worker.lifecycle import Ended, Signals, listening_to_signals, opened, run
from cloud_worker.logger import structlog
from cloud_worker.metrics import Metrics
from cloud_worker.observe import Observer
from cloud_worker.settings import WorkerSettings
from nightmail.account.sealing import WorkerKeys
from nightmail.bounces import BounceWatch
from nightmail.dispatcher import Dispatcher, DispatchSettings
from nightmail.dispatcher.reconcile import Reconciler
from nightmail.errors import NightmailError
from nightmail.imap.bounces import ImapBounces
from nightmail.imap.mailbox import ImapMailboxes
from nightmail.imap.settings import ImapSettings
from nightmail.metronome import ApMetronome
from nightmail.oauth.tokens import Tokens
from nightmail.ports import BlobStore, Store
from nightmail.secrets.dkim_keys import FolderKeys
from nightmail.secrets.sealed_to_worker import SealedToWorker
from nightmail.signing import DkimSigner
from nightmail.smtp.settings import SmtpSettings
from nightmail.smtp.submitter import SmtpSubmitter
from nightmail.store.blobs import FolderBlobs
from nightmail.store.postgres import PostgresStore
from nightmail.watchdog import Watchdog

log = structlog.get_logger()

Answer = TypeVar("Answer")

# A probe that hangs is an answer too.
_PROBE_SECONDS = 2.0


class Health:
    """What the health server answers with. Not ready before the database was opened and a lease is held."""

    def __init__(self, store: Store, metrics: Metrics) -> None:
        self._store = store
        self._metrics = metrics
        self.dispatcher: Dispatcher | None = None

    async def ready(self) -> str:
        if self.dispatcher is None:
            return "waiting for the database"
        if not self.dispatcher.has_lease:
            return "no lease"
        try:
            await probed(self._store.now())
        except (NightmailError, TimeoutError):
            return "the database does not answer"
        return ""

    async def page(self) -> bytes:
        """Without the database's part where it does not answer."""
        if self.dispatcher is not None:
            with contextlib.suppress(NightmailError, TimeoutError):
                return self._metrics.page(await probed(self._store.stats(None)), await probed(self._store.breakers()))
        return self._metrics.page(None)


async def probed(question: Coroutine[None, None, Answer]) -> Answer:
    """The answer, or TimeoutError after two seconds. A driver that hangs may hang in being cancelled too: it is left behind."""
    asking = asyncio.ensure_future(question)
    done, _ = await asyncio.wait({asking}, timeout=_PROBE_SECONDS)
    if not done:
        asking.cancel()
        asking.add_done_callback(_forgotten)
        raise TimeoutError
    return asking.result()


def _forgotten(asking: asyncio.Future[Answer]) -> None:
    """Nobody hears what became of it, and the loop is not to complain of that."""
    if not asking.cancelled():
        asking.exception()


async def work(settings: WorkerSettings, observer: Observer, *, until_idle: bool, is_child: bool = False) -> Ended:
    """The worker from start to end. Raises what the store raises when it can't be opened; a database that is down is
    waited for, unless `until_idle`. `is_child`: one of several processes, whose parent is told the port of its health."""
    store = PostgresStore(settings.database_url.reveal(), application_name="nightmail-worker")
    metrics = Metrics()
    health = Health(store, metrics)
    observer.tell(metrics.observe)
    try:
        with listening_to_signals() as signals:
            if is_child:
                drain_when_orphaned(signals)
            async with answering(health.ready, health.page, settings.health_host, settings.health_port) as port:
                if is_child and port is not None:
                    tell_port(port)
                if not await opened(store.open, signals, patiently=not until_idle):
                    return Ended.DRAINED
                await _tell_keys(settings.keys, store)
                async with _attachments(settings) as blobs:
                    return await _dispatch(blobs, settings, store, observer, health, metrics, signals, until_idle=until_idle)
    finally:
        await store.close()


async def _tell_keys(keys: WorkerKeys, store: PostgresStore) -> None:
    """Say which sealed passwords this worker opens; a key that is sealed to, but not held here, is an operator's slip."""
    log.info("worker.keys", held=list(keys.fingerprints))
    with contextlib.suppress(NightmailError):
        published = [row.key.fingerprint for row in await store.worker_keys() if row.is_active or row.accounts]
        if missing := [fingerprint for fingerprint in published if keys.get(fingerprint) is None]:
            log.warning("worker.key_missing", missing=missing)


@asynccontextmanager
async def _attachments(settings: WorkerSettings) -> AsyncIterator[BlobStore]:
    """From the project's Storage where one is named, else from the worker's own folder."""
    storage = settings.storage
    if storage is None:
        yield FolderBlobs(settings.folder / "blobs")
        return
    # An HTTP client's 4 MB are for those who need one.
    from nightmail.cloud.line import Line
    from nightmail.cloud.worker_files import StorageBlobs, worker_storage

    line = Line(storage.url, storage.key.reveal())
    try:
        yield StorageBlobs(worker_storage(line, email=storage.email, password=storage.password), settings.folder / "storage")
    finally:
        await line.close()


async def _dispatch(
    blobs: BlobStore,
    settings: WorkerSettings,
    store: PostgresStore,
    observer: Observer,
    health: Health,
    metrics: Metrics,
    signals: Signals,
    *,
    until_idle: bool,
) -> Ended:
    passwords = Tokens(SealedToWorker(store, settings.keys), private_hosts=settings.private_hosts, keeps_access=False)
    submitter = SmtpSubmitter(
        passwords,
        blobs,
        settings=SmtpSettings(private_hosts=settings.private_hosts),
        observe=observer.observe,
    )
    mailboxes = ImapMailboxes(passwords, settings=ImapSettings(private_hosts=settings.private_hosts))
    reconciler = Reconciler(store, blobs, mailboxes, observe=observer.observe)
    dispatcher = Dispatcher(
        store,
        blobs,
        submitter,
        metronome=ApMetronome(),
        settings=DispatchSettings(
            name=settings.dispatch.name,
            region=settings.dispatch.region,
            concurrency=settings.dispatch.concurrency,
            batch=settings.dispatch.batch,
            lease=settings.dispatch.lease,
            late_after=settings.dispatch.watchdog,
            grace=settings.dispatch.grace,
            spill=settings.folder / "spill",
        ),
        observe=reconciler.listening(observer.observe),
        signer=DkimSigner(FolderKeys(settings.dkim_keys), blobs.read) if settings.dkim_keys else None,
        beats=[
            reconciler.beat,
            BounceWatch(store, ImapBounces(mailboxes), observe=observer.observe).beat,
            Watchdog(store, after=settings.dispatch.watchdog, observe=observer.observe).beat,
        ],
    )
    metrics.watch(dispatcher)
    health.dispatcher = dispatcher
    try:
        return await run(dispatcher, signals, until_idle=until_idle, grace=settings.dispatch.grace)
    finally:
        health.dispatcher = None
        await submitter.close()

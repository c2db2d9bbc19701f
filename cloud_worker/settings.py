"""What the worker is told, as frozen values. The environment is read, and its mistakes named, in `nightmail.environment`."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from nightmail.account.sealing import WorkerKeys
from nightmail.account.secret import Secret
from nightmail.cloud.settings import is_secret_key
from nightmail.environment import Environment, LogStyle
from nightmail.errors import PersonError


@dataclass(frozen=True, slots=True)
class DispatchValues:
    """What a dispatcher in the foreground needs to know, hosted or not. `name` is this process among others."""

    name: str
    region: str
    concurrency: int
    batch: int
    lease: timedelta
    grace: timedelta
    watchdog: timedelta
    log: LogStyle


@dataclass(frozen=True, slots=True)
class StorageValues:
    """The project whose Storage holds attachments, and as whom to read there: a user, or by the key where that is secret."""

    url: str
    key: Secret
    email: str | None
    password: Secret | None


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """`health_port` None: no health server. `folder` holds attachments and what a lost database could not be told. Without
    `keys` it serves accounts that need no password. `private_hosts`: people may name mail servers of the worker's own network.
    `storage` None: attachments are in `folder` alone. `dkim_keys` None: nothing is signed here."""

    database_url: Secret
    keys: WorkerKeys
    dispatch: DispatchValues
    folder: Path
    health_host: str
    health_port: int | None
    private_hosts: bool
    storage: StorageValues | None
    dkim_keys: Path | None


def dispatch_values(environment: Environment, *, on_terminal: bool) -> DispatchValues:
    return DispatchValues(
        name=f"{socket.gethostname()}:{os.getpid()}",
        region=environment.region,
        concurrency=environment.concurrency,
        batch=environment.batch,
        lease=environment.lease,
        grace=environment.grace,
        watchdog=environment.watchdog,
        log=environment.log or ("text" if on_terminal else "json"),
    )


def worker_settings(environment: Environment, *, folder: Path, on_terminal: bool) -> WorkerSettings:
    """Raises PersonError `no-database` where no database is named."""
    if environment.database_url is None:
        raise PersonError(
            "no-database",
            "The worker needs a database.",
            next="Set NIGHTMAIL_DATABASE_URL to postgresql://…, or use “nightmail agent” for the local profile.",
        )
    return WorkerSettings(
        database_url=environment.database_url,
        keys=environment.worker_keys or WorkerKeys(),
        dispatch=dispatch_values(environment, on_terminal=on_terminal),
        folder=folder,
        health_host=environment.health_host,
        health_port=environment.health_port,
        private_hosts=environment.private_hosts,
        storage=_storage(environment),
        dkim_keys=environment.dkim_keys,
    )


def _storage(environment: Environment) -> StorageValues | None:
    """Raises PersonError `no-project-key`, or `no-worker-user` where it is not said as whom the worker may read there."""
    url, key = environment.supabase_url, environment.supabase_key
    if url is None:
        return None
    if key is None:
        raise PersonError(
            "no-project-key",
            "NIGHTMAIL_SUPABASE_URL names a project, but its key is missing.",
            next="Set NIGHTMAIL_SUPABASE_KEY to the project's publishable key.",
        )
    if not (environment.worker_email and environment.worker_password) and not is_secret_key(key):
        raise PersonError(
            "no-worker-user",
            "The worker is told of a project's Storage, but not as whom it may read attachments there.",
            next="Set NIGHTMAIL_WORKER_EMAIL and NIGHTMAIL_WORKER_PASSWORD to the worker's own user.",
        )
    return StorageValues(url, Secret(key), environment.worker_email, environment.worker_password)

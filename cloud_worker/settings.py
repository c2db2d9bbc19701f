"""What the worker is told, as frozen values. The environment is read, and its mistakes named, in `nightmail.environment`."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from nightmail.account.sealing import WorkerKeys
from nightmail.account.secret import Secret
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
    log: LogStyle


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """`health_port` None: no health server. `folder` holds attachments and what a lost database could not be told. Without
    `keys` it serves accounts that need no password. `private_hosts`: people may name mail servers of the worker's own network."""

    database_url: Secret
    keys: WorkerKeys
    dispatch: DispatchValues
    folder: Path
    health_host: str
    health_port: int | None
    private_hosts: bool


def dispatch_values(environment: Environment, *, on_terminal: bool) -> DispatchValues:
    return DispatchValues(
        name=f"{socket.gethostname()}:{os.getpid()}",
        region=environment.region,
        concurrency=environment.concurrency,
        batch=environment.batch,
        lease=environment.lease,
        grace=environment.grace,
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
    )

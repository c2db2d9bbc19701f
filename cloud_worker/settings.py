"""The worker's environment as one frozen object that names every mistake at once. It is handed the variables and reads none."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from nightmail.account.secret import Secret
from nightmail.environment import Reader
from nightmail.errors import PersonError

LogStyle = Literal["json", "text"]

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class DispatchValues:
    """What a dispatcher in the foreground needs to know, hosted or not. `name` is this process among others."""

    name: str
    concurrency: int
    batch: int
    lease: timedelta
    grace: timedelta
    log: LogStyle


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """`health_port` None: no health server. `folder` holds attachments and what a lost database could not be told."""

    database_url: Secret
    dispatch: DispatchValues
    folder: Path
    health_host: str
    health_port: int | None


def read_dispatch(variables: Mapping[str, str], *, on_terminal: bool) -> DispatchValues:
    """Raises Invalid."""
    reader = Reader(variables)
    values = _dispatch(reader, on_terminal=on_terminal)
    reader.finish()
    return values


def read_worker(variables: Mapping[str, str], *, folder: Path, on_terminal: bool) -> WorkerSettings:
    """Raises Invalid, or PersonError `no-database` where no database is named."""
    reader = Reader(variables)
    url = reader.database_url("DATABASE_URL")
    port = reader.whole("HEALTH_PORT", 0, least=1, most=65_535)
    dispatch = _dispatch(reader, on_terminal=on_terminal)
    host = reader.text("HEALTH_HOST") or "127.0.0.1"
    reader.finish()
    if url is None:
        raise PersonError(
            "no-database",
            "The worker needs a database.",
            next="Set NIGHTMAIL_DATABASE_URL to postgresql://…, or use “nightmail agent” for the local profile.",
        )
    return WorkerSettings(Secret(url), dispatch, folder, host, port or None)


def _dispatch(reader: Reader, *, on_terminal: bool) -> DispatchValues:
    return DispatchValues(
        name=f"{socket.gethostname()}:{os.getpid()}",
        concurrency=reader.whole("CONCURRENCY", 50, least=1, most=10_000),
        batch=reader.whole("BATCH", 200, least=1, most=10_000),
        lease=reader.span("LEASE", 60 * _SECOND, least=2 * _SECOND, most=3600 * _SECOND),
        grace=reader.span("GRACE", 25 * _SECOND, least=0 * _SECOND, most=3600 * _SECOND),
        log=reader.one_of("LOG", ("json", "text"), "text" if on_terminal else "json"),
    )

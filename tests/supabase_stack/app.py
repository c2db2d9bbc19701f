"""One project's application: its services behind the gateway, the faults before it, and the counter before those."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from nightmail.clock import Clock, SystemClock
from tests.supabase_stack.auth.admin import AdminService
from tests.supabase_stack.auth.mail import Mail
from tests.supabase_stack.auth.mailbox import Mailbox
from tests.supabase_stack.auth.people import People
from tests.supabase_stack.auth.service import AuthService
from tests.supabase_stack.auth.sessions import Sessions
from tests.supabase_stack.auth.tokens import Tokens
from tests.supabase_stack.breaking import Breaking
from tests.supabase_stack.control import Control
from tests.supabase_stack.database import Database
from tests.supabase_stack.faults import Faults
from tests.supabase_stack.gate import Gate
from tests.supabase_stack.keys import Keys
from tests.supabase_stack.realtime.channels import Sockets
from tests.supabase_stack.realtime.pump import pumping
from tests.supabase_stack.realtime.service import RealtimeService
from tests.supabase_stack.rest.service import RestService
from tests.supabase_stack.stats import Counting, Stats
from tests.supabase_stack.storage.blobs import Blobs
from tests.supabase_stack.storage.objects import Objects
from tests.supabase_stack.storage.service import StorageService
from tests.supabase_stack.storage.signing import Links
from tests.supabase_stack.storage.uploads import Uploads


@dataclass
class Project:
    """What the services of one project share."""

    database: Database
    clock: Clock = field(default_factory=SystemClock)
    faults: Faults = field(default_factory=Faults)
    stats: Stats = field(default_factory=Stats)
    mailbox: Mailbox = field(default_factory=Mailbox)
    keys: Keys = field(init=False)

    def __post_init__(self) -> None:
        self.keys = Keys(self.clock)


@asynccontextmanager
async def application(project: Project, bell: psycopg.AsyncConnection) -> AsyncIterator[ASGIApp]:
    """The application, with its connections to the database open and its blobs in a folder that goes away with it.

    `bell` is one more connection, a superuser's, on which the database tells of new messages.
    """
    sockets = Sockets()
    await project.database.open()
    try:
        with tempfile.TemporaryDirectory(prefix="supabase-stack-") as folder:
            async with pumping(bell, project.database, sockets):
                yield _assembled(project, sockets, Blobs(Path(folder)))
    finally:
        await project.database.close()


def _assembled(project: Project, sockets: Sockets, blobs: Blobs) -> ASGIApp:
    database, keys, faults, clock = project.database, project.keys, project.faults, project.clock
    realtime = RealtimeService(database, keys, clock, sockets)
    control = Control(faults, project.stats, project.mailbox, keys=keys, realtime=realtime, sockets=sockets, blobs=blobs)
    services = Starlette(
        routes=[
            *_auth_routes(project),
            *RestService(database, keys).routes(),
            *_storage_routes(project, blobs),
            *realtime.routes(),
            *control.routes(),
        ]
    )
    return Counting(Breaking(Gate(services, keys), faults), project.stats)


def _auth_routes(project: Project) -> list[Route]:
    keys, faults, clock = project.keys, project.faults, project.clock
    people, mail, tokens = People(project.database), Mail(project.mailbox), Tokens(keys, clock, faults)
    service = AuthService(people, Sessions(), mail, tokens, keys=keys, faults=faults, clock=clock)
    return [*service.routes(), *AdminService(people, keys, clock).routes()]


def _storage_routes(project: Project, blobs: Blobs) -> list[Route]:
    objects = Objects(project.database)
    uploads = Uploads(objects, blobs, project.clock)
    return StorageService(objects, blobs, uploads, Links(project.clock), project.keys).routes()

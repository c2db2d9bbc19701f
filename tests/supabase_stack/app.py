"""One project's application: its services behind the gateway, the faults before it, and the counter before those."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.applications import Starlette
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
from tests.supabase_stack.rest.service import RestService
from tests.supabase_stack.stats import Counting, Stats


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
async def application(project: Project) -> AsyncIterator[ASGIApp]:
    """The application, with its connections to the database open."""
    people, keys, faults, clock = People(project.database), project.keys, project.faults, project.clock
    auth = AuthService(
        people,
        Sessions(),
        Mail(project.mailbox),
        Tokens(keys, clock, faults),
        keys=keys,
        faults=faults,
        clock=clock,
    )
    routes = [
        *auth.routes(),
        *AdminService(people, keys, clock).routes(),
        *RestService(project.database, keys).routes(),
        *Control(faults, project.stats, project.mailbox, keys).routes(),
    ]
    await project.database.open()
    try:
        yield Counting(Breaking(Gate(Starlette(routes=routes), keys), faults), project.stats)
    finally:
        await project.database.close()

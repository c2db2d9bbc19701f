"""A place with one message to send, whose sender can be killed at a named point: a profile on this PC, or a hosted database."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psutil
from sqlalchemy import update

from nightmail.account.model import Security, Server
from nightmail.profile import LOCAL_OWNER
from nightmail.store.postgres import PostgresStore
from nightmail.store.sqlite import SqliteStore
from nightmail.store.tables import workers
from nightmail.verify import verify_all
from tests.faults.stops_at import STOPPED
from tests.hosted import COMMAND, Worker
from tests.letters import account, new

# Longer than any stop here, and short enough for a dispatcher to notice soon that it was ended.
LEASE = "10s"


@dataclass
class Place:
    """`url` None: a profile and its agent; else a database and its worker. `store` looks at the same from here."""

    folder: Path
    url: str | None
    store: SqliteStore | PostgresStore
    owner: UUID
    senders: list[Worker] = field(default_factory=list)

    async def one_message(self, smtp_port: int) -> UUID:
        """The id of a message that is due."""
        anna = account(owner_id=self.owner, smtp=Server("127.0.0.1", smtp_port, Security.PLAIN))
        await self.store.save_account(anna)
        (receipt,) = await self.store.schedule(self.owner, [new(anna)])
        return receipt.id

    async def sender(self, *, until: str = "", url: str | None = None) -> Worker:
        """Start the agent or the worker; it stops itself when it is at the point `until`. `url`: another way to the database."""
        begin = (sys.executable, "-m", "tests.faults.stops_at", until) if until else COMMAND
        process = await asyncio.create_subprocess_exec(
            *begin,
            "worker" if self.url else "agent",
            "--until-idle",
            env=self._environment(url or self.url),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            limit=2**20,
        )
        self.senders.append(Worker(process))
        return self.senders[-1]

    async def stopped_at(self, point: str) -> Worker:
        sender = await self.sender(until=point)
        await sender.until(STOPPED)
        stopping = psutil.Process(sender.process.pid)
        while stopping.status() != psutil.STATUS_STOPPED:  # noqa: ASYNC110 - it is another process's
            await asyncio.sleep(0.01)
        return sender

    async def killed_at(self, point: str) -> None:
        sender = await self.stopped_at(point)
        sender.kill()
        await sender.ended()

    async def restarted(self) -> None:
        """The dead sender's lease is over, and another comes up and works until nothing is left to do."""
        await self.lease_ends()
        sender = await self.sender()
        assert await sender.ended() == 0, sender.log[-5:]

    async def lease_ends(self) -> None:
        past = await self.store.now() - timedelta(seconds=1)
        await self.store._write(lambda connection: connection.execute(update(workers).values(lease_expires_at=past)))

    async def state(self, id: UUID) -> str:
        item = await self.store.find(self.owner, id)
        assert item is not None
        return item.delivery.state.value

    async def events(self, id: UUID) -> list[str]:
        """What the audit says; its chain is whole."""
        assert (await verify_all(self.store, self.owner)).broken == ()
        return [entry.event for entry in await self.store.audit(self.owner, id)]

    async def end(self) -> None:
        for sender in self.senders:
            sender.kill()
            await sender.ended()

    def _environment(self, url: str | None) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("NIGHTMAIL_")}
        place = {"PROFILE": str(self.folder), "KEYRING": "file", "MASTER_KEY": "for tests only", "LOG": "json", "LEASE": LEASE}
        if url:
            place["DATABASE_URL"] = url
        return {**kept, **{f"NIGHTMAIL_{name}": value for name, value in place.items()}}


@asynccontextmanager
async def placed(folder: Path, url: str | None) -> AsyncIterator[Place]:
    folder.mkdir(exist_ok=True)
    store = PostgresStore(url) if url else SqliteStore(folder / "nightmail.sqlite3")
    await store.open()
    owner = await store.owner(None) if isinstance(store, PostgresStore) else LOCAL_OWNER
    place = Place(folder, url, store, owner)
    try:
        yield place
    finally:
        await place.end()
        await store.close()

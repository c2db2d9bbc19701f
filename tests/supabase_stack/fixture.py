"""A whole stand-in project for one test: a fresh database copied from the template, served by a thread of this process."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

import httpx

from nightmail.cli.embedded_postgres import PostgresServer
from tests import databases
from tests.patience import PATIENCE
from tests.supabase_stack.stack import Standing, running

# Reading the system's certificates costs 20 ms a client, and loopback needs none.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Stack:
    """A running project. Everything is asked over HTTP, as of a stack in another process."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.url = standing.url
        self.publishable_key = standing.publishable_key
        self.secret_key = standing.secret_key
        self.database_url = standing.database_url
        self.worker_url = standing.worker_url
        self._http = httpx.Client(http2=False, timeout=PATIENCE, trust_env=False, verify=NO_TLS)

    def close(self) -> None:
        self._http.close()

    def create_user(self, email: str, password: str, *, app_metadata: dict[str, Any] | None = None) -> str:
        """A person with a confirmed address; answers with their id."""
        key = self.secret_key
        made = self._http.post(
            f"{self.url}/auth/v1/admin/users",
            headers={"apikey": key, "authorization": f"Bearer {key}"},
            json={"email": email, "password": password, "email_confirm": True, "app_metadata": app_metadata or {}},
        )
        return str(made.raise_for_status().json()["id"])

    def fault(self, **switches: Any) -> None:
        """Turn switches of `faults.Faults`, a `Turn` as a dict: `fault(drop_after_commit={"every": 3, "only": "/rest/"})`."""
        self._control("POST", "faults", switches)

    def heal(self) -> None:
        self._control("DELETE", "faults")

    def expire_tokens(self) -> None:
        """Every access token issued so far counts as expired."""
        self._control("POST", "expire")

    def kill_sockets(self) -> None:
        """Break every realtime connection off."""
        self._control("POST", "sockets/kill")

    def lose_blob(self, bucket: str, path: str) -> None:
        """The object's row stays, its bytes are gone."""
        self._control("POST", "blobs/lose", {"bucket": bucket, "path": path})

    def alter_blob(self, bucket: str, path: str) -> None:
        """One bit of the object's bytes is another."""
        self._control("POST", "blobs/alter", {"bucket": bucket, "path": path})

    def mail(self, to: str) -> list[dict[str, str]]:
        """What the project mailed to an address, the latest last: kind, code, link."""
        return [letter for letter in self._control("GET", "mail").json() if letter["to"] == to]

    def stats(self) -> dict[str, Any]:
        told: dict[str, Any] = self._control("GET", "stats").json()
        return told

    def forget_stats(self) -> None:
        self._control("DELETE", "stats")

    def _control(self, method: str, path: str, asked: Any = None) -> httpx.Response:
        return self._http.request(method, f"{self.standing.control_url}/{path}", json=asked).raise_for_status()


@contextmanager
def stack(server: PostgresServer) -> Iterator[Stack]:
    """A new project over a fresh, migrated database on the shared cluster (`tests.databases.server`)."""
    with databases.fresh(server) as url, over(url) as project:
        yield project


@contextmanager
def over(database_url: str) -> Iterator[Stack]:
    """A project over this database, as its superuser."""
    ready: Future[tuple[Standing, asyncio.AbstractEventLoop, asyncio.Event]] = Future()
    thread = threading.Thread(target=_serve, args=(database_url, ready), name="supabase-stack", daemon=True)
    thread.start()
    standing, loop, stop = ready.result(timeout=PATIENCE)
    project = Stack(standing)
    try:
        yield project
    finally:
        project.close()
        loop.call_soon_threadsafe(stop.set)
        thread.join(timeout=PATIENCE)


def _serve(database_url: str, ready: Future[tuple[Standing, asyncio.AbstractEventLoop, asyncio.Event]]) -> None:
    async def serve() -> None:
        stop = asyncio.Event()
        async with running(database_url) as standing:
            ready.set_result((standing, asyncio.get_running_loop(), stop))
            await stop.wait()

    try:
        # psycopg can't wait on Windows' own kind of loop.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(serve())
    except BaseException as error:
        if not ready.done():
            ready.set_exception(error)
        raise

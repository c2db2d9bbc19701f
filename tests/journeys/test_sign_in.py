"""An account that signs in with its provider, from the command line: browser, sending, renewal, withdrawal, signing in again."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pytest

from nightmail.account.sealing import WorkerKey
from nightmail.account.secret import Secret
from nightmail.environment import OauthClient
from nightmail.sandbox.server import Sandbox
from tests import databases
from tests.authorization_server.app import CLIENT, SCOPES, Authority, authority
from tests.journeys.commands import Answered, Nightmail
from tests.patience import PATIENCE
from tests.supabase_stack.serving import HOST

T = TypeVar("T")

ADDRESS = "anna@example.org"
BROWSER = f"{sys.executable} -m tests.authorization_server.browser %s"


@dataclass
class Stage:
    """A provider and its mail server on a thread of their own, and the command in a profile of its own."""

    at: Authority
    sandbox: Sandbox
    nightmail: Nightmail
    loop: asyncio.AbstractEventLoop
    sender: str = "agent"

    def add(self, *words: str) -> Answered:
        urls = ("--authorize-url", self.at.endpoints.authorize, "--token-url", self.at.endpoints.token)
        scopes = [word for scope in SCOPES for word in ("--scope", scope)]
        smtp = ("--smtp", f"smtp://{HOST}:{self.sandbox.port}")
        return self.nightmail("account", "add", "--address", ADDRESS, *smtp, "--oauth", "custom", *urls, *scopes, *words)

    def schedule(self) -> str:
        words = ("--to", "bob@example.net", "--subject", "Hello", "--text", "Good night.", "--now")
        return str(self.nightmail.ok("schedule", "--account", ADDRESS, *words).json["id"])

    def account(self) -> dict[str, object]:
        return self.nightmail.ok("account", "list").lines[0]

    def send(self, id: str) -> str:
        """Its state once nothing is left to do."""
        self.nightmail.ok(self.sender, "--until-idle")
        return str(self.nightmail.ok("outbox", "show", id).json["state"])

    def until(self, event: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(event, self.loop).result(PATIENCE)


@contextmanager
def elsewhere(served: AbstractAsyncContextManager[T]) -> Iterator[tuple[T, asyncio.AbstractEventLoop]]:
    """Servers on a thread of their own: the command wants the main one."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(served.__aenter__(), loop).result(PATIENCE), loop
    finally:
        asyncio.run_coroutine_threadsafe(served.__aexit__(None, None, None), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()


@asynccontextmanager
async def servers(client: OauthClient) -> AsyncIterator[tuple[Authority, Sandbox]]:
    async with (
        authority(rotates=True, client=client) as at,
        Sandbox(accepts=lambda token: at.records.accepts(ADDRESS, token)) as sandbox,
    ):
        yield at, sandbox


@contextmanager
def stage(folder: Path, *, client: OauthClient = CLIENT, database: str = "") -> Iterator[Stage]:
    """Over a profile, or over a hosted database with its worker."""
    root = str(Path(__file__).parents[2])
    environment = {
        "NIGHTMAIL_PROFILE": str(folder / "profile"),
        "NIGHTMAIL_KEYRING": "file",
        "NIGHTMAIL_MASTER_KEY": "master",
        "BROWSER": BROWSER,
        "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")]),
    }
    if database:
        environment |= {"NIGHTMAIL_DATABASE_URL": database, "NIGHTMAIL_WORKER_PRIVATE_KEY": published(database)}
    with elsewhere(servers(client)) as ((at, sandbox), loop):
        yield Stage(at, sandbox, Nightmail(environment), loop, "worker" if database else "agent")


def published(database: str) -> str:
    """A worker's private key, whose public half is known there."""
    key = WorkerKey.new()
    with psycopg.connect(database, autocommit=True) as line:
        line.execute("insert into worker_keys (id, public_key) values (%s, %s)", (key.fingerprint, key.public.octets))
    return key.reveal()


@pytest.fixture(params=["profile", "database"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "profile":
        yield ""
        return
    with databases.server(18) as running, databases.fresh(running) as url:
        yield url


def test_from_the_browser_to_the_mail_and_again_after_the_sign_in_was_withdrawn(tmp_path: Path, database: str) -> None:
    with stage(tmp_path, database=database) as here:
        added = here.add("--client-id", CLIENT.id)
        assert added.code == 0, added.err
        assert added.json["smtp"] == f"smtp://anna%40example.org@{HOST}:{here.sandbox.port}"
        assert here.nightmail.ok("account", "test", ADDRESS).json["is_authenticated"]
        assert here.send(here.schedule()) == "sent" and here.sandbox.count == 1
        assert here.at.asked == ["authorization_code"]

        # The provider ends the access token early: the server's refusal tells, and one renewal mends it.
        for token in here.at.records.tokens:
            token.expires_in = -1
        assert here.send(here.schedule()) == "sent" and here.sandbox.count == 2
        assert here.at.refreshes == 1

        here.at.records.revoke_all()
        waiting = here.schedule()
        assert here.send(waiting) == "scheduled"
        paused = here.account()
        assert paused["state"] == "paused"
        assert "expired or was withdrawn" in str(paused["reason"]) and "Sign in again." in str(paused["reason"])
        assert here.nightmail.ok("outbox", "show", waiting).json["attempts"] == 0
        assert here.sandbox.count == 2

        here.nightmail.ok("account", "sign-in", ADDRESS)
        assert here.account()["state"] == "active"
        assert here.send(waiting) == "sent" and here.sandbox.count == 3
        here.nightmail.ok("audit", "verify")
    kept = everything_kept(tmp_path / "profile", database)
    for token in here.at.records.tokens:
        assert token.access_token.encode() not in kept and token.refresh_token.encode() not in kept


def everything_kept(profile: Path, database: str) -> bytes:
    files = b"".join(path.read_bytes() for path in profile.rglob("*") if path.is_file())
    if not database:
        return files
    with psycopg.connect(database) as line:
        rows = line.execute("select sealed from public.secrets").fetchall()
        told = line.execute("select a::text from public.account_entries a union all select a::text from public.accounts a")
        return files + b"".join(bytes(sealed) for (sealed,) in rows) + repr(told.fetchall()).encode()


def test_a_provider_in_trouble_keeps_mail_waiting_and_uses_up_no_attempt(tmp_path: Path) -> None:
    with stage(tmp_path) as here:
        assert here.add("--client-id", CLIENT.id).code == 0
        for token in here.at.records.tokens:
            token.expires_in = -1
        here.at.trouble.status = 503
        id = here.schedule()
        here.at.reached.clear()
        with here.nightmail.running("agent") as agent:
            here.until(here.at.reached.wait())
            here.at.trouble.status = 0
            here.nightmail.ok("outbox", "wait", id, "--timeout", "60s")
            agent.terminate()
            agent.communicate(timeout=PATIENCE)

        shown = here.nightmail.ok("outbox", "show", id).json
        assert (shown["state"], shown["attempts"]) == ("sent", 1)
        assert here.account()["state"] == "active"


def test_a_client_with_a_secret_gives_it_in_a_pipe_or_the_environment(tmp_path: Path) -> None:
    client = OauthClient("registered", Secret("hunter2-of-the-client"))
    with stage(tmp_path, client=client) as here:
        refused = here.add("--client-id", client.id)
        assert (refused.code, refused.error["code"]) == (3, "client-refused")

        variables = {
            **here.nightmail.environment,
            "NIGHTMAIL_OAUTH_CUSTOM_CLIENT_ID": client.id,
            "NIGHTMAIL_OAUTH_CUSTOM_CLIENT_SECRET": "hunter2-of-the-client",
        }
        named, piped = here.nightmail, replace(here.nightmail, environment=variables)
        here.nightmail = piped
        assert here.add().code == 0
        # What was given once is kept with the tokens.
        named.ok("account", "sign-in", ADDRESS)
        words = ("--client-id", client.id, "--client-secret-stdin")
        named.ok("account", "sign-in", ADDRESS, *words, stdin="hunter2-of-the-client\n")
        assert here.at.asked.count("authorization_code") == 4
        assert "hunter2" not in refused.err + refused.out


def test_saying_no_adds_nothing(tmp_path: Path) -> None:
    with stage(tmp_path) as here:
        here.at.trouble.denies = True
        refused = here.add("--client-id", CLIENT.id)

        assert (refused.code, refused.error["code"]) == (3, "sign-in-declined")
        assert here.nightmail.ok("account", "list").lines == []

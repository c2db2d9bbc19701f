"""Mailbox servers on loopback for tests: the sandbox's own (pymap), and Dovecot where it is installed."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import grp
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from nightmail.account.model import Account, Security, Server
from nightmail.account.secret import Secret
from nightmail.cli.embedded_postgres import free_port
from nightmail.imap.mailbox import ImapMailboxes
from nightmail.imap.settings import ImapSettings
from nightmail.sandbox.imap import Habits, SandboxMailbox
from tests.patience import PATIENCE

PASSWORD = "correct-horse"
PATIENT = ImapSettings(connect=PATIENCE, reply=PATIENCE, whole=PATIENCE, goodbye=0.1)
DOVECOT = shutil.which("dovecot")
KINDS = ["pymap", *(["dovecot"] if DOVECOT else [])]
"""Every kind of server that is here; pymap always is."""

_CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
namespace inbox {{
  inbox = yes
  mailbox {sent} {{
    auto = create
    {special_use}
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Box:
    """A server with an empty mailbox. `sandbox` is None for Dovecot."""

    kind: str
    port: int
    user: str = "anna"
    sandbox: SandboxMailbox | None = None

    @property
    def server(self) -> Server:
        return Server("127.0.0.1", self.port, Security.PLAIN, self.user)

    def of(self, account: Account) -> Account:
        return replace(account, imap=self.server)


@asynccontextmanager
async def mailbox(kind: str, *, habits: Habits | None = None) -> AsyncIterator[Box]:
    if kind == "dovecot":
        yield Box(kind, _shared_dovecot(), f"anna-{uuid4().hex}")
        return
    async with SandboxMailbox(password=PASSWORD, habits=habits) as sandbox:
        yield Box(kind, sandbox.port, sandbox=sandbox)


def mailboxes(settings: ImapSettings = PATIENT, password: str = PASSWORD) -> ImapMailboxes:
    return ImapMailboxes(OnePassword(Secret(password)), settings=settings)


@dataclass(slots=True)
class OnePassword:
    """The same for every account."""

    secret: Secret

    async def get(self, account: Account) -> Secret:
        return self.secret

    async def put(self, account: Account, secret: Secret) -> None:
        self.secret = secret

    async def delete(self, account_id: UUID) -> None:
        """It is everybody's."""


@cache
def _shared_dovecot() -> int:
    """One for all tests of a process: whoever comes has a mailbox of their own."""
    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(dovecot())


@contextmanager
def dovecot(*, sent: str = "Sent", is_marked: bool = True) -> Iterator[int]:
    """Dovecot as an unprivileged process with a throw-away folder; the port it listens on."""
    assert DOVECOT is not None
    folder = Path(tempfile.mkdtemp(prefix="nm-imap-"))
    person = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    port = free_port()
    (folder / "dovecot.conf").write_text(
        _CONFIG.format(
            folder=folder,
            user=person.pw_name,
            group=grp.getgrgid(person.pw_gid).gr_name,
            port=port,
            sent=sent,
            special_use=r"special_use = \Sent" if is_marked else "",
            password=PASSWORD,
        )
    )
    for name in ("run", "state", "mail", "home"):
        (folder / name).mkdir()
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, person.pw_uid, person.pw_gid)
    identity = {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    process = subprocess.Popen(  # type: ignore[call-overload]
        [DOVECOT, "-F", "-c", str(folder / "dovecot.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        **identity,
    )
    try:
        _until_greeted(port, process, folder / "log")
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def _until_greeted(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """It tells nobody that it is ready but whoever connects."""
    wait, ends_at = 0.01, time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < ends_at:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
            if line.recv(16).startswith(b"* OK"):
                return
        time.sleep(wait)
        wait = min(2 * wait, 0.2)
    raise AssertionError(f"Dovecot did not start: {log.read_text() if log.exists() else 'no log'}")


@asynccontextmanager
async def scripted(
    greeting: bytes, *answers: bytes, offers: bytes = b"AUTH=PLAIN", tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """A server that greets, says what it `offers`, answers each further line it hears with the next of `answers` (TAG becomes
    the line's tag), and then goes silent."""
    script = [b"* CAPABILITY IMAP4rev1 " + offers + b"\r\nTAG OK done\r\n", *answers]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        tag = b""
        for line in script:
            heard = await reader.readline()
            tag = heard.split(b" ")[0] if b" " in heard else tag
            writer.write(line.replace(b"TAG", tag))
        await reader.read()

    async with serving(answer, tls=tls) as port:
        yield port


@asynccontextmanager
async def serving(
    answer: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]], *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """A server on loopback that is gone, with all its connections, when this ends."""
    tasks: set[asyncio.Task[None]] = set()

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with contextlib.suppress(ConnectionError):
            await answer(reader, writer)
        writer.close()
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()

    server = await asyncio.start_server(one, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        if tasks:
            await asyncio.wait(tasks, timeout=5)

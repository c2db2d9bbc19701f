"""The sandbox's mailbox: what was caught, to be looked at with any mail program. On loopback only, and gone when it ends.

One mailbox for whoever signs in: the inbox holds everything caught, and Sent what a provider that files sent mail would
have put there. The protocol is pymap's; this holds no more than what a sandbox does differently.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from argparse import Namespace
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any

from proxyprotocol.sock import SocketInfoLocal
from pymap.backend.dict import Config, Identity, Login, Session
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet
from pymap.concurrent import Subsystem
from pymap.config import BackendCapability
from pymap.exceptions import InvalidAuth
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag, Seen
from pymap.selected import SelectedMailbox
from pysasl.creds.server import ServerCredentials
from pysasl.identity import ClearIdentity

from nightmail.errors import OutsideError
from nightmail.sandbox.maildir import Caught

_HOST = "127.0.0.1"
INBOX, SENT = "INBOX", "Sent"
_MESSAGE_ID = re.compile(rb"^message-id:[ \t]*<([^>\r\n]*)>", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Habits:
    """What the provider that is played does with sent mail. `lag` passes before a message stands in its folders; with
    `rewrites_ids` each gets a Message-ID of the server's, and keeps its own as X-Microsoft-Original-Message-ID."""

    saves_sent: bool = True
    rewrites_ids: bool = False
    lag: timedelta = timedelta(0)


class SandboxMailbox:
    """`async with SandboxMailbox() as mailbox: … mailbox.port … mailbox.take(caught)`. It keeps the last `remember` messages
    of each folder. With `password`, other passwords are refused."""

    def __init__(self, *, port: int = 0, habits: Habits | None = None, password: str | None = None, remember: int = 1000) -> None:
        self._wanted_port = port
        self._habits = habits or Habits()
        self._password = password
        self._remember = remember
        self._boxes = MailboxSet()
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        assert self._server is not None, "the mailbox is not started"
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def start(self) -> None:
        """Raises OutsideError `port-taken`."""
        await self._boxes.add_mailbox(SENT)
        config = _Config(self._wanted_port)
        serve = IMAPServer(_Login(config, self._boxes, self._password), config)

        async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            # Whoever leaves in the middle of a command harms nobody.
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await serve(reader, writer, SocketInfoLocal(writer))

        try:
            self._server = await asyncio.start_server(lambda *line: self._begin(one(*line)), _HOST, self._wanted_port)
        except OSError as error:
            raise OutsideError(
                "port-taken",
                f"The sandbox can't listen on {_HOST}:{self._wanted_port}: {error.strerror}.",
                next="Choose another port, or 0 for any free one.",
            ) from error

    async def stop(self) -> None:
        if self._server is None:
            return
        self._server.close()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._server.wait_closed()

    async def __aenter__(self) -> SandboxMailbox:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.stop()

    def take(self, caught: Caught) -> None:
        """File a message that the sandbox caught, as the provider would. On the loop's thread."""
        self._begin(self._file(caught))

    async def put(self, folder: str, content: bytes, at: datetime, flags: Iterable[Flag] = ()) -> None:
        """Lay a message into `folder` as somebody else would."""
        box = await self._boxes.get_mailbox(folder)
        await box.append(AppendMessage(content, at, frozenset(flags)), recent=True)
        await self._forget(box)

    async def contents(self, folder: str) -> tuple[bytes, ...]:
        """What stands in `folder`, oldest first."""
        box = await self._boxes.get_mailbox(folder)
        return tuple([bytes(message._content) async for message in box.messages() if message._content])

    async def empty(self, folder: str) -> None:
        box = await self._boxes.get_mailbox(folder)
        await box.delete([message.uid async for message in box.messages()])

    async def _file(self, caught: Caught) -> None:
        await asyncio.sleep(self._habits.lag / timedelta(seconds=1))
        content = _with_new_id(caught.content) if self._habits.rewrites_ids else caught.content
        await self.put(INBOX, content, caught.accepted_at)
        if self._habits.saves_sent:
            await self.put(SENT, content, caught.accepted_at, (Seen,))

    async def _forget(self, box: MailboxData) -> None:
        uids = [message.uid async for message in box.messages()]
        if len(uids) > self._remember:
            await box.delete(uids[: -self._remember])

    def _begin(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _with_new_id(content: bytes) -> bytes:
    def replaced(found: re.Match[bytes]) -> bytes:
        return b"Message-ID: <%x@sandbox.invalid>\r\nX-Microsoft-Original-Message-ID: <%b>" % (abs(hash(found[1])), found[1])

    head, gap, body = content.partition(b"\r\n\r\n")
    return _MESSAGE_ID.sub(replaced, head, count=1) + gap + body


# ---------------------------------------------------------------------------------------------- pymap's parts


class _Config(Config):
    def __init__(self, port: int) -> None:
        arguments = Namespace(passlib_cfg=None, proxy_protocol="noop")
        super().__init__(
            arguments,
            host=_HOST,
            port=port,
            demo_data=False,
            demo_user="",
            demo_password="",
            tls_enabled=False,
            reject_dnsbl=False,
            # Nothing here is worth a thread.
            cpu_subsystem=Subsystem.for_asyncio(),
        )

    @property
    def backend_capability(self) -> BackendCapability:
        return BackendCapability(idle=True, object_id=True, multi_append=True, custom=[b"SPECIAL-USE"])

    @property
    def greeting(self) -> bytes:
        return b"Nightmail sandbox, which delivers nothing"


class _Login(Login):
    def __init__(self, config: _Config, boxes: MailboxSet, password: str | None) -> None:
        super().__init__(config)
        self.boxes = boxes
        self._password = password

    async def authenticate(self, credentials: ServerCredentials) -> Identity:
        name = credentials.authcid
        if self._password is not None:
            known = ClearIdentity(name, self._password)
            if not credentials.verify(known):
                raise InvalidAuth()
        return _Identity(name, self, None, frozenset({"admin"}))

    async def authorize(self, authenticated: Any, authzid: str) -> Identity:
        return _Identity(authenticated.name, self, None, frozenset())


class _Identity(Identity):
    @asynccontextmanager
    async def new_session(self) -> AsyncIterator[Session]:
        assert isinstance(self.login, _Login)
        yield _Session(self.name, self.config, self.login.boxes, FilterSet())


class _Session(Session):
    async def list_mailboxes(
        self, ref_name: str, filter_: str, subscribed: bool = False, selected: SelectedMailbox | None = None
    ) -> tuple[Iterable[tuple[str, str | None, Sequence[bytes]]], SelectedMailbox | None]:
        found, selected = await super().list_mailboxes(ref_name, filter_, subscribed, selected)
        # RFC 6154 2
        marked = [(name, mark, [*flags, *([b"Sent"] if name == SENT else [])]) for name, mark, flags in found]
        return marked, selected

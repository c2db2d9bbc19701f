"""A scripted SMTP server and the submitter that talks to it. The script says each reply; nothing is decided here."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

from nightmail.account.model import Account, Limits, Options, Security, Server
from nightmail.account.secret import Secret
from nightmail.clock import SystemClock
from nightmail.delivery.outcome import Outcome
from nightmail.message.model import Attachment
from nightmail.message.wire import Wire
from nightmail.ports import DispatchEvent, Envelope
from nightmail.smtp.settings import SmtpSettings
from nightmail.smtp.submitter import SmtpSubmitter
from tests.patience import PATIENCE

CONTENT = b"Message-ID: <1@example.org>\r\nSubject: night\r\n\r\nGood night.\r\n"
_USUAL = Options()
# A limit that is to run out is named by its test.
PATIENT = SmtpSettings(
    connect=PATIENCE,
    tls=PATIENCE,
    command=PATIENCE,
    data=PATIENCE,
    stall=PATIENCE,
    dot=PATIENCE,
    reset=PATIENCE,
    dot_window=PATIENCE,
)


class Script:
    """The server's end of one connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, counts: Counts) -> None:
        self.reader = reader
        self.writer = writer
        self.counts = counts

    async def say(self, *replies: str | bytes) -> None:
        """All in one write."""
        self.writer.write(b"".join(reply if isinstance(reply, bytes) else reply.encode() + b"\r\n" for reply in replies))
        await self.writer.drain()

    async def hear(self, *verbs: str) -> list[str]:
        lines = [(await self.reader.readline()).decode().rstrip("\r\n") for _ in verbs]
        assert [line.partition(" ")[0] for line in lines] == list(verbs), lines
        return lines

    async def greet(self, *extensions: str) -> None:
        await self.say("220 stage ESMTP")
        await self.hear("EHLO")
        lines = ["stage", *(extensions or ("PIPELINING", "SIZE 100000000", "SMTPUTF8", "AUTH PLAIN LOGIN"))]
        await self.say(*(f"250{' ' if line is lines[-1] else '-'}{line}" for line in lines))

    async def hear_envelope(self, recipients: int = 1) -> list[str]:
        return await self.hear("MAIL", *["RCPT"] * recipients, "DATA")

    async def hear_body(self) -> bytes:
        """Everything up to and with the dot."""
        body = await self.reader.readuntil(b"\r\n.\r\n")
        self.counts.dots += 1
        return body[:-3]

    async def take(self, recipients: int = 1, *, until: str = "250 2.0.0 taken") -> bytes:
        """One whole message, accepted unless `until` says otherwise."""
        await self.hear_envelope(recipients)
        await self.say("250 ok", *["250 ok"] * recipients, "354 go")
        body = await self.hear_body()
        await self.say(until)
        return body

    async def silence(self) -> None:
        """Wait for the client to leave."""
        await self.reader.read()

    def reset(self) -> None:
        sock: socket.socket = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Part = Callable[[Script], Awaitable[None]]


@dataclass
class Counts:
    connections: int = 0
    dots: int = 0


@dataclass
class Play:
    port: int
    counts: Counts


@asynccontextmanager
async def stage(*parts: Part, limit: int = 64 * 1024) -> AsyncIterator[Play]:
    """A server that plays one part for each connection, in order; the last one again and again.

    `limit` is how many octets it reads ahead, twice."""
    counts = Counts()
    trouble: list[BaseException] = []
    tasks: set[asyncio.Task[None]] = set()

    async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        part = parts[min(counts.connections, len(parts) - 1)]
        counts.connections += 1
        try:
            await part(Script(reader, writer, counts))
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        except AssertionError as wrong:
            trouble.append(wrong)
        finally:
            writer.close()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(play(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(begin, "127.0.0.1", 0, limit=limit)
    try:
        yield Play(server.sockets[0].getsockname()[1], counts)
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert not trouble, trouble


class Passwords:
    def __init__(self, password: str | None = None) -> None:
        self.password = password

    async def get(self, account: Account) -> Secret | None:
        return None if self.password is None else Secret(self.password)

    async def put(self, account: Account, secret: Secret) -> None:
        self.password = secret.reveal()

    async def delete(self, account_id: UUID) -> None:
        self.password = None


@dataclass
class Blobs:
    """Blobs in memory; a missing one breaks off as the real store does."""

    contents: dict[str, bytes] = field(default_factory=dict)
    failure: Exception | None = None

    async def put_file(self, path: Path) -> tuple[str, int]:
        raise NotImplementedError

    async def put_bytes(self, content: bytes) -> tuple[str, int]:
        raise NotImplementedError

    async def has(self, sha256: str, size: int) -> bool:
        return sha256 in self.contents

    async def bring(self, owner_id: UUID, attachments: Sequence[Attachment]) -> None:
        raise NotImplementedError

    def read(self, sha256: str) -> Iterator[bytes]:
        yield self.contents[sha256]
        if self.failure is not None:
            raise self.failure


class Fence:
    """Answers `answer`, or raises it. Remembers what it was asked."""

    def __init__(self, answer: bool | Exception = True, *, meanwhile: Callable[[], object] | None = None) -> None:
        self.answer = answer
        self.meanwhile = meanwhile
        self.asked: list[tuple[int, ...]] = []

    async def __call__(self, accepted: Sequence[int]) -> bool:
        self.asked.append(tuple(accepted))
        if self.meanwhile is not None:
            waiting = self.meanwhile()
            if isinstance(waiting, Awaitable):
                await waiting
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@dataclass
class Sender:
    """A submitter with one account."""

    submitter: SmtpSubmitter
    account: Account
    events: list[DispatchEvent]

    async def send(
        self,
        *recipients: str,
        content: bytes = CONTENT,
        wire: Wire | None = None,
        fence: Fence | None = None,
        sender: str = "anna@example.org",
    ) -> Outcome:
        addresses = recipients or ("bob@example.org",)
        return await self.submitter.submit(
            self.account,
            Envelope(sender, tuple(enumerate(addresses))),
            wire or Wire((content,), len(content)),
            fence=fence or Fence(),
        )

    def named(self, name: str) -> list[Mapping[str, object]]:
        return [event.fields for event in self.events if event.name == name]


def account_for(server: Server, *, connections: int = 2, messages: int = 100) -> Account:
    return Account(UUID(int=1), UUID(int=2), "anna@example.org", "Anna", server, None, Limits(connections, 100, messages))


@asynccontextmanager
async def sending(
    port: int,
    *,
    settings: SmtpSettings = PATIENT,
    security: Security = Security.PLAIN,
    host: str = "127.0.0.1",
    username: str | None = None,
    password: str | None = "pw",
    connections: int = 2,
    messages: int = 100,
    clock: SystemClock | None = None,
    blobs: Blobs | None = None,
    options: Options = _USUAL,
) -> AsyncIterator[Sender]:
    events: list[DispatchEvent] = []
    submitter = SmtpSubmitter(Passwords(password), blobs or Blobs(), settings=settings, clock=clock, observe=events.append)
    account = account_for(Server(host, port, security, username), connections=connections, messages=messages)
    account = replace(account, options=options)
    try:
        yield Sender(submitter, account, events)
    finally:
        await submitter.close()


def with_limits(account: Account, *, connections: int) -> Account:
    return replace(account, limits=replace(account.limits, connections=connections))

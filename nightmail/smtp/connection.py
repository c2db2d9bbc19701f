"""Open a connection: TCP, TLS, EHLO and one sign-in, by aiosmtplib; then hand its transport over. Sends no mail.

Never unencrypted beyond this computer, and never a second sign-in after a refusal: repeated ones lock accounts.
"""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import aiosmtplib

from nightmail.account.model import Security, Server
from nightmail.account.secret import Secret
from nightmail.account.servers import is_loopback, is_public
from nightmail.delivery.outcome import Phase, ReplyClass
from nightmail.smtp.authenticate import authenticate
from nightmail.smtp.conversation import Conversation
from nightmail.smtp.failed import CHECK_PLACE, HANDSHAKE, Failed, Stop, cause_of, explained, name_of, stop
from nightmail.smtp.parser import safe_text
from nightmail.smtp.resumption import ResumingContext
from nightmail.smtp.settings import SmtpSettings
from nightmail.smtp.starttls import start_tls


@dataclass(slots=True)
class Connection:
    """A signed-in connection. `served` counts the transactions begun on it; the times are monotonic seconds. `max_size` is None
    where the server names no limit (RFC 1870 3: SIZE without a number, or with zero). `takes_groups`: it offers PIPELINING."""

    server: Server
    talk: Conversation
    greeting: str
    extensions: Mapping[str, str]
    is_encrypted: bool
    opened_at: float
    is_resumed: bool = False
    idle_since: float = 0.0
    served: int = 0
    is_busy: bool = False
    # aiosmtplib's client holds a lock on its transport until it is collected.
    client: aiosmtplib.SMTP | None = field(default=None, repr=False)
    # What is asked of the extensions for each message.
    max_size: int | None = field(init=False)
    takes_size: bool = field(init=False)
    takes_groups: bool = field(init=False)

    def __post_init__(self) -> None:
        self.takes_groups = "pipelining" in self.extensions
        self.takes_size = "size" in self.extensions
        self.max_size = _size_limit(self.extensions.get("size", ""))

    def close(self) -> None:
        """QUIT is not awaited; in the middle of a transaction not even that is said."""
        if self.is_busy:
            self.talk.give_up("the attempt was broken off")
        else:
            self.talk.close(b"QUIT\r\n")


def _size_limit(declared: str) -> int | None:
    declared = declared.strip()
    return int(declared) or None if declared.isascii() and declared.isdigit() else None


async def connect(
    server: Server,
    secret: Secret | None,
    *,
    settings: SmtpSettings,
    tls_context: ssl.SSLContext | None,
    may_be_private: bool = True,
) -> Connection | Failed:
    """Answers with a Failed for everything a server or the network can do. `may_be_private` False: only to addresses of the
    public Internet, whatever the name resolves to."""
    try:
        _check(server, secret)
        sock = await _dial(server, settings, may_be_private=may_be_private)
        return await _sign_in(server, secret, sock, settings=settings, tls_context=tls_context)
    except Stop as stopped:
        return stopped.failed


def _check(server: Server, secret: Secret | None) -> None:
    if server.security is Security.PLAIN and not is_loopback(server.host):
        raise stop(
            "plain-refused",
            f"Without encryption everybody on the way to {server.host} could read the mail and the password.",
            next="Change the account to TLS or STARTTLS.",
            phase=Phase.STARTTLS,
            reply_class=ReplyClass.TLS,
            is_personal=True,
        )
    if server.username is not None and secret is None:
        raise stop(
            "password-missing",
            f"No password is stored for {server.username} at {server.host}.",
            next="Enter the account's password.",
            phase=Phase.AUTH,
            reply_class=ReplyClass.AUTH,
            is_personal=True,
        )


# ---------------------------------------------------------------------------------------------- TCP


async def _dial(server: Server, settings: SmtpSettings, *, may_be_private: bool) -> socket.socket:
    """The first address that answers; a dead one gets no more than its share of the time."""
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + settings.connect
    addresses = await _look_up(server, settings)
    if not may_be_private:
        addresses = _public(server, addresses)
    problem: OSError | None = None
    for tried, (family, kind, protocol, _, address) in enumerate(addresses):
        share = (ends_at - loop.time()) / (len(addresses) - tried)
        try:
            return await _dial_one(socket.socket(family, kind, protocol), address, within=max(share, 0))
        except OSError as error:  # includes TimeoutError
            problem = error
    raise _unreachable(server, problem, settings)


async def _look_up(server: Server, settings: SmtpSettings) -> _Addresses:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(settings.connect):
            found = await loop.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        is_unknown = isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME
        raise stop(
            "host-unknown",
            f"The name {server.host} {'is not known' if is_unknown else 'could not be looked up'} (DNS).",
            next="Check the server's name." if is_unknown else "Check the network connection.",
        ) from error
    return cast("_Addresses", found)


_Addresses = list[tuple[int, int, int, str, tuple[str, int]]]


def _public(server: Server, addresses: _Addresses) -> _Addresses:
    """The addresses that were looked up are the ones that are dialled, so a name can't change its meaning in between."""
    public = [address for address in addresses if is_public(address[4][0])]
    if not public:
        raise stop(
            "private-host",
            f"{server.host} is in the worker's own network, and people's accounts may not reach into that.",
            next="Use a server on the Internet, or send from this PC. An operator can allow it: NIGHTMAIL_PRIVATE_HOSTS=allow.",
            phase=Phase.AUTH,
            reply_class=ReplyClass.AUTH,
            is_personal=True,
        )
    return public


async def _dial_one(sock: socket.socket, address: tuple[str, int], *, within: float) -> socket.socket:
    try:
        sock.setblocking(False)
        async with asyncio.timeout(within):
            await asyncio.get_running_loop().sock_connect(sock, address)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        sock.close()
        raise
    return sock


def _unreachable(server: Server, problem: OSError | None, settings: SmtpSettings) -> Stop:
    match problem:
        case ConnectionRefusedError():
            why = "connection refused"
        case TimeoutError():
            why = f"no connection within {settings.connect:g} s"
        case _:
            # asyncio has words of its own for it, which name the call and the address as Python writes it.
            why = os.strerror(problem.errno).lower() if problem is not None and problem.errno else ""
    return stop("server-unreachable", f"{name_of(server)} does not answer ({why or 'no address'}).", next=CHECK_PLACE)


# ---------------------------------------------------------------------------------------------- TLS, EHLO, AUTH


async def _sign_in(
    server: Server, secret: Secret | None, sock: socket.socket, *, settings: SmtpSettings, tls_context: ssl.SSLContext | None
) -> Connection:
    client = aiosmtplib.SMTP(
        hostname=server.host,
        sock=sock,
        use_tls=server.security is Security.TLS,
        start_tls=False,  # its own attempt would be opportunistic
        tls_context=tls_context,
        local_hostname=settings.ehlo_name,
        timeout=settings.command,
    )
    try:
        greeting = await _greet(client, server, settings)
        if server.security is Security.STARTTLS:
            await start_tls(client, server, settings)
        if server.username is not None and secret is not None:
            await authenticate(client, server, secret, server.username)
        return _take_over(client, server, greeting)
    except BaseException:
        client.close()
        raise


async def _greet(client: aiosmtplib.SMTP, server: Server, settings: SmtpSettings) -> str:
    try:
        banner = await _connect_client(client, settings)
        await client.ehlo()
    except Exception as error:
        phase = Phase.STARTTLS if isinstance(cause_of(error), HANDSHAKE) else Phase.CONNECT
        raise explained(error, server, phase) from error
    return safe_text(banner.message.encode("utf-8", "surrogateescape"))


async def _connect_client(client: aiosmtplib.SMTP, settings: SmtpSettings) -> aiosmtplib.SMTPResponse:
    """TLS handshake and banner are one call there; a transport exists only once the handshake is done."""
    loop = asyncio.get_running_loop()
    slow_handshake = False

    def check_handshake() -> None:
        nonlocal slow_handshake
        if client.use_tls and client.transport is None:
            slow_handshake = True
            limit.reschedule(loop.time())

    watch = loop.call_later(settings.tls, check_handshake)
    try:
        async with asyncio.timeout(settings.command) as limit:
            return await client.connect()
    except TimeoutError:
        if slow_handshake:
            raise ConnectionAbortedError from None
        raise
    finally:
        watch.cancel()


def _take_over(client: aiosmtplib.SMTP, server: Server, greeting: str) -> Connection:
    """No await between aiosmtplib's last reply and this: a reply in between would be lost."""
    transport = cast("asyncio.Transport | None", client.transport)
    if transport is None or transport.is_closing():
        raise stop("connection-closed", f"{name_of(server)} closed the connection after the sign-in.", next=CHECK_PLACE)
    tls: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
    is_encrypted = tls is not None
    if server.security is not Security.PLAIN and not is_encrypted:
        raise AssertionError("a connection that must be encrypted is not")
    if tls is not None and isinstance(tls.context, ResumingContext):
        tls.context.remember(tls)
    talk = Conversation(transport)
    transport.set_protocol(talk)
    return Connection(
        server=server,
        talk=talk,
        greeting=greeting,
        extensions=dict(client.esmtp_extensions),
        is_encrypted=is_encrypted,
        is_resumed=tls is not None and bool(tls.session_reused),
        opened_at=asyncio.get_running_loop().time(),
        client=client,
    )

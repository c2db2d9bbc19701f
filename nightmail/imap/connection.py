"""Visit a mailbox: connect, sign in once, do one piece of work, leave. Changes nothing by itself and keeps nothing open.

IMAPClient blocks, so every visit has a thread of its own: a server that hangs keeps nobody else waiting, and is cut off
when the visit's time is over. Never unencrypted beyond this computer.
"""

from __future__ import annotations

import asyncio
import contextlib
import imaplib
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from nightmail.account.model import Security, Server
from nightmail.account.secret import AccessToken, Secret
from nightmail.account.servers import is_loopback, is_public
from nightmail.errors import OutsideError, PersonError
from nightmail.imap.failed import CHECK_PLACE, Late, explained, name_of
from nightmail.imap.settings import ImapSettings

T = TypeVar("T")


async def visit(
    server: Server,
    secret: Secret | None,
    work: Callable[[IMAPClient], T],
    *,
    settings: ImapSettings,
    may_be_private: bool = True,
) -> T:
    """What `work` answers; it runs on another thread. `may_be_private` False: only to addresses of the public Internet.

    Raises PersonError or OutsideError for everything a server or the network can do."""
    _check(server, secret)
    line = _Line()
    try:
        async with asyncio.timeout(settings.whole):
            addresses = await _look_up(server, settings, may_be_private=may_be_private)
            return await _on_thread(lambda: _visit(server, secret, work, addresses, line, settings))
    except TimeoutError as error:
        raise explained(Late(), server) or error from None
    finally:
        line.cut()


def _check(server: Server, secret: Secret | None) -> None:
    if server.security is Security.PLAIN and not is_loopback(server.host):
        raise PersonError(
            "plain-refused",
            f"Without encryption everybody on the way to {server.host} could read the mail and the password.",
            next="Change the account's mailbox server to TLS or STARTTLS.",
        )
    if server.username is not None and secret is None:
        raise PersonError(
            "password-missing",
            f"No password is stored for {server.username} at {server.host}.",
            next="Enter the account's password.",
        )


# ---------------------------------------------------------------------------------------------- the thread


class _Line:
    """The socket in use, for whoever has to cut it from another thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_cut = False

    def hold(self, sock: socket.socket) -> None:
        with self._lock:
            self._socket = sock
            if self._is_cut:
                raise Late

    def cut(self) -> None:
        with self._lock:
            self._is_cut = True
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)


def _on_thread(work: Callable[[], T]) -> asyncio.Future[T]:
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def tell(answer: Callable[[], None]) -> None:
        # Nobody waits any more: the visit was given up, or the loop has ended.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: None if done.done() else answer())

    def run() -> None:
        try:
            result = work()
        except BaseException as error:
            problem = error
            tell(lambda: done.set_exception(problem))
        else:
            tell(lambda: done.set_result(result))

    threading.Thread(target=run, name="mailbox", daemon=True).start()
    return done


def _visit(
    server: Server,
    secret: Secret | None,
    work: Callable[[IMAPClient], T],
    addresses: Sequence[_Found],
    line: _Line,
    settings: ImapSettings,
) -> T:
    try:
        sock = _dial(server, addresses, line, settings)
        try:
            client = _greeted(server, sock, settings)
            try:
                _secured(client, server, line, settings)
                _sign_in(client, server, secret)
                return work(client)
            finally:
                _leave(client, settings)
        finally:
            sock.close()
    except Exception as error:
        problem = explained(error, server)
        if problem is None or problem is error:
            raise
        raise problem from error


def _leave(client: IMAPClient, settings: ImapSettings) -> None:
    """The work is done, or can't be; how the server says goodbye changes nothing."""
    with contextlib.suppress(IMAPClientError, OSError):
        client.socket().settimeout(settings.goodbye)
        client.logout()
    with contextlib.suppress(OSError):
        client.shutdown()


# ---------------------------------------------------------------------------------------------- TCP, TLS

_Found = tuple[socket.AddressFamily, socket.SocketKind, int, tuple[str, int]]


async def _look_up(server: Server, settings: ImapSettings, *, may_be_private: bool) -> Sequence[_Found]:
    """The addresses that were looked up are the ones that are dialled, so a name can't change its meaning in between."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(settings.connect):
            answers = await loop.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OutsideError(
            "host-unknown", f"The name {server.host} could not be looked up (DNS).", next="Check the server's name."
        ) from error
    found = [(family, kind, protocol, cast("tuple[str, int]", address)) for family, kind, protocol, _, address in answers]
    if may_be_private:
        return found
    public = [one for one in found if is_public(one[3][0])]
    if not public:
        raise PersonError(
            "private-host",
            f"{server.host} is in the worker's own network, and people's accounts may not reach into that.",
            next="Use a server on the Internet, or send from this PC. An operator can allow it: NIGHTMAIL_PRIVATE_HOSTS=allow.",
        )
    return public


def _dial(server: Server, addresses: Sequence[_Found], line: _Line, settings: ImapSettings) -> socket.socket:
    """The first address that answers; a dead one gets no more than its share of the time."""
    problem: OSError = ConnectionRefusedError()
    for family, kind, protocol, address in addresses:
        sock = socket.socket(family, kind, protocol)
        try:
            line.hold(sock)
            sock.settimeout(settings.connect / len(addresses))
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(settings.reply)
            if server.security is Security.TLS:
                sock = _context(settings).wrap_socket(sock, server_hostname=server.host)
                line.hold(sock)
        except BaseException as error:
            sock.close()
            if not isinstance(error, OSError) or isinstance(error, ssl.SSLError):
                raise
            problem = error
        else:
            return sock
    raise problem


def _context(settings: ImapSettings) -> ssl.SSLContext:
    return settings.tls_context or ssl.create_default_context()


class _Protocol(imaplib.IMAP4):
    """IMAP over a connection that is there already."""

    def __init__(self, server: Server, sock: socket.socket) -> None:
        self._given = sock
        super().__init__(server.host, server.port)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        return self._given


class _Client(IMAPClient):  # type: ignore[misc]  # it brings no types
    def __init__(self, server: Server, sock: socket.socket, settings: ImapSettings) -> None:
        self._server, self._given = server, sock
        super().__init__(server.host, port=server.port, ssl=False, timeout=settings.reply)

    def _create_IMAP4(self) -> imaplib.IMAP4:
        return _Protocol(self._server, self._given)


# ---------------------------------------------------------------------------------------------- greeting, sign-in


def _greeted(server: Server, sock: socket.socket, settings: ImapSettings) -> IMAPClient:
    try:
        client = _Client(server, sock, settings)
    except imaplib.IMAP4.error as error:
        if "EOF" in str(error):
            raise
        raise OutsideError(
            "not-imap", f"{name_of(server)} answers, but not as a mailbox server does.", next=CHECK_PLACE
        ) from error
    # It would write down every literal it receives.
    client._imap.debug = 0
    return client


def _secured(client: IMAPClient, server: Server, line: _Line, settings: ImapSettings) -> None:
    if server.security is not Security.STARTTLS:
        return
    if not client.has_capability("STARTTLS"):
        raise OutsideError(
            "starttls-missing",
            f"{name_of(server)} offers no encryption (STARTTLS).",
            next="Use the server's TLS port (usually 993), or ask its administrator.",
        )
    client.starttls(_context(settings))
    line.hold(client.socket())


def _sign_in(client: IMAPClient, server: Server, secret: Secret | None) -> None:
    if client._imap.state == "AUTH":
        return
    name = server.username
    if name is None or secret is None:
        # Only what runs for tries on one's own computer lets everybody in.
        client.login("anonymous", "")
    elif isinstance(secret, AccessToken):
        _sign_in_by_token(client, name, secret)
    elif client.has_capability("AUTH=PLAIN"):
        client.plain_login(name, secret.reveal())
    elif not client.has_capability("LOGINDISABLED"):
        client.login(_quoted(name), secret.reveal())
    else:
        raise LoginError("the server offers no sign-in by password")


def _sign_in_by_token(client: IMAPClient, name: str, token: AccessToken) -> None:
    """OAUTHBEARER (RFC 7628) where that is offered, else XOAUTH2. Never as a password."""
    if client.has_capability("AUTH=OAUTHBEARER"):
        client.oauthbearer_login(name, token.reveal())
    elif client.has_capability("AUTH=XOAUTH2"):
        client.oauth2_login(name, token.reveal())
    else:
        raise LoginError("the server offers no sign-in by token (OAuth)")


def _quoted(name: str) -> str:
    """imaplib quotes the password alone."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'

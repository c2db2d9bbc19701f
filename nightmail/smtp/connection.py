"""Open a connection: TCP, TLS, EHLO and one sign-in, by aiosmtplib; then hand its transport over. Sends no mail.

Never unencrypted beyond this computer, and never a second sign-in after a refusal: repeated ones lock accounts.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import aiosmtplib

from nightmail.account.model import Security, Server
from nightmail.account.secret import Secret
from nightmail.account.servers import is_loopback
from nightmail.delivery.outcome import Deferred, Phase, Reply, ReplyClass
from nightmail.errors import NightmailError, OutsideError, PersonError
from nightmail.smtp.conversation import Conversation
from nightmail.smtp.parser import reply_from, safe_text
from nightmail.smtp.replies import judge
from nightmail.smtp.settings import SmtpSettings


@dataclass(slots=True)
class Connection:
    """A signed-in connection. `served` counts the transactions begun on it; the times are monotonic seconds."""

    server: Server
    talk: Conversation
    greeting: str
    extensions: Mapping[str, str]
    is_encrypted: bool
    opened_at: float
    idle_since: float = 0.0
    served: int = 0
    is_busy: bool = False
    # aiosmtplib's client holds a lock on its transport until it is collected.
    client: aiosmtplib.SMTP | None = field(default=None, repr=False)

    @property
    def max_size(self) -> int | None:
        """RFC 1870 3: SIZE without a number, or with zero, names no limit."""
        declared = self.extensions.get("size", "").strip()
        return int(declared) or None if declared.isascii() and declared.isdigit() else None

    @property
    def is_usable(self) -> bool:
        return not self.is_busy and not self.talk.lost

    def close(self) -> None:
        """QUIT is not awaited; in the middle of a transaction not even that is said."""
        if self.is_busy:
            self.talk.give_up("the attempt was broken off")
        else:
            self.talk.close(b"QUIT\r\n")


@dataclass(frozen=True, slots=True)
class Failed:
    """No connection, and why, as a sentence. Nothing was sent."""

    code: str
    says: str
    next: str
    phase: Phase
    reply_class: ReplyClass
    is_personal: bool = False
    enhanced: str = ""

    def outcome(self) -> Deferred:
        return Deferred(Reply(0, self.says, self.enhanced), self.phase, self.reply_class)

    def error(self) -> NightmailError:
        kind = PersonError if self.is_personal else OutsideError
        return kind(self.code, self.says, next=self.next)


class _Stop(Exception):
    """Carries a Failed out of the steps below."""

    def __init__(self, failed: Failed) -> None:
        super().__init__(failed.says)
        self.failed = failed


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
    except _Stop as stop:
        return stop.failed


def _check(server: Server, secret: Secret | None) -> None:
    if server.security is Security.PLAIN and not is_loopback(server.host):
        raise _stop(
            "plain-refused",
            f"Without encryption everybody on the way to {server.host} could read the mail and the password.",
            next="Change the account to TLS or STARTTLS.",
            phase=Phase.STARTTLS,
            reply_class=ReplyClass.TLS,
            is_personal=True,
        )
    if server.username is not None and secret is None:
        raise _stop(
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
        raise _stop(
            "host-unknown",
            f"The name {server.host} {'is not known' if is_unknown else 'could not be looked up'} (DNS).",
            next="Check the server's name." if is_unknown else "Check the network connection.",
        ) from error
    return cast("_Addresses", found)


_Addresses = list[tuple[int, int, int, str, tuple[str, int]]]


def _public(server: Server, addresses: _Addresses) -> _Addresses:
    """The addresses that were looked up are the ones that are dialled, so a name can't change its meaning in between."""
    public = [address for address in addresses if _is_public(address[4][0])]
    if not public:
        raise _stop(
            "private-host",
            f"{server.host} is in the worker's own network, and people's accounts may not reach into that.",
            next="Use a server on the Internet, or send from this PC. An operator can allow it: NIGHTMAIL_PRIVATE_HOSTS=allow.",
            phase=Phase.AUTH,
            reply_class=ReplyClass.AUTH,
            is_personal=True,
        )
    return public


_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_PROTOCOLS = ipaddress.ip_network("192.0.0.0/24")  # RFC 6890 2.2.2


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        # An IPv4 address in IPv6's clothes leads where the IPv4 address leads (RFC 4291 2.5.5.2); other clothes may too
        # (6to4, Teredo, NAT64), so beyond it only plain global unicast counts.
        if parsed.ipv4_mapped is None:
            return parsed in _GLOBAL_UNICAST and parsed.is_global and not (parsed.sixtofour or parsed.teredo)
        parsed = parsed.ipv4_mapped
    return parsed.is_global and not parsed.is_multicast and parsed not in _PROTOCOLS


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


def _unreachable(server: Server, problem: OSError | None, settings: SmtpSettings) -> _Stop:
    match problem:
        case ConnectionRefusedError():
            why = "connection refused"
        case TimeoutError():
            why = f"no connection within {settings.connect:g} s"
        case _:
            why = (problem.strerror or "").lower() if problem is not None else ""
    return _stop("server-unreachable", f"{_name(server)} does not answer ({why or 'no address'}).", next=_CHECK_PLACE)


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
            await _start_tls(client, server, settings)
        if server.username is not None and secret is not None:
            await _authenticate(client, server, secret, server.username)
        return _take_over(client, server, greeting)
    except BaseException:
        client.close()
        raise


async def _greet(client: aiosmtplib.SMTP, server: Server, settings: SmtpSettings) -> str:
    try:
        banner = await _connect_client(client, settings)
        await client.ehlo()
    except Exception as error:
        phase = Phase.STARTTLS if isinstance(_cause(error), _HANDSHAKE) else Phase.CONNECT
        raise _explained(error, server, phase) from error
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


async def _start_tls(client: aiosmtplib.SMTP, server: Server, settings: SmtpSettings) -> None:
    if not client.supports_extension("starttls"):
        raise _stop(
            "starttls-missing",
            f"{_name(server)} offers no encryption (STARTTLS).",
            next="Use the server's TLS port (usually 465), or ask its administrator.",
            phase=Phase.STARTTLS,
            reply_class=ReplyClass.TLS,
        )
    try:
        await client.starttls(timeout=settings.tls)
        # RFC 3207 4.2: nothing said before the handshake counts.
        await client.ehlo(timeout=settings.command)
    except Exception as error:
        raise _explained(error, server, Phase.STARTTLS) from error


async def _authenticate(client: aiosmtplib.SMTP, server: Server, secret: Secret, username: str) -> None:
    methods = client.server_auth_methods
    name, password = username.encode(), secret.reveal().encode()
    try:
        if "plain" in methods:
            await client.auth_plain(name, password)
        elif "login" in methods:
            await client.auth_login(name, password)
        else:
            raise _stop(
                "sign-in-not-offered",
                f"{_name(server)} offers no sign-in by password.",
                next="Check the server's port and kind of encryption, or remove the user name if none is needed.",
                phase=Phase.AUTH,
                reply_class=ReplyClass.AUTH,
                is_personal=True,
            )
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        raise _explained(error, server, Phase.AUTH) from error


def _take_over(client: aiosmtplib.SMTP, server: Server, greeting: str) -> Connection:
    """No await between aiosmtplib's last reply and this: a reply in between would be lost."""
    transport = cast("asyncio.Transport | None", client.transport)
    if transport is None or transport.is_closing():
        raise _stop("connection-closed", f"{_name(server)} closed the connection after the sign-in.", next=_CHECK_PLACE)
    is_encrypted = transport.get_extra_info("ssl_object") is not None
    if server.security is not Security.PLAIN and not is_encrypted:
        raise AssertionError("a connection that must be encrypted is not")
    talk = Conversation(transport)
    transport.set_protocol(talk)
    return Connection(
        server=server,
        talk=talk,
        greeting=greeting,
        extensions=dict(client.esmtp_extensions),
        is_encrypted=is_encrypted,
        opened_at=asyncio.get_running_loop().time(),
        client=client,
    )


# ---------------------------------------------------------------------------------------------- sentences

# What a broken handshake raises; asyncio aborts one that takes too long.
_HANDSHAKE = (ssl.SSLError, ConnectionResetError, ConnectionAbortedError)
_CHECK_PLACE = "Check the server's name and port, and the network connection."


def _name(server: Server) -> str:
    return f"{server.host}:{server.port}"


def _stop(
    code: str,
    says: str,
    *,
    next: str,
    phase: Phase = Phase.CONNECT,
    reply_class: ReplyClass = ReplyClass.RETRY,
    is_personal: bool = False,
    enhanced: str = "",
) -> _Stop:
    return _Stop(Failed(code, says, next, phase, reply_class, is_personal, enhanced))


def _cause(error: BaseException) -> BaseException:
    """The failure itself, under aiosmtplib's wrapping."""
    return error.__cause__ if isinstance(error, aiosmtplib.SMTPException) and error.__cause__ else error


def _explained(error: Exception, server: Server, phase: Phase) -> _Stop:
    cause = _cause(error)
    match error, cause:
        case _Stop() as stop, _:
            return stop
        case aiosmtplib.SMTPResponseException(), _ if error.code > 0:
            return _replied(error, server, phase)
        case aiosmtplib.SMTPResponseException(), _:
            says = f"{_name(server)} answers, but not as a mail server does."
            return _stop("not-smtp", says, next=_CHECK_PLACE, phase=phase)
        case _, ssl.SSLCertVerificationError():
            return _certificate(cause, server)
        case _, ssl.SSLError():
            return _tls(server, (cause.reason or "").replace("_", " ").lower())
        case _, ConnectionAbortedError():
            return _tls(server, "the handshake took too long")
        case _, TimeoutError() if phase is Phase.STARTTLS:
            return _tls(server, "the handshake took too long")
        case _, TimeoutError():
            says = f"{_name(server)} accepts connections, but did not answer in time."
            return _stop("server-silent", says, next=_CHECK_PLACE, phase=phase)
        case _, OSError() if phase is Phase.STARTTLS:
            return _tls(server, "the connection was closed")
        case _, OSError():
            says = f"{_name(server)} closed the connection before the sign-in was done."
            return _stop("connection-closed", says, next=_CHECK_PLACE, phase=phase)
    raise error


def _replied(error: aiosmtplib.SMTPResponseException, server: Server, phase: Phase) -> _Stop:
    lines = error.message.encode("utf-8", "surrogateescape").split(b"\n")
    reply = reply_from(error.code, lines)
    judgement = judge(reply, phase, server.host)
    is_sign_in = judgement.reply_class is ReplyClass.AUTH
    code = "password-refused" if is_sign_in else f"server-{judgement.reply_class.value.replace('_', '-')}"
    return _stop(
        code,
        f"{judgement.advice.says} ({server.host} said: {reply})",
        next=judgement.advice.next,
        phase=phase,
        reply_class=judgement.reply_class,
        is_personal=judgement.reply_class in (ReplyClass.AUTH, ReplyClass.VERIFY, ReplyClass.SENDER),
        enhanced=reply.enhanced,
    )


def _certificate(error: ssl.SSLCertVerificationError, server: Server) -> _Stop:
    return _stop(
        "certificate-refused",
        f"The certificate of {_name(server)} can't be trusted: {error.verify_message or 'it is not valid'}.",
        next="Check the server's name; never send mail through a server that can't prove who it is.",
        phase=Phase.STARTTLS,
        reply_class=ReplyClass.TLS,
    )


def _tls(server: Server, why: str) -> _Stop:
    return _stop(
        "tls-failed",
        f"No secure connection to {_name(server)} could be made ({why or 'handshake failed'}).",
        next="Check the port: 465 is for TLS from the start, 587 for STARTTLS.",
        phase=Phase.STARTTLS,
        reply_class=ReplyClass.TLS,
    )

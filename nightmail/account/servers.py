"""Read and write a server as a URL (`smtps://user@smtp.example.org:465`). Takes no password, nor plain text beyond loopback."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, quote, unquote, urlsplit

import idna

from nightmail.account.model import Security, Server
from nightmail.errors import PersonError


class ServerKind(StrEnum):
    SMTP = "smtp"
    IMAP = "imap"


@dataclass(frozen=True, slots=True)
class _Scheme:
    kind: ServerKind
    security: Security
    port: int


# RFC 8314 7.3: implicit TLS on 465 and 993; STARTTLS on 587 (RFC 6409) and 143.
_SCHEMES = {
    "smtps": _Scheme(ServerKind.SMTP, Security.TLS, 465),
    "smtp+starttls": _Scheme(ServerKind.SMTP, Security.STARTTLS, 587),
    "smtp": _Scheme(ServerKind.SMTP, Security.PLAIN, 25),
    "imaps": _Scheme(ServerKind.IMAP, Security.TLS, 993),
    "imap+starttls": _Scheme(ServerKind.IMAP, Security.STARTTLS, 143),
    "imap": _Scheme(ServerKind.IMAP, Security.PLAIN, 143),
}
_EXAMPLES = {
    ServerKind.SMTP: "Write it like smtps://user@smtp.example.org:465 or smtp+starttls://user@smtp.example.org:587.",
    ServerKind.IMAP: "Write it like imaps://user@imap.example.org:993 or imap+starttls://user@imap.example.org:143.",
}
_STARTTLS_PORTS = frozenset({587, 143})
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_PROTOCOLS = ipaddress.ip_network("192.0.0.0/24")  # RFC 6890 2.2.2


def parse_server(url: str, *, kind: ServerKind) -> Server:
    """The server a URL names. Without a scheme it is TLS, or STARTTLS on the ports known for it.

    `%40` in the user name is an at sign. Raises PersonError `server-url`, `password-in-url` or `plain-refused`;
    no message repeats the URL, since a password may stand in it.
    """
    parts, port = _split(url.strip(), kind)
    scheme = _SCHEMES.get(parts.scheme)
    if scheme is None or scheme.kind is not kind:
        raise _unreadable(kind, f"A server for {kind.value.upper()} can't start with “{parts.scheme}://”.")
    if parts.password is not None:
        raise PersonError(
            "password-in-url",
            "A password can't be part of a server's address: addresses are shown and logged.",
            next="Leave it out; the password is asked for separately.",
        )
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise _unreadable(kind, "A server's address ends with its host and port.")
    host = _host(parts.hostname or "", kind)
    if scheme.security is Security.PLAIN and not is_loopback(host):
        raise PersonError(
            "plain-refused",
            f"Without encryption everybody on the way to {host} could read the mail and the password.",
            next=f"Use {kind.value}s:// or {kind.value}+starttls://; plain {kind.value}:// is for this computer only.",
        )
    return Server(host, port or scheme.port, scheme.security, unquote(parts.username) if parts.username else None)


def server_url(server: Server, *, kind: ServerKind) -> str:
    """The URL that `parse_server` reads back to the same server."""
    scheme = next(name for name, known in _SCHEMES.items() if known.kind is kind and known.security is server.security)
    user = f"{quote(server.username, safe='')}@" if server.username else ""
    host = f"[{server.host}]" if ":" in server.host else server.host
    return f"{scheme}://{user}{host}:{server.port}"


def is_loopback(host: str) -> bool:
    """True for this computer itself: `localhost` (RFC 6761 6.3), 127.0.0.0/8 and ::1."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_public(address: str) -> bool:
    """True for an IP address of the public Internet: none that leads into a network of one's own."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        # An IPv4 address in IPv6's clothes leads where the IPv4 address leads (RFC 4291 2.5.5.2); other clothes may too
        # (6to4, Teredo, NAT64), so beyond it only plain global unicast counts.
        if parsed.ipv4_mapped is None:
            return parsed in _GLOBAL_UNICAST and parsed.is_global and not (parsed.sixtofour or parsed.teredo)
        parsed = parsed.ipv4_mapped
    return parsed.is_global and not parsed.is_multicast and parsed not in _PROTOCOLS


def _split(url: str, kind: ServerKind) -> tuple[SplitResult, int | None]:
    if any(character.isspace() or not character.isprintable() for character in url):
        raise _unreadable(kind, "A server's address holds no spaces or control characters.")
    try:
        if "://" in url:
            parts = urlsplit(url)
            return _with_port(parts, kind)
        parts = urlsplit(f"//{url}")
        security = "+starttls" if parts.port in _STARTTLS_PORTS else "s"
        return _with_port(parts._replace(scheme=kind.value + security), kind)
    except ValueError:
        raise _unreadable(kind, "The server's address can't be read.") from None


def _with_port(parts: SplitResult, kind: ServerKind) -> tuple[SplitResult, int | None]:
    if parts.netloc.endswith(":"):
        raise _unreadable(kind, "The port is missing after the colon.")
    return parts, parts.port


def _host(host: str, kind: ServerKind) -> str:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise _unreadable(kind, "The server's address names no valid host.") from None


def _unreadable(kind: ServerKind, message: str) -> PersonError:
    return PersonError("server-url", message, next=_EXAMPLES[kind])

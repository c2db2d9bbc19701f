"""Look at the certificate that a mail server shows, before a person decides whether to trust it. Says no name and no password."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.x509.oid import NameOID

from nightmail.account.model import Security, Server
from nightmail.account.servers import ServerKind
from nightmail.errors import OutsideError

_PATIENCE = 10.0
_LONGEST_LINE = 4096
_MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """`fingerprint` is SHA-256 in pairs of hexadecimal digits; `fits` says whether it is for the host that was asked."""

    pem: str
    fingerprint: str
    subject: str
    issuer: str
    begins_at: datetime
    ends_at: datetime
    fits: bool

    @property
    def is_self_signed(self) -> bool:
        return self.subject == self.issuer


async def shown_by(server: Server, kind: ServerKind, *, patience: float = _PATIENCE) -> Shown:
    """Raises OutsideError `no-certificate`."""
    try:
        async with asyncio.timeout(patience):
            return _read(await _handshake(server, kind), server.host)
    except (OSError, ssl.SSLError, ValueError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise OutsideError(
            "no-certificate",
            f"{server.host}:{server.port} showed no certificate.",
            next="Check the server's name, its port and its kind of encryption.",
        ) from error


async def _handshake(server: Server, kind: ServerKind) -> bytes:
    is_at_once = server.security is Security.TLS
    trust = _anything()
    reader, writer = await asyncio.open_connection(
        server.host,
        server.port,
        limit=_LONGEST_LINE,
        ssl=trust if is_at_once else None,
        server_hostname=server.host if is_at_once else None,
    )
    try:
        if not is_at_once:
            await (_ask_smtp if kind is ServerKind.SMTP else _ask_imap)(reader, writer)
            await writer.start_tls(trust, server_hostname=server.host)
        shown: ssl.SSLObject | None = writer.get_extra_info("ssl_object")
        found = shown.getpeercert(binary_form=True) if shown is not None else None
        if found is None:
            raise ValueError("no certificate")
        return found
    finally:
        writer.close()
        with suppress(OSError, ssl.SSLError):
            await writer.wait_closed()


def _anything() -> ssl.SSLContext:
    """Nothing is said over it: it is there to look at what the other side shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


async def _ask_smtp(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """RFC 3207 4."""
    await _reply(reader, b"220")
    for line, wanted in ((b"EHLO [127.0.0.1]\r\n", b"250"), (b"STARTTLS\r\n", b"220")):
        writer.write(line)
        await _reply(reader, wanted)


async def _reply(reader: asyncio.StreamReader, code: bytes) -> None:
    for _ in range(_MOST_LINES):
        line = await reader.readuntil(b"\n")
        if not line.startswith(code):
            break
        if line[3:4] != b"-":
            return
    raise ValueError("not what was asked for")


async def _ask_imap(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """RFC 3501 6.2.1."""
    await reader.readuntil(b"\n")
    writer.write(b"A1 STARTTLS\r\n")
    for _ in range(_MOST_LINES):
        line = await reader.readuntil(b"\n")
        if line.upper().startswith(b"A1 OK"):
            return
        if line.startswith(b"A1"):
            break
    raise ValueError("it begins no encryption")


def _read(der: bytes, host: str) -> Shown:
    found = x509.load_der_x509_certificate(der)
    digest = hashlib.sha256(der).hexdigest().upper()
    return Shown(
        pem=ssl.DER_cert_to_PEM_cert(der),
        fingerprint=":".join(digest[place : place + 2] for place in range(0, len(digest), 2)),
        subject=_name(found.subject),
        issuer=_name(found.issuer),
        begins_at=found.not_valid_before_utc,
        ends_at=found.not_valid_after_utc,
        fits=host.lower() in _hosts(found),
    )


def _name(name: x509.Name) -> str:
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        values = name.get_attributes_for_oid(oid)
        if values:
            return str(values[0].value)[:200]
    return name.rfc4514_string()[:200]


def _hosts(certificate: x509.Certificate) -> set[str]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return set()
    hosts = {str(name).lower() for name in names.get_values_for_type(x509.DNSName)}
    return hosts | {str(address) for address in names.get_values_for_type(x509.IPAddress)}

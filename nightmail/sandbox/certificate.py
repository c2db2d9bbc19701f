"""Throw-away certificates for this computer's loopback addresses. Nobody trusts them unless told to; some, nobody should."""

from __future__ import annotations

import ipaddress
import ssl
import tempfile
import warnings
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_NAMES = (
    x509.DNSName("localhost"),
    x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    x509.IPAddress(ipaddress.ip_address("::1")),
)


class Flaw(Enum):
    """What is wrong with a server's proof of who it is. The values are the sandbox's names for it."""

    EXPIRED = "certificate-expired"
    WRONG_HOST = "certificate-wrong-host"
    SELF_SIGNED = "certificate-self-signed"
    OLD_PROTOCOL = "tls-1.0"


@dataclass(frozen=True, slots=True)
class Certificate:
    """`pem` is what a client has to trust; `context` is for the server's side."""

    pem: str
    context: ssl.SSLContext


def make_certificate(now: datetime, flaw: Flaw | None = None) -> Certificate:
    """With a flaw, trusting `pem` does not help."""
    key = ec.generate_private_key(ec.SECP256R1())
    names = (x509.DNSName("mail.elsewhere.example"),) if flaw is Flaw.WRONG_HOST else _NAMES
    ends_at = now - timedelta(hours=1) if flaw is Flaw.EXPIRED else now + timedelta(days=30)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Nightmail sandbox")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(ends_at)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    context = _context(pem + private)
    if flaw is Flaw.SELF_SIGNED:
        return Certificate(make_certificate(now).pem, context)
    if flaw is Flaw.OLD_PROTOCOL:
        _grow_old(context)
    return Certificate(pem.decode("ascii"), context)


def _context(chain: bytes) -> ssl.SSLContext:
    """OpenSSL reads keys from files only; this one lives for the blink of loading it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "chain.pem"
        file.write_bytes(chain)
        context.load_cert_chain(file)
    return context


def _grow_old(context: ssl.SSLContext) -> None:
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        # That it is deprecated is the point.
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1

"""Sign a message for its sender's domain (RFC 6376, RFC 8463): relaxed/relaxed, the whole body, nothing left open to be added.
Knows keys and octets; keeps none, asks no DNS, and never decides whether a message is signed.

The same key, message and date give the same signature, so that a resend is the same mail: the scheme for RSA is PKCS #1 v1.5, and
neither it nor Ed25519 draws a random number here.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from nightmail.errors import OurError, PersonError
from nightmail.message.wire import ReadBlob, Wire

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    PrivateKey: TypeAlias = RSAPrivateKey | Ed25519PrivateKey

# RFC 8301 3.2: verifiers refuse shorter ones, signers should use this at least.
LEAST_BITS = 1024
GENERATED_BITS = 2048

# Each is named once more than it occurs, so that one that is added on the way breaks the signature (RFC 6376 5.4.2, 8.15).
_ALWAYS = ("from", "to", "cc", "subject", "reply-to", "date", "message-id")
# The same, but only where they are there: lists and gateways add these for good reasons.
_WHERE_THERE = (
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "in-reply-to",
    "references",
    "auto-submitted",
    "list-unsubscribe",
    "list-unsubscribe-post",
)
_LINE = 76
_TXT = 255  # RFC 1035 3.3: octets of one string of a TXT record
_BLANKS = re.compile(rb"[ \t]+")
_FINAL_BLANKS = re.compile(rb"[ \t]+\r\n")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and where its public half is published: `selector._domainkey.domain`."""

    domain: str
    selector: str
    key: PrivateKey

    @property
    def is_rsa(self) -> bool:
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

        return isinstance(self.key, RSAPrivateKey)


# ---------------------------------------------------------------------------------------------- keys


def read_key(pem: bytes, *, domain: str, selector: str) -> SigningKey:
    """A key from its PEM. Raises PersonError `bad-dkim-key`, `bad-dkim-name`."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    check_names(domain, selector)
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise _bad_key("This is no private key in PEM form, or it is locked with a passphrase.") from error
    except Exception as error:
        # cryptography.exceptions.UnsupportedAlgorithm, which is no ValueError.
        raise _bad_key("This kind of key can't sign mail.") from error
    if isinstance(key, RSAPrivateKey) and key.key_size < LEAST_BITS:
        raise _bad_key(f"This key has {key.key_size} bits; receivers accept none under {LEAST_BITS}.")
    if not isinstance(key, (RSAPrivateKey, Ed25519PrivateKey)):
        raise _bad_key("Mail is signed with RSA or Ed25519; this key is of another kind.")
    return SigningKey(domain.lower(), selector.lower(), key)


def _bad_key(message: str) -> PersonError:
    return PersonError("bad-dkim-key", message, next="Give another file with --key, or have one made with --generate.")


def new_key() -> bytes:
    """A new RSA key as PEM. Ed25519 is left to those who ask for it: large receivers do not verify it yet."""
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = generate_private_key(public_exponent=65537, key_size=GENERATED_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def check_names(domain: str, selector: str) -> None:
    """Raises PersonError `bad-dkim-name` where one can't be a DNS name of its kind (a domain as A-labels)."""
    for what, name, least in (("domain", domain, 2), ("selector", selector, 1)):
        labels = name.lower().split(".")
        if len(labels) < least or len(name) > 200 or not all(_LABEL.fullmatch(label) for label in labels):
            raise PersonError("bad-dkim-name", f"“{name}” can't be a {what}.", next=f"Give the {what} as it stands in the DNS.")


def is_aligned(address: str, domain: str) -> bool:
    """Receivers count a signature only where it is of the sender's domain or of one above it (RFC 7489 3.1.1, relaxed)."""
    of_sender = address.rpartition("@")[2].lower()
    return of_sender == domain.lower() or of_sender.endswith("." + domain.lower())


@dataclass(frozen=True, slots=True)
class DnsRecord:
    """The TXT record to publish. `value` is the text; `strings` the same as a zone file holds it."""

    name: str
    value: str

    @property
    def strings(self) -> str:
        return " ".join(f'"{self.value[start : start + _TXT]}"' for start in range(0, len(self.value), _TXT))


def dns_record(key: SigningKey) -> DnsRecord:
    """RFC 6376 3.6.1; for Ed25519 the bare 32 octets of the public key (RFC 8463 4)."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = key.key.public_key()
    if key.is_rsa:
        kind, octets = "rsa", public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    else:
        kind, octets = "ed25519", public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    name = f"{key.selector}._domainkey.{key.domain}"
    return DnsRecord(name, f"v=DKIM1; k={kind}; p={base64.b64encode(octets).decode()}")


# ---------------------------------------------------------------------------------------------- signing


def signed(wire: Wire, key: SigningKey, *, date: datetime, read: ReadBlob) -> Wire:
    """`wire` with its DKIM-Signature in front. `date` is the message's own, so that a resend has the same one. Blobs are read
    once, in blocks. Raises what reading a blob raises."""
    first = wire.segments[0]
    if not isinstance(first, bytes):
        raise OurError("message-damaged", "A message starts with its headers.")
    head = _unstuffed(first).partition(b"\r\n\r\n")[0]
    fields = _fields(head)
    names = _names([name for name, _ in fields])
    algorithm = "rsa-sha256" if key.is_rsa else "ed25519-sha256"
    tags = (
        f"v=1; a={algorithm}; c=relaxed/relaxed;",
        f"d={key.domain}; s={key.selector};",
        f"t={int(date.timestamp())};",
        f"bh={base64.b64encode(body_hash(wire, read)).decode()};",
        *_listed(names),
    )
    unsigned = "\r\n ".join((f"DKIM-Signature: {tags[0]}", *tags[1:], "b="))
    covered = b"".join([*_covered(fields, names), _relaxed(b"DKIM-Signature", unsigned.partition(":")[2].encode())])
    value = base64.b64encode(_signature(key, covered)).decode()
    # The first piece stands behind "b=", which takes two of the line's characters.
    pieces = [value[: _LINE - 2], *(value[start : start + _LINE] for start in range(_LINE - 2, len(value), _LINE))]
    header = (unsigned + "\r\n ".join(pieces) + "\r\n").encode()
    return Wire((header + first, *wire.segments[1:]), wire.size + len(header))


def _signature(key: SigningKey, covered: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    if isinstance(key.key, Ed25519PrivateKey):
        # RFC 8463 3: the hash is what is signed.
        return key.key.sign(hashlib.sha256(covered).digest())
    return key.key.sign(covered, PKCS1v15(), SHA256())


def body_hash(wire: Wire, read: ReadBlob) -> bytes:
    """SHA-256 of the body in relaxed form (RFC 6376 3.4.4). No more than one block of a blob is held."""
    digest = hashlib.sha256()
    ends = 0  # line ends that count only if something follows
    is_empty = True
    for chunk in _body(wire, read):
        content = _relaxed_lines(chunk)
        kept = content.rstrip(b"\r\n")
        if not kept:
            ends += len(content) // 2
            continue
        digest.update(b"\r\n" * ends)
        digest.update(kept)
        ends = (len(content) - len(kept)) // 2
        is_empty = False
    if not is_empty:
        digest.update(b"\r\n")
    return digest.digest()


def _body(wire: Wire, read: ReadBlob) -> Iterator[bytes]:
    """The message's body without the stuffed dots, in pieces that end where a line ends."""
    first, *others = wire.segments
    assert isinstance(first, bytes)
    yield _unstuffed(first).partition(b"\r\n\r\n")[2]
    for segment in others:
        if isinstance(segment, bytes):
            yield _unstuffed(segment)
        else:
            # Base64 lines, in which no dot and no blank stands.
            yield from Wire((segment,), segment.wire_size).chunks(read)


def _unstuffed(segment: bytes) -> bytes:
    """The reverse of RFC 5321 4.5.2. No segment starts with a dot."""
    return segment.replace(b"\r\n..", b"\r\n.") if b"\n." in segment else segment


def _relaxed_lines(content: bytes) -> bytes:
    if b" \r\n" in content or b"\t" in content:
        content = _FINAL_BLANKS.sub(b"\r\n", content)
    if b"  " in content or b"\t" in content:
        content = _BLANKS.sub(b" ", content)
    return content


def _fields(head: bytes) -> list[tuple[str, bytes]]:
    """(lower-case name, relaxed line with its end) of every header, in order."""
    fields = []
    for line in re.split(rb"\r\n(?![ \t])", head):
        name, _, value = line.partition(b":")
        fields.append((name.decode("ascii").lower(), _relaxed(name, value) + b"\r\n"))
    return fields


def _relaxed(name: bytes, value: bytes) -> bytes:
    """RFC 6376 3.4.2, without the line's end."""
    return name.lower() + b":" + _BLANKS.sub(b" ", value.replace(b"\r\n", b"")).strip(b" \t")


def _names(there: Sequence[str]) -> list[str]:
    names: list[str] = []
    for name in (*_ALWAYS, *_WHERE_THERE):
        count = there.count(name)
        if count or name in _ALWAYS:
            names += [name] * (count + 1)
    return names


def _covered(fields: Sequence[tuple[str, bytes]], names: Sequence[str]) -> Iterator[bytes]:
    """Of headers with the same name the lowest comes first; one that is not there adds nothing (RFC 6376 5.4.2)."""
    left: dict[str, list[bytes]] = {}
    for name, line in fields:
        left.setdefault(name, []).append(line)
    for name in names:
        if left.get(name):
            yield left[name].pop()


def _listed(names: Sequence[str]) -> list[str]:
    """The h= tag on lines of their own; names part at colons only."""
    lines, line = [], "h="
    for place, name in enumerate(names):
        word = name + (";" if place == len(names) - 1 else ":")
        if len(line) + len(word) > _LINE:
            lines.append(line)
            line = ""
        line += word
    return [*lines, line]

"""Seal a password so that only the worker can open it: HPKE (RFC 9180) to the worker's X25519 key. Pure; keeps nothing.

What is sealed opens only for the owner, the account and the servers it was sealed for: in another row, or once a server, a port,
its security or a user name was changed, it is refused, so nobody can have it presented to a server of their own. Who holds the
public key can seal, so a sealed password proves nothing about who sealed it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from nightmail.account.model import Account, Server
from nightmail.account.secret import Secret
from nightmail.errors import Invalid, PersonError, Problem

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_FORMAT = "nightmail-sealed-password-2"
_KEY_OCTETS = 32
_SUM_OCTETS = 4
# A sealed password tells its length only in steps of this many octets.
_BLOCK = 64
# The encapsulated key and the tag; the database takes no more than 64 KiB in all.
_OVERHEAD = 32 + 16
_LONGEST = (65_536 - _OVERHEAD) // _BLOCK * _BLOCK - 1
_PRIVATE, _PUBLIC = "nmk1_", "nmp1_"
_PRIVATE_LOOKS = "It looks like nmk1_…; make one with: nightmail keys new"
_BETWEEN_KEYS = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What passwords are sealed to; anybody may know it. 32 octets (RFC 7748). Raises PersonError `bad-public-key`."""

    octets: bytes

    def __post_init__(self) -> None:
        if len(self.octets) != _KEY_OCTETS or not _is_safe(self.octets):
            raise _bad_public("That is no X25519 public key.")

    @staticmethod
    def parse(text: str) -> PublicKey:
        """Reads `str(key)` back; a slip in it is noticed. Raises PersonError `bad-public-key`, and never repeats the text."""
        text = text.strip()
        if text.startswith(_PRIVATE):
            raise _bad_public("That is a private key; it belongs to the worker alone.")
        octets = _octets(text, _PUBLIC)
        if octets is None:
            raise _bad_public("That is no worker's public key.")
        return PublicKey(octets)

    @property
    def fingerprint(self) -> str:
        """The key's name, for people to compare: the first 96 bits of a SHA-256, like `k-7F3A-91BC-04DE-5A61-B2C3-D4E5`."""
        digest = hashlib.sha256(b"nightmail-worker-key-1" + self.octets).hexdigest().upper()
        return "-".join(("k", *(digest[at : at + 4] for at in range(0, 24, 4))))

    def __str__(self) -> str:
        return _text(_PUBLIC, self.octets)


class WorkerKey:
    """A private key. `reveal()` is the only way to its text; repr and str show nothing of it."""

    __slots__ = ("_key", "public")

    def __init__(self, key: X25519PrivateKey) -> None:
        self._key = key
        self.public = PublicKey(key.public_key().public_bytes_raw())

    @staticmethod
    def new() -> WorkerKey:
        return WorkerKey(X25519PrivateKey.generate())

    @staticmethod
    def parse(text: str) -> WorkerKey:
        """Reads `reveal()` back; a slip in it is noticed. Raises PersonError `bad-worker-key`, and never repeats the text."""
        octets = _octets(text.strip(), _PRIVATE)
        if octets is None:
            is_public = text.strip().startswith(_PUBLIC)
            what = "a public key; the worker needs the private one" if is_public else "no worker's private key"
            raise PersonError("bad-worker-key", f"That is {what}.", next=_PRIVATE_LOOKS)
        return WorkerKey(X25519PrivateKey.from_private_bytes(octets))

    @property
    def fingerprint(self) -> str:
        return self.public.fingerprint

    def reveal(self) -> str:
        return _text(_PRIVATE, self._key.private_bytes_raw())

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Raises InvalidTag or ValueError."""
        return _SUITE.decrypt(sealed, self._key, info=context)

    def __repr__(self) -> str:
        return "WorkerKey(…)"


class WorkerKeys:
    """The private keys a worker holds: one, and during a rotation the old one as well; none at all on other machines."""

    __slots__ = ("_keys",)

    def __init__(self, keys: Sequence[WorkerKey] = ()) -> None:
        self._keys = {key.fingerprint: key for key in keys}

    @staticmethod
    def parse(text: str) -> WorkerKeys:
        """Keys separated by commas or white space. Raises Invalid with a problem for each that is none."""
        words = [word for word in _BETWEEN_KEYS.split(text) if word]
        keys, problems = [], []
        for place, word in enumerate(words, 1):
            try:
                keys.append(WorkerKey.parse(word))
            except PersonError as error:
                where = f"Key {place} of {len(words)}: " if len(words) > 1 else ""
                problems.append(Problem(error.code, "worker_key", where + error.message, error.next))
        if problems:
            raise Invalid(problems)
        return WorkerKeys(keys)

    @property
    def fingerprints(self) -> tuple[str, ...]:
        return tuple(self._keys)

    def get(self, fingerprint: str) -> WorkerKey | None:
        return self._keys.get(fingerprint)

    def __repr__(self) -> str:
        return f"WorkerKeys({', '.join(self._keys)})"


@dataclass(frozen=True, slots=True)
class SealedPassword:
    """A sealed password with what it was sealed for and to. `key_id` is the key's fingerprint."""

    account_id: UUID
    owner_id: UUID
    key_id: str
    sealed: bytes = field(repr=False)


def seal(secret: Secret, key: PublicKey, account: Account) -> bytes:
    """Encapsulated key and ciphertext, different each time. Raises PersonError `password-too-long` beyond 65,471 octets."""
    octets = secret.reveal().encode()
    if len(octets) > _LONGEST:
        raise PersonError("password-too-long", "The password is too long to be sealed.", next="Check what was pasted.")
    recipient = X25519PublicKey.from_public_bytes(key.octets)
    return _SUITE.encrypt(_padded(octets), recipient, info=_context(key.fingerprint, account))


def open_sealed(sealed: bytes, key: WorkerKey, account: Account) -> Secret:
    """The password, if it was sealed to this key for this account with these servers, and is unchanged.

    Raises PersonError `password-unreadable`, the same for every reason: the ciphertext does not tell them apart.
    """
    try:
        padded = key.open(sealed, _context(key.fingerprint, account))
        return Secret(_unpadded(padded).decode())
    except (InvalidTag, ValueError):
        raise PersonError(
            "password-unreadable",
            "This account's servers were changed since its password was sealed, or what is kept of it is damaged.",
            next="Check the account's servers, then enter its password again.",
        ) from None


def _context(fingerprint: str, account: Account) -> bytes:
    # RFC 9180 8.1: with single-shot encryption, what is to be authenticated beside the message goes into `info`.
    servers = (_fields(account.smtp), _fields(account.imap) if account.imap else None)
    # By whom the servers have to be vouched for is as much a part of which servers they are.
    trust = (hashlib.sha256(account.options.ca.encode()).hexdigest(),) if account.options.ca else ()
    return json.dumps([_FORMAT, str(account.owner_id), str(account.id), fingerprint, *servers, *trust]).encode("ascii")


def _fields(server: Server) -> list[str | int | None]:
    return [server.host, server.port, server.security.value, server.username]


def _padded(octets: bytes) -> bytes:
    # ISO/IEC 7816-4: one octet 80, then zeros.
    marked = octets + b"\x80"
    return marked + bytes(-len(marked) % _BLOCK)


def _unpadded(padded: bytes) -> bytes:
    octets, mark, zeros = padded.rpartition(b"\x80")
    if not mark or zeros.strip(b"\0"):
        raise ValueError("the padding is not ours")
    return octets


# ---------------------------------------------------------------------------------------------- keys as text


def _text(prefix: str, octets: bytes) -> str:
    """36 octets are 48 characters without a rest, so there is one way to write each key."""
    return prefix + base64.urlsafe_b64encode(octets + _sum(prefix, octets)).decode("ascii")


def _octets(text: str, prefix: str) -> bytes | None:
    """None for anything that `_text` did not write."""
    try:
        found = base64.b64decode(text.removeprefix(prefix).encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    octets = found[:_KEY_OCTETS]
    return octets if len(octets) == _KEY_OCTETS and _text(prefix, octets) == text else None


def _sum(prefix: str, octets: bytes) -> bytes:
    """A mistyped public key would be a good one that nobody holds the other half of."""
    return hashlib.sha256(prefix.encode() + octets).digest()[:_SUM_OCTETS]


def _bad_public(message: str) -> PersonError:
    return PersonError("bad-public-key", message, next="Give the one that starts with nmp1_, as “nightmail keys new” printed it.")


def _is_safe(octets: bytes) -> bool:
    """RFC 7748 6.1: with some values every shared secret is zero, and anybody could open what is sealed to them."""
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(octets))
    except ValueError:
        return False
    return True

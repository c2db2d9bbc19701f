"""Signed news of a release: read it, or refuse it. Pure: octets, keys and the time come in, a release or a refusal comes out.

The signature is over the very octets of the news, which are looked into only after it held. What expired is refused, so that
whoever stands between us and the makers can hold news back for its span at most, and can never have an older one believed.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from nightmail.errors import OutsideError
from nightmail.updates.version import Version, parse_version

FORMAT = "nightmail-news-1"
LONGEST = 64 * 1024
# What is signed is never mistaken for anything else that this key might sign.
_PURPOSE = b"nightmail news\0"
_NOTES = 4_000


@dataclass(frozen=True, slots=True)
class File:
    """One download. `sha256` in hex."""

    name: str
    url: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """`notes`: what is new, in plain text. `page`: where to read of it and get it. `files` by system, like "linux-x86_64"."""

    version: Version
    published_at: datetime
    expires_at: datetime
    notes: str
    page: str
    files: Mapping[str, File]


def read_news(envelope: bytes, keys: Sequence[str], *, now: datetime) -> Release:
    """`keys`: public keys in base64, any of which may have signed. Raises OutsideError `news-unsigned`, `news-unreadable` or
    `news-expired`."""
    signed, signatures = _opened(envelope)
    if not any(_holds(signed, signature, key) for key in keys for signature in signatures):
        raise OutsideError(
            "news-unsigned",
            "What the update address answered is not signed by Nightmail's makers, so it was not believed.",
            next="Nothing was changed. If this stays so, look at the project's own page.",
        )
    release = _release(signed)
    if release.expires_at <= now:
        raise OutsideError(
            "news-expired",
            f"The news of updates is out of date: it was good until {release.expires_at:%Y-%m-%d}.",
            next="Check this computer's clock; else look at the project's own page.",
        )
    return release


def sign_news(news: Mapping[str, object], key: Ed25519PrivateKey) -> bytes:
    """The envelope that `read_news` opens."""
    signed = json.dumps({"format": FORMAT, **news}, ensure_ascii=False, sort_keys=True).encode()
    signature = key.sign(_PURPOSE + signed)
    envelope = {"signed": base64.b64encode(signed).decode(), "signatures": [base64.b64encode(signature).decode()]}
    return json.dumps(envelope, indent=1).encode() + b"\n"


def _opened(envelope: bytes) -> tuple[bytes, list[bytes]]:
    try:
        if len(envelope) > LONGEST:
            raise ValueError("too long")
        found = json.loads(envelope)
        signatures = [base64.b64decode(each, validate=True) for each in found["signatures"][:8]]
        return base64.b64decode(found["signed"], validate=True), signatures
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _unreadable() from error


def _holds(signed: bytes, signature: bytes, key: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True)).verify(signature, _PURPOSE + signed)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _release(signed: bytes) -> Release:
    """A newer format than this one knows is unreadable too: its makers then keep the old one beside it."""
    try:
        news = json.loads(signed)
        if news["format"] != FORMAT:
            raise ValueError("another format")
        return Release(
            version=parse_version(news["version"]),
            published_at=_instant(news["published_at"]),
            expires_at=_instant(news["expires_at"]),
            notes=str(news["notes"])[:_NOTES],
            page=_https(news["page"]),
            files={str(system): _file(each) for system, each in news["files"].items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _unreadable() from error


def _file(found: Mapping[str, object]) -> File:
    name, size, digest = found["name"], found["size"], found["sha256"]
    if not isinstance(name, str) or not isinstance(digest, str) or not isinstance(size, int):
        raise TypeError("a file")
    # The name becomes one on the person's disk.
    if not name or name.startswith(".") or any(sign in name for sign in '/\\:\0"<>|?*') or len(name) > 120:
        raise ValueError("a file's name")
    if len(bytes.fromhex(digest)) != 32 or size <= 0:
        raise ValueError("a file's sum")
    return File(name, _https(found["url"]), size, digest.lower())


def _https(url: object) -> str:
    if not isinstance(url, str) or urlsplit(url).scheme != "https" or not urlsplit(url).hostname:
        raise ValueError("not https")
    return url


def _instant(text: object) -> datetime:
    if not isinstance(text, str):
        raise TypeError("a time")
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("a time without a zone")
    return instant


def _unreadable() -> OutsideError:
    return OutsideError(
        "news-unreadable", "The news of updates can't be read.", next="Nothing was changed; it is asked for again tomorrow."
    )

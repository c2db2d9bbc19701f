"""Keep passwords as salted hashes, cheap enough for tests. Judges whether one is strong enough; stores nothing."""

from __future__ import annotations

import hashlib
import hmac
import os

MINIMUM_LENGTH = 6
_COST = 2**8


def hashed(password: str) -> str:
    salt = os.urandom(12)
    return f"scrypt${salt.hex()}${_derive(password, salt).hex()}"


def matches(password: str, kept: str | None) -> bool:
    parts = (kept or "").split("$")
    if len(parts) != 3:
        return False
    return hmac.compare_digest(_derive(password, bytes.fromhex(parts[1])), bytes.fromhex(parts[2]))


def _derive(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=_COST, r=8, p=1, dklen=32)

"""News as the makers would sign it, for tests."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nightmail.updates.news import sign_news

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MAKER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


def public(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def news(version: str = "0.2.0", *, key: Ed25519PrivateKey = MAKER, other: Mapping[str, object] | None = None) -> bytes:
    said: dict[str, object] = {
        "version": version,
        "published_at": NOW.isoformat(),
        "expires_at": (NOW + timedelta(days=60)).isoformat(),
        "notes": "Mail now leaves by moonlight too.",
        "page": "https://nightmail.example/download",
        "files": {
            "linux-x86_64": {
                "name": "nightmail.tar.gz",
                "url": "https://nightmail.example/nightmail.tar.gz",
                "size": 71_000_000,
                "sha256": "ab" * 32,
            }
        },
    }
    return sign_news(said | dict(other or {}), key)

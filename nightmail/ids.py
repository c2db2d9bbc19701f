"""Identifiers: UUIDv7 for rows (RFC 9562 5.7, so that new rows land together in an index) and RFC 5322 Message-IDs."""

from __future__ import annotations

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A UUIDv7: 48 bits of Unix milliseconds, then 74 random bits (RFC 9562 5.7)."""
    value = (time.time_ns() // 1_000_000 & 0xFFFF_FFFF_FFFF) << 80
    value |= int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def message_id_for(id: UUID, domain: str) -> str:
    """The Message-ID of a message, fixed at scheduling (RFC 5322 3.6.4). `domain` is the sender's, as an A-label."""
    return f"<{id.hex}@{domain}>"

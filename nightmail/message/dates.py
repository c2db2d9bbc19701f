"""The zone that a Date header is written in. The instant is another's affair."""

from __future__ import annotations

from datetime import UTC, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=512)
def zone_of(name: str | None) -> tzinfo:
    """The person's zone; UTC where none was given or this machine can't read it (the instant is the same)."""
    if name is None:
        return UTC
    try:
        return ZoneInfo(name)
    except Exception:
        # A name becomes a path: "America" is a folder, others can't be read or hold no zone, and each raises its own error.
        return UTC

"""Remember what was imported, so that the same mail never comes in twice. One small file in the profile."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from nightmail.errors import OutsideError

_FILE = "imported.json"


def marks_of(message_id: str, unique: str, content: bytes) -> tuple[str, ...]:
    """What a mail is known by: its Message-ID, the add-on's own id, and its bytes. Hashes, since ids name people and hosts."""
    names = [f"id {message_id}"] if message_id else []
    names += [f"uuid {unique}"] if unique else []
    return (*(_hash(name.encode()) for name in names), _hash(content))


def id_for(mark: str, at_ms: int) -> UUID:
    """The same mail always gets the same id (a UUIDv7 of RFC 9562 5.7, its random bits from the hash), so that even an import
    that broke off before it was noted down schedules nothing twice."""
    value = (at_ms & 0xFFFF_FFFF_FFFF) << 80 | int(mark[:20], 16)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


class Ledger:
    """Calls block for one small file."""

    def __init__(self, profile: Path) -> None:
        self._file = profile / _FILE

    def known(self) -> frozenset[str]:
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return frozenset()
        return frozenset(mark for mark in kept if isinstance(mark, str)) if isinstance(kept, list) else frozenset()

    def note(self, marks: Iterable[str]) -> None:
        """Raises OutsideError `import-not-noted`."""
        whole = sorted(self.known() | set(marks))
        beside = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("w", encoding="utf-8") as handle:
                json.dump(whole, handle)
                handle.flush()
                os.fsync(handle.fileno())
            beside.replace(self._file)
        except OSError as error:
            raise OutsideError(
                "import-not-noted", f"What was imported could not be noted down: {error.strerror}.", next="Free some disk space."
            ) from error


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:40]

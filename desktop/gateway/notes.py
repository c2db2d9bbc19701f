"""What this PC has to remember of the cloud between two starts: what is still to go up, and what may. One small file.

It holds no secret and no content. Where it is lost, messages stay on this PC until somebody moves them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from desktop.gateway.cloud_port import Sealed

FILE = "cloud-notes.json"


class CloudNotes:
    """`whose` names the project and the person; what was noted for others is not read."""

    def __init__(self, folder: Path, whose: str) -> None:
        self._file = folder / FILE
        # Each change is written whole, from whichever thread it comes.
        self._writing = Lock()
        self._whose = whose
        kept = self._read()
        self.bound: frozenset[UUID] = frozenset(UUID(id) for id in kept.get("bound", ()))
        self.sealed: Mapping[UUID, Sealed] = {
            UUID(id): Sealed(str(key_id), *map(bool, facts)) for id, (key_id, *facts) in kept.get("sealed", {}).items()
        }

    def bind(self, id: UUID) -> None:
        """It goes to the cloud as soon as it can. Kept when this returns."""
        with self._writing:
            self._keep_bound(self.bound | {id})

    def unbind(self, id: UUID) -> None:
        with self._writing:
            self._keep_bound(self.bound - {id})

    def note_sealed(self, sealed: Mapping[UUID, Sealed]) -> None:
        with self._writing:
            if dict(sealed) != dict(self.sealed):
                self.sealed = dict(sealed)
                self._write()

    def _keep_bound(self, bound: frozenset[UUID]) -> None:
        if bound != self.bound:
            self.bound = bound
            self._write()

    def _read(self) -> dict[str, Any]:
        try:
            kept: dict[str, Any] = json.loads(self._file.read_text("utf-8")).get(self._whose, {})
        except (OSError, ValueError, AttributeError):
            return {}
        return kept

    def _write(self) -> None:
        kept = {
            self._whose: {
                "bound": sorted(map(str, self.bound)),
                "sealed": {str(id): [sealed.key_id, sealed.is_current, sealed.is_newest] for id, sealed in self.sealed.items()},
            }
        }
        aside = self._file.with_suffix(f".{os.getpid()}.new")
        with aside.open("w", encoding="utf-8") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self._file)

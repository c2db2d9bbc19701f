"""The cloud's part of the list as it was last heard, kept over a restart: so that it stands there while the project is away.

What it holds is what the profile's own database holds of messages on this PC: subjects, people, times. It goes with the sign-out.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from nightmail import records
from nightmail.delivery.model import DeliveryState
from nightmail.ports import OutboxRow

FILE = "cloud-rows.json"
# What goes next and went last; the rest of a long history is asked for once the project answers.
MOST = 2_000
_FORM = 1

log = logging.getLogger("nightmail.desktop")


class Remembered:
    """`whose` names the project and the person; what was kept of others is not read. Blocks while it reads and writes."""

    def __init__(self, folder: Path, whose: str) -> None:
        self._file = folder / FILE
        self._whose = whose

    def read(self) -> tuple[tuple[OutboxRow, ...], Mapping[DeliveryState, int]]:
        """Nothing where nothing was kept, or it can't be read."""
        try:
            kept = json.loads(self._file.read_text("utf-8"))
            if (kept["form"], kept["whose"]) != (_FORM, self._whose):
                return (), {}
            rows = tuple(records.row_of(record) for record in kept["rows"])
            return rows, {DeliveryState(state): int(many) for state, many in kept["counts"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return (), {}

    def keep(self, rows: Iterable[OutboxRow], counts: Mapping[DeliveryState, int]) -> None:
        """Whole or not at all. A disk that is full costs the memory, and nothing else."""
        kept = {
            "form": _FORM,
            "whose": self._whose,
            "rows": [records.row_json(row) for row in list(rows)[-MOST:]],
            "counts": {state.value: many for state, many in counts.items()},
        }
        aside = self._file.with_suffix(f".{os.getpid()}.new")
        try:
            handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(kept, file)
            aside.replace(self._file)
        except OSError as error:
            log.warning("desktop.cloud-rows-unkept", extra={"reason": error.strerror})

    def forget(self) -> None:
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

"""Keep verdicts on disk while the database can't take them, so that a server's 250 is never forgotten."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from uuid import UUID

from nightmail.delivery.audit import AuditEvent
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.delivery.outcome import RecipientResult
from nightmail.delivery.settle import Settled
from nightmail.ports import Settlement


class Spill:
    """One file per dispatcher in `folder`; whoever starts next replays what is there. Repeating a verdict is harmless."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._path = folder / f"{name}.jsonl"

    def keep(self, settlements: list[Settlement]) -> None:
        """Append, durably."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(_plain(settlement)) + "\n" for settlement in settlements)
            file.flush()
            os.fsync(file.fileno())

    def forget(self) -> None:
        """The database has them now."""
        self._path.unlink(missing_ok=True)

    def left_behind(self) -> Iterator[tuple[Path, list[Settlement]]]:
        """What earlier dispatchers kept, file by file. The caller removes a file once its verdicts are written."""
        for path in sorted(self._folder.glob("*.jsonl")) if self._folder.is_dir() else ():
            yield path, list(_read(path))


def _read(path: Path) -> Iterator[Settlement]:
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            yield _settlement(json.loads(line))
        except (ValueError, KeyError, TypeError):
            # The power went while this line was written: its delivery is in doubt, which rescue says.
            continue


def _plain(settlement: Settlement) -> dict[str, object]:
    settled = asdict(settlement.settled)
    settled["due_at"] = settlement.settled.due_at.isoformat()
    return {"id": str(settlement.id), "run_lease": settlement.run_lease, "settled": settled}


def _settlement(plain: dict[str, object]) -> Settlement:
    settled = plain["settled"]
    if not isinstance(settled, dict):
        raise ValueError("no verdict")
    results = tuple(
        RecipientResult(one["n"], RecipientState(one["state"]), one["reply"], one.get("evidence", ""))
        for one in settled["recipients"]
    )
    return Settlement(
        id=UUID(str(plain["id"])),
        run_lease=int(str(plain["run_lease"])),
        settled=Settled(
            **{
                **settled,
                "state": DeliveryState(settled["state"]),
                "event": AuditEvent(settled["event"]),
                "due_at": datetime.fromisoformat(settled["due_at"]),
                "recipients": results,
            }
        ),
    )

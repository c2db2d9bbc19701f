"""How far a message's files are on their way, to the cloud or into this PC's outbox, told to whoever scheduled it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.gateway.port import Progress

if TYPE_CHECKING:
    from nightmail.cloud.files import Progress as FileProgress


class _Tally:
    """Several files as one sum: a file that is sent again begins anew."""

    def __init__(self, told: Progress, total: int, *, stays_here: bool) -> None:
        self._told = told
        self.stays_here = stays_here
        self._total = total
        self._done: dict[str, int] = {}
        self.has_moved = False

    def add(self, name: str, done: int) -> None:
        self._done[name] = done
        self.has_moved = True
        self._told(min(sum(self._done.values()), self._total), self._total)


# The upload happens in the task that schedules, however many rooms lie between the two.
_tally: ContextVar[_Tally | None] = ContextVar("uploads", default=None)


@contextmanager
def told(progress: Progress, total: int, *, stays_here: bool = False) -> Iterator[None]:
    """Uploads of this task are told to `progress`; `total` octets in all. `stays_here`: nothing goes up, and the copies into this
    PC's outbox are what is told."""
    before = _tally.set(_Tally(progress, total, stays_here=stays_here))
    try:
        yield
    finally:
        _tally.reset(before)


def heard(file: FileProgress) -> None:
    """What the cloud's files say of one upload."""
    tally = _tally.get()
    if tally is not None:
        tally.add(file.sha256, file.done)


def copied(path: Path, done: int) -> None:
    """What this PC's outbox says of one copy."""
    tally = _tally.get()
    if tally is not None and tally.stays_here:
        tally.add(str(path), done)


def has_moved() -> bool:
    """Something more of this task's uploads has gone since this was asked last."""
    tally = _tally.get()
    if tally is None or not tally.has_moved:
        return False
    tally.has_moved = False
    return True

"""Keep what the interpreter says when it is taken down, and find it at the next start. A profile has one desktop at a time."""

from __future__ import annotations

import faulthandler
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

FOLDER = "crashes"
_RUNNING = "running.trace"
_LONGEST = 200_000
_KEPT = 5


class CrashWatch:
    """`begin` once the profile is ours, `end` when it ends in order."""

    def __init__(self, profile: Path) -> None:
        self._folder = profile / FOLDER
        self._file: IO[bytes] | None = None

    def begin(self) -> str:
        """From now on a crash leaves its trace. Answers the trace that the last run left; "" where it ended in order or was
        switched off with the computer."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            left = _read(self._folder / _RUNNING)
            self._file = (self._folder / _RUNNING).open("wb")
            if os.name != "nt":
                (self._folder / _RUNNING).chmod(0o600)
            faulthandler.enable(self._file, all_threads=True)
        except OSError:
            # A full disk must not keep mail from leaving.
            return ""
        return left

    def end(self) -> None:
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
            (self._folder / _RUNNING).unlink(missing_ok=True)

    def keep(self, report: str, *, name: str) -> Path | None:
        """Write a report for the person; the few newest are kept. None where it can't be written."""
        path = self._folder / f"report-{name}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_text(report, encoding="utf-8")
            path.chmod(0o600)
            for old in sorted(self._folder.glob("report-*.txt"))[:-_KEPT]:
                old.unlink(missing_ok=True)
        except OSError:
            return None
        return path


def hear_threads(tell: Callable[[BaseException], object]) -> None:
    """A bug in a thread is heard of like one in a window."""
    threading.excepthook = lambda told: tell(told.exc_value) if told.exc_value is not None else None


def _read(path: Path) -> str:
    if not path.exists():
        return ""
    with path.open("rb") as file:
        return file.read(_LONGEST).decode("utf-8", errors="replace").strip()

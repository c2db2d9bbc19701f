"""Upgrade copies of a profile's database, each killed a statement later than the one before, until one lives to its end.

    python -m tests.packaging.killed_upgrades DATABASE FOLDER

FOLDER gets `0.sqlite3`, `1.sqlite3`… A process of its own, since a fork wants a process without threads.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from itertools import count
from pathlib import Path
from typing import Any

from nightmail.store import sqlite_migrate


def main() -> None:
    database, folder = Path(sys.argv[1]), Path(sys.argv[2])
    for statements in count():
        copy = folder / str(statements) / database.name
        copy.parent.mkdir(parents=True)
        shutil.copyfile(database, copy)
        if _outcome(copy, statements) == 0:
            return


def _outcome(database: Path, statements: int) -> int:
    child = os.fork()
    if child == 0:
        _die_at(statements)
        sqlite_migrate.migrate(database)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in (0, -signal.SIGKILL):
        raise SystemExit(f"ended with {status} after {statements} statements")
    return status


def _die_at(statements: int) -> None:
    """Be killed just before the statement after so many."""
    left = statements
    connect = sqlite3.connect

    def begins(_statement: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def traced(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.set_trace_callback(begins)
        return connection

    sqlite3.connect = traced  # type: ignore[assignment]  # in this child alone


if __name__ == "__main__":
    main()

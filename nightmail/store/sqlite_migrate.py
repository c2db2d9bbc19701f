"""Bring a profile's SQLite file to this version's tables: numbered SQL files and `user_version`, a copy before each step
of one that holds something."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from importlib import resources
from pathlib import Path

from nightmail.errors import OutsideError, PersonError
from nightmail.store.sqlite_words import lend_words

BUSY_MS = 15_000
_HALF = ".half"


def prepare(connection: sqlite3.Connection) -> None:
    """The settings every connection needs. A commit that returned survives a power cut: WAL with synchronous FULL."""
    for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "fullfsync=ON", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def migrations() -> list[tuple[int, str]]:
    """(version, SQL) in order, from the files beside this module."""
    found = []
    for file in resources.files("nightmail.store").joinpath("sqlite_migrations").iterdir():
        if match := re.fullmatch(r"(\d{4})_\w+\.sql", file.name):
            found.append((int(match[1]), file.read_text(encoding="utf-8")))
    return sorted(found)


def migrate(path: Path) -> int:
    """Apply what is missing; answers the version reached. Raises PersonError `database-newer`."""
    steps = migrations()
    newest = steps[-1][0]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        prepare(connection)
        lend_words(connection)
        is_new = _version(connection) == 0
        for version, sql in steps:
            _step(connection, None if is_new else path, version, sql, newest)
        return _version(connection)


def _step(connection: sqlite3.Connection, path: Path | None, version: int, sql: str, newest: int) -> None:
    """`path` None: there is nothing yet that a copy would keep."""
    present = _version(connection)
    if present > newest:
        raise PersonError(
            "database-newer",
            f"This profile was made by a newer Nightmail (its version is {present}, this one knows {newest}).",
            next="Update Nightmail; the profile is untouched.",
        )
    if present >= version:
        return
    if path is not None:
        _copy(connection, path.with_name(f"{path.stem}.before-{version:04}{path.suffix}"))
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have made the step while this one waited for the lock.
        if _version(connection) < version:
            for statement in _statements(sql):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={version}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    if path is not None:
        _tidy(path)


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _statements(sql: str) -> list[str]:
    """`executescript` would commit the open transaction, so statements go one by one."""
    found, start = [], 0
    for end in (match.end() for match in re.finditer(";", sql)):
        if sqlite3.complete_statement(sql[start:end]):
            found.append(sql[start:end])
            start = end
    return found


def _copy(connection: sqlite3.Connection, target: Path) -> None:
    """Under its name the copy is whole, wherever this process ends."""
    half = target.with_suffix(f".{os.getpid()}{_HALF}")
    try:
        with closing(sqlite3.connect(half)) as copy:
            connection.backup(copy)
        half.replace(target)
    except FileNotFoundError:
        # Another process made this step meanwhile, with a copy of its own, and tidied up.
        return
    except (sqlite3.DatabaseError, OSError) as error:
        raise OutsideError(
            "backup-failed",
            f"The copy {target} that is made before an update could not be written.",
            next="Free some disk space; the profile is untouched.",
        ) from error


def _tidy(path: Path) -> None:
    """What a process that was killed left half copied."""
    for half in path.parent.glob(f"{path.stem}.before-*{_HALF}*"):
        half.unlink(missing_ok=True)

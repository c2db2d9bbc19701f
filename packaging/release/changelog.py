"""Gather the fragments of `packaging/changes/` under a version's heading of the changelog. Pure but for `fragments`."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from datetime import date
from pathlib import Path

_WIDTH = 137
_UNRELEASED = "(not yet released)"


def fragments(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.md") if path.name != "README.md")


def released(changelog: str, version: str, day: date, changes: Sequence[str]) -> str:
    """The changelog with this version dated and its changes listed. Raises ValueError where it was released already, or where
    nothing changed."""
    heading = f"## {version} ({day.isoformat()})"
    lines = "".join(f"{_listed(change)}\n" for change in changes)
    if re.search(rf"^## {re.escape(version)} \(\d{{4}}-", changelog, re.MULTILINE):
        raise ValueError(f"{version} was released already.")
    waiting = f"## {version} {_UNRELEASED}\n"
    if waiting in changelog:
        before, after = changelog.split(waiting)
        return f"{before}{heading}\n{_before_next(after, lines)}"
    if not changes:
        raise ValueError("Nothing changed: packaging/changes/ is empty.")
    first = re.search(r"^## ", changelog, re.MULTILINE)
    place = first.start() if first else len(changelog)
    return f"{changelog[:place]}{heading}\n\n{lines}\n{changelog[place:]}"


def notes(changelog: str, version: str) -> str:
    """What stands under a version's heading. Raises ValueError where it has none."""
    found = re.search(rf"^## {re.escape(version)}(?: [^\n]*)?\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(f"The changelog says nothing of {version}.")
    return found[1].strip()


def _listed(change: str) -> str:
    return textwrap.fill(" ".join(change.split()), _WIDTH, initial_indent="- ", subsequent_indent="  ", break_long_words=False)


def _before_next(after: str, lines: str) -> str:
    following = re.search(r"^## ", after, re.MULTILINE)
    if following is None:
        return after.rstrip("\n") + "\n" + lines
    return f"{after[: following.start()].rstrip()}\n{lines}\n{after[following.start() :]}"

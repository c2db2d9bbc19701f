"""Write the report of a problem: which Nightmail on which system, what it said last, and nothing of the person. No Qt."""

from __future__ import annotations

import platform
import sys
from datetime import datetime
from pathlib import Path

from nightmail.clock import rfc3339
from nightmail.redaction import redacted
from nightmail.updates.channel import Installation

_LOG = "desktop.log"
_LAST = 20_000


def report(installation: Installation, profile: Path, *, trace: str, qt: str, now: datetime) -> str:
    """Plain text. `trace`: what the last run left behind, where it crashed."""
    parts = [
        f"Nightmail {installation.version} {installation.commit}".rstrip(),
        f"Python {platform.python_version()} · Qt {qt} · {_system()} · {'bundle' if hasattr(sys, '_MEIPASS') else 'environment'}",
        rfc3339(now),
    ]
    if trace:
        parts += ["", "What the last run left behind:", trace]
    parts += ["", "What the log says last:", _tail(profile / _LOG) or "(nothing)"]
    # Twice where the profile lies elsewhere: its folder may bear a name, too.
    return redacted(redacted("\n".join(parts), home=profile), home=Path.home()) + "\n"


def _system() -> str:
    try:
        told = platform.freedesktop_os_release()
        return f"{told.get('PRETTY_NAME', 'Linux')} {platform.machine()}"
    except OSError:
        return f"{platform.system()} {platform.release()} {platform.machine()}"


def _tail(path: Path) -> str:
    try:
        content = path.read_bytes()[-_LAST:]
    except OSError:
        return ""
    text = content.decode("utf-8", errors="replace")
    # The first line of a piece is rarely whole.
    return text.split("\n", 1)[-1].strip() if len(content) == _LAST else text.strip()

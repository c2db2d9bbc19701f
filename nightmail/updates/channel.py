"""What this installation knows of itself: its version, what it was built from, and whether it looks for updates itself."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PYTHON = "python"
_SYSTEMS = {"win32": "windows", "darwin": "macos", "linux": "linux"}


@dataclass(frozen=True, slots=True)
class Channel:
    """Where the signed news is (https), and the public keys whose signature counts."""

    url: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Installation:
    """`channel` None: nobody was named to ask when this was built. `kept_by`: who updates it instead, "python" or
    "packages"; empty where it is the person."""

    version: str
    commit: str = ""
    channel: Channel | None = None
    kept_by: str = ""

    @property
    def asks(self) -> bool:
        return self.channel is not None and not self.kept_by


@cache
def this_installation() -> Installation:
    return read_installation(Path(str(getattr(sys, "_MEIPASS", ""))) if hasattr(sys, "_MEIPASS") else None)


def read_installation(bundle: Path | None) -> Installation:
    """`bundle`: the folder a bundle keeps its files in; None for a Python environment, which its own tools update."""
    known = _known_version()
    if bundle is None:
        return Installation(known, kept_by=PYTHON)
    kept_by = bundle / "kept-by"
    keeper = kept_by.read_text(encoding="utf-8").strip() if kept_by.exists() else ""
    try:
        about: dict[str, Any] = json.loads((bundle / "build.json").read_text(encoding="utf-8"))
        updates = about["updates"]
        channel = Channel(_https(updates["url"]), tuple(map(str, updates["keys"]))) if updates else None
        return Installation(str(about["version"]), str(about["commit"]), channel, keeper)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        # A bundle that lost it still sends mail.
        return Installation(known, kept_by=keeper)


def this_system(machine: str) -> str:
    """The key of the downloads for this computer, like "linux-x86_64"."""
    return f"{_SYSTEMS.get(sys.platform, sys.platform)}-{machine.lower().replace('amd64', 'x86_64').replace('aarch64', 'arm64')}"


def _https(url: str) -> str:
    if urlsplit(url).scheme != "https":
        raise ValueError("not https")
    return url


def _known_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("nightmail")
    except PackageNotFoundError:
        return "0.0.0"

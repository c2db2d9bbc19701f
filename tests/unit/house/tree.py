"""The project's own files: what git tracks, or what lies there where the project came without git. Reads only."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CODE = ("nightmail/", "desktop/", "cloud_worker/", "packaging/", "tests/")
MADE = {"build", "dist", "out", "__pycache__"}


@cache
def tracked() -> tuple[Path, ...]:
    """Paths below the root, that exist."""
    names = _in_git() if shutil.which("git") and (ROOT / ".git").exists() else in_folder()
    return tuple(Path(name) for name in names if name and (ROOT / name).is_file())


def python_files() -> tuple[Path, ...]:
    return tuple(path for path in tracked() if path.suffix == ".py" and path.as_posix().startswith(CODE))


def text(path: Path) -> str:
    """The file's text; "" for a binary one."""
    content = (ROOT / path).read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


def _in_git() -> list[str]:
    # Whose folder it is does not matter here, and git would otherwise ask the settings in the home folder.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")


def in_folder() -> list[str]:
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
    return [path.as_posix() for path in paths if not any(part in MADE or _is_private(part) for part in path.parts)]


def _is_private(part: str) -> bool:
    """Environments and caches start with a dot; so do the two that belong to the project."""
    return part.startswith(".") and part not in {".ci", ".gitignore"}

"""The project's own files, as git tracks them. Reads only."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CODE = ("nightmail/", "desktop/", "cloud_worker/", "packaging/", "tests/")


@cache
def tracked() -> tuple[Path, ...]:
    """Paths below the root, that exist. The owner does not matter here, and git would otherwise ask the home folder."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    return tuple(Path(name) for name in names if name and (ROOT / name).is_file())


def python_files() -> tuple[Path, ...]:
    return tuple(path for path in tracked() if path.suffix == ".py" and path.as_posix().startswith(CODE))


def text(path: Path) -> str:
    """The file's text; "" for a binary one."""
    content = (ROOT / path).read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")

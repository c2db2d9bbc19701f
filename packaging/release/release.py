"""`make release VERSION=x.y.z`: set the version, gather the changelog, commit and tag. Pushes nothing; what it did can be undone
until somebody pushes the tag."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from changelog import fragments, released

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT, CHANGELOG, CHANGES = "pyproject.toml", "packaging/CHANGELOG.md", "packaging/changes"
_VERSION = re.compile(r"\d+\.\d+\.\d+(-(a|b|rc)\.\d+)?")
_LINE = re.compile(r'^version = "([^"]+)"$', re.MULTILINE)


def main() -> None:
    version = sys.argv[1] if len(sys.argv) > 1 else ""
    if problem := problem_with(version):
        sys.exit(problem)
    day = _day()
    taken = write(ROOT, version, day)
    _git("add", PROJECT, CHANGELOG)
    if taken:
        _git("rm", "--quiet", "--force", *taken)
    _git("commit", "--quiet", "--message", f"release: Nightmail {version}.")
    _git("tag", "--annotate", f"v{version}", "--message", f"Nightmail {version}")
    print(f"Nightmail {version} is tagged v{version}. Nobody else has it before: git push --follow-tags")


def problem_with(version: str) -> str:
    """Why this can't be released; "" when it can."""
    if not _VERSION.fullmatch(version):
        return "Name the version: make release VERSION=1.2.3"
    if _git("status", "--porcelain", "--untracked-files=no"):
        return "There are changes that are not committed. Commit them, or put them aside, and start again."
    if _git("tag", "--list", f"v{version}"):
        return f"There is a tag v{version} already."
    return ""


def write(root: Path, version: str, day: date) -> list[str]:
    """Change the version's one place and the changelog; answers the fragments that are in it now. Raises SystemExit."""
    project, changelog = root / PROJECT, root / CHANGELOG
    gathered = fragments(root / CHANGES)
    try:
        text = released(changelog.read_text("utf-8"), version, day, [path.read_text("utf-8") for path in gathered])
    except ValueError as problem:
        raise SystemExit(str(problem)) from None
    said, count = _LINE.subn(f'version = "{version}"', project.read_text("utf-8"))
    if count != 1:
        raise SystemExit(f"{PROJECT} has no one line with the version.")
    changelog.write_text(text, encoding="utf-8")
    project.write_text(said, encoding="utf-8")
    return [path.relative_to(root).as_posix() for path in gathered]


def _day() -> date:
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return (datetime.fromtimestamp(int(given), UTC) if given else datetime.now(UTC)).date()


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main()

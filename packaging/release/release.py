"""`make release VERSION=x.y.z`: set the version, gather the changelog, commit and tag. Pushes nothing. What fails in
the middle leaves the project as it was; `--undo x.y.z` takes a release back that could not be packaged."""

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
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(a|b|rc)\.(0|[1-9]\d*))?")
_LINE = re.compile(r'^version = "([^"]+)"$', re.MULTILINE)


def main() -> None:
    match sys.argv[1:]:
        case ["--undo", version]:
            undo(ROOT, version)
        case arguments:
            release(ROOT, arguments[0] if arguments else "", _day())


def release(root: Path, version: str, day: date) -> None:
    """Raises SystemExit; the project is then as it was."""
    if problem := problem_with(root, version):
        sys.exit(problem)
    before = _git(root, "rev-parse", "HEAD")
    taken = write(root, version, day)
    try:
        _git(root, "add", PROJECT, CHANGELOG)
        if taken:
            _git(root, "rm", "--quiet", "--force", *taken)
        _git(root, "commit", "--quiet", "--message", _message(version))
        _git(root, "tag", "--annotate", f"v{version}", "--message", f"Nightmail {version}")
    except subprocess.CalledProcessError as error:
        _back_to(root, before)
        sys.exit(f"Nothing was released, and all is as it was. Git said: {error.stderr.strip()}")
    print(f"Nightmail {version} is tagged v{version}. Nobody else has it before: git push --follow-tags")


def undo(root: Path, version: str) -> None:
    """Take back the last commit and its tag, where they are this release's. What people can have by now is left alone."""
    tag = f"v{version}"
    tagged = _git(root, "tag", "--list", tag) and _git(root, "rev-parse", f"{tag}^{{commit}}")
    if tagged != _git(root, "rev-parse", "HEAD") or _git(root, "log", "-1", "--format=%s") != _message(version):
        sys.exit(f"The last commit is not the release of {version}; nothing was taken back.")
    _git(root, "tag", "--delete", tag)
    _back_to(root, "HEAD^")
    sys.exit(f"Packaging failed, so the commit and the tag {tag} were taken back: nothing was released.")


def problem_with(root: Path, version: str) -> str:
    """Why this can't be released; "" when it can."""
    if not _VERSION.fullmatch(version):
        return "Name the version: make release VERSION=1.2.3"
    try:
        changed = _git(root, "status", "--porcelain", "--untracked-files=no")
        new = _git(root, "ls-files", "--others", "--exclude-standard", "--", CHANGES)
        tagged = _git(root, "tag", "--list", f"v{version}")
    except (OSError, subprocess.CalledProcessError):
        return "A release is a commit and a tag, so it is made in a clone of the project, with git."
    if changed or new:
        return "There are changes that are not committed. Commit them, or put them aside, and start again."
    if tagged:
        return f"There is a tag v{version} already."
    last = _LINE.search((root / PROJECT).read_text("utf-8"))
    if last and _VERSION.fullmatch(last[1]) and _rank(version) < _rank(last[1]):
        return f"{version} is older than {last[1]}, which this is by now."
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


def _rank(version: str) -> tuple[object, ...]:
    """An early version stands below the release; `a` below `b` below `rc`."""
    numbers, _, early = version.partition("-")
    kind, _, number = early.partition(".")
    return (*map(int, numbers.split(".")), not early, kind, int(number or 0))


def _message(version: str) -> str:
    return f"release: Nightmail {version}."


def _back_to(root: Path, commit: str) -> None:
    """Only what a release touches; nothing of it was uncommitted before."""
    _git(root, "reset", "--quiet", "--soft", commit)
    _git(root, "restore", "--staged", "--worktree", "--", PROJECT, CHANGELOG, CHANGES)


def _git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main()

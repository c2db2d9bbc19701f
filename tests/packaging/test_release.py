"""A release sets the version in its one place, gathers the changelog, and signs news that every Nightmail believes."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import changelog
import news
import pytest
import release
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nightmail.updates.news import read_news
from tests.unit.house.tree import ROOT
from tests.unit.updates.signed import MAKER, NOW, public

DAY = date(2026, 12, 1)
BEFORE = "# What changed for people\n\nNewest first.\n\n"
EARLIER = "## 0.1.0 (2026-11-01)\n\nThe first.\n\n- It sends.\n"


def test_changes_stand_under_a_new_heading_above_the_earlier_ones() -> None:
    text = changelog.released(BEFORE + EARLIER, "0.2.0", DAY, ["A calendar\nof what goes out.\n", "Mail repeats."])

    assert text == f"{BEFORE}## 0.2.0 (2026-12-01)\n\n- A calendar of what goes out.\n- Mail repeats.\n\n{EARLIER}"
    assert changelog.notes(text, "0.2.0") == "- A calendar of what goes out.\n- Mail repeats."


def test_the_heading_that_waited_gets_its_day_and_keeps_its_words() -> None:
    waiting = EARLIER.replace("2026-11-01", "not yet released")

    text = changelog.released(BEFORE + waiting, "0.1.0", DAY, ["One more thing."])

    assert text == f"{BEFORE}## 0.1.0 (2026-12-01)\n\nThe first.\n\n- It sends.\n- One more thing.\n"


def test_a_version_is_released_once() -> None:
    with pytest.raises(ValueError, match="released already"):
        changelog.released(BEFORE + EARLIER, "0.1.0", DAY, ["x"])


def test_a_release_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="Nothing changed"):
        changelog.released(BEFORE + EARLIER, "0.2.0", DAY, [])


def test_notes_of_a_version_that_the_changelog_does_not_know_are_refused() -> None:
    with pytest.raises(ValueError, match=r"nothing of 0\.1"):
        changelog.notes(BEFORE + EARLIER, "0.1")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    changes = tmp_path / "packaging" / "changes"
    changes.mkdir(parents=True)
    (changes / "README.md").write_text("not a change")
    (changes / "calendar.md").write_text("A calendar.")
    (tmp_path / "packaging" / "CHANGELOG.md").write_text(BEFORE + EARLIER)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "nightmail"\nversion = "0.1.0"\ndependencies = ["x>=1"]\n')
    return tmp_path


def test_a_release_changes_the_version_and_nothing_else_of_the_project(project: Path) -> None:
    taken = release.write(project, "0.2.0", DAY)

    assert taken == ["packaging/changes/calendar.md"]
    assert (
        project / "pyproject.toml"
    ).read_text() == '[project]\nname = "nightmail"\nversion = "0.2.0"\ndependencies = ["x>=1"]\n'
    assert "## 0.2.0 (2026-12-01)\n\n- A calendar.\n" in (project / "packaging" / "CHANGELOG.md").read_text()


def test_a_release_that_is_refused_leaves_the_project_as_it_was(project: Path) -> None:
    with pytest.raises(SystemExit, match="released already"):
        release.write(project, "0.1.0", DAY)

    assert 'version = "0.1.0"' in (project / "pyproject.toml").read_text()
    assert (project / "packaging" / "CHANGELOG.md").read_text() == BEFORE + EARLIER


@pytest.mark.parametrize("version", ["", "1", "v1.0.0", "1.0.0.0", "1.0.0; rm", "1.0.0-dev", "01.2.3", "1.2.3-rc.01", "1.2.3\n"])
def test_what_is_no_version_is_not_released(version: str) -> None:
    assert "VERSION=" in release.problem_with(ROOT, version)


# ---------------------------------------------------------------------------------------------- the commit and the tag


@pytest.fixture
def clone(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Maker")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "maker@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    git(project, "init", "--quiet", "--initial-branch=main")
    git(project, "add", ".")
    git(project, "commit", "--quiet", "--message", "start")
    return project


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def as_it_was(clone: Path) -> bool:
    return (git(clone, "log", "--format=%s"), git(clone, "status", "--porcelain"), git(clone, "tag")) == ("start", "", "")


def test_a_release_is_one_commit_and_its_tag(clone: Path) -> None:
    release.release(clone, "0.2.0", DAY)

    assert git(clone, "log", "--format=%s").splitlines() == ["release: Nightmail 0.2.0.", "start"]
    assert git(clone, "rev-parse", "v0.2.0^{commit}") == git(clone, "rev-parse", "HEAD")
    assert git(clone, "cat-file", "-t", "v0.2.0") == "tag"
    assert git(clone, "status", "--porcelain") == ""
    assert git(clone, "ls-files", "packaging/changes") == "packaging/changes/README.md"


def test_a_release_that_could_not_be_packaged_is_taken_back_whole(clone: Path) -> None:
    release.release(clone, "0.2.0", DAY)

    with pytest.raises(SystemExit, match="nothing was released"):
        release.undo(clone, "0.2.0")

    assert as_it_was(clone)
    assert (clone / "packaging" / "changes" / "calendar.md").exists()


def test_a_commit_that_is_not_the_release_is_never_taken_back(clone: Path) -> None:
    release.release(clone, "0.2.0", DAY)
    git(clone, "commit", "--quiet", "--allow-empty", "--message", "more")

    with pytest.raises(SystemExit, match="nothing was taken back"):
        release.undo(clone, "0.2.0")
    with pytest.raises(SystemExit, match="nothing was taken back"):
        release.undo(clone, "0.1.0")

    assert git(clone, "log", "--format=%s").splitlines()[0] == "more"
    assert git(clone, "tag") == "v0.2.0"


@pytest.mark.parametrize("hook", ["pre-commit", "reference-transaction"])
def test_a_commit_or_tag_that_git_refuses_leaves_the_project_as_it_was(clone: Path, hook: str) -> None:
    hooks = clone / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    # The second lets the commit through and stops the tag.
    (hooks / hook).write_text("#!/bin/sh\n" + ("exit 1\n" if hook == "pre-commit" else "! grep -q refs/tags/\n"))
    (hooks / hook).chmod(0o755)

    with pytest.raises(SystemExit, match="Nothing was released"):
        release.release(clone, "0.2.0", DAY)

    assert as_it_was(clone)


def test_a_changed_tree_a_new_change_a_known_tag_and_an_older_version_are_refused(clone: Path) -> None:
    project = clone / "pyproject.toml"
    before = project.read_text()
    project.write_text(before + "\n")
    assert "not committed" in release.problem_with(clone, "0.2.0")
    project.write_text(before)
    (clone / "packaging" / "changes" / "late.md").write_text("Forgotten.")
    assert "not committed" in release.problem_with(clone, "0.2.0")
    (clone / "packaging" / "changes" / "late.md").unlink()
    git(clone, "tag", "v0.2.0")
    assert "a tag v0.2.0 already" in release.problem_with(clone, "0.2.0")
    assert "older than 0.1.0" in release.problem_with(clone, "0.1.0-rc.1")
    assert release.problem_with(clone, "0.2.1-rc.1") == ""


def test_versions_are_ranked_as_people_count() -> None:
    fallen = ["1.0.0", "0.10.0", "0.10.0-rc.1", "0.10.0-b.1", "0.10.0-a.10", "0.10.0-a.2", "0.9.0"]

    assert sorted(fallen, key=release._rank, reverse=True) == fallen
    assert len(set(map(release._rank, fallen))) == len(fallen)


def test_outside_a_clone_nothing_is_released(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))

    assert "in a clone" in release.problem_with(project, "0.2.0")


def test_the_version_stands_in_one_place() -> None:
    version = release._LINE.findall((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    told = subprocess.run(
        [sys.executable, "-c", "from nightmail.updates.channel import this_installation; print(this_installation().version)"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert len(version) == 1
    # Python's tools write 1.2.3-rc.1 as 1.2.3rc1 (PEP 440).
    assert told.stdout.strip() == re.sub(r"-(a|b|rc)\.", r"\1", version[0])


def test_signed_news_names_every_download_and_is_believed(tmp_path: Path) -> None:
    for name in (
        "nightmail-0.2.0-linux-x86_64.tar.gz",
        "nightmail-0.2.0-windows-x86_64-setup.exe",
        "nightmail-0.2.0-macos-arm64.dmg",
        "nightmail_0.2.0_amd64.deb",
        "SHA256SUMS",
    ):
        (tmp_path / name).write_bytes(b"x")

    envelope = news.signed(tmp_path, "https://a.example/d/", "https://a.example/", "0.2.0", "- More.", MAKER, now=NOW)

    read = read_news(envelope, (public(MAKER),), now=NOW)
    assert sorted(read.files) == ["linux-x86_64", "macos-arm64", "windows-x86_64"]
    assert read.files["macos-arm64"].url == "https://a.example/d/nightmail-0.2.0-macos-arm64.dmg"
    assert read.files["linux-x86_64"].size == 1
    assert read.notes == "- More."


def test_a_pair_of_keys_that_is_made_fits_together(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["news.py", "new-key"])

    news.main()

    private, known = [line.split("=", 1)[1].split()[0] for line in capsys.readouterr().out.splitlines()]
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(private))
    assert public(key) == known

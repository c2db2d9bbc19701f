"""A crash leaves a trace, the next start finds it, and what a person may send of it is theirs to read first."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from desktop.crashes.report import report
from desktop.crashes.watch import FOLDER, CrashWatch
from desktop.windows.report import show_report
from nightmail.updates.channel import Installation
from tests.unit.desktop.fakes import NOW_AT, StillClock

HERE = Installation("0.1.0", "abc123")
CRASH = """
import ctypes, sys
from pathlib import Path
from desktop.crashes.watch import CrashWatch
assert CrashWatch(Path(sys.argv[1])).begin() == ""
ctypes.string_at(0)
"""


def test_a_run_that_crashed_is_found_by_the_next_one_and_only_by_that(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", CRASH, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGSEGV

    following = CrashWatch(tmp_path)
    assert "Segmentation fault" in following.begin()
    following.end()

    last = CrashWatch(tmp_path)
    assert last.begin() == ""
    last.end()


def test_a_run_that_ends_in_order_leaves_nothing(tmp_path: Path) -> None:
    watch = CrashWatch(tmp_path)

    watch.begin()
    watch.end()

    assert list((tmp_path / FOLDER).iterdir()) == []


def test_a_profile_that_cannot_be_written_keeps_nobody_from_starting(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file where the folder should be")
    watch = CrashWatch(tmp_path)

    assert watch.begin() == ""
    assert watch.keep("x", name="1") is None
    watch.end()


def test_the_few_newest_reports_are_kept(tmp_path: Path) -> None:
    watch = CrashWatch(tmp_path)

    for number in range(8):
        watch.keep("x", name=f"2026112{number}")

    assert [path.stem[-1] for path in sorted((tmp_path / FOLDER).glob("report-*"))] == list("34567")


def test_a_report_says_what_runs_where_and_nothing_of_the_person(tmp_path: Path) -> None:
    (tmp_path / "desktop.log").write_text("ERROR anna@example.org: 'My secret plan'\nVery last line\n")

    text = report(HERE, tmp_path, trace=f'Fatal Python error\n  File "{tmp_path}/x.py", line 3', qt="6.11", now=NOW_AT)

    assert "Nightmail 0.1.0 abc123" in text
    assert "Qt 6.11" in text
    assert 'File "~/x.py", line 3' in text
    assert "Very last line" in text
    for private in ("anna", "secret plan", str(tmp_path)):
        assert private not in text


def test_a_long_log_is_told_by_its_last_whole_lines(tmp_path: Path) -> None:
    (tmp_path / "desktop.log").write_text("".join(f"line {number} is here\n" for number in range(5000)))

    text = report(HERE, tmp_path, trace="", qt="6", now=NOW_AT)

    assert "line 4999 is here" in text
    assert "line 0 is" not in text
    assert len(text) < 25_000


def test_the_report_can_be_copied_and_lies_in_the_profile(qtbot: Any, tmp_path: Path) -> None:
    view = show_report(None, tmp_path, StillClock(), trace="Fatal Python error: Segmentation fault")
    qtbot.addWidget(view)

    view._copy.click()

    (kept,) = (tmp_path / FOLDER).glob("report-*.txt")
    assert QApplication.clipboard().text().strip() == kept.read_text(encoding="utf-8").strip()
    assert "unexpectedly" in view.windowTitle()

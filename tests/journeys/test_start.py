"""What a start of the desktop loads, seen in a process of its own: a library that waits for its use is memory saved at rest."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.patience import PATIENCE

# Prints what is loaded once the list stands in the window, on a fresh profile without a cloud.
_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop import app, wiring

first = wiring.Desk.open

def opened(desk):
    first(desk)
    poll = QTimer(desk.shell.main.view)
    poll.timeout.connect(lambda: say(desk, poll))
    poll.start(5)

def say(desk, poll):
    if desk.shell.main.presenter.state.is_loaded:
        poll.stop()
        print("loaded", *sys.modules)
        desk.shell.leave()

wiring.Desk.open = opened
app.run(Path(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(tmp_path_factory.mktemp("profile"))],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "NIGHTMAIL_KEYRING": "file"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(next(line for line in done.stdout.splitlines() if line.startswith("loaded ")).split())


def test_a_start_shows_the_list(loaded: set[str]) -> None:
    assert {"desktop.screens.outbox.view", "sqlalchemy.dialects.sqlite"} <= loaded


@pytest.mark.parametrize(
    "library",
    [
        "cryptography",
        "httpx",
        "nh3",
        "nightmail.cloud.accounts",
        "nightmail.cloud.connection",
        "psycopg",
        "sqlalchemy.dialects.postgresql",
        "supabase",
    ],
)
def test_what_a_profile_without_a_cloud_does_not_use_waits_for_its_use(loaded: set[str], library: str) -> None:
    assert library not in loaded

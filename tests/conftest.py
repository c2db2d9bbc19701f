"""Keep every test away from the person who runs it: no screen, no home folder, no keyring, no settings of theirs."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

from tests.patience import PATIENCE

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import _WaitWidgetContextManager
    from pytestqt.wait_signal import SignalBlocker


def _leave_home() -> None:
    """Point every folder a program finds its person by at an empty one, for this process and those it starts."""
    home = Path(tempfile.mkdtemp(prefix="nightmail-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    folders = {
        "HOME": "",
        "USERPROFILE": "",
        "APPDATA": "AppData/Roaming",
        "LOCALAPPDATA": "AppData/Local",
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
    }
    for variable, folder in folders.items():
        (home / folder).mkdir(parents=True, exist_ok=True)
        os.environ[variable] = str(home / folder)


def _forget_settings() -> None:
    for variable in [name for name in os.environ if name.startswith("NIGHTMAIL_")]:
        del os.environ[variable]


# At import, not in a fixture: Qt, keyring and platformdirs look at the environment once.
_leave_home()
_forget_settings()
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A keyring is no folder: on macOS and Windows it is found without one.
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
# A stall of the machine says nothing of what is tried, and a run that is judged tries the same as the one before it. What
# nobody thought of is looked for with --hypothesis-profile=explore.
settings.register_profile("judged", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=2000)
settings.load_profile("judged")

_WAIT = round(PATIENCE * 1000)


class PatientBot(QtBot):
    """Waits as long as every test does. A window that is painted by a loaded machine may take longer than its usual 5 s."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = _WAIT) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: SignalInstance, *, timeout: int = _WAIT, **how: Any) -> SignalBlocker:
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitActive(self, widget: QWidget, *, timeout: int = _WAIT) -> _WaitWidgetContextManager:
        return super().waitActive(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)

"""Keep every test away from the person who runs it: no screen, no home folder, no keyring, no settings of theirs."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path


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

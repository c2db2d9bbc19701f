"""Let the system start Nightmail when its person signs in, or no longer. One way per system, all without Qt but Windows'."""

from __future__ import annotations

import os
import plistlib
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from desktop.language import tr
from desktop.opening import HIDDEN
from nightmail.errors import OutsideError

_NAME = "Nightmail"
_LABEL = "org.nightmail.desktop"


class Autostart(Protocol):
    """Each raises OutsideError `autostart-refused` where the system does not let itself be told."""

    def is_on(self) -> bool: ...

    def turn(self, *, on: bool) -> None: ...


class XdgAutostart:
    """A desktop entry in the autostart folder (Desktop Application Autostart Specification)."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._command = command
        self._file = folder / "nightmail.desktop"

    def is_on(self) -> bool:
        return self._file.is_file()

    def turn(self, *, on: bool) -> None:
        _write(self._file, _desktop_entry(self._command).encode() if on else None)


class LaunchAgent:
    """A property list that macOS reads when the person signs in."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._command = command
        self._file = folder / f"{_LABEL}.plist"

    def is_on(self) -> bool:
        return self._file.is_file()

    def turn(self, *, on: bool) -> None:
        content = {
            "Label": _LABEL,
            "ProgramArguments": list(self._command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
        }
        _write(self._file, plistlib.dumps(content) if on else None)


class RunKey:
    """A value under the Run key of the person's part of the Windows registry."""

    _KEY = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Run"

    def __init__(self, command: Sequence[str]) -> None:
        from PySide6.QtCore import QSettings

        self._command = command
        self._settings = QSettings(self._KEY, QSettings.Format.NativeFormat)

    def is_on(self) -> bool:
        return self._settings.contains(_NAME)

    def turn(self, *, on: bool) -> None:
        import subprocess

        if on:
            self._settings.setValue(_NAME, subprocess.list2cmdline(self._command))
        else:
            self._settings.remove(_NAME)
        self._settings.sync()


def autostart_of_this_system(profile: Path) -> Autostart:
    command = start_command(profile)
    if sys.platform == "win32":
        return RunKey(command)
    if sys.platform == "darwin":
        return LaunchAgent(command, Path.home() / "Library" / "LaunchAgents")
    config = os.environ.get("XDG_CONFIG_HOME", "")
    return XdgAutostart(command, (Path(config) if config.startswith("/") else Path.home() / ".config") / "autostart")


def start_command(profile: Path) -> tuple[str, ...]:
    """How this very program is started again, in the tray."""
    program = (sys.executable,) if getattr(sys, "frozen", False) else (sys.executable, "-m", "nightmail")
    return (*program, "desktop", HIDDEN, "--profile", str(profile))


def _desktop_entry(command: Sequence[str]) -> str:
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name={_NAME}",
        "Icon=nightmail",
        f"Exec={' '.join(_quoted(word) for word in command)}",
        "Terminal=false",
        "X-GNOME-Autostart-enabled=true",
    )
    return "\n".join(lines) + "\n"


def _quoted(word: str) -> str:
    """As the Desktop Entry Specification's Exec key wants it: in double quotes, some characters escaped, percent doubled."""
    if word == shlex.quote(word) and "%" not in word:
        return word
    escaped = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word)
    # The value as a whole is escaped once more, as every string of a desktop entry is.
    return '"' + escaped.replace("\\", "\\\\").replace("%", "%%") + '"'


def _write(file: Path, content: bytes | None) -> None:
    try:
        if content is None:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".{file.name}.new")
        beside.write_bytes(content)
        beside.replace(file)
    except OSError as problem:
        raise OutsideError(
            "autostart-refused", tr("The system can't be told to start Nightmail: {reason}.", reason=problem.strerror or problem)
        ) from problem

"""`nightmail desktop`, and the bare `nightmail`: open the app. Qt is imported here and nowhere else in the command line."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from nightmail.cli.command import Call, command
from nightmail.errors import PersonError

QT_LIBRARIES = "libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"

WordsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[WORD]…",
        help="“write” opens an empty message, “hidden” starts in the tray; a mailto: link or a mail’s file opens as a draft.",
    ),
]


def register(app: typer.Typer) -> None:
    command(app, "desktop")(desktop)


def desktop(call: Call, *, words: WordsArgument = None) -> None:
    """Open the desktop app."""
    open_desktop(call, words or ())


def open_desktop(call: Call, words: Sequence[str] = ()) -> None:
    require_qt()
    if not has_screen(os.environ):
        raise PersonError(
            "no-display",
            "There is no display to open the desktop app on.",
            next="Open it in a graphical session, or use the commands: nightmail --help",
        )
    try:
        from desktop.app import run
    except ImportError as error:
        raise PersonError(
            "qt-libraries", f"Qt does not load: {error}", next=f"On Debian and Ubuntu: sudo apt install {QT_LIBRARIES}"
        ) from error
    raise typer.Exit(run(call.settings.profile, argv=words))


def probe_qt() -> None:
    """Print Qt's version, or die trying."""
    from desktop.qt_probe import probe

    print(probe())


def has_screen(environment: Mapping[str, str]) -> bool:
    """Elsewhere than on Linux there always is one; there, X11 or Wayland says so, or Qt was told to draw into memory."""
    return sys.platform != "linux" or bool(environment.keys() & {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})


def require_qt() -> None:
    """Raises PersonError `desktop-not-installed`."""
    if importlib.util.find_spec("PySide6") is None:
        raise PersonError(
            "desktop-not-installed",
            "The desktop app's libraries are not installed.",
            next='Install them with: pip install "nightmail[desktop]"',
        )

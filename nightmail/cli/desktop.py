"""`nightmail desktop`, and the bare `nightmail`: open the app. Qt is imported here and nowhere else in the command line."""

from __future__ import annotations

import importlib.util

import typer

from nightmail.cli.command import Call, command
from nightmail.errors import PersonError


def register(app: typer.Typer) -> None:
    command(app, "desktop")(open_desktop)


def open_desktop(call: Call) -> None:
    """Open the desktop app."""
    require_qt()
    from desktop.app import run

    raise typer.Exit(run(call.settings.profile))


def require_qt() -> None:
    """Raises PersonError `desktop-not-installed`."""
    if importlib.util.find_spec("PySide6") is None:
        raise PersonError(
            "desktop-not-installed",
            "The desktop app's libraries are not installed.",
            next='Install them with: pip install "nightmail[desktop]"',
        )

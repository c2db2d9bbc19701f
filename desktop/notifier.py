"""Tell the person something while they look elsewhere, and stay reachable when the window is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop.look.icons import app_icon


@dataclass(frozen=True, slots=True)
class Doors:
    """What the tray's menu opens."""

    open: Callable[[], None]
    write: Callable[[], None]
    quit: Callable[[], None]


class Notifier(Protocol):
    """`is_resident` answers whether a closed window can be found again by the person."""

    @property
    def is_resident(self) -> bool: ...

    def say(self, title: str, sentence: str) -> None: ...

    def show_next(self, line: str) -> None:
        """What goes out next, in words; empty where nothing does."""
        ...

    def close(self) -> None: ...


class TrayNotifier:
    """A tray icon with a menu. Its messages carry no buttons, since the desktops' notification services differ on them."""

    def __init__(self, doors: Doors) -> None:
        self._menu = QMenu()
        self._next = QAction("Nothing is scheduled", self._menu)
        self._next.setEnabled(False)
        self._menu.addAction(self._next)
        self._menu.addSeparator()
        self._menu.addAction("Open Nightmail", doors.open)
        self._menu.addAction("New message", doors.write)
        self._menu.addSeparator()
        self._menu.addAction("Quit", doors.quit)
        self._tray = QSystemTrayIcon(app_icon())
        self._tray.setContextMenu(self._menu)
        self._tray.setToolTip("Nightmail")
        self._tray.activated.connect(lambda reason: self._activated(reason, doors))
        self._tray.messageClicked.connect(doors.open)
        self._tray.show()

    @property
    def is_resident(self) -> bool:
        return True

    def say(self, title: str, sentence: str) -> None:
        self._tray.showMessage(title, sentence, app_icon(), 8000)

    def show_next(self, line: str) -> None:
        self._next.setText(f"Next: {line}" if line else "Nothing is scheduled")
        self._tray.setToolTip(f"Nightmail\nNext: {line}" if line else "Nightmail")

    def close(self) -> None:
        self._tray.hide()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason, doors: Doors) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            doors.open()


class NoTray:
    """For desktops without a tray: nothing to say it with, and nowhere to stay."""

    @property
    def is_resident(self) -> bool:
        return False

    def say(self, title: str, sentence: str) -> None:
        return None

    def show_next(self, line: str) -> None:
        return None

    def close(self) -> None:
        return None


def open_notifier(doors: Doors) -> Notifier:
    return TrayNotifier(doors) if QSystemTrayIcon.isSystemTrayAvailable() else NoTray()

"""Let Return press whichever button has the keyboard's attention in any window, as the space bar does. Opens no window itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReturnPresses(QObject):
    """Listens to the one button in focus: to listen to the whole application would cost a call for every event."""

    def __init__(self, app: QApplication, owner: QObject) -> None:
        super().__init__(owner)
        app.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QPushButton | QToolButton) or not _is_plain(event):
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if not event.isAutoRepeat():
            _press(watched)
        return True

    def _follow(self, old: QWidget | None, now: QWidget | None) -> None:
        if isinstance(old, QPushButton | QToolButton):
            old.removeEventFilter(self)
        if isinstance(now, QPushButton | QToolButton):
            now.installEventFilter(self)


def _is_plain(event: QKeyEvent) -> bool:
    return event.key() in _KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


def _press(button: QPushButton | QToolButton) -> None:
    is_menu = isinstance(button, QToolButton) and button.popupMode() is QToolButton.ToolButtonPopupMode.InstantPopup
    if is_menu and isinstance(button, QToolButton) and button.menu() is not None:
        button.showMenu()
    else:
        button.click()

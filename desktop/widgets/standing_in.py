"""A window that takes another's place on the screen."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget


class Spot:
    """Where a window stands, how large, and whether the person is in it; taken before it is closed."""

    def __init__(self, window: QWidget) -> None:
        self._state = window.windowState() & ~Qt.WindowState.WindowActive
        self._at: QRect = window.geometry() if self._state == Qt.WindowState.WindowNoState else window.normalGeometry()
        self._is_active = window.isActiveWindow()

    def show(self, window: QWidget) -> None:
        """There, and in front only if the other was."""
        window.setGeometry(self._at)
        window.setWindowState(self._state)
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not self._is_active)
        window.show()
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)
        if self._is_active:
            window.activateWindow()

"""A line with a way to empty it, drawn like our other icons and in the middle of the line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit

from desktop.language import tr
from desktop.widgets.parts import icon_button

_SIDE = 14
_EDGE = 4


class ClearField(QLineEdit):
    def __init__(self) -> None:
        super().__init__()
        self._empty = icon_button("close", tr("Clear"), press=self.clear, side=_SIDE)
        self._empty.setParent(self)
        self._empty.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._empty.setCursor(Qt.CursorShape.ArrowCursor)
        self._empty.hide()
        self.setTextMargins(0, 0, _SIDE + _EDGE, 0)
        self.textChanged.connect(lambda text: self._empty.setVisible(bool(text)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self._empty.sizeHint()
        self._empty.setGeometry(
            self.width() - side.width() - _EDGE, (self.height() - side.height()) // 2, side.width(), side.height()
        )

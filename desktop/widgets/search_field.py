"""A line to search with: a sign at the left, a way to empty it at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop.language import tr
from desktop.look.theme import set_icon
from desktop.widgets.parts import icon_button

_SIDE = 16
_EDGE = 11


class SearchField(QLineEdit):
    def __init__(self, placeholder: str, name: str) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setTextMargins(_SIDE + 6, 0, _SIDE + 6, 0)
        self._sign = QLabel(self)
        self._sign.setFixedSize(_SIDE, _SIDE)
        self._sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_icon(self._sign, "search", role="text_faint", side=_SIDE)
        self._empty = icon_button("close", tr("Clear search"), press=self._clear, side=14)
        self._empty.setParent(self)
        self._empty.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._empty.setCursor(Qt.CursorShape.ArrowCursor)
        self._empty.hide()
        self.textChanged.connect(lambda text: self._empty.setVisible(bool(text)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sign.move(_EDGE, (self.height() - _SIDE) // 2)
        self._empty.resize(self._empty.sizeHint())
        self._empty.move(self.width() - self._empty.width() - 4, (self.height() - self._empty.height()) // 2)

    def event(self, event: QEvent) -> bool:
        # Before anything else in the window takes the key for itself.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._empties(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._empties(event):
            self._clear()
        else:
            super().keyPressEvent(event)

    def _empties(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and bool(self.text())

    def _clear(self) -> None:
        self.clear()
        self.textEdited.emit("")

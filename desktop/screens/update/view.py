"""The update page: which version there is, what is new in it, and where to get it. It downloads and starts nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QWidget

from desktop.language import tr
from desktop.look.theme import set_icon
from desktop.screens.update.state import Standing, UpdateState
from desktop.widgets.parts import button, column, fit_height, label, line

_SIGNS = {Standing.NEWER: ("import", "accent"), Standing.CURRENT: ("tick", "good"), Standing.FAILED: ("alert", "warn")}
_NOTES_HIGH = 220


class UpdateView(QDialog):
    get_pressed = Signal()
    skip_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(480)
        self._sign = QLabel()
        self._title = label("", "large", wraps=True)
        self._words = label("", "soft", wraps=True, selectable=True)
        self._notes = QPlainTextEdit()
        self._notes.setReadOnly(True)
        self._notes.setTabChangesFocus(True)
        self._notes.setFixedHeight(_NOTES_HIGH)
        self._notes.setAccessibleName(tr("What is new"))
        self._get = button(tr("Open the download page"), "primary", press=self.get_pressed.emit)
        self._skip = button(tr("Skip this version"), "quiet", press=self.skip_pressed.emit)
        self._close = button(tr("Close"), press=self.reject)
        head = line(self._sign, column(self._title, self._words, gap=6), gap=14)
        head.setStretch(1, 1)
        head.setAlignment(self._sign, Qt.AlignmentFlag.AlignTop)
        row = line(self._skip, 1, self._close, self._get, margins=(0, 10, 0, 0))
        column(head, self._notes, row, on=self, margins=(22, 20, 20, 16), gap=10)

    def render_state(self, state: UpdateState) -> None:
        icon, role = _SIGNS.get(state.standing, ("info", "accent"))
        set_icon(self._sign, icon, role=role, side=26)
        is_newer = state.standing is Standing.NEWER
        self.setWindowTitle(state.title)
        self._title.setText(state.title)
        self._words.setText(state.words)
        self._notes.setPlainText(state.notes)
        self._notes.setVisible(bool(state.notes))
        self._get.setVisible(is_newer)
        self._skip.setVisible(is_newer)
        self._close.setText(tr("Later") if is_newer else tr("Close"))
        (self._get if is_newer else self._close).setDefault(True)
        fit_height(self)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            fit_height(self)
        return handled

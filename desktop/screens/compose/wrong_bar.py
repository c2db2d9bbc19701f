"""The recipients that can't be written to, all at once: each with the reason, and what can be done. Reports; mends nothing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.language import plural, tr
from desktop.screens.compose.state import Wrong
from desktop.widgets.parts import button, clear, column, label, line

_MOST_HEIGHT = 132


class WrongBar(QFrame):
    """`edit_pressed` and `remove_pressed` carry the field and the place in it; `all_pressed`: every one of them is to go."""

    edit_pressed = Signal(str, int)
    remove_pressed = Signal(str, int)
    all_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setProperty("tone", "bad")
        self.setAccessibleName(tr("Recipients that can’t be written to"))
        self._shown: tuple[Wrong, ...] = ()
        self._title = label("", "strong")
        self._all = button(tr("Remove all of them"), "link", press=self.all_pressed.emit)
        self._head = QWidget()
        line(self._title, 1, self._all, on=self._head, gap=8)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._room = _Room(self._rows)
        column(self._head, self._room, on=self, margins=(14, 6, 8, 6), gap=2)
        self.hide()

    def render_wrong(self, wrong: tuple[Wrong, ...]) -> None:
        self.setVisible(bool(wrong))
        if wrong == self._shown:
            return
        self._shown = wrong
        count = len(wrong)
        self._head.setVisible(count > 1)
        self._title.setText(plural("{count} recipient can’t be written to", "{count} recipients can’t be written to", count))
        clear(self._rows)
        for each in wrong:
            row = self._row(each)
            self._rows.addWidget(row)
            row.show()
        self._room.fit()

    def _row(self, wrong: Wrong) -> QWidget:
        row = QWidget()
        edit = button(tr("Edit"), "link", press=partial(self.edit_pressed.emit, wrong.kind, wrong.place))
        remove = button(tr("Remove"), "link", press=partial(self.remove_pressed.emit, wrong.kind, wrong.place))
        for each in (edit, remove):
            each.setAccessibleDescription(wrong.why)
        whole = line(label(wrong.why, "", wraps=True), edit, remove, on=row, gap=4)
        whole.setStretch(0, 1)
        return row


class _Room(QScrollArea):
    """As tall as its rows, up to a few of them; then it scrolls."""

    def __init__(self, rows: QVBoxLayout) -> None:
        super().__init__()
        inner = QWidget()
        column(rows, on=inner)
        self.setWidget(inner)
        # The card's own colour shines through.
        inner.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        inner = self.widget()
        if inner is not None:
            wanted = inner.heightForWidth(self.viewport().width()) if inner.hasHeightForWidth() else inner.sizeHint().height()
            self.setFixedHeight(max(min(wanted, _MOST_HEIGHT), 1))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

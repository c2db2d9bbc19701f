"""A sentence with a button: beside each other where that keeps the sentence short, else below. Knows no cause."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QWidget

from desktop.widgets.parts import line, show_part

_GAP = 8
# Beside a button it may take so many lines.
_LINES = 2


class Notice(QWidget):
    def __init__(self, words: QLabel, press: QPushButton) -> None:
        super().__init__()
        self.words, self.press = words, press
        foot = line(press, 1)
        self._box: QBoxLayout = line(words, foot, on=self, gap=_GAP)
        self._box.setStretch(0, 1)

    def show_notice(self, sentence: str, button: str) -> None:
        self.words.setText(sentence)
        self.press.setText(button)
        self.press.setAccessibleName(f"{button}: {sentence}")
        show_part(self.press, is_shown=bool(button))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        answer = super().event(event)
        if event.type() is QEvent.Type.Polish:
            self._arrange()
        return answer

    def _arrange(self) -> None:
        room = self.width() - self.press.sizeHint().width() - _GAP
        is_short = self.words.fontMetrics().horizontalAdvance(self.words.text()) <= 0.9 * _LINES * room
        wanted = QBoxLayout.Direction.LeftToRight if is_short else QBoxLayout.Direction.TopToBottom
        if self._box.direction() is not wanted:
            self._box.setDirection(wanted)
            self.updateGeometry()

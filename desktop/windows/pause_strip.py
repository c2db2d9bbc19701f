"""The strip above the whole main window that says that all sending is paused, and ends it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel

from desktop.language import tr
from desktop.look.theme import set_icon
from desktop.widgets.parts import button, label, line


class PauseStrip(QFrame):
    def __init__(self, resume: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("strip")
        sign = QLabel()
        set_icon(sign, "hold", role="warn", side=18)
        self._words = label("", "strong", wraps=True)
        row = line(
            sign,
            self._words,
            button(tr("Resume all sending"), icon="play", press=resume),
            on=self,
            margins=(16, 7, 12, 7),
            gap=10,
        )
        row.setStretch(1, 1)
        row.setAlignment(sign, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_sentence(self, sentence: str) -> None:
        self._words.setText(sentence)
        self.setVisible(bool(sentence))

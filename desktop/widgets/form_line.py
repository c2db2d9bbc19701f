"""One line of a form: its name above, the field, and below it what is wrong with what was entered."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.widgets.parts import column, label, restyle, set_text


class FormLine(QWidget):
    """`field` is the line itself, for its signals and its focus."""

    def __init__(self, words: str, placeholder: str = "", *, is_secret: bool = False) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setAccessibleName(words)
        self.field.setPlaceholderText(placeholder)
        if is_secret:
            self.field.setEchoMode(QLineEdit.EchoMode.Password)
        head = label(words, "faint")
        head.setBuddy(self.field)
        self._problem = label("", "problem", wraps=True)
        self._problem.hide()
        inner = column(head, self.field, self._problem, on=self, gap=4)
        inner.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_line(self, typed: str, problem: str) -> None:
        if self.field.text() != typed:
            with QSignalBlocker(self.field):
                self.field.setText(typed)
        restyle(self.field, "problem", bool(problem))
        set_text(self._problem, problem)

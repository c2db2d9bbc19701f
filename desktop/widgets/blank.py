"""What stands where there is nothing: a sign, one line, and at most one button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.look.theme import set_icon
from desktop.widgets.parts import button, column, label, line, set_text


class Blank(QWidget):
    def __init__(self, press: Callable[[], object]) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._shown: tuple[str, str, str, str] | None = None
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title = label("", "large", wraps=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence = label("", "soft", wraps=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._press = button("", press=press)
        column(2, self._sign, self._title, self._sentence, line(1, self._press, 1), 3, on=self, margins=(28, 20, 28, 20), gap=8)

    def show_blank(self, icon: str, title: str, sentence: str, button_text: str) -> None:
        shown = (icon, title, sentence, button_text)
        if shown == self._shown:
            return
        self._shown = shown
        set_icon(self._sign, icon, role="text_faint", side=40)
        set_text(self._title, title)
        self._sentence.setText(sentence)
        self._press.setText(button_text)
        self._press.setAccessibleName(button_text)
        self.setAccessibleName(title or sentence)
        self.setAccessibleDescription(sentence if title else "")
        had_focus = self._press is self.window().focusWidget()
        self._press.setVisible(bool(button_text))
        if had_focus:
            self.take_focus()

    def take_focus(self) -> None:
        """The keyboard waits at the button; without one, here, where keys type nothing."""
        if self._press.isVisibleTo(self):
            self._press.setFocus()
        else:
            self.setFocus()

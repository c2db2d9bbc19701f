"""Ask one thing, with at most a few answers that say what they do. Closing it is the harmless answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from desktop.look.theme import set_icon
from desktop.widgets.parts import button, column, fit_height, in_turn, label, line

# By how many answers stand beside each other.
_WIDTHS = {1: 440, 2: 440, 3: 560}


@dataclass(frozen=True, slots=True)
class Answer:
    """`kind` is a button's kind; the first answer of a question is its default."""

    label: str
    press: Callable[[], object] = lambda: None
    kind: str = ""


class Question(QDialog):
    """`icon` stands beside the title, `words` below it. The answers stand from right to left."""

    def __init__(
        self, parent: QWidget | None, *, icon: str, title: str, words: str, answers: Sequence[Answer], tone: str = "accent"
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setFixedWidth(_WIDTHS[len(answers)])
        self.title, self.words = title, words
        sign = QLabel()
        set_icon(sign, icon, role=tone, side=26)
        body = label(words, "soft", wraps=True, selectable=True)
        body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        text = column(label(title, "large", wraps=True), body, gap=6)
        head = line(sign, text, gap=14)
        head.setStretch(1, 1)
        head.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        row = line(
            1, *(self._button(answer, is_first=answer is answers[0]) for answer in reversed(answers)), margins=(0, 10, 0, 0)
        )
        column(head, row, on=self, margins=(22, 20, 20, 16), gap=8)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            fit_height(self)
        return handled

    def _button(self, answer: Answer, *, is_first: bool) -> QWidget:
        made = button(answer.label, answer.kind, press=in_turn(self.accept, answer.press))
        made.setDefault(is_first)
        made.setAutoDefault(is_first)
        return made

"""What stands at the right while several messages are chosen: how many, and what can be done with them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.look.theme import set_icon
from desktop.screens.outbox.state import Chosen, Weight
from desktop.widgets.parts import button, clear, column, label, line


class ChosenPane(QWidget):
    act_pressed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        sign = QLabel()
        sign.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        set_icon(sign, "mail", role="text_faint", side=40)
        self._title = label("", "title", wraps=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._hint = label(
            tr("What you choose here is done to each of them; afterwards you read what came of it."), "soft", wraps=True
        )
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._acts = QVBoxLayout()
        self._acts.setSpacing(6)
        self._shown: Chosen | None = None
        buttons = QWidget()
        buttons.setFixedWidth(240)
        buttons.setLayout(self._acts)
        column(2, sign, self._title, self._hint, line(1, buttons, 1), 3, on=self, margins=(28, 20, 28, 20), gap=10)

    def render_chosen(self, chosen: Chosen) -> None:
        if chosen == self._shown:
            return
        self._shown = chosen
        self._title.setText(chosen.title)
        clear(self._acts)
        for each in chosen.acts:
            kind = each.weight.value if each.weight is not Weight.PRIMARY else ""
            press = partial(self.act_pressed.emit, each.act)
            self._acts.addWidget(button(each.label, kind, icon=each.icon, press=press, name=f"{each.label}: {chosen.title}"))

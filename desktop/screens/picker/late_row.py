"""The popover's line on lateness: what happens where the message can't be sent in time."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.language import tr
from desktop.preferences import LatePolicy
from desktop.screens.picker.lateness import policy_words
from desktop.screens.picker.state import Late
from desktop.widgets.parts import column, label, line, set_text


class LateRow(QWidget):
    """Signals carry the choice; `render_late` draws it."""

    policy_chosen = Signal(object)
    minutes_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        heading = tr("If it could not be sent in time")
        self._policy = QComboBox()
        self._policy.setAccessibleName(heading)
        for policy, words in policy_words().items():
            self._policy.addItem(words, policy)
        self._span = QComboBox()
        self._span.setAccessibleName(tr("How much later it may still be sent"))
        self._offers: tuple[tuple[int, str], ...] = ()
        self._words = label("", "faint", wraps=True)
        choices = line(self._policy, self._span, gap=8)
        choices.setStretch(0, 1)
        column(label(heading, "soft"), choices, self._words, on=self, gap=5)
        self._policy.activated.connect(lambda _: self.policy_chosen.emit(LatePolicy(self._policy.currentData())))
        self._span.activated.connect(lambda _: self.minutes_chosen.emit(self._span.currentData()))

    def render_late(self, late: Late | None) -> None:
        self.setVisible(late is not None)
        if late is None:
            return
        with QSignalBlocker(self._policy), QSignalBlocker(self._span):
            self._policy.setCurrentIndex(self._policy.findData(late.policy))
            self._offer(late.offers)
            self._span.setCurrentIndex(self._span.findData(late.minutes))
        self._span.setVisible(late.policy is LatePolicy.ONLY_UNTIL)
        set_text(self._words, late.words)

    def _offer(self, offers: tuple[tuple[int, str], ...]) -> None:
        if offers == self._offers:
            return
        self._offers = offers
        self._span.clear()
        for minutes, words in offers:
            self._span.addItem(words, minutes)

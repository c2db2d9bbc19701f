"""Ask for one secret. It is handed over once and kept nowhere; closing hands over nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QWidget

from desktop.language import tr
from desktop.widgets.form_line import FormLine
from desktop.widgets.parts import button, column, fit_height, label, line

_WIDTH = 440


class SecretQuestion(QDialog):
    """`may_be_empty`: an empty answer is an answer too."""

    def __init__(
        self, parent: QWidget | None, *, title: str, words: str, verb: str, given: Callable[[str], object], may_be_empty: bool
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setFixedWidth(_WIDTH)
        self._given = given
        self.secret = FormLine(tr("Password"), is_secret=True)
        self.accept_button = button(verb, "primary", press=self._accept)
        self.accept_button.setDefault(True)
        self.accept_button.setEnabled(may_be_empty)
        if not may_be_empty:
            self.secret.field.textChanged.connect(lambda typed: self.accept_button.setEnabled(bool(typed)))
        cancel = button(tr("Cancel"), "quiet", press=self.reject)
        cancel.setAutoDefault(False)
        column(
            label(title, "large", wraps=True),
            label(words, "soft", wraps=True),
            self.secret,
            line(1, cancel, self.accept_button, margins=(0, 8, 0, 0)),
            on=self,
            margins=(24, 20, 24, 18),
            gap=10,
        )
        self.secret.field.setFocus()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            fit_height(self)
        return handled

    def _accept(self) -> None:
        self.accept()
        self._given(self.secret.field.text())

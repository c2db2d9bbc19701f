"""The passphrase dialog. Closing it changes nothing: what is sealed stays sealed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desktop.language import tr
from desktop.screens.passphrase.state import PassphraseState
from desktop.widgets.form_line import FormLine
from desktop.widgets.parts import button, column, fit_height, label, line, show_part


def _new() -> tuple[str, str, str]:
    return (
        tr("Seal your passwords"),
        tr(
            "This computer has no keyring. Nightmail keeps passwords in a file on this PC, sealed with a "
            "passphrase of yours.\n\nYou give it again at each start, since Nightmail never stores it. If it "
            "is lost, the passwords have to be entered anew."
        ),
        tr("Seal"),
    )


def _again() -> tuple[str, str, str]:
    return (
        tr("Unlock your passwords"),
        tr(
            "The passwords of your accounts are sealed on this PC. Give the passphrase you chose for them. "
            "Until then, nothing is sent; what is scheduled waits."
        ),
        tr("Unlock"),
    )


class PassphraseView(QDialog):
    changed = Signal(str, str)
    accepted_by_person = Signal()

    def __init__(self, parent: QWidget | None, *, is_new: bool) -> None:
        super().__init__(parent)
        title, words, self._verb = _new() if is_new else _again()
        self.setWindowTitle(title)
        self.setFixedWidth(440)
        self.passphrase = FormLine(tr("Passphrase"), is_secret=True)
        self.again = FormLine(tr("The same again"), is_secret=True)
        show_part(self.again, is_shown=is_new)
        self.accept_button = button(self._verb, "primary", press=self.accepted_by_person.emit)
        self.accept_button.setDefault(True)
        later = button(tr("Later"), "quiet", press=self.reject)
        later.setAutoDefault(False)
        column(
            label(title, "title"),
            label(words, "soft", wraps=True),
            self.passphrase,
            self.again,
            line(1, later, self.accept_button, margins=(0, 8, 0, 0)),
            on=self,
            margins=(26, 22, 26, 20),
            gap=10,
        )
        self.passphrase.field.textEdited.connect(partial(self.changed.emit, "passphrase"))
        self.again.field.textEdited.connect(partial(self.changed.emit, "again"))
        self.passphrase.field.setFocus()

    def render_state(self, state: PassphraseState) -> None:
        self.passphrase.show_line(state.passphrase, state.problems.get("passphrase", ""))
        self.again.show_line(state.again, state.problems.get("again", ""))
        self.accept_button.setText(tr("Just a moment…") if state.is_busy else self._verb)
        self.accept_button.setEnabled(not state.is_busy)
        fit_height(self)

    def event(self, event: QEvent) -> bool:
        """Problems come and go: be as tall as what is there once it has been laid out."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            fit_height(self)
        return handled

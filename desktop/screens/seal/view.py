"""The consent page: what leaves this PC, who can open it, how to take it back. Closing it seals nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from desktop.language import tr
from desktop.look.theme import set_icon
from desktop.look.tokens import Type
from desktop.screens.seal.state import SealState, take_back
from desktop.widgets.parts import button, card, column, fit_height, label, line, set_text


def _new() -> str:
    return tr("Let the cloud send from this account?")


def _changed() -> str:
    return tr("The worker's key changed")


def _compare() -> str:
    return tr("Compare this key with the one that whoever runs the project tells you, by telephone or in person:")


def _changed_words() -> str:
    return tr(
        "Whoever runs the project has put another key in the place of the one you agreed to. Usually "
        "that is routine. Ask before you agree: if somebody else did it, they could open what you seal "
        "now."
    )


def _local_words() -> str:
    return tr("Its mail server is on this very computer. A worker that runs elsewhere can't reach it.")


class SealView(QDialog):
    agreed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(520)
        self._title = label("", "title", wraps=True)
        self._address = label("", "soft")
        self._changed = label(_changed_words(), "", wraps=True)
        self._changed_card = card(self._changed, tone="warn")
        self._local_card = card(label(_local_words(), "", wraps=True), tone="warn")
        self._leaves, self._opens = label("", "soft", wraps=True), label("", "soft", wraps=True)
        self._compare = label(_compare(), "soft", wraps=True)
        self._key, self._before = _fingerprint(tr("Key")), _fingerprint(tr("Key until now"))
        self._before_words = label(tr("Until now:"), "faint")
        self._key_words = label(tr("Now:"), "faint")
        keys = column(self._before_words, self._before, self._key_words, self._key, gap=3)
        self._key_card = card(self._compare, keys, gap=8)
        self._failure_words = label("", "", wraps=True)
        self._failure = card(self._failure_words, tone="bad")
        self.agree_button = button("", "primary", press=self.agreed.emit)
        # Enter must not agree by itself to what was not read.
        self.agree_button.setAutoDefault(False)
        self._later = button(tr("Not now"), press=self.reject)
        self._later.setDefault(True)
        self._build()

    def render_state(self, state: SealState) -> None:
        consent = state.consent
        title = _changed() if state.is_changed else _new()
        self._title.setText(title)
        self.setWindowTitle(title)
        set_text(self._address, consent.address if consent else "")
        self._changed_card.setVisible(state.is_changed)
        self._local_card.setVisible(consent is not None and consent.is_local)
        self._leaves.setText(consent.leaves if consent else tr("Asking the project…"))
        self._opens.setText(consent.opens if consent else "")
        self._parts.setVisible(consent is not None)
        self._key_card.setVisible(consent is not None and bool(consent.key_id))
        self._key.setText(consent.key_id if consent else "")
        self._before.setText(consent.before if consent else "")
        for part in (self._before_words, self._before, self._key_words):
            part.setVisible(state.is_changed)
        self._failure.setVisible(bool(state.failure))
        self._failure_words.setText(state.failure)
        verb = tr("Agree to the new key") if state.is_changed else tr("Seal and allow")
        if consent is not None and not consent.key_id:
            verb = "Allow"
        self.agree_button.setText("Sealing…" if state.is_busy else verb)
        self.agree_button.setAccessibleName(verb)
        self.agree_button.setEnabled(consent is not None)
        fit_height(self)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            fit_height(self)
        return handled

    def _build(self) -> None:
        self._parts = QWidget()
        column(
            _part("shield", tr("Who can open it"), self._opens),
            self._key_card,
            _part("undo", tr("How to take it back"), label(take_back(), "soft", wraps=True)),
            on=self._parts,
            gap=12,
        )
        column(
            self._title,
            self._address,
            self._changed_card,
            self._local_card,
            _part("cloud", tr("What leaves this PC"), self._leaves),
            self._parts,
            self._failure,
            line(1, self._later, self.agree_button, margins=(0, 8, 0, 0)),
            on=self,
            margins=(26, 22, 26, 20),
            gap=12,
        )


def _part(icon: str, title: str, words: QLabel) -> QWidget:
    made = QWidget()
    sign = QLabel()
    set_icon(sign, icon, role="accent", side=20)
    row = line(sign, column(label(title, "strong"), words, gap=2), on=made, gap=12)
    row.setStretch(1, 1)
    row.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
    return made


def _fingerprint(name: str) -> QLabel:
    made = label("", "", selectable=True)
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(Type.LARGE)
    font.setWeight(QFont.Weight.DemiBold)
    made.setFont(font)
    made.setAccessibleName(name)
    return made

"""The step of the account set-up that tries both servers, with a tick each, a certificate to trust and the whole log."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPlainTextEdit,
    QWidget,
)

from desktop.language import tr
from desktop.look.theme import set_icon
from desktop.screens.account.page import Page
from desktop.screens.account.state import AccountState, Check, CheckKind
from desktop.widgets.parts import button, card, column, label, line
from nightmail.discovery.certificate import Shown


class TestPage(Page):
    """Both servers with a sign each, what to do about a certificate nobody vouches for, and the log."""

    __test__ = False

    again_pressed = Signal()
    look_pressed = Signal()
    trust_pressed = Signal()
    file_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._signs = {name: QLabel() for name in ("smtp", "imap")}
        self._words = {name: label("", "soft", wraps=True) for name in self._signs}
        heads = {"smtp": tr("Sending mail"), "imap": tr("Reading mail")}
        rows = [self._row(name, heads[name]) for name in self._signs]
        self.look = button(tr("Look at the certificate…"), press=self.look_pressed.emit)
        self.file = button(tr("Choose a CA file…"), press=self.file_pressed.emit)
        self.trust = button(tr("Trust this certificate"), press=self.trust_pressed.emit)
        self._facts = label("", "", wraps=True, selectable=True)
        self._facts.setAccessibleName(tr("The certificate"))
        self._offer = card(
            label(
                tr(
                    "The server shows a certificate that nobody vouches for. If it is your own server, compare the certificate "
                    "with what whoever runs it tells you; if it is a provider's, somebody may be in between."
                ),
                "",
                wraps=True,
            ),
            line(self.look, self.file, 1),
            tone="warn",
        )
        self._certificate = card(self._facts, line(self.trust, 1), margins=(14, 12, 14, 12))
        self._again = button(tr("Test again"), press=self.again_pressed.emit)
        self._view = button("", "link", press=self._toggle_log)
        self._log = QPlainTextEdit()
        self._log.setReadOnly(True)
        self._log.setAccessibleName(tr("Log of the test"))
        self._log.setTabChangesFocus(True)
        self._log.setFixedHeight(132)
        self._log.hide()
        for each in (self.look, self.file, self.trust, self._again, self._view):
            each.setAutoDefault(False)
        column(*rows, self._offer, self._certificate, line(self._again, 1, self._view), self._log, on=self, gap=10)
        self._name_toggle()

    def render_page(self, state: AccountState) -> None:
        self._show_check("smtp", state.smtp)
        self._show_check("imap", state.imap)
        self._offer.setVisible(state.can_trust and state.shown is None)
        self._certificate.setVisible(state.shown is not None)
        if state.shown is not None:
            self._facts.setText(_certificate_words(state.shown))
            self.trust.setEnabled(state.shown.fits)
        self._again.setVisible(not state.is_testing)
        text = "\n".join(state.log)
        if self._log.toPlainText() != text:
            self._log.setPlainText(text)

    def first(self, state: AccountState) -> QWidget | None:
        return None

    def _row(self, name: str, head: str) -> QFrame:
        row = line(self._signs[name], column(label(head, "strong"), self._words[name], gap=2), gap=12)
        row.setStretch(1, 1)
        row.setAlignment(self._signs[name], Qt.AlignmentFlag.AlignTop)
        return card(row, margins=(14, 12, 14, 12))

    def _show_check(self, name: str, check: Check) -> None:
        icon, role = _SIGNS[check.kind]
        set_icon(self._signs[name], icon, role=role, side=20)
        said = tr("Trying…") if check.kind is CheckKind.RUNNING else check.words
        self._words[name].setText(said)
        self._signs[name].setAccessibleName(_spoken(check.kind))

    def _toggle_log(self) -> None:
        self._log.setVisible(self._log.isHidden())
        self._name_toggle()

    def _name_toggle(self) -> None:
        said = tr("View log") if self._log.isHidden() else tr("Hide log")
        self._view.setText(said)
        self._view.setAccessibleName(said)


_SIGNS: Mapping[CheckKind, tuple[str, str]] = {
    CheckKind.WAITING: ("clock", "text_faint"),
    CheckKind.RUNNING: ("clock", "accent"),
    CheckKind.GOOD: ("tick", "good"),
    CheckKind.BAD: ("close", "bad"),
    CheckKind.NONE: ("info", "text_faint"),
}


def _spoken(kind: CheckKind) -> str:
    match kind:
        case CheckKind.WAITING:
            return tr("Not tried yet")
        case CheckKind.RUNNING:
            return tr("Being tried")
        case CheckKind.GOOD:
            return tr("Works")
        case CheckKind.BAD:
            return tr("Does not work")
        case CheckKind.NONE:
            return tr("Left out")


def _certificate_words(shown: Shown) -> str:
    issuer = tr("itself") if shown.is_self_signed else shown.issuer
    half = len(shown.fingerprint) // 2 + 1
    return tr(
        "Made out for: {subject}\nVouched for by: {issuer}\nValid until: {until}\nSHA-256: {first}\n{rest}",
        subject=shown.subject,
        issuer=issuer,
        until=f"{shown.ends_at:%Y-%m-%d}",
        first=shown.fingerprint[:half].rstrip(":"),
        rest=shown.fingerprint[half:].lstrip(":"),
    )

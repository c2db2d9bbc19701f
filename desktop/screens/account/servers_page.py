"""The step of the account set-up in which both servers are typed by hand."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QWidget,
)

from desktop.language import tr
from desktop.screens.account.page import Page
from desktop.screens.account.state import AccountState, security_words
from desktop.widgets.parts import column, label, line, set_text
from nightmail.account.model import Security

_PORT_WIDTH = 84


class OtherPage(Page):
    """Both servers, typed by hand."""

    def __init__(self) -> None:
        super().__init__()
        self._combos = {name: self._combo(name) for name in ("security", "imap_security")}
        self._problems = {name: label("", "problem", wraps=True) for name in self._combos}
        self._name = self.field("name", tr("Your name"), tr("As recipients see it"))
        column(
            self._name,
            label(tr("Outgoing server (SMTP)"), "strong"),
            self._place("host", tr("Server for sending"), "smtp.example.org", "port", tr("Port for sending"), "465"),
            self._how("security", "user", tr("User name for sending"), tr("Usually your address; empty: no sign-in")),
            label(tr("Incoming server (IMAP), to find out what arrived"), "strong"),
            self._place("imap_host", tr("Server for reading"), tr("May be left out"), "imap_port", tr("Port for reading"), "993"),
            self._how("imap_security", "imap_user", tr("User name for reading"), tr("The same as above")),
            on=self,
            gap=10,
        )

    def render_page(self, state: AccountState) -> None:
        self.show_lines(state)
        self._name.setVisible(state.is_editing)
        for name, combo in self._combos.items():
            with QSignalBlocker(combo):
                combo.setCurrentIndex(list(Security).index(getattr(state.fields, name)))
            set_text(self._problems[name], state.problems.get(name, ""))

    def first(self, state: AccountState) -> QWidget | None:
        wrong = next((name for name in self.lines if name in state.problems), "host")
        return self.lines[wrong].field

    def _place(self, host: str, words: str, sample: str, port: str, port_words: str, port_sample: str) -> QWidget:
        made = QWidget()
        narrow = self.field(port, port_words, port_sample)
        narrow.setFixedWidth(150)
        narrow.field.setMaximumWidth(_PORT_WIDTH + 66)
        row = line(self.field(host, words, sample), narrow, on=made, gap=10)
        row.setStretch(0, 1)
        return made

    def _how(self, security: str, user: str, words: str, sample: str) -> QWidget:
        made = QWidget()
        combo = self._combos[security]
        head = label(tr("Encryption"), "faint")
        head.setBuddy(combo)
        left = QWidget()
        column(head, combo, self._problems[security], on=left, gap=4).setAlignment(Qt.AlignmentFlag.AlignTop)
        row = line(self.field(user, words, sample), left, on=made, gap=10)
        row.setStretch(0, 1)
        left.setFixedWidth(150)
        return made

    def _combo(self, name: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(tr("Encryption for sending") if name == "security" else tr("Encryption for reading"))
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for security in Security:
            made.addItem(security_words(security), security)
        # Qt keeps a StrEnum as the plain text it also is.
        made.activated.connect(lambda place: self.changed.emit(name, Security(made.itemData(place))))
        return made

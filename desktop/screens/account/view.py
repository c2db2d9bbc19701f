"""The account dialog. The address first; the rest unfolds from it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.look.theme import set_icon
from desktop.screens.account.state import SECURITY_WORDS, AccountState, Check, SignIn
from desktop.widgets.parts import button, card, clear, column, fit_height, label, line, restyle, set_text
from nightmail.account.model import Security

_ALSO_WORDS = (
    "It is kept on this PC, and a copy is sealed so that only the cloud worker can open it. "
    "What that means, and to which key, is shown before anything leaves."
)


class AccountView(QDialog):
    changed = Signal(str, object)
    address_entered = Signal()
    test_pressed = Signal()
    save_pressed = Signal()
    sign_in_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Add account")
        self.setMinimumWidth(520)
        self._lines: dict[str, QLineEdit] = {}
        self._problems: dict[str, QLabel] = {}
        self._security = QComboBox()
        self._security.setAccessibleName("Security")
        for security, words in SECURITY_WORDS.items():
            self._security.addItem(words, security)
        self._hint = label("", "soft", wraps=True)
        self._home = label("", "faint", wraps=True)
        self._sign_in = button("Sign in with your browser", press=self.sign_in_pressed.emit)
        self._sign_in.setAutoDefault(False)
        self._sign_in_words = label("", "soft", wraps=True)
        self._sign_in_problem = label("", "problem", wraps=True)
        self._sign_in_box = QWidget()
        self._client = QWidget()
        self._failure_words = label("", "", wraps=True)
        self._failure = card(self._failure_words, tone="bad")
        self._checks = QVBoxLayout()
        self._checks_card = _plain_card(self._checks)
        self._servers = QWidget()
        self._test = button("Test connection", press=self.test_pressed.emit)
        self._save = button("Save account", "primary", press=self.save_pressed.emit)
        self._cancel = button("Cancel", "quiet", press=self.reject)
        self._save.setDefault(True)
        self._test.setAutoDefault(False)
        self._cancel.setAutoDefault(False)
        self._shown_checks: tuple[Check, ...] = ()
        self._build()
        self._security.activated.connect(self._security_chosen)

    def render_state(self, state: AccountState) -> None:
        for name, field in self._lines.items():
            typed = str(getattr(state.fields, name))
            if field.text() != typed:
                with QSignalBlocker(field):
                    field.setText(typed)
            restyle(field, "problem", name in state.problems)
        for name, words in self._problems.items():
            set_text(words, state.problems.get(name, ""))
        self._security.setCurrentIndex(list(Security).index(state.fields.security))
        set_text(self._hint, state.hint)
        self._render_sign_in(state.sign_in)
        self._password.setVisible(not state.is_by_sign_in)
        set_text(self._sign_in_problem, state.problems.get("password", "") if state.is_by_sign_in else "")
        self._home.setText(state.home_words)
        self._where_head.setText(f"Where may this {'sign-in' if state.is_by_sign_in else 'password'} live?")
        self._where.setVisible(state.offers_cloud)
        self._home.setVisible(not state.offers_cloud)
        (self._also if state.fields.is_for_cloud else self._only).setChecked(True)
        self._where_words.setText(_ALSO_WORDS if state.fields.is_for_cloud else state.home_words)
        self._servers.setVisible(state.shows_servers)
        self._failure.setVisible(bool(state.failure))
        self._failure_words.setText(state.failure)
        self._render_checks(state.checks)
        # Not disabled meanwhile: the keyboard's place would move on to Cancel. The presenter takes no second press.
        self._test.setText("Testing…" if state.is_testing else "Test connection")
        self._save.setText("Saving…" if state.is_saving else "Save account")
        fit_height(self)

    def _render_sign_in(self, sign_in: SignIn) -> None:
        self._sign_in_box.setVisible(bool(sign_in.provider))
        self._client.setVisible(sign_in.wants_client)
        if sign_in.is_under_way:
            self._sign_in.setText("Stop waiting")
            words = f"Waiting for {sign_in.provider} in your browser…"
        elif sign_in.is_done:
            self._sign_in.setText("Sign in anew")
            words = f"Signed in with {sign_in.provider}. No password is needed."
        else:
            self._sign_in.setText(f"Sign in with {sign_in.provider}…")
            words = "Opens your browser. Nightmail never sees your password."
        set_text(self._sign_in_words, words)

    def event(self, event: QEvent) -> bool:
        """Fields come and go: be as tall as what is there once it has been laid out."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            fit_height(self)
        return handled

    def _security_chosen(self, place: int) -> None:
        # Qt keeps a StrEnum as the plain text it also is.
        self.changed.emit("security", Security(self._security.itemData(place)))

    def _render_checks(self, checks: tuple[Check, ...]) -> None:
        self._checks_card.setVisible(bool(checks))
        if checks == self._shown_checks:
            return
        self._shown_checks = checks
        clear(self._checks)
        for check in checks:
            sign = QLabel()
            set_icon(sign, "tick" if check.is_good else "close", role="good" if check.is_good else "bad", side=16)
            row = line(sign, label(check.words), 1, gap=8)
            self._checks.addLayout(row)

    def _build(self) -> None:
        intro = label(
            "Nightmail sends from your own account. Start with its address; most servers are known.", "soft", wraps=True
        )
        column(
            label("Add account", "title"),
            intro,
            self._field("address", "Email address", "anna@example.org"),
            self._field("name", "Your name", "As recipients see it"),
            self._hint,
            self._sign_in_field(),
            self._servers,
            self._failure,
            self._checks_card,
            self._buttons(),
            on=self,
            margins=(26, 22, 26, 20),
            gap=10,
        )
        self._build_servers()
        self._chain_tabs()
        self._lines["address"].editingFinished.connect(self.address_entered)

    def _build_servers(self) -> None:
        where = line(
            self._field("host", "Outgoing server (SMTP)", "smtp.example.org"), self._field("port", "Port", "465"), gap=10
        )
        where.setStretch(0, 1)
        self._lines["port"].setFixedWidth(222)
        who = self._field("user", "User name", "Usually your address")
        password = self._password = self._field("password", "Password", "")
        self._lines["password"].setEchoMode(QLineEdit.EchoMode.Password)
        column(
            where,
            _halves(self._security_field(), self._field("imap_host", "Incoming server (optional)", "imap.example.org")),
            _halves(who, password),
            self._home,
            self._where_field(),
            on=self._servers,
            gap=10,
        )

    def _security_field(self) -> QWidget:
        made = QWidget()
        column(label("Security", "faint"), self._security, self._problem("security"), on=made, gap=4)
        return made

    def _sign_in_field(self) -> QWidget:
        id, secret = (
            self._field("client_id", "Client id", "As your provider gave it"),
            self._field("client_secret", "Its secret", ""),
        )
        self._lines["client_secret"].setEchoMode(QLineEdit.EchoMode.Password)
        column(_halves(id, secret), on=self._client)
        row = line(self._sign_in, self._sign_in_words, gap=12)
        row.setStretch(1, 1)
        column(row, self._sign_in_problem, self._client, on=self._sign_in_box, gap=8)
        self._sign_in_box.hide()
        return self._sign_in_box

    def _where_field(self) -> QWidget:
        self._where = QWidget()
        self._only, self._also = QRadioButton("On this PC only"), QRadioButton("Also sealed for the cloud worker")
        self._where_words = label("", "faint", wraps=True)
        self._only.clicked.connect(lambda: self.changed.emit("is_for_cloud", False))
        self._also.clicked.connect(lambda: self.changed.emit("is_for_cloud", True))
        choices = line(self._only, self._also, 1, gap=18)
        self._where_head = label("", "strong")
        column(self._where_head, choices, self._where_words, on=self._where, gap=5)
        return self._where

    def _field(self, name: str, words: str, placeholder: str) -> QWidget:
        made = QWidget()
        field = QLineEdit()
        field.setAccessibleName(words)
        field.setPlaceholderText(placeholder)
        field.textEdited.connect(lambda text: self.changed.emit(name, text))
        self._lines[name] = field
        head = label(words, "faint")
        head.setBuddy(field)
        inner = column(head, field, self._problem(name), on=made, gap=4)
        inner.setAlignment(Qt.AlignmentFlag.AlignTop)
        return made

    def _problem(self, name: str) -> QLabel:
        made = label("", "problem", wraps=True)
        made.hide()
        self._problems[name] = made
        return made

    def _buttons(self) -> QHBoxLayout:
        return line(self._test, 1, self._cancel, self._save, margins=(0, 8, 0, 0))

    def _chain_tabs(self) -> None:
        """As people fill it in, and leaving it without an account comes last."""
        lines = self._lines
        servers = (lines["host"], lines["port"], self._security, lines["imap_host"], lines["user"], lines["password"], self._only)
        sign_in = (self._sign_in, lines["client_id"], lines["client_secret"])
        order = (lines["address"], lines["name"], *sign_in, *servers, self._test, self._save, self._cancel)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)


def _halves(left: QWidget, right: QWidget) -> QHBoxLayout:
    made = line(left, right, gap=10)
    made.setStretch(0, 1)
    made.setStretch(1, 1)
    return made


def _plain_card(inner: QVBoxLayout) -> QFrame:
    inner.setSpacing(6)
    return card(inner, tone="good")

"""The pages of the account set-up, one for each step. Each draws what it is told and reports by the signals it is handed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.language import tr
from desktop.look.theme import set_icon
from desktop.screens.account.state import AccountState, Check, CheckKind, Choice, security_words
from desktop.widgets.form_line import FormLine
from desktop.widgets.parts import button, card, clear, column, label, line, restyle, set_text
from nightmail.account.model import Security
from nightmail.discovery.certificate import Shown

_PORT_WIDTH = 84


class Page(QWidget):
    """A step. `changed` carries the name of a field of Fields and its new value."""

    changed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, FormLine] = {}

    def field(self, name: str, words: str, placeholder: str = "", *, is_secret: bool = False) -> FormLine:
        made = FormLine(words, placeholder, is_secret=is_secret)
        made.field.textEdited.connect(partial(self.changed.emit, name))
        self.lines[name] = made
        return made

    def show_lines(self, state: AccountState) -> None:
        for name, field in self.lines.items():
            field.show_line(str(getattr(state.fields, name)), state.problems.get(name, ""))

    def render_page(self, state: AccountState) -> None:
        raise NotImplementedError

    def first(self, state: AccountState) -> QWidget | None:
        """What takes the keyboard when the step begins: what is wrong, else what is blank."""
        blank = [name for name in self.lines if not getattr(state.fields, name)]
        wrong = [name for name in self.lines if name in state.problems]
        for name in (*wrong, *blank, *self.lines):
            if self.lines[name].field.isVisibleTo(self):
                return self.lines[name].field
        return None


class AddressPage(Page):
    def __init__(self) -> None:
        super().__init__()
        column(
            self.field("address", tr("Email address"), "anna@example.org"),
            self.field("name", tr("Your name"), tr("As recipients see it")),
            on=self,
            gap=10,
        )

    def render_page(self, state: AccountState) -> None:
        self.show_lines(state)


class ServersPage(Page):
    """What was found, to choose from."""

    chosen = Signal(int)
    other_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Choice, ...] = ()
        self._group = QButtonGroup(self)
        # Not `clicked`: the arrow keys choose without it.
        self._group.idToggled.connect(lambda place, is_on: self.chosen.emit(place) if is_on else None)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(8)
        self.other = button(tr("Other servers…"), "link", press=self.other_pressed.emit)
        self.other.setAutoDefault(False)
        column(self._choices, line(self.other, 1), on=self, gap=8)

    def render_page(self, state: AccountState) -> None:
        if state.choices != self._shown:
            self._shown = state.choices
            clear(self._choices)
            for place, choice in enumerate(state.choices):
                self._choices.addWidget(self._card(place, choice))
        radio = self._group.button(state.chosen)
        if radio is not None:
            with QSignalBlocker(self._group):
                radio.setChecked(True)

    def first(self, state: AccountState) -> QWidget | None:
        return self._group.button(state.chosen)

    def _card(self, place: int, choice: Choice) -> QFrame:
        radio = QRadioButton(choice.title)
        radio.setAccessibleName(choice.title)
        radio.setAccessibleDescription(f"{choice.servers} {choice.source} {choice.warning}".strip())
        self._group.addButton(radio, place)
        words = [label(choice.servers, "soft", wraps=True), label(choice.source, "faint", wraps=True)]
        if choice.warning:
            words.append(label(choice.warning, "problem", wraps=True))
        return card(radio, column(*words, gap=3, margins=(22, 0, 0, 0)), margins=(14, 12, 14, 12), gap=4)


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


class SignInPage(Page):
    sign_in_pressed = Signal()
    other_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._help = label("", "soft", wraps=True)
        self._url = ""
        self._link = button("", "link", press=self._open_link)
        self._link.setAutoDefault(False)
        self._password = self.field("password", tr("Password"), is_secret=True)
        self.browser = button("", press=self.sign_in_pressed.emit)
        self.browser.setAutoDefault(False)
        self._browser_words = label("", "soft", wraps=True)
        self._or = label(tr("Or without a password:"), "faint")
        self._problem = label("", "problem", wraps=True)
        self._box, self._client = QWidget(), QWidget()
        self._home = label("", "faint", wraps=True)
        self.other = button(tr("Other servers…"), "link", press=self.other_pressed.emit)
        self.other.setAutoDefault(False)
        self._build()

    def render_page(self, state: AccountState) -> None:
        self.show_lines(state)
        sign_in, hint = state.sign_in, state.password_help
        set_text(self._help, "" if sign_in.is_done else hint.words)
        self._url = hint.link
        self._link.setText(hint.label)
        self._link.setAccessibleName(hint.label)
        self._link.setVisible(bool(hint.label) and not state.is_by_sign_in)
        self._password.setVisible(not state.is_by_sign_in)
        set_text(self._problem, state.problems.get("password", "") if state.is_by_sign_in else "")
        self._box.setVisible(bool(sign_in.provider))
        self._or.setVisible(not state.is_by_sign_in)
        self._client.setVisible(sign_in.wants_client)
        self.other.setVisible(not state.is_editing)
        if sign_in.is_under_way:
            said, words = tr("Stop waiting"), tr("Waiting for {provider} in your browser…", provider=sign_in.provider)
        elif sign_in.is_done:
            said = tr("Sign in anew")
            words = tr("Signed in with {provider}. No password is needed.", provider=sign_in.provider)
        else:
            said = tr("Sign in with {provider}…", provider=sign_in.provider)
            words = tr("Opens your browser. Nightmail never sees your password.")
        self.browser.setText(said)
        self.browser.setAccessibleName(said)
        restyle(self.browser, "kind", "primary" if sign_in.is_only_way and not sign_in.is_done else "")
        self._browser_words.setText(words)
        set_text(self._home, state.password_home)

    def first(self, state: AccountState) -> QWidget | None:
        return self.browser if state.is_by_sign_in else super().first(state)

    def _open_link(self) -> None:
        QDesktopServices.openUrl(QUrl(self._url))

    def _build(self) -> None:
        id = self.field("client_id", tr("Client id"), tr("As your provider gave it"))
        secret = self.field("client_secret", tr("Its secret"), is_secret=True)
        halves = line(id, secret, on=self._client, gap=10)
        halves.setStretch(0, 1)
        halves.setStretch(1, 1)
        row = line(self.browser, self._browser_words, gap=12)
        row.setStretch(1, 1)
        column(self._or, row, self._problem, self._client, on=self._box, gap=8, margins=(0, 4, 0, 0))
        column(
            self._help,
            line(self._link, 1),
            self._password,
            self._box,
            self._home,
            line(self.other, 1),
            on=self,
            gap=8,
        )


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


class HomePage(Page):
    """Where the password may live."""

    def __init__(self) -> None:
        super().__init__()
        self._head = label("", "strong", wraps=True)
        self._only = QRadioButton(tr("Only on this PC"))
        self._also = QRadioButton(tr("Here, and sealed for my cloud worker"))
        self._only_words = label("", "soft", wraps=True)
        self._also_words = label("", "soft", wraps=True)
        # Not `clicked`: the arrow keys choose without it.
        self._also.toggled.connect(lambda is_on: self.changed.emit("is_for_cloud", is_on))
        group = QButtonGroup(self)
        group.addButton(self._only)
        group.addButton(self._also)
        choices = [_choice(self._only, self._only_words), _choice(self._also, self._also_words)]
        column(self._head, *choices, on=self, gap=10)

    def render_page(self, state: AccountState) -> None:
        by_sign_in = state.is_by_sign_in
        self._head.setText(tr("Where may this sign-in live?") if by_sign_in else tr("Where may this password live?"))
        with QSignalBlocker(self._also):
            (self._also if state.fields.is_for_cloud else self._only).setChecked(True)
        self._only_words.setText(tr("{where} Messages leave while this PC is on.", where=state.password_home))
        self._also_words.setText(
            tr(
                "Messages leave while this PC is off, too. Only the cloud worker can open what is sealed; to which key, and what "
                "that means, is shown before anything leaves."
            )
        )

    def first(self, state: AccountState) -> QWidget | None:
        return self._also if state.fields.is_for_cloud else self._only


def _choice(radio: QRadioButton, words: QLabel) -> QFrame:
    return card(radio, column(words, margins=(22, 0, 0, 0)), margins=(14, 12, 14, 12), gap=4)


class ReadyPage(Page):
    probe_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._intro = label(
            tr("Send a test message from the account to itself: it takes the way that all your mail will take."),
            "soft",
            wraps=True,
        )
        self.probe = button(tr("Send a test message"), press=self.probe_pressed.emit)
        self.probe.setAutoDefault(False)
        self._said = label("", "", wraps=True)
        self._card = card(self._said)
        column(self._intro, line(self.probe, 1), self._card, on=self, gap=10)

    def render_page(self, state: AccountState) -> None:
        probe = state.probe
        self._card.setVisible(bool(probe.words))
        restyle(self._card, "tone", "" if probe.tone == "calm" else probe.tone.value)
        self._said.setText(probe.words)
        self.probe.setText(tr("Sending…") if probe.is_running else tr("Send a test message"))

    def first(self, state: AccountState) -> QWidget | None:
        return self.probe

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.screens.account.presenter import AccountPresenter
from desktop.screens.account.state import AccountState, Step
from desktop.screens.account.view import AccountView
from desktop.windows.account import connect_account
from nightmail.account.model import Account, Security, Server
from nightmail.discovery.model import Found, Source, Suggestion
from nightmail.environment import OauthClient
from nightmail.errors import PersonError
from tests.unit.desktop.fakes import AtOnce, FakeCloud, FakeGateway, FakeSetUp, FakeSignIns

pytestmark = pytest.mark.usefixtures("dressed")


class Dialog:
    """The real view and the real presenter, connected as the window connects them."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.view = AccountView()
        qtbot.addWidget(self.view)
        self.gateway = FakeGateway(known=())
        self.sign_ins = FakeSignIns()
        self.set_up = FakeSetUp()
        self.added_accounts: list[Account] = []
        self.presenter = AccountPresenter(self.gateway, FakeCloud(), self.sign_ins, self.set_up, AtOnce(), self)
        connect_account(self.view, self.presenter)
        self.render(self.presenter.state)
        self.view.show()
        with qtbot.waitActive(self.view):
            self.view.activateWindow()

    def render(self, state: AccountState) -> None:
        self.view.render_state(state)

    def added(self, account: Account, *, is_for_cloud: bool) -> None:
        self.added_accounts.append(account)

    def changed(self, account: Account) -> None: ...

    def finished(self) -> None:
        self.view.accept()

    def ask_passphrase(self, then: Callable[[], None]) -> None:
        pytest.fail("nothing to unlock here")

    @property
    def step(self) -> Step:
        return self.presenter.state.step

    def field(self, name: str) -> QLineEdit:
        return next(each for each in self.view.findChildren(QLineEdit) if each.accessibleName() == name and each.isVisible())

    def fill(self, name: str, typed: str) -> None:
        field = self.field(name)
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, typed)

    def enter(self, address: str) -> None:
        """By the keyboard alone, as the dialog opens."""
        self.fill("Email address", address)
        self.qtbot.keyClick(self.field("Email address"), Qt.Key.Key_Return)

    def choose_security(self, security: Security) -> None:
        """With the keyboard, in the open list."""
        combo = next(each for each in self.view.findChildren(QComboBox) if each.accessibleName() == "Encryption for sending")
        combo.setFocus()
        self.qtbot.keyClick(combo, Qt.Key.Key_Home)
        for _ in range(list(Security).index(security)):
            self.qtbot.keyClick(combo, Qt.Key.Key_Down)

    def button(self, name: str) -> QPushButton:
        return next(each for each in self.view.findChildren(QPushButton) if each.text() == name)

    def press(self, name: str) -> None:
        self.qtbot.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def words(self) -> list[str]:
        return [each.text() for each in self.view.findChildren(QLabel) if each.isVisible()]


@pytest.fixture
def dialog(qtbot: QtBot) -> Dialog:
    return Dialog(qtbot)


def focused() -> str:
    now = QApplication.focusWidget()
    return now.accessibleName() if now is not None else ""


def test_an_account_of_a_known_provider_takes_an_address_and_a_password(dialog: Dialog) -> None:
    dialog.enter("anna@gmail.com")
    assert focused() == "Password"

    dialog.qtbot.keyClicks(QApplication.focusWidget(), "abcd")
    dialog.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert dialog.step is Step.TEST
    dialog.press("Save account")

    assert [account.address for account in dialog.added_accounts] == ["anna@gmail.com"]
    assert "anna@gmail.com is ready to send" in dialog.words()
    dialog.gateway.sends_at_once = True
    dialog.press("Send a test message")
    assert dialog.gateway.asked("schedule")[0][0].to == ("anna@gmail.com",)


def test_an_encryption_chosen_by_hand_is_followed_by_the_port_and_saved(dialog: Dialog) -> None:
    dialog.enter("anna@verein.example")
    dialog.fill("Server for sending", "smtp.verein.example")
    dialog.choose_security(Security.STARTTLS)
    assert dialog.field("Port for sending").text() == "587"
    dialog.press("Continue")
    dialog.fill("Password", "abcd")
    dialog.press("Continue")
    dialog.press("Save account")

    (tested,), (saved,) = dialog.gateway.asked("test_account"), dialog.gateway.asked("add_account")
    assert tested == saved
    assert (saved.smtp.security, saved.smtp.port) == (Security.STARTTLS, 587)
    assert saved.smtp.security is Security.STARTTLS


def test_plain_chosen_by_hand_is_refused_for_a_server_elsewhere(dialog: Dialog) -> None:
    dialog.enter("anna@verein.example")
    dialog.fill("Server for sending", "smtp.verein.example")
    dialog.choose_security(Security.PLAIN)

    dialog.press("Continue")

    assert set(dialog.presenter.state.problems) == {"security"}
    assert any("Without encryption everybody" in words for words in dialog.words())


def test_tab_goes_through_the_servers_as_they_are_read(dialog: Dialog) -> None:
    dialog.enter("anna@verein.example")
    dialog.qtbot.waitUntil(lambda: focused() == "Server for sending")

    met = []
    for _ in range(10):
        dialog.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        met.append(focused())

    sending = ["Port for sending", "User name for sending", "Encryption for sending"]
    reading = ["Server for reading", "Port for reading", "User name for reading", "Encryption for reading"]
    assert met == [*sending, *reading, "Back", "Cancel", "Continue"]


def test_what_was_found_is_chosen_with_the_keyboard(dialog: Dialog) -> None:
    smtp = Server("one.verein.example", 465, Security.TLS, "anna@verein.example")
    other = Server("two.verein.example", 465, Security.TLS, "anna@verein.example")
    suggestions = (Suggestion(smtp, None, Source.SRV, "verein.example"), Suggestion(other, None, Source.GUESS, "verein.example"))
    dialog.set_up.found = Found("verein.example", suggestions)
    dialog.enter("anna@verein.example")
    dialog.qtbot.waitUntil(lambda: focused() == "one.verein.example")
    QApplication.processEvents()

    dialog.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    dialog.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    assert (dialog.step, dialog.presenter.state.fields.host) == (Step.SIGN_IN, "two.verein.example")


def test_the_log_is_shown_when_it_is_asked_for(dialog: Dialog) -> None:
    dialog.enter("anna@gmail.com")
    dialog.fill("Password", "abcd")
    dialog.press("Continue")
    log = dialog.view.findChild(QPlainTextEdit)
    assert log is not None and not log.isVisible()

    dialog.press("View log")

    assert log.isVisible() and "SMTP smtp.gmail.com:465" in log.toPlainText()
    assert dialog.button("Hide log").isVisible()


def test_signing_in_with_the_browser_takes_the_passwords_place(dialog: Dialog) -> None:
    dialog.enter("anna@outlook.com")
    assert "Password" not in dialog.words()

    dialog.press("Sign in with Microsoft…")

    assert dialog.button("Sign in anew").isVisible()
    dialog.press("Continue")
    dialog.press("Save account")
    assert [account.address for account in dialog.added_accounts] == ["anna@outlook.com"]


def test_a_client_id_is_asked_for_only_where_it_is_needed(dialog: Dialog) -> None:
    dialog.sign_ins.refuses = PersonError("no-client-id", "Nightmail is not registered with Google.", next="Make one.")
    dialog.enter("anna@gmail.com")
    assert "Client id" not in dialog.words() and "Password" in dialog.words()

    dialog.press("Sign in with Google…")
    dialog.sign_ins.refuses = None
    dialog.fill("Client id", "mine")
    dialog.press("Sign in with Google…")

    assert dialog.sign_ins.asked[-1] == ("google", "anna@gmail.com", OauthClient("mine"))
    assert "Client id" not in dialog.words() and "Password" not in dialog.words()


def test_an_address_of_no_known_provider_is_offered_no_browser(dialog: Dialog) -> None:
    dialog.enter("anna@verein.example")
    dialog.fill("Server for sending", "smtp.verein.example")
    dialog.press("Continue")

    offered = [each for each in dialog.view.findChildren(QPushButton) if each.text().startswith("Sign in")]
    assert not any(each.isVisible() for each in offered)


def test_where_no_password_is_taken_none_is_asked_for_and_the_word_stands_at_the_sign_in(dialog: Dialog) -> None:
    dialog.presenter.open()
    dialog.enter("anna@outlook.com")
    dialog.press("Continue")

    shown = dialog.words()
    assert "Password" not in shown
    assert "Sign in with Microsoft in your browser." in shown
    assert not any("The password is kept" in words for words in shown)
    assert any("The sign-in is kept" in words for words in shown)


def test_escape_keeps_nothing(dialog: Dialog) -> None:
    dialog.enter("anna@gmail.com")

    dialog.qtbot.keyClick(dialog.view, Qt.Key.Key_Escape)

    assert not dialog.view.isVisible()
    assert dialog.gateway.calls == []


def test_one_click_mends_an_address_with_a_slip(dialog: Dialog) -> None:
    dialog.enter("anna@gmial.com")

    dialog.press("Use anna@gmail.com")

    assert dialog.step is Step.SIGN_IN
    assert dialog.presenter.state.fields.address == "anna@gmail.com"

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.screens.account.presenter import AccountPresenter
from desktop.screens.account.state import AccountState
from desktop.screens.account.view import AccountView
from nightmail.account.model import Account, Security
from nightmail.environment import OauthClient
from nightmail.errors import PersonError
from tests.unit.desktop.fakes import AtOnce, FakeCloud, FakeGateway, FakeSignIns

pytestmark = pytest.mark.usefixtures("dressed")


class Dialog:
    """The real view and the real presenter, connected as the window connects them."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.view = AccountView()
        qtbot.addWidget(self.view)
        self.gateway = FakeGateway(known=())
        self.sign_ins = FakeSignIns()
        self.added_accounts: list[Account] = []
        self.presenter = AccountPresenter(self.gateway, FakeCloud(), self.sign_ins, AtOnce(), self)
        self.view.changed.connect(self.presenter.change)
        self.view.address_entered.connect(self.presenter.address_entered)
        self.view.test_pressed.connect(self.presenter.test)
        self.view.save_pressed.connect(self.presenter.save)
        self.view.sign_in_pressed.connect(self.presenter.sign_in)
        self.render(self.presenter.state)
        self.view.show()
        qtbot.waitExposed(self.view)

    def render(self, state: AccountState) -> None:
        self.view.render_state(state)

    def added(self, account: Account, *, is_for_cloud: bool) -> None:
        self.added_accounts.append(account)

    def ask_passphrase(self, then: Callable[[], None]) -> None:
        pytest.fail("nothing to unlock here")

    def field(self, name: str) -> QLineEdit:
        return next(each for each in self.view.findChildren(QLineEdit) if each.accessibleName() == name)

    def fill(self, name: str, typed: str) -> None:
        field = self.field(name)
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, typed)

    def enter_address(self, address: str) -> None:
        self.fill("Email address", address)
        self.qtbot.keyClick(self.field("Email address"), Qt.Key.Key_Tab)

    def choose_security(self, security: Security) -> None:
        """With the keyboard, in the open list."""
        combo = self.view.findChild(QComboBox)
        assert combo is not None
        combo.setFocus()
        self.qtbot.keyClick(combo, Qt.Key.Key_Home)
        for _ in range(list(Security).index(security)):
            self.qtbot.keyClick(combo, Qt.Key.Key_Down)

    def button(self, name: str) -> QPushButton:
        return next(each for each in self.view.findChildren(QPushButton) if each.text() == name)

    def press(self, name: str) -> None:
        self.qtbot.mouseClick(self.button(name), Qt.MouseButton.LeftButton)


@pytest.fixture
def dialog(qtbot: QtBot) -> Dialog:
    return Dialog(qtbot)


def test_a_security_chosen_by_hand_is_followed_by_the_port_and_saved(dialog: Dialog) -> None:
    dialog.enter_address("anna@verein.example")
    dialog.choose_security(Security.STARTTLS)
    dialog.fill("Password", "abcd")
    assert dialog.field("Port").text() == "587"

    dialog.press("Test connection")
    dialog.press("Save account")

    (tested,), (saved,) = dialog.gateway.asked("test_account"), dialog.gateway.asked("add_account")
    assert tested == saved
    assert (saved.smtp.security, saved.smtp.port) == (Security.STARTTLS, 587)
    assert saved.smtp.security is Security.STARTTLS


def test_plain_chosen_by_hand_is_refused_for_a_server_elsewhere(dialog: Dialog) -> None:
    dialog.enter_address("anna@verein.example")
    dialog.fill("Password", "abcd")
    dialog.choose_security(Security.PLAIN)

    dialog.press("Save account")

    assert set(dialog.presenter.state.problems) == {"security"}
    assert dialog.gateway.calls == []


def focused() -> str:
    now = QApplication.focusWidget()
    return now.accessibleName() if now is not None else ""


def test_tab_goes_through_the_form_as_it_is_filled_in(dialog: Dialog) -> None:
    dialog.view.activateWindow()
    dialog.enter_address("anna@verein.example")
    dialog.qtbot.waitUntil(lambda: focused() == "Your name")

    met = []
    for _ in range(9):
        dialog.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        met.append(focused())

    servers = ["Outgoing server (SMTP)", "Port", "Security", "Incoming server (optional)", "User name", "Password"]
    assert met == [*servers, "Test connection", "Save account", "Cancel"]


def test_the_keyboard_stays_on_the_test_while_it_runs(dialog: Dialog) -> None:
    dialog.view.activateWindow()
    dialog.enter_address("anna@verein.example")
    dialog.fill("Password", "abcd")
    button = next(each for each in dialog.view.findChildren(QPushButton) if each.text() == "Test connection")
    button.setFocus()

    dialog.qtbot.keyClick(button, Qt.Key.Key_Space)
    dialog.render(replace(dialog.presenter.state, is_testing=True))

    assert dialog.presenter.state.checks
    assert focused() == "Test connection"


def test_signing_in_with_the_browser_takes_the_passwords_place(dialog: Dialog) -> None:
    dialog.enter_address("anna@outlook.com")
    assert not dialog.field("Password").isVisible()

    dialog.press("Sign in with Microsoft…")

    assert dialog.button("Sign in anew").isVisible()
    dialog.press("Save account")
    assert [account.address for account in dialog.added_accounts] == ["anna@outlook.com"]


def test_a_client_id_is_asked_for_only_where_it_is_needed(dialog: Dialog) -> None:
    dialog.sign_ins.refuses = PersonError("no-client-id", "Nightmail is not registered with Google.", next="Make one.")
    dialog.enter_address("anna@gmail.com")
    assert not dialog.field("Client id").isVisible() and dialog.field("Password").isVisible()

    dialog.press("Sign in with Google…")
    dialog.sign_ins.refuses = None
    dialog.fill("Client id", "mine")
    dialog.press("Sign in with Google…")

    assert dialog.sign_ins.asked[-1] == ("google", "anna@gmail.com", OauthClient("mine"))
    assert not dialog.field("Client id").isVisible() and not dialog.field("Password").isVisible()


def test_an_address_of_no_known_provider_is_offered_no_browser(dialog: Dialog) -> None:
    dialog.enter_address("anna@verein.example")

    offered = [each for each in dialog.view.findChildren(QPushButton) if each.text().startswith("Sign in")]
    assert not any(each.isVisible() for each in offered)


def test_where_no_password_is_taken_none_is_asked_for_and_the_word_stands_at_the_sign_in(dialog: Dialog) -> None:
    dialog.presenter.open()
    dialog.enter_address("anna@outlook.com")
    dialog.press("Save account")

    shown = [each.text() for each in dialog.view.findChildren(QLabel) if each.isVisible()]
    assert "Password" not in shown
    assert "Sign in with Microsoft in your browser." in shown
    assert not any("The password is kept" in words for words in shown)
    assert any("The sign-in is kept" in words for words in shown)

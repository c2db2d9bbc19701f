from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop.gateway.port import NewAccount, PasswordHome
from desktop.screens.account.presenter import AccountPresenter
from desktop.screens.account.state import AccountState
from nightmail.account.model import Account, Security, Server
from nightmail.account.secret import Secret
from nightmail.environment import OauthClient
from nightmail.errors import OutsideError, PersonError
from tests.unit.desktop.fakes import AtOnce, FakeCloud, FakeGateway, FakeSignIns, Later


class Screen:
    def __init__(self) -> None:
        self.accounts: list[Account] = []
        self.waiting: list[Callable[[], None]] = []

    def render(self, state: AccountState) -> None: ...

    def added(self, account: Account, *, is_for_cloud: bool) -> None:
        self.accounts.append(account)

    def ask_passphrase(self, then: Callable[[], None]) -> None:
        self.waiting.append(then)


class Dialog:
    def __init__(self) -> None:
        self.cloud = FakeCloud()
        self.gateway = FakeGateway(known=())
        self.sign_ins = FakeSignIns()
        self.screen = Screen()
        self.presenter = AccountPresenter(self.gateway, self.cloud, self.sign_ins, AtOnce(), self.screen)

    @property
    def state(self) -> AccountState:
        return self.presenter.state

    def type(self, **fields: object) -> None:
        for name, value in fields.items():
            self.presenter.change(name, value)
        if "address" in fields:
            self.presenter.address_entered()


@pytest.fixture
def dialog() -> Dialog:
    return Dialog()


def test_a_known_address_brings_its_servers(dialog: Dialog) -> None:
    dialog.type(address="anna@gmail.com")

    fields = dialog.state.fields
    assert (fields.host, fields.port, fields.security, fields.user) == ("smtp.gmail.com", "465", Security.TLS, "anna@gmail.com")
    assert "app password" in dialog.state.hint


def test_an_unknown_address_gets_a_guess_that_says_so(dialog: Dialog) -> None:
    dialog.type(address="anna@verein.example")

    assert dialog.state.fields.host == "smtp.verein.example"
    assert "guess" in dialog.state.hint


def test_a_suggestion_never_overwrites_what_was_typed(dialog: Dialog) -> None:
    dialog.type(host="mail.mine.example", address="anna@gmail.com")

    assert dialog.state.fields.host == "mail.mine.example"


def test_the_port_follows_the_security_until_it_is_typed(dialog: Dialog) -> None:
    dialog.type(address="anna@verein.example", security=Security.STARTTLS)
    assert dialog.state.fields.port == "587"

    dialog.type(port="2525", security=Security.TLS)

    assert dialog.state.fields.port == "2525"


def test_every_mistake_is_named_at_its_field_at_once(dialog: Dialog) -> None:
    dialog.type(address="anna", port="99999", host="smtp.example.org", security=Security.PLAIN)

    dialog.presenter.save()

    assert set(dialog.state.problems) == {"address", "port", "security", "password"}
    assert dialog.gateway.calls == []


def test_a_mistake_is_no_longer_named_once_the_program_filled_the_field(dialog: Dialog) -> None:
    dialog.type(port="x")
    dialog.presenter.save()
    assert set(dialog.state.problems) == {"address", "host", "port"}
    assert dialog.state.problems["port"] == "A port is a number from 1 to 65535."

    dialog.presenter.change("address", "anna@gmail.com")
    dialog.presenter.address_entered()

    assert set(dialog.state.problems) == {"port"}


def test_a_mistake_that_another_field_mends_is_no_longer_named(dialog: Dialog) -> None:
    dialog.type(address="anna@verein.example", security=Security.PLAIN)
    dialog.presenter.save()
    assert set(dialog.state.problems) == {"security", "password"}

    dialog.type(host="127.0.0.1")

    assert dialog.state.problems == {}


def test_a_test_ticks_what_works(dialog: Dialog) -> None:
    dialog.type(address="anna@gmail.com", password="abcd")

    dialog.presenter.test()

    assert [check.words for check in dialog.state.checks] == [
        "Reached smtp.gmail.com",
        "The connection is encrypted",
        "Signed in as anna@gmail.com",
        "Takes messages up to 35.0 MB",
    ]


def test_a_failed_test_is_one_clear_sentence(dialog: Dialog) -> None:
    dialog.gateway.refuses["test_account"] = PersonError(
        "auth", "The server did not accept the password.", next="Make an app password."
    )
    dialog.type(address="anna@gmail.com", password="abcd")

    dialog.presenter.test()

    assert dialog.state.failure == "The server did not accept the password. Make an app password."
    assert not dialog.state.is_testing


def test_changing_a_field_takes_back_the_ticks(dialog: Dialog) -> None:
    dialog.type(address="anna@gmail.com", password="abcd")
    dialog.presenter.test()

    dialog.type(password="abcde")

    assert dialog.state.checks == ()


def test_saving_hands_over_the_servers_and_the_secret(dialog: Dialog) -> None:
    dialog.type(address=" anna@gmail.com ", name="Anna", password="abcd")

    dialog.presenter.save()

    assert dialog.gateway.asked("add_account") == [
        NewAccount(
            "anna@gmail.com",
            "Anna",
            Server("smtp.gmail.com", 465, Security.TLS, "anna@gmail.com"),
            Server("imap.gmail.com", 993, Security.TLS, "anna@gmail.com"),
            Secret("abcd"),
        )
    ]
    assert dialog.screen.accounts[0].address == "anna@gmail.com"


def test_a_local_server_needs_no_password(dialog: Dialog) -> None:
    dialog.type(address="anna@verein.example", host="127.0.0.1", port="2525", security=Security.PLAIN)

    dialog.presenter.save()

    (new,) = dialog.gateway.asked("add_account")
    assert isinstance(new, NewAccount)
    assert new.smtp == Server("127.0.0.1", 2525, Security.PLAIN, None)


def test_an_account_that_can_not_be_saved_says_why_and_keeps_the_form(dialog: Dialog) -> None:
    dialog.gateway.refuses["add_account"] = OutsideError("keyring-failed", "The keyring did not answer.", next="Unlock it.")
    dialog.type(address="anna@gmail.com", password="abcd")

    dialog.presenter.save()

    assert dialog.state.failure == "The keyring did not answer. Unlock it."
    assert dialog.state.fields.password == "abcd"
    assert not dialog.state.is_saving


def test_without_a_keyring_a_passphrase_is_asked_for_and_saving_goes_on(dialog: Dialog) -> None:
    dialog.gateway.home = PasswordHome.UNMADE
    dialog.gateway.refuses["add_account"] = PersonError("passphrase-needed", "Passwords are sealed with a passphrase.")
    dialog.presenter.open()
    dialog.type(address="anna@gmail.com", password="abcd")
    dialog.presenter.save()
    assert "sealed with a passphrase" in dialog.state.password_home
    assert dialog.state.failure == ""

    dialog.gateway.refuses.clear()
    dialog.screen.waiting[0]()

    assert [account.address for account in dialog.screen.accounts] == ["anna@gmail.com"]


# ---------------------------------------------------------------------------------------------- signing in with the browser


def test_whoever_has_an_address_of_a_known_provider_may_sign_in_with_the_browser(dialog: Dialog) -> None:
    dialog.type(address="anna@gmail.com")
    assert (dialog.state.sign_in.provider, dialog.state.sign_in.is_only_way) == ("Google", False)

    dialog.type(address="anna@outlook.com")
    assert (dialog.state.sign_in.provider, dialog.state.sign_in.is_only_way) == ("Microsoft", True)

    dialog.type(address="anna@verein.example")
    assert dialog.state.sign_in.provider == ""
    dialog.type(host="smtp.office365.com")
    assert dialog.state.sign_in.provider == "Microsoft"


def test_signed_in_an_account_needs_no_password_and_is_saved_with_its_tokens(dialog: Dialog) -> None:
    dialog.type(address="anna@outlook.com")
    dialog.presenter.save()
    assert dialog.state.problems == {"password": "Sign in with Microsoft in your browser."}

    dialog.presenter.sign_in()
    assert dialog.state.sign_in.is_done and dialog.state.problems == {}
    dialog.presenter.save()

    (new,) = dialog.gateway.asked("add_account")
    assert isinstance(new, NewAccount)
    assert new.password == dialog.sign_ins.tokens and new.smtp.username == "anna@outlook.com"
    assert dialog.sign_ins.asked == [("microsoft", "anna@outlook.com", None)]


def test_a_sign_in_does_not_outlive_the_address_it_was_for(dialog: Dialog) -> None:
    dialog.type(address="anna@gmail.com")
    dialog.presenter.sign_in()

    dialog.type(address="ben@gmail.com")
    dialog.presenter.save()

    assert not dialog.state.sign_in.is_done and "password" in dialog.state.problems


def test_where_no_client_id_is_known_one_is_asked_for(dialog: Dialog) -> None:
    dialog.sign_ins.refuses = PersonError("no-client-id", "Nightmail is not registered with Google.", next="Make one.")
    dialog.type(address="anna@gmail.com")
    dialog.presenter.sign_in()
    assert dialog.state.sign_in.wants_client and "console.cloud.google.com" in dialog.state.failure

    dialog.sign_ins.refuses = None
    dialog.type(client_id=" mine ", client_secret="hunter2")
    dialog.presenter.sign_in()

    assert dialog.state.sign_in.is_done and dialog.state.failure == ""
    assert dialog.sign_ins.asked[-1] == ("google", "anna@gmail.com", OauthClient("mine", Secret("hunter2")))


def test_waiting_for_the_browser_can_be_stopped() -> None:
    runner, sign_ins = Later(), FakeSignIns()
    presenter = AccountPresenter(FakeGateway(known=()), FakeCloud(), sign_ins, runner, Screen())
    presenter.change("address", "anna@gmail.com")
    presenter.address_entered()

    def standing() -> tuple[bool, bool]:
        return presenter.state.sign_in.is_under_way, presenter.state.sign_in.is_done

    sign_ins.nobody_comes_back = True
    presenter.sign_in()
    runner.turn()
    presenter.address_entered()
    assert standing() == (True, False)
    presenter.sign_in()
    runner.turn()
    assert standing() == (False, False)

    sign_ins.nobody_comes_back = False
    presenter.sign_in()
    runner.turn()
    assert standing() == (False, True)
    runner.close()


def test_a_denial_is_a_sentence_and_costs_nothing(dialog: Dialog) -> None:
    dialog.sign_ins.refuses = PersonError("sign-in-declined", "Google did not allow Nightmail to send.", next="Sign in again.")
    dialog.type(address="anna@gmail.com")
    dialog.presenter.sign_in()

    assert dialog.state.failure == "Google did not allow Nightmail to send. Sign in again."
    assert not dialog.state.sign_in.is_under_way and not dialog.state.sign_in.wants_client

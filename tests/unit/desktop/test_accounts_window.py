"""The window of accounts and the one on the sandbox: what they say, and where their buttons lead."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QListWidget, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.gateway.cloud_port import Sealed
from desktop.gateway.port import SANDBOX_ADDRESS
from desktop.screens.accounts.presenter import AccountsPresenter
from desktop.screens.accounts.state import AccountsState
from desktop.screens.accounts.view import AccountsView
from desktop.screens.caught.presenter import CaughtPresenter
from desktop.screens.caught.state import CaughtState
from desktop.screens.caught.view import CaughtView
from desktop.screens.outbox.state import AccountAct, AccountLine
from desktop.screens.welcome.sample import sample
from nightmail.account.model import Account, AccountState, Options, Security, Server
from nightmail.account.trust import TRUST_IT
from nightmail.accounts import PAUSED_BY_PERSON
from nightmail.errors import OutsideError
from nightmail.message.draft import check
from nightmail.sandbox.caught import CaughtMail
from tests.unit.desktop.fakes import ACCOUNTS, ANNA, NOW_AT, WORK, ZONE, AtOnce, FakeCloud, FakeGateway, FakeSetUp, StillClock
from tests.unit.desktop.fakes import account as made_account

pytestmark = pytest.mark.usefixtures("dressed")

TRIED = made_account(UUID(int=9), SANDBOX_ADDRESS, "You", smtp=Server("127.0.0.1", 2525, Security.PLAIN))


class Accounts:
    def __init__(self, qtbot: QtBot, *known: Account) -> None:
        self.gateway, self.cloud = FakeGateway(known=known), FakeCloud()
        self.view = AccountsView()
        qtbot.addWidget(self.view)
        self.presenter = AccountsPresenter(self.gateway, self.cloud, AtOnce(), self)
        self.view.show()

    def render(self, state: AccountsState) -> None:
        self.view.render_state(state)

    def refresh(self) -> AccountsState:
        self.presenter.refresh()
        return self.presenter.state


def paused(reason: str, account: Account = ACCOUNTS[0]) -> Account:
    return replace(account, state=AccountState.PAUSED, pause_reason=reason)


@pytest.mark.parametrize(
    ("account", "standing", "next_step"),
    [
        (ACCOUNTS[0], "Ready", ""),
        (paused(PAUSED_BY_PERSON), "Paused by you", "Resume"),
        (paused("535 no"), "Paused: it needs you", "Enter the password…"),
        (paused("token", replace(ACCOUNTS[0], options=Options(oauth="google"))), "Needs to be signed in again", "Sign in again…"),
        (paused(f"Nobody vouches. {TRUST_IT}"), "Its server's certificate is to be looked at", "Look at the certificate…"),
    ],
)
def test_each_account_says_how_it_stands_and_what_is_next(qtbot: QtBot, account: Account, standing: str, next_step: str) -> None:
    (card,) = Accounts(qtbot, account).refresh().cards

    assert (card.standing, card.next_step) == (standing, next_step)


def test_it_is_said_in_whose_hands_an_account_is(qtbot: QtBot) -> None:
    window = Accounts(qtbot, *ACCOUNTS, TRIED)
    window.cloud.sign_in_quietly(sealed={ANNA: Sealed("k")}, only_there=frozenset({WORK}))

    assert [card.place for card in window.refresh().cards] == [
        "On this PC and in the cloud",
        "In the cloud, not on this PC",
        "Nothing leaves this PC",
    ]


def test_the_next_step_and_the_menu_name_their_account(qtbot: QtBot) -> None:
    window = Accounts(qtbot, ACCOUNTS[1], paused("535 no"))
    window.refresh()
    steps: list[AccountLine] = []
    menus: list[AccountLine] = []
    window.view.next_step_pressed.connect(steps.append)
    window.view.menu_pressed.connect(lambda line, where: menus.append(line) if isinstance(where, QPoint) else None)

    next(each for each in window.view.findChildren(QPushButton) if each.text() == "Enter the password…").click()
    next(each for each in window.view.findChildren(QToolButton) if ACCOUNTS[1].address in each.accessibleName()).click()

    assert [line.id for line in steps] == [ANNA]
    assert [line.id for line in menus] == [WORK]
    assert AccountAct.SERVERS in menus[0].acts


def test_accounts_that_can_not_be_read_are_a_sentence(qtbot: QtBot) -> None:
    window = Accounts(qtbot)

    async def gone() -> tuple[Account, ...]:
        raise OutsideError("disk", "The disk is gone.")

    window.gateway.accounts = gone  # type: ignore[method-assign]

    assert window.refresh().failure == "The disk is gone."


def test_the_try_out_account_can_be_looked_into_and_left(qtbot: QtBot) -> None:
    (card,) = Accounts(qtbot, TRIED).refresh().cards

    assert {AccountAct.CAUGHT, AccountAct.LEAVE} <= set(card.line.acts)
    assert AccountAct.REMOVE not in card.line.acts


# ---------------------------------------------------------------------------------------------- what was caught


def caught(number: int, subject: str) -> CaughtMail:
    at = NOW_AT - timedelta(minutes=number)
    people = ("lena@sandbox.test",)
    return CaughtMail(
        f"new/{number}", at, "you@sandbox.test", people, "You", "Lena", subject, f"text {number}", "", (), 900, "RAW"
    )


class Caught:
    def __init__(self, qtbot: QtBot, *mails: CaughtMail) -> None:
        self.set_up = FakeSetUp()
        self.set_up.mails = mails
        self.view = CaughtView()
        qtbot.addWidget(self.view)
        self.presenter = CaughtPresenter(self.set_up, AtOnce(), StillClock(), self, zone=ZONE)
        self.view.chosen.connect(self.presenter.choose)
        self.view.source_wanted.connect(self.presenter.show_source)
        self.view.show()
        self.presenter.refresh()

    def render(self, state: CaughtState) -> None:
        self.view.render_state(state)

    @property
    def body(self) -> str:
        found = self.view.findChild(QPlainTextEdit)
        assert found is not None
        return found.toPlainText()

    def press(self, name: str) -> None:
        next(each for each in self.view.findChildren(QPushButton) if each.text() == name).click()


def test_the_newest_is_shown_first_and_another_when_it_is_chosen(qtbot: QtBot) -> None:
    window = Caught(qtbot, caught(1, "New"), caught(2, "Old"))
    assert window.body == "text 1"

    rows = window.view.findChild(QListWidget)
    assert rows is not None
    rows.setCurrentRow(1)

    assert window.body == "text 2"
    window.press("Show the source")
    assert window.body == "RAW"


def test_what_was_chosen_stays_when_more_is_caught(qtbot: QtBot) -> None:
    window = Caught(qtbot, caught(2, "Old"))

    window.set_up.mails = (caught(1, "New"), *window.set_up.mails)
    window.presenter.refresh()

    assert window.presenter.state.chosen == "new/2"
    assert [row.title for row in window.presenter.state.rows] == ["New", "Old"]


def test_before_anything_is_caught_that_is_said(qtbot: QtBot) -> None:
    window = Caught(qtbot)

    assert window.presenter.state.detail is None and window.presenter.state.is_loaded


def test_the_sample_can_be_sent_as_it_is() -> None:
    saved = sample(ANNA, NOW_AT)

    assert check(saved.draft, max_size=25_000_000) == ()
    assert saved.draft.html is not None and "<p>" in saved.draft.html
    assert all(address.endswith(".test>") for address in saved.draft.to)

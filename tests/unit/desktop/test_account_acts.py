from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop.gateway.cloud_port import CloudStanding
from desktop.screens.outbox.account_acts import AccountActs
from desktop.screens.outbox.lines import account_line
from desktop.screens.outbox.state import AccountAct
from nightmail.account.model import Options
from nightmail.account.secret import Secret
from nightmail.errors import PersonError
from tests.unit.desktop.fakes import ACCOUNTS, ANNA, WORK, AtOnce, FakeCloud, FakeGateway, FakeSignIns

SEALED = PersonError("passphrase-needed", "Passwords are sealed on this PC with a passphrase.")


class Screen:
    def __init__(self) -> None:
        self.said: list[str] = []
        self.waiting: list[Callable[[], None]] = []

    def say(self, sentence: str) -> None:
        self.said.append(sentence)

    def refresh(self) -> None: ...

    def ask_passphrase(self, then: Callable[[], None]) -> None:
        self.waiting.append(then)


class Desk:
    def __init__(self) -> None:
        self.gateway = FakeGateway()
        self.cloud = FakeCloud()
        self.sign_ins = FakeSignIns()
        self.screen = Screen()
        self.acts = AccountActs(self.gateway, self.cloud, self.sign_ins, AtOnce(), self.screen)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_pause_lasts_until_the_account_is_resumed(desk: Desk) -> None:
    desk.acts.pause(ANNA)
    paused = desk.gateway.known[0].pause_reason
    desk.acts.resume(ANNA)

    assert paused == "You paused it."
    assert desk.gateway.known[0].state is ACCOUNTS[0].state
    assert desk.gateway.asked("resume_account") == [(ANNA, None)]


def test_a_new_password_is_handed_over_unseen(desk: Desk) -> None:
    desk.acts.set_password(ANNA, "new password")

    assert desk.gateway.asked("resume_account") == [(ANNA, Secret("new password"))]
    assert "new password" not in repr(desk.gateway.calls)


def test_an_account_with_a_history_is_not_removed_and_the_other_way_is_named(desk: Desk) -> None:
    desk.gateway.refuses["remove_account"] = PersonError("account-has-history", "It has a record.", next="Pause it instead.")

    desk.acts.remove(ANNA)

    assert desk.screen.said == ["It has a record. Pause it instead."]
    assert len(desk.gateway.known) == 2


def test_a_removed_account_is_gone(desk: Desk) -> None:
    desk.acts.remove(WORK)

    assert [account.id for account in desk.gateway.known] == [ANNA]
    assert desk.screen.said == ["The account is removed."]


def test_what_needs_the_passphrase_goes_on_once_it_is_given(desk: Desk) -> None:
    desk.gateway.refuses["resume_account"] = SEALED
    desk.acts.set_password(ANNA, "new password")
    assert desk.screen.said == []

    desk.gateway.refuses.clear()
    desk.screen.waiting[0]()

    assert desk.screen.said == ["The new password is kept."]


def test_signing_in_again_says_what_to_do_and_what_became_of_it(desk: Desk) -> None:
    desk.acts.sign_in(ANNA)
    desk.sign_ins.refuses = PersonError("sign-in-declined", "Google did not allow it.", next="Sign in again.")
    desk.acts.sign_in(ANNA)

    assert desk.sign_ins.again == [ANNA, ANNA]
    assert desk.screen.said[1] == "You are signed in. The account sends again."
    assert desk.screen.said[3] == "Google did not allow it. Sign in again."


def test_an_account_that_signs_in_by_token_is_offered_that_and_no_password() -> None:
    by_token = replace(ACCOUNTS[0], options=Options(oauth="google"))

    assert AccountAct.SIGN_IN in account_line(0, by_token, CloudStanding()).acts
    assert AccountAct.PASSWORD not in account_line(0, by_token, CloudStanding()).acts
    assert AccountAct.PASSWORD in account_line(0, ACCOUNTS[0], CloudStanding()).acts

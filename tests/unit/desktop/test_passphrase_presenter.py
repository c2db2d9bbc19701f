from __future__ import annotations

import pytest

from desktop.screens.passphrase.presenter import PassphrasePresenter
from desktop.screens.passphrase.state import PassphraseState
from nightmail.account.secret import Secret
from nightmail.errors import PersonError
from tests.unit.desktop.fakes import AtOnce, FakeGateway


class Screen:
    def __init__(self) -> None:
        self.unlocks = 0

    def render(self, state: PassphraseState) -> None: ...

    def unlocked(self) -> None:
        self.unlocks += 1


class Dialog:
    def __init__(self, *, is_new: bool) -> None:
        self.gateway = FakeGateway()
        self.screen = Screen()
        self.presenter = PassphrasePresenter(self.gateway, AtOnce(), self.screen, is_new=is_new)

    def enter(self, **typed: str) -> None:
        for field, words in typed.items():
            self.presenter.change(field, words)
        self.presenter.accept()

    @property
    def problems(self) -> list[str]:
        return list(self.presenter.state.problems)


@pytest.fixture
def choosing() -> Dialog:
    return Dialog(is_new=True)


@pytest.fixture
def giving() -> Dialog:
    return Dialog(is_new=False)


def test_a_passphrase_chosen_twice_alike_is_taken(choosing: Dialog) -> None:
    choosing.enter(passphrase="four words are enough", again="four words are enough")

    assert choosing.gateway.asked("unlock") == [Secret("four words are enough")]
    assert choosing.screen.unlocks == 1


@pytest.mark.parametrize(
    ("passphrase", "again", "field"),
    [("", "", "passphrase"), ("short", "short", "passphrase"), ("four words are enough", "four words are enugh", "again")],
)
def test_a_slip_in_choosing_is_named_before_anything_is_sealed(choosing: Dialog, passphrase: str, again: str, field: str) -> None:
    choosing.enter(passphrase=passphrase, again=again)

    assert choosing.problems == [field]
    assert choosing.gateway.calls == []


def test_giving_it_again_needs_no_second_field_and_no_length(giving: Dialog) -> None:
    giving.enter(passphrase="old")

    assert giving.gateway.asked("unlock") == [Secret("old")]


def test_a_wrong_passphrase_says_so_and_can_be_tried_again(giving: Dialog) -> None:
    giving.gateway.refuses["unlock"] = PersonError("wrong-master-key", "The key does not open it.", next="Give NIGHTMAIL_X.")
    giving.enter(passphrase="wrong")
    refused = giving.presenter.state.problems["passphrase"]
    giving.gateway.refuses.clear()
    giving.enter(passphrase="right")

    assert refused.startswith("This passphrase does not open the sealed passwords.")
    assert giving.problems == []
    assert giving.screen.unlocks == 1

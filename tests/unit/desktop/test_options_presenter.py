"""An account's options: what is shown is what counts, and what is kept is what was typed, as a whole or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.screens.options.presenter import OptionsPresenter
from desktop.screens.options.state import OptionsState
from nightmail.account.model import Learned, Options, Security, Server, WhenUnknown
from nightmail.errors import OutsideError
from nightmail.ids import new_id
from nightmail.ports import Usage
from tests.unit.desktop.fakes import ACCOUNTS, ANNA, AtOnce, FakeGateway, FakeSetUp


class Desk:
    def __init__(self) -> None:
        self.gateway = FakeGateway()
        self.set_up = FakeSetUp()
        self.said: list[str] = []
        self.options = OptionsPresenter(self.gateway, self.set_up, AtOnce(), self, ANNA)

    def render(self, state: OptionsState) -> None: ...

    def saved(self, address: str) -> None:
        self.said.append(address)

    @property
    def state(self) -> OptionsState:
        return self.options.state

    def know(self, **changes: object) -> None:
        self.gateway.known = (replace(ACCOUNTS[0], **changes), *ACCOUNTS[1:])  # type: ignore[arg-type]
        self.options.open()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_what_counts_is_shown_with_what_is_used_and_what_the_server_taught(desk: Desk) -> None:
    desk.gateway.used = {ANNA: Usage(12, 40)}
    limits = replace(ACCOUNTS[0].limits, connections=4, daily_messages=500)

    desk.know(limits=limits, learned=Learned(connections=2), options=Options(when_unknown=WhenUnknown.RESEND))

    assert (desk.state.fields.limits["daily_messages"], desk.state.fields.limits["per_minute"]) == ("500", "")
    assert desk.state.fields.when_unknown is WhenUnknown.RESEND
    assert desk.state.notes["daily_messages"] == "12 in the last 24 hours"
    assert desk.state.notes["connections"] == "The server allows 2"


def test_what_was_typed_is_kept_as_a_whole(desk: Desk) -> None:
    desk.know(options=Options(oauth="google", sent_folder="Sent"))
    for name, value in (
        ("when_unknown", WhenUnknown.RESEND),
        ("files_copy", True),
        ("daily_messages", " 2000 "),
        ("per_minute", ""),
        ("connections", "3"),
    ):
        desk.options.change(name, value)

    desk.options.save()

    (kept,) = desk.gateway.asked("change_account")
    assert (kept.limits.daily_messages, kept.limits.per_minute, kept.limits.connections) == (2000, None, 3)
    assert kept.options == Options("google", WhenUnknown.RESEND, sent_folder="Sent", files_copy=True)
    assert desk.said == [kept.address]


@pytest.mark.parametrize(
    ("name", "typed"),
    [("connections", ""), ("connections", "101"), ("per_minute", "0"), ("per_minute", "many"), ("daily_messages", "-1")],
)
def test_a_number_that_is_none_is_told_at_its_field_and_nothing_is_kept(desk: Desk, name: str, typed: str) -> None:
    desk.know()
    desk.options.change(name, typed)

    desk.options.save()

    assert set(desk.state.problems) == {name}
    assert desk.gateway.asked("change_account") == []
    desk.options.change(name, "5")
    assert desk.state.problems == {}


def test_the_providers_limits_come_back_at_a_word_and_are_kept_only_by_saving(desk: Desk) -> None:
    desk.know(smtp=Server("smtp.gmail.com", 465, Security.TLS, "anna"), limits=replace(ACCOUNTS[0].limits, daily_messages=9))

    desk.options.reset()

    assert desk.state.fields.limits["daily_messages"] == "500"
    assert desk.gateway.asked("change_account") == []


@pytest.mark.parametrize(
    ("imap", "saves_sent", "can_copy", "word"),
    [
        (None, None, False, "Servers…"),
        (Server("imap.example.org", 993, Security.TLS), True, False, "by itself"),
        (Server("imap.example.org", 993, Security.TLS), None, True, "unless"),
    ],
)
def test_a_copy_is_offered_where_it_can_be_put(
    desk: Desk, imap: Server | None, saves_sent: bool | None, can_copy: bool, word: str
) -> None:
    desk.know(imap=imap, options=Options(saves_sent=saves_sent))

    assert desk.state.can_copy is can_copy
    assert word in desk.state.copy_note


def test_what_is_refused_is_told_and_can_be_tried_again(desk: Desk) -> None:
    desk.know()
    desk.gateway.refuses["change_account"] = OutsideError("cloud-unreachable", "The cloud does not answer.", next="")

    desk.options.save()

    assert (desk.state.failure, desk.state.is_saving) == ("The cloud does not answer.", False)


def test_an_account_that_is_gone_is_told_of(desk: Desk) -> None:
    gone = OptionsPresenter(desk.gateway, FakeSetUp(), AtOnce(), desk, new_id())

    gone.open()

    assert "no longer there" in gone.state.failure
    assert not gone.state.is_loaded


def test_what_the_server_taught_is_shown_and_can_be_forgotten(desk: Desk) -> None:
    desk.know(learned=Learned(connections=1, max_size=35_000_000, messages_per_connection=20))
    assert desk.state.learned == "It takes messages up to 35.0 MB. It takes 20 messages a connection."
    assert "connections" in desk.state.notes and desk.state.can_forget

    desk.options.forget()

    assert desk.set_up.asked("forget_learned") == [ANNA]
    assert (desk.state.learned, dict(desk.state.notes), desk.state.can_forget) == ("", {}, False)


def test_where_the_server_taught_nothing_there_is_nothing_to_forget(desk: Desk) -> None:
    desk.know()

    assert not desk.state.can_forget and desk.state.learned == ""

"""Several recipients that can't be written to are named at once, each with its reason and what can be done."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.screens.compose import recipients
from desktop.screens.compose.state import ComposeState, Wrong
from desktop.screens.compose.view import ComposeView
from desktop.screens.compose.wrong_bar import WrongBar
from desktop.widgets.address_line import AddressLine
from nightmail.message.draft import Draft

pytestmark = pytest.mark.usefixtures("dressed")

PASTED = ("anna", "b@example.org", "c d@example.org", "e@")


def state_with(*typed: str, cc: tuple[str, ...] = ()) -> ComposeState:
    return ComposeState(to=recipients.entries(typed, "to"), cc=recipients.entries(cc, "cc"), shows_cc=bool(cc))


@pytest.fixture
def view(qtbot: QtBot) -> ComposeView:
    made = ComposeView()
    qtbot.addWidget(made)
    made.render_state(state_with(*PASTED, cc=("nobody",)))
    made.show()
    return made


def bar_of(view: ComposeView) -> WrongBar:
    return view.findChildren(WrongBar)[0]


def buttons(view: ComposeView, words: str) -> list[QPushButton]:
    return [each for each in bar_of(view).findChildren(QPushButton) if each.text() == words and not each.isHidden()]


def test_each_wrong_recipient_is_named_with_its_reason_and_place(view: ComposeView) -> None:
    wrong = state_with(*PASTED, cc=("nobody",)).wrong

    assert [(each.kind, each.place) for each in wrong] == [("to", 0), ("to", 2), ("to", 3), ("cc", 0)]
    shown = [each.text() for each in bar_of(view).findChildren(QLabel)]
    assert [each.why for each in wrong] == [words for words in shown if "is not an email address" in words]
    assert "4 recipients can’t be written to" in shown


def test_one_is_taken_back_into_the_line_to_be_corrected(qtbot: QtBot, view: ComposeView) -> None:
    with qtbot.waitSignal(view.recipients_changed) as changed:
        buttons(view, "Edit")[1].click()

    assert changed.args == ["to", ["anna", "b@example.org", "e@"]]
    assert "c d@example.org" in [line.text() for line in view.findChildren(AddressLine)]


def test_one_is_removed_and_the_others_stay(qtbot: QtBot, view: ComposeView) -> None:
    with qtbot.waitSignal(view.recipients_changed) as changed:
        buttons(view, "Remove")[3].click()

    assert changed.args == ["cc", []]


def test_all_are_removed_at_once(qtbot: QtBot, view: ComposeView) -> None:
    with qtbot.waitSignal(view.wrong_removed):
        buttons(view, "Remove all of them")[0].click()

    left = recipients.without_wrong(Draft(to=PASTED, cc=("nobody",)))
    assert (left.to, left.cc) == (("b@example.org",), ())


def test_the_list_goes_when_everybody_is_right(view: ComposeView) -> None:
    view.render_state(state_with("b@example.org"))

    assert bar_of(view).isHidden()


def test_a_hundred_wrong_ones_leave_room_for_the_letter(view: ComposeView) -> None:
    many = tuple(Wrong("to", place, f'"{place}" is not an email address: it has no @.') for place in range(100))

    bar_of(view).render_wrong(many)

    assert bar_of(view).sizeHint().height() < 220


@pytest.mark.parametrize(
    ("typed", "entries"),
    [
        ("Doe, Jane <j@example.org>,", ["Doe, Jane <j@example.org>"]),
        ("a@example.org,", ["a@example.org"]),
        ("a@example.org;", ["a@example.org"]),
        ('"Doe, Jane" <j@example.org>;', ['"Doe, Jane" <j@example.org>']),
    ],
)
def test_a_comma_ends_an_address_and_belongs_to_a_name_before_one(qtbot: QtBot, typed: str, entries: list[str]) -> None:
    view = ComposeView()
    qtbot.addWidget(view)
    view.render_state(replace(ComposeState(), subject="x"))
    view.show()
    heard: list[list[str]] = []
    view.recipients_changed.connect(lambda _, given: heard.append(given))

    line = view.findChildren(AddressLine)[0]
    line.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.keyClicks(line, typed)

    assert heard == [entries]
    assert line.text() == ""

"""Taking back what was sent a moment ago: how long it is promised, and what comes back."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.drafts import Drafts, SavedDraft
from desktop.screens.compose.presenter import Sent
from desktop.screens.compose.undoing import taken_back, undo_left
from desktop.widgets.toast import Toast, ToastButton
from nightmail.delivery.model import DeliveryState
from nightmail.errors import PersonError
from nightmail.ids import new_id
from nightmail.message.draft import Draft
from nightmail.ports import Scheduled
from nightmail.schedule.model import NOW, After
from tests.unit.desktop.fakes import ANNA, NOW_AT, FakeGateway
from tests.unit.desktop.test_compose_presenter import Desk

SECOND = timedelta(seconds=1)
LETTER = Draft(to=("tom@example.net",), subject="Hello", text="Dear Tom")


def sent(id: object) -> Sent:
    saved = SavedDraft(new_id(), ANNA, LETTER, NOW_AT, replaces=new_id(), caret=4, is_plain=True, was_held=True)
    return Sent(Scheduled(id, DeliveryState.SCHEDULED, NOW_AT, "<1@example.org>", True), saved, True)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("due_in", "undo", "left"),
    [(13, 10, 10), (33, 30, 30), (9, 10, 7), (3, 10, 1), (2.5, 10, 0), (0, 10, 0), (-5, 10, 0), (63, 60, 60)],
)
def test_undo_is_promised_as_long_as_it_can_be_kept(due_in: float, undo: int, left: int) -> None:
    assert undo_left(NOW_AT + due_in * SECOND, NOW_AT, undo * SECOND) == left * SECOND


def test_what_comes_back_is_a_draft_of_its_own_with_its_caret_and_is_kept_before_a_window_opens(tmp_path: Path) -> None:
    gateway, drafts = FakeGateway(), Drafts(tmp_path)
    receipt = asyncio.run(gateway.schedule(LETTER, gateway.known[0], After(13 * SECOND), id=new_id()))
    before = sent(receipt.id)

    back = asyncio.run(taken_back(before, gateway, drafts, NOW_AT + SECOND))

    assert gateway.items[receipt.id].delivery.state is DeliveryState.CANCELLED
    assert (back.draft, back.caret, back.is_plain) == (LETTER, 4, True)
    assert (back.replaces, back.was_held) == (None, False)
    assert back.id != before.saved.id
    assert drafts.find(back.id) == back


def test_what_can_not_be_taken_back_leaves_no_draft(tmp_path: Path) -> None:
    gateway, drafts = FakeGateway(), Drafts(tmp_path)
    gateway.refuses["cancel"] = PersonError("too-late", "It has gone.")

    with pytest.raises(PersonError):
        asyncio.run(taken_back(sent(new_id()), gateway, drafts, NOW_AT))

    assert drafts.all() == ()


def test_without_an_undo_window_it_goes_at_once_and_nothing_is_promised(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    composer = desk.composer()
    composer._undo = timedelta(0)
    composer.set_recipients("to", ["tom@example.net"])
    composer.set_subject("Hello")
    composer.set_body(None, "Dear Tom")

    composer.send()

    assert [call[2] for call in desk.gateway.asked("schedule")] == [NOW]
    assert not desk.screen.sent[0].is_undoable


# --------------------------------------------------------------------------------------------- the toast


@pytest.fixture
def window(qtbot: QtBot, dressed: QApplication) -> QWidget:
    made = QWidget()
    made.resize(800, 500)
    qtbot.addWidget(made)
    return made


def test_a_way_back_is_seen_also_where_the_window_is_hidden(qtbot: QtBot, window: QWidget) -> None:
    toast = Toast(window)
    pressed: list[str] = []

    toast.say("Sending soon…", seconds=10, buttons=[ToastButton("Undo", lambda: pressed.append("undo"))])

    assert toast.isWindow() and toast.sentence == "Sending soon…"
    toast.press_first()
    assert pressed == ["undo"]
    assert not toast.isVisible()


def test_it_moves_into_the_window_when_that_comes_back_and_counts_on(qtbot: QtBot, window: QWidget) -> None:
    toast = Toast(window)
    toast.say("Sending soon…", seconds=10, buttons=[ToastButton("Undo", lambda: None)])

    window.show()
    qtbot.waitUntil(lambda: not toast.isWindow())

    assert toast.parent() is window
    assert toast.isVisible()
    assert toast.geometry().bottom() < window.height()
    window.showMinimized()
    qtbot.waitUntil(toast.isWindow)
    assert toast.isVisible()


def test_a_countdown_ends_by_the_clock_and_not_by_ticks(qtbot: QtBot, window: QWidget) -> None:
    window.show()
    toast = Toast(window)
    toast.say("Sending soon…", seconds=0.15, buttons=[ToastButton("Undo", lambda: None)])

    qtbot.waitUntil(lambda: not toast.isVisible())

    assert not toast.has_buttons
    assert toast.findChildren(QPushButton) != []

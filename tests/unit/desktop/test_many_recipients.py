"""Hundreds of recipients in one field: all can be reached, the words keep their room, and a change touches only what changed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.screens.compose.state import ComposeState
from desktop.screens.compose.view import ComposeView
from desktop.widgets.entry import Entry
from desktop.widgets.pill import PillWidget
from desktop.widgets.pills import PillField
from desktop.widgets.room import GrowingRoom

pytestmark = pytest.mark.usefixtures("dressed")

MANY = tuple(Entry(f"Person {n} <p{n}@example.net>", f"Person {n}") for n in range(300))


@pytest.fixture
def view(qtbot: QtBot) -> ComposeView:
    made = ComposeView()
    qtbot.addWidget(made)
    made.render_state(ComposeState())
    made.show()
    made.activateWindow()
    made.render_state(ComposeState(to=MANY))
    made.place_cursor()
    qtbot.waitUntil(lambda: in_sight(QApplication.focusWidget()))
    return made


def in_sight(widget: QWidget | None) -> bool:
    """Whole within what is shown of its field."""
    room = widget.parentWidget() if widget is not None else None
    while room is not None and not isinstance(room, GrowingRoom):
        room = room.parentWidget()
    if widget is None or room is None:
        return False
    where = QRect(widget.mapTo(room.viewport(), QPoint()), widget.size())
    return room.viewport().rect().contains(where)


def focused() -> QWidget:
    now = QApplication.focusWidget()
    assert now is not None
    return now


def pills(inside: QWidget) -> list[PillWidget]:
    found = [each for each in inside.findChildren(PillWidget) if not each.isHidden()]
    inside.grab()
    return sorted(found, key=lambda each: (each.y(), each.x()))


def test_the_words_keep_their_room_beside_hundreds_of_recipients(view: ComposeView) -> None:
    assert view.editor.height() > view.height() // 3
    assert view.height() == 660


def test_the_line_to_type_in_and_each_recipient_come_into_sight_with_the_keyboard(qtbot: QtBot, view: ComposeView) -> None:
    assert focused().accessibleName() == "To"

    for _ in range(40):
        qtbot.keyClick(focused(), Qt.Key.Key_Left)

    assert focused().accessibleName().startswith("Person 260, To 261 of 300")
    qtbot.waitUntil(lambda: in_sight(QApplication.focusWidget()))


def test_a_field_of_few_takes_no_more_than_its_line(qtbot: QtBot, view: ComposeView) -> None:
    view.render_state(ComposeState(to=MANY[:2]))

    room = next(each for each in view.findChildren(GrowingRoom) if each.isVisible())
    qtbot.waitUntil(lambda: room.height() < 70)
    assert room.verticalScrollBar().maximum() == 0


def test_who_stays_keeps_the_pill_and_is_counted_anew(qtbot: QtBot) -> None:
    field = PillField("To")
    qtbot.addWidget(field)
    field.show()
    field.render_pills(MANY[:5])
    before = pills(field)

    field.render_pills((*MANY[:2], *MANY[3:5]))
    left = pills(field)
    field.render_pills((*MANY[:2], *MANY[3:5], MANY[9]))

    after = pills(field)
    assert left == after[:4] == [*before[:2], *before[3:5]]
    assert [each.pill.label for each in after] == ["Person 0", "Person 1", "Person 3", "Person 4", "Person 9"]
    assert after[2].accessibleName().startswith("Person 3, To 3 of 5")


def test_what_a_pill_reports_is_of_its_place_now_and_not_of_the_one_it_was_made_at(qtbot: QtBot) -> None:
    field = PillField("To")
    qtbot.addWidget(field)
    field.show()
    field.render_pills(MANY[:4])
    field.render_pills(MANY[1:4])

    with qtbot.waitSignal(field.changed) as told:
        pills(field)[1].remove.emit()

    assert told.args == [[MANY[1].typed, MANY[3].typed]]


def test_the_same_person_twice_is_two_pills(qtbot: QtBot) -> None:
    field = PillField("To")
    qtbot.addWidget(field)
    field.show()
    field.render_pills((MANY[0], MANY[0], MANY[1]))

    field.render_pills((MANY[0], MANY[1]))

    assert [each.pill.label for each in pills(field)] == ["Person 0", "Person 1"]

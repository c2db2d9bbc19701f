"""The list as a person handles it: keys and clicks choose one or several, and what is on the screen stays there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.look.theme import look
from desktop.look.tokens import Theme
from desktop.screens.outbox.message_list import MessageList
from desktop.screens.outbox.state import Row
from desktop.words import StateWords, Tone

STATE = StateWords("Scheduled", "clock", Tone.ACCENT)


def rows(first: int, last: int, *, group: str = "Today") -> tuple[Row, ...]:
    return tuple(
        Row(UUID(int=n + 1), STATE, f"Person {n}", f"Subject {n}", "08:00", "in 1 h", group, 0, has_attachments=False)
        for n in range(first, last)
    )


class Shown:
    def __init__(self, qtbot: QtBot) -> None:
        self.list = MessageList()
        qtbot.addWidget(self.list)
        self.list.resize(340, 500)
        self.list.show()
        self.chosen: list[UUID] = []
        self.many: list[Sequence[UUID]] = []
        self.asked: list[str] = []
        self.list.chosen.connect(self.chosen.append)
        self.list.many_selected.connect(self.many.append)
        self.list.before_wanted.connect(lambda: self.asked.append("before"))
        self.list.start_wanted.connect(lambda: self.asked.append("start"))
        self.list.end_wanted.connect(lambda: self.asked.append("end"))
        self.list.rows.wanted.connect(lambda: self.asked.append("more"))

    def scroll(self, value: int) -> None:
        # Qt lays the rows out when it next paints.
        self.list.doItemsLayout()
        self.list.verticalScrollBar().setValue(value)
        assert self.list.verticalScrollBar().value() == value

    def top(self, n: int) -> int:
        return self.list.visualRect(self.list.rows.place_of(UUID(int=n + 1))).top()


@pytest.fixture
def shown(qtbot: QtBot, dressed: QApplication) -> Shown:
    return Shown(qtbot)


def test_shift_and_arrows_choose_several_and_an_arrow_alone_one_again(shown: Shown, qtbot: QtBot) -> None:
    shown.list.show_rows(rows(0, 5), has_before=False, has_more=False)
    shown.list.setCurrentIndex(shown.list.rows.place_of(UUID(int=1)))

    for _ in range(2):
        qtbot.keyClick(shown.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    several = shown.many[-1]
    qtbot.keyClick(shown.list, Qt.Key.Key_Down)

    assert list(several) == [UUID(int=1), UUID(int=2), UUID(int=3)]
    assert list(shown.many[-1]) == []


def test_control_and_a_chooses_every_message_and_no_heading(shown: Shown, qtbot: QtBot) -> None:
    shown.list.show_rows((*rows(0, 3), *rows(3, 6, group="Tomorrow")), has_before=False, has_more=False)

    shown.list.selectAll()

    assert list(shown.many[-1]) == [UUID(int=n) for n in range(1, 7)]


def test_what_stands_on_the_screen_stays_there_when_a_page_comes_above_it(shown: Shown) -> None:
    shown.list.show_rows(rows(100, 200), has_before=True, has_more=True)
    shown.scroll(600)
    before = shown.top(110)

    shown.list.show_rows(rows(50, 200), has_before=True, has_more=True)

    assert shown.top(110) == before


def test_what_stands_on_the_screen_stays_there_when_the_window_slides_on(shown: Shown) -> None:
    shown.list.show_rows(rows(0, 100), has_before=False, has_more=True)
    shown.scroll(5_000)
    before = shown.top(80)

    shown.list.show_rows(rows(50, 150), has_before=True, has_more=True)

    assert shown.top(80) == before


def test_what_is_chosen_stays_chosen_while_rows_change_around_it(shown: Shown) -> None:
    shown.list.show_rows(rows(0, 10), has_before=False, has_more=False)
    shown.list.show_selection(UUID(int=6), ())

    shown.list.show_rows((*rows(1, 4), *rows(5, 12)), has_before=False, has_more=False)
    shown.list.show_selection(UUID(int=6), ())

    assert shown.list.currentIndex() == shown.list.rows.place_of(UUID(int=6))
    assert shown.chosen == []


def _middle(shown: Shown, n: int) -> QPoint:
    return shown.list.visualRect(shown.list.rows.place_of(UUID(int=n + 1))).center()


def test_rows_wait_while_the_mouse_is_held_down_on_one(shown: Shown, qtbot: QtBot) -> None:
    shown.list.show_rows(rows(0, 10), has_before=False, has_more=False)
    shown.list.doItemsLayout()
    where = _middle(shown, 2)

    qtbot.mousePress(shown.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    shown.list.show_rows(rows(3, 10), has_before=False, has_more=False)
    shown.list.show_selection(UUID(int=3), ())
    held = shown.list.rows.rowCount()
    qtbot.mouseMove(shown.list.viewport(), where + QPoint(1, 1))
    qtbot.mouseRelease(shown.list.viewport(), Qt.MouseButton.LeftButton, pos=where + QPoint(1, 1))

    assert (held, shown.list.rows.rowCount()) == (11, 8)
    assert shown.chosen == [UUID(int=3)]
    assert not shown.list.currentIndex().isValid()


def test_a_double_click_means_the_message_that_was_clicked_first(shown: Shown, qtbot: QtBot) -> None:
    opened: list[UUID] = []
    shown.list.opened.connect(lambda place: opened.extend(row.id for row in [shown.list.rows.row_of(place)] if row))
    shown.list.show_rows(rows(0, 10), has_before=False, has_more=False)
    shown.list.doItemsLayout()
    where = _middle(shown, 2)

    qtbot.mouseClick(shown.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    shown.list.show_rows(rows(1, 10), has_before=False, has_more=False)
    shown.list.doItemsLayout()
    qtbot.mouseDClick(shown.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    moved = list(opened)
    opened.clear()
    shown.list.show_rows(rows(3, 10), has_before=False, has_more=False)
    shown.list.doItemsLayout()
    _double_click(shown, where)

    assert moved == [UUID(int=3)]
    assert opened == []
    assert shown.chosen == [UUID(int=3)]


def _double_click(shown: Shown, where: QPoint) -> None:
    """The second press alone: what comes before it was seen already."""
    place = QPointF(where)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(shown.list.viewport(), QMouseEvent(QEvent.Type.MouseButtonDblClick, place, place, left, left, none))


def test_rows_go_on_when_the_list_is_hidden_in_the_midst_of_a_press(shown: Shown, qtbot: QtBot) -> None:
    shown.list.show_rows(rows(0, 10), has_before=False, has_more=False)
    shown.list.doItemsLayout()
    qtbot.mousePress(shown.list.viewport(), Qt.MouseButton.LeftButton, pos=_middle(shown, 2))
    shown.list.show_rows(rows(0, 3), has_before=False, has_more=False)

    shown.list.hide()

    assert shown.list.rows.rowCount() == 4


def test_near_the_beginning_of_the_window_the_page_above_is_asked_for_once(shown: Shown) -> None:
    shown.list.show_rows(rows(100, 200), has_before=True, has_more=False)
    shown.scroll(3_000)

    for value in (300, 200, 100):
        shown.scroll(value)

    assert shown.asked == ["before"]


def test_home_and_end_lead_beyond_the_window(shown: Shown, qtbot: QtBot) -> None:
    shown.list.show_rows(rows(100, 200), has_before=True, has_more=True)

    qtbot.keyClick(shown.list, Qt.Key.Key_End)
    qtbot.keyClick(shown.list, Qt.Key.Key_Home)

    assert [word for word in shown.asked if word in ("start", "end")] == ["end", "start"]


def test_where_the_window_is_all_there_is_home_and_end_stay_in_it(shown: Shown, qtbot: QtBot) -> None:
    shown.list.show_rows(rows(0, 50), has_before=False, has_more=False)
    shown.list.setCurrentIndex(shown.list.rows.place_of(UUID(int=5)))

    qtbot.keyClick(shown.list, Qt.Key.Key_End)

    assert shown.asked == []
    assert shown.chosen[-1] == UUID(int=50)


def test_every_row_has_words_for_a_screen_reader(shown: Shown) -> None:
    shown.list.show_rows(rows(0, 2), has_before=False, has_more=False)

    spoken = shown.list.rows.data(shown.list.rows.place_of(UUID(int=1)), Qt.ItemDataRole.AccessibleTextRole)

    assert spoken == "Scheduled, to Person 0, Subject 0, 08:00, in 1 h"


def _picture(shown: Shown) -> bytes:
    image = shown.list.viewport().grab().toImage()
    return bytes(image.constBits())


def test_a_line_that_says_something_else_is_painted_anew(shown: Shown) -> None:
    few = rows(0, 3)
    shown.list.show_rows(few, has_before=False, has_more=False)
    first = _picture(shown)

    shown.list.show_rows((replace(few[0], subject="Another"), *few[1:]), has_before=False, has_more=False)
    changed = _picture(shown)
    shown.list.show_rows(few, has_before=False, has_more=False)

    assert first != changed
    assert _picture(shown) == first


def test_another_scheme_paints_every_line_anew(shown: Shown, dressed: QApplication) -> None:
    shown.list.show_rows(rows(0, 3), has_before=False, has_more=False)
    shown.list.repaint()
    before = look.theme
    look.dress(dressed, Theme.LIGHT)
    light = _picture(shown)

    look.dress(dressed, Theme.DARK)
    dark = _picture(shown)
    look.dress(dressed, Theme.LIGHT)
    light_again = _picture(shown)
    look.dress(dressed, before)

    assert light != dark
    assert light_again == light

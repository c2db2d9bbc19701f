"""The calendar's window through its widgets: mouse, keys, and what a screen reader hears."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.screens.calendar.chip import Chip, dragged, dragged_id
from desktop.screens.calendar.month_grid import _Cell
from desktop.screens.calendar.state import Span
from desktop.windows.calendar import CalendarWindow
from nightmail.message.model import Address
from nightmail.schedule.model import WallTime
from tests.unit.desktop.fakes import NOW_AT, ZONE, item_of, message
from tests.unit.desktop.test_shell import Desk

HOUR = timedelta(hours=1)
TOM = Address("tom@example.net", "Tom Hansen")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, dressed: QApplication) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path)
    yield made
    made.background.stop()


def opened(desk: Desk, *subjects: str, span: Span = Span.WEEK) -> CalendarWindow:
    """Messages on Thursday from 08:03 on, an hour apart."""
    for place, subject in enumerate(subjects):
        desk.gateway.add(item_of(message(subject, TOM), due=NOW_AT + (14 + place) * HOUR))
    desk.settings.setValue("calendar/span", span.value)
    calendar = desk.shell().open_calendar()
    desk.qtbot.waitUntil(lambda: calendar.presenter.state.is_loaded)
    return calendar


def chips(calendar: CalendarWindow) -> list[Chip]:
    return [chip for chip in calendar.view.findChildren(Chip) if chip.isVisible()]


def chip(calendar: CalendarWindow, subject: str) -> Chip:
    return next(each for each in chips(calendar) if each.entry.subject == subject)


def drop(target: QWidget, of: Chip, x: float, y: float) -> None:
    left = Qt.MouseButton.LeftButton
    data = dragged(of.entry.id)
    event = QDropEvent(QPointF(x, y), Qt.DropAction.MoveAction, data, left, Qt.KeyboardModifier.NoModifier)
    target.dropEvent(event)


def press(calendar: CalendarWindow, name: str) -> None:
    next(each for each in calendar.view.findChildren(QAbstractButton) if each.accessibleName() == name).click()


def test_it_opens_once_and_shows_the_week(desk: Desk) -> None:
    calendar = opened(desk, "Invoice")

    assert [each.accessibleName() for each in chips(calendar)] == [
        "Thu 12 Nov, 08:03 (Berlin): Invoice, to Tom Hansen. Scheduled"
    ]
    assert calendar.view.isVisible()


@pytest.mark.parametrize("span", list(Span))
def test_everything_to_press_has_a_name(desk: Desk, span: Span) -> None:
    calendar = opened(desk, "One", "Two", span=span)

    buttons = [each for each in calendar.view.findChildren(QAbstractButton) if each.isVisible()]

    assert buttons and all(each.accessibleName() for each in buttons)


def test_a_drop_on_an_hour_moves_the_message_and_undo_puts_it_back(desk: Desk) -> None:
    calendar = opened(desk, "Invoice")
    canvas = calendar.view._times.canvas
    of = chip(calendar, "Invoice")
    friday = 54 + 4.5 * canvas._width

    drop(canvas, of, friday, 9.3 * 48)

    desk.qtbot.waitUntil(lambda: calendar.view.toast.has_buttons)
    assert desk.gateway.asked("reschedule") == [(of.entry.id, WallTime(datetime(2026, 11, 13, 9, 15), ZONE))]
    desk.qtbot.keyClick(calendar.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: len(desk.gateway.asked("reschedule")) == 2)
    assert desk.gateway.asked("reschedule")[1][1] == WallTime(datetime(2026, 11, 12, 8, 3), ZONE)


def test_where_lines_run_from_right_to_left_days_do_too(desk: Desk) -> None:
    calendar = opened(desk, "Invoice")
    canvas = calendar.view._times.canvas
    calendar.view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QApplication.processEvents()
    of = chip(calendar, "Invoice")
    # From the right, Friday is the fifth column.
    friday = 54 + 2.5 * canvas._width

    drop(canvas, of, friday, 9.3 * 48)

    desk.qtbot.waitUntil(lambda: bool(desk.gateway.asked("reschedule")))
    assert desk.gateway.asked("reschedule")[0][1] == WallTime(datetime(2026, 11, 13, 9, 15), ZONE)


def test_a_drop_on_a_day_of_the_month_keeps_the_hour(desk: Desk) -> None:
    calendar = opened(desk, "Invoice", span=Span.MONTH)
    cells = calendar.view.findChildren(_Cell)
    twentieth = next(cell for cell in cells if cell._box is not None and cell._box.title == "20")

    drop(twentieth, chip(calendar, "Invoice"), 5, 5)

    desk.qtbot.waitUntil(lambda: bool(desk.gateway.asked("reschedule")))
    assert desk.gateway.asked("reschedule")[0][1] == WallTime(datetime(2026, 11, 20, 8, 3), ZONE)


def test_it_is_worked_by_keys_alone(desk: Desk) -> None:
    calendar = opened(desk, "One", "Two")
    first = chip(calendar, "One")
    first.setFocus()

    desk.qtbot.keyClick(first, Qt.Key.Key_Down)
    desk.qtbot.waitUntil(lambda: chip(calendar, "One").hasFocus() or chip(calendar, "Two").hasFocus())
    desk.qtbot.keyClick(chip(calendar, "One"), Qt.Key.Key_Down)
    desk.qtbot.waitUntil(lambda: chip(calendar, "Two").hasFocus())
    desk.qtbot.keyClick(chip(calendar, "Two"), Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    desk.qtbot.waitUntil(lambda: bool(desk.gateway.asked("reschedule")))

    assert desk.gateway.asked("reschedule")[0][1] == WallTime(datetime(2026, 11, 13, 9, 3), ZONE)


def test_enter_shows_the_message_in_the_main_window(desk: Desk) -> None:
    calendar = opened(desk, "Invoice")
    of = chip(calendar, "Invoice")

    desk.qtbot.keyClick(of, Qt.Key.Key_Return)

    main = calendar._windows.main  # type: ignore[attr-defined]  # the shell itself
    desk.qtbot.waitUntil(lambda: main.presenter.state.selected == of.entry.id)


def test_days_weeks_and_months_are_a_key_away_and_remembered(desk: Desk) -> None:
    calendar = opened(desk, "Invoice")

    desk.qtbot.keyClick(calendar.view, Qt.Key.Key_M)
    assert calendar.presenter.state.title == "November 2026"
    desk.qtbot.keyClick(calendar.view, Qt.Key.Key_PageDown)
    assert calendar.presenter.state.title == "December 2026"
    desk.qtbot.keyClick(calendar.view, Qt.Key.Key_T)
    assert calendar.presenter.state.title == "November 2026"
    calendar.view.close()

    assert desk.settings.value("calendar/span") == "month"


def test_what_has_no_room_stands_behind_one_button(desk: Desk) -> None:
    calendar = opened(desk, *(f"No. {n}" for n in range(9)), span=Span.MONTH)
    more = next(each for each in calendar.view.findChildren(QPushButton) if each.objectName() == "entryMore" and each.isVisible())
    assert more.text().endswith(" more")

    more.click()

    desk.qtbot.waitUntil(lambda: len(chips(calendar)) == 9)
    assert calendar.presenter.state.title == "Thu 12 Nov 2026"


def test_what_else_is_dragged_is_no_message() -> None:
    words, broken = QMimeData(), QMimeData()
    words.setText("hello")
    broken.setData("application/x-nightmail-message", b"not an id")

    assert dragged_id(words) is None
    assert dragged_id(broken) is None


def test_closing_it_lets_it_go_and_it_opens_anew(desk: Desk) -> None:
    calendar = opened(desk, "Invoice")
    shell = calendar._windows

    desk.qtbot.keyClick(calendar.view, Qt.Key.Key_Escape)
    again = shell.open_calendar()

    assert again is not calendar

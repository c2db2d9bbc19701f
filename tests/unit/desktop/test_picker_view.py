from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.screens.picker.presenter import PickerPresenter
from desktop.screens.picker.view import Picker
from desktop.widgets.parts import popup_menu
from desktop.widgets.time_field import TimeField
from desktop.windows.picking import connect_picker
from nightmail.schedule.model import Schedule, WallTime
from tests.unit.desktop.fakes import NOW_AT, ZONE, StillClock

pytestmark = pytest.mark.usefixtures("dressed")


class Opened:
    """The real popover and its real presenter, above a button."""

    def __init__(self, qtbot: QtBot) -> None:
        self.owner = QWidget()
        self.owner.resize(600, 560)
        self.anchor = QPushButton("Schedule", self.owner)
        self.anchor.move(200, 520)
        qtbot.addWidget(self.owner)
        self.owner.show()
        self.view = Picker(self.owner)
        self.chosen: list[Schedule] = []
        self.presenter = PickerPresenter(StillClock(), zone=ZONE, render=self.view.render_state, chosen=self.chosen.append)
        connect_picker(self.view, self.presenter)
        self.presenter.open()
        self.view.open_above(self.anchor)

    @property
    def clock(self) -> TimeField:
        found = self.view.findChild(TimeField)
        assert found is not None
        return found


@pytest.fixture
def opened(qtbot: QtBot) -> Opened:
    return Opened(qtbot)


def settled(picker: Picker) -> int:
    QApplication.processEvents()
    return picker.height()


def test_the_popover_opens_as_tall_as_it_stays(opened: Opened) -> None:
    assert opened.view.height() == settled(opened.view)


def test_the_popover_grows_and_shrinks_at_once_and_keeps_its_foot(opened: Opened) -> None:
    first, foot = settled(opened.view), opened.view.geometry().bottom()

    opened.presenter.choose_day(NOW_AT.date() - timedelta(days=1))
    grown = opened.view.height()
    assert grown > first
    assert settled(opened.view) == grown
    assert opened.view.geometry().bottom() == foot
    opened.presenter.choose_day(date(2026, 11, 13))

    assert opened.view.height() == first
    assert settled(opened.view) == first


def test_enter_in_the_time_takes_it_and_accepts(qtbot: QtBot, opened: Opened) -> None:
    opened.clock.setFocus()
    opened.clock.selectAll()
    qtbot.keyClicks(opened.clock, "9")

    qtbot.keyClick(opened.clock, Qt.Key.Key_Return)

    assert [each.local_time.hour for each in opened.chosen if isinstance(each, WallTime)] == [9]


def test_enter_on_what_is_no_time_accepts_nothing(qtbot: QtBot, opened: Opened) -> None:
    opened.clock.selectAll()
    qtbot.keyClicks(opened.clock, "99")

    qtbot.keyClick(opened.clock, Qt.Key.Key_Return)

    assert opened.chosen == []
    assert opened.clock.text() == "08:00"


def test_no_popup_relies_on_a_compositor(opened: Opened) -> None:
    menu: QMenu = popup_menu(opened.owner)

    assert not opened.view.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    assert not menu.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    picture = opened.view.grab().toImage()
    assert picture.pixelColor(QPoint(0, 0)) == picture.pixelColor(QPoint(0, opened.view.height() // 2))

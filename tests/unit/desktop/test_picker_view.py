from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.screens.picker.presenter import PickerPresenter
from desktop.screens.picker.view import Picker, day_format
from desktop.widgets.parts import popup_menu
from desktop.widgets.time_field import TimeField
from desktop.windows.picking import connect_picker, date_order
from nightmail.schedule.model import Schedule, WallTime
from nightmail.schedule.phrases import DateOrder
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
        self.presenter = PickerPresenter(
            StillClock(), zone=ZONE, render=self.view.render_state, chosen=lambda schedule, _: self.chosen.append(schedule)
        )
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


def test_it_opens_ready_for_words_and_enter_takes_them(qtbot: QtBot, opened: Opened) -> None:
    assert opened.view.words.hasFocus()

    qtbot.keyClicks(opened.view.words, "friday 9am")
    assert opened.view.accept_button.text() == "Send Fri 13 Nov, 09:00 (Berlin)"
    assert opened.clock.text() == "09:00"
    qtbot.keyClick(opened.view.words, Qt.Key.Key_Return)

    assert opened.chosen == [WallTime(datetime(2026, 11, 13, 9), ZONE)]


def test_enter_on_words_that_are_no_time_sends_nothing(qtbot: QtBot, opened: Opened) -> None:
    qtbot.keyClicks(opened.view.words, "sometime")
    qtbot.keyClick(opened.view.words, Qt.Key.Key_Return)

    assert opened.chosen == []
    assert not opened.view.accept_button.isEnabled()
    shown = [each.text() for each in opened.view.findChildren(QLabel) if each.isVisible()]
    assert "Not understood: sometime" in shown


def test_two_meanings_are_offered_and_reached_by_the_keyboard(qtbot: QtBot, opened: Opened) -> None:
    qtbot.keyClicks(opened.view.words, "3/4 9:00")

    qtbot.keyClick(opened.view.words, Qt.Key.Key_Down)
    first = QApplication.focusWidget()
    assert isinstance(first, QPushButton)
    assert first.accessibleName().startswith("Thu 4 Mar 2027, 09:00 (Berlin)")
    qtbot.keyClick(first, Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)

    assert opened.view.accept_button.text() == "Send Sat 3 Apr 2027, 09:00 (Berlin)"
    assert opened.view.words.text() == ""


def test_down_from_the_words_walks_through_the_presets(qtbot: QtBot, opened: Opened) -> None:
    qtbot.keyClick(opened.view.words, Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)

    assert opened.chosen == [WallTime(datetime(2026, 11, 11, 21, 30), ZONE)]


def test_a_day_set_by_hand_clears_the_words(qtbot: QtBot, opened: Opened) -> None:
    qtbot.keyClicks(opened.view.words, "friday 9am")

    opened.view.set_day(date(2026, 11, 16))

    assert opened.view.words.text() == ""
    assert opened.view.accept_button.text() == "Send Mon 16 Nov, 09:00 (Berlin)"


def test_how_late_it_may_go_is_chosen_in_its_own_line(qtbot: QtBot, opened: Opened) -> None:
    choice = next(each for each in opened.view.findChildren(QComboBox) if each.accessibleName().startswith("If it could not"))
    hours = next(each for each in opened.view.findChildren(QComboBox) if each.accessibleName().startswith("How much later"))
    assert not hours.isVisible()

    qtbot.keyClick(choice, Qt.Key.Key_Down)

    assert choice.currentText() == "Send only until…"
    assert hours.isVisible()
    shown = [each.text() for each in opened.view.findChildren(QLabel) if each.isVisible()]
    assert "It goes until Fri 13 Nov, 08:00 (Berlin). After that it waits for your word." in shown


def test_a_zone_that_is_in_no_list_can_be_shown(opened: Opened) -> None:
    opened.presenter.type("tomorrow 9am eastern")

    zone = next(each for each in opened.view.findChildren(QComboBox) if each.accessibleName() == "Time zone")
    assert zone.currentText() == "US/Eastern"


def test_editing_presets_is_offered_only_where_there_is_a_place_for_it(qtbot: QtBot, opened: Opened) -> None:
    edit = next(each for each in opened.view.findChildren(QPushButton) if each.accessibleName() == "Edit the presets")
    assert not edit.isVisible()
    asked: list[bool] = []

    connect_picker(opened.view, opened.presenter, edit_presets=lambda: asked.append(True))
    qtbot.mouseClick(edit, Qt.MouseButton.LeftButton)

    assert asked == [True]
    assert not opened.view.isVisible()


@pytest.mark.parametrize(
    ("locale", "order"),
    [
        (QLocale(QLocale.Language.German), DateOrder.DAY_FIRST),
        (QLocale(QLocale.Language.English, QLocale.Country.UnitedStates), DateOrder.MONTH_FIRST),
        (QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom), DateOrder.DAY_FIRST),
        (QLocale.c(), None),
    ],
)
def test_the_order_of_dates_is_that_of_the_country(locale: QLocale, order: DateOrder | None) -> None:
    assert date_order(locale) is order


def test_what_empties_the_words_stands_in_the_middle_of_the_line(qtbot: QtBot, opened: Opened) -> None:
    qtbot.keyClicks(opened.view.words, "friday")
    empty = next(each for each in opened.view.words.findChildren(QToolButton) if each.isVisible())

    assert abs(empty.geometry().center().y() - opened.view.words.rect().center().y()) <= 1
    qtbot.mouseClick(empty, Qt.MouseButton.LeftButton)
    assert opened.presenter.state.typed == ""


def test_the_popover_stays_inside_its_window_from_side_to_side(opened: Opened) -> None:
    window, popover = opened.owner.geometry(), opened.view.geometry()

    # The button stands so far left that the popover, aligned to it, would hang out.
    assert opened.anchor.mapToGlobal(QPoint(opened.anchor.width(), 0)).x() - popover.width() < window.left()
    assert window.left() <= popover.left()
    assert popover.right() <= window.right()


def test_a_lateness_of_its_own_is_the_entry_that_is_chosen(opened: Opened) -> None:
    opened.presenter.open(lifetime=timedelta(hours=5))

    span = next(each for each in opened.view.findChildren(QComboBox) if each.accessibleName().startswith("How much later"))
    assert span.currentText() == "5 hours later"


@pytest.mark.parametrize(("name", "written"), [("de_DE", "Di., 24. Nov. 2026"), ("en_GB", "Tue, 24 Nov 2026")])
def test_the_day_is_written_as_its_language_writes_it(name: str, written: str) -> None:
    locale = QLocale(name)

    assert locale.toString(QDate(2026, 11, 24), day_format(locale)) == written

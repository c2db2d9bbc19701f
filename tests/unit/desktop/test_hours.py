"""Clocks read as the person's country, or the person, has it: in fields, sentences and buttons alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.language import clock_words, use_twelve_hours
from desktop.languages.loading import speak_language
from desktop.preferences import Hours
from desktop.widgets.time_field import TimeField, clock_text, read_clock

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture(autouse=True)
def as_before(qapp: QApplication) -> Iterator[None]:
    kept, direction = QLocale(), qapp.layoutDirection()
    yield
    QLocale.setDefault(kept)
    qapp.setLayoutDirection(direction)
    speak_language(qapp, "en", hours=Hours.TWENTY_FOUR)
    use_twelve_hours(False)


@pytest.mark.parametrize(("hours", "shown"), [(Hours.TWELVE, "8:15 PM"), (Hours.TWENTY_FOUR, "20:15")])
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_persons_choice_goes_before_the_countrys(qapp: QApplication, language: str, hours: Hours, shown: str) -> None:
    speak_language(qapp, language, hours=hours)

    assert (clock_words(time(20, 15)), clock_text(time(20, 15))) == (shown, shown)


def test_germany_reads_twenty_four_hours_by_itself(qapp: QApplication) -> None:
    speak_language(qapp, "de")

    assert clock_text(time(20, 15)) == "20:15"


@pytest.mark.parametrize("is_twelve", [True, False])
def test_every_quarter_of_the_day_is_read_as_it_is_shown(is_twelve: bool) -> None:
    use_twelve_hours(is_twelve)
    clocks = [time(hour, minute, second) for hour in range(24) for minute in (0, 15, 59) for second in (0, 7)]

    assert [read_clock(clock_text(clock)) for clock in clocks] == clocks


def test_a_field_of_twelve_hours_takes_both_ways_of_writing(qtbot: QtBot) -> None:
    use_twelve_hours(True)
    field = TimeField("Time")
    qtbot.addWidget(field)
    heard: list[time] = []
    field.clock_changed.connect(heard.append)
    field.show_clock(time(9))
    assert field.text() == "9:00 AM"

    field.clear()
    qtbot.keyClicks(field, "8:15 pm")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (heard[-1], field.text()) == (time(20, 15), "8:15 PM")

    field.clear()
    qtbot.keyClicks(field, "21:30")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert (heard[-1], field.text()) == (time(21, 45), "9:45 PM")

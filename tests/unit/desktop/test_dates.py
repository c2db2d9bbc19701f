"""Days and weeks are written as in the person's country: Germany, America and Egypt begin their weeks on three different days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QCheckBox, QDateEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop import language
from desktop.dates import day_clock_words, day_words, weekday_year_words
from desktop.language import hour_words
from desktop.languages.loading import first_weekday, is_month_first, speak_language
from desktop.screens.calendar.state import Span
from desktop.screens.calendar.words import day_title, short_title, title_of
from desktop.screens.picker.view import Picker
from desktop.screens.settings.schedule_page import QuietDays
from desktop.words import full_when, when_words

AT = datetime(2026, 11, 12, 7, tzinfo=UTC)
DAY = date(2026, 11, 12)
NEXT_YEAR = datetime(2027, 1, 10, 7, tzinfo=UTC)
BERLIN = "Europe/Berlin"

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture(autouse=True)
def as_before(qapp: QApplication) -> Iterator[None]:
    yield
    language.speak(language.english)
    language.use_twelve_hours(False)
    language.write_dates(month_first=False, first_weekday=0)
    QLocale.setDefault(QLocale.c())
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)


def america() -> None:
    language.write_dates(month_first=True, first_weekday=6)
    language.use_twelve_hours(True)


def test_german_writes_its_dots_and_commas(qapp: QApplication) -> None:
    speak_language(qapp, "de")

    assert full_when(AT, BERLIN) == "Do., 12. Nov., 08:00 (Berlin)"
    assert full_when(NEXT_YEAR, BERLIN, now=AT) == "So., 10. Jan. 2027, 08:00 (Berlin)"
    assert when_words(AT, AT, BERLIN) == "08:00"
    assert [day_clock_words(datetime(2026, 11, day, 8), DAY) for day in (13, 30)] == ["Fr., 08:00", "30. Nov., 08:00"]
    assert (day_title(Span.WEEK, DAY), short_title(DAY)) == ("Do., 12. Nov.", "Do., 12.")
    assert title_of(Span.WEEK, date(2026, 11, 9), date(2026, 11, 15), DAY) == "9. Nov. – 15. Nov. 2026"


def test_america_writes_the_month_first() -> None:
    america()

    assert full_when(AT, BERLIN) == "Thu, Nov 12, 8:00 AM (Berlin)"
    assert weekday_year_words(date(2027, 1, 10)) == "Sun, Jan 10, 2027"
    assert [day_words(date(2026, 11, day), DAY) for day in (13, 30)] == ["Fri", "Nov 30"]
    assert [day_clock_words(datetime(2026, 11, day, 8), DAY) for day in (13, 30)] == ["Fri 8:00 AM", "Nov 30, 8:00 AM"]
    assert title_of(Span.WEEK, date(2026, 11, 8), date(2026, 11, 14), DAY) == "Nov 8 – Nov 14, 2026"


def test_the_hours_beside_a_day_read_as_clocks_do() -> None:
    assert [hour_words(hour) for hour in (1, 12, 20)] == ["01:00", "12:00", "20:00"]

    america()

    assert [hour_words(hour) for hour in (1, 12, 20)] == ["1 AM", "12 PM", "8 PM"]


def test_english_elsewhere_writes_the_day_first() -> None:
    assert full_when(AT, BERLIN) == "Thu 12 Nov, 08:00 (Berlin)"
    assert [day_clock_words(datetime(2026, 11, day, 8), DAY) for day in (13, 30)] == ["Fri 08:00", "30 Nov 08:00"]


@pytest.mark.parametrize(
    ("name", "is_first", "weekday"),
    [("de_DE", False, 0), ("en_US", True, 6), ("ar_EG", False, 5), ("en_GB", False, 0), ("de_AT", False, 0), ("en_CA", True, 6)],
)
def test_each_country_has_its_order_and_its_first_day_of_a_week(name: str, is_first: bool, weekday: int) -> None:
    country = QLocale(name)

    assert (is_month_first(country), first_weekday(country, country)) == (is_first, weekday)


def test_the_week_begins_as_in_the_country_whatever_language_is_read_there() -> None:
    assert first_weekday(QLocale("de_DE"), QLocale("en_US")) == 0
    assert first_weekday(QLocale("en_US"), QLocale("de_DE")) == 6
    assert first_weekday(QLocale.c(), QLocale("ar_EG")) == 5


@pytest.mark.parametrize("weekday", [0, 5, 6])
def test_the_pickers_calendar_begins_with_that_day(qtbot: QtBot, weekday: int) -> None:
    language.write_dates(month_first=False, first_weekday=weekday)
    window = QWidget()
    qtbot.addWidget(window)
    picker = Picker(window)

    field = picker.findChild(QDateEdit)
    assert isinstance(field, QDateEdit)
    assert field.calendarWidget().firstDayOfWeek().value == weekday + 1


def test_the_quiet_days_stand_as_a_week_does_and_still_mean_themselves(qtbot: QtBot) -> None:
    language.write_dates(month_first=True, first_weekday=6)
    heard: list[frozenset[int]] = []
    days = QuietDays(heard.append)
    qtbot.addWidget(days)
    flow = days.layout()
    assert flow is not None

    boxes = [item.widget() for place in range(7) if (item := flow.itemAt(place)) is not None]
    assert [box.text() for box in boxes if isinstance(box, QCheckBox)][:2] == ["Sunday", "Monday"]
    assert isinstance(boxes[0], QCheckBox)
    boxes[0].click()
    assert heard == [frozenset({6})]

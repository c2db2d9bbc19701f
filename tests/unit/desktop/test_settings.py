from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.actions.keyboard import keyboard
from desktop.actions.table import ACTIONS
from desktop.look.tokens import Theme
from desktop.preferences import KeyMap, LatePolicy, PreferenceBook, PresetDay
from desktop.screens.settings.appearance_page import ThemeCard
from desktop.screens.settings.keyboard_page import KeyQuestion, taken_by
from desktop.screens.settings.plain_pages import Doors
from desktop.screens.settings.state import Page
from desktop.screens.settings.view import SettingsView
from desktop.widgets.switch import Switch
from desktop.widgets.time_field import TimeField


class Screen:
    """The settings over a real book, as the window puts them together."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.opened: list[str] = []
        self.book = PreferenceBook(QSettings(str(folder / "desktop.ini"), QSettings.Format.IniFormat))
        doors = Doors(
            lambda: self.opened.append("signatures"), lambda: self.opened.append("folder"), lambda: self.opened.append("reset")
        )
        self.view = SettingsView(None, doors=doors, has_tray=True)
        qtbot.addWidget(self.view)
        self.view.changed.connect(lambda name, value: self.book.change(**{name: value}))
        self.book.listen(self._render)
        self.view.render_preferences(self.book.now)
        self.view.show()

    def _render(self, now: object) -> None:
        keyboard.choose(self.book.now.key_map, self.book.now.own_keys)
        self.view.render_preferences(self.book.now)

    def named(self, name: str) -> QWidget:
        """Once it is there: Qt shows what is added to a window with the next round of its loop."""
        self.qtbot.waitUntil(lambda: bool(self._all_named(name)))
        return self._all_named(name)[0]

    def _all_named(self, name: str) -> list[QWidget]:
        return [
            each
            for each in self.view.findChildren(QWidget)
            if each.accessibleName() == name and each.isVisibleTo(self.view) and each.focusPolicy() != Qt.FocusPolicy.NoFocus
        ]

    def press(self, words: str) -> None:
        found = next(each for each in self.view.findChildren(QPushButton) if each.text() == words and each.isVisibleTo(self.view))
        self.qtbot.mouseClick(found, Qt.MouseButton.LeftButton)

    def choose(self, name: str, words: str) -> None:
        box = self.named(name)
        assert isinstance(box, QComboBox)
        place = box.findText(words)
        box.setCurrentIndex(place)
        box.activated.emit(place)

    @property
    def pages(self) -> list[str]:
        items = [self.view.pages.item(row) for row in range(self.view.pages.count())]
        return [item.text() for item in items if not item.isHidden()]


@pytest.fixture
def screen(qtbot: QtBot, tmp_path: Path, dressed: QApplication) -> Iterator[Screen]:
    yield Screen(qtbot, tmp_path)
    keyboard.choose(KeyMap.NIGHTMAIL, {})


def test_a_switch_turned_by_the_space_bar_holds_at_once(screen: Screen) -> None:
    switch = screen.named("Keep running in the tray")
    assert isinstance(switch, Switch) and switch.isChecked()

    switch.setFocus()
    screen.qtbot.keyClick(switch, Qt.Key.Key_Space)

    assert not screen.book.now.stays_in_tray


def test_how_long_undo_lasts_is_chosen_from_the_list(screen: Screen) -> None:
    screen.view.show_page(Page.SCHEDULE)

    screen.choose("Undo after “Send”", "30 seconds")

    assert screen.book.now.undo_seconds == 30


def test_presets_are_renamed_moved_added_and_removed(screen: Screen) -> None:
    screen.view.show_page(Page.SCHEDULE)
    name, clock = screen.named("Name of preset 1"), screen.named("Time of preset 2")
    assert isinstance(name, QLineEdit) and isinstance(clock, TimeField)

    screen.qtbot.keyClicks(name, "Soon")
    screen.qtbot.keyClick(clock, Qt.Key.Key_Up)
    screen.qtbot.keyClick(clock, Qt.Key.Key_Up)
    screen.choose("Day of preset 3", "Friday")
    screen.press("Add a preset")
    screen.qtbot.mouseClick(screen.named("Remove preset 4"), Qt.MouseButton.LeftButton)

    presets = screen.book.now.presets
    assert presets[0].name == "Soon"
    assert presets[1].clock == time(20, 30)
    assert presets[2].day is PresetDay.FRIDAY
    assert [(each.day, each.clock) for each in presets[3:]] == [(PresetDay.MONDAY, time(8)), (PresetDay.TOMORROW, time(9))]
    screen.view.search.setFocus()
    screen.press("Reset to defaults")
    assert "presets" not in "".join(screen.book._shelf.allKeys())  # type: ignore[attr-defined]


def test_the_hours_are_asked_for_only_where_they_count(screen: Screen) -> None:
    screen.view.show_page(Page.SCHEDULE)
    hours = screen.named("Hours it may be late")
    assert isinstance(hours, QSpinBox) and not hours.isEnabled()

    screen.choose("If it could not be sent in time", "Send only within…")
    hours.setValue(6)

    assert hours.isEnabled()
    assert (screen.book.now.late_policy, screen.book.now.late_hours) == (LatePolicy.ONLY_UNTIL, 6)


def test_words_for_attachments_are_one_a_line_without_blanks_and_repeats(screen: Screen) -> None:
    screen.view.show_page(Page.COMPOSE)
    field = screen.named("More words that mean an attachment")
    assert isinstance(field, QPlainTextEdit)

    screen.qtbot.keyClicks(field, "adjunto\r  ci  joint \r\radjunto")

    assert screen.book.now.attachment_words == ("adjunto", "ci joint")
    assert field.toPlainText() == "adjunto\n  ci  joint \n\nadjunto"


def test_silenced_warnings_are_counted_and_speak_again_on_a_press(screen: Screen) -> None:
    screen.book.change(silenced_checks=frozenset({"a", "b"}))
    screen.view.show_page(Page.COMPOSE)

    screen.press("Warn again")

    assert screen.book.now.silenced_checks == frozenset()
    screen.press("Edit signatures…")
    assert screen.opened == ["signatures"]


def test_the_theme_is_chosen_by_its_picture(screen: Screen) -> None:
    screen.view.show_page(Page.APPEARANCE)
    card = screen.named("Dark")
    assert isinstance(card, ThemeCard)

    screen.qtbot.mouseClick(card, Qt.MouseButton.LeftButton)

    assert screen.book.now.theme is Theme.DARK


def test_the_page_of_shortcuts_has_every_action_with_the_keys_of_the_map(screen: Screen) -> None:
    screen.view.show_page(Page.KEYBOARD)
    screen.choose("Keys like in", "Gmail")

    texts = {each.accessibleName() for each in screen.view.findChildren(QPushButton)}
    for action in ACTIONS.values():
        assert any(text.startswith(f"{action.words()}: ") for text in texts), action.id
    assert "New message: C  ·  Ctrl+N" in texts


def test_other_keys_are_taken_unless_they_belong_to_another_action(screen: Screen) -> None:
    screen.view.show_page(Page.KEYBOARD)
    press = screen.named("Calendar: Ctrl+Shift+K")
    assert isinstance(press, QPushButton)
    press.click()
    asked = screen.view.findChild(KeyQuestion)
    assert asked is not None

    asked.keys.setKeySequence(QKeySequence("Ctrl+F"))
    assert not asked.accept_button.isEnabled()
    asked.keys.setKeySequence(QKeySequence("Ctrl+Alt+C"))
    asked.accept_button.click()

    assert screen.book.now.own_keys == {"go.calendar": "Ctrl+Alt+C"}
    assert keyboard.keys_of("go.calendar") == ("Ctrl+Alt+C",)
    assert taken_by("Ctrl+Alt+C", ACTIONS["search"]) == "Calendar"
    assert taken_by("Ctrl+Alt+C", ACTIONS["compose.cc"]) == ""


def test_a_search_leaves_only_rows_and_pages_that_have_the_words(screen: Screen) -> None:
    screen.qtbot.keyClicks(screen.view.search, "tray")
    assert screen.pages == ["General (2 settings)"]

    screen.view.search.setText("quiet days")
    assert screen.pages == ["Scheduling (1 setting)"]
    screen.view.search.setText("no such thing")
    assert screen.pages == []
    screen.qtbot.keyClick(screen.view.search, Qt.Key.Key_Escape)

    assert len(screen.pages) == len(Page)
    assert screen.view.isVisible()


def test_a_page_found_by_its_name_shows_all_of_its_rows(screen: Screen) -> None:
    screen.view.search.setText("appearance")

    assert "Appearance (4 settings)" in screen.pages

"""Another language is spoken at once, in every open window, and nothing that somebody typed or chose is lost by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop import language
from desktop.drafts import SavedDraft
from desktop.languages.loading import speak_language
from desktop.look.theme import look
from desktop.look.tokens import Density, Scheme, Theme
from desktop.screens.outbox.state import Folder
from desktop.screens.settings.state import Page
from desktop.shell import Shell
from nightmail.ids import new_id
from nightmail.message.draft import Draft
from tests.unit.desktop.fakes import ANNA, NOW_AT, item_of, message
from tests.unit.desktop.test_shell import Desk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, dressed: QApplication) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path)
    yield made
    made.background.stop()
    speak_language(dressed, "en")
    language.speak(language.english)
    look.wear(dressed, Theme.LIGHT, Density.COMFORTABLE, reduces_motion=False)
    dressed.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def words_in(room: QWidget) -> set[str]:
    labels = {each.text() for each in room.findChildren(QLabel) if each.isVisibleTo(room)}
    return labels | {each.text() for each in room.findChildren(QAbstractButton) if each.isVisibleTo(room)}


def speak(desk: Desk, shell: Shell, wanted: str) -> None:
    title = {"de": "Geplant", "en": "Scheduled"}[wanted]
    shell._parts.preferences.change(language=wanted)
    desk.qtbot.waitUntil(lambda: title in words_in(shell.main.view))


def test_the_main_window_says_all_anew_and_keeps_the_person_s_place(desk: Desk) -> None:
    items = [item_of(message(f"Letter {n}")) for n in range(40)]
    for each in items:
        desk.gateway.add(each)
    shell = desk.shell()
    view, presenter = shell.main.view, shell.main.presenter
    desk.qtbot.waitUntil(lambda: len(presenter.state.rows) == 40)
    presenter.select(items[30].delivery.id)
    desk.qtbot.waitUntil(lambda: presenter.state.detail is not None)
    view.list.verticalScrollBar().setValue(700)
    view.panes.setSizes([220, 400, 500])
    at, sizes, geometry = view.list.verticalScrollBar().value(), view.panes.sizes(), view.geometry()
    desk.qtbot.keyClicks(view.search, "lett")
    view.search.setFocus()
    desk.qtbot.waitUntil(lambda: presenter.state.search == "lett" and len(presenter.state.rows) == 40)

    speak(desk, shell, "de")

    assert {"Geplant", "Neue Nachricht"} <= words_in(view)
    assert "New message" not in words_in(view)
    assert presenter.state.selected == items[30].delivery.id
    assert presenter.state.detail is not None and "Goes" not in presenter.state.detail.headline
    assert (view.search.text(), view.focusWidget()) == ("lett", view.search)
    assert (view.list.verticalScrollBar().value() > 0) is (at > 0)
    assert (view.panes.sizes(), view.geometry()) == (sizes, geometry)
    view.search.setText("")
    desk.qtbot.keyClicks(view.search, "zebra")
    desk.qtbot.waitUntil(lambda: presenter.state.search == "zebra")


def test_several_chosen_messages_stay_chosen(desk: Desk) -> None:
    for n in range(3):
        desk.gateway.add(item_of(message(f"Letter {n}")))
    shell = desk.shell()
    view = shell.main.view
    view.list.selectAll()
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.chosen is not None)

    speak(desk, shell, "de")

    chosen = shell.main.presenter.state.chosen
    assert chosen is not None and chosen.title == "3 Nachrichten gewählt"
    assert len(view.list.selected_ids()) == 3
    assert {"3 Nachrichten gewählt", "Abbrechen"} <= words_in(view)


def test_an_open_letter_keeps_its_words_its_caret_and_its_draft(desk: Desk) -> None:
    shell = desk.shell()
    saved = SavedDraft(
        new_id(), ANNA, Draft(to=("lena@example.net",), subject="Plan", text="Dear Lena, it is late"), NOW_AT, caret=4
    )
    shell.write(saved)
    desk.qtbot.waitUntil(lambda: len(shell.composers) == 1)
    composer = shell.composers[0]
    cursor = composer.view.editor.textCursor()
    cursor.setPosition(9)
    composer.view.editor.setTextCursor(cursor)
    desk.qtbot.keyClicks(composer.view.editor, "!")
    old, geometry = composer.view, composer.view.geometry()

    speak(desk, shell, "de")

    view = composer.view
    assert shell.composers == [composer] and view is not old and view.isVisible()
    assert view.editor.toPlainText() == "Dear Lena!, it is late"
    assert view.editor.textCursor().position() == 10
    assert "Von" in {each.accessibleName() for each in view.findChildren(QComboBox)}
    assert view.geometry() == geometry
    assert [each.id for each in desk.drafts.all()] == [saved.id]
    assert [each.draft.text for each in desk.drafts.left_open()] == ["Dear Lena!, it is late"]

    desk.qtbot.keyClicks(view.editor, "?")
    view.close()
    assert [each.draft.text for each in desk.drafts.all()] == ["Dear Lena!?, it is late"]


def test_a_scheduled_message_that_is_open_stays_held_and_unchanged(desk: Desk) -> None:
    item = item_of(message("Plan"))
    desk.gateway.add(item)
    shell = desk.shell()
    id = item.delivery.id
    shell.main.presenter.open_row(id)
    desk.qtbot.waitUntil(lambda: len(shell.composers) == 1)
    asked = desk.gateway.asked("hold"), desk.gateway.asked("resume")

    speak(desk, shell, "de")

    composer = shell.composers[0]
    assert desk.gateway.items[id].delivery.state == "held"
    assert composer.presenter.state.replaces
    assert (desk.gateway.asked("hold"), desk.gateway.asked("resume")) == asked
    composer.view.close()
    desk.qtbot.waitUntil(lambda: desk.gateway.items[id].delivery.state == "scheduled")


def test_the_settings_stand_on_the_same_page_with_the_same_words(desk: Desk) -> None:
    shell = desk.shell()
    shell.open_settings(Page.LANGUAGE.value)
    settings = shell.settings
    assert settings is not None
    box = next(each for each in settings.view.findChildren(QComboBox) if each.accessibleName() == "Language")
    box.setFocus()
    box.setCurrentIndex(2)
    box.activated.emit(2)

    desk.qtbot.waitUntil(lambda: settings.view.windowTitle() == "Einstellungen")

    focus = settings.view.focusWidget()
    assert shell.settings is settings and settings.view.isVisible()
    assert settings.view.pages.currentItem().text() == "Sprache"
    assert isinstance(focus, QComboBox) and focus.accessibleName() == "Sprache" and focus.currentText() == "Deutsch"
    settings.view.close()
    assert shell.settings is None


def test_there_and_back_again_nothing_of_the_other_language_stays(desk: Desk) -> None:
    desk.gateway.add(item := item_of(message("Letter")))
    shell = desk.shell()
    shell.main.presenter.select(item.delivery.id)
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.detail is not None)
    before = words_in(shell.main.view)
    for wanted in ("de", "en", "de", "en"):
        speak(desk, shell, wanted)

    desk.qtbot.waitUntil(lambda: words_in(shell.main.view) == before)
    assert len([each for each in QApplication.topLevelWidgets() if each is shell.main.view]) == 1


def test_the_calendar_and_the_accounts_speak_it_too(desk: Desk) -> None:
    shell = desk.shell()
    calendar = shell.open_calendar()
    shell.open_accounts()
    assert shell.set_up is not None and shell.set_up.accounts is not None

    speak(desk, shell, "de")

    assert {"Heute", "Woche"} <= words_in(calendar.view)
    assert shell.calendar is calendar
    assert shell.set_up.accounts is not None and shell.set_up.accounts.view.windowTitle() == "Konten"
    shell.set_up.accounts.view.close()
    calendar.view.close()
    assert shell.calendar is None


def test_folders_and_keys_still_do_what_they_did(desk: Desk) -> None:
    shell = desk.shell()
    speak(desk, shell, "de")
    view = shell.main.view

    next(each for each in view.findChildren(QAbstractButton) if each.accessibleName() == "Gesendet").click()
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.folder is Folder.SENT)
    desk.qtbot.keyClick(view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)

    assert view.focusWidget() is view.search


@pytest.mark.parametrize("theme", [Theme.DARK, Theme.LIGHT])
def test_the_look_changes_at_once_in_all_open_windows(desk: Desk, theme: Theme) -> None:
    shell = desk.shell()
    shell.write()
    desk.qtbot.waitUntil(lambda: len(shell.composers) == 1)
    shell.open_settings()

    shell._parts.preferences.change(theme=theme, density=Density.COMPACT)

    assert look.scheme is Scheme(theme.value) and look.density is Density.COMPACT
    for each in (shell.main.view, shell.composers[0].view, shell.settings.view if shell.settings else shell.main.view):
        assert each.palette().windowText().color().name() == look.colours.text
    shell.composers[0].view.close()

"""Where the keyboard is in the main window: nothing that arrives takes it from where its person put it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.drafts import SavedDraft
from desktop.screens.outbox.state import Folder
from desktop.shell import Shell
from nightmail.delivery.model import DeliveryState
from nightmail.ids import new_id
from nightmail.message.draft import Draft
from tests.unit.desktop.fakes import ACCOUNTS, ANNA, NOW_AT, item_of, message
from tests.unit.desktop.test_shell import Desk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, dressed: QApplication) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path)
    yield made
    made.background.stop()


def at(shell: Shell) -> QWidget | None:
    return shell.main.view.focusWidget()


def refresh(desk: Desk, shell: Shell, *, rows: int) -> None:
    shell.main.presenter.refresh()
    desk.qtbot.waitUntil(lambda: len(shell.main.presenter.state.rows) == rows)


def test_the_list_has_the_keyboard_again_when_it_fills(desk: Desk) -> None:
    first = item_of(message("first"))
    desk.gateway.add(first)
    shell = desk.shell()
    view = shell.main.view
    view.list.setFocus()

    del desk.gateway.items[first.delivery.id]
    refresh(desk, shell, rows=0)
    meanwhile = at(shell)
    desk.gateway.add(item_of(message("second")))
    refresh(desk, shell, rows=1)

    assert isinstance(meanwhile, QWidget) and meanwhile.accessibleName() == "New message"
    assert at(shell) is view.list


def test_an_empty_list_without_a_button_waits_where_keys_type_nothing(desk: Desk) -> None:
    shell = desk.shell()
    view = shell.main.view
    view.list.setFocus()

    shell.main.presenter.choose_folder(Folder.HELD)
    view.go_to_list()
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.empty is not None)
    desk.qtbot.keyClicks(at(shell), "zebra")
    desk.gateway.add(item_of(message("held"), state=DeliveryState.HELD))
    refresh(desk, shell, rows=1)

    assert view.search.text() == ""
    assert at(shell) is view.list


def test_rows_that_arrive_leave_the_keyboard_to_whoever_types_in_the_search(desk: Desk) -> None:
    first = item_of(message("zebra"))
    desk.gateway.add(first)
    shell = desk.shell()
    view = shell.main.view
    view.list.setFocus()
    del desk.gateway.items[first.delivery.id]
    refresh(desk, shell, rows=0)

    view.search.setFocus()
    desk.qtbot.keyClicks(view.search, "ze")
    desk.gateway.add(item_of(message("zebra again")))
    refresh(desk, shell, rows=1)
    desk.qtbot.keyClicks(view.search, "bra")

    assert at(shell) is view.search
    assert view.search.text() == "zebra"


def test_a_search_that_finds_nothing_and_then_something_keeps_the_keyboard(desk: Desk) -> None:
    desk.gateway.add(item_of(message("lion")))
    shell = desk.shell()
    view = shell.main.view
    view.list.setFocus()
    view.search.setFocus()

    desk.qtbot.keyClicks(view.search, "zebra")
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.empty is not None)
    for _ in "zebra":
        desk.qtbot.keyClick(view.search, "\b")
    desk.qtbot.waitUntil(lambda: len(shell.main.presenter.state.rows) == 1)

    assert at(shell) is view.search


def test_letters_typed_while_an_answer_is_on_its_way_are_never_taken_back(desk: Desk) -> None:
    desk.gateway.add(item_of(message("zebra")))
    shell = desk.shell()
    view, presenter = shell.main.view, shell.main.presenter
    view.search.setFocus()

    desk.qtbot.keyClicks(view.search, "ze")
    desk.qtbot.waitUntil(lambda: presenter.state.search == "ze")
    desk.qtbot.keyClicks(view.search, "br")
    shell.main.render(presenter.state)
    desk.qtbot.keyClicks(view.search, "a")
    desk.qtbot.waitUntil(lambda: presenter.state.search == "zebra")

    assert view.search.text() == "zebra"


def test_a_wish_for_the_list_is_over_once_the_keyboard_is_elsewhere(desk: Desk) -> None:
    shell = desk.shell()
    view = shell.main.view
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.empty is not None)
    view.go_to_list()

    folder = view.sidebar.write
    folder.setFocus()
    desk.gateway.add(item_of(message("late")))
    refresh(desk, shell, rows=1)

    assert at(shell) is folder


def test_where_the_first_screen_gives_way_the_keyboard_goes_on_in_the_list(desk: Desk) -> None:
    desk.gateway.known = ()
    shell = desk.shell()
    view = shell.main.view
    assert view.welcome.isAncestorOf(at(shell) or view)

    desk.gateway.known = ACCOUNTS
    desk.gateway.add(item_of(message("first")))
    refresh(desk, shell, rows=1)

    assert at(shell) is view.list


def test_where_the_first_screen_gives_way_to_an_empty_list_the_keyboard_is_at_what_stands_there(desk: Desk) -> None:
    desk.gateway.known = ()
    shell = desk.shell()
    press = next(each for each in shell.main.view.welcome.findChildren(QPushButton) if each.text() == "Try it now")
    press.setFocus()

    desk.gateway.known = ACCOUNTS
    shell.main.presenter.refresh()
    desk.qtbot.waitUntil(lambda: not shell.main.presenter.state.is_welcome)

    there = at(shell)
    assert there is not None and there.accessibleName() == "New message"
    assert shell.main.view.middle.isAncestorOf(there)


def test_news_in_the_list_leave_a_letter_that_is_being_written_alone(desk: Desk) -> None:
    shell = desk.shell()
    shell.main.view.list.setFocus()
    shell.write(SavedDraft(new_id(), ANNA, Draft(subject="Half a letter", text="Dear"), NOW_AT))
    desk.qtbot.waitUntil(lambda: len(shell.composers) == 1)
    composer = shell.composers[0]
    composer.view.activateWindow()
    desk.qtbot.waitUntil(composer.view.editor.hasFocus)

    desk.gateway.add(item_of(message("news")))
    refresh(desk, shell, rows=1)

    assert QApplication.focusWidget() is composer.view.editor
    composer.view.close()

"""The About window: what this is, and the licence of everything that ships, found by a few letters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.screens.about.presenter import AboutPresenter
from desktop.screens.about.state import AboutState, Work
from desktop.screens.about.view import AboutView
from desktop.screens.about.works import works
from desktop.windows.about import AboutDialog, own_version

BOTH = frozenset({"desktop", "worker"})
OWN = Work("Nightmail", "1.0", "Apache-2.0", "", BOTH, ("Our notice.", "Our licence."))
QT = Work("pyside6", "6.11", "LGPL-3.0-only", "https://www.qt.io", frozenset({"desktop"}), ("The LGPL.",))
DRIVER = Work("psycopg", "3.3", "LGPL-3.0-only", "", frozenset({"worker"}), ())


class Shown:
    def __init__(self) -> None:
        self.states: list[AboutState] = []
        self.presenter = AboutPresenter((OWN, QT, DRIVER), self.states.append)

    @property
    def state(self) -> AboutState:
        return self.presenter.state


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def dialog(dressed: QApplication) -> Iterator[AboutDialog]:
    window = QWidget()
    dialog = AboutDialog(window)
    yield dialog
    window.close()


def test_nightmail_itself_comes_first_with_its_notice_and_its_licence(shown: Shown) -> None:
    assert shown.state.chosen == OWN
    assert shown.state.line == "Version 1.0  ·  Apache-2.0"
    assert shown.state.words.startswith("Our notice.")
    assert shown.state.words.endswith("Our licence.")
    assert shown.state.counted == "3 works and their licences"


def test_works_are_found_by_name_and_by_licence(shown: Shown) -> None:
    shown.presenter.search("lgpl")
    both = shown.state
    shown.presenter.search("  PYside lgpl ")

    assert [work.name for work in both.works] == ["pyside6", "psycopg"]
    assert shown.state.works == (QT,)
    assert shown.state.chosen == QT
    assert shown.state.counted == "1 work and its licence"


def test_what_was_chosen_stays_chosen_while_it_is_there_and_comes_back(shown: Shown) -> None:
    shown.presenter.choose("psycopg")
    shown.presenter.search("lgpl")
    kept = shown.state.chosen
    shown.presenter.search("apache")
    gone = shown.state.chosen
    shown.presenter.search("")

    assert (kept, gone) == (DRIVER, OWN)
    assert shown.state.chosen == DRIVER


def test_a_work_says_where_it_is_used_and_one_without_words_says_where_they_are(shown: Shown) -> None:
    shown.presenter.choose("pyside6")
    assert shown.state.line.endswith("only in the desktop app")

    shown.presenter.choose("psycopg")
    assert shown.state.line.endswith("only in the hosted worker")
    assert shown.state.words == "Its licence is kept at its website."


def test_what_a_work_was_built_from_stands_below_its_licence() -> None:
    made = AboutPresenter(
        (Work("nh3", "0.3", "MIT", "", BOTH, ("The MIT.",), ("ammonia 4.1, MIT", "url 2.5, MIT")),), lambda _: None
    )

    assert made.state.words.startswith("The MIT.")
    assert made.state.words.endswith("Built into it:\n\nammonia 4.1, MIT\nurl 2.5, MIT")


def test_where_nothing_fits_nothing_is_chosen(shown: Shown) -> None:
    shown.presenter.search("no such licence")

    assert (shown.state.works, shown.state.chosen, shown.state.words) == ((), None, "")


def test_choosing_what_is_chosen_shows_nothing_anew(shown: Shown) -> None:
    shown.presenter.choose("Nightmail")

    assert shown.states == []


def test_the_list_that_ships_begins_with_nightmail_and_has_qt_with_both_licences() -> None:
    listed = {work.name: work for work in works("1.0")}
    qt = "\n".join(listed["pyside6-essentials"].texts)

    assert next(iter(listed)) == "Nightmail"
    assert "Apache License" in listed["Nightmail"].texts[1]
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in qt
    assert "GNU GENERAL PUBLIC LICENSE" in qt


def test_the_window_shows_the_licence_that_is_picked_with_the_keyboard(dialog: AboutDialog, qtbot: QtBot) -> None:
    view = dialog.view
    qtbot.keyClick(view.list, Qt.Key.Key_Down)

    name = view.list.item(1).text()
    assert dialog.presenter.state.chosen is not None
    assert dialog.presenter.state.chosen.name == name != "Nightmail"
    assert view.words.toPlainText() == dialog.presenter.state.words
    assert view.words.isReadOnly()


def test_escape_empties_the_search_before_it_closes(dialog: AboutDialog, qtbot: QtBot) -> None:
    view = dialog.view
    view.search.setText("openssl")
    found = [view.list.item(row).text() for row in range(view.list.count())]

    qtbot.keyClick(view.search, Qt.Key.Key_Escape)
    assert (found, view.search.text(), view.isVisible()) == (["OpenSSL"], "", True)
    assert view.list.count() > 50

    with qtbot.waitSignal(view.finished):
        view.reject()


def test_a_search_that_finds_nothing_says_so_and_offers_no_website(dialog: AboutDialog) -> None:
    dialog.view.search.setText("xyzzy")

    assert dialog.view.list.count() == 0
    assert not dialog.view.words.isVisible()


def test_what_support_wants_to_know_goes_to_the_clipboard(dialog: AboutDialog) -> None:
    dialog.view.copy_pressed.emit()

    assert QGuiApplication.clipboard().text().startswith(f"Nightmail {own_version()}, Python 3.")


def test_a_website_is_opened_by_whoever_made_the_window(dressed: QApplication, qtbot: QtBot) -> None:
    view = AboutView(None, version="1.0", details="")
    qtbot.addWidget(view)
    shown = AboutPresenter((OWN, QT), view.render_state)
    view.chosen.connect(shown.choose)
    view.render_state(shown.state)
    opened: list[str] = []
    view.link_pressed.connect(opened.append)

    view.list.setCurrentRow(1)
    view._website.click()

    assert opened == ["https://www.qt.io"]


def test_every_part_of_the_window_has_a_name(dialog: AboutDialog) -> None:
    view = dialog.view

    assert all(part.accessibleName() for part in (view.search, view.list, view.words, view._copy, view._website))

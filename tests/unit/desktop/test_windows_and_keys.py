"""Windows that close, that open only where somebody asked for one, and buttons that Return presses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSettings, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMenu, QPushButton, QStackedWidget, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.actions.keyboard import bound_actions
from desktop.background import Background
from desktop.drafts import Drafts, SavedDraft
from desktop.language import english, speak
from desktop.languages.catalogue import file_of, read_catalogue
from desktop.notifier import NoTray
from desktop.pace import Pace
from desktop.preferences import Preferences
from desktop.screens.outbox.lines import draft_row
from desktop.screens.outbox.state import Folder
from desktop.screens.outbox.waits import held_state
from desktop.screens.passphrase.view import PassphraseView
from desktop.screens.settings.plain_pages import Doors
from desktop.screens.settings.state import Page
from desktop.screens.settings.view import SettingsView
from desktop.shell import Shell
from desktop.widgets.cut_label import CutLabel
from desktop.widgets.notice import Notice
from desktop.widgets.parts import column, label, set_text
from desktop.widgets.reading_order import in_reading_order
from desktop.widgets.switch import Switch
from desktop.windows.parts import Parts
from nightmail.delivery.breaker import BreakerKind, Hold
from nightmail.delivery.model import DeliveryState
from nightmail.ids import new_id
from nightmail.message.draft import Draft
from tests.unit.desktop.fakes import (
    ANNA,
    NOW_AT,
    ZONE,
    FakeCloud,
    FakeGateway,
    FakeSetUp,
    FakeSignIns,
    StillClock,
    item_of,
    message,
)


class Desk:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.gateway = FakeGateway()
        self.background = Background(trouble=lambda problem: pytest.fail(str(problem)))
        parts = Parts(
            self.gateway,
            FakeCloud(),
            FakeSignIns(),
            self.background,
            Drafts(folder / "drafts"),
            StillClock(),
            QSettings(str(folder / "desktop.ini"), QSettings.Format.IniFormat),
            ZONE,
            Pace(StillClock()),
            FakeSetUp(),
        )
        self.shell = Shell(parts, quit_app=lambda: None, notifier=lambda doors: NoTray())
        qtbot.addWidget(self.shell.main.view)
        self.load()

    def load(self) -> None:
        self.shell.show()
        self.shell.main.presenter.refresh()
        self.qtbot.waitUntil(lambda: self.shell.main.presenter.state.is_loaded)

    def settings(self) -> SettingsView:
        with self.qtbot.waitActive(self.shell.main.view):
            self.shell.main.view.activateWindow()
        view = self.shell.open_settings().view
        with self.qtbot.waitActive(view):
            view.activateWindow()
        return view


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, dressed: QApplication) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path)
    yield made
    made.background.stop()


class Openings(QObject):
    """Every window that opened while it watched."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


@pytest.fixture
def openings(qapp: QApplication) -> Iterator[Openings]:
    made = Openings()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def _press_close(qtbot: QtBot, view: SettingsView) -> None:
    press = next(each for each in view.findChildren(QPushButton) if each.text() == "Close")
    qtbot.mouseClick(press, Qt.MouseButton.LeftButton)


def _press_escape(qtbot: QtBot, view: SettingsView) -> None:
    qtbot.keyClick(view.pages, Qt.Key.Key_Escape)


def _press_keys(qtbot: QtBot, view: SettingsView) -> None:
    next(each for each in bound_actions(view) if each.id == "compose.close").go()


def _close_by_frame(qtbot: QtBot, view: SettingsView) -> None:
    view.search.setText("tray")
    view.close()


@pytest.mark.parametrize("close", [_press_close, _press_escape, _press_keys, _close_by_frame])
def test_the_settings_close_in_every_way_and_open_again(desk: Desk, close: Callable[[QtBot, SettingsView], None]) -> None:
    view = desk.settings()
    gone: list[bool] = []
    view.destroyed.connect(lambda: gone.append(True))

    close(desk.qtbot, view)

    desk.qtbot.waitUntil(lambda: desk.shell.settings is None and bool(gone))
    assert desk.settings().isVisible()


def test_the_about_window_closes_by_its_frame_while_something_is_searched(desk: Desk) -> None:
    from desktop.windows.about import tell_about

    tell_about(desk.shell.main.view)
    from desktop.screens.about.view import AboutView

    view = next(each for each in QApplication.topLevelWidgets() if isinstance(each, AboutView) and each.isVisible())
    view.search.setText("qt")

    view.close()

    assert not [each for each in QApplication.topLevelWidgets() if isinstance(each, AboutView) and each.isVisible()]


def test_no_window_opens_that_nobody_asked_for(desk: Desk, openings: Openings) -> None:
    refused = item_of(message("y"), state=DeliveryState.FAILED, reason="550 5.1.1 unknown")
    for each in (item_of(message("x")), refused):
        desk.gateway.add(each)
    desk.load()
    for folder in Folder:
        desk.shell.main.presenter.choose_folder(folder)
        desk.qtbot.waitUntil(lambda: desk.shell.main.presenter.state.is_loaded)
        for row in desk.shell.main.presenter.state.rows[:1]:
            desk.shell.main.presenter.select(row.id)
            desk.qtbot.waitUntil(lambda: desk.shell.main.presenter.state.detail is not None)
    view = desk.settings()
    for page in Page:
        view.show_page(page)
    view.search.setText("tray")
    view.close()
    composer = desk.shell.compose(desk.gateway.known, None)
    composer.presenter.set_recipients("to", ["tom@example.net"])
    composer.presenter.send()
    PassphraseView(desk.shell.main.view, is_new=True).show()
    desk.shell.open_calendar()
    QApplication.processEvents()

    pieces = {"QWidget", "QLabel", "QPushButton", "QToolButton", "QFrame", "Section", "Row", "FormLine", "Switch"}
    assert pieces.isdisjoint(openings.seen), openings.seen
    assert "SettingsView" in openings.seen


def test_words_set_before_a_label_has_its_place_show_once_it_has(qtbot: QtBot, dressed: QApplication) -> None:
    filled, empty = QLabel(), QLabel()
    set_text(filled, "")
    set_text(filled, "here")
    set_text(empty, "")
    assert not filled.isVisible()

    room = QWidget()
    qtbot.addWidget(room)
    column(filled, empty, on=room)
    room.show()

    assert filled.isVisible() and not empty.isVisible()


def test_return_presses_the_first_way_in(desk: Desk) -> None:
    desk.gateway.known = ()
    desk.load()
    desk.qtbot.waitUntil(lambda: desk.shell.main.presenter.state.is_welcome)
    pressed: list[bool] = []
    welcome = desk.shell.main.view.welcome
    welcome.account_wanted.connect(lambda: pressed.append(True))
    add = next(each for each in welcome.findChildren(QPushButton) if each.text() == "Add my account")
    with desk.qtbot.waitActive(desk.shell.main.view):
        desk.shell.main.view.activateWindow()
    add.setFocus()

    desk.qtbot.keyClick(add, Qt.Key.Key_Return)
    assert pressed == [True]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_return_opens_what_can_be_done_with_an_account(desk: Desk, key: Qt.Key) -> None:
    main = desk.shell.main.view
    with desk.qtbot.waitActive(main):
        main.activateWindow()
    more = next(each for each in main.findChildren(QToolButton) if each.accessibleName().startswith("What to do with "))
    more.setFocus()

    desk.qtbot.keyClick(more, key)

    desk.qtbot.waitUntil(lambda: any(isinstance(each, QMenu) and each.isVisible() for each in QApplication.topLevelWidgets()))


def test_return_with_another_key_is_not_a_press(desk: Desk) -> None:
    main = desk.shell.main.view
    with desk.qtbot.waitActive(main):
        main.activateWindow()
    main.sidebar.write.setFocus()

    desk.qtbot.keyClick(main.sidebar.write, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    QApplication.processEvents()

    assert desk.shell.composers == []


@pytest.mark.parametrize("page", [Page.LANGUAGE, Page.SCHEDULE, Page.KEYBOARD])
def test_tab_leads_through_a_page_as_it_is_read_and_then_to_close(desk: Desk, page: Page) -> None:
    view = desk.settings()
    view.show_page(page)
    QApplication.processEvents()
    view.pages.setFocus()
    stack = view.findChildren(QStackedWidget)[0]
    expected = [each for each in in_reading_order(stack) if each.isVisibleTo(view) and each.isEnabled()]

    walked = []
    for _ in range(len(expected) + 1):
        desk.qtbot.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_Tab)
        walked.append(view.focusWidget())

    assert expected and walked[:-1] == expected
    last = walked[-1]
    assert isinstance(last, QPushButton) and last.text() == "Close"


def test_a_long_subject_is_cut_with_an_ellipsis_and_leaves_the_count_its_room(desk: Desk) -> None:
    desk.gateway.add(item_of(message("a very long subject " * 20)))
    main = desk.shell.main.view
    desk.load()
    main.resize(1000, 640)
    desk.qtbot.waitUntil(lambda: "very long" in desk.shell.main.presenter.state.agent.sentence)
    QApplication.processEvents()
    agent = main.statusBar().findChildren(CutLabel)[0]
    count = next(each for each in main.statusBar().findChildren(QLabel) if each.text() == desk.shell.main.presenter.state.queue)

    assert main.width() == 1000
    assert agent.shown_text().endswith("…") and agent.toolTip() == agent.text()
    assert count.isVisible() and count.width() >= count.sizeHint().width()
    assert count.mapTo(main, count.rect().topRight()).x() < main.width()


def test_a_notice_puts_its_button_below_where_the_words_would_be_squeezed(qtbot: QtBot, dressed: QApplication) -> None:
    notice = Notice(label("", "", wraps=True), QPushButton())
    qtbot.addWidget(notice)
    notice.show_notice("What you send while trying out stays on this PC, however often you send it.", "See what was caught")
    notice.resize(320, 120)
    notice.show()
    assert notice.press.geometry().top() >= notice.words.geometry().bottom()

    notice.resize(900, 120)
    QApplication.processEvents()
    assert notice.press.geometry().left() >= notice.words.geometry().right()


def test_after_scheduling_the_keyboard_is_in_the_list(desk: Desk) -> None:
    main = desk.shell.main.view
    desk.qtbot.waitUntil(lambda: not main.list.isVisible())
    composer = desk.shell.compose(desk.gateway.known, None)
    composer.presenter.set_recipients("to", ["tom@example.net"])
    composer.presenter.set_subject("Hello")
    composer.view.editor.setPlainText("Dear Tom")
    main.sidebar.write.setFocus()

    desk.qtbot.mouseClick(composer.view.schedule_button, Qt.MouseButton.LeftButton)
    desk.qtbot.mouseClick(composer.view.picker.accept_button, Qt.MouseButton.LeftButton)

    desk.qtbot.waitUntil(lambda: main.focusWidget() is main.list)


def test_the_list_of_a_choice_is_as_tall_as_its_lines(qtbot: QtBot, dressed: QApplication) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItems(["Like the system", "English", "Deutsch"])
    box.show()

    box.showPopup()
    QApplication.processEvents()

    last = box.view().visualRect(box.model().index(2, 0))
    assert box.view().verticalScrollBar().maximum() == 0
    assert box.view().viewport().rect().contains(last)
    box.hidePopup()


def test_without_a_tray_its_switch_is_off_and_cannot_be_turned(qtbot: QtBot, dressed: QApplication) -> None:
    changes: list[str] = []
    doors = Doors(lambda: None, lambda: None, lambda: None)
    view = SettingsView(None, doors=doors, has_tray=False)
    qtbot.addWidget(view)
    view.changed.connect(lambda name, _: changes.append(name))
    view.render_preferences(Preferences(stays_in_tray=True))
    view.show()
    switch = next(each for each in view.findChildren(Switch) if each.accessibleName() == "Keep running in the tray")

    assert not switch.isEnabled() and not switch.isChecked()
    assert changes == []


@pytest.fixture
def german() -> Iterator[None]:
    speak(read_catalogue(file_of("de")).translate)
    yield
    speak(english)


def test_drafts_and_waiting_messages_are_told_in_german(german: None) -> None:
    row = draft_row(SavedDraft(new_id(), None, Draft(), NOW_AT), {}, NOW_AT, ZONE)
    words = [held_state(Hold(ANNA, "", kind, NOW_AT, "", 1)).word for kind in BreakerKind]

    assert row.state.word == "Entwurf"
    assert all(each.startswith("Wartet: ") for each in words)

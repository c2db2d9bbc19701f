"""From a fresh profile to a message that was scheduled and cancelled again, without a mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.screens.outbox.state import Folder
from tests.journeys.test_desktop import App

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_MOST_TABS = 80


@pytest.fixture
def app(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    made = App(qtbot, qapp, tmp_path / "profile")
    yield made
    made.close()


class Hands:
    """Ten fingers on the keys: what has the keyboard gets them."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.qtbot = app.qtbot

    def look_at(self, window: QWidget) -> None:
        with self.qtbot.waitActive(window):
            window.activateWindow()

    @property
    def focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the keyboard"
        return focus

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.focus, key, modifiers)

    def type(self, words: str) -> None:
        self.qtbot.keyClicks(self.focus, words)

    def tab_to(self, wanted: Callable[[QWidget], bool]) -> None:
        for _ in range(_MOST_TABS):
            if wanted(self.focus):
                return
            self.press(Qt.Key.Key_Tab)
        names = f"{type(self.focus).__name__} {self.focus.accessibleName()}"
        pytest.fail(f"The tab key does not lead there; it ends at {names}.")


def named(*words: str) -> Callable[[QWidget], bool]:
    return lambda widget: any(widget.accessibleName().startswith(each) for each in words)


def test_the_first_message_is_scheduled_and_cancelled_by_keys_alone(app: App) -> None:
    desk = app.open()
    hands = Hands(app)
    main = desk.shell.main.view
    assert app.state.is_welcome

    hands.look_at(main)
    hands.press(Qt.Key.Key_F6)
    hands.tab_to(lambda widget: isinstance(widget, QAbstractButton) and "Try" in widget.text() + widget.accessibleName())
    hands.press(Qt.Key.Key_Space)
    app.see(lambda: bool(desk.shell.composers))
    composer = desk.shell.composers[0].view
    hands.look_at(composer)
    hands.press(Qt.Key.Key_T, CTRL | SHIFT)
    hands.type("tom@example.net,")
    hands.tab_to(named("Subject"))
    hands.type("By keys")
    hands.tab_to(lambda widget: widget is composer.editor)
    hands.type("Dear Tom")
    hands.press(Qt.Key.Key_Return, CTRL | SHIFT)
    assert composer.picker.isVisible()
    hands.type("wednesday 10:00")
    hands.press(Qt.Key.Key_Return)

    app.see(lambda: app.state.detail is not None and app.state.detail.state.word == "Scheduled")
    assert app.detail.subject == "By keys"
    hands.look_at(main)
    hands.press(Qt.Key.Key_2, CTRL)
    app.see(lambda: app.state.folder is Folder.SCHEDULED and [row.subject for row in app.state.rows] == ["By keys"])
    hands.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    app.see(lambda: app.state.detail is not None)
    hands.press(Qt.Key.Key_Backspace, CTRL)
    app.see(lambda: app.state.rows == ())
    hands.press(Qt.Key.Key_7, CTRL)
    app.see(lambda: [row.subject for row in app.state.rows] == ["By keys"])


def test_the_panes_are_gone_round_by_key_and_remember_where_the_keyboard_was(app: App) -> None:
    desk = app.open()
    app.start_sandbox()
    composer = desk.shell.composers[0]
    app.write(composer, "Later")
    composer.view.close()
    app.see(lambda: not desk.shell.composers)
    hands = Hands(app)
    view = desk.shell.main.view
    hands.look_at(view)
    desk.shell.main.presenter.choose_folder(Folder.DRAFTS)
    app.see(lambda: [row.subject for row in app.state.rows] == ["Later"])
    view.list.setFocus()

    def pane() -> int:
        panes = [view.panes.widget(n) for n in range(view.panes.count())]
        at = [n for n, each in enumerate(panes) if each is not None and each.isAncestorOf(hands.focus)]
        assert len(at) == 1, f"the keyboard is at {type(hands.focus).__name__} {hands.focus.accessibleName()}"
        return at[0]

    assert hands.focus is view.list
    before = pane()
    seen = []
    for _ in range(view.panes.count() * 2):
        hands.press(Qt.Key.Key_F6)
        seen.append(pane())

    assert before in seen and len(set(seen)) >= 2
    hands.press(Qt.Key.Key_F6, SHIFT)
    assert pane() == seen[-2]


def test_the_keyboard_goes_from_the_first_screen_into_the_list_while_its_first_letter_is_written(app: App) -> None:
    desk = app.open()
    hands = Hands(app)
    main = desk.shell.main.view
    hands.look_at(main)
    hands.press(Qt.Key.Key_F6)
    hands.tab_to(named("Try it now"))

    hands.press(Qt.Key.Key_Space)
    app.see(lambda: bool(desk.shell.composers) and not app.state.is_welcome)
    desk.shell.composers[0].presenter.discard()
    app.see(lambda: not desk.shell.composers)
    hands.look_at(main)

    assert main.middle.isAncestorOf(hands.focus)
    assert hands.focus.accessibleName() == "New message"

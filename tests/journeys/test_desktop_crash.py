"""What a compose window held when Nightmail ended without a word, and what becomes of the message it was opened on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.screens.outbox.state import Act
from desktop.windows.composer import Composer
from nightmail.schedule.model import WallTime
from tests.journeys.test_desktop import App

FAR = WallTime(datetime(2099, 11, 12, 8), "Europe/Berlin")


@pytest.fixture
def app(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    made = App(qtbot, qapp, tmp_path / "profile")
    yield made
    made.close()


def crash(app: App) -> None:
    """The process is gone: no window closes, nothing is said to anybody."""
    desk = app.desk
    assert desk is not None
    for composer in desk.shell.composers:
        composer.view.closing.disconnect()
        composer.view._autosave.stop()
    desk.shell.composers = []
    desk.close()
    app.desk = None


def opened(app: App) -> Composer:
    app.see(lambda: bool(app.desk and app.desk.shell.composers))
    assert app.desk is not None
    return app.desk.shell.composers[0]


def test_what_was_being_written_is_open_again_with_the_caret(app: App) -> None:
    app.open()
    app.start_sandbox()
    composer = opened(app)
    app.write(composer, "Half a thought")
    composer.view.editor.place_caret(4)
    composer.view._save()
    app.see(lambda: bool(composer.presenter.state.saved))

    crash(app)
    desk = app.open()
    again = opened(app)

    assert again.presenter.state.subject == "Half a thought"
    assert again.view.editor.textCursor().position() == 4
    assert desk.shell.main.view.toast.sentence == "1 draft was open when Nightmail ended. It is open again."


def test_a_scheduled_message_that_was_only_looked_at_goes_as_planned_after_a_crash(app: App) -> None:
    desk = app.open()
    app.start_sandbox()
    composer = opened(app)
    app.write(composer, "For later")
    composer.view.finish_typing()
    composer.presenter.schedule(FAR, timedelta(hours=2))
    composer.presenter.send_anyway()
    app.see(lambda: app.state.detail is not None)
    id = app.detail.id
    desk.shell.main.presenter.act(id, Act.EDIT)
    editing = opened(app)
    app.see(lambda: app.state.detail is not None and app.detail.state.word == "Being edited")
    drafts = desk.parts.drafts
    app.see(lambda: bool(drafts.all()))
    assert editing.presenter.planned == FAR

    crash(app)
    desk = app.open()
    again = opened(app)
    assert again.presenter.planned == FAR
    again.view.close()

    desk.shell.main.presenter.select(id)
    app.see(lambda: app.state.detail is not None and app.detail.state.word == "Scheduled")
    assert drafts.all() == ()

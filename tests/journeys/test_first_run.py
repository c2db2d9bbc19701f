"""A person who has never seen it: a fresh profile, and a first mail scheduled into the sandbox in a few clicks.

1  Start Nightmail: three ways in, one of which can't do any harm.
2  Press “Try it now”: the built-in server starts, and a message that is ready to go stands in a composer.
3  Press “Schedule…”: when is it to go?
4  Choose a time: it stands in “Scheduled”, with its hour.
5  Press “Send now” on its page: it is sent, and the timeline says how.
6  Press “See what was caught”: there it is, as a server would have been handed it.

With FIRST_RUN_SHOTS set to a folder, each step leaves its picture there (`make screenshots`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.question import Question
from nightmail.delivery.model import DeliveryState
from nightmail.ports import OutboxQuery
from tests.journeys.test_desktop import App

_MOST_ACTIONS = 8
_MOST_LOOKS, _MOMENT_MS = 20, 150


class Person:
    """Presses what can be seen, and counts."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.actions = 0
        self._shots = os.environ.get("FIRST_RUN_SHOTS")

    def press(self, window: QWidget, name: str) -> None:
        self.app.press_in(window, name)
        self.actions += 1

    def look(self, window: QWidget, step: str) -> None:
        """What stands there now, as a picture where somebody wants it."""
        QApplication.processEvents()
        picture = window.grab()
        assert not picture.isNull()
        if self._shots:
            Path(self._shots).mkdir(parents=True, exist_ok=True)
            _at_rest(window).save(str(Path(self._shots) / f"{step}.png"))


def _at_rest(window: QWidget) -> QPixmap:
    """As soon as nothing in it moves any more."""
    before, now = QPixmap(), window.grab()
    for _ in range(_MOST_LOOKS):
        if before.toImage() == now.toImage():
            break
        QTest.qWait(_MOMENT_MS)
        before, now = now, window.grab()
    return now


def tomorrow(picker: QWidget) -> str:
    """The preset's name, with its hour."""
    names = [each.accessibleName() for each in picker.findChildren(QAbstractButton)]
    return next(name for name in names if "Tomorrow morning" in name)


@pytest.fixture
def app(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    made = App(qtbot, qapp, tmp_path / "profile")
    yield made
    made.close()


def test_a_fresh_person_schedules_a_first_mail_and_sees_it_caught(app: App) -> None:
    desk = app.open(undo=0)
    person, shell = Person(app), desk.shell
    person.look(shell.main.view, "1-welcome")

    person.press(shell.main.view, "Try it now")
    app.see(lambda: bool(shell.composers))
    composer = shell.composers[0]
    person.look(composer.view, "2-sample")
    assert composer.presenter.state.subject == "My first message with Nightmail"

    person.press(composer.view, composer.view.schedule_button.accessibleName())
    app.see(composer.view.picker.isVisible)
    person.look(composer.view.picker, "3-when")
    preset = next(
        each for each in composer.view.picker.findChildren(QAbstractButton) if "Tomorrow morning" in each.accessibleName()
    )
    person.press(composer.view.picker, preset.accessibleName())
    app.see(lambda: not shell.composers or bool(composer.presenter.state.notice))
    app.see(lambda: [row.subject for row in app.state.rows] == ["My first message with Nightmail"])
    app.see(lambda: app.state.detail is not None)
    person.look(shell.main.view, "4-scheduled")
    needed = person.actions

    person.press(shell.main.view, "Send now")
    app.see(lambda: app.state.detail is not None and app.state.detail.state.word == "Sent")
    person.look(shell.main.view, "5-sent")
    person.press(shell.main.view, "See what was caught")
    caught = desk.shell.set_up
    assert caught is not None
    app.see(lambda: caught.caught is not None and caught.caught.presenter.state.detail is not None)
    assert caught.caught is not None
    person.look(caught.caught.view, "6-caught")

    detail = caught.caught.presenter.state.detail
    assert detail is not None
    assert detail.title == "My first message with Nightmail"
    assert "does not leave this PC" in detail.text
    assert needed <= person.actions <= _MOST_ACTIONS


def test_the_try_out_goes_on_after_a_restart(app: App) -> None:
    desk = app.open(undo=0)
    app.start_sandbox()
    app.write(desk.shell.composers[0], "Before the restart")
    app.press(desk.shell.composers[0], "Send")
    app.see(lambda: app.state.detail is not None and app.state.detail.state.word == "Sent")
    app.close()

    again = app.open(undo=0)
    app.see(lambda: [line.address for line in app.state.accounts] == ["you@sandbox.test"])
    again.shell.write()
    app.see(lambda: bool(again.shell.composers))
    app.write(again.shell.composers[0], "After the restart")
    app.press(again.shell.composers[0], "Send")
    app.see(lambda: app.state.detail is not None and app.state.detail.state.word == "Sent")

    again.shell.open_caught()
    caught = again.shell.set_up
    assert caught is not None and caught.caught is not None
    window = caught.caught
    app.see(lambda: [row.title for row in window.presenter.state.rows] == ["After the restart", "Before the restart"])


def test_leaving_the_try_out_loses_no_draft_and_leads_back_to_the_first_screen(app: App) -> None:
    desk = app.open(undo=0)
    person, shell = Person(app), desk.shell
    person.press(shell.main.view, "Try it now")
    app.see(lambda: bool(shell.composers))
    person.press(shell.composers[0].view, "Send")
    app.see(lambda: app.state.detail is not None and app.state.detail.state.word == "Sent")
    shell.write()
    app.see(lambda: bool(shell.composers))
    composer = shell.composers[0]
    app.write(composer, "Still to go")
    person.press(composer.view, composer.view.schedule_button.accessibleName())
    preset = next(
        each for each in composer.view.picker.findChildren(QAbstractButton) if "Tomorrow morning" in each.accessibleName()
    )
    person.press(composer.view.picker, preset.accessibleName())
    app.see(lambda: [row.subject for row in app.state.rows] == ["Still to go"])

    (account,) = app.state.accounts
    shell.ask_leave_sandbox(account.id)
    app.see(lambda: any(isinstance(each, Question) for each in QApplication.topLevelWidgets() if each.isVisible()))
    question = next(each for each in QApplication.topLevelWidgets() if isinstance(each, Question) and each.isVisible())
    assert "1 message that is still to go becomes a draft." in question.words
    person.press(question, "Remove it")

    app.see(lambda: app.state.is_welcome)
    kept = desk.parts.drafts.all()
    assert [saved.draft.subject for saved in kept] == ["Still to go"]
    assert not (app.folder / "sandbox").exists()
    found: list[int] = []
    query = OutboxQuery(states=frozenset({DeliveryState.SENT}))
    desk.background.run(desk.gateway.list(query), done=lambda rows: found.append(len(rows)))
    app.see(lambda: found == [1])

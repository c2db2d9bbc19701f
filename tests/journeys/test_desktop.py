"""Whole stories in the real window, over the real profile, agent and mail server."""

from __future__ import annotations

import asyncio
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.look.theme import look
from desktop.look.tokens import Theme
from desktop.notifier import NoTray
from desktop.screens.outbox.state import Act, Detail, Folder, OutboxState
from desktop.windows.composer import Composer
from desktop.wiring import Desk, Settings, open_window_settings
from nightmail.account.model import Security
from nightmail.profile import open_profile
from nightmail.sandbox.server import Sandbox
from tests.passwords import KeptSecrets
from tests.patience import PATIENCE


def field_named(view: QWidget, name: str) -> QLineEdit:
    return next(field for field in view.findChildren(QLineEdit) if field.accessibleName() == name)


class App:
    """The desktop on one profile folder; `open` it, close it, open it again."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, folder: Path) -> None:
        self.qtbot = qtbot
        self.qapp = qapp
        self.folder = folder
        self.desk: Desk | None = None

    def open(self, *, undo: float = 0.3) -> Desk:
        look.dress(self.qapp, Theme.LIGHT)
        settings = Settings(self.folder, "file", None, "Europe/Berlin", undo=timedelta(seconds=undo))
        self.desk = Desk(settings, open_window_settings(self.folder), quit_app=lambda: None)
        self.desk.shell.notifier = NoTray()
        self.desk.shell.show()
        self.desk.open()
        self.see(lambda: self.state.is_loaded)
        return self.desk

    def close(self) -> None:
        if self.desk is not None:
            self.desk.shell.leave()
            self.desk.close()
            self.desk.shell.main.view.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self.desk = None

    @property
    def state(self) -> OutboxState:
        assert self.desk is not None
        return self.desk.shell.main.presenter.state

    @property
    def detail(self) -> Detail:
        assert self.state.detail is not None
        return self.state.detail

    def see(self, seen: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(seen, timeout=round(PATIENCE * 1000))

    def start_sandbox(self) -> None:
        assert self.desk is not None
        self.desk.shell.main.view.welcome.sandbox_wanted.emit()
        # Each may be the last: the composer, and the list in the first screen's place.
        self.see(lambda: bool(self.desk and self.desk.shell.composers) and not self.state.is_welcome)
        # The sample makes room for a message of one's own.
        self.desk.shell.composers[0].presenter.discard()
        self.see(lambda: bool(self.desk and not self.desk.shell.composers))
        self.desk.shell.write()
        self.see(lambda: bool(self.desk and self.desk.shell.composers))

    def write(self, composer: Composer, subject: str, *files: Path) -> None:
        view = composer.view
        to = field_named(view, "To")
        self.qtbot.keyClicks(to, "tom@example.net")
        self.qtbot.keyClick(to, Qt.Key.Key_Return)
        self.qtbot.keyClicks(
            next(field for field in view.findChildren(QLineEdit) if field.accessibleName() == "Subject"), subject
        )
        self.qtbot.keyClicks(view.editor, "Dear Tom")
        view.files_added.emit(list(files))

    def give_passphrase(self, passphrase: str, *, again: str = "") -> None:
        assert self.desk is not None
        shell = self.desk.shell
        self.see(lambda: shell.passphrase is not None)
        assert shell.passphrase is not None
        self.qtbot.keyClicks(shell.passphrase.view.passphrase.field, passphrase)
        self.qtbot.keyClicks(shell.passphrase.view.again.field, again)
        self.qtbot.mouseClick(shell.passphrase.view.accept_button, Qt.MouseButton.LeftButton)

    def press(self, composer: Composer, name: str) -> None:
        self.press_in(composer.view, name)

    def press_in(self, window: QWidget, name: str) -> None:
        """Press the button called so once it can be seen and takes a press, as a person would."""

        def found() -> QAbstractButton | None:
            ready = (each for each in window.findChildren(QAbstractButton) if each.isVisible() and each.isEnabled())
            return next((each for each in ready if name in (each.text(), each.accessibleName())), None)

        self.see(lambda: found() is not None)
        button = found()
        assert button is not None
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def app(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    made = App(qtbot, qapp, tmp_path / "profile")
    yield made
    made.close()


def test_a_message_written_in_the_sandbox_becomes_sent_before_the_eyes(app: App, tmp_path: Path) -> None:
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(b"x" * 5000)
    desk = app.open()
    assert app.state.is_welcome
    app.start_sandbox()
    composer = desk.shell.composers[0]

    app.write(composer, "Hello", plan)
    app.press(composer, "Send")

    app.see(lambda: app.state.detail is not None and app.state.detail.state.word == "Sent")
    detail = app.detail
    assert detail.timeline[0].words == "Scheduled by you"
    assert detail.timeline[-1].said.startswith("250")
    assert [file.name for file in detail.files] == ["plan.pdf"]
    desk.shell.main.presenter.choose_folder(Folder.SENT)
    app.see(lambda: [row.subject for row in app.state.rows] == ["Hello"])
    assert list((app.folder / "sandbox").rglob("*.*"))


def test_a_cancelled_message_does_not_leave_and_can_be_scheduled_again(app: App) -> None:
    desk = app.open(undo=600)
    app.start_sandbox()
    app.write(desk.shell.composers[0], "Hello")
    app.press(desk.shell.composers[0], "Send")
    app.see(lambda: app.state.detail is not None)
    id = app.detail.id

    desk.shell.main.presenter.act(id, Act.CANCEL)
    app.see(lambda: app.state.detail is not None and app.state.detail.state.word == "Cancelled")
    desk.shell.main.presenter.act(id, Act.SEND_NOW)

    app.see(lambda: app.state.detail is not None and app.state.detail.state.word == "Sent")


def test_a_draft_survives_and_a_scheduled_message_goes_after_a_restart(app: App) -> None:
    desk = app.open(undo=2)
    app.start_sandbox()
    app.write(desk.shell.composers[0], "Scheduled before the restart")
    app.press(desk.shell.composers[0], "Send")
    app.see(lambda: app.state.detail is not None)
    half = desk.shell.compose((), None)
    app.qtbot.keyClicks(half.view.editor, "half a thought")
    app.close()

    again = app.open()
    again.shell.main.presenter.choose_folder(Folder.SENT)

    app.see(lambda: [row.subject for row in app.state.rows] == ["Scheduled before the restart"])
    assert [saved.draft.text for saved in again.parts.drafts.all()] == ["half a thought"]


def test_an_edited_message_replaces_the_original(app: App) -> None:
    desk = app.open(undo=80)
    app.start_sandbox()
    app.write(desk.shell.composers[0], "First words")
    app.press(desk.shell.composers[0], "Send")
    app.see(lambda: app.state.detail is not None)
    original = app.detail.id

    desk.shell.main.presenter.act(original, Act.EDIT)
    app.see(lambda: bool(desk.shell.composers))
    composer = desk.shell.composers[0]
    assert composer.presenter.state.subject == "First words"
    composer.presenter.set_subject("Better words")
    app.press(composer, "Send")

    app.see(lambda: app.state.detail is not None and app.state.detail.subject == "Better words")
    desk.shell.main.presenter.choose_folder(Folder.CANCELLED)
    app.see(lambda: [row.id for row in app.state.rows] == [original])


def test_beside_another_agent_the_window_works_and_says_who_sends(app: App) -> None:
    with Elsewhere(app.folder):
        app.open()

        app.see(lambda: app.state.agent.sentence.startswith("Another Nightmail on this PC sends"))


def test_a_profile_that_can_not_be_opened_is_said_in_the_window(app: App) -> None:
    app.folder.mkdir()
    (app.folder / "nightmail.sqlite3").write_bytes(b"this is not a database" * 100)

    app.open()

    app.see(lambda: app.state.agent.sentence.startswith("Nothing is being sent.") or bool(app.state.banner.sentence))


def test_without_a_keyring_a_passphrase_seals_the_password_and_sending_waits_for_it_after_a_restart(app: App) -> None:
    with Catcher(app.folder.parent / "caught") as port:
        desk = app.open(undo=0.2)
        dialog = desk.shell.add_account()
        account = {"address": "anna@example.org", "host": "127.0.0.1", "port": str(port), "security": Security.PLAIN}
        for field, typed in (account | {"user": "anna", "password": "hunter2"}).items():
            dialog.presenter.change(field, typed)
        dialog.presenter.save()
        app.give_passphrase("four words are enough", again="four words are enough")
        app.see(lambda: [(line.address, line.pause_reason) for line in app.state.accounts] == [("anna@example.org", "")])
        assert b"hunter2" not in (app.folder / "secrets.sealed").read_bytes()
        app.close()

        again = app.open(undo=0.2)
        app.see(lambda: app.state.is_locked)
        again.shell.write()
        app.see(lambda: bool(again.shell.composers))
        app.write(again.shell.composers[0], "Waits for the passphrase")
        app.press(again.shell.composers[0], "Send")
        app.see(lambda: app.state.detail is not None)
        app.give_passphrase("four words are enough")

        app.see(lambda: app.state.detail is not None and app.state.detail.state.word == "Sent")
        assert app.state.banner.sentence == ""


class Catcher:
    """A mail server in another thread, as a provider's would be on another machine."""

    def __init__(self, folder: Path) -> None:
        self._sandbox = Sandbox(folder)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self) -> int:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._sandbox.start(), self._loop).result(PATIENCE)
        return self._sandbox.port

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._sandbox.stop(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()


class Elsewhere:
    """An agent that holds the profile in another thread, as the command line's would in another process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._hold()))

    def __enter__(self) -> None:
        self._thread.start()
        assert self._ready.wait(PATIENCE)

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(PATIENCE)
        self._loop.close()

    async def _hold(self) -> None:
        async with open_profile(self._folder, secrets=KeptSecrets()) as profile:
            profile.dispatcher()
            self._ready.set()
            await self._over.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
def test_the_app_starts_is_seen_and_ends_in_order_when_told(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    start = "import sys; from pathlib import Path; from desktop.app import run; sys.exit(run(Path(sys.argv[1])))"
    with subprocess.Popen([sys.executable, "-c", start, str(folder)], stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + PATIENCE
        while not (folder / "agent.lock").exists() and process.poll() is None:
            assert time.monotonic() < until, "the agent did not start"
            select.select([], [], [], 0.02)
        process.send_signal(signal.SIGTERM)
        _, complaint = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0, complaint
    assert "Traceback" not in complaint

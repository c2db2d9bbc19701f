"""An account is set up, and its servers are changed, in the real dialog: over real TLS, with a message to oneself."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.screens.account.state import CheckKind, Step
from desktop.windows.account import AccountDialog
from nightmail.account.trust import TRUST_IT
from nightmail.sandbox.imap import Habits, SandboxMailbox
from nightmail.sandbox.server import Sandbox
from tests.journeys.test_desktop import App
from tests.patience import PATIENCE


class Provider:
    """A mail server with a certificate nobody vouches for, and its mailbox, in another thread as on another machine."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._stack = AsyncExitStack()

    def __enter__(self) -> Provider:
        self._thread.start()
        self._do(self._open()).result(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._stack.aclose()).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    async def _open(self) -> None:
        self.mailbox = await self._stack.enter_async_context(SandboxMailbox(habits=Habits(saves_sent=True)))
        made = Sandbox(is_tls=True, password="hunter22", on_caught=self.mailbox.take)
        self.server = await self._stack.enter_async_context(made)

    def _do(self, work: object) -> Future[None]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)  # type: ignore[arg-type]


class Form:
    """Types and presses in what is visible."""

    def __init__(self, app: App, dialog: AccountDialog) -> None:
        self.app, self.dialog = app, dialog

    @property
    def step(self) -> Step:
        return self.dialog.presenter.state.step

    def fill(self, name: str, typed: str) -> None:
        fields = self.dialog.view.findChildren(QLineEdit)
        field = next(each for each in fields if each.accessibleName() == name and each.isVisible())
        field.selectAll()
        self.app.qtbot.keyClicks(field, typed)

    def choose(self, name: str, keys: int) -> None:
        combo = next(each for each in self.dialog.view.findChildren(QComboBox) if each.accessibleName() == name)
        self.app.qtbot.keyClick(combo, Qt.Key.Key_Home)
        for _ in range(keys):
            self.app.qtbot.keyClick(combo, Qt.Key.Key_Down)

    def press(self, name: str) -> None:
        # While something is under way the buttons keep the keyboard's place and do nothing.
        self.app.see(lambda: not self.dialog.presenter.state.is_bound)
        self.app.press_in(self.dialog.view, name)

    def see(self, seen: Callable[[], bool]) -> None:
        self.app.see(seen)


@pytest.fixture
def app(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    made = App(qtbot, qapp, tmp_path / "profile")
    yield made
    made.close()


def test_an_own_server_is_entered_trusted_and_tried_by_a_message_to_oneself(app: App) -> None:
    with Provider() as provider:
        desk = app.open(undo=0)
        dialog = desk.shell.add_account()
        form = Form(app, dialog)
        state = lambda: dialog.presenter.state  # noqa: E731
        form.fill("Email address", "anna@localhost.test")
        form.press("Continue")
        form.see(lambda: form.step is Step.OTHER)
        form.fill("Server for sending", "127.0.0.1")
        form.fill("Port for sending", str(provider.server.port))
        form.fill("Server for reading", "127.0.0.1")
        form.fill("Port for reading", str(provider.mailbox.port))
        form.choose("Encryption for reading", 2)
        form.press("Continue")
        form.fill("Password", "hunter22")
        form.press("Continue")

        form.see(lambda: state().can_trust)
        assert (state().smtp.kind, state().imap.kind) == (CheckKind.BAD, CheckKind.GOOD)
        form.press("Look at the certificate…")
        form.see(lambda: state().shown is not None)
        form.press("Trust this certificate")
        form.see(lambda: state().works)
        assert "hunter22" not in "\n".join(state().log)
        form.press("Save account")
        app.give_passphrase("four words are enough", again="four words are enough")
        form.see(lambda: form.step is Step.READY)
        form.press("Send a test message")

        form.see(lambda: bool(state().probe.words) and not state().probe.is_running)
        assert "files what you send in “Sent”" in state().probe.words
        assert provider.server.count == 1
        form.press("Done")
        app.see(lambda: [line.pause_reason for line in app.state.accounts] == [""])


def test_a_server_whose_certificate_changed_pauses_its_account_until_the_new_one_is_trusted(app: App) -> None:
    with Provider() as provider:
        desk = app.open(undo=0)
        dialog = desk.shell.add_account()
        account = {"address": "anna@localhost.test", "host": "127.0.0.1", "port": str(provider.server.port)}
        for field, typed in {**account, "user": "", "password": ""}.items():
            dialog.presenter.change(field, typed)
        dialog.presenter.save()
        app.see(lambda: bool(app.state.accounts))
        dialog.view.reject()
        desk.shell.write()
        app.see(lambda: bool(desk.shell.composers))
        app.write(desk.shell.composers[0], "Waits for a word")
        app.press(desk.shell.composers[0], "Send")
        app.see(lambda: app.state.accounts[0].pause_reason.endswith(TRUST_IT))

        desk.shell.main.accounts.mend(app.state.accounts[0])
        around = desk.shell.set_up
        assert around is not None
        app.see(lambda: around.editing is not None)
        assert around.editing is not None
        form = Form(app, around.editing)
        form.press("Look at the certificate…")
        form.see(lambda: around.editing is not None and around.editing.presenter.state.shown is not None)
        form.press("Trust this certificate")
        form.see(lambda: form.dialog.presenter.state.works)
        form.press("Save servers")

        app.see(lambda: app.state.accounts[0].pause_reason == "")
        app.see(lambda: app.state.detail is not None and app.state.detail.state.word == "Sent")
        assert provider.server.count == 1

"""Drive a real compose window by its widgets, as a person would, for the demonstration. Uses nothing a person could not reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.app import make_app
from desktop.look.theme import look
from desktop.look.tokens import Theme
from desktop.screens.outbox.state import Folder
from desktop.windows.composer import Composer
from desktop.wiring import Desk, read_settings
from nightmail.errors import OutsideError, PersonError

_PATIENCE = 60.0


def drive(
    profile_folder: Path,
    *,
    account_address: str,
    to: str,
    subject: str,
    text: str,
    attachment: Path,
    in_seconds: int,
    screenshot: Path,
    on_step: Callable[[str], None],
) -> UUID:
    """Write, attach, schedule, watch it leave by the window's own agent, take a picture. Answers the message's id.

    Raises PersonError `no-such-account`, OutsideError `demo-stuck`.
    """
    app = make_app()
    settings = read_settings(profile_folder)
    kept = QSettings(str(profile_folder / "demo.ini"), QSettings.Format.IniFormat)
    look.dress(app, Theme.LIGHT)
    desk = Desk(settings, kept, quit_app=app.quit)
    try:
        return _Writer(Hand(app, desk, on_step)).send(account_address, to, subject, text, attachment, in_seconds, screenshot)
    finally:
        desk.shell.leave()
        desk.close()


class Hand:
    """One person at mouse and keyboard: types, clicks, and looks until something is seen."""

    def __init__(self, app: QApplication, desk: Desk, on_step: Callable[[str], None]) -> None:
        self._app = app
        self.desk = desk
        self.told = on_step

    def open(self) -> None:
        shell = self.desk.shell
        shell.show()
        self.desk.open()
        self.look(lambda: shell.main.presenter.state.is_loaded, "the main window to fill")

    def compose(self, account_address: str) -> Composer:
        """Raises PersonError `no-such-account`."""
        shell = self.desk.shell
        self.click(shell.main.view.sidebar.write)
        self.look(lambda: bool(shell.composers), "the compose window to open")
        composer = shell.composers[-1]
        places = [place for place, sender in enumerate(composer.presenter.state.senders) if account_address in sender.label]
        if not places:
            raise PersonError("no-such-account", f"There is no account {account_address}.", next="Add it first.")
        composer.view.choose_sender(places[0])
        return composer

    def write(self, composer: Composer, to: str, subject: str, text: str, attachment: Path) -> None:
        view = composer.view
        QTest.keyClicks(_field(view, "To"), to)
        QTest.keyClick(_field(view, "To"), Qt.Key.Key_Return)
        # QTest can only press the keys of an English keyboard, and subjects hold more than those.
        self.enter(_field(view, "Subject"), subject)
        view.editor.insertPlainText(text)
        view.files_added.emit([attachment])
        self.told("Recipient, subject, text and attachment are entered")

    def schedule(self, composer: Composer, in_seconds: int) -> UUID:
        """The message's id, once the window shows it as scheduled."""
        view, parts = composer.view, self.desk.parts
        self.click(view.schedule_button)
        due = _whole_second(datetime.now(ZoneInfo(parts.zone)) + timedelta(seconds=in_seconds))
        view.picker.set_day(due.date())
        view.picker.set_clock(due.time())
        self.look(lambda: f"{due:%H:%M}" in view.picker.accept_button.text(), "the button to say the time")
        self.told(f"The button says: {view.picker.accept_button.text()}")
        self.click(view.picker.accept_button)
        presenter, writing = self.desk.shell.main.presenter, composer.presenter
        self.look(lambda: presenter.state.selected is not None or bool(writing.state.findings), "the message to be scheduled")
        if writing.state.findings:
            # On a quiet day, or at night, it asks first.
            self.told(f"The window asks: {' '.join(finding.sentence for finding in writing.state.findings)} Yes, it is to go")
            writing.send_anyway()
        self.look(lambda: presenter.state.selected is not None, "the message to be scheduled")
        assert presenter.state.selected is not None
        return presenter.state.selected

    def wait_until_sent(self, id: UUID) -> None:
        """Stands in the Sent folder, open, when this returns."""
        presenter = self.desk.shell.main.presenter
        presenter.choose_folder(Folder.SENT)
        self.look(lambda: any(row.id == id for row in presenter.state.rows), "the Sent folder to show it")
        presenter.select(id)
        self.look(lambda: presenter.state.detail is not None, "its timeline")

    def picture(self, screenshot: Path) -> None:
        view = self.desk.shell.main.view
        view.toast.hide()
        self._app.processEvents()
        screenshot.parent.mkdir(parents=True, exist_ok=True)
        view.grab().save(str(screenshot))
        self.told(f"A picture of the main window is in {screenshot}")

    def enter(self, field: QLineEdit, text: str) -> None:
        field.setText(text)
        field.textEdited.emit(text)

    def click(self, button: QWidget) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def look(self, seen: Callable[[], bool], what: str) -> None:
        """Let the windows live until `seen`; a timer wakes the loop where nothing else does."""
        pulse = QTimer()
        pulse.start(20)
        until = monotonic() + _PATIENCE
        while not seen():
            if monotonic() > until:
                raise OutsideError("demo-stuck", f"Waited {_PATIENCE:g} s in vain for {what}.")
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


class _Writer:
    """Somebody who stays and watches the message leave."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand

    def send(
        self, account_address: str, to: str, subject: str, text: str, attachment: Path, in_seconds: int, screenshot: Path
    ) -> UUID:
        hand = self._hand
        hand.open()
        hand.told("The main window opens and this PC's agent starts")
        composer = hand.compose(account_address)
        hand.write(composer, to, subject, text, attachment)
        id = hand.schedule(composer, in_seconds)
        hand.told(f"The compose window schedules it {in_seconds} s ahead")
        self._watch(id)
        hand.picture(screenshot)
        return id

    def _watch(self, id: UUID) -> None:
        presenter = self._hand.desk.shell.main.presenter
        self._hand.look(lambda: presenter.state.detail is not None and presenter.state.detail.id == id, "the message to be shown")
        self._hand.look(lambda: _word(self._hand.desk) == "Sent", "the message to be sent")
        self._hand.told("The window shows it as Sent, without a reload")
        self._hand.wait_until_sent(id)


def _word(desk: Desk) -> str:
    detail = desk.shell.main.presenter.state.detail
    return detail.state.word if detail is not None else ""


def _whole_second(at: datetime) -> datetime:
    return at.replace(microsecond=0) + timedelta(seconds=1)


def _field(view: QWidget, name: str) -> QLineEdit:
    """By the name a screen reader says."""
    return next(field for field in view.findChildren(QLineEdit) if field.accessibleName() == name)

"""Open and close the windows, and say what concerns all of them. Decides nothing about mail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.drafts import SavedDraft
from desktop.gateway.cloud_port import MoveReport
from desktop.gateway.port import PasswordHome
from desktop.notifier import Doors, Notifier, open_notifier
from desktop.screens.compose.presenter import Sent
from desktop.screens.compose.restoring import bring_back
from desktop.screens.outbox.cloud_lines import report_words
from desktop.screens.outbox.state import Folder, OutboxState
from desktop.widgets.question import Answer, Question
from desktop.widgets.toast import ToastButton
from desktop.windows.account import AccountDialog
from desktop.windows.cloud import CloudDialog
from desktop.windows.composer import Composer
from desktop.windows.main import MainWindow
from desktop.windows.options import OptionsDialog
from desktop.windows.parts import Parts
from desktop.windows.passphrase import PassphraseDialog
from desktop.windows.seal import SealDialog
from desktop.words import away_words, count_words, full_when, sentence_of
from nightmail.account.model import Account
from nightmail.ids import new_id
from nightmail.message.draft import Draft

_NO_TRAY = "This desktop has no tray, so Nightmail can only keep running minimised."


class Shell:
    """All windows of one profile. `quit_app` is called when the person is really done."""

    def __init__(
        self, parts: Parts, *, quit_app: Callable[[], None], notifier: Callable[[Doors], Notifier] = open_notifier
    ) -> None:
        self._parts = parts
        self._quit_app = quit_app
        self._was_alarming = 0
        self._was_stuck = False
        self._is_quitting = False
        self._has_asked_passphrase = False
        self.composers: list[Composer] = []
        self.passphrase: PassphraseDialog | None = None
        self.cloud: CloudDialog | None = None
        self.notifier = notifier(Doors(open=self.show, write=self.write, quit=self.quit))
        self.main = MainWindow(parts, self)

    # ------------------------------------------------------------------------------------- windows

    def show(self) -> None:
        view = self.main.view
        view.show()
        view.setWindowState(view.windowState() & ~Qt.WindowState.WindowMinimized)
        view.raise_()
        view.activateWindow()

    def write(self, saved: SavedDraft | None = None) -> None:
        """A blank composer, or one on a draft; the one already open on it is brought forward instead."""
        opened = next((each for each in self.composers if saved is not None and each.saved_id == saved.id), None)
        if opened is not None:
            opened.view.raise_()
            opened.view.activateWindow()
            return
        scope = self._parts.background.scope()
        scope.run(self._parts.gateway.accounts(), done=lambda accounts: self.compose(accounts, saved), failed=self.trouble)

    def compose(self, accounts: Sequence[Account], saved: SavedDraft | None) -> Composer:
        composer = Composer(self._parts, self, accounts, saved)
        self.composers.append(composer)
        composer.view.show()
        composer.view.place_cursor()
        return composer

    def write_again(self, draft: Draft, *, account_id: UUID, replaces: UUID | None) -> None:
        self.write(SavedDraft(new_id(), account_id, draft, self._parts.clock.now(), replaces))

    def add_account(self) -> AccountDialog:
        return AccountDialog(self._parts, self, self.main.view)

    def open_cloud(self) -> None:
        """One dialog at a time."""
        if self.cloud is None:
            self.cloud = CloudDialog(self._parts, self, self.main.view, closed=self._cloud_closed)
        self.cloud.view.raise_()

    def _cloud_closed(self) -> None:
        self.cloud = None

    def ask_seal(self, account_id: UUID) -> SealDialog:
        return SealDialog(self._parts, self, self.main.view, account_id)

    def open_account(self, account_id: UUID) -> OptionsDialog:
        return OptionsDialog(self._parts, self, self.main.view, account_id)

    def ask_passphrase(self, then: Callable[[], None], over: QWidget | None = None) -> None:
        """One dialog at a time; it is chosen where there is none yet, else asked for."""
        scope = self._parts.background.scope()
        scope.run(
            self._parts.gateway.password_home(), done=lambda home: self._open_passphrase(home, then, over), failed=self.trouble
        )

    def _open_passphrase(self, home: PasswordHome, then: Callable[[], None], over: QWidget | None) -> None:
        if self.passphrase is not None:
            self.passphrase.view.raise_()
            return
        if home not in (PasswordHome.LOCKED, PasswordHome.UNMADE):
            then()
            return
        self.passphrase = PassphraseDialog(
            self._parts,
            over or self.main.view,
            is_new=home is PasswordHome.UNMADE,
            then=then,
            closed=self._passphrase_closed,
        )

    def _passphrase_closed(self) -> None:
        self.passphrase = None

    def composer_closed(self, composer: object) -> None:
        self.composers = [each for each in self.composers if each is not composer]
        self.main.presenter.refresh()

    # ------------------------------------------------------------------------------------- news

    def say(self, sentence: str) -> None:
        self.main.view.toast.say(sentence)

    def look(self) -> None:
        self._parts.background.run(self._parts.cloud.look(), failed=self.trouble)

    def refresh(self) -> None:
        self.main.presenter.refresh()

    def changed(self) -> None:
        self.main.presenter.changed()
        if self.cloud is not None:
            self.cloud.presenter.refresh()

    def trouble(self, problem: Exception) -> None:
        self.main.view.toast.say(sentence_of(problem))

    def scheduled(self, sent: Sent) -> None:
        """Say what will happen, with a way back for what was sent at once."""
        parts, receipt = self._parts, sent.receipt
        toast = self.main.view.toast
        if sent.is_undoable:
            buttons = (
                ToastButton("Undo", lambda: self._undo(sent)),
                ToastButton("Send now", lambda: self._send_now(receipt.id)),
            )
            toast.say("Sending soon…", seconds=parts.undo.total_seconds(), buttons=buttons)
        else:
            now = parts.clock.now()
            words = full_when(receipt.due_at, parts.zone, now=now) if receipt.due_at > now else "now"
            toast.say(f"Scheduled: goes {words}")
        self.main.presenter.choose_folder(Folder.SCHEDULED)
        self.main.presenter.select(receipt.id)

    def discarded(self, saved: SavedDraft) -> None:
        self.main.say("Draft discarded.", lambda: self._bring_back(saved))

    def rendered(self, state: OutboxState) -> None:
        """Keep the tray in step, and say aloud what needs a person."""
        self.notifier.show_next(state.next_up)
        self._parts.pace.expect(state.next_due, is_busy=state.is_sending)
        alarming = next((line.count for line in state.folders if line.folder is Folder.ATTENTION), 0)
        if alarming > self._was_alarming and not self.main.view.isActiveWindow():
            self.notifier.say("Nightmail", f"{count_words(alarming, 'message needs', 'messages need')} your attention.")
        self._was_alarming = alarming
        if state.stuck and not self._was_stuck:
            self.notifier.say("Nightmail", state.stuck)
        self._was_stuck = bool(state.stuck)
        if state.is_locked and not self._has_asked_passphrase:
            # Once by itself, at the start; after that the banner's button asks.
            self._has_asked_passphrase = True
            self.ask_passphrase(self.refresh)

    def _undo(self, sent: Sent) -> None:
        parts = self._parts
        back = SavedDraft(new_id(), sent.saved.account_id, sent.saved.draft, parts.clock.now())
        parts.background.run(parts.gateway.cancel(sent.receipt.id), done=lambda _: self.write(back), failed=self.trouble)

    def _send_now(self, id: UUID) -> None:
        self._parts.background.run(self._parts.gateway.send_now(id), failed=self.trouble)

    def _bring_back(self, saved: SavedDraft) -> None:
        parts = self._parts
        parts.background.run(bring_back(saved, parts.gateway, parts.drafts), done=self.write, failed=self.trouble)

    # ------------------------------------------------------------------------------------- leaving

    def close_main(self, event: QCloseEvent) -> None:
        """Closing the window is not quitting while something is still to go."""
        waiting = self.main.presenter.state.still_to_go
        if self._is_quitting or QApplication.instance() is None:
            return
        if self.notifier.is_resident and waiting:
            event.ignore()
            self.main.view.hide()
            self._explain_tray(waiting)
        else:
            event.ignore()
            self.quit()

    def quit(self) -> None:
        """Really leave; asks first where messages wait for this PC."""
        waiting = self.main.presenter.state.still_to_go
        if waiting:
            self._ask_quit(waiting)
        else:
            self.leave()

    def leave(self) -> None:
        self._is_quitting = True
        for composer in list(self.composers):
            composer.view.close()
        self.main.close()
        self.notifier.close()
        self._quit_app()

    def _ask_quit(self, waiting: int) -> None:
        view = self.main.view
        away = away_words(waiting, is_sent_elsewhere=self.main.presenter.state.is_sent_elsewhere)
        Question(
            view,
            icon="clock",
            title=f"{count_words(waiting, 'message is', 'messages are')} still to go.",
            words=away if self.notifier.is_resident else f"{_NO_TRAY} {away}",
            answers=self._ways_to_quit(waiting),
        ).open()

    def _ways_to_quit(self, waiting: int) -> tuple[Answer, ...]:
        if not self.main.presenter.state.can_move_up:
            return Answer("Keep running", self._stay, "primary"), Answer("Quit anyway", self.leave, "danger")
        them = "it" if waiting == 1 else "them"
        return (
            Answer(f"Move {them} to the cloud and quit", self._move_and_leave, "primary"),
            Answer("Keep running", self._stay),
            Answer("Quit anyway", self.leave, "danger"),
        )

    def _move_and_leave(self) -> None:
        self.say("Moving to the cloud…")
        self._parts.background.run(self._parts.cloud.move_all(), done=self._moved, failed=self.trouble)

    def _moved(self, report: MoveReport) -> None:
        """Leaves where all went up; else says which did not and why, and asks again."""
        self.main.presenter.refresh()
        if not report.stays:
            self.leave()
            return
        title, words = report_words(report)
        Question(
            self.main.view,
            icon="cloud",
            tone="warn",
            title=title,
            words=words,
            answers=(Answer("Keep running", self._stay, "primary"), Answer("Quit anyway", self.leave, "danger")),
        ).open()

    def _stay(self) -> None:
        view = self.main.view
        if self.notifier.is_resident:
            view.hide()
        else:
            view.showMinimized()

    def _explain_tray(self, waiting: int) -> None:
        sends = "" if self.main.presenter.state.is_sent_elsewhere else f" so {count_words(waiting, 'message')} can be sent"
        sentence = f"Nightmail keeps running in the tray{sends}."
        if self._parts.settings.value("tray/explained") in (True, "true"):
            return
        self._parts.settings.setValue("tray/explained", True)
        self.notifier.say("Nightmail", sentence)

"""Open and close the windows, and say what concerns all of them. Decides nothing about mail.

Every window but the main one is imported when it is first opened: the first paint must not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication

from desktop.actions.keyboard import keyboard
from desktop.drafts import SavedDraft
from desktop.gateway.cloud_port import MoveReport
from desktop.language import tr
from desktop.languages.loading import speak_language
from desktop.leaving import Ways, ask_after_moving, ask_before_leaving
from desktop.look.theme import look
from desktop.notifier import Doors, Notifier, Standing, open_notifier
from desktop.opening import read_opening
from desktop.pausing import AllSending
from desktop.preferences import Preferences
from desktop.screens.compose.restoring import bring_back
from desktop.screens.compose.undoing import taken_back, undo_left
from desktop.screens.outbox.state import Folder, OutboxState, attention_count
from desktop.widgets.return_presses import ReturnPresses
from desktop.widgets.toast import ToastButton
from desktop.windows.dropping import MailDrop
from desktop.windows.letters import Letters
from desktop.windows.main import MainWindow
from desktop.windows.news import News
from desktop.windows.parts import Parts
from desktop.windows.update import UpdateWatch
from desktop.words import full_when, sentence_of
from nightmail.ids import new_id
from nightmail.message.draft import Draft

if TYPE_CHECKING:
    from desktop.screens.compose.presenter import Sent
    from desktop.screens.update.view import UpdateView

_EXPLAINED = "tray/explained"


class Shell(Letters):
    """All windows of one profile. `quit_app` is called when the person is really done."""

    def __init__(
        self, parts: Parts, *, quit_app: Callable[[], None], notifier: Callable[[Doors], Notifier] = open_notifier
    ) -> None:
        super().__init__(parts)
        self._quit_app = quit_app
        self._is_quitting = False
        self._has_asked_passphrase = False
        self._language, self._hours = parts.preferences.now.language, parts.preferences.now.hours
        self._sending = AllSending(
            parts.gateway, parts.background, parts.settings, say=self.say, changed=lambda: self.main.presenter.refresh()
        )
        self._wear(parts.preferences.now)
        self._stop_wearing = parts.preferences.listen(self._wear)
        self.notifier = notifier(
            Doors(self.show, self.write, self.pause_all, self.resume_all, self._settings_from_outside, self.quit)
        )
        self._news: News | None = None
        self.main = MainWindow(parts, self)
        self._news = News(self.notifier, self.main.view, parts.preferences, show_folder=self._show_folder)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            ReturnPresses(app, self.main.view)
        self._drops = MailDrop(self.main.view, opened=self.open_words, imported=self._import_dropped)
        self.updates = UpdateWatch(parts, self.main.view, self.main.view.toast, is_quiet=self._is_quiet)

    # ------------------------------------------------------------------------------------- windows

    def show(self) -> None:
        view = self.main.view
        view.show()
        view.setWindowState(view.windowState() & ~Qt.WindowState.WindowMinimized)
        view.raise_()
        view.activateWindow()

    def open_words(self, words: Sequence[str]) -> None:
        """What this start, or a later one, asked for: show the window, or composers on links and files."""
        opening = read_opening(words)
        if not opening.is_hidden or not self.notifier.is_resident:
            self.show()
        for draft in opening.drafts:
            self.write(SavedDraft(new_id(), None, draft, self._parts.clock.now()) if draft != Draft() else None)
        for refusal in opening.refusals:
            self.say(refusal)

    def show_message(self, id: UUID) -> None:
        """In the folder where it can be acted on."""
        self.show()
        self.main.presenter.choose_folder(Folder.SCHEDULED)
        self.main.presenter.select(id)

    def open_updates(self) -> UpdateView:
        return self.updates.open()

    def _is_quiet(self) -> bool:
        """Somebody can see the main window, nothing is on the line, and nobody is writing."""
        if not self.main.view.isVisible() or self.main.view.isMinimized():
            return False
        return not self.main.presenter.state.is_sending and not any(each.view.isActiveWindow() for each in self.composers)

    # ------------------------------------------------------------------------------------- news

    def say(self, sentence: str) -> None:
        self.main.view.toast.say(sentence)

    def look(self) -> None:
        self._parts.background.run(self._parts.cloud.look(), failed=self.trouble)

    def refresh(self) -> None:
        self.main.presenter.refresh()

    def changed(self) -> None:
        self.main.presenter.changed()
        for composer in self.composers:
            composer.follow_accounts()
        if self.cloud is not None:
            self.cloud.presenter.refresh()
        if self.set_up is not None:
            self.set_up.changed()
        if self.calendar is not None:
            self.calendar.refresh()

    def trouble(self, problem: Exception) -> None:
        self.main.view.toast.say(sentence_of(problem))

    def scheduled(self, sent: Sent) -> None:
        """Say what will happen, with a way back for what was sent at once."""
        parts, receipt = self._parts, sent.receipt
        toast = self.main.view.toast
        now = parts.clock.now()
        undo = ToastButton(tr("Undo"), lambda: self._undo(sent))
        if sent.is_undoable and (left := undo_left(receipt.due_at, now, parts.undo)):
            send = ToastButton(tr("Send now"), lambda: self._send_now(receipt.id))
            toast.say(tr("Sending soon…"), seconds=left.total_seconds(), buttons=(undo, send))
        elif receipt.due_at > now and not sent.is_undoable:
            words = tr("Scheduled: goes {when}", when=full_when(receipt.due_at, parts.zone, now=now))
            toast.say(words, buttons=(undo,))
        else:
            toast.say(tr("Scheduled: goes now"))
        self.main.presenter.choose_folder(Folder.SCHEDULED)
        self.main.presenter.select(receipt.id)
        self.main.view.go_to_list()

    def discarded(self, saved: SavedDraft) -> None:
        self.main.say(tr("Draft discarded."), lambda: self._bring_back(saved))

    def rendered(self, state: OutboxState) -> None:
        """Keep the tray and the strip in step, and say aloud what needs a person."""
        self._sending.follow(state.accounts)
        self.notifier.show(Standing(state.next_up, attention_count(state), self._sending.is_paused))
        self._parts.pace.expect(state.next_due, is_busy=state.is_sending)
        if self._news is not None:
            self._news.follow(state)
        if state.is_locked and not self._has_asked_passphrase:
            # Once by itself, at the start; after that the banner's button asks.
            self._has_asked_passphrase = True
            self.ask_passphrase(self.refresh)

    def _show_folder(self, folder: Folder) -> None:
        self.show()
        self.main.presenter.choose_folder(folder)

    # ------------------------------------------------------------------------------------- likings

    def _wear(self, preferences: Preferences) -> None:
        """Look and keys as the person likes them, at once and everywhere."""
        keyboard.choose(preferences.key_map, preferences.own_keys)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            look.wear(app, preferences.theme, preferences.density, reduces_motion=preferences.reduces_motion)
        if (preferences.language, preferences.hours) != (self._language, self._hours):
            self._language, self._hours = preferences.language, preferences.hours
            # Not in the midst of the press that chose it: the window it was chosen in is made again, too.
            QTimer.singleShot(0, self.main.view, self.speak_anew)

    def speak_anew(self) -> None:
        app = QApplication.instance()
        if not isinstance(app, QApplication) or self._is_quitting:
            return
        speak_language(app, self._language, hours=self._hours)
        look.dress(app, look.theme)
        super().speak_anew()
        self.notifier.speak_anew()

    @property
    def is_all_paused(self) -> bool:
        return self._sending.is_paused

    def pause_words(self, state: OutboxState) -> str:
        return self._sending.banner(state.accounts)

    def pause_all(self) -> None:
        self._sending.pause()

    def resume_all(self) -> None:
        self._sending.resume()

    def _undo(self, sent: Sent) -> None:
        parts = self._parts
        taken = taken_back(sent, parts.gateway, parts.drafts, parts.clock.now())
        parts.background.run(taken, done=self.write, failed=self.trouble)

    def _send_now(self, id: UUID) -> None:
        self._parts.background.run(self._parts.gateway.send_now(id), failed=self.trouble)

    def _bring_back(self, saved: SavedDraft) -> None:
        parts = self._parts
        parts.background.run(bring_back(saved, parts.gateway, parts.drafts), done=self.write, failed=self.trouble)

    # ------------------------------------------------------------------------------------- leaving

    def close_main(self, event: QCloseEvent) -> None:
        """Closing the window is not quitting while something is still to go."""
        if self._is_quitting or QApplication.instance() is None:
            return
        event.ignore()
        waiting = self.main.presenter.state.still_to_go
        has_home = self.notifier.is_resident and self._parts.preferences.now.stays_in_tray
        if has_home and waiting and self._parts.settings.value(_EXPLAINED) in (True, "true"):
            self.main.view.hide()
        else:
            self.quit()

    def quit(self) -> None:
        """Really leave; asks first where messages wait for this PC."""
        state = self.main.presenter.state
        if state.still_to_go:
            # Whoever quits from the tray sees the question over the window it is about.
            self.main.view.show()
            ask_before_leaving(self.main.view, state, self._ways(), has_tray=self.notifier.is_resident)
        else:
            self.leave()

    def leave(self) -> None:
        self._is_quitting = True
        self._stop_wearing()
        for composer in list(self.composers):
            composer.view.close()
        if self.settings is not None:
            self.settings.view.close()
        if self.calendar is not None:
            self.calendar.view.close()
        self.updates.close()
        self.main.close()
        self.notifier.close()
        self._quit_app()

    def _ways(self) -> Ways:
        return Ways(stay=self._stay, leave=self.leave, move_and_leave=self._move_and_leave)

    def _move_and_leave(self) -> None:
        self.say(tr("Moving to the cloud…"))
        self._parts.background.run(self._parts.cloud.move_all(), done=self._moved, failed=self.trouble)

    def _moved(self, report: MoveReport) -> None:
        """Leaves where all went up."""
        self.main.presenter.refresh()
        if report.stays:
            ask_after_moving(self.main.view, report, self._ways())
        else:
            self.leave()

    def _stay(self) -> None:
        view = self.main.view
        if self.notifier.is_resident:
            self._parts.settings.setValue(_EXPLAINED, True)
            view.hide()
        else:
            view.showMinimized()

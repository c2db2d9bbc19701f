"""Open and close the windows, and say what concerns all of them. Decides nothing about mail.

Every window but the main one is imported when it is first opened: the first paint must not wait for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.actions.keyboard import keyboard
from desktop.drafts import SavedDraft
from desktop.gateway.cloud_port import MoveReport
from desktop.gateway.port import PasswordHome
from desktop.language import plural, tr
from desktop.leaving import Ways, ask_after_moving, ask_before_leaving
from desktop.look.theme import look
from desktop.notifier import Doors, Notifier, Standing, open_notifier
from desktop.opening import read_opening
from desktop.pausing import AllSending
from desktop.preferences import Preferences
from desktop.screens.compose.restoring import bring_back, put_back
from desktop.screens.compose.undoing import taken_back, undo_left
from desktop.screens.outbox.state import Folder, OutboxState
from desktop.widgets.return_presses import ReturnPresses
from desktop.widgets.toast import ToastButton
from desktop.windows.dropping import MailDrop
from desktop.windows.main import MainWindow
from desktop.windows.parts import Parts
from desktop.windows.update import UpdateWatch
from desktop.words import full_when, sentence_of
from nightmail.account.model import Account
from nightmail.ids import new_id
from nightmail.message.draft import Draft
from nightmail.schedule.model import WallTime

if TYPE_CHECKING:
    from desktop.screens.compose.presenter import Sent
    from desktop.screens.palette.view import Palette
    from desktop.screens.report.view import ReportView
    from desktop.screens.update.view import UpdateView
    from desktop.windows.account import AccountDialog
    from desktop.windows.calendar import CalendarWindow
    from desktop.windows.cloud import CloudDialog
    from desktop.windows.composer import Composer
    from desktop.windows.importing import ImportDialog
    from desktop.windows.options import OptionsDialog
    from desktop.windows.passphrase import PassphraseDialog
    from desktop.windows.seal import SealDialog
    from desktop.windows.set_up import SetUpWindows
    from desktop.windows.settings import SettingsWindow

_EXPLAINED = "tray/explained"


class Shell:
    """All windows of one profile. `quit_app` is called when the person is really done."""

    def __init__(
        self, parts: Parts, *, quit_app: Callable[[], None], notifier: Callable[[Doors], Notifier] = open_notifier
    ) -> None:
        self._parts = parts
        self._quit_app = quit_app
        self._was_alarming = 0
        self._was_stuck = False
        self._was_sent: int | None = None
        self._is_quitting = False
        self._has_asked_passphrase = False
        self.composers: list[Composer] = []
        self.passphrase: PassphraseDialog | None = None
        self.cloud: CloudDialog | None = None
        self.settings: SettingsWindow | None = None
        self.set_up: SetUpWindows | None = None
        self.calendar: CalendarWindow | None = None
        self._sending = AllSending(
            parts.gateway, parts.background, parts.settings, say=self.say, changed=lambda: self.main.presenter.refresh()
        )
        self._wear(parts.preferences.now)
        self._stop_wearing = parts.preferences.listen(self._wear)
        self.notifier = notifier(
            Doors(self.show, self.write, self.pause_all, self.resume_all, self._settings_from_outside, self.quit)
        )
        self.main = MainWindow(parts, self)
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
        from desktop.windows.composer import Composer

        composer = Composer(self._parts, self, accounts, saved)
        self.composers.append(composer)
        composer.view.show()
        composer.view.place_cursor()
        return composer

    def open_words(self, words: Sequence[str]) -> None:
        """What this start, or a later one, asked for: show the window, or composers on links and files."""
        opening = read_opening(words)
        if not opening.is_hidden or not self.notifier.is_resident:
            self.show()
        for draft in opening.drafts:
            self.write(SavedDraft(new_id(), None, draft, self._parts.clock.now()) if draft != Draft() else None)
        for refusal in opening.refusals:
            self.say(refusal)

    def write_again(
        self, draft: Draft, *, account_id: UUID, replaces: UUID | None, planned: WallTime | None = None, was_held: bool = False
    ) -> None:
        now = self._parts.clock.now()
        saved = SavedDraft(new_id(), account_id, draft, now, replaces, schedule=planned, was_held=was_held, is_unchanged=True)
        self.write(saved)

    def restore(self) -> None:
        """Windows that stood open when Nightmail ended without closing them, open again."""
        scope = self._parts.background.scope()
        scope.run(asyncio.to_thread(self._parts.drafts.left_open), done=self._restored, failed=self.trouble)

    def _restored(self, drafts: Sequence[SavedDraft]) -> None:
        parts, open_again = self._parts, {saved.id for saved in drafts}
        parts.background.run(put_back(parts.gateway, parts.drafts, but=open_again), done=lambda _: self.refresh())
        for saved in drafts:
            self.write(saved)
        if drafts:
            self.say(
                plural(
                    "{count} draft was open when Nightmail ended. It is open again.",
                    "{count} drafts were open when Nightmail ended. They are open again.",
                    len(drafts),
                )
            )

    def open_accounts(self) -> None:
        self._around_accounts.open_accounts()

    def open_servers(self, account_id: UUID) -> None:
        self._around_accounts.open_servers(account_id)

    def try_out(self, account: Account) -> None:
        self._around_accounts.try_out(account)

    def open_caught(self) -> None:
        self._around_accounts.open_caught()

    def ask_leave_sandbox(self, account_id: UUID) -> None:
        self._around_accounts.ask_leave(account_id)

    @property
    def _around_accounts(self) -> SetUpWindows:
        if self.set_up is None:
            from desktop.windows.set_up import SetUpWindows

            self.set_up = SetUpWindows(self._parts, self, lambda: self.main.view)
        return self.set_up

    def add_account(self) -> AccountDialog:
        from desktop.windows.account import AccountDialog

        return AccountDialog(self._parts, self, self.main.view)

    def open_cloud(self) -> None:
        """One dialog at a time."""
        if self.cloud is None:
            from desktop.windows.cloud import CloudDialog

            self.cloud = CloudDialog(self._parts, self, self.main.view, closed=self._cloud_closed)
        self.cloud.view.raise_()

    def open_signatures(self, account_id: UUID | None = None) -> None:
        """Of this account; without one, of the first."""
        scope = self._parts.background.scope()
        scope.run(
            self._parts.gateway.accounts(), done=lambda known: self._edit_signatures(known, account_id), failed=self.trouble
        )

    def _edit_signatures(self, known: Sequence[Account], account_id: UUID | None) -> None:
        from desktop.windows.signatures import SignatureDialog

        if not known:
            self.say(tr("Add an account first: a signature belongs to one."))
            return
        over = self.settings.view if self.settings is not None and self.settings.view.isVisible() else self.main.view
        accounts = [(account.id, account.address) for account in known]
        SignatureDialog(self._parts, over, account_id or known[0].id, accounts=accounts, kept=self._signed_anew)

    def _signed_anew(self) -> None:
        for composer in self.composers:
            composer.presenter.sign_anew()

    def open_import(self) -> ImportDialog:
        from desktop.windows.importing import ImportDialog

        return ImportDialog(self._parts, self, self.main.view)

    def _import_dropped(self, paths: Sequence[Path]) -> None:
        self.open_import().presenter.choose(paths)

    def open_settings(self, page: str = "") -> SettingsWindow:
        """One window of them."""
        if self.settings is None:
            from desktop.windows.settings import SettingsWindow

            self.settings = SettingsWindow(self._parts, self, self.main.view, closed=self._settings_closed)
        self.settings.show(page)
        return self.settings

    def _settings_from_outside(self) -> None:
        self.show()
        self.open_settings()

    def _settings_closed(self) -> None:
        self.settings = None

    def open_calendar(self) -> CalendarWindow:
        """One window of it."""
        if self.calendar is None:
            from desktop.windows.calendar import CalendarWindow

            self.calendar = CalendarWindow(self._parts, self, closed=self._calendar_closed)
        self.calendar.show()
        return self.calendar

    def _calendar_closed(self) -> None:
        self.calendar = None

    def show_message(self, id: UUID) -> None:
        """In the folder where it can be acted on."""
        self.show()
        self.main.presenter.choose_folder(Folder.SCHEDULED)
        self.main.presenter.select(id)

    def open_palette(self, window: QWidget) -> Palette:
        from desktop.screens.palette.view import Palette
        from desktop.windows.palette import palette_entries

        palette = Palette(window, palette_entries(window, self))
        palette.open_over()
        return palette

    def report_problem(self, trace: str = "") -> ReportView:
        """`trace`: what a run that crashed left behind."""
        from desktop.windows.report import show_report

        return show_report(self.main.view, self._parts.drafts.folder.parent, self._parts.clock, trace=trace)

    def open_updates(self) -> UpdateView:
        return self.updates.open()

    def _is_quiet(self) -> bool:
        """Somebody can see the main window, nothing is on the line, and nobody is writing."""
        if not self.main.view.isVisible() or self.main.view.isMinimized():
            return False
        return not self.main.presenter.state.is_sending and not any(each.view.isActiveWindow() for each in self.composers)

    def show_about(self) -> None:
        from desktop.windows.about import tell_about

        tell_about(self.main.view)

    def _cloud_closed(self) -> None:
        self.cloud = None

    def ask_seal(self, account_id: UUID) -> SealDialog:
        from desktop.windows.seal import SealDialog

        return SealDialog(self._parts, self, self.main.view, account_id)

    def open_account(self, account_id: UUID) -> OptionsDialog:
        from desktop.windows.options import OptionsDialog

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
        from desktop.windows.passphrase import PassphraseDialog

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
        alarming = next((line.count for line in state.folders if line.folder is Folder.ATTENTION), 0)
        self.notifier.show(Standing(state.next_up, alarming, self._sending.is_paused))
        self._parts.pace.expect(state.next_due, is_busy=state.is_sending)
        self._say_alarms(state, alarming)
        self._say_sent(state)
        if state.is_locked and not self._has_asked_passphrase:
            # Once by itself, at the start; after that the banner's button asks.
            self._has_asked_passphrase = True
            self.ask_passphrase(self.refresh)

    def _say_alarms(self, state: OutboxState, alarming: int) -> None:
        if alarming > self._was_alarming and not self.main.view.isActiveWindow():
            words = plural("{count} message needs your attention.", "{count} messages need your attention.", alarming)
            self.notifier.say("Nightmail", words, self._show_attention)
        self._was_alarming = alarming
        if state.stuck and not self._was_stuck:
            self.notifier.say("Nightmail", state.stuck)
        self._was_stuck = bool(state.stuck)

    def _say_sent(self, state: OutboxState) -> None:
        """Quiet on normal success, unless the person wishes otherwise."""
        preferences = self._parts.preferences.now
        sent = state.sent if state.is_loaded else None
        was, self._was_sent = self._was_sent, sent
        if sent is None or was is None or sent <= was:
            return
        if preferences.plays_sounds:
            QApplication.beep()
        if preferences.notifies_sent and not self.main.view.isActiveWindow():
            words = plural("{count} message was sent.", "{count} messages were sent.", sent - was)
            self.notifier.say("Nightmail", words, partial(self._show_folder, Folder.SENT))

    def _show_attention(self) -> None:
        self._show_folder(Folder.ATTENTION)

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

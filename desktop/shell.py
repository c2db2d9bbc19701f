"""Open and close the windows, and connect each view to its presenter. Decides nothing about mail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib.metadata import version
from uuid import UUID

from PySide6.QtCore import QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QWidget

from desktop.background import Background
from desktop.drafts import Drafts, SavedDraft
from desktop.gateway.port import Gateway
from desktop.look.theme import look, tinted
from desktop.look.tokens import Theme
from desktop.notifier import Doors, Notifier, open_notifier
from desktop.screens.account.presenter import AccountPresenter
from desktop.screens.account.state import AccountState
from desktop.screens.account.view import AccountView
from desktop.screens.compose.presenter import ComposePresenter, Sent
from desktop.screens.compose.state import ComposeState
from desktop.screens.compose.view import ComposeView
from desktop.screens.outbox.presenter import OutboxPresenter
from desktop.screens.outbox.state import Folder, OutboxState
from desktop.screens.outbox.view import OutboxView
from desktop.screens.picker.presenter import PickerPresenter
from desktop.screens.picker.view import Picker
from desktop.widgets.parts import popup_menu
from desktop.widgets.question import Answer, Question
from desktop.widgets.toast import ToastButton
from desktop.words import count_words, full_when, sentence_of
from nightmail.account.model import Account
from nightmail.clock import Clock
from nightmail.ids import new_id
from nightmail.message.draft import Draft
from nightmail.schedule.model import NOW, Schedule, WallTime

UNDO = timedelta(seconds=10)
_TICK_MS = 15_000


@dataclass(frozen=True, slots=True)
class Parts:
    """What the windows are built from; made by `wiring`."""

    gateway: Gateway
    background: Background
    drafts: Drafts
    clock: Clock
    settings: QSettings
    zone: str
    undo: timedelta = UNDO
    password_home: str = "The password is kept in this computer's keyring and never leaves it."


class Shell:
    """All windows of one profile. `quit_app` is called when the person is really done."""

    def __init__(
        self, parts: Parts, *, quit_app: Callable[[], None], notifier: Callable[[Doors], Notifier] = open_notifier
    ) -> None:
        self._parts = parts
        self._quit_app = quit_app
        self._was_alarming = 0
        self._is_quitting = False
        self.composers: list[Composer] = []
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
        return AccountDialog(self._parts, self)

    def composer_closed(self, composer: Composer) -> None:
        if composer in self.composers:
            self.composers.remove(composer)
        self.main.presenter.refresh()

    # ------------------------------------------------------------------------------------- news

    def changed(self) -> None:
        self.main.presenter.changed()

    def trouble(self, problem: Exception) -> None:
        self.main.view.toast.say(sentence_of(problem))

    def scheduled(self, sent: Sent) -> None:
        """Say what will happen, with a way back for what was sent at once."""
        parts, receipt = self._parts, sent.receipt
        toast = self.main.view.toast
        if sent.is_undoable:
            buttons = (
                ToastButton("Undo", lambda: self._undo(sent)),
                ToastButton("Send now", lambda: parts.background.run(parts.gateway.send_now(receipt.id), failed=self.trouble)),
            )
            toast.say("Sending soon…", seconds=parts.undo.total_seconds(), buttons=buttons)
        else:
            now = parts.clock.now()
            words = full_when(receipt.due_at, parts.zone, now=now) if receipt.due_at > now else "now"
            toast.say(f"Scheduled: goes {words}")
        self.main.presenter.choose_folder(Folder.SCHEDULED)
        self.main.presenter.select(receipt.id)

    def rendered(self, state: OutboxState) -> None:
        """Keep the tray in step, and say aloud what needs a person."""
        self.notifier.show_next(state.next_up)
        alarming = next((line.count for line in state.folders if line.folder is Folder.ATTENTION), 0)
        if alarming > self._was_alarming and not self.main.view.isActiveWindow():
            self.notifier.say("Nightmail", f"{count_words(alarming, 'message needs', 'messages need')} your attention.")
        self._was_alarming = alarming

    def _undo(self, sent: Sent) -> None:
        parts = self._parts
        back = SavedDraft(new_id(), sent.saved.account_id, sent.saved.draft, parts.clock.now())
        parts.background.run(parts.gateway.cancel(sent.receipt.id), done=lambda _: self.write(back), failed=self.trouble)

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
        self.main.view.keep_sizes()
        self.notifier.close()
        self._quit_app()

    def _ask_quit(self, waiting: int) -> None:
        view = self.main.view
        Question(
            view,
            icon="clock",
            title=f"{count_words(waiting, 'message is', 'messages are')} still to go.",
            words=_WHILE_AWAY if self.notifier.is_resident else f"{_NO_TRAY} {_WHILE_AWAY}",
            answers=(Answer("Keep running", self._stay, "primary"), Answer("Quit anyway", self.leave, "danger")),
        ).open()

    def _stay(self) -> None:
        view = self.main.view
        if self.notifier.is_resident:
            view.hide()
        else:
            view.showMinimized()

    def _explain_tray(self, waiting: int) -> None:
        sentence = f"Nightmail keeps running in the tray so {count_words(waiting, 'message')} can be sent."
        if self._parts.settings.value("tray/explained") in (True, "true"):
            return
        self._parts.settings.setValue("tray/explained", True)
        self.notifier.say("Nightmail", sentence)


_WHILE_AWAY = "While Nightmail is not running, this PC sends nothing. They go out when you start it again, late if need be."
_NO_TRAY = "This desktop has no tray, so Nightmail can only keep running minimised."


class MainWindow:
    """The main window with its presenter, its menu and its reschedule popover."""

    def __init__(self, parts: Parts, shell: Shell) -> None:
        self._parts = parts
        self._shell = shell
        self._scope = parts.background.scope()
        self.view = OutboxView(parts.settings)
        self.presenter = OutboxPresenter(parts.gateway, parts.drafts, self._scope, parts.clock, self, zone=parts.zone)
        self._picker = Picker(self.view, "Reschedule")
        self._picking: UUID | None = None
        self._pick = PickerPresenter(
            parts.clock, zone=parts.zone, render=self._picker.render_state, chosen=self._picked, verb="Send"
        )
        connect_picker(self._picker, self._pick)
        self._connect()
        self._tick = QTimer(self.view)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.presenter.tick)
        self._tick.start()
        self.render(self.presenter.state)

    def render(self, state: OutboxState) -> None:
        self.view.render_state(state)
        self._shell.rendered(state)

    def say(self, sentence: str) -> None:
        self.view.toast.say(sentence)

    def write(self, saved: SavedDraft | None) -> None:
        self._shell.write(saved)

    def write_again(self, draft: Draft, *, account_id: UUID, replaces: UUID | None) -> None:
        self._shell.write_again(draft, account_id=account_id, replaces=replaces)

    def pick_time(self, id: UUID, start: WallTime | None) -> None:
        self._picking = id
        self._pick.open(start)
        self._picker.open_beside(self.view.reading)

    def _picked(self, schedule: Schedule) -> None:
        self._picker.hide()
        if self._picking is not None:
            self.presenter.reschedule(self._picking, schedule)

    def _connect(self) -> None:
        view, presenter = self.view, self.presenter
        view.folder_chosen.connect(presenter.choose_folder)
        view.account_chosen.connect(presenter.choose_account)
        view.searched.connect(presenter.search)
        view.selected.connect(presenter.select)
        view.opened.connect(presenter.open_row)
        view.more_wanted.connect(presenter.want_more)
        view.act_pressed.connect(presenter.act)
        view.draft_discarded.connect(presenter.discard_draft)
        view.empty_pressed.connect(presenter.press_empty)
        view.banner_pressed.connect(self._ask_password)
        view.write_pressed.connect(lambda: self._shell.write())
        view.account_wanted.connect(lambda: self._shell.add_account())
        view.sandbox_wanted.connect(self._start_sandbox)
        view.menu_pressed.connect(self._open_menu)
        view.link_pressed.connect(self._ask_link)
        view.closing.connect(self._shell.close_main)

    def _start_sandbox(self) -> None:
        self.view.welcome.show_busy(True)
        self._scope.run(self._parts.gateway.add_sandbox(), done=lambda _: self._sandbox_ready(), failed=self._sandbox_failed)

    def _sandbox_ready(self) -> None:
        self.view.welcome.show_busy(False)
        self.presenter.refresh()
        self._shell.write()

    def _sandbox_failed(self, problem: Exception) -> None:
        self.view.welcome.show_busy(False)
        self.view.welcome.say(sentence_of(problem))

    def _open_menu(self, anchor: QWidget) -> None:
        menu = popup_menu(self.view)
        menu.addAction(tinted("compose"), "New message\tCtrl+N", self._shell.write)
        menu.addAction(tinted("person"), "Add account…", self._shell.add_account)
        menu.addSeparator()
        themes = popup_menu(menu)
        themes.setTitle("Appearance")
        themes.setIcon(tinted("moon"))
        menu.addMenu(themes)
        for theme, words in _THEMES.items():
            action = themes.addAction(words, partial(self._dress, theme))
            action.setCheckable(True)
            action.setChecked(look.theme is theme)
        menu.addSeparator()
        menu.addAction(tinted("info"), "About Nightmail", self._about)
        menu.addAction(tinted("close"), "Quit", self._shell.quit)
        menu.popup(anchor.mapToGlobal(anchor.rect().bottomLeft()))

    def _dress(self, theme: Theme) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._parts.settings.setValue("look/theme", theme.value)
        look.dress(app, theme)

    def _about(self) -> None:
        Question(
            self.view,
            icon="moon",
            title=f"Nightmail {version('nightmail')}",
            words="Write an email now; it leaves from your own account at the right moment, and you can prove it.\n\n"
            "Free software under the Apache License 2.0.",
            answers=(Answer("Close", kind="primary"),),
        ).open()

    def _ask_password(self) -> None:
        paused = next((account for account in self.presenter.state.accounts if account.pause_reason), None)
        if paused is None:
            return
        asked = QInputDialog(self.view)
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.setWindowTitle(paused.address)
        asked.setLabelText(f"{paused.pause_reason}\n\nEnter the new password, or leave it empty to try again with the old one.")
        asked.setTextEchoMode(QLineEdit.EchoMode.Password)
        asked.textValueSelected.connect(lambda password: self.presenter.resume_account(paused.id, password))
        asked.open()

    def _ask_link(self, url: QUrl) -> None:
        """The words of a link can lie about where it leads; its host can't."""
        Question(
            self.view,
            icon="link",
            title=f"This link leads to {url.host() or url.scheme()}.",
            words=url.toDisplayString()[:300],
            answers=(Answer("Open in browser", lambda: QDesktopServices.openUrl(url), "primary"), Answer("Cancel", kind="quiet")),
        ).open()


_THEMES = {Theme.SYSTEM: "Like the system", Theme.LIGHT: "Light", Theme.DARK: "Dark"}


class Composer:
    """One compose window with its presenter and its schedule popover."""

    def __init__(self, parts: Parts, shell: Shell, accounts: Sequence[Account], saved: SavedDraft | None) -> None:
        self._shell = shell
        self._scope = parts.background.scope()
        self.view = ComposeView()
        self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = ComposePresenter(
            parts.gateway,
            parts.drafts,
            self._scope,
            parts.clock,
            self,
            zone=parts.zone,
            undo=parts.undo,
            accounts=accounts,
            saved=saved,
        )
        self.saved_id = saved.id if saved else None
        self.picker = PickerPresenter(parts.clock, zone=parts.zone, render=self.view.picker.render_state, chosen=self._picked)
        connect_picker(self.view.picker, self.picker)
        self._connect()
        self.render(self.presenter.state)

    def render(self, state: ComposeState) -> None:
        self.view.render_state(state)

    def scheduled(self, sent: Sent) -> None:
        self.view.close()
        self._shell.scheduled(sent)

    def close(self) -> None:
        self.view.close()

    def _picked(self, schedule: Schedule) -> None:
        self.view.picker.hide()
        if schedule == NOW:
            self.presenter.send()
        else:
            self.presenter.schedule(schedule)

    def _connect(self) -> None:
        view, presenter = self.view, self.presenter
        view.sender_chosen.connect(presenter.choose_sender)
        view.recipients_changed.connect(presenter.set_recipients)
        view.revealed.connect(presenter.reveal)
        view.subject_changed.connect(presenter.set_subject)
        view.body_changed.connect(presenter.set_body)
        view.files_added.connect(presenter.attach)
        view.file_removed.connect(presenter.detach)
        view.send_pressed.connect(presenter.send)
        view.schedule_opened.connect(self.picker.open)
        view.anyway_pressed.connect(presenter.send_anyway)
        view.back_pressed.connect(presenter.go_back)
        view.discard_pressed.connect(presenter.discard)
        view.save_due.connect(presenter.save)
        view.closing.connect(self._closing)

    def _closing(self) -> None:
        self.presenter.keep()
        self._scope.close()
        self._shell.composer_closed(self)


class AccountDialog:
    """The account dialog with its presenter."""

    def __init__(self, parts: Parts, shell: Shell) -> None:
        self._shell = shell
        self._scope = parts.background.scope()
        self.view = AccountView(shell.main.view)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = AccountPresenter(parts.gateway, self._scope, self, password_home=parts.password_home)
        self.view.changed.connect(self.presenter.change)
        self.view.address_entered.connect(self.presenter.address_entered)
        self.view.test_pressed.connect(self.presenter.test)
        self.view.save_pressed.connect(self.presenter.save)
        self.view.finished.connect(lambda _: self._scope.close())
        self.render(self.presenter.state)
        self.view.open()

    def render(self, state: AccountState) -> None:
        self.view.render_state(state)

    def added(self, account: Account) -> None:
        self.view.accept()
        self._shell.main.say(f"{account.address} is ready to send.")
        self._shell.main.presenter.refresh()


def connect_picker(picker: Picker, presenter: PickerPresenter) -> None:
    picker.preset_chosen.connect(presenter.choose_preset)
    picker.day_chosen.connect(presenter.choose_day)
    picker.clock_chosen.connect(presenter.choose_clock)
    picker.zone_chosen.connect(presenter.choose_zone)
    picker.accepted.connect(presenter.accept)

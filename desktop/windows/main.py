"""The main window with its presenter, its menu and its reschedule popover. It asks the whole for other windows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from PySide6.QtCore import QTimer, QUrl

from desktop.drafts import SavedDraft
from desktop.language import tr
from desktop.screens.outbox.cards_pane import show_note
from desktop.screens.outbox.presenter import OutboxPresenter
from desktop.screens.outbox.state import AccountLine, Banner, BannerAct, Card, Door, OutboxState, Step
from desktop.screens.outbox.view import OutboxView
from desktop.screens.picker.presenter import PickerPresenter
from desktop.screens.picker.view import Picker
from desktop.widgets.links import ask_link
from desktop.widgets.question import Answer, Question
from desktop.widgets.saving import save_text
from desktop.widgets.toast import ToastButton
from desktop.windows.accounts import AccountMenu
from desktop.windows.main_actions import MainActions
from desktop.windows.parts import Parts, Windows
from desktop.windows.pause_strip import PauseStrip
from desktop.windows.picking import connect_picker, date_order
from desktop.words import sentence_of
from nightmail.account.model import Account
from nightmail.message.draft import Draft
from nightmail.schedule.model import Schedule, WallTime

_TICK_MS = 5_000


class MainWindow:
    """The main window with its presenter, its menu and its reschedule popover."""

    def __init__(self, parts: Parts, windows: Windows) -> None:
        self._parts = parts
        self._windows = windows
        self._scope = parts.background.scope()
        self.view = OutboxView(parts.settings)
        self.presenter = OutboxPresenter(
            parts.gateway, parts.cloud, parts.drafts, self._scope, parts.clock, self, zone=parts.zone
        )
        self.accounts = AccountMenu(parts, windows, self.view)
        self._picking: UUID | None = None
        self._is_starting = False
        self.actions = MainActions(parts, windows, self.view, self.presenter)
        self._furnish()
        self._connect()
        self._tick = QTimer(self.view)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.presenter.tick)
        self._tick.start()
        self.render(self.presenter.state)

    def speak_anew(self) -> None:
        """The person's language is another now."""
        self._picker.hide()
        self._picker.deleteLater()
        self._furnish()
        self.presenter.speak_anew()
        self.view.speak_anew()
        self.render(self.presenter.state)

    def _furnish(self) -> None:
        parts, windows = self._parts, self._windows
        self._picker = Picker(self.view, tr("Reschedule"))
        self._pick = PickerPresenter(
            parts.clock,
            zone=parts.zone,
            render=self._picker.render_state,
            chosen=self._picked,
            preferences=lambda: parts.preferences.now,
            asks_lateness=False,
            order=date_order(),
        )
        connect_picker(self._picker, self._pick, edit_presets=lambda: windows.open_settings("schedule"))
        self.strip = PauseStrip(windows.resume_all)
        self.view.setMenuWidget(self.strip)

    def close(self) -> None:
        """Remember the sizes, and hear nothing any more."""
        self.view.keep_sizes()
        self._tick.stop()
        self._scope.close()
        self.accounts.close()

    def render(self, state: OutboxState) -> None:
        self.view.render_state(state)
        self._windows.rendered(state)
        self.strip.show_sentence(self._windows.pause_words(state))

    def say(self, sentence: str, undo: Callable[[], None] | None = None) -> None:
        if undo is None:
            self.view.toast.say(sentence)
        else:
            seconds = self._parts.undo.total_seconds()
            self.view.toast.say(sentence, seconds=seconds, buttons=(ToastButton(tr("Undo"), undo),))

    def write(self, saved: SavedDraft | None) -> None:
        self._windows.write(saved)

    def write_again(
        self, draft: Draft, *, account_id: UUID, replaces: UUID | None, planned: WallTime | None = None, was_held: bool = False
    ) -> None:
        self._windows.write_again(draft, account_id=account_id, replaces=replaces, planned=planned, was_held=was_held)

    def report(self, title: str, words: str) -> None:
        Question(
            self.view, icon="info", title=title, words=words, answers=(Answer(tr("Close"), kind="primary"),), tone="warn"
        ).open()

    def press_card(self, card: Card, step: Step) -> None:
        account = card.account
        match step.door:
            case Door.NOTE:
                show_note(self.view, card)
            case Door.SIGN_IN if account is not None:
                self.accounts.acts.sign_in(account.id)
            case Door.PASSWORD if account is not None:
                self.accounts.mend(account)
            case Door.RESUME if account is not None:
                self.accounts.acts.resume(account.id)
            case Door.TRY if account is not None:
                self.accounts.acts.try_now(account.id)
            case Door.ACCOUNT if account is not None:
                self._windows.open_account(account.id)

    def pick_time(self, id: UUID, start: WallTime | None) -> None:
        self._picking = id
        # Of one message it is shown how late it may go; several keep each their own.
        known = self.presenter.known(id) if start is not None else None
        lifetime = known.delivery.deadline_at - known.delivery.wanted_at if known is not None else None
        self._pick.open(start, lifetime=lifetime)
        self._picker.open_beside(self.view.reading)

    def open_cloud(self) -> None:
        self._windows.open_cloud()

    def mend(self, account: AccountLine) -> None:
        self.accounts.mend(account)

    def _picked(self, schedule: Schedule, lifetime: timedelta | None) -> None:
        self._picker.hide()
        if self._picking is not None:
            self.presenter.reschedule(self._picking, schedule, lifetime=lifetime)

    def _connect(self) -> None:
        view, presenter = self.view, self.presenter
        view.folder_chosen.connect(presenter.choose_folder)
        view.account_chosen.connect(presenter.choose_account)
        view.searched.connect(presenter.search)
        view.selected.connect(presenter.select)
        view.opened.connect(presenter.open_row)
        view.more_wanted.connect(presenter.want_more)
        view.before_wanted.connect(presenter.want_before)
        view.start_wanted.connect(presenter.go_to_start)
        view.end_wanted.connect(presenter.go_to_end)
        view.sort_chosen.connect(presenter.sort_by)
        view.grouping_chosen.connect(lambda by_day: presenter.group(by_day=by_day))
        view.many_selected.connect(presenter.choose)
        view.chosen_act_pressed.connect(presenter.act_on_chosen)
        view.card_pressed.connect(presenter.press_card)
        view.pictures_wanted.connect(presenter.load_pictures)
        view.proof_wanted.connect(self._export_proof)
        view.act_pressed.connect(presenter.act)
        view.draft_discarded.connect(presenter.discard_draft)
        view.empty_pressed.connect(presenter.press_empty)
        view.banner_pressed.connect(lambda: self._mend(presenter.state.banner))
        view.notice_pressed.connect(self._mend)
        view.account_menu_pressed.connect(self.accounts.open)
        view.write_pressed.connect(lambda: self._windows.write())
        view.account_wanted.connect(lambda: self._windows.add_account())
        view.sandbox_wanted.connect(self._start_sandbox)
        view.menu_pressed.connect(self.actions.open_menu)
        view.cloud_pressed.connect(self._windows.open_cloud)
        view.seen_changed.connect(self._seen)
        view.link_pressed.connect(self._ask_link)
        view.closing.connect(self._windows.close_main)

    def _start_sandbox(self) -> None:
        # A second press while the first is at work wants nothing else.
        if self._is_starting:
            return
        self._is_starting = True
        self.view.welcome.show_busy(True)
        self._scope.run(self._parts.gateway.add_sandbox(), done=self._sandbox_ready, failed=self._sandbox_failed)

    def _sandbox_ready(self, account: Account) -> None:
        self._is_starting = False
        self.view.welcome.show_busy(False)
        self.presenter.refresh()
        self._windows.try_out(account)

    def _sandbox_failed(self, problem: Exception) -> None:
        self._is_starting = False
        self.view.welcome.show_busy(False)
        self.view.welcome.say(sentence_of(problem))

    def _seen(self, is_seen: bool) -> None:
        if self._parts.pace.show(is_seen=is_seen):
            self._windows.look()

    def _mend(self, banner: Banner) -> None:
        match banner.act:
            case BannerAct.UNLOCK:
                self._windows.ask_passphrase(self.presenter.refresh)
            case BannerAct.CLOUD:
                self._windows.open_cloud()
            case BannerAct.LOOK:
                self._windows.look()
            case BannerAct.MEND if banner.account is not None:
                self.accounts.mend(banner.account)
            case BannerAct.SEAL if banner.account is not None:
                self._windows.ask_seal(banner.account.id)
            case BannerAct.TRY if banner.account is not None:
                self.accounts.acts.try_now(banner.account.id)
            case BannerAct.CAUGHT:
                self._windows.open_caught()
            case BannerAct.ACCOUNT if banner.account is not None:
                self._windows.open_account(banner.account.id)

    def _ask_link(self, url: QUrl) -> None:
        ask_link(self.view, url)

    def _export_proof(self) -> None:
        proof = self.presenter.proof()
        if proof is not None:
            save_text(self.view, *proof, said=self.say)

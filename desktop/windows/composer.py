"""One compose window with its presenter and its schedule popover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Qt

from desktop.actions.keyboard import on_action
from desktop.drafts import SavedDraft
from desktop.screens.compose.presenter import ComposePresenter, Sent
from desktop.screens.compose.state import ComposeState
from desktop.screens.compose.view import ComposeView
from desktop.screens.picker.presenter import PickerPresenter
from desktop.windows.parts import Parts, Windows
from desktop.windows.picking import connect_picker, date_order
from nightmail.account.model import Account
from nightmail.delivery.retry import DEFAULT_LIFETIME
from nightmail.schedule.model import NOW, Schedule


class Composer:
    """One compose window with its presenter and its schedule popover."""

    def __init__(self, parts: Parts, windows: Windows, accounts: Sequence[Account], saved: SavedDraft | None) -> None:
        self._windows = windows
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
        self.picker = PickerPresenter(
            parts.clock,
            zone=parts.zone,
            render=self.view.picker.render_state,
            chosen=self._picked,
            preferences=lambda: parts.preferences.now,
            order=date_order(),
        )
        connect_picker(self.view.picker, self.picker)
        self._connect()
        self._bind_ways()
        self.render(self.presenter.state)

    def render(self, state: ComposeState) -> None:
        self.view.render_state(state)

    def scheduled(self, sent: Sent) -> None:
        self.view.close()
        self._windows.scheduled(sent)

    def discarded(self, saved: SavedDraft) -> None:
        self._windows.discarded(saved)

    def say(self, sentence: str) -> None:
        self._windows.say(sentence)

    def close(self) -> None:
        self.view.close()

    def _picked(self, schedule: Schedule, lifetime: timedelta | None) -> None:
        self.view.picker.hide()
        if schedule == NOW:
            self.presenter.send()
        else:
            self.presenter.schedule(schedule, lifetime or DEFAULT_LIFETIME)

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
        view.stop_pressed.connect(presenter.stop)
        view.discard_pressed.connect(presenter.discard)
        view.save_due.connect(presenter.save)
        view.closing.connect(self._closing)

    def _bind_ways(self) -> None:
        view, windows = self.view, self._windows
        on_action(view, "message.new", lambda: windows.write())
        on_action(view, "palette", lambda: windows.open_palette(view))
        on_action(view, "settings", lambda: windows.open_settings())
        on_action(view, "shortcuts", lambda: windows.open_settings("keyboard"))
        on_action(view, "quit", windows.quit)

    def _closing(self) -> None:
        self.presenter.keep()
        self._scope.close()
        self._windows.composer_closed(self)

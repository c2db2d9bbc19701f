"""What is said aloud: messages that need a person, mail that does not move, and what was sent.

While the window is in front, only to whoever hears the screen; else by the system's notices, and of what was sent only where
wished."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QApplication, QWidget

from desktop.language import plural
from desktop.notifier import Notifier
from desktop.preferences import PreferenceBook
from desktop.screens.outbox.state import Folder, OutboxState, attention_count
from desktop.widgets.announcing import announce


class Announce(Protocol):
    def __call__(self, where: QWidget, sentence: str, *, is_urgent: bool = False) -> None: ...


class News:
    """`show_folder` is where a click on the notice leads."""

    def __init__(
        self,
        notifier: Notifier,
        window: QWidget,
        preferences: PreferenceBook,
        *,
        show_folder: Callable[[Folder], None],
        announce: Announce = announce,
    ) -> None:
        self._announce = announce
        self._notifier = notifier
        self._window = window
        self._preferences = preferences
        self._show_folder = show_folder
        self._was_alarming = 0
        self._was_stuck = False
        self._was_sent: int | None = None

    def follow(self, state: OutboxState) -> None:
        self._say_alarms(state)
        self._say_sent(state)

    def _say_alarms(self, state: OutboxState) -> None:
        alarming = attention_count(state)
        if alarming > self._was_alarming:
            words = plural("{count} message needs your attention.", "{count} messages need your attention.", alarming)
            if self._window.isActiveWindow():
                self._announce(self._window, words, is_urgent=True)
            else:
                self._notifier.say("Nightmail", words, lambda: self._show_folder(Folder.ATTENTION))
        self._was_alarming = alarming
        if state.stuck and not self._was_stuck:
            self._notifier.say("Nightmail", state.stuck)
        self._was_stuck = bool(state.stuck)

    def _say_sent(self, state: OutboxState) -> None:
        """Quiet on normal success, unless the person wishes otherwise."""
        preferences = self._preferences.now
        sent = state.sent if state.is_loaded else None
        was, self._was_sent = self._was_sent, sent
        if sent is None or was is None or sent <= was:
            return
        if preferences.plays_sounds:
            QApplication.beep()
        words = plural("{count} message was sent.", "{count} messages were sent.", sent - was)
        if self._window.isActiveWindow():
            self._announce(self._window, words)
        elif preferences.notifies_sent:
            self._notifier.say("Nightmail", words, lambda: self._show_folder(Folder.SENT))

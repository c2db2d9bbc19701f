"""The pages that are rows and nothing else: general, compose, notifications, language, advanced."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QPlainTextEdit

from desktop.language import plural, tr
from desktop.preferences import Preferences
from desktop.screens.settings.rows import Change, ChoiceRow, Row, Section, SwitchRow
from desktop.widgets.parts import button

LANGUAGES = (("en", "English"), ("de", "Deutsch"))
"""Each is called what its own people call it."""


@dataclass(frozen=True, slots=True)
class Doors:
    """What buttons on the pages open or do; they are no preferences."""

    signatures: Callable[[], object]
    profile_folder: Callable[[], object]
    reset_all: Callable[[], object]


class GeneralPage:
    def __init__(self, change: Change, *, has_tray: bool) -> None:
        self._start = SwitchRow(
            tr("Start with the system"),
            tr("Nightmail starts in the tray when you sign in, so that messages leave from this PC on time."),
            "starts_with_system",
            change,
        )
        self._tray = SwitchRow(
            tr("Keep running in the tray"),
            tr("Closing the window leaves Nightmail running while messages wait for this PC."),
            "stays_in_tray",
            change,
        )
        if not has_tray:
            self._tray.rule_out(tr("This desktop has no tray."))
        self._updates = SwitchRow(
            tr("Look for updates"),
            tr("Once a day Nightmail asks whether there is a newer one. Nothing is said about you, and nothing is installed."),
            "looks_for_updates",
            change,
        )
        self.sections = (Section("", (self._start, self._tray, self._updates)),)

    def render(self, preferences: Preferences) -> None:
        self._start.show_kept(preferences)
        self._tray.show_kept(preferences)
        self._updates.show_kept(preferences)


class ComposePage:
    def __init__(self, change: Change, doors: Doors) -> None:
        self._change = change
        self._words = QPlainTextEdit()
        self._words.setAccessibleName(tr("More words that mean an attachment"))
        self._words.setTabChangesFocus(True)
        self._words.setFixedHeight(72)
        self._words.setPlaceholderText(tr("one word or phrase a line"))
        words = Row(
            tr("More words that mean an attachment"),
            tr("Nightmail asks when the text has one of them and no file is attached. The usual words count anyway."),
            self._words,
            is_wide=True,
        )
        self._words.textChanged.connect(self._typed)
        signatures = Row(
            tr("Signatures"),
            tr("Each account has its own, for new messages and for replies."),
            button(tr("Edit signatures…"), press=doors.signatures),
        )
        self._again = button(tr("Warn again"), press=lambda: change("silenced_checks", frozenset()))
        self._silenced = Row(tr("Warnings you switched off"), " ", self._again)
        self.sections = (Section("", (words, signatures, self._silenced)),)

    def render(self, preferences: Preferences) -> None:
        if self._read() != preferences.attachment_words:
            with QSignalBlocker(self._words):
                self._words.setPlainText("\n".join(preferences.attachment_words))
        count = len(preferences.silenced_checks)
        self._silenced.say(
            plural("{count} check before sending is silent.", "{count} checks before sending are silent.", count)
            if count
            else tr("None: every check before sending speaks up.")
        )
        self._again.setEnabled(bool(count))

    def _read(self) -> tuple[str, ...]:
        lines = (" ".join(line.split()) for line in self._words.toPlainText().splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def _typed(self) -> None:
        self._change("attachment_words", self._read())


class NotificationsPage:
    def __init__(self, change: Change) -> None:
        always = Row(
            tr("Something needs your attention"),
            tr("Always told: a message failed, a sign-in expired, mail that should have left does not move."),
        )
        self._sent = SwitchRow(
            tr("Messages were sent"), tr("A notification when messages leave while you look elsewhere."), "notifies_sent", change
        )
        self._sounds = SwitchRow(tr("Sound"), tr("The system's short sound when a message was sent."), "plays_sounds", change)
        self.sections = (Section("", (always, self._sent, self._sounds)),)

    def render(self, preferences: Preferences) -> None:
        self._sent.show_kept(preferences)
        self._sounds.show_kept(preferences)


class LanguagePage:
    def __init__(self, change: Change) -> None:
        choices = (("", tr("Like the system")), *LANGUAGES)
        self._language = ChoiceRow(tr("Language"), tr("Takes effect at once, in every window."), "language", choices, change)
        self.sections = (Section("", (self._language,)),)

    def render(self, preferences: Preferences) -> None:
        self._language.show_kept(preferences)


class AdvancedPage:
    def __init__(self, doors: Doors) -> None:
        folder = Row(
            tr("Profile folder"),
            tr("Messages, accounts and the log of mishaps are kept there."),
            button(tr("Open the folder"), press=doors.profile_folder),
        )
        first = Row(
            tr("Settings as they came"),
            tr("Sets back every page here. Accounts, messages and signatures stay as they are."),
            button(tr("Set everything back…"), "danger", press=doors.reset_all),
        )
        self.sections = (Section("", (folder, first)),)

    def render(self, preferences: Preferences) -> None:
        return None

"""The short steps of the account set-up: who it is, what was found, where the password lives, done. Each only draws."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.language import tr
from desktop.screens.account.page import Page
from desktop.screens.account.state import AccountState, Choice
from desktop.widgets.parts import button, card, clear, column, label, line, restyle


class AddressPage(Page):
    def __init__(self) -> None:
        super().__init__()
        column(
            self.field("address", tr("Email address"), "anna@example.org"),
            self.field("name", tr("Your name"), tr("As recipients see it")),
            on=self,
            gap=10,
        )

    def render_page(self, state: AccountState) -> None:
        self.show_lines(state)


class ServersPage(Page):
    """What was found, to choose from."""

    chosen = Signal(int)
    other_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Choice, ...] = ()
        self._group = QButtonGroup(self)
        # Not `clicked`: the arrow keys choose without it.
        self._group.idToggled.connect(lambda place, is_on: self.chosen.emit(place) if is_on else None)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(8)
        self.other = button(tr("Other servers…"), "link", press=self.other_pressed.emit)
        self.other.setAutoDefault(False)
        column(self._choices, line(self.other, 1), on=self, gap=8)

    def render_page(self, state: AccountState) -> None:
        if state.choices != self._shown:
            self._shown = state.choices
            clear(self._choices)
            for place, choice in enumerate(state.choices):
                self._choices.addWidget(self._card(place, choice))
        radio = self._group.button(state.chosen)
        if radio is not None:
            with QSignalBlocker(self._group):
                radio.setChecked(True)

    def first(self, state: AccountState) -> QWidget | None:
        return self._group.button(state.chosen)

    def _card(self, place: int, choice: Choice) -> QFrame:
        radio = QRadioButton(choice.title)
        radio.setAccessibleName(choice.title)
        radio.setAccessibleDescription(f"{choice.servers} {choice.source} {choice.warning}".strip())
        self._group.addButton(radio, place)
        words = [label(choice.servers, "soft", wraps=True), label(choice.source, "faint", wraps=True)]
        if choice.warning:
            words.append(label(choice.warning, "problem", wraps=True))
        return card(radio, column(*words, gap=3, margins=(22, 0, 0, 0)), margins=(14, 12, 14, 12), gap=4)


class HomePage(Page):
    """Where the password may live."""

    def __init__(self) -> None:
        super().__init__()
        self._head = label("", "strong", wraps=True)
        self._only = QRadioButton(tr("Only on this PC"))
        self._also = QRadioButton(tr("Here, and sealed for my cloud worker"))
        self._only_words = label("", "soft", wraps=True)
        self._also_words = label("", "soft", wraps=True)
        # Not `clicked`: the arrow keys choose without it.
        self._also.toggled.connect(lambda is_on: self.changed.emit("is_for_cloud", is_on))
        group = QButtonGroup(self)
        group.addButton(self._only)
        group.addButton(self._also)
        choices = [_choice(self._only, self._only_words), _choice(self._also, self._also_words)]
        column(self._head, *choices, on=self, gap=10)

    def render_page(self, state: AccountState) -> None:
        by_sign_in = state.is_by_sign_in
        self._head.setText(tr("Where may this sign-in live?") if by_sign_in else tr("Where may this password live?"))
        with QSignalBlocker(self._also):
            (self._also if state.fields.is_for_cloud else self._only).setChecked(True)
        self._only_words.setText(tr("{where} Messages leave while this PC is on.", where=state.password_home))
        self._also_words.setText(
            tr(
                "Messages leave while this PC is off, too. Only the cloud worker can open what is sealed; to which key, and what "
                "that means, is shown before anything leaves."
            )
        )

    def first(self, state: AccountState) -> QWidget | None:
        return self._also if state.fields.is_for_cloud else self._only


def _choice(radio: QRadioButton, words: QLabel) -> QFrame:
    return card(radio, column(words, margins=(22, 0, 0, 0)), margins=(14, 12, 14, 12), gap=4)


class ReadyPage(Page):
    probe_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._intro = label(
            tr("Send a test message from the account to itself: it takes the way that all your mail will take."),
            "soft",
            wraps=True,
        )
        self.probe = button(tr("Send a test message"), press=self.probe_pressed.emit)
        self.probe.setAutoDefault(False)
        self._said = label("", "", wraps=True)
        self._card = card(self._said)
        column(self._intro, line(self.probe, 1), self._card, on=self, gap=10)

    def render_page(self, state: AccountState) -> None:
        probe = state.probe
        self._card.setVisible(bool(probe.words))
        restyle(self._card, "tone", "" if probe.tone == "calm" else probe.tone.value)
        self._said.setText(probe.words)
        self.probe.setText(tr("Sending…") if probe.is_running else tr("Send a test message"))

    def first(self, state: AccountState) -> QWidget | None:
        return self.probe

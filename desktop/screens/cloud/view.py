"""The cloud dialog. It draws the step it is told, and reports what is typed and pressed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.look.theme import look
from desktop.screens.cloud.offer import Offer
from desktop.screens.cloud.state import CloudState, Fact, Step, steps
from desktop.widgets.form_line import FormLine
from desktop.widgets.parts import button, card, clear, column, fit_height, label, line, set_text


def _lines() -> dict[str, tuple[str, str, bool]]:
    return {
        "url": (tr("Address of the project"), "https://abcdefgh.supabase.co", False),
        "key": (tr("Publishable key"), "sb_publishable_…", False),
        "email": (tr("Email address"), "anna@example.org", False),
        "code": (tr("Code from the mail"), "123456", False),
        "password": (tr("Password"), "", True),
        "again": (tr("The same again"), "", True),
    }


_NAME_WIDTH = 104


class CloudView(QDialog):
    changed = Signal(str, str)
    accepted_by_person = Signal()
    step_chosen = Signal(object)
    sign_out_pressed = Signal()
    taken = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(480)
        self._shown: Step | None = None
        self._shown_facts: tuple[Fact, ...] = ()
        self._title = label("", "title")
        self._intro = label("", "soft", wraps=True)
        self._host = label("", "faint")
        self.lines = {name: FormLine(words, sample, is_secret=secret) for name, (words, sample, secret) in _lines().items()}
        self._offer = Offer()
        self._offer.taken.connect(self.taken)
        self._notice_words = label("", "", wraps=True)
        self._notice = card(self._notice_words, tone="good")
        self._failure_words = label("", "", wraps=True, selectable=True)
        self._failure = card(self._failure_words, tone="bad")
        self._facts = QVBoxLayout()
        self._facts.setSpacing(9)
        self._facts_card = card(self._facts, margins=(14, 12, 14, 12))
        self._links = QHBoxLayout()
        self._links.setSpacing(4)
        self.accept_button = button("", "primary", press=self.accepted_by_person.emit)
        self.accept_button.setDefault(True)
        self.out_button = button(tr("Sign out on this PC"), press=self.sign_out_pressed.emit)
        self.out_button.setAutoDefault(False)
        self._cancel = button(tr("Cancel"), "quiet", press=self.reject)
        self._cancel.setAutoDefault(False)
        self._build()

    def render_state(self, state: CloudState) -> None:
        words = steps()[state.step]
        self._title.setText(words.title)
        self.setWindowTitle(words.title)
        set_text(self._intro, words.intro)
        set_text(self._host, state.host if state.step not in (Step.CONNECT, Step.SIGNED_IN) else "")
        self._offer.setVisible(state.step is Step.CONNECT)
        for name, field in self.lines.items():
            field.setVisible(name in words.asks)
            field.show_line(getattr(state.fields, name), state.problems.get(name, ""))
        self._notice.setVisible(bool(state.notice))
        self._notice_words.setText(state.notice)
        self._failure.setVisible(bool(state.failure))
        self._failure_words.setText(state.failure)
        self._render_facts(state.facts if state.step is Step.SIGNED_IN else ())
        # Not disabled meanwhile: the keyboard's place would move on. The presenter takes no second press.
        self.accept_button.setText(words.busy if state.is_busy else words.verb)
        self.accept_button.setAccessibleName(words.verb)
        self.out_button.setVisible(state.step is Step.SIGNED_IN)
        self._cancel.setVisible(state.step is not Step.SIGNED_IN)
        self._render_step(state)
        fit_height(self)

    def event(self, event: QEvent) -> bool:
        """Fields come and go: be as tall as what is there once it has been laid out."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            fit_height(self)
        return handled

    def _render_step(self, state: CloudState) -> None:
        if state.step is self._shown:
            return
        self._shown = state.step
        clear(self._links)
        for link in steps()[state.step].links:
            self._links.addWidget(self._link(link.label, link.step))
        self._links.addStretch(1)
        asks = steps()[state.step].asks
        blank = [name for name in asks if not getattr(state.fields, name)]
        if not asks:
            self.accept_button.setFocus()
        else:
            self.lines[(blank or list(asks))[0]].field.setFocus()

    def _link(self, words: str, step: Step) -> QPushButton:
        made = button(words, "link", press=partial(self.step_chosen.emit, step))
        made.setAutoDefault(False)
        return made

    def _render_facts(self, facts: tuple[Fact, ...]) -> None:
        self._facts_card.setVisible(bool(facts))
        if facts == self._shown_facts:
            return
        self._shown_facts = facts
        clear(self._facts)
        for fact in facts:
            name = label(fact.name, "faint")
            name.setFixedWidth(_NAME_WIDTH)
            words = label(fact.words, "", wraps=True, selectable=True)
            if fact.tone in ("warn", "bad"):
                words.setStyleSheet(f"color: {getattr(look.colours, fact.tone)};")
            row = line(name, words, gap=10)
            row.setStretch(1, 1)
            self._facts.addLayout(row)

    def _build(self) -> None:
        column(
            self._title,
            self._host,
            self._intro,
            self._offer,
            *self.lines.values(),
            self._notice,
            self._failure,
            self._facts_card,
            self._links,
            line(self.out_button, 1, self._cancel, self.accept_button, margins=(0, 6, 0, 0)),
            on=self,
            margins=(26, 22, 26, 20),
            gap=10,
        )
        for name, field in self.lines.items():
            field.field.textEdited.connect(partial(self.changed.emit, name))

"""The page of “Needs attention”: one card a cause, with its next step, and the servers' own words behind “Details”."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.language import plural, tr
from desktop.look.theme import set_icon
from desktop.screens.outbox.state import Card, Step
from desktop.widgets.flow import Flow
from desktop.widgets.parts import button, clear, column, label, line, restyle, set_text, show_part
from desktop.widgets.parts import card as framed
from desktop.widgets.question import Answer, Question

# Behind the sign and the gap.
_SIGN, _GAP = 22, 12
_TEXT_AT = _SIGN + _GAP


class CardsPane(QScrollArea):
    card_pressed = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reading")
        self.setAccessibleName(tr("What needs you"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shown: tuple[Card, ...] = ()
        self.opened: set[str] = set()
        self._title = label("", "title", wraps=True)
        self._about = label("", "soft", wraps=True)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        page = QWidget()
        page.setObjectName("page")
        column(column(self._title, self._about, gap=2), self._cards, 1, on=page, margins=(24, 20, 24, 24), gap=14)
        self.setWidget(page)

    def render_cards(self, cards: tuple[Card, ...], messages: int) -> None:
        """`messages` is how many all of them are about: a cause is told once, however many it keeps."""
        waiting = sum(card.waits_by_itself for card in cards)
        set_text(self._about, _about_words(messages, waiting))
        if cards == self._shown:
            return
        self._shown = cards
        self._title.setText(_title_words(len(cards) - waiting))
        clear(self._cards)
        for each in cards:
            self._cards.addWidget(self._card(each))

    def _card(self, card: Card) -> QFrame:
        sign = QLabel()
        set_icon(sign, card.icon, role=card.tone.value if card.tone != "calm" else "text_soft", side=_SIGN)
        title, count = label(card.title, "strong", wraps=True), label("", "soft", wraps=True)
        safe, advice = label("", "", wraps=True), label("", "soft", wraps=True)
        for target, text in ((count, card.count), (safe, card.safe), (advice, card.advice)):
            set_text(target, text)
        words = column(title, count, safe, advice, gap=4)
        head = line(sign, words, gap=_GAP)
        head.setStretch(1, 1)
        head.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        said = label("\n".join(card.said), "soft", wraps=True, selectable=True)
        said.setAccessibleName(tr("The server said: {words}", words="\n".join(card.said)))
        words_of_server = QWidget()
        line(said, on=words_of_server, margins=(_TEXT_AT, 0, 0, 0))
        show_part(words_of_server, is_shown=bool(card.said) and card.key in self.opened)
        made = framed(head, words_of_server, self._buttons(card, words_of_server), margins=(16, 14, 16, 12), gap=10)
        made.setAccessibleName(card.spoken)
        restyle(made, "tone", card.tone.value)
        return made

    def _buttons(self, card: Card, said: QWidget) -> QWidget:
        room = QWidget()
        parts = [self._step(card, card.step, "primary")]
        if card.other is not None:
            parts.append(self._step(card, card.other, ""))
        if card.said:
            details = button(tr("Details"), "quiet", name=tr("Details: {title}", title=card.title))
            details.setCheckable(True)
            details.setChecked(card.key in self.opened)
            details.toggled.connect(partial(self._open_details, card, said))
            parts.append(details)
        # In a narrow window they stand below each other rather than beyond its edge.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        room.setSizePolicy(policy)
        flow = Flow(room, gap=8)
        for part in parts:
            flow.addWidget(part)
        indented = QWidget()
        line(room, on=indented, margins=(_TEXT_AT, 0, 0, 0))
        return indented

    def _step(self, card: Card, step: Step, kind: str) -> QWidget:
        return button(step.label, kind, press=partial(self.card_pressed.emit, card, step), name=f"{step.label}: {card.title}")

    def _open_details(self, card: Card, said: QWidget, is_open: bool) -> None:  # as Qt says it
        (self.opened.add if is_open else self.opened.discard)(card.key)
        said.setVisible(is_open)


def _title_words(needing: int) -> str:
    return plural("{count} thing needs you", "{count} things need you", needing) if needing else tr("Nothing needs you")


def _about_words(messages: int, waiting: int) -> str:
    held = plural("{count} thing waits by itself", "{count} things wait by themselves", waiting) if waiting else ""
    kept = plural("{count} message in all", "{count} messages in all", messages) if messages else ""
    return " · ".join(words for words in (kept, held) if words)


def show_note(owner: QWidget, card: Card) -> None:
    """What somebody else has to do, to be handed on."""
    Question(
        owner,
        icon="copy",
        title=card.title,
        words=card.note,
        answers=(
            Answer(tr("Copy"), lambda: QGuiApplication.clipboard().setText(card.note), "primary"),
            Answer(tr("Close"), kind="quiet"),
        ),
    ).open()

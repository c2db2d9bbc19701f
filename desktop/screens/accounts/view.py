"""The window of accounts: a card each, its next step as a button, everything else in its menu."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.look.theme import look, set_icon
from desktop.screens.accounts.state import AccountCard, AccountsState
from desktop.screens.outbox.state import AccountLine
from desktop.widgets.parts import button, card, clear, column, icon_button, label, line, set_text

_SIZE = (600, 520)


class AccountsView(QDialog):
    add_pressed = Signal()
    next_step_pressed = Signal(object)
    menu_pressed = Signal(object, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Accounts"))
        self.resize(*_SIZE)
        self.setMinimumWidth(480)
        self._shown: tuple[AccountCard, ...] = ()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(10)
        self._cards.setAlignment(Qt.AlignmentFlag.AlignTop)
        inner = QWidget()
        column(self._cards, 1, on=inner, margins=(0, 0, 8, 0))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inner)
        self._scroll.setAccessibleName(tr("Your accounts"))
        self._said = label("", "soft", wraps=True)
        add = button(tr("Add account…"), icon="plus", press=self.add_pressed.emit)
        add.setAutoDefault(False)
        close = button(tr("Close"), "primary", press=self.accept)
        close.setDefault(True)
        column(
            label(tr("Accounts"), "title"),
            self._said,
            self._scroll,
            line(add, 1, close, margins=(0, 4, 0, 0)),
            on=self,
            margins=(26, 22, 18, 18),
            gap=12,
        )
        look.changed.connect(self._redraw)

    def render_state(self, state: AccountsState) -> None:
        nothing = tr("No account yet.") if state.is_loaded and not state.cards else ""
        set_text(self._said, state.failure or nothing)
        if state.cards != self._shown:
            self._shown = state.cards
            self._redraw()

    def _redraw(self) -> None:
        clear(self._cards)
        for each in self._shown:
            self._cards.addWidget(self._card(each))

    def _card(self, shown: AccountCard) -> QFrame:
        sign = QLabel()
        set_icon(sign, shown.icon, role=shown.tone.value, side=20)
        sign.setAccessibleName(shown.standing)
        standing = label(shown.standing, "strong")
        standing.setStyleSheet(f"color: {getattr(look.colours, shown.tone.value)};")
        more = icon_button("more", tr("What to do with {address}", address=shown.line.address))
        more.clicked.connect(partial(self._menu, more, shown.line))
        head = line(label(shown.line.address, "large"), 1, more, gap=8)
        words: list[QWidget] = [label(shown.name, "soft")] if shown.name else []
        words += [label(shown.servers, "soft", wraps=True), label(shown.place, "faint", wraps=True)]
        parts: list[QWidget | QVBoxLayout] = [column(*words, gap=2), _row(sign, standing)]
        if shown.why:
            parts.append(label(shown.why, "", wraps=True, selectable=True))
        if shown.next_step:
            press = button(shown.next_step, press=partial(self.next_step_pressed.emit, shown.line))
            press.setAutoDefault(False)
            holder = QWidget()
            line(press, 1, on=holder)
            parts.append(holder)
        made = card(head, *parts, margins=(16, 12, 12, 14), gap=8)
        made.setAccessibleName(f"{shown.line.address}, {shown.standing}")
        return made

    def _menu(self, anchor: QWidget, account: AccountLine) -> None:
        self.menu_pressed.emit(account, anchor.mapToGlobal(anchor.rect().bottomLeft()))


def _row(sign: QLabel, words: QLabel) -> QWidget:
    made = QWidget()
    line(sign, words, 1, on=made, gap=8)
    return made

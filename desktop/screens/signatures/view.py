"""Write the signatures of an account. Draws and reports; keeps nothing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFrame, QWidget

from desktop.language import tr
from desktop.screens.signatures.presenter import SignatureState
from desktop.widgets.editor import Editor
from desktop.widgets.format_bar import FormatBar
from desktop.widgets.parts import button, column, label, line, set_text
from desktop.widgets.rich_text import written


class SignatureView(QDialog):
    """`written` and `reply_written` carry HTML."""

    new_written = Signal(str)
    reply_written = Signal(str)
    reply_parted = Signal(bool)
    save_pressed = Signal()
    account_chosen = Signal(object)

    def __init__(self, parent: QWidget | None, accounts: Sequence[tuple[UUID, str]], chosen: UUID) -> None:
        """`accounts` as (id, address)."""
        super().__init__(parent)
        self._accounts = QComboBox()
        self._accounts.setAccessibleName(tr("Account"))
        for id, address in accounts:
            self._accounts.addItem(address, id)
        self._accounts.setCurrentIndex([id for id, _ in accounts].index(chosen))
        self._accounts.setVisible(len(accounts) > 1)
        self._accounts.activated.connect(self._choose_account)
        self.setWindowTitle(tr("Signature"))
        self.resize(620, 520)
        self.setMinimumSize(500, 420)
        self.new, new_card = self._field(tr("Signature for new messages"))
        self.reply, self._reply_card = self._field(tr("Signature for answers"))
        self.new.written.connect(lambda *_: self.new_written.emit(written(self.new.document())))
        self.reply.written.connect(lambda *_: self.reply_written.emit(written(self.reply.document())))
        self._own = QCheckBox(tr("Answers have a signature of their own"))
        self._own.toggled.connect(self.reply_parted)
        self._reply_words = label(tr("For answers"), "strong")
        self._problem = label("", "problem", wraps=True)
        self._is_started = False
        self._title = label(tr("Signature of {address}", address=self._accounts.currentText()), "large", wraps=True)
        keep = button(tr("Save"), "primary", press=self._save)
        keep.setDefault(True)
        whole = column(
            self._title,
            self._accounts,
            label(tr("It stands below what you write, and changes with the account a message is sent from."), "soft", wraps=True),
            new_card,
            self._own,
            self._reply_words,
            self._reply_card,
            self._problem,
            line(1, button(tr("Cancel"), press=self.reject), keep),
            on=self,
            margins=(22, 20, 22, 16),
            gap=10,
        )
        whole.setStretchFactor(new_card, 1)
        whole.setStretchFactor(self._reply_card, 1)

    def render_state(self, state: SignatureState) -> None:
        if not self._is_started:
            self._is_started = True
            self.new.start_from(state.new, "")
            self.reply.start_from(state.reply, "")
            with QSignalBlocker(self._own):
                self._own.setChecked(state.has_reply)
            self.new.place_caret(self.new.end_of_text())
            self.new.setFocus()
        self._reply_words.setVisible(state.has_reply)
        self._reply_card.setVisible(state.has_reply)
        set_text(self._problem, state.problem)

    def start_again(self) -> None:
        """What is drawn next is another account's."""
        self._is_started = False
        self._title.setText(tr("Signature of {address}", address=self._accounts.currentText()))

    def _choose_account(self, place: int) -> None:
        self.new.flush()
        self.reply.flush()
        self.account_chosen.emit(self._accounts.itemData(place))

    def _save(self) -> None:
        self.new.flush()
        self.reply.flush()
        self.save_pressed.emit()

    def _field(self, name: str) -> tuple[Editor, QFrame]:
        editor = Editor(name, tr("Your name and how to reach you"), takes_pictures=False)
        editor.document().setDocumentMargin(10)
        editor.setMinimumHeight(70)
        made = QFrame()
        made.setObjectName("card")
        column(editor, FormatBar(editor), on=made, margins=(4, 4, 4, 4), gap=2)
        return editor, made

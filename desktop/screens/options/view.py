"""An account's options. Nothing is kept before Save."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QDialog, QGridLayout, QLabel, QLineEdit, QRadioButton, QWidget

from desktop.language import tr
from desktop.screens.options.state import OptionsState, doubt_notes, doubt_words, limit_words
from desktop.widgets.parts import button, card, column, fit_height, label, line, restyle, set_text
from nightmail.account.model import WhenUnknown


class OptionsView(QDialog):
    changed = Signal(str, object)
    reset_pressed = Signal()
    forget_pressed = Signal()
    servers_pressed = Signal()
    signatures_pressed = Signal()
    save_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Limits and options"))
        self.setFixedWidth(520)
        self._address = label("", "soft")
        self._doubts = {answer: QRadioButton(words) for answer, words in doubt_words().items()}
        self._group = QButtonGroup(self)
        self._doubt_note = label("", "faint", wraps=True)
        self._copy = QCheckBox(tr("Keep a copy in the Sent folder"))
        self._copy_note = label("", "faint", wraps=True)
        self._limits: dict[str, QLineEdit] = {}
        self._notes: dict[str, QLabel] = {}
        self._problems: dict[str, QLabel] = {}
        self._failure_words = label("", "", wraps=True)
        self._failure = card(self._failure_words, tone="bad")
        self._reset = button(tr("Provider's limits"), press=self.reset_pressed.emit)
        self._cancel = button(tr("Cancel"), "quiet", press=self.reject)
        self._save = button(tr("Save"), "primary", press=self.save_pressed.emit)
        self._save.setDefault(True)
        self._learned = label("", "faint", wraps=True)
        self._forget = button(tr("Forget what the server taught"), "link", press=self.forget_pressed.emit)
        self._servers = button(tr("Servers…"), "link", press=self.servers_pressed.emit)
        self._signatures = button(tr("Signatures…"), "link", press=self.signatures_pressed.emit)
        for each in (self._forget, self._servers, self._signatures):
            each.setAutoDefault(False)
        self._reset.setAutoDefault(False)
        self._cancel.setAutoDefault(False)
        self._build()

    def render_state(self, state: OptionsState) -> None:
        self._address.setText(state.address)
        self._doubts[state.fields.when_unknown].setChecked(True)
        self._doubt_note.setText(doubt_notes()[state.fields.when_unknown])
        with QSignalBlocker(self._copy):
            self._copy.setChecked(state.fields.files_copy)
        self._copy.setEnabled(state.can_copy or state.fields.files_copy)
        set_text(self._copy_note, state.copy_note)
        for name, field in self._limits.items():
            self._render_limit(state, name, field)
        set_text(self._learned, state.learned)
        self._forget.setVisible(state.can_forget)
        self._failure.setVisible(bool(state.failure))
        self._failure_words.setText(state.failure)
        self._save.setText(tr("Saving…") if state.is_saving else tr("Save"))
        self._save.setEnabled(state.is_loaded)
        fit_height(self)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            fit_height(self)
        return handled

    def _render_limit(self, state: OptionsState, name: str, field: QLineEdit) -> None:
        typed = state.fields.limits.get(name, "")
        if field.text() != typed:
            with QSignalBlocker(field):
                field.setText(typed)
        problem = state.problems.get(name, "")
        restyle(field, "problem", bool(problem))
        set_text(self._problems[name], problem)
        self._notes[name].setText("" if problem else state.notes.get(name, ""))
        self._notes[name].setVisible(not problem)

    def _build(self) -> None:
        for answer, choice in self._doubts.items():
            self._group.addButton(choice)
            choice.clicked.connect(lambda _, answer=answer: self.changed.emit("when_unknown", WhenUnknown(answer)))
        self._copy.clicked.connect(lambda is_on: self.changed.emit("files_copy", is_on))
        doubt = column(
            label(tr("If it can't be found out whether a message arrived"), "strong", wraps=True),
            line(*self._doubts.values(), 1, gap=18),
            self._doubt_note,
            gap=5,
        )
        copies = column(label(tr("Copies"), "strong"), self._copy, self._copy_note, gap=5)
        limits = column(
            label(tr("Limits"), "strong"),
            label(tr("What is over a limit waits; nothing is refused. Empty: no limit."), "faint", wraps=True),
            self._grid(),
            self._learned,
            line(self._forget, 1),
            gap=6,
        )
        column(
            label(tr("Limits and options"), "title"),
            line(self._address, 1, self._signatures, self._servers),
            doubt,
            copies,
            limits,
            self._failure,
            line(self._reset, 1, self._cancel, self._save, margins=(0, 8, 0, 0)),
            on=self,
            margins=(26, 22, 26, 20),
            gap=14,
        )

    def _grid(self) -> QGridLayout:
        made = QGridLayout()
        made.setHorizontalSpacing(12)
        made.setVerticalSpacing(6)
        made.setColumnStretch(2, 1)
        for row, (name, words) in enumerate(limit_words().items()):
            field = QLineEdit()
            field.setAccessibleName(words)
            field.setFixedWidth(110)
            field.textEdited.connect(lambda text, name=name: self.changed.emit(name, text))
            head = label(words, "soft")
            head.setBuddy(field)
            self._limits[name] = field
            self._notes[name], self._problems[name] = label("", "faint", wraps=True), label("", "problem", wraps=True)
            made.addWidget(head, row, 0, Qt.AlignmentFlag.AlignVCenter)
            made.addWidget(field, row, 1)
            made.addLayout(line(self._notes[name], self._problems[name]), row, 2)
        return made

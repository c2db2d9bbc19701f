"""What every step of the account set-up has: its lines, and where the keyboard begins."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.screens.account.state import AccountState
from desktop.widgets.form_line import FormLine


class Page(QWidget):
    """A step. `changed` carries the name of a field of Fields and its new value."""

    changed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, FormLine] = {}

    def field(self, name: str, words: str, placeholder: str = "", *, is_secret: bool = False) -> FormLine:
        made = FormLine(words, placeholder, is_secret=is_secret)
        made.field.textEdited.connect(partial(self.changed.emit, name))
        self.lines[name] = made
        return made

    def show_lines(self, state: AccountState) -> None:
        for name, field in self.lines.items():
            field.show_line(str(getattr(state.fields, name)), state.problems.get(name, ""))

    @abstractmethod
    def render_page(self, state: AccountState) -> None: ...

    def first(self, state: AccountState) -> QWidget | None:
        """What takes the keyboard when the step begins: what is wrong, else what is blank."""
        blank = [name for name in self.lines if not getattr(state.fields, name)]
        wrong = [name for name in self.lines if name in state.problems]
        for name in (*wrong, *blank, *self.lines):
            if self.lines[name].field.isVisibleTo(self):
                return self.lines[name].field
        return None

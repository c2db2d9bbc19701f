"""Ask for a name. Says at the field what is wrong with it; keeps nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from desktop.language import tr
from desktop.widgets.parts import button, column, fit_height, label, line


class NameQuestion(QDialog):
    """`given` gets the name, which is not blank."""

    def __init__(
        self, parent: QWidget | None, *, title: str, words: str, verb: str, start: str, given: Callable[[str], object]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setFixedWidth(400)
        self._given = given
        self.field = QLineEdit(start)
        self.field.setAccessibleName(tr("Name"))
        self.field.selectAll()
        self._keep = button(verb, "primary", press=self._accept)
        self._keep.setDefault(True)
        self.field.textChanged.connect(lambda text: self._keep.setEnabled(bool(text.strip())))
        self._keep.setEnabled(bool(start.strip()))
        row = line(1, button(tr("Cancel"), press=self.reject), self._keep, margins=(0, 10, 0, 0))
        column(
            label(title, "large", wraps=True),
            label(words, "soft", wraps=True),
            self.field,
            row,
            on=self,
            margins=(22, 20, 22, 16),
        )
        fit_height(self)

    def _accept(self) -> None:
        name = self.field.text().strip()
        if name:
            self.accept()
            self._given(name)

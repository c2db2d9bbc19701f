"""A dialog over a list that can be searched: Escape empties the search first, then closes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from desktop.widgets.search_field import SearchField


class SearchDialog(QDialog):
    def __init__(self, parent: QWidget | None, search: SearchField) -> None:
        super().__init__(parent)
        self.search = search

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.step_back()
        else:
            super().keyPressEvent(event)

    def step_back(self) -> None:
        """Not asked in `reject`: the frame's button ends there, too, and means it."""
        if self.search.text():
            self.search.clear()
            self.search.setFocus()
        else:
            self.close()

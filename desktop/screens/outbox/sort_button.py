"""The small button above the list that says how it is sorted, and lets it be sorted otherwise."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.widgets.parts import button, line, popup_menu
from nightmail.ports import OutboxSort


def sort_words(sort: OutboxSort) -> str:
    match sort:
        case OutboxSort.DUE:
            return tr("By time")
        case OutboxSort.SUBJECT:
            return tr("By subject")
        case OutboxSort.RECIPIENT:
            return tr("By recipient")
        case OutboxSort.CHANGED:
            return tr("By last change")


class SortButton(QWidget):
    sort_chosen = Signal(object)
    grouping_chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._sort, self._is_grouped = OutboxSort.DUE, True
        self._press = button("", "quiet", icon="numbers", press=self._open)
        line(self._press, on=self)
        self.render_sort(OutboxSort.DUE, is_grouped=True)

    def render_sort(self, sort: OutboxSort, *, is_grouped: bool) -> None:
        self._sort, self._is_grouped = sort, is_grouped
        self._press.setText(sort_words(sort))
        self._press.setAccessibleName(tr("Sorted: {order}", order=sort_words(sort)))
        self._press.setToolTip(tr("How the list is sorted"))

    def _open(self) -> None:
        menu = popup_menu(self)
        orders = QActionGroup(menu)
        for sort in OutboxSort:
            action = menu.addAction(sort_words(sort), partial(self.sort_chosen.emit, sort))
            action.setCheckable(True)
            action.setChecked(sort is self._sort)
            orders.addAction(action)
        menu.addSeparator()
        grouping = menu.addAction(tr("Group by day"), lambda: self.grouping_chosen.emit(not self._is_grouped))
        grouping.setCheckable(True)
        grouping.setChecked(self._is_grouped)
        grouping.setEnabled(self._sort in (OutboxSort.DUE, OutboxSort.CHANGED))
        menu.popup(self._press.mapToGlobal(self._press.rect().bottomLeft()))

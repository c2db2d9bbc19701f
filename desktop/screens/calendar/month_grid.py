"""A month as six weeks of cells, each with what goes out that day. A message dropped on a cell keeps its time of day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop.language import plural
from desktop.look.tokens import Space
from desktop.screens.calendar.chip import HEIGHT, Chip, dragged_id
from desktop.screens.calendar.load_bar import LoadBar
from desktop.screens.calendar.state import CalendarState, DayBox, Entry
from desktop.widgets.parts import button, clear, column, label, line, restyle

_HEAD = 28
MakeChip = Callable[[Entry, QWidget], Chip]


class MonthGrid(QWidget):
    dropped = Signal(object, object)
    day_opened = Signal(object)

    def __init__(self, make_chip: MakeChip) -> None:
        super().__init__()
        self._names = [label("", "heading") for _ in range(7)]
        self._cells = [_Cell(make_chip) for _ in range(42)]
        grid = QGridLayout()
        grid.setSpacing(0)
        for place, cell in enumerate(self._cells):
            grid.addWidget(cell, place // 7, place % 7)
            cell.dropped.connect(self.dropped)
            cell.opened.connect(self.day_opened)
        for place in range(7):
            grid.setColumnStretch(place, 1)
        for place in range(6):
            grid.setRowStretch(place, 1)
        head = line(*self._names, margins=(8, 0, 0, 4), gap=0)
        for place in range(7):
            head.setStretch(place, 1)
        whole = column(head, grid, on=self, gap=0)
        whole.setStretch(1, 1)

    def render_state(self, state: CalendarState) -> None:
        for name, words in zip(self._names, state.weekdays, strict=False):
            name.setText(words)
        for cell, box in zip(self._cells, state.days, strict=False):
            cell.render_box(box)


class _Cell(QFrame):
    dropped = Signal(object, object)
    opened = Signal(object)

    def __init__(self, make_chip: MakeChip) -> None:
        super().__init__()
        self.setObjectName("calendarCell")
        self.setAcceptDrops(True)
        self._make_chip = make_chip
        self._box: DayBox | None = None
        self._shown: tuple[DayBox, int] | None = None
        self._title = label("", "fine")
        self._load = LoadBar()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        head = line(self._title, 1, self._load, gap=6)
        column(head, self._rows, 1, on=self, margins=(6, 4, 4, 4), gap=3)

    def sizeHint(self) -> QSize:
        return QSize(100, _HEAD + 2 * HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, _HEAD + HEIGHT)

    def render_box(self, box: DayBox) -> None:
        self._box = box
        self._title.setText(box.title)
        restyle(self._title, "kind", "today" if box.is_today else "faint" if box.is_beside else "fine")
        side = Space.S - 2 if box.is_today else 0
        self._title.setContentsMargins(side, 1, side, 1)
        restyle(self, "day", "beside" if box.is_beside else "quiet" if box.is_quiet else "")
        self._load.render_load(box.load)
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_id(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        id = dragged_id(event.mimeData())
        if id is not None and self._box is not None:
            event.acceptProposedAction()
            self.dropped.emit(id, self._box.day)

    def _fill(self) -> None:
        """As many as fit; the rest stands behind one button."""
        box = self._box
        if box is None:
            return
        room = max((self.height() - _HEAD) // (HEIGHT + 2), 1)
        if self._shown == (box, room) and self._rows.count():
            return
        self._shown = (box, room)
        clear(self._rows)
        count = len(box.entries) + box.more
        fitting = room if count <= room else max(room - 1, 0)
        for entry in box.entries[:fitting]:
            chip = self._make_chip(entry, self)
            self._rows.addWidget(chip)
            chip.show()
        if count > fitting:
            more = button(plural("{count} more", "{count} more", count - fitting), press=self._open)
            more.setObjectName("entryMore")
            more.setAccessibleDescription(box.title)
            more.setFixedHeight(HEIGHT)
            self._rows.addWidget(more, alignment=Qt.AlignmentFlag.AlignLeft)
            more.show()

    def _open(self) -> None:
        day: date | None = self._box.day if self._box else None
        self.opened.emit(day)

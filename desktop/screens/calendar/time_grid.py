"""One day or seven as columns of hours. A message dropped there goes at the quarter of an hour it was dropped on."""

from __future__ import annotations

from collections import defaultdict
from functools import partial

from PySide6.QtCore import QLineF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QScrollArea, QSizePolicy, QWidget

from desktop.language import hour_words, plural
from desktop.look.theme import look, ui_font
from desktop.look.tokens import Space, Type
from desktop.screens.calendar.chip import HEIGHT, Chip, dragged_id
from desktop.screens.calendar.load_bar import LoadBar
from desktop.screens.calendar.month_grid import MakeChip
from desktop.screens.calendar.state import CalendarState, DayBox, Entry
from desktop.widgets.parts import button, column, label, line, popup_menu, restyle

_HOUR = 48
_GUTTER = 54
_SLOT = 30  # minutes that a chip is tall
_SNAP = 15
_DAY = 24 * 60
_ROOMY = 130
_SIDE_BY_SIDE = {1: 6, 7: 1}


class TimeGrid(QWidget):
    dropped = Signal(object, object, object)
    day_opened = Signal(object)
    opened = Signal(object)

    def __init__(self, make_chip: MakeChip) -> None:
        super().__init__()
        self._heads: list[_Head] = []
        self._row = QWidget()
        self._row_box = line(on=self._row, margins=(_GUTTER, 0, 0, 4), gap=0)
        self.canvas = _Canvas(make_chip)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.canvas)
        whole = column(self._row, self._scroll, on=self, gap=0)
        whole.setStretch(1, 1)
        self.canvas.dropped.connect(self.dropped)
        self.canvas.day_opened.connect(self.day_opened)
        self.canvas.opened.connect(self.opened)

    def render_state(self, state: CalendarState) -> None:
        for _ in range(len(self._heads), len(state.days)):
            head = _Head()
            self._heads.append(head)
            self._row_box.addWidget(head, 1)
        for place, head in enumerate(self._heads):
            head.setVisible(place < len(state.days))
            if place < len(state.days):
                head.render_box(state.days[place])
        self.canvas.render_state(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The columns below end where the scroll bar begins.
        self._row_box.setContentsMargins(_GUTTER, 0, self._scroll.verticalScrollBar().sizeHint().width(), 4)

    def show_hour(self, hour: int) -> None:
        """With a little of the hour before; after the layout, which knows how much can be scrolled."""
        QTimer.singleShot(0, self, lambda: self._scroll.verticalScrollBar().setValue(max(hour * _HOUR - _HOUR // 2, 0)))

    def show_chip(self, chip: Chip) -> None:
        self._scroll.ensureWidgetVisible(chip, 0, _HOUR // 2)


class _Head(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self._box: DayBox | None = None
        self._title = label("", "fine")
        self._load = LoadBar()
        # As wide as the column below it, whatever its words.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box = line(self._title, self._load, 1, on=self, margins=(6, 4, 0, 2), gap=6)
        box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say()

    def _say(self) -> None:
        if self._box is not None:
            is_roomy = self.width() >= _ROOMY
            self._title.setText(self._box.title if is_roomy else self._box.short_title)
            self._load.show_bar(has_bar=is_roomy)

    def render_box(self, box: DayBox) -> None:
        self._box = box
        self._say()
        restyle(self._title, "kind", "today" if box.is_today else "fine")
        side = Space.S - 2 if box.is_today else 0
        self._title.setContentsMargins(side, 1, side, 1)
        self._load.render_load(box.load)


class _Canvas(QWidget):
    dropped = Signal(object, object, object)
    day_opened = Signal(object)
    opened = Signal(object)

    def __init__(self, make_chip: MakeChip) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.setFixedHeight(24 * _HOUR + 1)
        self._make_chip = make_chip
        self._days: tuple[DayBox, ...] = ()
        self._now_minute = 0
        self._places: list[tuple[QWidget, int, int, int, int]] = []

    def render_state(self, state: CalendarState) -> None:
        self._now_minute = state.now_minute
        if state.days != self._days:
            self._days = state.days
            self._fill()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_id(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        id, where = dragged_id(event.mimeData()), event.position()
        if id is None or not self._days:
            return
        event.acceptProposedAction()
        column = min(max(int((where.x() - _GUTTER) // self._width), 0), len(self._days) - 1)
        place = self._mirrored(column)
        minute = int(where.y() * 60 / _HOUR) // _SNAP * _SNAP
        self.dropped.emit(id, self._days[place].day, min(max(minute, 0), _DAY - _SNAP))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = look.colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        for place, box in enumerate(self._days):
            left = self._left(place)
            if box.is_quiet:
                painter.fillRect(QRectF(left, 0, self._width, self.height()), QColor(colours.sunken))
            painter.setPen(QColor(colours.line))
            painter.drawLine(QLineF(left, 0, left, self.height()))
        painter.setFont(ui_font(Type.SMALL))
        for hour in range(24):
            top = hour * _HOUR
            painter.setPen(QColor(colours.line))
            painter.drawLine(QLineF(_GUTTER - 6, top, self.width(), top))
            if hour:
                painter.setPen(QColor(colours.text_faint))
                room = QRectF(0, top - 8, _GUTTER - 12, 16)
                painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, hour_words(hour))
        self._paint_now(painter)
        painter.end()

    def _paint_now(self, painter: QPainter) -> None:
        place = next((place for place, box in enumerate(self._days) if box.is_today), None)
        if place is None:
            return
        top = self._now_minute * _HOUR / 60
        left = self._left(place)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look.colours.bad), 2))
        painter.drawLine(QLineF(left, top, left + self._width, top))
        painter.setBrush(QColor(look.colours.bad))
        painter.drawEllipse(QRectF(left - 3, top - 3, 6, 6))

    @property
    def _width(self) -> float:
        return max(self.width() - _GUTTER, 1) / max(len(self._days), 1)

    def _left(self, place: int) -> float:
        return _GUTTER + self._mirrored(place) * self._width

    def _mirrored(self, place: int) -> int:
        """Days run as lines do."""
        return len(self._days) - 1 - place if self.isRightToLeft() else place

    def _fill(self) -> None:
        for each, *_ in self._places:
            each.hide()
            each.deleteLater()
        self._places = []
        side_by_side = _SIDE_BY_SIDE.get(len(self._days), 1)
        for place, box in enumerate(self._days):
            slots: dict[int, list[Entry]] = defaultdict(list)
            for entry in box.entries:
                slots[entry.minute // _SLOT].append(entry)
            for slot, entries in slots.items():
                self._fill_slot(place, box, slot, entries, side_by_side)
        self._arrange()

    def _fill_slot(self, place: int, box: DayBox, slot: int, entries: list[Entry], side_by_side: int) -> None:
        """Side by side while they can be read so; the rest behind one button."""
        shown = entries if len(entries) <= side_by_side else entries[: max(side_by_side - 1, 1)]
        rest = len(entries) - len(shown)
        parts = len(shown) + bool(rest)
        # Alone in its half hour it stands at its own minute.
        minute = entries[0].minute if len(entries) == 1 else slot * _SLOT
        minute = min(minute, _DAY - _SLOT)
        for part, entry in enumerate(shown):
            chip = self._make_chip(entry, self)
            self._places.append((chip, place, minute, part, parts))
            chip.show()
        if rest:
            more = self._more(box, entries[len(shown) :])
            self._places.append((more, place, minute, len(shown), parts))
            more.show()

    def _more(self, box: DayBox, rest: list[Entry]) -> QPushButton:
        count = len(rest)
        made = button(f"+{count}")
        made.setObjectName("entryMore")
        made.clicked.connect(lambda: self._show_rest(box, rest, made))
        made.setAccessibleName(plural("{count} more", "{count} more", count))
        made.setAccessibleDescription(box.title)
        made.setParent(self)
        made.setFixedHeight(HEIGHT)
        return made

    def _show_rest(self, box: DayBox, rest: list[Entry], anchor: QPushButton) -> None:
        """A week has its days to look at; a day lists what has no room."""
        if len(self._days) > 1:
            self.day_opened.emit(box.day)
            return
        menu = popup_menu(self)
        for entry in rest:
            menu.addAction(f"{entry.clock}  {entry.subject}", partial(self.opened.emit, entry.id))
        menu.popup(anchor.mapToGlobal(anchor.rect().bottomLeft()))

    def _arrange(self) -> None:
        for each, place, minute, part, parts in self._places:
            room = self._width - 4
            is_more = not isinstance(each, Chip)
            if parts > 1 and len(self._days) > 1:
                # A narrow column: the first one gets what the button leaves.
                left, width = (room - 34, 34) if is_more else (0, room - 36)
            else:
                width = room / parts - 2 if parts > 1 else room
                left = part * room / parts
            x = self._left(place) + 2 + left
            each.setGeometry(int(x), int(minute * _HOUR / 60) + 1, int(max(width, 20)), HEIGHT)

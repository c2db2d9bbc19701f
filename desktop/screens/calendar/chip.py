"""One message in the calendar: its time and subject on a strip in its account's colour. It can be dragged and hears arrows."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDrag, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop.look import icons
from desktop.look.theme import look, ui_font
from desktop.look.tokens import Radius, Space, Type, account_colour
from desktop.screens.calendar.state import Entry, Way

HEIGHT = 22
_BAR = 4
_ICON = 12
_MIME = "application/x-nightmail-message"
_WAYS = {
    Qt.Key.Key_Left.value: Way.LEFT,
    Qt.Key.Key_Right.value: Way.RIGHT,
    Qt.Key.Key_Up.value: Way.UP,
    Qt.Key.Key_Down.value: Way.DOWN,
}


class Chip(QPushButton):
    """`stepped` and `nudged` are arrows, the latter with Alt."""

    chosen = Signal(object)
    opened = Signal(object)
    stepped = Signal(object)
    nudged = Signal(object)

    def __init__(self, entry: Entry, parent: QWidget, *, is_selected: bool) -> None:
        super().__init__(parent)
        self.entry = entry
        self._is_selected = is_selected
        self._pressed_at: QPoint | None = None
        self.setObjectName("entry")
        self.setAccessibleName(entry.told)
        self.setToolTip(entry.told)
        self.setFixedHeight(HEIGHT)
        self.setCursor(Qt.CursorShape.OpenHandCursor if entry.can_move else Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: self.chosen.emit(entry.id))

    def mark(self, *, is_selected: bool) -> None:
        if is_selected != self._is_selected:
            self._is_selected = is_selected
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(60, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(20, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _WAYS.get(event.key())
        if way is not None:
            is_moving = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            (self.nudged if is_moving else self.stepped).emit(way)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.entry.id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        start = self._pressed_at
        if start is None or not self.entry.can_move:
            return
        if (event.position().toPoint() - start).manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            self.setDown(False)
            self._drag(start)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        del event
        self.opened.emit(self.entry.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours, entry = look.colours, self.entry
        fill = colours.accent_soft if entry.can_move else colours.calm_soft
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.hover if self.underMouse() else fill))
        painter.drawRoundedRect(box, Radius.S, Radius.S)
        painter.setBrush(QColor(account_colour(entry.colour)))
        painter.drawRoundedRect(QRectF(box.left(), box.top(), _BAR, box.height()), 2, 2)
        if self.hasFocus() or self._is_selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2 if self.hasFocus() else 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), Radius.S, Radius.S)
        self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        entry, colours = self.entry, look.colours
        left = _BAR + Space.XS + 1
        if not entry.can_move and self.width() > 60:
            # What can't be moved any more says why by its icon, not by its colour alone.
            mark = icons.pixmap(entry.icon, colours.text_soft, _ICON, scale=self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - _ICON) // 2, mark)
            left += _ICON + 3
        font = ui_font(Type.SMALL)
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        room = self.rect().adjusted(left, 0, -Space.XS, 0)
        words = f"{entry.clock}  {entry.subject}"
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | side, shown)

    def _drag(self, start: QPoint) -> None:
        drag = QDrag(self)
        drag.setMimeData(dragged(self.entry.id))
        drag.setPixmap(self.grab())
        drag.setHotSpot(start)
        drag.exec(Qt.DropAction.MoveAction)


def dragged(id: UUID) -> QMimeData:
    made = QMimeData()
    made.setData(_MIME, str(id).encode())
    return made


def dragged_id(data: QMimeData) -> UUID | None:
    """The message that is dragged; None where it is something else."""
    if not data.hasFormat(_MIME):
        return None
    try:
        return UUID(bytes(data.data(_MIME).data()).decode())
    except ValueError:
        return None

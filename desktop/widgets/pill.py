"""One recipient as a pill that can be edited, removed, copied and dragged to another field. Reports; decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from desktop.language import tr
from desktop.look import icons
from desktop.look.theme import look, tinted
from desktop.widgets.entry import Entry
from desktop.widgets.own_order import in_own_order
from desktop.widgets.parts import popup_menu

PILL_TYPE = "application/x-nightmail-recipient"
"""What a dragged recipient is called among drag and drop's kinds of content."""

_HEIGHT = 26
_WIDEST = 280


class PillWidget(QWidget):
    """One recipient. Enter edits it, Delete and Backspace remove it, the arrows move on. `others`: the fields it can be moved to,
    as (key, name)."""

    edit = Signal()
    remove = Signal()
    step = Signal(int)
    move_to = Signal(str)

    def __init__(self, pill: Entry, parent: QWidget, *, origin: str = "", others: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(parent)
        self.pill = pill
        self._origin = origin
        self._others = others
        self._pressed: QPoint | None = None
        self._hot = False
        # Not by Tab, which goes from field to field however many recipients one has; the arrows and Backspace lead here.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleDescription(pill.problem or pill.note)
        self.setToolTip(pill.problem or pill.note or in_own_order(pill.typed))
        look.changed.connect(self.update)

    def tell_place(self, place: str) -> None:
        """Which of how many it is."""
        name = tr("{name}, {place}: press Enter to edit, Delete to remove", name=self.pill.label, place=place)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        sign = 16 if self.pill.problem or self.pill.note else 0
        return QSize(min(metrics.horizontalAdvance(self.pill.label) + 38 + sign, _WIDEST), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = look.colours
        bad, odd = bool(self.pill.problem), bool(self.pill.note)
        fill, ink = (colours.bad_soft, colours.bad) if bad else (colours.accent_soft, colours.text)
        if odd and not bad:
            fill = colours.warn_soft
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = colours.accent if self.hasFocus() else (colours.bad if bad else fill)
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        left = 11
        if bad or odd:
            icons.paint(painter, "alert" if bad else "info", colours.bad if bad else colours.warn, QRectF(9, 6, 14, 14))
            left = 27
        painter.setPen(QColor(ink))
        room = self.width() - left - 24
        text = QFontMetrics(self.font()).elidedText(in_own_order(self.pill.label), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRectF(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        icons.paint(painter, "close", ink if self._hot else colours.text_faint, self._cross().adjusted(2, 2, -2, -2))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._cross().contains(event.position()):
            self.remove.emit()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            way = event.position().toPoint() - self._pressed
            if way.manhattanLength() >= QApplication.startDragDistance():
                self._pressed = None
                self._drag()
                return
        self._hot = self._cross().contains(event.position())
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = popup_menu(self)
        menu.setAccessibleName(self.pill.label)
        menu.addAction(tinted("edit"), tr("Edit"), self.edit.emit)
        menu.addAction(tinted("copy"), tr("Copy address"), self._copy)
        for key, name in self._others:
            menu.addAction(tr("Move to {field}", field=name), lambda key=key: self.move_to.emit(key))  # type: ignore[misc]
        menu.addSeparator()
        menu.addAction(tinted("close"), tr("Remove"), self.remove.emit)
        menu.popup(event.globalPos())

    def _drag(self) -> None:
        drag = QDrag(self)
        carried = QMimeData()
        carried.setText(self.pill.typed)
        carried.setData(PILL_TYPE, f"{self._origin}\n{self.pill.typed}".encode())
        drag.setMimeData(carried)
        drag.setPixmap(self.grab())
        drag.setHotSpot(QPoint(self.width() // 2, self.height() // 2))
        drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.DropAction.MoveAction)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.pill.typed)

    def leaveEvent(self, event: QEvent) -> None:
        self._hot = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_F2 if not event.modifiers():
                self.edit.emit()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.remove.emit()
            case Qt.Key.Key_Left:
                self.step.emit(-1)
            case Qt.Key.Key_Right:
                self.step.emit(1)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _cross(self) -> QRectF:
        return QRectF(self.width() - 23, 4, 18, 18)

"""The command palette: type a few letters of anything that can be done here, press Enter. It does nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QDialog, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.actions.finding import find
from desktop.language import tr
from desktop.look import icons
from desktop.look.theme import look, ui_font
from desktop.look.tokens import Type
from desktop.widgets.parts import column, label, rule
from desktop.widgets.search_field import SearchField

_WIDTH, _ROW, _MOST = 560, 40, 9
_TOP = 84
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """`keys` as people read them; `under` says where it belongs."""

    words: str
    press: Callable[[], object]
    icon: str = ""
    keys: str = ""
    under: str = ""


class _Role(IntEnum):
    ENTRY = Qt.ItemDataRole.UserRole


class _Found(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[Entry] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        match role:
            case _Role.ENTRY:
                return entry
            case Qt.ItemDataRole.DisplayRole:
                return entry.words
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(part for part in (entry.words, entry.under, entry.keys) if part)
            case _:
                return None


class _Lines(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(_WIDTH, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry, colours = index.data(_Role.ENTRY), look.colours
        assert isinstance(entry, Entry)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(6, 1, -6, -1)
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(box, 8, 8)
        direction: Qt.LayoutDirection = option.direction
        is_mirrored = direction is Qt.LayoutDirection.RightToLeft
        sign = QRectF(box.right() - 28 if is_mirrored else box.left() + 10, box.center().y() - 9, 18, 18)
        if entry.icon:
            icons.paint(painter, entry.icon, colours.text_soft, sign)
        taken = _paint_keys(painter, box, entry.keys, is_mirrored=is_mirrored)
        words = box.adjusted(taken, 0, -40, 0) if is_mirrored else box.adjusted(40, 0, -taken, 0)
        _paint_words(painter, words, entry, is_mirrored=is_mirrored)
        painter.restore()


def _paint_keys(painter: QPainter, box: QRectF, keys: str, *, is_mirrored: bool) -> float:
    """At the line's end, as a key looks; answers the width taken."""
    if not keys:
        return 12
    font = ui_font(Type.FINE, weight=QFont.Weight.Medium)
    width = QFontMetrics(font).horizontalAdvance(keys) + 16
    left = box.left() + 8 if is_mirrored else box.right() - width - 8
    cap = QRectF(left, box.center().y() - 11, width, 22)
    painter.setPen(QColor(look.colours.line_strong))
    painter.setBrush(QColor(look.colours.sunken))
    painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    painter.setFont(font)
    painter.setPen(QColor(look.colours.text_soft))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)
    return width + 18


def _paint_words(painter: QPainter, box: QRectF, entry: Entry, *, is_mirrored: bool) -> None:
    font = ui_font(Type.BODY, weight=QFont.Weight.Medium)
    measure = QFontMetrics(font)
    shown = measure.elidedText(entry.words, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.setFont(font)
    painter.setPen(QColor(look.colours.text))
    side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
    # Absolute: the painter would mirror a plain AlignLeft once more.
    painter.drawText(box, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)
    rest = box.width() - measure.horizontalAdvance(shown) - 12
    if not entry.under or rest < 40:
        return
    room = QRectF(box.left() if is_mirrored else box.right() - rest, box.top(), rest, box.height())
    small = ui_font(Type.FINE)
    painter.setFont(small)
    painter.setPen(QColor(look.colours.text_faint))
    under = QFontMetrics(small).elidedText(entry.under, Qt.TextElideMode.ElideRight, int(rest))
    painter.drawText(room, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, under)


class Palette(QDialog):
    """Over the upper middle of its window. Closes by itself when something is chosen or when it is left."""

    def __init__(self, window: QWidget, entries: Sequence[Entry]) -> None:
        super().__init__(window, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("palette")
        self.setWindowTitle(tr("Find an action"))
        self.setFixedWidth(min(_WIDTH, window.width() - 32))
        self._window = window
        self._entries = tuple(entries)
        self.typing = SearchField(tr("What would you like to do?"), tr("Find an action"))
        self.typing.setObjectName("paletteField")
        self.list = QListView()
        self.list.setAccessibleName(tr("Actions"))
        self.list.setObjectName("paletteList")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = _Found()
        self._model.setParent(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Lines(self.list))
        self._none = label(tr("Nothing is called like that."), "soft")
        self._none.setContentsMargins(18, 10, 18, 14)
        column(self.typing, rule(), self.list, self._none, on=self, margins=(1, 1, 1, 6), gap=0)
        self.typing.textChanged.connect(self._find)
        self.list.clicked.connect(self._take)
        self.typing.installEventFilter(self)
        self._find("")

    def open_over(self) -> None:
        self.adjustSize()
        corner = self._window.mapToGlobal(QPoint(0, 0))
        self.move(corner.x() + (self._window.width() - self.width()) // 2, corner.y() + min(_TOP, self._window.height() // 6))
        self.show()
        self.typing.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            match event.key():
                case Qt.Key.Key_Down:
                    self._step(1)
                case Qt.Key.Key_Up:
                    self._step(-1)
                case Qt.Key.Key_PageDown:
                    self._step(_MOST)
                case Qt.Key.Key_PageUp:
                    self._step(-_MOST)
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._take(self.list.currentIndex())
                case _:
                    return False
            return True
        return False

    def _find(self, typed: str) -> None:
        found = find(typed, self._entries, lambda entry: entry.words)
        self._model.show_entries(found)
        self.list.setCurrentIndex(self._model.index(0, 0))
        self.list.setFixedHeight(min(len(found), _MOST) * _ROW + (6 if found else 0))
        self.list.setVisible(bool(found))
        self._none.setVisible(not found)
        self._speak()
        self.adjustSize()

    def _step(self, by: int) -> None:
        rows = self._model.rowCount()
        if not rows:
            return
        now = self.list.currentIndex().row()
        wanted = (now + by) % rows if abs(by) == 1 else min(max(now + by, 0), rows - 1)
        self.list.setCurrentIndex(self._model.index(wanted, 0))
        self._speak()

    def _speak(self) -> None:
        """The keyboard stays in the field, so what is chosen is told with it."""
        said = (
            self._model.data(index, Qt.ItemDataRole.AccessibleTextRole) if (index := self.list.currentIndex()).isValid() else ""
        )
        self.typing.setAccessibleDescription(str(said))

    def _take(self, index: QModelIndex) -> None:
        entry = index.data(_Role.ENTRY)
        if isinstance(entry, Entry):
            self.close()
            entry.press()

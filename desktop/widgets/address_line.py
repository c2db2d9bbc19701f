"""The line at the end of an address field, with the people it may mean. Leaving it, or a separator, hands over what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.language import tr
from desktop.look.theme import look, ui_font
from desktop.look.tokens import Type
from desktop.widgets.entry import Suggestion

_SEPARATORS = (",", ";", "\n", "\t")
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TYPED = Qt.ItemDataRole.UserRole + 1
_ADDRESS = Qt.ItemDataRole.UserRole + 2
_BELOW = Qt.ItemDataRole.UserRole + 3
_ROW = 44
_WIDTH = 360


class AddressLine(QLineEdit):
    """`picked` carries a suggestion's entry, `forgotten` the address of one that is not to be offered any more (Shift+Delete);
    `back`: the pills before it are wanted."""

    finished = Signal()
    back = Signal()
    picked = Signal(str)
    forgotten = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "bare")
        self.setMinimumWidth(120)
        self.setFrame(False)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)
        self._offered = QStandardItemModel(self)
        self._list = _List()
        completer = QCompleter(self._offered, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setPopup(self._list)
        self._list.setItemDelegate(_Lines(self._list))
        completer.setWidget(self)
        completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]  # a signal with two forms
        self._list.installEventFilter(self)
        self._completer = completer

    def offer(self, suggestions: Sequence[Suggestion]) -> None:
        self._offered.clear()
        for each in suggestions:
            item = QStandardItem(each.name or each.address)
            item.setData(each.typed, _TYPED)
            item.setData(each.address if each.name else "", _BELOW)
            item.setData(each.address, _ADDRESS)
            item.setData(f"{each.name} {each.address}".strip(), Qt.ItemDataRole.AccessibleTextRole)
            item.setEditable(False)
            self._offered.appendRow(item)
        if not suggestions or not self.hasFocus() or not self.text().strip():
            self._list.hide()
            return
        below = QRect(self.cursorRect().left() - 12, 4, max(_WIDTH, min(self.width(), _WIDTH)), self.height())
        self._completer.complete(below)
        # Whoever types a whole address means that one, and not somebody whose address begins like it.
        is_whole = "@" in self.text()
        self._list.setCurrentIndex(QModelIndex() if is_whole else self._completer.completionModel().index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, is_empty = event.key(), not self.text()
        is_end = (key in _ENTER and not event.modifiers()) or (not is_empty and _ends_entry(self.text(), event.text()))
        if is_end:
            self.finished.emit()
        elif is_empty and key in (Qt.Key.Key_Backspace, Qt.Key.Key_Left):
            self.back.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab takes the suggestion that is marked, as Enter does."""
        if watched is self._list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            chosen = self._list.currentIndex()
            if event.key() in (Qt.Key.Key_Tab, *_ENTER) and chosen.isValid() and not event.modifiers():
                self._take(chosen)
                return True
            if event.key() == Qt.Key.Key_Delete and event.modifiers() == _SHIFT and chosen.isValid():
                self.forgotten.emit(chosen.data(_ADDRESS))
                return True
        return super().eventFilter(watched, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._list.hide()

    def _take(self, index: QModelIndex) -> None:
        typed = index.data(_TYPED)
        self._list.hide()
        if isinstance(typed, str):
            self.picked.emit(typed)


class _List(QListView):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("suggestions")
        self.setAccessibleName(tr("People you wrote to"))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class _Lines(QStyledItemDelegate):
    """A name above its address."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(_WIDTH, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        colours = look.colours
        box, state = option.rect, option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            is_chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft if is_chosen else colours.hover))
            painter.drawRoundedRect(box.adjusted(4, 1, -4, -1), 6, 6)
        text = box.adjusted(14, 4, -12, -4)
        name, address = str(index.data() or ""), str(index.data(_BELOW) or "")
        top = QRect(text.left(), text.top(), text.width(), text.height() // 2 if address else text.height())
        _write(painter, top, name, ui_font(Type.BODY, weight=QFont.Weight.Medium), colours.text)
        if address:
            below = QRect(text.left(), text.top() + text.height() // 2, text.width(), text.height() // 2)
            _write(painter, below, address, ui_font(Type.FINE), colours.text_soft)
        painter.restore()


def _write(painter: QPainter, box: QRect, words: str, font: QFont, ink: str) -> None:
    painter.setFont(font)
    painter.setPen(QPen(QColor(ink)))
    shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideMiddle, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def is_list(text: str) -> bool:
    """Several entries, or one with its end."""
    return any(mark in text for mark in _SEPARATORS) and not is_quoted(text) and not _is_half_a_name(text)


def _ends_entry(text: str, mark: str) -> bool:
    if is_quoted(text):
        return False
    return mark == ";" or (mark == "," and "@" in text)


def _is_half_a_name(text: str) -> bool:
    """`Doe, Jane` and maybe more: a comma before any address belongs to a name, as far as anybody knows yet."""
    before, _, _ = text.rpartition(",")
    return "@" not in before and not any(mark in text for mark in _SEPARATORS[1:])


def is_quoted(text: str) -> bool:
    """Inside a quoted display name ("Doe, Jane") a comma is no separator."""
    return text.count('"') % 2 == 1

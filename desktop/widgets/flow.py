"""A layout that sets its widgets in lines, like words, and grows downwards. For address pills and attachments."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

_Placed = tuple[QLayoutItem, int, QSize]


class Flow(QLayout):
    """The last widget, where `stretches_last`, takes what is left of its line (at least its minimum width). While it is folded,
    it begins no line of its own."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 5, stretches_last: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._stretches_last = stretches_last
        self._is_folded = False
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)

    def fold_last(self, *, is_folded: bool) -> None:
        if is_folded != self._is_folded:
            self._is_folded = is_folded
            self.invalidate()

    def insert(self, index: int, widget: QWidget) -> None:
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), is_trial=True)

    def setGeometry(self, where: QRect) -> None:
        super().setGeometry(where)
        self._lay(where, is_trial=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        widest, tallest = 0, 0
        for item in self._items:
            size = item.minimumSize()
            widest, tallest = max(widest, size.width()), max(tallest, size.height())
        return QSize(min(widest, 240), tallest)

    def _lay(self, where: QRect, *, is_trial: bool) -> int:
        bottom = where.y() - self.spacing()
        inner = self.parentWidget()
        direction = inner.layoutDirection() if inner is not None else Qt.LayoutDirection.LeftToRight
        for placed in self._lines(where.width()):
            top = bottom + self.spacing()
            tallest = max(size.height() for _, _, size in placed)
            for item, x, size in () if is_trial else placed:
                box = QRect(QPoint(where.x() + x, top + (tallest - size.height()) // 2), size)
                # In languages that run leftwards a line begins at the right.
                item.setGeometry(QStyle.visualRect(direction, where, box))
            bottom = top + tallest
        return max(bottom - where.y(), 0)

    def _lines(self, room: int) -> list[list[_Placed]]:
        lines: list[list[_Placed]] = []
        x = 0
        for index, item in enumerate(self._items):
            inner = item.widget()
            if inner is not None and inner.isHidden():
                continue
            is_last = self._stretches_last and index == len(self._items) - 1
            width = min(item.minimumSize().width() if is_last else item.sizeHint().width(), room)
            if not lines or (x + width > room and not (is_last and self._is_folded)):
                lines.append([])
                x = 0
            width = max(room - x, width) if is_last else width
            lines[-1].append((item, x, QSize(width, item.sizeHint().height())))
            x += width + self.spacing()
        return lines

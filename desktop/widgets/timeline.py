"""A message's history as a rail of events. It draws lines of words; it knows nothing of audit entries."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.look import icons
from desktop.look.theme import look
from desktop.timeline_words import TimelineLine
from desktop.widgets.parts import clear, column, label, line
from desktop.words import Tone

_RAIL = 26


class _Rail(QWidget):
    """The icon of one event, and the line that ties it to its neighbours."""

    def __init__(self, icon: str, tone: Tone, *, is_first: bool, is_last: bool) -> None:
        super().__init__()
        self._icon, self._tone, self._is_first, self._is_last = icon, tone, is_first, is_last
        self.setFixedWidth(_RAIL)
        self.setMinimumHeight(_RAIL)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = look.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(_RAIL / 2, 11)
        painter.setPen(QPen(QColor(colours.line_strong), 1.5))
        if not self._is_first:
            painter.drawLine(QPointF(centre.x(), 0), QPointF(centre.x(), centre.y() - 11))
        if not self._is_last:
            painter.drawLine(QPointF(centre.x(), centre.y() + 11), QPointF(centre.x(), self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(colours, f"{self._tone}_soft")))
        painter.drawEllipse(centre, 11, 11)
        icons.paint(painter, self._icon, getattr(colours, self._tone), QRectF(centre.x() - 7, centre.y() - 7, 14, 14))
        painter.end()


class Timeline(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._shown: tuple[TimelineLine, ...] = ()

    def render_lines(self, lines: Sequence[TimelineLine]) -> None:
        if tuple(lines) == self._shown:
            return
        self._shown = tuple(lines)
        clear(self._rows)
        for index, each in enumerate(lines):
            self._rows.addLayout(_row(each, is_first=index == 0, is_last=index == len(lines) - 1))


def _row(each: TimelineLine, *, is_first: bool, is_last: bool) -> QHBoxLayout:
    words = label(each.words, "strong", wraps=True)
    words.setAccessibleName(f"{each.time}: {each.words}. {each.said}")
    head = line(words, label(each.time, "faint"), gap=8)
    head.setStretch(0, 1)
    head.setAlignment(Qt.AlignmentFlag.AlignTop)
    body = column(head, margins=(0, 3, 0, 0 if is_last else 12), gap=2)
    if each.said:
        body.addWidget(label(each.said, "soft", wraps=True, selectable=True))
    body.addStretch(1)
    row = line(_Rail(each.icon, each.tone, is_first=is_first, is_last=is_last), gap=10)
    row.addLayout(body, 1)
    return row

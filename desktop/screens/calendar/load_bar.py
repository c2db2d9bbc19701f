"""How full a day is: a short bar where a limit is known, and the number. Said in words for whoever can't see it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.look.theme import look, ui_font
from desktop.look.tokens import Type
from desktop.screens.calendar.state import Load

_BAR = 26
_GAP = 5
_NEARLY = 80


class LoadBar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._load: Load | None = None
        self._words = ""
        self._has_bar = True
        self.hide()

    def show_bar(self, *, has_bar: bool) -> None:
        """Without one there is the number alone."""
        if has_bar != self._has_bar:
            self._has_bar = has_bar
            self.updateGeometry()
            self.update()

    def render_load(self, load: Load | None) -> None:
        self._load = load
        self.setVisible(load is not None)
        if load is not None:
            self._words = load.short
            self.setAccessibleName(load.told)
            self.setToolTip(load.told)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        room = _BAR + _GAP if self._has_bar and self._load is not None and self._load.share else 0
        return QSize(room + self.fontMetrics().horizontalAdvance(self._words) + 2, 16)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        load, colours = self._load, look.colours
        if load is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0.0
        if load.share and self._has_bar:
            tone = colours.bad if load.is_over else colours.warn if load.share >= _NEARLY else colours.accent
            track = QRectF(0, self.height() / 2 - 2, _BAR, 4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.line_strong))
            painter.drawRoundedRect(track, 2, 2)
            painter.setBrush(QColor(tone))
            painter.drawRoundedRect(QRectF(0, track.top(), max(_BAR * load.share / 100, 3), 4), 2, 2)
            left = _BAR + _GAP
        painter.setFont(ui_font(Type.SMALL))
        painter.setPen(QColor(colours.bad if load.is_over else colours.text_faint))
        room = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._words)
        painter.end()

"""A switch: on or off at once, without a button to confirm. A check box to screen readers and to the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from desktop.look import icons
from desktop.look.theme import look

_WIDTH, _HEIGHT, _EDGE = 38, 22, 3


class Switch(QCheckBox):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH + 2 * _EDGE, _HEIGHT + 2 * _EDGE)

    def hitButton(self, where: QPoint) -> bool:
        return self.rect().contains(where)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, is_on = look.colours, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(_EDGE, _EDGE, _WIDTH, _HEIGHT)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), 13, 13)
        colour = colours.line_strong if not self.isEnabled() else colours.accent if is_on else colours.text_faint
        painter.setPen(QPen(QColor(colour), 1))
        painter.setBrush(QColor(colour if is_on else colours.surface))
        painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), _HEIGHT / 2, _HEIGHT / 2)
        is_right = is_on != (self.layoutDirection() is Qt.LayoutDirection.RightToLeft)
        side = _HEIGHT - 8
        knob = QRectF(track.right() - side - 4 if is_right else track.left() + 4, track.top() + 4, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.on_accent if is_on else colour))
        painter.drawEllipse(knob)
        if is_on:
            # Seen without colour, too.
            icons.paint(painter, "tick", colour, knob.adjusted(2, 2, -2, -2))
        painter.end()

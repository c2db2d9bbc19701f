"""A passing word at the bottom left of a window, with a countdown and up to two buttons. It stays while the mouse is over it.

Where the window is hidden or minimised, it floats at the bottom left of the screen: a way back has to be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QWidget

from desktop.language import tr
from desktop.look.theme import look, ui_font
from desktop.widgets.announcing import announce
from desktop.widgets.parts import button, clear, icon_button, label, line

_STEP_MS = 100
_PLAIN_SECONDS = 5.0
_MARGIN = 16
_FLOATING = 560
_COMES_AND_GOES = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange)


@dataclass(frozen=True, slots=True)
class ToastButton:
    label: str
    press: Callable[[], None]


class _Ring(QWidget):
    """The time left, as an arc and a number."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(30, 30)
        self._left, self._whole = 0.0, 1.0

    def show_left(self, left: float, whole: float) -> None:
        self._left, self._whole = left, whole
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        painter.setPen(QPen(QColor(look.colours.line), 3))
        painter.drawEllipse(box)
        painter.setPen(QPen(QColor(look.colours.accent), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        if not look.reduces_motion:
            painter.drawArc(box, 90 * 16, round(360 * 16 * max(self._left, 0) / self._whole))
        painter.setPen(QColor(look.colours.text))
        painter.setFont(ui_font(11, weight=QFont.Weight.DemiBold))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(max(round(self._left + 0.4), 0)))
        painter.end()


class Toast(QFrame):
    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("toast")
        self._window = window
        self._ring = _Ring()
        self._words = label("", "strong")
        self._buttons = QHBoxLayout()
        self._close = icon_button("close", tr("Dismiss"), press=self.hide, side=16)
        line(self._ring, self._words, self._buttons, self._close, on=self, margins=(12, 8, 8, 8), gap=10)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._tick)
        self._since = QElapsedTimer()
        self._left, self._whole = 0.0, 1.0
        self._first: Callable[[], None] | None = None
        window.installEventFilter(self)
        window.destroyed.connect(self.deleteLater)
        self.hide()

    def speak_anew(self) -> None:
        self._close.setToolTip(tr("Dismiss"))
        self._close.setAccessibleName(tr("Dismiss"))

    @property
    def sentence(self) -> str:
        return self._words.text() if self.isVisible() else ""

    @property
    def has_buttons(self) -> bool:
        return self.isVisible() and self._first is not None

    def press_first(self) -> None:
        """As if the first button, the way back, had been pressed."""
        if self._first is not None and self.isVisible():
            self._first()

    def say(self, sentence: str, *, seconds: float = 0, buttons: Sequence[ToastButton] = ()) -> None:
        """`seconds` 0: a plain word without a ring, gone after a few seconds."""
        self._left = self._whole = seconds or _PLAIN_SECONDS
        self._ring.setVisible(bool(seconds))
        self._ring.show_left(self._left, self._whole)
        self._words.setText(sentence)
        self._words.setAccessibleName(sentence)
        clear(self._buttons)
        self._first = self._presser(buttons[0]) if buttons else None
        for each in buttons:
            self._buttons.addWidget(button(each.label, "link", press=self._presser(each)))
        self._settle()
        self._since.start()
        self._timer.start()
        announce(self, sentence)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.isVisible():
            return False
        if event.type() == QEvent.Type.Resize:
            self._place()
        elif event.type() in _COMES_AND_GOES:
            # Not in the midst of it: a window that is being destroyed hides first, too.
            QTimer.singleShot(0, self, self._follow)
        return False

    def hideEvent(self, event: QEvent) -> None:
        self._timer.stop()

    def _presser(self, each: ToastButton) -> Callable[[], None]:
        def press() -> None:
            self.hide()
            each.press()

        return press

    def _tick(self) -> None:
        # A countdown shows a fact and does not wait for the mouse; a plain word does.
        if self.underMouse() and not self._ring.isVisible():
            self._since.restart()
            return
        self._left -= self._since.restart() / 1000
        self._ring.show_left(self._left, self._whole)
        if self._left <= 0:
            self.hide()

    def _follow(self) -> None:
        if self.isVisible() and self.isWindow() == self._has_window:
            self._settle()

    @property
    def _has_window(self) -> bool:
        return self._window.isVisible() and not self._window.isMinimized()

    def _settle(self) -> None:
        """In the window where there is one to be seen, else by itself."""
        if self.isWindow() == self._has_window:
            floats = Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
            self.setParent(self._window if self._has_window else None, Qt.WindowType.Widget if self._has_window else floats)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        room = self._window.width() if self._has_window else _FLOATING
        self.setMaximumWidth(max(room - 2 * _MARGIN, 200))
        self.show()
        self.adjustSize()
        self._place()
        self.raise_()

    def _place(self) -> None:
        if not self.isWindow():
            self.move(_MARGIN, self._window.height() - self.height() - _MARGIN - 24)
            return
        screen = self.screen().availableGeometry()
        self.move(screen.left() + _MARGIN, screen.bottom() - self.height() - _MARGIN)

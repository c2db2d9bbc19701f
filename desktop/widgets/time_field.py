"""A time of day to type: `8`, `930`, `20:15`, `8:30:05`. Up and Down go by a quarter of an hour. Nothing else is taken."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop.language import tr

_STEP = timedelta(minutes=15)
_PARTED = re.compile(r"(\d{1,2})(?:[:.h ](\d{2})(?:[:.](\d{2}))?)?h?")
_JOINED = re.compile(r"(\d{1,2})(\d{2})")


def clock_text(clock: time) -> str:
    return f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}"


def read_clock(text: str) -> time | None:
    """None where it is no time of day."""
    found = _PARTED.fullmatch(text.strip()) or _JOINED.fullmatch(text.strip())
    if found is None:
        return None
    try:
        hour, minute, second = (*(int(part or 0) for part in found.groups()), 0)[:3]
        return time(hour, minute, second)
    except ValueError:
        return None


class TimeField(QLineEdit):
    """`clock_changed` carries each new time, once it is complete; `entered` says that Enter was pressed on one."""

    clock_changed = Signal(object)
    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._clock = time()
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setMaxLength(8)
        self.setToolTip(tr("Like 8, 930 or 20:15; the arrows go by a quarter of an hour"))
        self.editingFinished.connect(self._take)
        self.textEdited.connect(self._typed)

    def show_clock(self, clock: time) -> None:
        """Leaves alone what already says the same, however it is written."""
        if clock != self._clock or not self.text():
            self._clock = clock
            self.setText(clock_text(clock))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if event.key() == Qt.Key.Key_Up else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            is_time = read_clock(self.text()) is not None
            self._take()
            if is_time:
                self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        """Four digits or a minute after the colon are whole: no need to leave the field first."""
        clock = read_clock(text)
        if clock is not None and len(re.sub(r"\D", "", text)) >= 3:
            self._choose(clock)

    def _take(self) -> None:
        clock = read_clock(self.text())
        self.setText(clock_text(clock if clock is not None else self._clock))
        if clock is not None:
            self._choose(clock)

    def _step(self, way: int) -> None:
        # Any day will do: only the wall clock of the sum is kept.
        moved = datetime.combine(datetime(2000, 1, 2), self._clock) + way * _STEP  # noqa: DTZ001
        self.setText(clock_text(moved.time()))
        self._choose(moved.time())

    def _choose(self, clock: time) -> None:
        if clock != self._clock:
            self._clock = clock
            self.clock_changed.emit(clock)

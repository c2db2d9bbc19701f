"""A time of day to type: `8`, `930`, `20:15`, `8:15 pm`, `8:30:05`. Up and Down go by a quarter of an hour."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop.language import clock_words, tr

_STEP = timedelta(minutes=15)
_PARTED = re.compile(r"(\d{1,2})(?:[:.h ](\d{2})(?:[:.](\d{2}))?)?h?")
_JOINED = re.compile(r"(\d{1,2})(\d{2})")
_HALF = re.compile(r"(?<=\d)\s*([ap])\.?\s?(?:m\.?)?$", re.IGNORECASE)


def clock_text(clock: time) -> str:
    """As the person's clocks read."""
    return clock_words(clock, seconds=bool(clock.second))


def read_clock(text: str) -> time | None:
    """None where it is no time of day."""
    digits, half = _parted(text.strip())
    found = _PARTED.fullmatch(digits) or _JOINED.fullmatch(digits)
    if found is None:
        return None
    hour, minute, second = (*(int(part or 0) for part in found.groups()), 0)[:3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _parted(text: str) -> tuple[str, str]:
    """The digits, and "a" or "p" where the half of the day is said."""
    end = _HALF.search(text)
    return (text[: end.start()], end[1].lower()) if end else (text, "")


class TimeField(QLineEdit):
    """`clock_changed` carries each new time, once it is complete; `entered` says that Enter was pressed on one."""

    clock_changed = Signal(object)
    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._clock = time()
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setMaxLength(13)
        self.setToolTip(tr("Like 8, 930, 20:15 or 8:15 pm; the arrows go by a quarter of an hour"))
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

"""Collect what Python left behind while nobody waits for it: a whole collection holds the window for as long as it takes."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

# Python's own, but for whole collections: of what a thousand messages leave, ten times as much is waited for.
_THRESHOLDS = (700, 10, 100)
_EVERY_MS = 300_000


def collect_seldom() -> None:
    gc.set_threshold(*_THRESHOLDS)


class Tidying(QObject):
    """Every few minutes, where nothing is on its way; what is sent for hours is tidied by Python itself, now and then."""

    def __init__(self, is_sending: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_sending = is_sending
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tidy)
        self._timer.start(_EVERY_MS)

    def tidy(self) -> None:
        if not self._is_sending():
            gc.collect()

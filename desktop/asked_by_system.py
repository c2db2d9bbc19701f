"""On a Mac the system hands links and files to the running app as events, not as words of a command."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent


class AskedBySystem(QObject):
    """An event filter for the application: `open_words` gets a `mailto:` link, or the path of a file."""

    def __init__(self, open_words: Callable[[Sequence[str]], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_words = open_words

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent):
            return False
        self._open_words([event.file() or event.url().toString()])
        return True

"""Take files that are dropped on a window: mails open as drafts, mailboxes in the import. Reads none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

_MAIL = ".eml"
_MAILBOX = ".mbox"


class MailDrop(QObject):
    """Lives as long as `window`. Other files are not taken."""

    def __init__(
        self, window: QWidget, *, opened: Callable[[Sequence[str]], object], imported: Callable[[Sequence[Path]], object]
    ) -> None:
        super().__init__(window)
        self._opened = opened
        self._imported = imported
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event:
            case QDropEvent() if event.type() == QEvent.Type.Drop and _mails(event.mimeData()):
                self._take(_mails(event.mimeData()))
            case QDragEnterEvent() | QDragMoveEvent() if _mails(event.mimeData()):
                pass
            case _:
                return False
        event.acceptProposedAction()
        return True

    def _take(self, files: Sequence[Path]) -> None:
        mails = [str(file) for file in files if file.suffix.lower() == _MAIL]
        boxes = [file for file in files if str(file) not in mails]
        if mails:
            self._opened(mails)
        if boxes:
            self._imported(boxes)


def _mails(carried: QMimeData) -> list[Path]:
    files = [Path(url.toLocalFile()) for url in carried.urls() if url.isLocalFile()]
    return [file for file in files if file.suffix.lower() in (_MAIL, _MAILBOX) or file.is_dir()]

"""Where a project can be dropped: a file, a snippet, or the picture of a QR code. It reads them, and understands nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QImageReader
from PySide6.QtWidgets import QFileDialog, QFrame

from desktop.language import tr
from desktop.widgets.parts import button, column, label, line, restyle
from desktop.widgets.qr import words_in

_LONGEST = 100_000
_LARGEST_PICTURE = 20_000_000


class Offer(QFrame):
    """`taken` carries the words of whatever was dropped, pasted or chosen; empty where it had none."""

    taken = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAcceptDrops(True)
        paste = button(tr("Paste"), press=self._paste)
        choose = button(tr("Choose a file…"), press=self._choose)
        paste.setAccessibleDescription(tr("Takes the address and the key from the clipboard"))
        for each in (paste, choose):
            each.setAutoDefault(False)
        words = label(
            tr("Drop a .env or JSON file here, a snippet from the dashboard, or the picture of a QR code."), "soft", wraps=True
        )
        column(words, line(paste, choose, 1), on=self, margins=(14, 12, 14, 12), gap=8)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasText() or data.hasImage() or data.hasUrls():
            event.acceptProposedAction()
            restyle(self, "tone", "accent")

    def dragLeaveEvent(self, event: object) -> None:
        restyle(self, "tone", "")

    def dropEvent(self, event: QDropEvent) -> None:
        restyle(self, "tone", "")
        event.acceptProposedAction()
        self.take(event.mimeData())

    def take(self, data: QMimeData) -> None:
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.taken.emit(_words_of(files[0]))
        elif data.hasImage():
            picture = data.imageData()
            self.taken.emit(words_in(picture) if isinstance(picture, QImage) else "")
        else:
            self.taken.emit(data.text()[:_LONGEST])

    def _paste(self) -> None:
        self.take(QGuiApplication.clipboard().mimeData())

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Choose a file"), "", options=QFileDialog.Option.ReadOnly)
        if name:
            self.taken.emit(_words_of(Path(name)))


def _words_of(file: Path) -> str:
    """Those of a picture, where it is one."""
    try:
        if file.stat().st_size <= _LARGEST_PICTURE and QImageReader(str(file)).canRead():
            return words_in(QImage(str(file)))
        with file.open("rb") as opened:
            return opened.read(_LONGEST).decode("utf-8", "replace")
    except OSError:
        return ""

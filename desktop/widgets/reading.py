"""Show a message's body. Nothing is fetched: remote pictures stay blank, and a link opens only after its host was confirmed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from desktop.look.theme import look


class Reading(QTextBrowser):
    """As tall as its text: the pane around it scrolls. `link_pressed` carries the address; it is never opened from here."""

    link_pressed = Signal(QUrl)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readingBody")
        self.setAccessibleName("Message text")
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(self.link_pressed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        look.changed.connect(self._show_again)
        self._shown: tuple[str | None, str] = (None, "")

    def show_body(self, html: str | None, text: str) -> None:
        if (html, text) != self._shown:
            self._shown = (html, text)
            self._show_again()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing from outside the message, whatever its HTML asks for."""
        return None

    def sizeHint(self) -> QSize:
        return QSize(200, max(self.height(), 24))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show_again(self) -> None:
        html, text = self._shown
        colours = look.colours
        self.document().setDefaultStyleSheet(f"a {{ color: {colours.accent}; }} blockquote {{ color: {colours.text_soft}; }}")
        if html is None:
            self.setPlainText(text)
        else:
            self.setHtml(html)
        self._fit()

    def _fit(self) -> None:
        height = round(self.document().size().height()) + 6
        if height != self.height():
            self.setFixedHeight(max(height, 24))

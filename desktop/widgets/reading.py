"""Show a message's body. Nothing is fetched: remote pictures stay blank, and a link opens only after its host was confirmed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QImage, QImageReader, QResizeEvent, QTextDocument, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from desktop.language import tr
from desktop.look.theme import look

_FORMATS = (b"png", b"jpeg", b"gif", b"webp", b"bmp")
_MOST_POINTS = 40_000_000


class Reading(QTextBrowser):
    """As tall as its text: the pane around it scrolls. `link_pressed` carries the address; it is never opened from here."""

    link_pressed = Signal(QUrl)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readingBody")
        self.setAccessibleName(tr("Message text"))
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
        self._images: Mapping[str, bytes] = {}

    def show_body(self, html: str | None, text: str, images: Mapping[str, bytes] | None = None) -> None:
        """`html` was made safe by `nightmail.message.safe_html`; `images` are all the pictures there are, by address."""
        given = images or {}
        if (html, text) != self._shown or given.keys() != self._images.keys():
            self._shown, self._images = (html, text), given
            self._show_again()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing but the pictures that were handed over, whatever the HTML asks for: no file, no network, no style sheet."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        address = name if isinstance(name, str) else name.toString()
        spelt = name if isinstance(name, str) else name.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        content = self._images.get(address) or self._images.get(spelt)
        return picture(content, most_width=max(self.viewport().width() - 8, 200)) if content is not None else _nothing()

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


def picture(content: bytes, *, most_width: int) -> QImage:
    """As large as there is room; what claims to be enormous, or is none of the formats known, is a blank."""
    octets = QByteArray(content)
    buffer = QBuffer(octets)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()) not in _FORMATS or not size.isValid() or size.width() * size.height() > _MOST_POINTS:
        return _nothing()
    if size.width() > most_width:
        reader.setScaledSize(size.scaled(most_width, size.height(), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return _nothing() if image.isNull() else image


def _nothing() -> QImage:
    blank = QImage(1, 1, QImage.Format.Format_ARGB32)
    blank.fill(0)
    return blank

"""Make of what another program put on the clipboard something that a mail can hold: marks without foreign fonts and colours,
pictures as files. Reads nothing but the clipboard's own bytes and the dropped files."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter, QTextDocument

from desktop.widgets.rich_text import html_of, read_html
from desktop.widgets.word_lists import with_lists
from nightmail.message.html_text import clean_html

OWN_TYPE = "application/x-nightmail-text"
"""Marks what was copied or dragged from an editor of ours: its colours were chosen for mail."""

LARGEST_PICTURE = 15_000_000
# Browsers and office programs wrap a word in pages of markup; beyond this it is no longer worth reading.
_MOST_MARKUP = 1_000_000
_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a file: what mail programs can show."""

    name: str
    media_type: str
    content: bytes
    image: QImage


def pasted_html(source: QMimeData) -> str | None:
    """The clipboard's markup as ours; None where plain words say the same."""
    html = source.html()
    if not html or len(html) > _MOST_MARKUP:
        return None
    scratch = QTextDocument()
    read_html(scratch, clean_html(with_lists(html)))
    return html_of(scratch, keeps_colours=source.hasFormat(OWN_TYPE))


def pasted_picture(source: QMimeData) -> Picture | None:
    if not source.hasImage() or source.hasText():
        return None
    image = source.imageData()
    if not isinstance(image, QImage):
        image = QImage(image)
    if image.isNull():
        return None
    octets = QByteArray()
    buffer = QBuffer(octets)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return Picture("image.png", "image/png", bytes(octets.data()), image)


def picture_in(path: Path) -> Picture | None:
    """None where the file is no picture, or one that is better attached."""
    media_type = mimetypes.guess_type(path.name)[0] or ""
    if media_type not in _SHOWN:
        return None
    try:
        if path.stat().st_size > LARGEST_PICTURE:
            return None
        content = path.read_bytes()
    except OSError:
        return None
    image = QImage.fromData(content)
    return None if image.isNull() else Picture(path.name, media_type, content, image)

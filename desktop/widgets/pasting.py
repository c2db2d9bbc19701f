"""Make of what another program put on the clipboard something that a mail can hold: marks without foreign fonts and colours,
pictures as files. Reads nothing but the clipboard's own bytes and the dropped files."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter, QTextCursor, QTextDocument, QTextDocumentFragment

from desktop.widgets.rich_text import all_blocks, html_of, read_html
from desktop.widgets.spacing import SIGNATURE
from desktop.widgets.word_lists import with_lists
from nightmail.message.html_text import clean_html

OWN_TYPE = "application/x-nightmail-text"
"""Marks what was copied or dragged from an editor of ours: its colours were chosen for mail."""

LARGEST_PICTURE = 15_000_000
# Browsers and office programs wrap a word in pages of markup; beyond this it is no longer worth reading.
_MOST_MARKUP = 1_000_000
# A sheet of more cells comes as its words: laying them out would take seconds.
_MOST_CELLS = 4_000
_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_BLANK_START = re.compile(r"^(?:<(div|p)><br></\1>)+")
_BLANK_END = re.compile(r"(?:<(div|p)><br></\1>)+$")
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
    if not html or len(html) > _MOST_MARKUP or len(_CELL.findall(html)) > _MOST_CELLS:
        return None
    scratch = QTextDocument()
    read_html(scratch, clean_html(with_lists(html)))
    if source.hasFormat(OWN_TYPE):
        return html_of(scratch)
    made = html_of(scratch, keeps_colours=False)
    return made and _trimmed(made)


def copy_of(selection: QTextDocumentFragment) -> QTextDocument:
    """A document of its own. What was the signature there is text where it comes to."""
    made = QTextDocument()
    QTextCursor(made).insertFragment(selection)
    for block in all_blocks(made):
        form = block.blockFormat()
        if form.hasProperty(SIGNATURE):
            form.clearProperty(SIGNATURE)
            QTextCursor(block).setBlockFormat(form)
    return made


def _trimmed(html: str) -> str:
    """Empty lines at the end are none that somebody wrote: office programs end what they copy with one. Nor are those around
    a table, where the toolkit needs some."""
    html = _BLANK_END.sub("", html)
    return _BLANK_START.sub("", html) if "<table " in html else html


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

"""How the words of a heading are written, and that those of a text are not."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextCursor, QTextFormat

_SIZES = {1: 3, 2: 2, 3: 1}
_SIZE = QTextFormat.Property.FontSizeAdjustment


def heading_ink(level: int) -> QTextCharFormat:
    """0: the ink of a text."""
    form = QTextCharFormat()
    form.setProperty(_SIZE, _SIZES.get(level, 0))
    form.setFontWeight(QFont.Weight.Bold if level else QFont.Weight.Normal)
    return form


def is_inked_rightly(block: QTextBlock) -> bool:
    """Mail has one size for each kind of line: words keep none of where they stood before."""
    wanted = _SIZES.get(block.blockFormat().headingLevel(), 0)
    return all((form.property(_SIZE) or 0) == wanted for form in _inks(block))


def ink_rightly(block: QTextBlock) -> None:
    form = heading_ink(block.blockFormat().headingLevel())
    cursor = QTextCursor(block)
    cursor.mergeBlockCharFormat(form)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    cursor.mergeCharFormat(form)


def _inks(block: QTextBlock) -> Iterator[QTextCharFormat]:
    if not block.text():
        yield block.charFormat()
    runs = block.begin()
    while not runs.atEnd():
        fragment = runs.fragment()
        if fragment.isValid() and not fragment.charFormat().isImageFormat():
            yield fragment.charFormat()
        runs += 1

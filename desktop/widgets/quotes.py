"""How a quoted line is told from others: by how far in it stands."""

from __future__ import annotations

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextFormat

QUOTE_MARGIN = 18

# Qt reads each level of a blockquote as a margin of 40. No small multiple of ours is one of 40.
_QT_QUOTE = 40


def is_quote(block: QTextBlock) -> bool:
    return quote_level(block) > 0


def quote_level(block: QTextBlock) -> int:
    # Qt reads a blockquote back as a margin of 40 a level; lists use indents, so a margin always means a quote.
    margin = round(block.blockFormat().leftMargin())
    if margin and margin % _QT_QUOTE == 0:
        return margin // _QT_QUOTE
    return margin // QUOTE_MARGIN if margin else 0


def quote_format(level: int) -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setLeftMargin(QUOTE_MARGIN * level)
    form.setRightMargin(0)
    form.setProperty(QTextFormat.Property.BlockQuoteLevel, level)
    return form

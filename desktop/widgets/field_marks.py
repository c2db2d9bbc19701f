"""Show {{fields}} that are still to be filled in, wherever they stand in a text. Only paints; the words are not changed."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat

from desktop.look.theme import look

_FIELD = re.compile(r"\{\{[^{}]*\}\}")


class FieldMarks(QSyntaxHighlighter):
    """To be told `rehighlight` when the colours change."""

    def highlightBlock(self, text: str) -> None:
        if "{{" not in text:
            return
        form = QTextCharFormat()
        form.setBackground(QColor(look.colours.warn_soft))
        form.setForeground(QColor(look.colours.warn))
        for found in _FIELD.finditer(text):
            self.setFormat(found.start(), found.end() - found.start(), form)

"""What is only painted over a text: {{fields}} that are still to be filled in, and ink that could not be read on this paper. The
words and their colours are not changed."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextFormat

from desktop.look.theme import look
from desktop.widgets.legible import legible
from desktop.widgets.rich_text import fragments_of

_FIELD = re.compile(r"\{\{[^{}]*\}\}")


class FieldMarks(QSyntaxHighlighter):
    """To be told `rehighlight` when the colours change."""

    def highlightBlock(self, text: str) -> None:
        self._make_legible()
        if "{{" not in text:
            return
        form = QTextCharFormat()
        form.setBackground(QColor(look.colours.warn_soft))
        form.setForeground(QColor(look.colours.warn))
        for found in _FIELD.finditer(text):
            self.setFormat(found.start(), found.end() - found.start(), form)

    def _make_legible(self) -> None:
        paper = QColor(look.colours.surface)
        start = self.currentBlock().position()
        for fragment in fragments_of(self.currentBlock()):
            given = fragment.charFormat()
            if not given.hasProperty(QTextFormat.Property.ForegroundBrush):
                continue
            ink = given.foreground().color()
            shown = QColor(look.colours.accent) if given.isAnchor() else legible(ink, paper)
            if shown != ink:
                form = QTextCharFormat()
                form.setForeground(shown)
                self.setFormat(fragment.position() - start, fragment.length(), form)

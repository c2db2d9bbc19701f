"""A text field that knows the marks of mail: weight, slant, colour, headings, lists, quotes and links. Acts on the selection."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextListFormat,
)
from PySide6.QtWidgets import QTextEdit

from desktop.look.theme import look
from desktop.widgets.headings import heading_ink
from desktop.widgets.listing import list_depth
from desktop.widgets.quotes import is_quote, quote_format
from desktop.widgets.rich_text import fragments_of

_DEEPEST = 6


class MarkedEdit(QTextEdit):
    def toggle_bold(self) -> None:
        form = QTextCharFormat()
        is_bold = self.fontWeight() >= QFont.Weight.DemiBold
        form.setFontWeight(QFont.Weight.Normal if is_bold else QFont.Weight.Bold)
        self._merge(form)

    def toggle_italic(self) -> None:
        form = QTextCharFormat()
        form.setFontItalic(not self.fontItalic())
        self._merge(form)

    def toggle_underline(self) -> None:
        form = QTextCharFormat()
        form.setFontUnderline(not self.fontUnderline())
        self._merge(form)

    def toggle_strike(self) -> None:
        form = QTextCharFormat()
        form.setFontStrikeOut(not self.currentCharFormat().fontStrikeOut())
        self._merge(form)

    def set_ink(self, colour: str | None) -> None:
        """None: back to the reader's own colour."""
        if colour is not None:
            form = QTextCharFormat()
            form.setForeground(QColor(colour))
            self._merge(form)
            return
        cursor = self.textCursor()
        form = cursor.charFormat()
        form.clearProperty(QTextFormat.Property.ForegroundBrush)
        cursor.setCharFormat(form)
        self.setCurrentCharFormat(form)

    def set_heading(self, level: int) -> None:
        """2: a heading, 3: a smaller one, 0: text again."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        for block in blocks_under(cursor):
            if level:
                _leave_list(block)
            part = QTextCursor(block)
            form = QTextBlockFormat()
            form.setHeadingLevel(level)
            part.mergeBlockFormat(form)
            part.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            part.mergeCharFormat(heading_ink(level))
            part.mergeBlockCharFormat(heading_ink(level))
        cursor.endEditBlock()
        self.mergeCurrentCharFormat(heading_ink(level))
        self.setFocus()

    def toggle_list(self, style: QTextListFormat.Style) -> None:
        cursor = self.textCursor()
        listed = cursor.currentList()
        if listed is not None and listed.format().style() == style:
            cursor.beginEditBlock()
            for block in blocks_under(cursor):
                _leave_list(block)
            cursor.endEditBlock()
            return
        cursor.beginEditBlock()
        if any(block.blockFormat().headingLevel() for block in blocks_under(cursor)):
            # A line is an item or a heading, as it is in mail.
            self.set_heading(0)
        form = QTextListFormat()
        form.setStyle(style)
        _make_list(cursor, form)
        cursor.endEditBlock()

    def indent_item(self, by: int) -> bool:
        """One list level deeper or less deep; False where the cursor stands in no list."""
        cursor = self.textCursor()
        listed = cursor.currentList()
        if not listed:
            return False
        form = listed.format()
        depth = form.indent() + by
        above = cursor.document().findBlock(cursor.selectionStart()).previous()
        if depth < 1:
            self.toggle_list(form.style())
        elif by < 0 or depth <= min(_DEEPEST, list_depth(above) + 1):
            form.setIndent(depth)
            _make_list(cursor, form)
        return True

    def toggle_quote(self) -> None:
        cursor = self.textCursor()
        cursor.mergeBlockFormat(quote_format(0 if is_quote(cursor.block()) else 1))

    def clear_marks(self) -> None:
        """Of the selection, else of the line: words without weight, colour, link or place in a list."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        self.set_heading(0)
        for block in blocks_under(cursor):
            _leave_list(block)
            if is_quote(block):
                QTextCursor(block).mergeBlockFormat(quote_format(0))
        if not cursor.hasSelection():
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        for start, end in _words_within(cursor):
            part = QTextCursor(self.document())
            part.setPosition(start)
            part.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            part.setCharFormat(QTextCharFormat())
        cursor.endEditBlock()
        self.setCurrentCharFormat(QTextCharFormat())

    # ------------------------------------------------------------------------------------- links

    def link_at_cursor(self) -> tuple[str, str]:
        """(words, address) of the link the cursor stands in or selects; else the selected words and no address."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            self._select_link(cursor)
        form = cursor.charFormat()
        return cursor.selectedText(), form.anchorHref() if form.isAnchor() else ""

    def add_link(self, address: str, words: str = "") -> None:
        """Over the selection or the link at the cursor; `words` are shown for it, else what was selected, else the address."""
        url = QUrl.fromUserInput(address)
        if url.scheme() not in ("http", "https", "mailto") or not url.isValid():
            return
        cursor = self.textCursor()
        if not cursor.hasSelection():
            self._select_link(cursor)
        was_empty = not cursor.hasSelection()
        shown = words or cursor.selectedText() or address
        form = QTextCharFormat()
        form.setAnchor(True)
        form.setAnchorHref(url.toString())
        form.setForeground(QColor(look.colours.accent))
        form.setFontUnderline(True)
        cursor.insertText(shown, form)
        if was_empty:
            cursor.insertText(" ", QTextCharFormat())
        self.setTextCursor(cursor)
        self.setCurrentCharFormat(QTextCharFormat())

    def remove_link(self) -> None:
        cursor = self.textCursor()
        if not cursor.hasSelection():
            self._select_link(cursor)
        words = cursor.selectedText()
        if words:
            cursor.insertText(words, QTextCharFormat())

    def _select_link(self, cursor: QTextCursor) -> None:
        for fragment in fragments_of(cursor.block()):
            form = fragment.charFormat()
            if form.isAnchor() and fragment.position() <= cursor.position() <= fragment.position() + fragment.length():
                cursor.setPosition(fragment.position())
                cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
                return

    def _merge(self, form: QTextCharFormat) -> None:
        cursor = self.textCursor()
        if not cursor.hasSelection() and self._is_inside_word(cursor):
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        cursor.mergeCharFormat(form)
        self.mergeCurrentCharFormat(form)
        self.setFocus()

    @staticmethod
    def _is_inside_word(cursor: QTextCursor) -> bool:
        text, place = cursor.block().text(), cursor.positionInBlock()
        return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def blocks_under(cursor: QTextCursor) -> list[QTextBlock]:
    """Those the selection touches; without one, the cursor's."""
    block = cursor.document().findBlock(cursor.selectionStart())
    found = []
    while block.isValid() and block.position() <= cursor.selectionEnd():
        found.append(block)
        block = block.next()
    return found


def _words_within(cursor: QTextCursor) -> list[tuple[int, int]]:
    """Where the words of the selection begin and end, run by run; pictures are none."""
    found = []
    for block in blocks_under(cursor):
        for fragment in fragments_of(block):
            start = max(fragment.position(), cursor.selectionStart())
            end = min(fragment.position() + fragment.length(), cursor.selectionEnd())
            if start < end and not fragment.charFormat().isImageFormat():
                found.append((start, end))
    return found


def _make_list(cursor: QTextCursor, form: QTextListFormat) -> None:
    """As one step: a list that its neighbour takes in at once would be gone before the toolkit hands it back."""
    cursor.beginEditBlock()
    cursor.createList(form)
    cursor.endEditBlock()


def _leave_list(block: QTextBlock) -> None:
    if not block.textList():
        return
    block.textList().remove(block)
    form = block.blockFormat()
    form.setIndent(0)
    QTextCursor(block).setBlockFormat(form)

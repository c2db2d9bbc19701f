"""Put one document into another, and exchange the signature in its block. Everything is one step for Undo."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextList,
    QTextListFormat,
    QTextTable,
)

from desktop.widgets.rich_text import (
    all_blocks,
    fragments_of,
    is_signature,
    mark_signature,
    parts_of,
    read_html,
    text_of_document,
)
from desktop.widgets.tables import copy_table


def write_into(cursor: QTextCursor, fresh: QTextDocument) -> None:
    """Block by block at the cursor: the toolkit's own way loses the formats of the first block and the last."""
    _write_parts(cursor, parts_of(all_blocks(fresh)))


def _write_parts(cursor: QTextCursor, parts: Iterable[QTextBlock | QTextTable]) -> None:
    lists: dict[tuple[int, QTextListFormat.Style], QTextList] = {}
    # Where a table ended, the toolkit has begun a block.
    is_begun = True
    for block in parts:
        if isinstance(block, QTextTable):
            lists.clear()
            if not is_begun and not cursor.block().text():
                cursor.setBlockFormat(QTextBlockFormat())
            copy_table(cursor, block, _write_parts)
            is_begun = True
            continue
        if not is_begun:
            cursor.insertBlock(block.blockFormat(), QTextCharFormat())
        elif not cursor.block().text():
            cursor.setBlockFormat(block.blockFormat())
        listed = block.textList()
        if listed:
            key = (listed.format().indent(), listed.format().style())
            if key in lists:
                lists[key].add(cursor.block())
            else:
                lists[key] = cursor.createList(listed.format())
        else:
            lists.clear()
            if cursor.currentList():
                cursor.currentList().remove(cursor.block())
        for fragment in fragments_of(block):
            cursor.insertText(fragment.text(), fragment.charFormat())
        is_begun = False


def place_signature(document: QTextDocument, html: str, *, is_plain: bool) -> None:
    """In its marked block: instead of the one that stands there, else at the end. Empty: none."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    marked = [block for block in all_blocks(document) if is_signature(block)]
    if marked:
        _empty(cursor, marked[0], marked[-1])
    if html:
        if not marked:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            _begin(cursor)
        _write(cursor, html, is_plain=is_plain)
    elif marked:
        _end(cursor)
    cursor.endEditBlock()


def _empty(cursor: QTextCursor, first: QTextBlock, last: QTextBlock) -> None:
    cursor.setPosition(first.position())
    cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()


def _begin(cursor: QTextCursor) -> None:
    """An empty line parts the signature from the text; where there is no text yet, there is one to write on, too."""
    if cursor.block().text() or cursor.blockNumber() == 0:
        cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
    cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())


def _write(cursor: QTextCursor, html: str, *, is_plain: bool) -> None:
    fresh = QTextDocument()
    read_html(fresh, html)
    first = cursor.blockNumber()
    if cursor.currentList():
        cursor.currentList().remove(cursor.block())
    cursor.setBlockFormat(QTextBlockFormat())
    if is_plain:
        cursor.insertText(text_of_document(fresh), QTextCharFormat())
    else:
        write_into(cursor, fresh)
    for number in range(first, cursor.blockNumber() + 1):
        mark_signature(cursor.document().findBlockByNumber(number))


def _end(cursor: QTextCursor) -> None:
    """Where the signature stood at the end, the empty line above goes with it."""
    if cursor.currentList():
        cursor.currentList().remove(cursor.block())
    cursor.setBlockFormat(QTextBlockFormat())
    if cursor.atEnd() and cursor.blockNumber() > 0:
        cursor.deletePreviousChar()

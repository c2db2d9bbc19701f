"""Which items make one list: those that mail programs will count as one. The toolkit would count on over a paragraph, and from
one again behind a list within a list."""

from __future__ import annotations

from PySide6.QtGui import QTextBlock, QTextCursor, QTextListFormat

from desktop.widgets.quotes import quote_level

_NUMBERED = (
    QTextListFormat.Style.ListDecimal,
    QTextListFormat.Style.ListLowerAlpha,
    QTextListFormat.Style.ListUpperAlpha,
    QTextListFormat.Style.ListLowerRoman,
    QTextListFormat.Style.ListUpperRoman,
)


def list_depth(block: QTextBlock) -> int:
    """0 outside of lists."""
    listed = block.textList()
    return max(listed.format().indent(), 1) if listed else 0


def is_numbered(block: QTextBlock) -> bool:
    listed = block.textList()
    return bool(listed) and listed.format().style() in _NUMBERED


def are_side_by_side(before: QTextBlock, block: QTextBlock, mark: int) -> bool:
    """Both are items, and nothing but lists around them: no quote ends between them, nor what `mark` marks."""
    return (
        list_depth(before) > 0
        and list_depth(block) > 0
        and quote_level(before) == quote_level(block)
        and before.blockFormat().boolProperty(mark) == block.blockFormat().boolProperty(mark)
    )


def item_before(block: QTextBlock, mark: int) -> QTextBlock | None:
    """The one that the same list counts before this item; None where a list begins."""
    depth = list_depth(block)
    here, before = block, block.previous()
    while are_side_by_side(before, here, mark) and list_depth(before) > depth:
        here, before = before, before.previous()
    is_same = are_side_by_side(before, here, mark) and list_depth(before) == depth and is_numbered(before) == is_numbered(block)
    return before if is_same else None


def is_joined_rightly(block: QTextBlock, mark: int) -> bool:
    listed, before = block.textList(), item_before(block, mark)
    if not listed:
        return True
    return listed.item(0) == block if before is None else before.textList() == listed


def join_rightly(block: QTextBlock, mark: int) -> None:
    before = item_before(block, mark)
    if before is None:
        QTextCursor(block).createList(block.textList().format())
    else:
        before.textList().add(block)

"""The room above and below each block. One law for what is typed, pasted and read back, and the one that mail programs follow
for bare HTML: so the page looks the same while it is written, when it is opened again and where it arrives."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument, QTextFormat

from desktop.widgets.headings import ink_rightly, is_inked_rightly
from desktop.widgets.listing import are_side_by_side, is_joined_rightly, is_numbered, join_rightly, list_depth
from desktop.widgets.quotes import QUOTE_MARGIN, quote_level

SIGNATURE = QTextFormat.Property.UserProperty + 1
PARAGRAPH = QTextFormat.Property.UserProperty + 3
"""Stands apart from its neighbours by itself, as `<p>` does. A pressed Enter begins a mere line."""

ONLY_PARAGRAPHS = (
    "p { margin-top: 12px; margin-bottom: 12px; } "
    "ul, ol, dl, pre, blockquote, h1, h2, h3, h4, h5, h6 { margin-top: 0px; margin-bottom: 0px; }"
)
"""The style sheet to read HTML with: then room above and below says `<p>`, and nothing else."""

_GAP = 12
_ABOVE_HEADING = {1: 18, 2: 16, 3: 14}


def space_out(document: QTextDocument, first: QTextBlock, last: QTextBlock) -> None:
    """Give the blocks from `first` to `last`, and the neighbours whose room depends on them, what they are due. Joins the step
    for Undo that came before, and does nothing where all is well: so Undo itself finds nothing to do."""
    cursor: QTextCursor | None = None
    block = first.previous() if first.previous().isValid() else first
    is_behind = False
    while block.isValid() and not (is_behind and not block.textList()):
        if not _is_well(block):
            if cursor is None:
                cursor = QTextCursor(document)
                cursor.joinPreviousEditBlock()
            if not is_joined_rightly(block, SIGNATURE):
                join_rightly(block, SIGNATURE)
            if not is_inked_rightly(block):
                ink_rightly(block)
            cursor.setPosition(block.position())
            cursor.mergeBlockFormat(_margins(*_room(block)))
        # One more than was touched; and a list to its end, since its first item may be another now.
        is_behind = is_behind or block.blockNumber() > last.blockNumber()
        block = block.next()
    if cursor is not None:
        cursor.endEditBlock()


def is_paragraph(block: QTextBlock) -> bool:
    return block.blockFormat().boolProperty(PARAGRAPH)


def _is_well(block: QTextBlock) -> bool:
    form = block.blockFormat()
    return (form.topMargin(), form.bottomMargin(), form.rightMargin()) == _room(block) and _is_told_rightly(block)


def _is_told_rightly(block: QTextBlock) -> bool:
    return is_joined_rightly(block, SIGNATURE) and is_inked_rightly(block)


def _room(block: QTextBlock) -> tuple[float, float, float]:
    """Above, below, and at the right."""
    above, below = _own(block)
    before, after = block.previous(), block.next()
    if _begins(block, before):
        above = max(above, _GAP)
    if not after.isValid() or _begins_elsewhere(after, block):
        below = max(below, _GAP if _is_grouped(block) else 0)
    # The toolkit does not mirror margins, and a quote of lines that run leftwards has its bar at the right.
    is_mirrored = block.textDirection() is Qt.LayoutDirection.RightToLeft
    return above, below, QUOTE_MARGIN * quote_level(block) if is_mirrored else 0


def _own(block: QTextBlock) -> tuple[float, float]:
    level = block.blockFormat().headingLevel()
    if level:
        return _ABOVE_HEADING.get(level, 14), _GAP
    return (_GAP, _GAP) if is_paragraph(block) and not block.textList() else (0, 0)


def _margins(above: float, below: float, right: float) -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setTopMargin(above)
    form.setBottomMargin(below)
    form.setRightMargin(right)
    return form


def _is_grouped(block: QTextBlock) -> bool:
    return bool(block.textList()) or quote_level(block) > 0


def _begins(block: QTextBlock, before: QTextBlock) -> bool:
    """A list or a quote begins with it."""
    if not before.isValid():
        return _is_grouped(block)
    return quote_level(block) > _shared_quote(block, before) or (bool(block.textList()) and not _is_one_list(before, block))


def _begins_elsewhere(after: QTextBlock, block: QTextBlock) -> bool:
    """A list or a quote ends with `block`."""
    return quote_level(block) > _shared_quote(block, after) or (bool(block.textList()) and not _is_one_list(block, after))


def _shared_quote(one: QTextBlock, other: QTextBlock) -> int:
    if one.blockFormat().boolProperty(SIGNATURE) != other.blockFormat().boolProperty(SIGNATURE):
        return 0
    return min(quote_level(one), quote_level(other))


def _is_one_list(before: QTextBlock, block: QTextBlock) -> bool:
    """Whether both stand in one list, counted from outside."""
    if not are_side_by_side(before, block, SIGNATURE):
        return False
    return list_depth(block) > 1 or _is_outermost_numbered(before) == is_numbered(block)


def _is_outermost_numbered(block: QTextBlock) -> bool:
    """Of the list that holds the lists around this item."""
    first = block
    while list_depth(first) > 1 and are_side_by_side(first.previous(), first, SIGNATURE):
        first = first.previous()
    return is_numbered(first)

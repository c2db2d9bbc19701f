"""Tables of a text document: which blocks stand in one, how they are drawn, copied and told. What lays a page out is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCell,
    QTextTableFormat,
)

from desktop.look.theme import look

Fill = Callable[[QTextCursor, list[QTextBlock | QTextTable]], None]

_PADDING = 5
# Lines in mail stay whole up to here (RFC 5322 2.1.1).
_WIDEST = 76
_GAP = "  "
_CELL = "border:1px solid #b4b7c2;padding:4px 8px"
_SIDES = {Qt.AlignmentFlag.AlignRight: "right", Qt.AlignmentFlag.AlignHCenter: "center"}


def table_of(block: QTextBlock) -> QTextTable | None:
    """The table a block stands in. One of a single cell, and one around other tables, only lay out what they hold."""
    table = QTextCursor(block).currentTable()
    if table is None or table.rows() * table.columns() < 2:
        return None
    return None if any(isinstance(each, QTextTable) for each in table.childFrames()) else table


def tables_in(document: QTextDocument) -> Iterator[QTextTable]:
    seen: set[int] = set()
    block = document.begin()
    while block.isValid():
        table = table_of(block)
        if table is not None and table.objectIndex() not in seen:
            seen.add(table.objectIndex())
            yield table
        block = block.next()


def cells_of(table: QTextTable) -> Iterator[Iterator[QTextTableCell]]:
    """Row by row, each cell once: where it begins."""
    for row in range(table.rows()):
        cells = (table.cellAt(row, column) for column in range(table.columns()))
        yield (cell for column, cell in enumerate(cells) if (cell.row(), cell.column()) == (row, column))


def blocks_in(cell: QTextTableCell) -> Iterator[QTextBlock]:
    block, last = cell.firstCursorPosition().block(), cell.lastPosition()
    while block.isValid() and block.position() <= last:
        yield block
        block = block.next()


# ---------------------------------------------------------------------------------------------- drawing, copying


def draw_tables(document: QTextDocument) -> None:
    """With one thin line around each cell, whatever they looked like where they came from."""
    for table in list(tables_in(document)):
        table.setFormat(_format(table.format().headerRowCount()))
        _close_up(document, table)


def _close_up(document: QTextDocument, table: QTextTable) -> None:
    """The toolkit reads an empty line behind each table that nobody wrote. One has to be there where nothing else follows."""
    behind = document.findBlock(table.lastPosition() + 1)
    following = behind.next()
    if behind.text() or not following.isValid() or QTextCursor(following).currentTable() != QTextCursor(behind).currentTable():
        return
    form = following.blockFormat()
    cursor = QTextCursor(behind)
    cursor.deleteChar()
    cursor.setBlockFormat(form)


def copy_table(
    cursor: QTextCursor, table: QTextTable, fill: Callable[[QTextCursor, list[QTextBlock | QTextTable]], None]
) -> None:
    """At the cursor, which stands behind it then. `fill` writes the blocks of a cell."""
    made = cursor.insertTable(table.rows(), table.columns(), _format(table.format().headerRowCount()))
    for row in cells_of(table):
        for cell in row:
            if cell.rowSpan() > 1 or cell.columnSpan() > 1:
                made.mergeCells(cell.row(), cell.column(), cell.rowSpan(), cell.columnSpan())
            fill(made.cellAt(cell.row(), cell.column()).firstCursorPosition(), list(blocks_in(cell)))
    cursor.setPosition(made.lastPosition() + 1)


def _format(header_rows: int) -> QTextTableFormat:
    form = QTextTableFormat()
    form.setBorder(1)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(QBrush(QColor(look.colours.line_strong)))
    form.setBorderCollapse(True)
    form.setCellSpacing(0)
    form.setCellPadding(_PADDING)
    form.setTopMargin(4)
    form.setBottomMargin(4)
    form.setHeaderRowCount(header_rows)
    form.setWidth(QTextLength())
    return form


# ---------------------------------------------------------------------------------------------- telling


def table_html(table: QTextTable, inner: Callable[[QTextBlock], str]) -> str:
    """For mail: its lines stand on the cells, since many readers of mail drop style sheets. `inner`: a block's words."""
    rows = [f"<tr>{''.join(_cell_html(cell, inner) for cell in row)}</tr>" for row in cells_of(table)]
    return f'<table cellspacing="0" style="border-collapse:collapse">{"".join(rows)}</table>'


def _cell_html(cell: QTextTableCell, inner: Callable[[QTextBlock], str]) -> str:
    spans = "".join(
        f' {name}="{count}"' for name, count in (("colspan", cell.columnSpan()), ("rowspan", cell.rowSpan())) if count > 1
    )
    blocks = list(blocks_in(cell))
    lines = [inner(block) or "<br>" for block in blocks]
    words = lines[0] if len(lines) == 1 else "".join(f"<div>{each}</div>" for each in lines)
    side = _side(blocks[0])
    style = f"{_CELL};text-align:{side}" if side else _CELL
    return f'<td{spans} style="{escape(style)}">{words}</td>'


def _side(block: QTextBlock) -> str:
    if not block.blockFormat().hasProperty(QTextFormat.Property.BlockAlignment):
        return ""
    return next((name for flag, name in _SIDES.items() if block.blockFormat().alignment() & flag), "")


def table_lines(table: QTextTable, words: Callable[[QTextBlock], str]) -> list[str]:
    """Columns that stand one below the other where a line of mail holds them; else with a tab between two cells."""
    rows = [_cell_words(table, row, words) for row in range(table.rows())]
    widths = [max(len(row[column]) for row in rows) for column in range(table.columns())]
    if sum(widths) + len(_GAP) * (len(widths) - 1) > _WIDEST:
        return ["\t".join(row).rstrip() for row in rows]
    to_right = [_is_right(table, column) for column in range(table.columns())]
    columns = list(zip(widths, to_right, strict=True))
    return [_GAP.join(map(_beside, row, columns)).rstrip() for row in rows]


def _beside(words: str, column: tuple[int, bool]) -> str:
    width, is_right = column
    return words.rjust(width) if is_right else words.ljust(width)


def _cell_words(table: QTextTable, row: int, words: Callable[[QTextBlock], str]) -> list[str]:
    """A cell that spans several is told once; a line holds no line ends."""
    cells = [table.cellAt(row, column) for column in range(table.columns())]
    return [
        " ".join(" ".join(words(block) for block in blocks_in(cell)).split())
        if (cell.row(), cell.column()) == (row, column)
        else ""
        for column, cell in enumerate(cells)
    ]


def _is_right(table: QTextTable, column: int) -> bool:
    """Numbers stand at the right, whatever their heading does."""
    below = [table.cellAt(row, column) for row in range(1, table.rows())]
    return bool(below) and all(_side(next(blocks_in(cell))) == "right" for cell in below)

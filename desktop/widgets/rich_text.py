"""Read and write a text document as the HTML mail understands: div, p, lists, h2, h3, b, i, u, s, a, img, blockquote, coloured
spans, and the block of the signature. No Qt dialect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
    QTextTable,
)

from desktop.signature_block import DASHES, OPENING, needs_html, part_html, part_text
from desktop.widgets.listing import is_numbered, list_depth
from desktop.widgets.quotes import quote_format, quote_level
from desktop.widgets.spacing import ONLY_PARAGRAPHS, PARAGRAPH, SIGNATURE, is_paragraph, space_out
from desktop.widgets.tables import draw_tables, table_html, table_lines, table_of

NATURAL_WIDTH = QTextFormat.Property.UserProperty + 2
"""How wide an image is by itself; on screen it may be narrower."""

TAB = "\u00a0" * 4
_BREAK = "\u2028"
_EMPTY = "<br>"
_OBJECT = "\ufffc"
_BLANKS = re.compile(r" {2,}|\t")


def html_of(document: QTextDocument, *, keeps_colours: bool = True) -> str | None:
    """None where nothing but plain text was written: then the message needs no HTML."""
    html = written(document, keeps_colours=keeps_colours)
    return html if needs_html(html) else None


def written(document: QTextDocument, *, keeps_colours: bool = True) -> str:
    """As HTML, whether it needs it or not."""
    writer = _Writer(keeps_colours=keeps_colours)
    for part in parts_of(all_blocks(document)):
        if isinstance(part, QTextTable):
            writer.add_table(part)
        else:
            writer.add(part)
    return writer.finish()


def text_of_document(document: QTextDocument) -> str:
    """As plain text, with the dashes that begin a signature."""
    lines: list[str] = []
    was_signed = False
    for part in parts_of(all_blocks(document)):
        if isinstance(part, QTextTable):
            lines += table_lines(part, _words)
            continue
        if is_signature(part) and not was_signed:
            lines.append(DASHES)
        was_signed = is_signature(part)
        lines.append(_words(part))
    return "\n".join(lines)


def _words(block: QTextBlock) -> str:
    return block.text().replace(_BREAK, "\n").replace("\u00a0", " ").replace(_OBJECT, "")


def parts_of(blocks: Iterable[QTextBlock]) -> Iterator[QTextBlock | QTextTable]:
    """The blocks in their order, with a whole table where its first cell begins."""
    shown: QTextTable | None = None
    for block in blocks:
        table = table_of(block)
        if table is None:
            yield block
        elif shown is None or table.objectIndex() != shown.objectIndex():
            yield table
        shown = table


def all_blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def fragments_of(block: QTextBlock) -> list[QTextFragment]:
    """A list, since whoever changes a format changes what the toolkit walks along."""
    found: list[QTextFragment] = []
    runs = block.begin()
    while not runs.atEnd():
        if runs.fragment().isValid():
            found.append(runs.fragment())
        runs += 1
    return found


# ---------------------------------------------------------------------------------------------- reading


def read_html(document: QTextDocument, html: str) -> None:
    """Fill the document, and mark its signature."""
    document.setDefaultStyleSheet(ONLY_PARAGRAPHS)
    document.setHtml(html)
    _tidy(document)
    draw_tables(document)
    parted = part_html(html)
    if parted is not None:
        first, count = _count(parted.before), _count(parted.signature)
        if first + count + _count(parted.after) == document.blockCount():
            _mark(document, first, first + count)
    space_out(document, document.firstBlock(), document.lastBlock())


def read_text(document: QTextDocument, text: str) -> None:
    parted = part_text(text)
    if parted is None:
        document.setPlainText(text)
        return
    document.setPlainText(f"{parted.before}\n{parted.signature}")
    first = parted.before.count("\n") + 1
    _mark(document, first, first + parted.signature.count("\n") + 1)


def is_signature(block: QTextBlock) -> bool:
    return block.blockFormat().boolProperty(SIGNATURE)


def mark_signature(block: QTextBlock) -> None:
    form = block.blockFormat()
    form.setProperty(SIGNATURE, True)
    QTextCursor(block).setBlockFormat(form)


def _count(html: str) -> int:
    if not html.strip():
        return 0
    alone = QTextDocument()
    alone.setHtml(html)
    return alone.blockCount()


def _mark(document: QTextDocument, first: int, end: int) -> None:
    for number in range(first, end):
        mark_signature(document.findBlockByNumber(number))


def _tidy(document: QTextDocument) -> None:
    """An empty line is an empty block, and not one that holds a line break; quotes stand as far in as ours, and what had room
    around it is a paragraph."""
    for block in all_blocks(document):
        cursor = QTextCursor(block)
        if block.text() == _BREAK:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        level = quote_level(block)
        if level:
            cursor.mergeBlockFormat(quote_format(level))
        form = block.blockFormat()
        is_apart = form.topMargin() > 0 and form.bottomMargin() > 0
        if is_apart and not form.headingLevel() and not block.textList() and table_of(block) is None:
            paragraph = QTextBlockFormat()
            paragraph.setProperty(PARAGRAPH, True)
            cursor.mergeBlockFormat(paragraph)


# ---------------------------------------------------------------------------------------------- writing


class _Writer:
    """Opens and closes the elements around blocks. A block says which it stands in; what two share stays open."""

    def __init__(self, *, keeps_colours: bool) -> None:
        self._keeps_colours = keeps_colours
        self._pieces: list[str] = []
        self._around: list[str] = []
        self._lists: list[str] = []

    def add(self, block: QTextBlock) -> None:
        around = [*([OPENING] if is_signature(block) else []), *["<blockquote>"] * quote_level(block)]
        if around != self._around:
            self._close_lists(0)
            self._move_to(around)
        inner = self._inner(block)
        if block.textList():
            self._add_item(inner, "ol" if is_numbered(block) else "ul", list_depth(block))
            return
        self._close_lists(0)
        self._pieces.append(_paragraph(block, inner or _EMPTY))

    def add_table(self, table: QTextTable) -> None:
        first = table.firstCursorPosition().block()
        self._close_lists(0)
        self._move_to([OPENING] if is_signature(first) else [])
        self._pieces.append(table_html(table, self._inner))

    def finish(self) -> str:
        self._close_lists(0)
        self._move_to([])
        return "".join(self._pieces)

    def _inner(self, block: QTextBlock) -> str:
        return "".join(_runs(block, keeps_colours=self._keeps_colours)).removesuffix("<br>")

    def _move_to(self, around: list[str]) -> None:
        shared = 0
        while shared < min(len(around), len(self._around)) and around[shared] == self._around[shared]:
            shared += 1
        self._pieces += [_closing(tag) for tag in reversed(self._around[shared:])]
        self._pieces += around[shared:]
        self._around = around

    def _add_item(self, inner: str, tag: str, depth: int) -> None:
        kept = min(depth, len(self._lists))
        if kept == depth and self._lists[depth - 1] != tag:
            kept = depth - 1
        self._close_lists(kept)
        if kept == depth:
            self._pieces.append("</li>")
        while len(self._lists) < depth:
            # A list that begins two steps in has items of the steps between, too.
            self._pieces.append(f"<{tag}>" + ("<li>" if len(self._lists) < depth - 1 else ""))
            self._lists.append(tag)
        self._pieces.append(f"<li>{inner or _EMPTY}")

    def _close_lists(self, kept: int) -> None:
        while len(self._lists) > kept:
            self._pieces.append(f"</li></{self._lists.pop()}>")


def _closing(tag: str) -> str:
    return f"</{tag[1:].rstrip('>').split(' ')[0]}>"


def _paragraph(block: QTextBlock, inner: str) -> str:
    form = block.blockFormat()
    if form.headingLevel():
        tag = "h2" if form.headingLevel() <= 2 else "h3"
        return f"<{tag}>{inner}</{tag}>"
    # A pressed Enter begins a line; only what came with room around it is a paragraph.
    tag = "p" if is_paragraph(block) else "div"
    return f"<{tag}>{inner}</{tag}>"


def _runs(block: QTextBlock, *, keeps_colours: bool) -> Iterator[str]:
    is_heading = block.blockFormat().headingLevel() > 0
    for fragment in fragments_of(block):
        yield _run(fragment, is_heading=is_heading, keeps_colours=keeps_colours)


def _run(fragment: QTextFragment, *, is_heading: bool, keeps_colours: bool) -> str:
    form = fragment.charFormat()
    if form.isImageFormat():
        return _image(form) * len(fragment.text())
    text = escape(_visible_blanks(fragment.text()), quote=False).replace(_BREAK, "<br>")
    is_link = form.isAnchor() and bool(form.anchorHref())
    styled = _styled(text, form, is_link=is_link, is_heading=is_heading, keeps_colours=keeps_colours)
    return f'<a href="{escape(form.anchorHref())}">{styled}</a>' if is_link else styled


def _image(form: QTextCharFormat) -> str:
    """Only what travels with the mail: a picture from elsewhere would tell its server who reads."""
    image = form.toImageFormat()
    if not image.name().startswith("cid:"):
        return ""
    alt = str(image.property(QTextFormat.Property.ImageAltText) or "")
    natural = image.property(NATURAL_WIDTH)
    width = natural if isinstance(natural, int) else round(image.width())
    sized = f' width="{width}"' if width > 0 else ""
    return f'<img src="{escape(image.name())}" alt="{escape(alt)}"{sized} style="max-width:100%;height:auto">'


def _styled(text: str, form: QTextCharFormat, *, is_link: bool, is_heading: bool, keeps_colours: bool) -> str:
    if form.fontWeight() >= QFont.Weight.DemiBold and not is_heading:
        text = f"<b>{text}</b>"
    if form.fontItalic():
        text = f"<i>{text}</i>"
    if form.fontUnderline() and not is_link:
        text = f"<u>{text}</u>"
    if form.fontStrikeOut():
        text = f"<s>{text}</s>"
    if keeps_colours and not is_link and form.hasProperty(QTextFormat.Property.ForegroundBrush):
        text = f'<span style="color:{form.foreground().color().name()}">{text}</span>'
    return text


def _visible_blanks(text: str) -> str:
    """HTML takes a run of blanks for one."""
    return _BLANKS.sub(lambda run: TAB if run[0] == "\t" else " " + "\u00a0" * (len(run[0]) - 1), text)

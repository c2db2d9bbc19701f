"""Write a text document as the HTML mail understands: p, lists, b, i, u, a, blockquote, coloured spans. No Qt dialect."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextDocument, QTextFormat, QTextListFormat

QUOTE_MARGIN = 16
_NUMBERED = (QTextListFormat.Style.ListDecimal,)
_BREAK = "\u2028"


def html_of(document: QTextDocument) -> str | None:
    """None where nothing but plain text was written: then the message needs no HTML."""
    pieces = "".join(_pieces(document))
    return pieces if _is_formatted(pieces) else None


def is_quote(block: QTextBlock) -> bool:
    # Qt reads a blockquote back as a margin of 40 and nothing else; lists use indents, so a margin always means a quote.
    return block.blockFormat().leftMargin() > 0 or block.blockFormat().intProperty(QTextFormat.Property.BlockQuoteLevel) > 0


def _pieces(document: QTextDocument) -> Iterator[str]:
    open_tag = ""
    block = document.begin()
    while block.isValid():
        wanted = _container(block)
        if wanted != open_tag:
            yield f"</{open_tag}>" if open_tag else ""
            yield f"<{wanted}>" if wanted else ""
            open_tag = wanted
        inner = "".join(_runs(block))
        yield f"<li>{inner}</li>" if open_tag in ("ul", "ol") else f"<p>{inner or '<br>'}</p>"
        block = block.next()
    yield f"</{open_tag}>" if open_tag else ""


def _container(block: QTextBlock) -> str:
    listed = block.textList()
    if listed:
        return "ol" if listed.format().style() in _NUMBERED else "ul"
    return "blockquote" if is_quote(block) else ""


def _runs(block: QTextBlock) -> Iterator[str]:
    runs = block.begin()
    while not runs.atEnd():
        fragment = runs.fragment()
        if fragment.isValid():
            yield _marked_up(escape(fragment.text(), quote=False).replace(_BREAK, "<br>"), fragment.charFormat())
        runs += 1


def _marked_up(text: str, form: QTextCharFormat) -> str:
    if form.isAnchor() and form.anchorHref():
        return f'<a href="{escape(form.anchorHref())}">{_styled(text, form, is_link=True)}</a>'
    return _styled(text, form, is_link=False)


def _styled(text: str, form: QTextCharFormat, *, is_link: bool) -> str:
    if form.fontWeight() >= QFont.Weight.DemiBold:
        text = f"<b>{text}</b>"
    if form.fontItalic():
        text = f"<i>{text}</i>"
    if form.fontUnderline() and not is_link:
        text = f"<u>{text}</u>"
    if not is_link and form.hasProperty(QTextFormat.Property.ForegroundBrush):
        text = f'<span style="color:{form.foreground().color().name()}">{text}</span>'
    return text


def _is_formatted(html: str) -> bool:
    return any(tag in html for tag in ("<b>", "<i>", "<u>", "<a ", "<span", "<ul>", "<ol>", "<blockquote>"))

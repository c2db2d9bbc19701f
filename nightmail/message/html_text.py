"""HTML to a readable plain text, and the editor's HTML to clean mail HTML. Renders nothing and loads nothing.

Both take whatever they are given: broken markup, markup nested a hundred thousand deep. Neither raises.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from html import escape, unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nh3 import Cleaner

_DECLARATION = re.compile(r"<[!?][^>]*>")
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_NO_MARGINS = re.compile(r"margin-top:\s*0(?:px)?;\s*margin-bottom:\s*0(?:px)?;")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_MAX_DEPTH = 256  # nh3 takes 1.6 s at 20,000 nested elements and four times that at twice the depth
# What was opened and not closed is opened anew in every block that follows (HTML 13.2.4.3): a few thousand tags make millions.
_MARKS = frozenset({"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"})
_MAX_COPIES = 1_000_000
_MAX_INDENT = 8
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
# Elements that end by themselves where the next one begins: they nest only as deep as the lists and tables around them.
_SELF_ENDING = _VOID | {"p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "caption", "colgroup", "option"}

_SKIPPED = frozenset({"head", "script", "style", "title", "template", "noscript", "iframe"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "table", "hr", "figure"})
_BLOCKS = frozenset(
    {"div", "section", "article", "header", "footer", "main", "aside", "nav", "address", "center", "form", "fieldset"}
    | {"li", "dt", "dd", "tr", "caption", "figcaption", "body", "html"}
)


# ---------------------------------------------------------------------------------------------- to text


def text_of(html: str) -> str:
    """A plain alternative: paragraphs, `- ` and `1. ` lists, `text (url)` links, `> ` quotes, table rows with ` | `."""
    reader = _Reader()
    markup, tail = _without_declarations(html)
    reader.feed(markup)
    reader.close()
    reader.handle_data(tail)
    return reader.paper.finish()


def _without_declarations(html: str) -> tuple[str, str]:
    """(markup, trailing text). Comments, doctypes and whatever follows the last ">" never reach the parser: on those
    it raises for `<![x`, and looks for an end that isn't there again and again, which takes minutes for 500 kB."""
    pieces: list[str] = []
    at = 0
    while (start := html.find("<!--", at)) >= 0:
        pieces.append(html[at:start])
        end = html.find("-->", start + 4)
        at = len(html) if end < 0 else end + 3
    pieces.append(html[at:])
    html = "".join(pieces)
    end = html.rfind(">") + 1
    unfinished = _TAG.search(html, end)
    return _DECLARATION.sub("", html[:end]), unescape(html[end : unfinished.start() if unfinished else None])


class _Paper:
    """The lines written so far. Knows indentation and blank lines, nothing of HTML."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._gap = 0
        self._last_indent = ""
        self._ends_blank = True
        self.prefixes: list[str] = []
        self.marker = ""

    def write(self, words: str) -> None:
        """Inline text, whose runs of blanks are already one space each."""
        if self._ends_blank:
            words = words.lstrip(" ")
        if words:
            self._line.append(words)
            self._ends_blank = words.endswith(" ")

    def verbatim(self, text: str) -> None:
        first, *others = text.split("\n")
        self._line.append(first)
        for line in others:
            self.end_line(keep_empty=True)
            self._line.append(line)
        self._ends_blank = False

    def end_line(self, *, keep_empty: bool = False) -> None:
        line = "".join(self._line).rstrip()
        self._line = []
        self._ends_blank = True
        if not line and not keep_empty:
            return
        indent = "".join(self.prefixes[:_MAX_INDENT])
        if self._gap and self._lines:
            outer = min(self._last_indent, indent, key=len)
            self._lines.append(outer.rstrip())
        if line or not self._gap:
            self._lines.append((self._marked(indent) + line).rstrip())
        self._gap = 0
        self._last_indent = indent

    def _marked(self, indent: str) -> str:
        """The indent with the item's marker over its last blanks, once."""
        marker, self.marker = self.marker, ""
        if not marker:
            return indent
        return (indent[: -len(marker)] if indent.endswith(" " * len(marker)) else indent) + marker

    def blank(self) -> None:
        self.end_line()
        self._gap = 1

    def finish(self) -> str:
        self.end_line()
        return "\n".join(self._lines).strip("\n") + "\n" if self._lines else ""


class _Reader(HTMLParser):
    """Walks the tags and writes on the paper. Tags that don't pair up do no more than misplace an indent."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paper = _Paper()
        self._skipping = ""
        self._is_tight = False
        self._lists: list[int | None] = []
        self._links: list[tuple[str, list[str]]] = []
        self._indents: list[tuple[str, str]] = []
        self._in_pre = 0
        self._is_first_cell = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipping == "head" and tag == "body":
            self._skipping = ""
        if self._skipping or tag in _SKIPPED:
            self._skipping = self._skipping or tag
            return
        if tag == "p":
            # The editor writes a pressed Enter as a paragraph without margins: a line, not a gap.
            self._is_tight = any(name == "style" and value and _NO_MARGINS.search(value) for name, value in attrs)
        self._separate(tag)
        opener = _OPENERS.get(tag)
        if opener is not None:
            opener(self, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if tag == self._skipping:
                self._skipping = ""
            return
        closer = _CLOSERS.get(tag)
        if closer is not None:
            closer(self)
        self._separate(tag)

    def handle_data(self, data: str) -> None:
        if self._skipping or not data:
            return
        if self._in_pre:
            self.paper.verbatim(data)
            return
        words = _BLANKS.sub(" ", data)
        if self._links:
            self._links[-1][1].append(words)
        self.paper.write(words)

    def _separate(self, tag: str) -> None:
        if tag in _BLOCKS or (tag in ("ul", "ol") and self._lists) or (tag == "p" and self._is_tight):
            self.paper.end_line()
        elif tag in _PARAGRAPHS:
            self.paper.blank()

    # elements that do more than part lines

    def _break(self, attrs: dict[str, str | None]) -> None:
        self.paper.end_line(keep_empty=True)

    def _rule(self, attrs: dict[str, str | None]) -> None:
        self.paper.write("-" * 20)
        self.paper.blank()

    def _image(self, attrs: dict[str, str | None]) -> None:
        alt = _BLANKS.sub(" ", attrs.get("alt") or "").strip()
        if alt:
            self.handle_data(f"[{alt}]")

    def _open_link(self, attrs: dict[str, str | None]) -> None:
        self._links.append(((attrs.get("href") or "").strip(), []))

    def _close_link(self) -> None:
        if not self._links:
            return
        url, words = self._links.pop()
        shown = "".join(words).strip()
        if not url.lower().startswith(("http://", "https://", "mailto:", "tel:", "ftp://")):
            return
        target = re.sub(r"^(?:mailto|tel):", "", url, flags=re.IGNORECASE)
        if shown and _bare(shown) != _bare(target):
            self.paper.write(f" ({target})")
        elif not shown:
            self.paper.write(target)

    def _open_list(self, attrs: dict[str, str | None]) -> None:
        self._lists.append(None)
        self._indent("list", "")

    def _open_numbered_list(self, attrs: dict[str, str | None]) -> None:
        start = attrs.get("start") or "1"
        self._lists.append(int(start) if start.isdecimal() and len(start) < 9 else 1)
        self._indent("list", "")

    def _close_list(self) -> None:
        if self._lists:
            self._lists.pop()
            self._outdent("li")
            self._outdent("list")

    def _open_item(self, attrs: dict[str, str | None]) -> None:
        self._outdent("li")
        number = self._lists[-1] if self._lists else None
        marker = "- " if number is None else f"{number}. "
        if number is not None:
            self._lists[-1] = number + 1
        self._indent("li", " " * len(marker))
        self.paper.marker = marker

    def _close_item(self) -> None:
        self.paper.end_line()
        self.paper.marker = ""
        self._outdent("li")

    def _open_quote(self, attrs: dict[str, str | None]) -> None:
        self._indent("blockquote", "> ")

    def _close_quote(self) -> None:
        self.paper.end_line()
        self._outdent("blockquote")

    def _open_pre(self, attrs: dict[str, str | None]) -> None:
        self._in_pre += 1

    def _close_pre(self) -> None:
        self._in_pre = max(0, self._in_pre - 1)

    def _open_row(self, attrs: dict[str, str | None]) -> None:
        self._is_first_cell = True

    def _open_cell(self, attrs: dict[str, str | None]) -> None:
        if not self._is_first_cell:
            self.paper.write(" | ")
        self._is_first_cell = False

    def _indent(self, tag: str, prefix: str) -> None:
        self._indents.append((tag, prefix))
        if prefix:
            self.paper.prefixes.append(prefix)

    def _outdent(self, tag: str) -> None:
        """Leave the innermost `tag`, if nothing but it was opened last: a list inside a quote doesn't end the quote."""
        if self._indents and self._indents[-1][0] == tag and self._indents.pop()[1]:
            self.paper.prefixes.pop()


_OPENERS: dict[str, Callable[[_Reader, dict[str, str | None]], None]] = {
    "a": _Reader._open_link,
    "blockquote": _Reader._open_quote,
    "br": _Reader._break,
    "hr": _Reader._rule,
    "img": _Reader._image,
    "li": _Reader._open_item,
    "ol": _Reader._open_numbered_list,
    "pre": _Reader._open_pre,
    "td": _Reader._open_cell,
    "th": _Reader._open_cell,
    "tr": _Reader._open_row,
    "ul": _Reader._open_list,
}
_CLOSERS: dict[str, Callable[[_Reader], None]] = {
    "a": _Reader._close_link,
    "blockquote": _Reader._close_quote,
    "li": _Reader._close_item,
    "ol": _Reader._close_list,
    "pre": _Reader._close_pre,
    "ul": _Reader._close_list,
}


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url.lower()).rstrip("/")


# ---------------------------------------------------------------------------------------------- to clean HTML

_STYLED = frozenset({"style", "align", "dir", "lang", "title"})
MAIL_TAGS = {
    *(
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
    ),
    *(
        "em",
        "figcaption",
        "figure",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
    ),
    *("p", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th"),
    *("thead", "tr", "tt", "u", "ul"),
}
SILENT_TAGS = {"script", "style", "title", "template", "noscript", "iframe", "object"}
MAIL_ATTRIBUTES = {
    "*": set(_STYLED),
    "a": {"href", "name"},
    "col": {"span", "width"},
    "font": {"color", "face", "size"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "table": {"border", "cellpadding", "cellspacing", "width", "bgcolor"},
    "td": {"colspan", "rowspan", "width", "valign", "bgcolor"},
    "th": {"colspan", "rowspan", "width", "valign", "bgcolor"},
    "ul": {"type"},
}
MAIL_STYLES = {
    *("background-color", "border", "border-collapse", "border-color", "border-style", "border-width", "color", "direction"),
    *("font-family", "font-size", "font-style", "font-weight", "height", "line-height", "list-style-type", "margin"),
    *("margin-bottom", "margin-left", "margin-right", "margin-top", "max-width", "padding", "padding-bottom", "padding-left"),
    *("padding-right", "padding-top", "text-align", "text-decoration", "text-indent", "vertical-align", "white-space", "width"),
}


@cache
def _cleaner() -> Cleaner:
    # Imported here: nothing is cleaned before a message is shown or written.
    from nh3 import Cleaner

    return Cleaner(
        tags=MAIL_TAGS,
        clean_content_tags=SILENT_TAGS,
        attributes=MAIL_ATTRIBUTES,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "cid", "tel"},
        url_relative="deny",
        filter_style_properties=MAIL_STYLES,
    )


def clean_html(html: str) -> str:
    """The inside of a body, for mail: no document frame, scripts or `-qt-` styles; `cid:` images, web and mail links stay.

    Markup nested deeper than people write comes back as plain paragraphs.
    """
    if is_too_deep(html):
        return plain_paragraphs(html)
    return _cleaner().clean(html).strip()


def plain_paragraphs(html: str) -> str:
    """Its text alone, as HTML again."""
    paragraphs = text_of(html).split("\n\n")
    return "\n".join("<p>" + escape(paragraph.strip()).replace("\n", "<br>\n") + "</p>" for paragraph in paragraphs)


def is_too_deep(html: str) -> bool:
    """It nests deeper than people write, or would once its end tags are put where they belong; a cleaner would take minutes."""
    if html.count("<") <= _MAX_DEPTH:
        return False
    opened: Counter[str] = Counter()
    depth = marks = copies = 0
    for slash, written in _TAG.findall(html):
        name = written.lower()
        if not slash:
            copies += marks
        if depth > _MAX_DEPTH or copies > _MAX_COPIES:
            return True
        if name in _SELF_ENDING:
            continue
        if not slash:
            opened[name] += 1
            depth += 1
            marks += name in _MARKS
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
            marks -= name in _MARKS
    return depth > _MAX_DEPTH

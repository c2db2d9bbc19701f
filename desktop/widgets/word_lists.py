"""Word copies a list as paragraphs that carry their bullet as text. Here they become lists again, before anything is cleaned.

Reads the markup in one pass, whatever it is given; what is no such paragraph stays as it stands."""

from __future__ import annotations

import re

_EDGE = re.compile(r"(<p\b[^<>]*>|</p\s*>)", re.IGNORECASE)
_LEVEL = re.compile(r"mso-list:[^;\"'<>]*level([1-9])", re.IGNORECASE)
_MARKER_ENDS = re.compile(r"<!(?:--)?\[endif\](?:--)?>", re.IGNORECASE)
_MARKER_BEGINS = re.compile(r"<!(?:--)?\[if !supportLists\](?:--)?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>|&nbsp;")
_NUMBER = re.compile(r"\(?[0-9a-z]{1,5}[.)]", re.IGNORECASE)


def with_lists(html: str) -> str:
    if "mso-list:" not in html:
        return html
    made: list[str] = []
    # Lists that are open, the outermost first: (level, its tag).
    opened: list[tuple[int, str]] = []
    item: list[str] | None = None
    level = 0
    for piece in _EDGE.split(html):
        found = _LEVEL.search(piece) if piece[:2].lower() == "<p" else None
        if item is None and found is not None:
            item, level = [], int(found[1])
        elif item is None:
            if piece.strip():
                _close(made, opened, 0)
            # Between two items a line end would become a blank at the end of the first.
            made.append("" if opened else piece)
        elif piece[:3].lower() == "</p":
            words, tag = _read("".join(item))
            _open(made, opened, level, tag)
            made.append(f"<li>{words}")
            item = None
        else:
            item.append(piece)
    _close(made, opened, 0)
    # A paragraph that never ended holds no item that could be told from what follows it.
    return "".join([*made, *(item or ())])


def _open(made: list[str], opened: list[tuple[int, str]], level: int, tag: str) -> None:
    _close(made, opened, level)
    if opened and opened[-1] == (level, tag):
        made.append("</li>")
        return
    if opened and opened[-1][0] == level:
        _close(made, opened, level - 1)
    opened.append((level, tag))
    made.append(f"<{tag}>")


def _close(made: list[str], opened: list[tuple[int, str]], level: int) -> None:
    """Down to this level."""
    while opened and opened[-1][0] > level:
        made.append(f"</li></{opened.pop()[1]}>")


def _read(item: str) -> tuple[str, str]:
    """Its words without the marker, and which list it belongs to."""
    begins = _MARKER_BEGINS.search(item)
    ends = _MARKER_ENDS.search(item, begins.end()) if begins is not None else None
    if begins is None or ends is None:
        return item, "ul"
    marker = _TAG.sub("", item[begins.end() : ends.start()]).strip()
    return item[: begins.start()] + item[ends.end() :], "ol" if _NUMBER.match(marker) else "ul"

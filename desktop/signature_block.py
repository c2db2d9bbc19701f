"""Find the signature inside a body, and write texts with one. A signature stands in a block of its own that says what it is, so
that it can be exchanged without a touch to what the person wrote. Pure.

In HTML the block is `<div class="nightmail-signature">`; in plain text it follows a line of two dashes and a
blank (RFC 3676 4.3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nightmail.message.html_text import text_of

CLASS = "nightmail-signature"
OPENING = f'<div class="{CLASS}">'
DASHES = "-- "
_MARKS = ("<b>", "<i>", "<u>", "<s>", "<a ", "<span", "<ul>", "<ol>", "<blockquote>", "<h2>", "<h3>", "<img ", "<table ")
_DIVISION = re.compile(r"<(/?)div\b[^>]*>", re.IGNORECASE)
_DASHES_LINE = re.compile(r"(?:^|\n)-- \n")


@dataclass(frozen=True, slots=True)
class Parted:
    """A body around its signature. All of it is HTML, or all of it plain text."""

    before: str
    signature: str
    after: str = ""


def needs_html(html: str) -> bool:
    """Whether what the editor wrote says more than its plain text would."""
    return any(mark in html for mark in _MARKS)


def blank_body(signature: str) -> tuple[str | None, str]:
    """(HTML or None, text) of a message nobody has written yet: a line to write on, and the signature below it."""
    if not words_of(signature):
        return None, ""
    html = f"<div><br></div><div><br></div>{OPENING}{signature}</div>"
    text = f"\n\n{DASHES}\n{words_of(signature)}"
    return (html, text) if needs_html(signature) else (None, text)


def part_html(html: str) -> Parted | None:
    """None where no signature is marked."""
    start = html.find(OPENING)
    if start < 0:
        return None
    inside = start + len(OPENING)
    depth = 1
    for tag in _DIVISION.finditer(html, inside):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return Parted(html[:start], html[inside : tag.start()], html[tag.end() :])
    return None


def part_text(text: str) -> Parted | None:
    """The last such line begins it: an earlier one belongs to what was pasted above."""
    found = list(_DASHES_LINE.finditer(text))
    return Parted(text[: found[-1].start()], text[found[-1].end() :]) if found else None


def text_with_signature(html: str) -> str:
    """The plain alternative of an HTML body, with the dashes that mail programs know a signature by."""
    parted = part_html(html)
    if parted is None:
        return _plain(html)
    signature = DASHES + "\n" + _plain(parted.signature).strip("\n")
    pieces = (_plain(parted.before).strip("\n"), signature, _plain(parted.after).strip("\n"))
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def signature_in(html: str | None, text: str) -> str | None:
    """The words of the signature in a body, to compare; None where it has none."""
    if html is not None:
        marked = part_html(html)
        return None if marked is None else words_of(marked.signature)
    found = part_text(text)
    return None if found is None else found.signature.strip()


def words_of(signature: str) -> str:
    """The words of a signature's HTML, whatever its marks."""
    return _plain(signature).strip()


def _plain(html: str) -> str:
    return text_of(html).replace("\u00a0", " ")

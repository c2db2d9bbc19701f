"""A message's HTML as it may be shown: no scripts, no forms, nothing that loads by itself, nothing that takes the window apart.

Whatever it is given, it answers soon: the source is capped and its nesting measured before anything looks for elements.
Fetches and renders nothing; who shows the result still has to refuse every address but those of `pictures`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nightmail.message.html_text import MAIL_ATTRIBUTES, MAIL_STYLES, MAIL_TAGS, SILENT_TAGS, is_too_deep, plain_paragraphs

MOST_SOURCE = 1_000_000
"""Characters that are looked at; a mail program that people write with stays far below."""
_MOST_PICTURES = 100
# Beyond these a renderer lays out a page that no window could show, cell by cell.
_MOST_CELLS = 40
_MOST_PIXELS = 4_000
_NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_SPANS = frozenset({"colspan", "rowspan", "span", "border", "cellpadding", "cellspacing"})
_SIZES = frozenset({"width", "height"})
_REMOTE = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Shown:
    """`pictures` are the addresses on the network that its images name, in their order; `is_cut`: the source was longer."""

    html: str
    pictures: tuple[str, ...] = ()
    is_cut: bool = False


def shown(html: str) -> Shown:
    """Never raises, whatever it is given."""
    is_cut = len(html) > MOST_SOURCE
    source = html[:MOST_SOURCE].replace("\0", "")
    if is_too_deep(source):
        return Shown(plain_paragraphs(source), is_cut=is_cut)
    seen: dict[str, None] = {}

    # Imported here: nothing is cleaned before a message is shown.
    from nh3 import Cleaner

    def kept(element: str, attribute: str, value: str) -> str | None:
        if attribute == "src":
            return _source(value, seen) if element == "img" else None
        if attribute in _SPANS:
            return _at_most(value, _MOST_CELLS)
        if attribute in _SIZES:
            return _at_most(value, _MOST_PIXELS)
        if attribute == "style":
            return _calm(value)
        return value

    cleaned = Cleaner(
        tags=MAIL_TAGS,
        clean_content_tags=SILENT_TAGS,
        attributes=MAIL_ATTRIBUTES,
        attribute_filter=kept,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "cid", "tel"},
        url_relative="deny",
        filter_style_properties=MAIL_STYLES - {"line-height", "white-space"},
    ).clean(source)
    return Shown(cleaned.strip(), tuple(seen), is_cut)


def _source(value: str, seen: dict[str, None]) -> str | None:
    address = value.strip()
    if address.lower().startswith("cid:"):
        return address
    if not address.lower().startswith(_REMOTE) or (address not in seen and len(seen) >= _MOST_PICTURES):
        return None
    seen[address] = None
    return address


def _at_most(value: str, most: int) -> str | None:
    """A number within reason; `100%` is one as well. Anything else is dropped."""
    number, percent = value.strip().removesuffix("px"), value.strip().endswith("%")
    if percent:
        return value.strip() if number[:-1].isdecimal() and number[:-1].isascii() and int(number[:-1][:6]) <= 100 else None
    return number if number.isdecimal() and number.isascii() and len(number) <= 6 and int(number) <= most else None


def _calm(style: str) -> str:
    """Without declarations that fetch, reckon, or measure in thousands."""
    kept = []
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        is_large = any(float(number) > _MOST_PIXELS for number in _NUMBER.findall(value))
        if "(" in value.lower().replace("rgb(", "").replace("rgba(", "") or "\\" in value or is_large or "-" in value[:3]:
            continue
        if value.strip():
            kept.append(f"{name.strip()}: {value.strip()}")
    return "; ".join(kept)

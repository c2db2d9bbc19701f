"""Keep what runs rightwards, as an address does, in its own order where sentences run leftwards. Changes no words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

# Unicode Standard Annex 9, section 2: left-to-right isolate, the one whose first letter decides, and the end of both.
_BEGIN, _BY_FIRST_LETTER, _END = "\u2066", "\u2068", "\u2069"


def in_own_order(address: str) -> str:
    """`Anna <anna@example.org>` whole: in a line that runs leftwards its last sign would be drawn at the other end."""
    return f"{_BEGIN}{address}{_END}" if address and _runs_leftwards() else address


def as_it_reads(words: str) -> str:
    """What somebody wrote, in the direction of its own language: “Happy birthday!” ends on its sign, and is cut at its end."""
    return f"{_BY_FIRST_LETTER}{words}{_END}" if words and _runs_leftwards() else words


def _runs_leftwards() -> bool:
    return QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft

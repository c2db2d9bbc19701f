"""Keep what runs rightwards, as an address does, in its own order where sentences run leftwards. Changes no words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

# Unicode Standard Annex 9, section 2: left-to-right isolate, and its end.
_BEGIN, _END = "\u2066", "\u2069"


def in_own_order(address: str) -> str:
    """`Anna <anna@example.org>` whole: in a line that runs leftwards its last sign would be drawn at the other end."""
    if not address or QGuiApplication.layoutDirection() is not Qt.LayoutDirection.RightToLeft:
        return address
    return f"{_BEGIN}{address}{_END}"

"""Where things go that are painted by hand when lines run from right to left. Layouts and Qt's own widgets do this themselves."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt


def at_side(rect: QRectF, within: QRectF, direction: Qt.LayoutDirection) -> QRectF:
    """`rect`, thought of from left to right, where it belongs within `within`."""
    if direction is not Qt.LayoutDirection.RightToLeft:
        return rect
    return QRectF(within.left() + within.right() - rect.right(), rect.top(), rect.width(), rect.height())

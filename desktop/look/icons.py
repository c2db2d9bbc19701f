"""Our own family of stroke icons, coloured from the scheme. An icon is named, never loaded by path elsewhere."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).parent / "icons"
_SIDES = (14, 16, 18, 20, 24, 28, 32, 36, 48)
_USUAL = 18
_INK = "currentColor"


@lru_cache(maxsize=256)
def renderer(name: str, colour: str) -> QSvgRenderer:
    """The drawing in one colour. Kept: a list paints the same few icons thousands of times."""
    drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace(_INK, colour)
    return QSvgRenderer(QByteArray(drawing.encode()))


def pixmap(name: str, colour: str, side: int, *, scale: float = 1.0, gap: float = 0, is_gap_first: bool = False) -> QPixmap:
    """`side` in logical pixels; `scale` is the device pixel ratio it is drawn for; `gap` stays empty
    at the right, or at the left where it comes first."""
    image = QPixmap(QSize(round((side + gap) * scale), round(side * scale)))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer(name, colour).render(painter, QRectF(gap * scale if is_gap_first else 0, 0, side * scale, side * scale))
    painter.end()
    image.setDevicePixelRatio(scale)
    return image


def icon(name: str, colour: str, *, disabled: str = "", gap: int = 0, is_gap_first: bool = False) -> QIcon:
    """An icon sharp at every usual size and ratio; `disabled` is the colour of its disabled mode, `gap` the room kept at the
    right of an 18 px one, or at its left."""
    made = QIcon()
    for side in _SIDES:
        room = gap * side / _USUAL
        made.addPixmap(pixmap(name, colour, side, gap=room, is_gap_first=is_gap_first))
        made.addPixmap(pixmap(name, disabled or colour, side, gap=room, is_gap_first=is_gap_first), QIcon.Mode.Disabled)
    return made


def paint(painter: QPainter, name: str, colour: str, where: QRectF) -> None:
    """Draw straight into a painter, as sharp as its device."""
    renderer(name, colour).render(painter, where)


def app_icon() -> QIcon:
    made = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(pixmap("nightmail", "#000000", side))
    return made

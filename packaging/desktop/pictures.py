"""Draw the program's picture for each system's menus from its one drawing: PNG by size, Windows' .ico, macOS's .icns."""

from __future__ import annotations

import os
import struct
from pathlib import Path

from facts import ROOT

DRAWING = ROOT / "desktop" / "look" / "icons" / "nightmail.svg"
SIDES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
_ICO = (16, 24, 32, 48, 64, 128, 256)
# What macOS calls a PNG of each side, in pixels.
_ICNS = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08", 512: b"ic09", 1024: b"ic10"}


def draw(folder: Path) -> None:
    """`hicolor/<side>x<side>/apps/…png`, the drawing itself, nightmail.ico and nightmail.icns."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication.instance() or QGuiApplication(["pictures"])
    drawn = {side: _png(side) for side in sorted({*SIDES, *_ICO, *_ICNS})}
    del app
    for side in SIDES:
        target = folder / "hicolor" / f"{side}x{side}" / "apps" / "nightmail.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(drawn[side])
    scalable = folder / "hicolor" / "scalable" / "apps" / "nightmail.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    scalable.write_bytes(DRAWING.read_bytes())
    (folder / "nightmail.ico").write_bytes(ico({side: drawn[side] for side in _ICO}))
    (folder / "nightmail.icns").write_bytes(icns(drawn))


def ico(drawn: dict[int, bytes]) -> bytes:
    """Windows' container; since Vista its pictures may be PNG. A side of 256 is written as 0."""
    entries, place = b"", 6 + 16 * len(drawn)
    for side, png in drawn.items():
        entries += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(png), place)
        place += len(png)
    return struct.pack("<HHH", 0, 1, len(drawn)) + entries + b"".join(drawn.values())


def icns(drawn: dict[int, bytes]) -> bytes:
    """macOS's container: a kind, a length that counts itself, a PNG."""
    parts = b"".join(kind + struct.pack(">I", len(drawn[side]) + 8) + drawn[side] for side, kind in _ICNS.items())
    return b"icns" + struct.pack(">I", len(parts) + 8) + parts


def _png(side: int) -> bytes:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImage, QImageWriter, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"PNG")).write(image):
        raise SystemExit(f"The picture of {side} pixels could not be drawn.")
    return bytes(content.data())

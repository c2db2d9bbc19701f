"""Read the words in a picture of a QR code. Nothing is fetched and nothing opened: the answer is text, or none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

# A photograph has more points than any code needs.
_WIDEST = 1600


def words_in(picture: QImage) -> str:
    """Of the first code that can be read; empty where there is none."""
    if picture.isNull():
        return ""
    # Imported here: few people ever drop a picture.
    import zxingcpp

    if max(picture.width(), picture.height()) > _WIDEST:
        picture = picture.scaled(_WIDEST, _WIDEST, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = memoryview(grey.constBits()).cast("B", (grey.height(), grey.bytesPerLine()))
    found = zxingcpp.read_barcodes(rows, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return next((code.text for code in found if code.valid), "")

"""Colours that others chose for their paper, on ours. For the eyes alone: what is sent keeps the colour it has."""

from __future__ import annotations

from PySide6.QtGui import QColor

# WCAG 2.2, 1.4.3
_ENOUGH = 4.5
_STEPS = 20


def legible(ink: QColor, paper: QColor) -> QColor:
    """The same hue, as much lighter or darker as it takes to be read; the ink itself where it can be."""
    if contrast(ink, paper) >= _ENOUGH:
        return ink
    goal = 1.0 if _luminance(paper) < 0.2 else 0.0
    hue, saturation, lightness = ink.hslHueF(), ink.hslSaturationF(), ink.lightnessF()
    for step in range(1, _STEPS + 1):
        tried = QColor.fromHslF(max(hue, 0.0), saturation, lightness + (goal - lightness) * step / _STEPS)
        if contrast(tried, paper) >= _ENOUGH:
            return tried
    return tried


def contrast(one: QColor, other: QColor) -> float:
    """1 (the same) to 21 (black on white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

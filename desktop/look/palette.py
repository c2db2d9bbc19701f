"""Turn a scheme's colours into Qt's palette, so that widgets the style sheet does not name are still ours."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from desktop.look.tokens import Colours

_ROLE = QPalette.ColorRole


def palette_of(colours: Colours) -> QPalette:
    palette = QPalette()
    for role, colour in _roles(colours).items():
        palette.setColor(role, QColor(colour))
    for role in (_ROLE.Text, _ROLE.WindowText, _ROLE.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.text_faint))
    return palette


def _roles(colours: Colours) -> dict[QPalette.ColorRole, str]:
    return {
        _ROLE.Window: colours.window,
        _ROLE.WindowText: colours.text,
        _ROLE.Base: colours.surface,
        _ROLE.AlternateBase: colours.sunken,
        _ROLE.Text: colours.text,
        _ROLE.PlaceholderText: colours.text_faint,
        _ROLE.Button: colours.raised,
        _ROLE.ButtonText: colours.text,
        _ROLE.BrightText: colours.bad,
        _ROLE.Highlight: colours.accent,
        _ROLE.HighlightedText: colours.on_accent,
        _ROLE.Link: colours.accent,
        _ROLE.LinkVisited: colours.accent_press,
        _ROLE.ToolTipBase: colours.raised,
        _ROLE.ToolTipText: colours.text,
        _ROLE.Light: colours.line,
        _ROLE.Midlight: colours.line,
        _ROLE.Mid: colours.line_strong,
        _ROLE.Dark: colours.line_strong,
        _ROLE.Shadow: colours.line_strong,
        _ROLE.Accent: colours.accent,
    }

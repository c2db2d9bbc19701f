"""Dress the whole application in one scheme, and again when it changes. Knows no screen."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QIcon
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget

from desktop.look import icons
from desktop.look.palette import palette_of
from desktop.look.style_sheet import style_sheet
from desktop.look.tokens import LIGHT, Colours, Density, Scheme, Theme, Type, colours_of

_GAP = 5
_FLASH_MS = 1000
_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
)
_FONTS = Path(__file__).parent / "fonts"


class Look(QObject):
    """The scheme in force. Painters read `colours`; widgets that paint themselves repaint on `changed`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scheme = Scheme.LIGHT
        self.theme = Theme.SYSTEM
        self.colours: Colours = LIGHT
        self.density = Density.COMFORTABLE
        self.reduces_motion = False

    def dress(self, app: QApplication, theme: Theme) -> None:
        self.theme = theme
        self.scheme = _scheme_of(app, theme)
        self.colours = colours_of(self.scheme)
        app.setStyle("Fusion")
        app.setPalette(palette_of(self.colours))
        app.setFont(ui_font())
        app.setStyleSheet(style_sheet(self.colours, is_mirrored=app.layoutDirection() is Qt.LayoutDirection.RightToLeft))
        for widget in app.allWidgets():
            _refresh_icon(widget)
        self.changed.emit()

    def wear(self, app: QApplication, theme: Theme, density: Density, *, reduces_motion: bool) -> None:
        """As the person likes it; what stays the same is not done again."""
        is_new = (theme, density, reduces_motion) != (self.theme, self.density, self.reduces_motion)
        self.density, self.reduces_motion = density, reduces_motion
        for effect in _EFFECTS:
            app.setEffectEnabled(effect, not reduces_motion)
        app.setCursorFlashTime(0 if reduces_motion else _FLASH_MS)
        if is_new or _scheme_of(app, theme) is not self.scheme or not app.styleSheet():
            self.dress(app, theme)


look = Look()


def ui_font(size: int = Type.BODY, *, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The system's own face on Windows and macOS; on Linux, where none can be relied on, the one that comes along."""
    font = QFont(_family())
    font.setPixelSize(size)
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def set_icon(widget: QAbstractButton | QLabel, name: str, *, role: str = "text_soft", side: int = 18) -> None:
    """Give a button or label an icon that keeps up with the scheme. `role` is a field of `Colours`."""
    widget.setProperty("iconName", name)
    widget.setProperty("iconRole", role)
    widget.setProperty("iconSide", side)
    _refresh_icon(widget)


def tinted(name: str, role: str = "text_soft") -> QIcon:
    """An icon in the present scheme, for menus, which are built anew each time they open."""
    return icons.icon(name, getattr(look.colours, role), disabled=look.colours.line_strong)


def _refresh_icon(widget: QWidget) -> None:
    name = widget.property("iconName")
    if not isinstance(name, str):
        return
    role, side = str(widget.property("iconRole")), int(widget.property("iconSide"))
    colour: str = getattr(look.colours, role)
    if isinstance(widget, QAbstractButton):
        # Styles leave 4 px between icon and text; a wider picture makes the rest of the gap.
        gap = _GAP if isinstance(widget, QPushButton) and widget.text() else 0
        is_mirrored = widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
        widget.setIcon(icons.icon(name, colour, disabled=look.colours.line_strong, gap=gap, is_gap_first=is_mirrored))
        widget.setIconSize(QSize(side + gap, side))
    elif isinstance(widget, QLabel):
        widget.setPixmap(icons.pixmap(name, colour, side, scale=widget.devicePixelRatioF()))


def _scheme_of(app: QApplication, theme: Theme) -> Scheme:
    if theme is not Theme.SYSTEM:
        return Scheme(theme.value)
    return Scheme.DARK if app.styleHints().colorScheme() is Qt.ColorScheme.Dark else Scheme.LIGHT


_loaded: list[str] = []


def _family() -> str:
    if sys.platform != "linux":
        return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    if not _loaded:
        for file in sorted(_FONTS.glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))
        _loaded.append("Inter")
    return _loaded[0]

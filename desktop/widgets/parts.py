"""The small pieces every screen is laid out with: labels, buttons, cards, rules. Each names its kind; the look does the rest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.look.theme import set_icon


def label(text: str = "", kind: str = "", *, wraps: bool = False, selectable: bool = False) -> QLabel:
    made = QLabel(text)
    # What people or servers wrote is shown as it is, never read as markup.
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setWordWrap(wraps)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def button(
    text: str, kind: str = "", *, icon: str = "", press: Callable[[], object] | None = None, name: str = ""
) -> QPushButton:
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setAccessibleName(name or text.replace("&", ""))
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        set_icon(made, icon, role=_ICON_ROLES.get(kind, "text_soft"))
    if press is not None:
        made.clicked.connect(lambda: press())
    return made


def icon_button(
    icon: str, tip: str, *, press: Callable[[], object] | None = None, role: str = "text_soft", side: int = 18
) -> QToolButton:
    """`tip` is also its accessible name."""
    made = QToolButton()
    made.setProperty("kind", "icon")
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    set_icon(made, icon, role=role, side=side)
    if press is not None:
        made.clicked.connect(lambda: press())
    return made


_ICON_ROLES = {"primary": "on_accent", "danger": "bad", "link": "accent"}


def rule() -> QFrame:
    made = QFrame()
    made.setObjectName("rule")
    return made


def card(
    *parts: QWidget | QLayout, tone: str = "", margins: tuple[int, int, int, int] = (12, 10, 12, 10), gap: int = 6
) -> QFrame:
    made = QFrame()
    made.setObjectName("card")
    made.setProperty("tone", tone)
    column(*parts, on=made, margins=margins, gap=gap)
    return made


def column(
    *parts: QWidget | QLayout | int, on: QWidget | None = None, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 8
) -> QVBoxLayout:
    """Top to bottom. A number is a stretch."""
    made = QVBoxLayout() if on is None else QVBoxLayout(on)
    _fill(made, parts, margins, gap)
    return made


def line(
    *parts: QWidget | QLayout | int, on: QWidget | None = None, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 8
) -> QHBoxLayout:
    """Left to right. A number is a stretch."""
    made = QHBoxLayout() if on is None else QHBoxLayout(on)
    _fill(made, parts, margins, gap)
    return made


def _fill(box: QBoxLayout, parts: tuple[QWidget | QLayout | int, ...], margins: tuple[int, int, int, int], gap: int) -> None:
    box.setContentsMargins(*margins)
    box.setSpacing(gap)
    for part in parts:
        if isinstance(part, int):
            box.addStretch(part)
        elif isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)


def clear(box: QLayout) -> None:
    """Take everything out and let it go."""
    while (item := box.takeAt(0)) is not None:
        inner = item.widget()
        if inner is not None:
            inner.hide()
            inner.deleteLater()
        elif (nested := item.layout()) is not None:
            clear(nested)


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet asks about, and have it asked again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def set_text(target: QLabel, text: str) -> None:
    """Show the text, or nothing at all where it is empty."""
    target.setText(text)
    show_part(target, is_shown=bool(text))


def show_part(part: QWidget, *, is_shown: bool) -> None:
    """Show or hide what may not stand in its window yet: shown without one, it would open as a window of its own."""
    if is_shown and part.parentWidget() is None:
        part.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    else:
        part.setVisible(is_shown)


def keep(owner: QObject, *kept: QObject) -> None:
    """Give things without a parent an owner, since views do not own their models and actions."""
    for each in kept:
        each.setParent(owner)


def popup_menu(owner: QWidget) -> QMenu:
    """A menu that goes when it closes."""
    made = QMenu(owner)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return made


def on_keys(owner: QWidget, keys: str, press: Callable[[], object]) -> None:
    """While `owner` or something in it has the keyboard's attention."""
    QShortcut(QKeySequence(keys), owner, press, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)


def in_turn(*steps: Callable[[], object]) -> Callable[[], None]:
    """One call for several."""

    def go() -> None:
        for step in steps:
            step()

    return go


def fit_height(window: QWidget) -> None:
    """As tall as its words need at its width; `adjustSize` reckons wrapped labels wrongly."""
    box = window.layout()
    assert box is not None
    # From the inside out: an outer box believes the sizes its inner ones had before they changed.
    for part in reversed(window.findChildren(QWidget)):
        if (inner := part.layout()) is not None:
            inner.activate()
    box.activate()
    # Longer words than English ones want more width than a fixed one gives.
    width = min(max(window.sizeHint().width(), window.minimumWidth()), window.maximumWidth())
    window.resize(width, box.totalHeightForWidth(width) if box.hasHeightForWidth() else box.totalSizeHint().height())

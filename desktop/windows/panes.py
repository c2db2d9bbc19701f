"""Go round the panes of a window by key, to where the keyboard was in each of them last."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget


class PaneRing:
    """`panes` answers those there are right now, in reading order."""

    def __init__(self, panes: Callable[[], Sequence[QWidget]]) -> None:
        self._panes = panes
        self._last: dict[QWidget, QWidget] = {}

    def go(self, by: int) -> None:
        panes = [pane for pane in self._panes() if pane.isVisible() and stops(pane)]
        if not panes:
            return
        focus = QApplication.focusWidget()
        here = next((n for n, pane in enumerate(panes) if focus is not None and pane.isAncestorOf(focus)), None)
        if here is not None and focus is not None:
            self._last[panes[here]] = focus
        wanted = panes[(here + by) % len(panes)] if here is not None else panes[0]
        there = stops(wanted)
        last = self._last.get(wanted)
        (last if last in there else _best(there)).setFocus(Qt.FocusReason.TabFocusReason)


def stops(pane: QWidget) -> list[QWidget]:
    """Where the keyboard can rest inside, in the order of the tabs."""
    found = []
    each = pane.nextInFocusChain()
    while each is not None and each is not pane:
        if pane.isAncestorOf(each) and _is_stop(each):
            found.append(each)
        each = each.nextInFocusChain()
    return found


def _is_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()


def _best(there: Sequence[QWidget]) -> QWidget:
    """A list is what its pane is for; without one, the first stop."""
    return next((each for each in there if isinstance(each, QAbstractItemView)), there[0])

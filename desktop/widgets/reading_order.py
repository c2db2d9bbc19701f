"""Lead the keyboard through a window as it is read, whenever its parts were made. Moves no focus itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLayout, QScrollArea, QStackedWidget, QWidget


def in_reading_order(inside: QWidget) -> Iterator[QWidget]:
    """What the Tab key reaches in there, as its layouts set it out."""
    if inside.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield inside
        if not isinstance(inside, QScrollArea):
            return
    if isinstance(inside, QStackedWidget):
        if (page := inside.currentWidget()) is not None:
            yield from in_reading_order(page)
    elif isinstance(inside, QScrollArea):
        if (content := inside.widget()) is not None:
            yield from in_reading_order(content)
    elif not isinstance(inside, QAbstractScrollArea) and (box := inside.layout()) is not None:
        yield from _in_layout(box)


def _in_layout(box: QLayout) -> Iterator[QWidget]:
    for place in range(box.count()):
        item = box.itemAt(place)
        assert item is not None
        if (part := item.widget()) is not None:
            yield from in_reading_order(part)
        elif (nested := item.layout()) is not None:
            yield from _in_layout(nested)


def tab_in_order(parts: Sequence[QWidget]) -> None:
    for one, other in pairwise(parts):
        QWidget.setTabOrder(one, other)

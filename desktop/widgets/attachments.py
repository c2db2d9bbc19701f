"""The files that go with a message, as chips with their sizes. Shows names and sizes; opens and reads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from desktop.look.theme import set_icon
from desktop.widgets.flow import Flow
from desktop.widgets.parts import column, icon_button, label, line, set_text

_LONGEST = 42


@dataclass(frozen=True, slots=True)
class Chip:
    name: str
    size: str
    is_missing: bool = False


class Attachments(QWidget):
    """`removed` carries the chip's place. Where `is_fixed`, nothing can be removed."""

    removed = Signal(int)

    def __init__(self, *, is_fixed: bool = False) -> None:
        super().__init__()
        self._is_fixed = is_fixed
        self._total = label("", "faint")
        self._chips = QWidget()
        self._flow = Flow(self._chips, gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._chips.setSizePolicy(policy)
        column(self._total, self._chips, on=self, gap=6)
        self._shown: tuple[Chip, ...] = ()
        self.hide()

    def render_chips(self, chips: Sequence[Chip], total: str) -> None:
        self.setVisible(bool(chips))
        set_text(self._total, total)
        if tuple(chips) == self._shown:
            return
        self._shown = tuple(chips)
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for place, chip in enumerate(chips):
            made = self._chip(chip, place)
            self._flow.addWidget(made)
            made.show()
        self._flow.invalidate()
        self._chips.updateGeometry()

    def _chip(self, chip: Chip, place: int) -> QFrame:
        made = QFrame()
        made.setObjectName("card")
        made.setProperty("tone", "bad" if chip.is_missing else "")
        sign = QLabel()
        set_icon(sign, "alert" if chip.is_missing else "clip", role="bad" if chip.is_missing else "text_soft", side=16)
        name = label(_short(chip.name), "strong")
        name.setToolTip(chip.name)
        size = label("is not there any more" if chip.is_missing else chip.size, "faint")
        row = line(sign, name, size, on=made, margins=(10, 6, 10, 6) if self._is_fixed else (10, 1, 3, 1), gap=7)
        if not self._is_fixed:
            row.addWidget(icon_button("close", f"Remove {chip.name}", press=lambda: self.removed.emit(place), side=14))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made


def _short(name: str) -> str:
    """The end says what kind of file it is, so the middle goes."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST // 2]}…{name[-_LONGEST // 2 + 1 :]}"

"""The files that go with a message, as chips with their sizes. Shows names and sizes; opens and reads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QSizePolicy, QWidget

from desktop.language import tr
from desktop.look.theme import set_icon, tinted
from desktop.widgets.flow import Flow
from desktop.widgets.parts import column, icon_button, label, line, popup_menu, restyle, set_text

_LONGEST = 42


@dataclass(frozen=True, slots=True)
class Chip:
    """`share`: percent of it that is on its way; None: nothing is."""

    name: str
    size: str
    is_missing: bool = False
    icon: str = "clip"
    share: int | None = None


class Attachments(QWidget):
    """Signals carry the chip's place. Where `is_fixed`, nothing can be removed."""

    removed = Signal(int)
    opened = Signal(int)
    kept = Signal(int)

    def __init__(self, *, is_fixed: bool = False) -> None:
        super().__init__()
        self._is_fixed = is_fixed
        self._total = label("", "faint")
        self._chips = QWidget()
        self._flow = Flow(self._chips, gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._chips.setSizePolicy(policy)
        self._meter = QProgressBar()
        self._meter.setTextVisible(False)
        self._meter.setFixedSize(120, 6)
        self._meter.setAccessibleName(tr("Share of what the account takes"))
        self._meter.hide()
        column(line(self._total, self._meter, 1, gap=10), self._chips, on=self, gap=6)
        self._shown: tuple[Chip, ...] = ()
        self.hide()

    def render_chips(self, chips: Sequence[Chip], total: str, *, share: int = 0) -> None:
        """`share`: percent of what may be sent; 0: nobody knows how much that is."""
        self.setVisible(bool(chips))
        set_text(self._total, total)
        self._meter.setVisible(share > 0)
        self._meter.setValue(min(share, 100))
        restyle(self._meter, "over", share > 100)
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
        made = _ChipFrame(chip, is_fixed=self._is_fixed)
        made.removed.connect(lambda: self.removed.emit(place))
        made.opened.connect(lambda: self.opened.emit(place))
        made.kept.connect(lambda: self.kept.emit(place))
        return made


class _ChipFrame(QFrame):
    """Enter and a double click open the file, Delete removes it."""

    removed = Signal()
    opened = Signal()
    kept = Signal()

    def __init__(self, chip: Chip, *, is_fixed: bool) -> None:
        super().__init__()
        self._chip = chip
        self._is_fixed = is_fixed
        self.setObjectName("card")
        self.setProperty("tone", "bad" if chip.is_missing else "")
        sign = QLabel()
        set_icon(sign, "alert" if chip.is_missing else chip.icon, role="bad" if chip.is_missing else "text_soft", side=16)
        name = label(_short(chip.name), "strong")
        name.setToolTip(chip.name)
        said = tr("is not there any more") if chip.is_missing else chip.size
        size = label(said, "faint")
        row = line(sign, name, size, margins=(10, 6, 10, 6) if is_fixed else (10, 1, 3, 1), gap=7)
        if not is_fixed:
            row.addWidget(icon_button("close", tr("Remove {file}", file=chip.name), press=self.removed.emit, side=14))
        parts: list[QWidget] = []
        if chip.share is not None:
            parts.append(_progress(chip.share))
        column(row, *parts, on=self, gap=0)
        self.setAccessibleName(f"{chip.name}, {said}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if is_fixed else Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if not self._is_fixed:
                self.opened.emit()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace if not self._is_fixed:
                self.removed.emit()
            case Qt.Key.Key_Menu:
                self._open_menu(self.mapToGlobal(self.rect().bottomLeft()))
            case _:
                super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._open_menu(event.globalPos())

    def _open_menu(self, where: QPoint) -> None:
        if self._is_fixed:
            return
        menu = popup_menu(self)
        menu.setAccessibleName(self._chip.name)
        menu.addAction(tinted("file"), tr("Open"), self.opened.emit)
        menu.addAction(tinted("save"), tr("Save a copy…"), self.kept.emit)
        menu.addSeparator()
        menu.addAction(tinted("close"), tr("Remove"), self.removed.emit)
        menu.popup(where)


def _progress(share: int) -> QProgressBar:
    made = QProgressBar()
    made.setTextVisible(False)
    made.setFixedHeight(3)
    made.setValue(share)
    made.setAccessibleName(tr("Upload"))
    return made


def _short(name: str) -> str:
    """The end says what kind of file it is, so the middle goes."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST // 2]}…{name[-_LONGEST // 2 + 1 :]}"

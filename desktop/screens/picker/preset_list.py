"""A list of times to press: a name at the left, its time at the right. Up and Down walk through it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.screens.picker.state import Preset
from desktop.widgets.parts import clear, label, line


class PresetList(QWidget):
    """`chosen` carries the preset; `left` says that Down was pressed on the last one."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Preset, ...] = ()
        self._buttons: list[QPushButton] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(1)
        self.hide()

    @property
    def presets(self) -> tuple[Preset, ...]:
        return self._shown

    def render_presets(self, presets: tuple[Preset, ...]) -> None:
        self.setVisible(bool(presets))
        if presets == self._shown:
            return
        place = next((place for place, each in enumerate(self._buttons) if each.hasFocus()), None)
        self._shown = presets
        clear(self._rows)
        self._buttons = [self._button(preset) for preset in presets]
        for each in self._buttons:
            self._rows.addWidget(each)
            each.show()
        if place is not None and self._buttons:
            self._buttons[min(place, len(self._buttons) - 1)].setFocus()

    def focus_first(self) -> bool:
        """False where there is none."""
        if self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
        return bool(self._buttons)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or watched not in self._buttons:
            return False
        assert isinstance(event, QKeyEvent)
        step = {Qt.Key.Key_Down.value: 1, Qt.Key.Key_Up.value: -1}.get(event.key())
        if step is None:
            return False
        place = self._buttons.index(watched) + step
        if place >= len(self._buttons):
            self.left.emit()
        elif place >= 0:
            self._buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _button(self, preset: Preset) -> QPushButton:
        made = QPushButton()
        made.setObjectName("preset")
        made.setAccessibleName(f"{preset.label}, {preset.when}")
        made.setMinimumHeight(34)
        line(_quiet(label(preset.label)), 1, _quiet(label(preset.when, "soft")), on=made, margins=(10, 0, 10, 0))
        made.clicked.connect(lambda: self.chosen.emit(preset))
        made.installEventFilter(self)
        return made


def _quiet(made: QLabel) -> QLabel:
    """Let the button underneath have the mouse."""
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made

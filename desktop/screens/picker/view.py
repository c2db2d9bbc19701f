"""The schedule popover: presets, a day, a time, a zone, and a button that says what it will do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from functools import partial
from zoneinfo import available_timezones

from PySide6.QtCore import QDate, QEvent, QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDateEdit,
    QFrame,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.screens.picker.state import PickerState, Preset
from desktop.widgets.parts import button, clear, column, fit_height, label, line, on_keys, restyle, rule, set_text
from desktop.widgets.time_field import TimeField, clock_text

_WIDTH = 340


class Picker(QWidget):
    """A popup. Signals carry the person's choices; `render_state` draws what came of them."""

    preset_chosen = Signal(object)
    day_chosen = Signal(object)
    clock_chosen = Signal(object)
    zone_chosen = Signal(str)
    accepted = Signal()

    def __init__(self, parent: QWidget, title: str = "Schedule send") -> None:
        # Opaque, with a border of its own: without a compositor a see-through window is framed in black.
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._place: Callable[[], QPoint] = self.pos
        self.setWindowTitle(title)
        self._shown: tuple[Preset, ...] | None = None
        self._presets = QVBoxLayout()
        self._presets.setSpacing(1)
        self._day = _day_field()
        self._clock = TimeField("Time")
        self._clock.setFixedWidth(86)
        self._zone = _zone_field()
        self._zone_words = label("", "faint")
        self._note = label("", "faint", wraps=True)
        self._question = label("", "problem", wraps=True)
        self._accept = button("", "primary", press=self.accepted.emit)
        self._build(title)
        on_keys(self, "Esc", self.hide)
        for place in range(3):
            on_keys(self, f"Ctrl+{place + 1}", partial(self._choose_nth, place))
        self._day.dateChanged.connect(lambda day: self.day_chosen.emit(day.toPython()))
        self._clock.clock_changed.connect(self.clock_chosen)
        self._clock.entered.connect(self.accepted)
        self._zone.activated.connect(lambda _: self.zone_chosen.emit(self._zone.currentData() or self._zone.currentText()))

    @property
    def accept_button(self) -> QPushButton:
        return self._accept

    def set_day(self, day: date) -> None:
        """As if the person had typed it."""
        self._day.setDate(QDate(day.year, day.month, day.day))

    def set_clock(self, clock: time) -> None:
        self._clock.setText(clock_text(clock))
        self._clock.editingFinished.emit()

    def render_state(self, state: PickerState) -> None:
        self._render_presets(state.presets)
        with QSignalBlocker(self._day), QSignalBlocker(self._clock), QSignalBlocker(self._zone):
            self.set_day(state.day)
            self._clock.show_clock(state.clock)
            self._zone.setCurrentIndex(max(self._zone.findData(state.zone), 0))
        set_text(self._zone_words, state.zone_words)
        set_text(self._note, state.note)
        set_text(self._question, state.question)
        restyle(self._question, "kind", "problem")
        self._accept.setText(state.reading)
        self._accept.setAccessibleName(state.reading)
        self._fit()

    def open_above(self, anchor: QWidget) -> None:
        """Its lower right corner at the anchor's upper right one; kept on the screen, and there while its height changes."""
        self._open_at(lambda: self._above(anchor))
        first = self._presets.itemAt(0)
        target = first.widget() if first is not None else None
        (target or self._accept).setFocus(Qt.FocusReason.PopupFocusReason)

    def open_beside(self, pane: QWidget) -> None:
        """At the upper left of a pane, over what it shows."""
        self._open_at(lambda: pane.mapToGlobal(QPoint(12, 96)))
        self._accept.setFocus(Qt.FocusReason.PopupFocusReason)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Lines come and go: be as tall as what is there once it has been laid out."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return handled

    def _open_at(self, place: Callable[[], QPoint]) -> None:
        self._place = place
        self.ensurePolished()
        self._fit()
        self.show()

    def _fit(self) -> None:
        fit_height(self)
        self.move(self._place())

    def _above(self, anchor: QWidget) -> QPoint:
        corner = anchor.mapToGlobal(QPoint(anchor.width(), 0))
        where = corner - QPoint(self.width(), self.height() + 6)
        screen = anchor.screen().availableGeometry()
        x = min(max(where.x(), screen.left()), screen.right() - self.width())
        y = min(max(where.y(), screen.top()), screen.bottom() - self.height())
        return QPoint(x, y)

    def _choose_nth(self, place: int) -> None:
        if self._shown and place < len(self._shown):
            self.preset_chosen.emit(self._shown[place])

    def _build(self, title: str) -> None:
        frame = QFrame(self)
        frame.setObjectName("popover")
        fields = line(self._day, self._clock, gap=8)
        fields.setStretch(0, 1)
        inner = column(self._zone, self._zone_words, self._note, self._question, gap=6)
        column(
            label(title, "large"),
            self._presets,
            rule(),
            fields,
            inner,
            self._accept,
            on=frame,
            margins=(14, 14, 14, 14),
            gap=10,
        )
        column(frame, on=self)

    def _render_presets(self, presets: tuple[Preset, ...]) -> None:
        if presets == self._shown:
            return
        self._shown = presets
        clear(self._presets)
        for preset in presets:
            self._presets.addWidget(self._preset_button(preset))

    def _preset_button(self, preset: Preset) -> QPushButton:
        made = QPushButton()
        made.setObjectName("preset")
        made.setAccessibleName(f"{preset.label}, {preset.when}")
        made.setMinimumHeight(34)
        line(_quiet(label(preset.label)), 1, _quiet(label(preset.when, "soft")), on=made, margins=(10, 0, 10, 0))
        made.clicked.connect(lambda: self.preset_chosen.emit(preset))
        return made


def _quiet(made: QLabel) -> QLabel:
    """Let the button underneath have the mouse."""
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made


def _day_field() -> QDateEdit:
    made = QDateEdit()
    made.setCalendarPopup(True)
    made.setDisplayFormat("ddd d MMM yyyy")
    made.setAccessibleName("Day")
    return made


def _zone_field() -> QComboBox:
    made = QComboBox()
    made.setAccessibleName("Time zone")
    made.setEditable(True)
    made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    made.setMaxVisibleItems(12)
    for zone in _zones():
        made.addItem(zone.replace("_", " "), zone)
    completer = QCompleter(made.model(), made)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    made.setCompleter(completer)
    return made


def _zones() -> list[str]:
    """The names people look for: Region/City and UTC, without the historical aliases."""
    regions = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return ["UTC", *sorted(zone for zone in available_timezones() if zone.startswith(regions))]

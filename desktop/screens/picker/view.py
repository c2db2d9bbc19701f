"""The schedule popover: presets, words, a day, a time, a zone, and a button that says what it will do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from functools import partial

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDateEdit, QFrame, QLineEdit, QPushButton, QWidget

from desktop.language import first_weekday, tr
from desktop.screens.picker.late_row import LateRow
from desktop.screens.picker.preset_list import PresetList
from desktop.screens.picker.state import PickerState
from desktop.screens.picker.zone_field import ZoneField
from desktop.widgets.clear_field import ClearField
from desktop.widgets.parts import button, column, fit_height, label, line, on_keys, restyle, rule, set_text
from desktop.widgets.time_field import TimeField, clock_text

_WIDTH = 360
_TICK_MS = 5_000
_INSET = 8


class Picker(QWidget):
    """A popup. Signals carry the person's choices; `render_state` draws what came of them."""

    preset_chosen = Signal(object)
    meaning_chosen = Signal(object)
    typed = Signal(str)
    day_chosen = Signal(object)
    clock_chosen = Signal(object)
    zone_chosen = Signal(str)
    late_chosen = Signal(object)
    late_minutes_chosen = Signal(int)
    presets_edited = Signal()
    accepted = Signal()
    ticked = Signal()

    def __init__(self, parent: QWidget, title: str = "") -> None:
        # Opaque, with a border of its own: without a compositor a see-through window is framed in black.
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._place: Callable[[], QPoint] = self.pos
        title = title or tr("Schedule send")
        self.setWindowTitle(title)
        self._presets = PresetList()
        self._edit = button(tr("Edit…"), "link", press=self._edit_presets, name=tr("Edit the presets"))
        self._edit.hide()
        self._words = ClearField()
        self._words.setPlaceholderText(tr("Or write: friday 9am, in 2 hours…"))
        self._words.setAccessibleName(tr("When, in words"))
        self._meaning = label("", "soft", wraps=True)
        self._choices = PresetList()
        self._day = _day_field()
        self._clock = TimeField(tr("Time"))
        self._clock.setFixedWidth(86)
        self._zone = ZoneField()
        self._zone_words = label("", "faint")
        self._note = label("", "faint", wraps=True)
        self._late = LateRow()
        self._question = label("", "problem", wraps=True)
        self._accept = button("", "primary", press=self.accepted.emit)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._build(title)
        self._connect()

    @property
    def accept_button(self) -> QPushButton:
        return self._accept

    @property
    def words(self) -> QLineEdit:
        return self._words

    def set_day(self, day: date) -> None:
        """As if the person had typed it."""
        self._day.setDate(QDate(day.year, day.month, day.day))

    def set_clock(self, clock: time) -> None:
        self._clock.setText(clock_text(clock))
        self._clock.editingFinished.emit()

    def offer_editing(self) -> None:
        """There is a place where presets are changed."""
        self._edit.show()

    def render_state(self, state: PickerState) -> None:
        self._presets.render_presets(state.presets)
        self._choices.render_presets(state.choices)
        blocked = [QSignalBlocker(each) for each in (self._words, self._day, self._clock, self._zone)]
        if self._words.text() != state.typed:
            self._words.setText(state.typed)
        self.set_day(state.day)
        self._clock.show_clock(state.clock)
        self._zone.show_zone(state.zone)
        for each in blocked:
            each.unblock()
        set_text(self._meaning, state.meaning)
        restyle(self._meaning, "kind", "soft" if state.is_understood else "problem")
        set_text(self._zone_words, state.zone_words)
        set_text(self._note, state.note)
        set_text(self._question, state.question)
        self._late.render_late(state.late)
        self._accept.setText(state.reading)
        self._accept.setAccessibleName(state.reading)
        self._accept.setEnabled(state.can_accept)
        self._fit()

    def open_above(self, anchor: QWidget) -> None:
        """Its lower right corner at the anchor's upper right one; kept on the screen, and there while its height changes."""
        self._open_at(lambda: self._above(anchor))
        self._words.setFocus(Qt.FocusReason.PopupFocusReason)

    def open_beside(self, pane: QWidget) -> None:
        """At the upper left of a pane, over what it shows."""
        self._open_at(lambda: self._on_screen(pane.mapToGlobal(QPoint(12, 96)), pane))
        self._words.setFocus(Qt.FocusReason.PopupFocusReason)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Lines come and go: be as tall as what is there once it has been laid out."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return handled

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._words and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Down:
                return self._choices.focus_first() or self._presets.focus_first()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

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
        return self._on_screen(corner - QPoint(self.width(), self.height() + 6), anchor)

    def _on_screen(self, where: QPoint, anchor: QWidget) -> QPoint:
        screen = anchor.screen().availableGeometry()
        window = anchor.window().geometry()
        # Inside its window from side to side where there is room, and on the screen in any case.
        x = max(min(where.x(), window.right() - self.width()), window.left() + _INSET)
        x = max(min(x, screen.right() - self.width()), screen.left())
        y = max(min(where.y(), screen.bottom() - self.height()), screen.top())
        return QPoint(x, y)

    def _choose_nth(self, place: int) -> None:
        if place < len(self._presets.presets):
            self.preset_chosen.emit(self._presets.presets[place])

    def _edit_presets(self) -> None:
        self.hide()
        self.presets_edited.emit()

    def _connect(self) -> None:
        on_keys(self, "Esc", self.hide)
        for place in range(3):
            on_keys(self, f"Ctrl+{place + 1}", partial(self._choose_nth, place))
            on_keys(self, f"Ctrl+Alt+{place + 1}", partial(self._choose_nth, place))
        self._presets.chosen.connect(self.preset_chosen)
        self._presets.left.connect(self._words.setFocus)
        self._choices.chosen.connect(self.meaning_chosen)
        self._choices.left.connect(self._day.setFocus)
        self._words.textEdited.connect(self.typed)
        self._words.textChanged.connect(lambda text: self.typed.emit(text) if not text else None)
        self._words.returnPressed.connect(self.accepted)
        self._words.installEventFilter(self)
        self._day.dateChanged.connect(lambda day: self.day_chosen.emit(day.toPython()))
        self._clock.clock_changed.connect(self.clock_chosen)
        self._clock.entered.connect(self.accepted)
        self._zone.activated.connect(lambda _: self.zone_chosen.emit(self._zone.chosen))
        self._late.policy_chosen.connect(self.late_chosen)
        self._late.minutes_chosen.connect(self.late_minutes_chosen)
        self._timer.timeout.connect(self.ticked)

    def _build(self, title: str) -> None:
        frame = QFrame(self)
        frame.setObjectName("popover")
        fields = line(self._day, self._clock, gap=8)
        fields.setStretch(0, 1)
        words = column(self._words, self._meaning, self._choices, gap=6)
        zone = column(self._zone, self._zone_words, self._note, gap=6)
        column(
            line(label(title, "large"), 1, self._edit),
            self._presets,
            rule(),
            words,
            fields,
            zone,
            self._late,
            column(self._question, self._accept, gap=6),
            on=frame,
            margins=(14, 14, 14, 14),
            gap=10,
        )
        column(frame, on=self)


def day_format(locale: QLocale | None = None) -> str:
    """A day with its year in the order and with the dots of the language spoken, its names short: there is little room."""
    whole = (locale or QLocale()).dateFormat(QLocale.FormatType.LongFormat)
    return whole.replace("dddd", "ddd").replace("MMMM", "MMM")


def _day_field() -> QDateEdit:
    made = QDateEdit()
    made.setCalendarPopup(True)
    made.setDisplayFormat(day_format())
    made.calendarWidget().setFirstDayOfWeek(Qt.DayOfWeek(first_weekday() + 1))
    made.setAccessibleName(tr("Day"))
    return made

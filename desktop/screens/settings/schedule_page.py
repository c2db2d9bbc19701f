"""The page about times: how long a message can be taken back, the presets, working hours, quiet days, lateness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop.language import first_weekday, plural, tr
from desktop.preferences import PRESETS, UNDO_CHOICES, LatePolicy, Preferences, Preset, PresetDay
from desktop.screens.settings.rows import Change, ChoiceRow, Row, Section
from desktop.screens.settings.state import day_names
from desktop.widgets.flow import Flow
from desktop.widgets.parts import button, clear, icon_button, label, line
from desktop.widgets.time_field import TimeField

_MOST_PRESETS = 7


def preset_day_words() -> dict[PresetDay, str]:
    weekdays = (each for each in PresetDay if each not in (PresetDay.LATER, PresetDay.TODAY, PresetDay.TOMORROW))
    return {
        PresetDay.LATER: tr("Hours from now"),
        PresetDay.TODAY: tr("Today"),
        PresetDay.TOMORROW: tr("Tomorrow"),
        **dict(zip(weekdays, day_names(), strict=True)),
    }


class SchedulePage:
    def __init__(self, change: Change) -> None:
        self._change = change
        undo = ((seconds, _undo_words(seconds)) for seconds in UNDO_CHOICES)
        self._undo = ChoiceRow(
            tr("Undo after “Send”"),
            tr("How long a message waits before it leaves, so that you can take it back."),
            "undo_seconds",
            undo,
            change,
        )
        self._presets = PresetList(lambda presets: change("presets", presets))
        presets = Row(
            tr("Presets"), tr("What the schedule window offers first. Those already past drop out."), self._presets, is_wide=True
        )
        self._begins, self._ends = _clock(tr("Working hours begin")), _clock(tr("Working hours end"))
        self._begins.clock_changed.connect(lambda at: change("work_begins", at))
        self._ends.clock_changed.connect(lambda at: change("work_ends", at))
        hours = QWidget()
        line(self._begins, label("–", "soft"), self._ends, on=hours, gap=8)
        self._days = QuietDays(lambda days: change("quiet_days", days))
        self._late = ChoiceRow(
            tr("If it could not be sent in time"),
            tr("What new messages do. Each can be told otherwise in the schedule window."),
            "late_policy",
            (
                (LatePolicy.WHEN_POSSIBLE, tr("Send when possible")),
                (LatePolicy.ONLY_UNTIL, tr("Send only within…")),
                (LatePolicy.ASK, tr("Ask me")),
            ),
            change,
        )
        self._hours = QSpinBox()
        self._hours.setFixedWidth(84)
        self._hours.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._hours.setRange(1, 24 * 90)
        self._hours.setAccessibleName(tr("Hours it may be late"))
        self._hours.valueChanged.connect(lambda hours: change("late_hours", hours))
        self._within = Row(tr("Hours it may be late"), tr("After that it is not sent any more, and you are told."), self._hours)
        self.sections = (
            Section("", (self._undo,)),
            Section("", (presets,)),
            Section(
                tr("Working days"),
                (
                    Row(tr("Working hours"), tr("Nightmail asks before it schedules something far outside them."), hours),
                    Row(tr("Quiet days"), tr("Nightmail asks before it schedules something for them."), self._days, is_wide=True),
                ),
            ),
            Section(tr("Lateness"), (self._late, self._within)),
        )

    def render(self, preferences: Preferences) -> None:
        self._undo.show_kept(preferences)
        self._presets.show_presets(preferences.presets)
        for field, at in ((self._begins, preferences.work_begins), (self._ends, preferences.work_ends)):
            field.show_clock(at)
        self._days.show_days(preferences.quiet_days)
        self._late.show_kept(preferences)
        with QSignalBlocker(self._hours):
            self._hours.setValue(preferences.late_hours)
        self._within.setEnabled(preferences.late_policy is LatePolicy.ONLY_UNTIL)


class QuietDays(QWidget):
    def __init__(self, changed: Callable[[frozenset[int]], object]) -> None:
        super().__init__()
        self._boxes = tuple(QCheckBox(name) for name in day_names())
        flow = Flow(self, gap=14)
        for place in range(7):
            flow.addWidget(self._boxes[(first_weekday() + place) % 7])
        for box in self._boxes:
            box.clicked.connect(lambda _: changed(frozenset(day for day, each in enumerate(self._boxes) if each.isChecked())))

    def show_days(self, days: frozenset[int]) -> None:
        for day, box in enumerate(self._boxes):
            box.setChecked(day in days)


class PresetList(QWidget):
    """The lines of the schedule window, each with its day, its time and a name of the person's own."""

    def __init__(self, changed: Callable[[tuple[Preset, ...]], object]) -> None:
        super().__init__()
        self._changed = changed
        self._presets: tuple[Preset, ...] = ()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(self._lines)
        self._add = button(tr("Add a preset"), icon="plus", press=self._append)
        self._first = button(tr("Reset to defaults"), "quiet", press=lambda: changed(PRESETS))
        whole.addLayout(line(self._add, self._first, 1))

    def show_presets(self, presets: tuple[Preset, ...]) -> None:
        if presets == self._presets:
            return
        is_same_length = len(presets) == len(self._presets)
        self._presets = presets
        self._add.setEnabled(len(presets) < _MOST_PRESETS)
        self._first.setEnabled(presets != PRESETS)
        # What is being typed in stays under the keyboard.
        if not is_same_length or not self.isAncestorOf(_focus(self)):
            clear(self._lines)
            for place, preset in enumerate(presets):
                self._lines.addWidget(self._line(place, preset))

    def _line(self, place: int, preset: Preset) -> QWidget:
        number = str(place + 1)
        day = QComboBox()
        day.setAccessibleName(tr("Day of preset {number}", number=number))
        days = preset_day_words()
        for each, words in days.items():
            day.addItem(words, each.value)
        day.setCurrentIndex(list(days).index(preset.day))
        clock = _clock(tr("Time of preset {number}", number=number))
        clock.show_clock(preset.clock)
        name = QLineEdit(preset.name)
        name.setAccessibleName(tr("Name of preset {number}", number=number))
        name.setPlaceholderText(tr("Name (optional)"))
        day.activated.connect(lambda at: self._change(place, day=PresetDay(day.itemData(at))))
        clock.clock_changed.connect(lambda at: self._change(place, clock=at))
        name.textEdited.connect(lambda text: self._change(place, name=text.strip()))
        gone = icon_button("close", tr("Remove preset {number}", number=number), press=lambda: self._remove(place), side=16)
        gone.setEnabled(len(self._presets) > 1)
        made = QWidget()
        line(day, clock, name, gone, on=made, gap=8).setStretch(2, 1)
        return made

    def _change(self, place: int, **changes: object) -> None:
        made = list(self._presets)
        made[place] = replace(made[place], **changes)  # type: ignore[arg-type]
        self._changed(tuple(made))

    def _remove(self, place: int) -> None:
        self._changed(self._presets[:place] + self._presets[place + 1 :])

    def _append(self) -> None:
        self._changed((*self._presets, Preset(PresetDay.TOMORROW, time(9))))


def _focus(inside: QWidget) -> QWidget:
    return inside.window().focusWidget() or inside.window()


def _undo_words(seconds: int) -> str:
    return plural("{count} second", "{count} seconds", seconds) if seconds else tr("Off: it leaves at once")


def _clock(name: str) -> TimeField:
    made = TimeField(name)
    made.setFixedWidth(84)
    return made

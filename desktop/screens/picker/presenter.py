"""The schedule popover's mind: a day, a time and a zone become one schedule and the sentence that says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from desktop.screens.picker.state import PickerState, Preset
from desktop.words import city_of, day_words, full_when, local, when_words
from nightmail.clock import Clock
from nightmail.schedule.due import dst_note, due_at
from nightmail.schedule.model import NOW, Schedule, WallTime

_MORNING = time(8)
_EVENING = time(20)
_LATER = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class _Choice:
    day: date
    clock: time
    zone: str

    @property
    def schedule(self) -> WallTime:
        return WallTime(datetime.combine(self.day, self.clock), self.zone)


class PickerPresenter:
    """`chosen` gets the schedule the person settled on; `verb` begins the button's text."""

    def __init__(
        self,
        clock: Clock,
        *,
        zone: str,
        render: Callable[[PickerState], None],
        chosen: Callable[[Schedule], None],
        verb: str = "Send",
        start: WallTime | None = None,
    ) -> None:
        self._clock = clock
        self._home = zone
        self._render = render
        self._chosen = chosen
        self._verb = verb
        self._choice = _choice_of(start) if start else _first_choice(clock.now(), zone)
        self.state = self._make()

    def open(self, start: WallTime | None = None) -> None:
        """Show the popover afresh; without `start`, on tomorrow morning."""
        self._choice = _choice_of(start) if start else _first_choice(self._clock.now(), self._home)
        self._show()

    def choose_preset(self, preset: Preset) -> None:
        self._chosen(preset.schedule)

    def choose_day(self, day: date) -> None:
        self._choice = replace(self._choice, day=day)
        self._show()

    def choose_clock(self, clock: time) -> None:
        self._choice = replace(self._choice, clock=clock.replace(microsecond=0))
        self._show()

    def choose_zone(self, zone: str) -> None:
        self._choice = replace(self._choice, zone=zone)
        self._show()

    def accept(self) -> None:
        """The button: the schedule as read. A time that passed since the button was read is asked about first."""
        was_past = self.state.is_past
        self._show()
        if self.state.is_past == was_past:
            self._chosen(NOW if self.state.is_past else self._choice.schedule)

    def tick(self) -> None:
        self._show()

    def _show(self) -> None:
        self.state = self._make()
        self._render(self.state)

    def _make(self) -> PickerState:
        choice, now = self._choice, self._clock.now()
        due = due_at(choice.schedule, now=now)
        is_past = due <= now
        return PickerState(
            presets=_presets(now, self._home),
            day=choice.day,
            clock=choice.clock,
            zone=choice.zone,
            zone_words="" if choice.zone == self._home else f"= {when_words(due, now, self._home)} {city_of(self._home)}",
            reading=f"{self._verb} now" if is_past else f"{self._verb} {full_when(due, choice.zone, now=now)}",
            note=dst_note(choice.schedule) or "",
            question="That time has passed. Send now?" if is_past else "",
            is_past=is_past,
        )


def _choice_of(start: WallTime) -> _Choice:
    return _Choice(start.local_time.date(), start.local_time.time(), start.zone)


def _first_choice(now: datetime, zone: str) -> _Choice:
    return _Choice(local(now, zone).date() + timedelta(days=1), _MORNING, zone)


def _presets(now: datetime, zone: str) -> tuple[Preset, ...]:
    """Those still ahead, next first where two would fall together."""
    here = local(now, zone)
    today = here.date()
    tomorrow = today + timedelta(days=1)
    monday = today + timedelta(days=7 - today.weekday())
    later = _whole_hour(here + _LATER)
    wanted = [
        ("Later today", later) if later.date() == today else None,
        ("Tomorrow morning", datetime.combine(tomorrow, _MORNING)),
        ("Tomorrow evening", datetime.combine(tomorrow, _EVENING)),
        ("Monday morning", datetime.combine(monday, _MORNING)) if monday != tomorrow else None,
    ]
    return tuple(_preset(label, at, today, zone) for label, at in filter(None, wanted))


def _whole_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0, tzinfo=None)


def _preset(label: str, at: datetime, today: date, zone: str) -> Preset:
    day = "" if at.date() == today else f"{day_words(at.date(), today)} "
    return Preset(label, f"{day}{at:%H:%M}", WallTime(at, zone))

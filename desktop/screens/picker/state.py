"""What the schedule popover shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from nightmail.schedule.model import Schedule


@dataclass(frozen=True, slots=True)
class Preset:
    """One line: a name at the left, the time it comes to at the right."""

    label: str
    when: str
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class PickerState:
    """`reading` is the button's text and says what will happen; `question` stands above it where the time has passed."""

    presets: tuple[Preset, ...]
    day: date
    clock: time
    zone: str
    zone_words: str
    reading: str
    note: str = ""
    question: str = ""
    is_past: bool = False

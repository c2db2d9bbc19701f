"""What the schedule popover shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from desktop.preferences import LatePolicy
from nightmail.schedule.model import Schedule


@dataclass(frozen=True, slots=True)
class Preset:
    """One line: a name at the left, the time it comes to at the right."""

    label: str
    when: str
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Late:
    """What becomes of it where it can't be sent in time. `minutes` count for ONLY_UNTIL, which `offers` a choice of, as (minutes,
    words); `words` says what the choice means."""

    policy: LatePolicy
    minutes: int
    words: str
    offers: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PickerState:
    """`typed` is the phrase as it was typed, `meaning` what it comes to or why it is no time, `choices` what it may mean.
    `reading` is the button's text and says what will happen; `question` stands above it where the time has passed. Without
    `late` nothing is asked about lateness."""

    presets: tuple[Preset, ...]
    day: date
    clock: time
    zone: str
    zone_words: str
    reading: str
    typed: str = ""
    meaning: str = ""
    is_understood: bool = True
    choices: tuple[Preset, ...] = ()
    note: str = ""
    question: str = ""
    is_past: bool = False
    late: Late | None = None

    @property
    def can_accept(self) -> bool:
        return self.is_understood

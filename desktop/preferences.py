"""What the person likes, as one typed value over whatever keeps it. No Qt here: a `QSettings` fits the `Shelf` it asks for.

Nothing that could be lost with a deleted file stands here; mail, accounts and limits are in the profile's database.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import time, timedelta
from enum import StrEnum
from typing import Any, Protocol

from desktop.look.tokens import Density, Theme

UNDO_CHOICES = (0, 5, 10, 20, 30, 60)
_SHELF = "preferences/"


class LatePolicy(StrEnum):
    """What becomes of a message that could not be sent in time."""

    WHEN_POSSIBLE = "when-possible"
    ONLY_UNTIL = "only-until"
    ASK = "ask"


class Hours(StrEnum):
    """How clocks read."""

    SYSTEM = "system"
    TWELVE = "12"
    TWENTY_FOUR = "24"


class KeyMap(StrEnum):
    """Which mail program's keys the fingers know."""

    NIGHTMAIL = "nightmail"
    GMAIL = "gmail"
    THUNDERBIRD = "thunderbird"
    OUTLOOK = "outlook"


class PresetDay(StrEnum):
    """Which day a preset means, seen from today. LATER is a span from now and no clock time."""

    LATER = "later"
    TODAY = "today"
    TOMORROW = "tomorrow"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@dataclass(frozen=True, slots=True)
class Preset:
    """One line of the schedule popover. Without a `name` it is called by its day and time of day. `clock` is a wall time; of
    LATER it is how long from now."""

    day: PresetDay
    clock: time
    name: str = ""


PRESETS = (
    Preset(PresetDay.LATER, time(3)),
    Preset(PresetDay.TODAY, time(20)),
    Preset(PresetDay.TOMORROW, time(8)),
    Preset(PresetDay.TOMORROW, time(13)),
    Preset(PresetDay.MONDAY, time(8)),
)


@dataclass(frozen=True, slots=True)
class Preferences:
    """Weekdays count from Monday, 0. An empty `language` is the system's."""

    starts_with_system: bool = False
    stays_in_tray: bool = True
    looks_for_updates: bool = True
    undo_seconds: int = 10
    presets: tuple[Preset, ...] = PRESETS
    work_begins: time = time(9)
    work_ends: time = time(17)
    quiet_days: frozenset[int] = frozenset({5, 6})
    late_policy: LatePolicy = LatePolicy.WHEN_POSSIBLE
    late_hours: int = 24
    # Beside the words known anyway.
    attachment_words: tuple[str, ...] = ()
    silenced_checks: frozenset[str] = frozenset()
    notifies_sent: bool = False
    plays_sounds: bool = False
    theme: Theme = Theme.SYSTEM
    density: Density = Density.COMFORTABLE
    reduces_motion: bool = False
    key_map: KeyMap = KeyMap.NIGHTMAIL
    # Action → keys, where the person wants others than the key map's.
    own_keys: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    hours: Hours = Hours.SYSTEM

    @property
    def undo(self) -> timedelta:
        return timedelta(seconds=self.undo_seconds)


class Shelf(Protocol):
    """What keeps words by name, such as a `QSettings`."""

    def value(self, name: str, /) -> object: ...

    def setValue(self, name: str, words: str, /) -> None: ...

    def remove(self, name: str, /) -> None: ...


class PreferenceBook:
    """The preferences in force. `change` keeps what differs from before and tells everybody who listens."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._listeners: list[Callable[[Preferences], object]] = []
        self.now = read_preferences(shelf)

    def change(self, **changes: Any) -> None:
        """By the names of `Preferences`' fields."""
        wanted = replace(self.now, **changes)
        if wanted == self.now:
            return
        for name in changes:
            _keep(self._shelf, name, wanted)
        self.now = wanted
        for listener in tuple(self._listeners):
            listener(wanted)

    def reset(self, names: Iterable[str]) -> None:
        """Back to what Nightmail comes with."""
        first = Preferences()
        self.change(**{name: getattr(first, name) for name in names})

    def listen(self, listener: Callable[[Preferences], object]) -> Callable[[], None]:
        """`listener` hears of every change; call the answer to end that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None


def read_preferences(shelf: Shelf) -> Preferences:
    """What is kept; where it is missing or can't be read, what Nightmail comes with."""
    first = Preferences()
    found: dict[str, Any] = {}
    for each in fields(Preferences):
        kept = shelf.value(_SHELF + each.name)
        if not isinstance(kept, str):
            continue
        try:
            found[each.name] = _read(each.name, getattr(first, each.name), json.loads(kept))
        except (ValueError, TypeError, KeyError, AttributeError):
            # A hand-edited file is no reason not to start.
            continue
    return replace(first, **found)


def _keep(shelf: Shelf, name: str, preferences: Preferences) -> None:
    kept = getattr(preferences, name)
    if kept == getattr(Preferences(), name):
        shelf.remove(_SHELF + name)
    else:
        shelf.setValue(_SHELF + name, json.dumps(_plain(kept)))


def _plain(kept: object) -> object:
    """As JSON has it."""
    match kept:
        case time():
            return kept.isoformat("minutes")
        case Preset():
            return [kept.day.value, kept.clock.isoformat("minutes"), kept.name]
        case tuple():
            return [_plain(each) for each in kept]
        case frozenset():
            return sorted(kept)
        case Mapping():
            return dict(kept)
        case _:
            return kept


def _read(name: str, first: object, kept: Any) -> object:
    """`kept` in the shape of `first`; raises where it has another one."""
    match first:
        case bool():
            return _only(bool, kept)
        case StrEnum():
            return type(first)(kept)
        case int():
            return _whole(name, kept)
        case str():
            return _only(str, kept)
        case time():
            return time.fromisoformat(kept)
        case frozenset() if name == "quiet_days":
            return frozenset(day for day in _only(list, kept) if day in range(7))
        case frozenset():
            return frozenset(_words(kept))
        case tuple() if name == "presets":
            return tuple(Preset(PresetDay(day), time.fromisoformat(clock), _only(str, own)) for day, clock, own in kept)
        case tuple():
            return _words(kept)
        case _:
            return {_only(str, action): _only(str, keys) for action, keys in _only(dict, kept).items()}


def _whole(name: str, kept: object) -> int:
    most = max(UNDO_CHOICES) if name == "undo_seconds" else 24 * 90
    if isinstance(kept, bool) or not isinstance(kept, int) or not 0 <= kept <= most:
        raise ValueError(name)
    return kept


def _words(kept: object) -> tuple[str, ...]:
    return tuple(_only(str, word) for word in _only(list, kept))


def _only(kind: type[Any], kept: Any) -> Any:
    if not isinstance(kept, kind):
        raise TypeError(kind.__name__)
    return kept

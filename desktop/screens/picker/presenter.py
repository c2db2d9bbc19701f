"""The schedule popover's mind: words, or a day, a time and a zone, become one schedule and the sentence that says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from desktop.language import tr
from desktop.preferences import LatePolicy, Preferences
from desktop.screens.picker import lateness
from desktop.screens.picker.presets import hours_of, resolved
from desktop.screens.picker.sentences import clocks_note, why_not
from desktop.screens.picker.state import Late, PickerState, Preset
from desktop.words import city_of, full_when, local, wait_words, when_words
from nightmail.clock import Clock
from nightmail.schedule.due import due_at
from nightmail.schedule.model import NOW, Schedule, WallTime
from nightmail.schedule.phrases import DateOrder, NotUnderstood, Reading, is_now, read

Chosen = Callable[[Schedule, timedelta | None], None]
# A wait this long is meant to the minute.
_TO_THE_MINUTE = timedelta(minutes=5)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Choice:
    day: date
    clock: time
    zone: str

    @property
    def schedule(self) -> WallTime:
        return WallTime(datetime.combine(self.day, self.clock), self.zone)


class PickerPresenter:
    """`chosen` gets the schedule the person settled on, and how long after it the message may still go: None where that is not
    asked here (`asks_lateness`), or stays as the message has it. `preferences` are read anew each time it opens. `order`: how
    `3/4` is written here."""

    def __init__(
        self,
        clock: Clock,
        *,
        zone: str,
        render: Callable[[PickerState], None],
        chosen: Chosen,
        preferences: Callable[[], Preferences] = Preferences,
        asks_lateness: bool = True,
        order: DateOrder | None = None,
        start: WallTime | None = None,
    ) -> None:
        self._clock = clock
        self._home = zone
        self._render = render
        self._chosen = chosen
        self._ask_preferences = preferences
        self._preferences = preferences()
        self._asks_lateness = asks_lateness
        self._order = order
        self._typed = ""
        self._is_now = False
        self._refusal: NotUnderstood | None = None
        self._late = self._kept_late = lateness.preferred(self._preferences)
        self._own_lifetime: timedelta | None = None
        self._choice = self._first(start)
        # What stands without words: they are read in its zone, not in one that words named before.
        self._base = self._choice
        self.state = self._make()

    def open(self, start: WallTime | None = None, *, lifetime: timedelta | None = None) -> None:
        """Show the popover afresh; without `start`, on tomorrow morning. `lifetime`: how late the message may go so far, which is
        shown, and kept to the second unless the person chooses another."""
        self._preferences = self._ask_preferences()
        self._late = lateness.preferred(self._preferences) if lifetime is None else lateness.kept(lifetime)
        self._own_lifetime = lifetime
        self._kept_late = self._late
        self._typed, self._refusal, self._is_now = "", None, False
        self._choice = self._base = self._first(start)
        self._show()

    # ------------------------------------------------------------------------------------- what is chosen

    def choose_preset(self, preset: Preset) -> None:
        self._chosen(preset.schedule, self._lifetime())

    def choose_nth(self, place: int) -> None:
        """A preset by its place in the list, as it is now, without opening it; nothing where there are fewer."""
        self._preferences = self._ask_preferences()
        presets = resolved(self._preferences.presets, self._clock.now(), self._home)
        if place < len(presets):
            self._late = lateness.preferred(self._preferences)
            self.choose_preset(presets[place])

    def choose_meaning(self, choice: Preset) -> None:
        """One of the times that the words may have meant."""
        assert isinstance(choice.schedule, WallTime)
        self._typed, self._refusal, self._is_now = "", None, False
        self._choice = self._base = _choice_of(choice.schedule)
        self._show()

    def type(self, text: str) -> None:
        """The words so far."""
        self._typed = text
        self._read()
        self._show()

    def choose_day(self, day: date) -> None:
        self._by_hand(replace(self._choice, day=day))

    def choose_clock(self, clock: time) -> None:
        self._by_hand(replace(self._choice, clock=clock.replace(microsecond=0)))

    def choose_zone(self, zone: str) -> None:
        self._choice = self._base = replace(self._choice, zone=zone)
        self._read()
        self._show()

    def choose_late(self, policy: LatePolicy) -> None:
        self._late = (policy, self._late[1])
        self._show()

    def choose_late_minutes(self, minutes: int) -> None:
        self._late = (self._late[0], minutes)
        self._show()

    def accept(self) -> None:
        """The button: the schedule as read. A time that passed since the button was read is asked about first."""
        was_past = self.state.is_past
        self.tick()
        if self.state.can_accept and self.state.is_past == was_past:
            self._chosen(NOW if self.state.is_past else self._choice.schedule, self._lifetime())

    def tick(self) -> None:
        """Time goes on: presets drop out, and "in 2 hours" counts from now."""
        self._read()
        self._show()

    # ------------------------------------------------------------------------------------- inside

    def _by_hand(self, choice: _Choice) -> None:
        """What the fields say replaces the words."""
        self._typed, self._refusal, self._is_now = "", None, False
        self._choice = self._base = choice
        self._show()

    def _read(self) -> None:
        self._refusal = None
        self._is_now = is_now(self._typed)
        if not self._typed.strip():
            self._choice = self._base
            return
        if self._is_now:
            here = local(self._clock.now(), self._base.zone)
            self._choice = _Choice(here.date(), here.time().replace(microsecond=0), self._base.zone)
            return
        hours = hours_of(self._preferences.presets)
        told = read(self._typed, now=self._clock.now(), zone=self._base.zone, order=self._order, hours=hours)
        if isinstance(told, Reading):
            self._choice = _choice_of(self._rounded(told))
        else:
            self._refusal, self._choice = told, self._base

    def _rounded(self, told: Reading) -> WallTime:
        at = told.schedule.local_time
        if told.is_wait and at.second and told.due_at - self._clock.now() > _TO_THE_MINUTE:
            return replace(told.schedule, local_time=at.replace(second=0) + _MINUTE)
        return told.schedule

    def _lifetime(self) -> timedelta | None:
        if self._keeps_its_own or not self._shows_lateness:
            return None
        return lateness.lifetime_of(*self._late)

    @property
    def _shows_lateness(self) -> bool:
        return self._asks_lateness or self._own_lifetime is not None

    @property
    def _keeps_its_own(self) -> bool:
        return self._own_lifetime is not None and self._late == self._kept_late

    def _late_shown(self, due: datetime, *, now: datetime, is_known: bool) -> Late | None:
        if not self._shows_lateness:
            return None
        lifetime = self._own_lifetime if self._keeps_its_own else None
        zone, own = self._choice.zone, self._kept_late[1]
        return lateness.late(*self._late, due, zone, now=now, is_known=is_known, lifetime=lifetime, own=own)

    def _first(self, start: WallTime | None) -> _Choice:
        if start is not None:
            return _choice_of(start)
        morning = hours_of(self._preferences.presets).morning
        return _Choice(local(self._clock.now(), self._home).date() + timedelta(days=1), morning, self._home)

    def _show(self) -> None:
        self.state = self._make()
        self._render(self.state)

    def _make(self) -> PickerState:
        choice, now, refusal = self._choice, self._clock.now(), self._refusal
        due = due_at(choice.schedule, now=now)
        is_past = due <= now and refusal is None
        return PickerState(
            presets=resolved(self._preferences.presets, now, self._home),
            typed=self._typed,
            meaning=self._meaning(due, now),
            is_understood=refusal is None,
            choices=self._choices(refusal, now),
            day=choice.day,
            clock=choice.clock,
            zone=choice.zone,
            zone_words=self._zone_words(due, now),
            reading=self._reading(due, now, is_past=is_past),
            note=self._clocks_note(),
            question=tr("That time has passed. Send now?") if is_past and not self._is_now else "",
            is_past=is_past,
            late=self._late_shown(due, now=now, is_known=refusal is None),
        )

    def _meaning(self, due: datetime, now: datetime) -> str:
        if self._refusal is not None:
            return why_not(self._refusal)
        if not self._typed.strip() or self._is_now:
            return ""
        return tr("{when}, {wait}", when=full_when(due, self._choice.zone, now=now), wait=wait_words(due - now))

    def _clocks_note(self) -> str:
        """Also of a time that is only offered: it may be another one than was typed."""
        if self._refusal is None:
            return clocks_note(self._choice.schedule)
        return next((said for each in self._refusal.choices if (said := clocks_note(each.schedule))), "")

    def _reading(self, due: datetime, now: datetime, *, is_past: bool) -> str:
        if self._refusal is not None:
            return tr("Choose a time")
        return tr("Send now") if is_past else tr("Send {when}", when=full_when(due, self._choice.zone, now=now))

    def _zone_words(self, due: datetime, now: datetime) -> str:
        if self._choice.zone == self._home or self._refusal is not None:
            return ""
        return tr("= {when} {city}", when=when_words(due, now, self._home), city=city_of(self._home))

    def _choices(self, refusal: NotUnderstood | None, now: datetime) -> tuple[Preset, ...]:
        if refusal is None:
            return ()
        return tuple(
            Preset(full_when(each.due_at, each.schedule.zone, now=now), wait_words(each.due_at - now), each.schedule)
            for each in refusal.choices
        )


def _choice_of(start: WallTime) -> _Choice:
    return _Choice(start.local_time.date(), start.local_time.time(), start.zone)

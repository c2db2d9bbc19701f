from __future__ import annotations

from datetime import UTC, date, datetime, time

from desktop.screens.picker.presenter import PickerPresenter
from desktop.screens.picker.state import PickerState
from nightmail.schedule.model import NOW, Schedule, WallTime
from tests.unit.desktop.fakes import NOW_AT, ZONE, StillClock


class Asked:
    def __init__(self, at: datetime = NOW_AT, zone: str = ZONE) -> None:
        self.clock = StillClock(at)
        self.chosen: list[Schedule] = []
        self.shown: list[PickerState] = []
        self.picker = PickerPresenter(self.clock, zone=zone, render=self.shown.append, chosen=self.chosen.append)

    @property
    def state(self) -> PickerState:
        return self.picker.state


def wall(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute)


def test_it_opens_on_tomorrow_morning_and_the_button_says_so() -> None:
    assert Asked().state.reading == "Send Thu 12 Nov, 08:00 (Berlin)"


def test_the_presets_carry_their_resolved_times() -> None:
    presets = [(preset.label, preset.when) for preset in Asked().state.presets]

    assert presets == [
        ("Later today", "21:00"),
        ("Tomorrow morning", "Thu 08:00"),
        ("Tomorrow evening", "Thu 20:00"),
        ("Monday morning", "Mon 08:00"),
    ]


def test_late_at_night_there_is_no_later_today() -> None:
    labels = [preset.label for preset in Asked(datetime(2026, 11, 11, 21, 30, tzinfo=UTC)).state.presets]

    assert "Later today" not in labels


def test_on_a_sunday_tomorrow_morning_is_not_offered_twice() -> None:
    presets = Asked(datetime(2026, 11, 15, 10, tzinfo=UTC)).state.presets

    assert [preset.label for preset in presets if preset.when.endswith("08:00")] == ["Tomorrow morning"]


def test_a_preset_is_a_wall_time_in_the_zone_of_the_pc() -> None:
    asked = Asked()

    asked.picker.choose_preset(asked.state.presets[1])

    assert asked.chosen == [WallTime(wall(2026, 11, 12, 8), ZONE)]


def test_day_time_and_zone_become_the_schedule_as_read() -> None:
    asked = Asked()
    asked.picker.choose_day(date(2026, 11, 13))
    asked.picker.choose_clock(time(9, 30))
    asked.picker.choose_zone("America/New_York")

    assert asked.state.reading == "Send Fri 13 Nov, 09:30 (New York)"
    assert asked.state.zone_words == "= Fri 15:30 Berlin"
    asked.picker.accept()
    assert asked.chosen == [WallTime(wall(2026, 11, 13, 9, 30), "America/New_York")]


def test_a_time_that_has_passed_is_asked_about_and_then_sent_now() -> None:
    asked = Asked()
    asked.picker.choose_day(date(2026, 11, 11))
    asked.picker.choose_clock(time(17))

    assert asked.state.question == "That time has passed. Send now?"
    assert asked.state.reading == "Send now"
    asked.picker.accept()
    assert asked.chosen == [NOW]


def test_a_time_that_passes_while_the_popover_is_open_is_not_sent_by_surprise() -> None:
    asked = Asked()
    asked.picker.choose_day(date(2026, 11, 11))
    asked.picker.choose_clock(time(18, 4))
    asked.clock.at = datetime(2026, 11, 11, 17, 5, tzinfo=UTC)

    asked.picker.accept()

    assert asked.shown[-1].question == "That time has passed. Send now?"
    assert asked.chosen == []
    asked.picker.accept()
    assert asked.chosen == [NOW]


def test_an_hour_that_does_not_exist_is_explained() -> None:
    asked = Asked()
    asked.picker.choose_day(date(2027, 3, 28))
    asked.picker.choose_clock(time(2, 30))

    assert asked.state.note == "02:30 does not exist that night; it goes at 03:30."
    assert asked.state.reading == "Send Sun 28 Mar 2027, 03:30 (Berlin)"


def test_an_hour_that_comes_twice_is_explained() -> None:
    asked = Asked()
    asked.picker.choose_day(date(2027, 10, 31))
    asked.picker.choose_clock(time(2, 30))

    assert "comes twice" in asked.state.note

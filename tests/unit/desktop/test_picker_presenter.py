from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from desktop.preferences import LatePolicy, Preferences, PresetDay
from desktop.preferences import Preset as Wish
from desktop.screens.picker.presenter import PickerPresenter
from desktop.screens.picker.state import PickerState
from nightmail.delivery.retry import LONGEST_LIFETIME
from nightmail.schedule.model import NOW, Schedule, WallTime
from nightmail.schedule.phrases import DateOrder
from tests.unit.desktop.fakes import NOW_AT, ZONE, StillClock


class Asked:
    def __init__(
        self,
        at: datetime = NOW_AT,
        zone: str = ZONE,
        preferences: Preferences | None = None,
        *,
        asks_lateness: bool = True,
        order: DateOrder | None = None,
    ) -> None:
        self.clock = StillClock(at)
        self.chosen: list[Schedule] = []
        self.lifetimes: list[timedelta | None] = []
        self.shown: list[PickerState] = []
        self.picker = PickerPresenter(
            self.clock,
            zone=zone,
            render=self.shown.append,
            chosen=self._choose,
            preferences=lambda: preferences or Preferences(),
            asks_lateness=asks_lateness,
            order=order,
        )

    def _choose(self, schedule: Schedule, lifetime: timedelta | None) -> None:
        self.chosen.append(schedule)
        self.lifetimes.append(lifetime)

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
        ("This evening", "20:00"),
        ("Later today", "21:30"),
        ("Tomorrow morning", "Thu 08:00"),
        ("Tomorrow afternoon", "Thu 13:00"),
        ("Monday morning", "Mon 08:00"),
    ]


@pytest.mark.parametrize(("minute", "second", "offered"), [(0, 0, "18:00"), (0, 1, "18:30"), (30, 0, "18:30"), (49, 0, "19:00")])
def test_later_today_is_a_full_or_half_hour_and_never_sooner_than_the_hours_asked_for(
    minute: int, second: int, offered: str
) -> None:
    presets = Asked(datetime(2026, 11, 11, 14, minute, second, tzinfo=UTC)).state.presets

    assert {preset.label: preset.when for preset in presets}["Later today"] == offered


def test_late_at_night_there_is_no_later_today() -> None:
    labels = [preset.label for preset in Asked(datetime(2026, 11, 11, 21, 30, tzinfo=UTC)).state.presets]

    assert "Later today" not in labels


def test_on_a_sunday_tomorrow_morning_is_not_offered_twice() -> None:
    presets = Asked(datetime(2026, 11, 15, 10, tzinfo=UTC)).state.presets

    assert [preset.label for preset in presets if preset.when.endswith("08:00")] == ["Tomorrow morning"]


def test_a_preset_is_a_wall_time_in_the_zone_of_the_pc() -> None:
    asked = Asked()

    asked.picker.choose_preset(asked.state.presets[2])

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


# ------------------------------------------------------------------------------------------ presets


def test_presets_are_the_persons_own_with_their_names_and_hours() -> None:
    wishes = (Wish(PresetDay.FRIDAY, time(16), "Before the weekend"), Wish(PresetDay.TOMORROW, time(9, 15)))
    presets = [(preset.label, preset.when) for preset in Asked(preferences=Preferences(presets=wishes)).state.presets]

    assert presets == [("Tomorrow morning", "Thu 09:15"), ("Before the weekend", "Fri 16:00")]


def test_presets_whose_time_has_passed_drop_out_while_the_popover_is_open() -> None:
    asked = Asked()
    asked.clock.at = datetime(2026, 11, 11, 19, 0, tzinfo=UTC)

    asked.picker.tick()

    assert "This evening" not in [preset.label for preset in asked.shown[-1].presets]


def test_a_preset_of_a_weekday_is_never_today() -> None:
    presets = Asked(preferences=Preferences(presets=(Wish(PresetDay.WEDNESDAY, time(20)),))).state.presets

    assert [preset.when for preset in presets] == ["18 Nov 20:00"]


def test_a_preset_is_taken_by_its_place_without_opening_the_popover() -> None:
    asked = Asked()

    asked.picker.choose_nth(2)
    asked.picker.choose_nth(9)

    assert asked.chosen == [WallTime(wall(2026, 11, 12, 8), ZONE)]
    assert asked.lifetimes == [timedelta(hours=72)]


# ------------------------------------------------------------------------------------------ words


def test_words_become_the_day_and_the_time_and_the_button() -> None:
    asked = Asked()

    asked.picker.type("friday 9am")

    assert asked.state.meaning == "Fri 13 Nov, 09:00 (Berlin), in 39 h"
    assert (asked.state.day, asked.state.clock) == (date(2026, 11, 13), time(9))
    assert asked.state.reading == "Send Fri 13 Nov, 09:00 (Berlin)"
    asked.picker.accept()
    assert asked.chosen == [WallTime(wall(2026, 11, 13, 9), ZONE)]


def test_words_that_are_not_understood_are_named_and_nothing_can_be_sent_by_them() -> None:
    asked = Asked()

    asked.picker.type("friday 9am xyz")
    asked.picker.accept()

    assert asked.state.meaning == "Not understood: xyz"
    assert not asked.state.can_accept
    assert asked.state.reading == "Choose a time"
    assert asked.chosen == []


def test_words_that_can_mean_two_times_are_asked_about() -> None:
    asked = Asked()
    asked.picker.type("3/4")

    assert [choice.label for choice in asked.state.choices] == [
        "Thu 4 Mar 2027, 08:00 (Berlin)",
        "Sat 3 Apr 2027, 08:00 (Berlin)",
    ]
    asked.picker.choose_meaning(asked.state.choices[1])

    assert asked.state.choices == ()
    assert asked.state.can_accept
    assert asked.state.reading == "Send Sat 3 Apr 2027, 08:00 (Berlin)"


def test_where_dates_are_written_day_first_a_slash_is_not_asked_about() -> None:
    asked = Asked(order=DateOrder.DAY_FIRST)

    asked.picker.type("3/4 9:00")

    assert asked.state.reading == "Send Sat 3 Apr 2027, 09:00 (Berlin)"


def test_a_zone_in_words_is_chosen_and_left_again_with_them() -> None:
    asked = Asked()

    asked.picker.type("tomorrow 8pm new york")
    assert (asked.state.zone, asked.state.zone_words) == ("America/New_York", "= Fri 02:00 Berlin")
    asked.picker.type("tomorrow 8pm")

    assert asked.state.zone == ZONE
    assert asked.state.reading == "Send Thu 12 Nov, 20:00 (Berlin)"


def test_words_are_read_in_the_zone_that_was_chosen() -> None:
    asked = Asked()
    asked.picker.choose_zone("Asia/Tokyo")

    asked.picker.type("tomorrow 9am")

    assert asked.state.reading == "Send Fri 13 Nov, 09:00 (Tokyo)"


def test_what_is_set_by_hand_takes_the_place_of_the_words() -> None:
    asked = Asked()
    asked.picker.type("friday 9am")

    asked.picker.choose_clock(time(10, 30))

    assert (asked.state.typed, asked.state.meaning) == ("", "")
    assert asked.state.reading == "Send Fri 13 Nov, 10:30 (Berlin)"


def test_a_wait_in_words_counts_from_now_and_to_the_minute() -> None:
    asked = Asked(datetime(2026, 11, 11, 17, 3, 20, tzinfo=UTC))
    asked.picker.type("in 2 hours")
    assert asked.state.clock == time(20, 4)
    asked.clock.at = datetime(2026, 11, 11, 17, 5, 20, tzinfo=UTC)

    asked.picker.accept()

    assert asked.chosen == [WallTime(wall(2026, 11, 11, 20, 6), ZONE)]


def test_morning_in_words_is_the_morning_of_the_presets() -> None:
    asked = Asked(preferences=Preferences(presets=(Wish(PresetDay.TOMORROW, time(7, 30)),)))

    asked.picker.type("friday morning")

    assert asked.state.clock == time(7, 30)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("today 9am", "That time has passed."),
        ("1 nov", "That time has passed. Do you mean this one?"),
        ("30 feb", "There is no such day."),
        ("today", "At what time? For example: today 17:00"),
        ("morning 8pm", "These words contradict each other: morning 8pm"),
        ("1 jan 2090", "That is more than ten years away."),
        ("   ", ""),
    ],
)
def test_it_says_why_words_are_no_time(typed: str, said: str) -> None:
    asked = Asked()

    asked.picker.type(typed)

    assert asked.state.meaning == said


# ------------------------------------------------------------------------------------------ lateness


def test_without_a_word_it_may_go_up_to_three_days_late() -> None:
    asked = Asked()
    assert asked.state.late is not None
    assert asked.state.late.words == "It goes up to 3 days late. After that it waits for your word."

    asked.picker.accept()

    assert asked.lifetimes == [timedelta(hours=72)]


def test_until_when_it_may_go_is_said_as_a_time() -> None:
    asked = Asked()
    asked.picker.choose_late(LatePolicy.ONLY_UNTIL)
    asked.picker.choose_late_minutes(120)

    assert asked.state.late is not None
    assert asked.state.late.words == "It goes until Thu 12 Nov, 10:00 (Berlin). After that it waits for your word."
    asked.picker.choose_preset(asked.state.presets[0])
    assert asked.lifetimes == [timedelta(hours=2)]


def test_who_wants_to_be_asked_is_asked_after_a_quarter_of_an_hour() -> None:
    asked = Asked(preferences=Preferences(late_policy=LatePolicy.ASK))

    asked.picker.accept()

    assert asked.lifetimes == [timedelta(minutes=15)]
    assert asked.state.late is not None
    assert asked.state.late.words == "If it is more than 15 minutes late, it waits for your word."


def test_a_choice_on_lateness_is_for_this_message_alone() -> None:
    asked = Asked()
    asked.picker.choose_late(LatePolicy.ASK)

    asked.picker.open()

    assert asked.state.late is not None
    assert asked.state.late.policy is LatePolicy.WHEN_POSSIBLE


def test_where_a_message_keeps_its_own_word_nothing_is_asked() -> None:
    asked = Asked(asks_lateness=False)

    asked.picker.accept()

    assert asked.state.late is None
    assert asked.lifetimes == [None]


def test_now_sends_at_once_without_being_asked_about_a_time_that_has_passed() -> None:
    asked = Asked()

    asked.picker.type("jetzt")

    assert (asked.state.reading, asked.state.question, asked.state.can_accept) == ("Send now", "", True)
    asked.picker.accept()
    assert asked.chosen == [NOW]


def test_what_is_typed_after_now_is_a_time_again() -> None:
    asked = Asked()
    asked.picker.type("now")

    asked.picker.type("friday 9am")

    assert asked.state.reading == "Send Fri 13 Nov, 09:00 (Berlin)"


def test_a_choice_that_the_clocks_move_says_why() -> None:
    asked = Asked()

    asked.picker.type("28.3.2027 2:30 Berlin")

    assert [choice.label for choice in asked.state.choices] == [
        "Sun 28 Mar 2027, 03:30 (Berlin)",
        "Sun 28 Mar 2027, 14:30 (Berlin)",
    ]
    assert asked.state.note == "02:30 does not exist that night; it goes at 03:30."


@pytest.mark.parametrize(
    ("lifetime", "policy", "words"),
    [
        (timedelta(minutes=15), LatePolicy.ASK, "15 minutes late"),
        (timedelta(hours=4), LatePolicy.ONLY_UNTIL, "12:00"),
        (timedelta(hours=5), LatePolicy.ONLY_UNTIL, "13:00"),
        (LONGEST_LIFETIME, LatePolicy.WHEN_POSSIBLE, "3 days late"),
    ],
)
def test_another_time_shows_how_late_the_message_may_go_and_keeps_it_to_the_second(
    lifetime: timedelta, policy: LatePolicy, words: str
) -> None:
    asked = Asked(asks_lateness=False)

    asked.picker.open(WallTime(wall(2026, 11, 20, 8), ZONE), lifetime=lifetime)

    assert asked.state.late is not None
    assert asked.state.late.policy is policy
    assert words in asked.state.late.words
    asked.picker.accept()
    assert asked.lifetimes == [None]


def test_another_lateness_chosen_with_another_time_is_handed_on() -> None:
    asked = Asked(asks_lateness=False)
    asked.picker.open(WallTime(wall(2026, 11, 20, 8), ZONE), lifetime=timedelta(hours=4))

    asked.picker.choose_late_minutes(480)
    asked.picker.accept()

    assert asked.lifetimes == [timedelta(hours=8)]


def _offered(asked: Asked) -> list[str]:
    assert asked.state.late is not None
    return [words for _, words in asked.state.late.offers]


def test_a_lateness_that_is_not_on_offer_is_offered_for_this_message() -> None:
    asked = Asked(asks_lateness=False)

    asked.picker.open(WallTime(wall(2026, 11, 20, 8), ZONE), lifetime=timedelta(hours=5))
    whole = _offered(asked)
    asked.picker.choose_late_minutes(480)
    left = _offered(asked)
    asked.picker.open(WallTime(wall(2026, 11, 20, 8), ZONE), lifetime=timedelta(minutes=90, seconds=20))

    assert whole[2:5] == ["4 hours later", "5 hours later", "8 hours later"]
    assert left == whole
    assert _offered(asked)[:3] == ["1 hour later", "90 minutes later", "2 hours later"]
    assert asked.state.late is not None and asked.state.late.minutes == 90


def test_preferred_hours_are_kept_as_they_were_set() -> None:
    asked = Asked(preferences=Preferences(late_policy=LatePolicy.ONLY_UNTIL, late_hours=5))
    asked.picker.open(WallTime(wall(2026, 11, 20, 8), ZONE))

    asked.picker.accept()

    assert "5 hours later" in _offered(asked)
    assert asked.lifetimes == [timedelta(hours=5)]


def test_several_messages_keep_each_their_own_lateness_unasked() -> None:
    asked = Asked(asks_lateness=False)
    asked.picker.open(WallTime(wall(2026, 11, 20, 8), ZONE), lifetime=timedelta(hours=4))

    asked.picker.open(None)

    assert asked.state.late is None

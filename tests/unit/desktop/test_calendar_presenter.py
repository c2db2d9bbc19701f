from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from desktop.running import Runner
from desktop.screens.calendar.days import days_of, moved
from desktop.screens.calendar.presenter import CalendarPresenter
from desktop.screens.calendar.state import CalendarState, DayBox, Entry, Span, Way
from nightmail.delivery.model import DeliveryState
from nightmail.errors import PersonError
from nightmail.message.model import Address
from nightmail.schedule.model import WallTime
from tests.unit.desktop.fakes import ACCOUNTS, NOW_AT, ZONE, AtOnce, FakeGateway, Later, StillClock, item_of, message

HOUR = timedelta(hours=1)
TODAY = date(2026, 11, 11)
TOM = Address("tom@example.net", "Tom Hansen")


class Desk:
    """A calendar over an outbox in memory. It is Wednesday, 18:03 in Berlin."""

    def __init__(self, span: Span = Span.WEEK, runner: Runner | None = None) -> None:
        self.gateway = FakeGateway()
        self.said: list[str] = []
        self.undo: list[Callable[[], None]] = []
        self.opened: list[UUID] = []
        self.shown: list[CalendarState] = []
        self.clock = StillClock()
        self.calendar = CalendarPresenter(self.gateway, runner or AtOnce(), self.clock, self, zone=ZONE, span=span)

    def put(self, hours: float, subject: str = "Invoice", wall_time: WallTime | None = None) -> UUID:
        return self.gateway.add(item_of(message(subject, TOM), due=NOW_AT + hours * HOUR, wall_time=wall_time))

    def read(self) -> Desk:
        self.calendar.refresh()
        return self

    @property
    def state(self) -> CalendarState:
        return self.calendar.state

    def box(self, day: date) -> DayBox:
        return next(box for box in self.state.days if box.day == day)

    def entries(self, day: date) -> list[str]:
        return [f"{entry.clock} {entry.subject}" for entry in self.box(day).entries]

    def rescheduled(self) -> list[tuple[UUID, WallTime]]:
        return list(self.gateway.asked("reschedule"))

    # what a screen does

    def render(self, state: CalendarState) -> None:
        self.shown.append(state)

    def say(self, sentence: str, undo: Callable[[], None] | None = None) -> None:
        self.said.append(sentence)
        if undo is not None:
            self.undo.append(undo)

    def open(self, id: UUID) -> None:
        self.opened.append(id)


# ------------------------------------------------------------------------------------------- what is shown


def test_a_week_shows_what_goes_and_what_went_at_its_hours() -> None:
    desk = Desk()
    desk.put(14, "Tomorrow")
    desk.put(2, "Tonight")
    desk.put(24 * 9, "In a week")
    sent = item_of(message("Yesterday", TOM), state=DeliveryState.SENT, due=NOW_AT - 24 * HOUR, sent_at=NOW_AT - 23 * HOUR)
    desk.gateway.add(sent)
    desk.gateway.add(item_of(message("Held", TOM), state=DeliveryState.HELD))
    desk.read()

    assert [box.title for box in desk.state.days] == [f"{day} {9 + n} Nov" for n, day in enumerate(_DAYS)]
    assert desk.state.title == "9 Nov – 15 Nov 2026"
    assert desk.entries(TODAY) == ["20:03 Tonight"]
    assert desk.entries(date(2026, 11, 12)) == ["08:03 Tomorrow"]
    assert desk.entries(date(2026, 11, 10)) == ["19:03 Yesterday"]
    assert [entry.can_move for box in desk.state.days for entry in box.entries] == [False, True, True]


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def test_every_entry_says_all_of_itself_in_words() -> None:
    desk = Desk()
    desk.put(14)

    assert _first(desk.read()).told == "Thu 12 Nov, 08:03 (Berlin): Invoice, to Tom Hansen. Scheduled"


def test_today_and_the_quiet_days_are_marked() -> None:
    desk = Desk().read()

    assert [box.day for box in desk.state.days if box.is_today] == [TODAY]
    assert [box.day.weekday() for box in desk.state.days if box.is_quiet] == [5, 6]


@pytest.mark.parametrize(("first_weekday", "start"), [(0, date(2026, 10, 26)), (6, date(2026, 11, 1))])
def test_a_month_is_six_whole_weeks_as_the_country_counts_them(first_weekday: int, start: date) -> None:
    days = days_of(Span.MONTH, TODAY, first_weekday=first_weekday)

    assert (days[0], len(days)) == (start, 42)


@pytest.mark.parametrize(
    ("span", "by", "day"),
    [
        (Span.MONTH, 1, date(2026, 12, 1)),
        (Span.MONTH, 2, date(2027, 1, 1)),
        (Span.MONTH, -11, date(2025, 12, 1)),
        (Span.WEEK, -1, date(2026, 11, 4)),
        (Span.DAY, 1, date(2026, 11, 12)),
    ],
)
def test_going_on_goes_by_what_is_shown(span: Span, by: int, day: date) -> None:
    assert moved(span, TODAY, by) == day


def test_going_on_reads_those_days_and_today_leads_back() -> None:
    desk = Desk(Span.MONTH)
    desk.put(24 * 40, "In December")
    desk.read()
    assert desk.state.title == "November 2026"

    desk.calendar.go(1)
    assert (desk.state.title, desk.entries(date(2026, 12, 21))) == ("December 2026", ["18:03 In December"])
    desk.calendar.go_today()

    assert desk.state.title == "November 2026"


def test_the_end_of_the_calendar_is_no_accident() -> None:
    desk = Desk(Span.MONTH)

    desk.calendar.go(12 * 174)
    desk.calendar.go(12)

    assert desk.state.title == "November 2200"


def test_of_answers_that_cross_the_last_question_counts() -> None:
    runner = Later()
    desk = Desk(runner=runner)
    desk.calendar.refresh()
    desk.calendar.go(1)
    desk.put(24 * 6, "Next week")
    runner.turn()

    assert desk.state.title == "16 Nov – 22 Nov 2026"
    assert desk.state.is_loaded
    runner.close()


def test_a_failure_is_said() -> None:
    desk = Desk()
    desk.gateway.refuses["reschedule"] = PersonError("too-late", "It has left.")
    id = desk.put(14)
    desk.read().calendar.move(id, date(2026, 11, 13))

    assert desk.undo == []
    assert desk.said and desk.entries(date(2026, 11, 12)) == ["08:03 Invoice"]


# ------------------------------------------------------------------------------------------- load


def test_a_day_says_how_full_it_is_against_the_account_that_is_nearest_to_its_limit() -> None:
    desk = Desk()
    desk.gateway.known = tuple(replace(each, limits=replace(each.limits, daily_messages=4)) for each in ACCOUNTS)
    for hours in (14, 15, 16):
        desk.put(hours)

    load = desk.read().box(date(2026, 11, 12)).load

    assert load is not None
    assert (load.share, load.is_over, load.short) == (75, False, "3/4")
    assert load.told == "3 of the 4 messages that anna@example.org may send a day"


def test_more_than_the_limit_is_told_by_its_number() -> None:
    desk = Desk()
    desk.gateway.known = tuple(replace(each, limits=replace(each.limits, daily_messages=1)) for each in ACCOUNTS)
    desk.put(14)
    desk.put(15)

    load = desk.read().box(date(2026, 11, 12)).load

    assert load is not None
    assert (load.share, load.is_over, load.short) == (100, True, "2/1")


def test_without_a_known_limit_it_is_only_counted() -> None:
    desk = Desk()
    desk.put(14)
    desk.read()

    assert desk.box(date(2026, 11, 12)).load is not None
    assert desk.box(TODAY).load is None


# ------------------------------------------------------------------------------------------- moving


def test_a_message_dropped_on_another_day_keeps_its_hour_and_can_be_put_back() -> None:
    desk = Desk()
    before = WallTime(datetime(2026, 11, 12, 8), ZONE)
    id = desk.put(13.95, wall_time=before)

    desk.read().calendar.move(id, date(2026, 11, 13))

    assert desk.rescheduled() == [(id, WallTime(datetime(2026, 11, 13, 8), ZONE))]
    assert desk.said == ["Moved: it goes Fri 13 Nov, 08:00 (Berlin)."]
    desk.undo[0]()
    assert desk.rescheduled()[1] == (id, before)


def test_a_message_dropped_on_an_hour_goes_then() -> None:
    desk = Desk()
    id = desk.put(14)

    desk.read().calendar.move(id, date(2026, 11, 13), 9 * 60 + 15)

    assert desk.rescheduled() == [(id, WallTime(datetime(2026, 11, 13, 9, 15), ZONE))]


def test_a_message_keeps_the_zone_it_was_scheduled_in() -> None:
    desk = Desk()
    id = desk.put(14, wall_time=WallTime(datetime(2026, 11, 12, 2, 3), "America/New_York"))

    desk.read().calendar.move(id, date(2026, 11, 13), 15 * 60)

    assert desk.rescheduled() == [(id, WallTime(datetime(2026, 11, 13, 9), "America/New_York"))]


def test_nothing_is_moved_into_the_past() -> None:
    desk = Desk()
    id = desk.put(14)

    desk.read().calendar.move(id, date(2026, 11, 10))

    assert desk.said == ["That time has passed."]
    assert desk.rescheduled() == []


def test_what_went_can_not_be_moved() -> None:
    desk = Desk()
    sent = item_of(message("Sent", TOM), state=DeliveryState.SENT, due=NOW_AT - HOUR, sent_at=NOW_AT - HOUR)
    id = desk.gateway.add(sent)

    desk.read().calendar.move(id, date(2026, 11, 13))

    assert desk.said == ["Only what is scheduled can be moved."]
    assert desk.rescheduled() == []


def test_dropping_it_where_it_was_changes_nothing() -> None:
    desk = Desk()
    id = desk.put(14)

    desk.read().calendar.move(id, date(2026, 11, 12))

    assert (desk.said, desk.rescheduled()) == ([], [])


def test_what_nobody_knows_any_more_is_not_moved() -> None:
    desk = Desk().read()

    desk.calendar.move(UUID(int=7), date(2026, 11, 13))
    desk.calendar.nudge(Way.DOWN)

    assert desk.said == []


@pytest.mark.parametrize(
    ("span", "way", "there"),
    [
        (Span.WEEK, Way.RIGHT, datetime(2026, 11, 13, 8, 3)),
        (Span.WEEK, Way.UP, datetime(2026, 11, 12, 7, 48)),
        (Span.WEEK, Way.DOWN, datetime(2026, 11, 12, 8, 18)),
        (Span.MONTH, Way.DOWN, datetime(2026, 11, 19, 8, 3)),
        (Span.DAY, Way.LEFT, None),
    ],
)
def test_alt_and_an_arrow_move_the_selected_one(span: Span, way: Way, there: datetime | None) -> None:
    desk = Desk(span)
    id = desk.put(14)
    if span is Span.DAY:
        desk.calendar.go(1)
    desk.read().calendar.select(id)

    desk.calendar.nudge(way)

    assert desk.rescheduled() == ([(id, WallTime(there, ZONE))] if there else [])


def test_the_calendar_stays_with_a_message_that_leaves_the_days_shown() -> None:
    desk = Desk()
    id = desk.put(24 * 4, "Sunday")
    desk.read().calendar.select(id)

    desk.calendar.nudge(Way.RIGHT)

    assert desk.state.title == "16 Nov – 22 Nov 2026"
    assert desk.state.selected == id


# ------------------------------------------------------------------------------------------- walking


def test_the_arrows_walk_within_a_day_and_to_the_nearest_hour_of_another() -> None:
    desk = Desk()
    ids = [desk.put(hours, f"{hours}") for hours in (14, 20, 14 + 48, 19 + 48)]
    desk.read()

    def walk(*ways: Way) -> UUID | None:
        for way in ways:
            desk.calendar.step(way)
        return desk.state.selected

    assert walk(Way.DOWN) == ids[0]
    assert walk(Way.DOWN) == ids[1]
    assert walk(Way.DOWN) == ids[1]
    assert walk(Way.RIGHT) == ids[3]
    assert walk(Way.RIGHT) == ids[3]
    assert walk(Way.UP, Way.LEFT, Way.LEFT) == ids[0]


def test_walking_where_nothing_is_goes_nowhere() -> None:
    desk = Desk().read()

    desk.calendar.step(Way.DOWN)

    assert desk.state.selected is None


def test_another_span_stays_with_the_selected_message() -> None:
    desk = Desk(Span.MONTH)
    id = desk.put(24 * 14)
    desk.read().calendar.select(id)

    desk.calendar.show_span(Span.DAY)

    assert desk.state.days[0].day == date(2026, 11, 25)
    assert _first(desk).id == id


def test_time_goes_on() -> None:
    desk = Desk().read()
    desk.clock.at = datetime(2026, 11, 11, 23, 30, tzinfo=UTC)

    desk.calendar.tick()

    assert [box.day for box in desk.state.days if box.is_today] == [date(2026, 11, 12)]
    assert desk.state.now_minute == 30


def _first(desk: Desk) -> Entry:
    return next(entry for box in desk.state.days for entry in box.entries)


def test_at_the_end_of_a_week_with_nothing_more_to_come_it_opens_on_the_next_one() -> None:
    desk = Desk()
    desk.put(6 * 24)

    desk.read()

    assert desk.entries(date(2026, 11, 17)) == ["18:03 Invoice"]
    desk.calendar.go_today()
    assert desk.box(TODAY).is_today


def test_a_week_in_which_something_is_still_to_come_stays() -> None:
    desk = Desk()
    desk.put(24)
    desk.put(6 * 24)

    assert desk.read().box(TODAY).is_today

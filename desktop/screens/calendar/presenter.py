"""The calendar's mind: which days are shown, what stands on them, and what a drag or an arrow makes of a message. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Protocol
from uuid import UUID

from desktop.dates import day_names
from desktop.gateway.port import Gateway
from desktop.language import first_weekday, tr
from desktop.running import Runner
from desktop.screens.calendar.days import at_of, boxes, days_of, moved
from desktop.screens.calendar.state import CalendarState, DayBox, Entry, Span, Way
from desktop.screens.calendar.words import title_of
from desktop.words import full_when, local, sentence_of
from nightmail.account.model import Account
from nightmail.clock import Clock
from nightmail.delivery.model import DeliveryState
from nightmail.ports import OutboxQuery, OutboxRow
from nightmail.schedule.due import due_at
from nightmail.schedule.model import WallTime

_GOING = frozenset({DeliveryState.SCHEDULED, DeliveryState.CLAIMED, DeliveryState.TRANSMITTING})
_SENT = frozenset({DeliveryState.SENT})
_PAGE = 1_000
_MOST_PAGES = 20
# Mail can be scheduled for a century.
_FIRST_YEAR, _LAST_YEAR = 1990, 2200
_STEP = timedelta(minutes=15)


class CalendarScreen(Protocol):
    def render(self, state: CalendarState) -> None: ...

    def say(self, sentence: str, undo: Callable[[], None] | None = None) -> None:
        """A passing word, with a way back where there is one."""
        ...

    def open(self, id: UUID) -> None:
        """Show this message whole."""
        ...


@dataclass(frozen=True, slots=True)
class _Known:
    rows: tuple[OutboxRow, ...] = ()
    accounts: tuple[Account, ...] = ()
    is_cut: bool = False
    next_due: datetime | None = None
    """When the very next message goes, whatever days are shown."""


class CalendarPresenter:
    def __init__(
        self,
        gateway: Gateway,
        runner: Runner,
        clock: Clock,
        screen: CalendarScreen,
        *,
        zone: str,
        quiet_days: frozenset[int] = frozenset({5, 6}),
        span: Span = Span.WEEK,
    ) -> None:
        self._gateway = gateway
        self._runner = runner
        self._clock = clock
        self._screen = screen
        self._zone = zone
        self._quiet_days = quiet_days
        self._span = span
        self._shown = self._today
        self._known = _Known()
        self._is_loaded = False
        self._selected: UUID | None = None
        self._asked = 0
        self.state = self._make()

    # ------------------------------------------------------------------------------------- looking

    def refresh(self) -> None:
        """Read what goes out on the days shown. Of answers that cross, the last question's counts."""
        self._asked += 1
        asked = self._asked
        days = self._days()
        first, behind = self._midnight(days[0]), self._midnight(days[-1] + timedelta(days=1))
        self._runner.run(self._read(first, behind), done=lambda known: self._learn(known, asked), failed=self._failed)

    def tick(self) -> None:
        """Time goes on."""
        self._show()

    def show_span(self, span: Span) -> None:
        entry = self._entry(self._selected)
        if entry is not None:
            self._shown = next(box.day for box in self.state.days if entry in box.entries)
        self._span = span
        self._turn()

    def show_day(self, day: date) -> None:
        self._shown, self._span = day, Span.DAY
        self._turn()

    def go(self, by: int) -> None:
        """So many spans on, or back."""
        there = moved(self._span, self._shown, by)
        if _FIRST_YEAR <= there.year <= _LAST_YEAR:
            self._shown = there
            self._turn()

    def go_today(self) -> None:
        self._shown = self._today
        self._turn()

    # ------------------------------------------------------------------------------------- one message

    def select(self, id: UUID | None) -> None:
        self._selected = id
        self._show()

    def open(self, id: UUID) -> None:
        self._screen.open(id)

    def step(self, way: Way) -> None:
        """To the next message in that direction: up and down within its day, left and right to the nearest of another day."""
        days = [box for box in self.state.days if box.entries]
        entry = self._entry(self._selected)
        if not days:
            return
        if entry is None:
            self.select(days[0].entries[0].id)
            return
        here = next(place for place, box in enumerate(days) if entry in box.entries)
        box = days[here]
        place = box.entries.index(entry)
        if way in (Way.UP, Way.DOWN):
            place += 1 if way is Way.DOWN else -1
            if 0 <= place < len(box.entries):
                self.select(box.entries[place].id)
            return
        there = here + (1 if way is Way.RIGHT else -1)
        if 0 <= there < len(days):
            self.select(_nearest(days[there], entry.minute).id)

    def nudge(self, way: Way) -> None:
        """Move the selected message: a day to the side; up and down a quarter of an hour, in a month a week."""
        row = self._row(self._selected)
        if row is None:
            return
        here = local(at_of(row), self._zone).replace(tzinfo=None, fold=0)
        along = timedelta(weeks=1) if self._span is Span.MONTH else _STEP
        step = timedelta(days=1) if way in (Way.LEFT, Way.RIGHT) else along
        there = here + step if way in (Way.RIGHT, Way.DOWN) else here - step
        self._move(row, there)

    def move(self, id: UUID, day: date, minute: int | None = None) -> None:
        """To another day, at `minute` of it; None: at the same time of day."""
        row = self._row(id)
        if row is None:
            return
        here = local(at_of(row), self._zone).replace(tzinfo=None, fold=0)
        clock = here.time() if minute is None else time(minute // 60, minute % 60)
        there = datetime.combine(day, clock)
        if there != here:
            self._move(row, there)

    # ------------------------------------------------------------------------------------- inside

    def _move(self, row: OutboxRow, there: datetime) -> None:
        entry, now = self._entry(row.delivery.id), self._clock.now()
        if entry is None or not entry.can_move:
            self._screen.say(tr("Only what is scheduled can be moved."))
            return
        wanted = self._in_its_zone(row, there)
        if due_at(wanted, now=now) <= now:
            self._screen.say(tr("That time has passed."))
            self._show()
            return
        before = row.wall_time or WallTime(local(row.delivery.due_at, self._zone).replace(tzinfo=None, fold=0), self._zone)
        self._selected = row.delivery.id
        self._runner.run(
            self._gateway.reschedule(row.delivery.id, wanted),
            done=lambda _: self._rescheduled(row.delivery.id, wanted, before),
            failed=self._failed,
        )

    def _rescheduled(self, id: UUID, to: WallTime, before: WallTime) -> None:
        now = self._clock.now()
        words = tr("Moved: it goes {when}.", when=full_when(due_at(to, now=now), to.zone, now=now))
        self._screen.say(words, lambda: self._put_back(id, before))
        self._follow(to)
        self.refresh()

    def _put_back(self, id: UUID, before: WallTime) -> None:
        self._runner.run(self._gateway.reschedule(id, before), done=lambda _: self._back(before), failed=self._failed)

    def _back(self, before: WallTime) -> None:
        self._follow(before)
        self.refresh()

    def _follow(self, to: WallTime) -> None:
        """Stay with a message that moves out of the days shown."""
        day = local(due_at(to, now=self._clock.now()), self._zone).date()
        days = self._days()
        if not days[0] <= day <= days[-1]:
            self._shown = day

    def _in_its_zone(self, row: OutboxRow, there: datetime) -> WallTime:
        """The wall time as the message has it: in the zone that the person chose for it, where that can name the instant."""
        here = WallTime(there, self._zone)
        if row.wall_time is None or row.wall_time.zone == self._zone:
            return here
        due = due_at(here, now=self._clock.now())
        own = WallTime(local(due, row.wall_time.zone).replace(tzinfo=None, fold=0), row.wall_time.zone)
        return own if due_at(own, now=due) == due else here

    async def _read(self, first: datetime, behind: datetime) -> _Known:
        accounts = await self._gateway.accounts()
        rows: dict[UUID, OutboxRow] = {}
        is_cut = False
        now = self._clock.now()
        next_due: datetime | None = None
        for states in (_GOING, _SENT):
            query = OutboxQuery(states, limit=_PAGE)
            for number in range(_MOST_PAGES + 1):
                is_cut = is_cut or number == _MOST_PAGES
                page = () if number == _MOST_PAGES else await self._gateway.list(query)
                if states == _GOING and next_due is None:
                    next_due = next((at_of(row) for row in page if at_of(row) > now), None)
                rows.update((row.delivery.id, row) for row in page if first <= at_of(row) < behind)
                if len(page) < _PAGE or _is_past_the_days(page[-1], states, first, behind):
                    break
                query = replace(query, after=page[-1].mark(query.sort))
        return _Known(tuple(rows.values()), accounts, is_cut, next_due)

    def _learn(self, known: _Known, asked: int) -> None:
        if asked != self._asked:
            return
        is_first, self._is_loaded = not self._is_loaded, True
        self._known = known
        if is_first and self._begins_ahead():
            self.refresh()
        self._show()

    def _begins_ahead(self) -> bool:
        """Opened at the end of a week that has nothing more to come, it shows the next one where something is to go."""
        days, ahead = self._days(), self._known.next_due
        if self._span is not Span.WEEK or ahead is None or self._shown != self._today:
            return False
        day = local(ahead, self._zone).date()
        if not days[-1] < day <= days[-1] + timedelta(days=7):
            return False
        self._shown = day
        return True

    def _failed(self, problem: Exception) -> None:
        self._screen.say(sentence_of(problem))
        self._show()

    def _turn(self) -> None:
        self._show()
        self.refresh()

    @property
    def _today(self) -> date:
        return local(self._clock.now(), self._zone).date()

    def _days(self) -> tuple[date, ...]:
        return days_of(self._span, self._shown, first_weekday=first_weekday())

    def _midnight(self, day: date) -> datetime:
        return due_at(WallTime(datetime.combine(day, time()), self._zone), now=self._clock.now())

    def _row(self, id: UUID | None) -> OutboxRow | None:
        return next((row for row in self._known.rows if row.delivery.id == id), None)

    def _entry(self, id: UUID | None) -> Entry | None:
        return next((entry for box in self.state.days for entry in box.entries if entry.id == id), None)

    def _show(self) -> None:
        self.state = self._make()
        self._screen.render(self.state)

    def _make(self) -> CalendarState:
        days, now = self._days(), self._clock.now()
        here = local(now, self._zone)
        cut = tr("There is more than the calendar can show. The list has all of it.") if self._known.is_cut else ""
        return CalendarState(
            span=self._span,
            title=title_of(self._span, days[0], days[-1], self._shown),
            days=boxes(
                days,
                self._known.rows,
                self._known.accounts,
                span=self._span,
                shown=self._shown,
                now=now,
                zone=self._zone,
                quiet_days=self._quiet_days,
            ),
            weekdays=tuple(day_names()[day.weekday()] for day in days[:7]),
            now_minute=here.hour * 60 + here.minute,
            selected=self._selected,
            is_loaded=self._is_loaded,
            notice=cut,
        )


def _nearest(box: DayBox, minute: int) -> Entry:
    return min(box.entries, key=lambda entry: abs(entry.minute - minute))


def _is_past_the_days(last: OutboxRow, states: frozenset[DeliveryState], first: datetime, behind: datetime) -> bool:
    """What goes comes next first, what went comes latest first."""
    return at_of(last) < first if states == _SENT else at_of(last) >= behind

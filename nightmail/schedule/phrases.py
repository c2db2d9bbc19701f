"""Read words like "friday 9am" or "morgen 8 Uhr" as a time. Pure: now, the zone and the person's hours are arguments.

Every token has to be read, and one time has to come out: what isn't understood, what can mean two times and what has passed is
told, never guessed. English and German, mixed as people mix them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from nightmail.errors import PersonError
from nightmail.schedule import phrase_dates, phrase_days
from nightmail.schedule import phrase_words as words
from nightmail.schedule.due import due_at, parse_at, zone_for
from nightmail.schedule.model import WallTime
from nightmail.schedule.phrase_clocks import clock, part, wait, zone
from nightmail.schedule.phrase_facts import Clock, Context, DateOrder, Day, DayPart, Fact, Hours, Rule, Wait, Zone
from nightmail.schedule.phrase_tokens import Place, Token, cut
from nightmail.schedule.phrase_words import Part

__all__ = ["DateOrder", "Hours", "NotUnderstood", "Reading", "Why", "is_now", "read"]

_LONGEST = 120
_MOST_TOKENS = 14
_MOST_CHOICES = 4
_FARTHEST = timedelta(days=3653)
_RULES: tuple[Rule, ...] = (phrase_days.day, phrase_dates.written, clock, part, zone, wait)
# Of each part, from when to when its clocks lie; the first word of the night's is its evening.
_SPANS = {
    Part.MORNING: (timedelta(0), timedelta(hours=12)),
    Part.FORENOON: (timedelta(hours=6), timedelta(hours=12)),
    Part.NOON: (timedelta(hours=11), timedelta(hours=15)),
    Part.AFTERNOON: (timedelta(hours=12), timedelta(hours=19)),
    Part.EVENING: (timedelta(hours=16), timedelta(hours=24)),
    Part.NIGHT: (timedelta(hours=17), timedelta(hours=25)),
}


class Why(StrEnum):
    """Why a phrase gives no time."""

    EMPTY = "empty"
    UNKNOWN_WORDS = "unknown-words"  # `words` are not understood, here or at all
    INCOMPLETE = "incomplete"  # a day without a clock, or a zone alone
    AMBIGUOUS = "ambiguous"  # `choices` are what it may mean
    PAST = "past"  # `choices`, if any, are the next that it may have meant
    NO_SUCH_DAY = "no-such-day"
    CONTRADICTION = "contradiction"  # an hour that its part of the day does not have, a zone whose clocks are called otherwise
    TOO_FAR = "too-far"


@dataclass(frozen=True, slots=True)
class Reading:
    """All of the phrase was understood, and this is the one time that it means; it lies ahead. `is_wait`: so long from now."""

    schedule: WallTime
    due_at: datetime
    is_wait: bool = False


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """`words` as typed."""

    why: Why
    words: tuple[str, ...] = ()
    choices: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class _Phrase:
    """At most one of each; what is added twice is no phrase."""

    day: Day | None = None
    clock: Clock | None = None
    part: Part | None = None
    zone: Zone | None = None
    wait: Wait | None = None

    def with_fact(self, fact: Fact) -> _Phrase | None:
        match fact:
            case Day() if self.day is None:
                return replace(self, day=fact)
            case Clock() if self.clock is None:
                return replace(self, clock=fact)
            case DayPart(said) if self.part is None:
                return replace(self, part=said)
            case Zone() if self.zone is None:
                return replace(self, zone=fact)
            case Wait() if self.wait is None:
                return replace(self, wait=fact)
            case _:
                return None

    @property
    def is_whole(self) -> bool:
        if self.wait is not None:
            return self.day is None and self.clock is None and self.part is None
        has_clock = self.clock is not None or self.part is not None
        return has_clock or (self.day is not None and not self.day.is_today)


def read(
    text: str, *, now: datetime, zone: str, order: DateOrder | None = None, hours: Hours | None = None
) -> Reading | NotUnderstood:
    """What `text` means to somebody in `zone` at `now`. `order` None: `3/4` is asked about. Never raises for any text.
    Raises PersonError `unknown-zone` where there is no such `zone`."""
    home = zone_for(zone)
    if exact := _as_written(text, now, zone):
        return exact
    tokens = cut(text[: _LONGEST + 1])
    if not tokens:
        return NotUnderstood(Why.EMPTY)
    if len(text) > _LONGEST or len(tokens) > _MOST_TOKENS:
        return NotUnderstood(Why.UNKNOWN_WORDS, tuple(token.typed for token in tokens[_MOST_TOKENS:] or tokens[-1:]))
    context = Context(now.astimezone(home).replace(tzinfo=None, fold=0), order, hours or Hours())
    phrases = _phrases(tokens, context)
    if any(phrase.zone for phrase in phrases):
        phrases = {**phrases, **_phrases_there(tokens, phrases, context, now)}
    if not phrases:
        return NotUnderstood(Why.UNKNOWN_WORDS, _not_read(tokens, context))
    return _told(list(phrases), context, now, zone, tokens)


def is_now(text: str) -> bool:
    """At once is meant, and not a time that lies ahead."""
    return " ".join(text.casefold().strip(" .!").split()) in words.NOW


def _as_written(text: str, now: datetime, zone: str) -> Reading | NotUnderstood | None:
    """A whole date and time as computers write it, with its offset if it has one."""
    if len(text) > _LONGEST:
        return None
    try:
        return _checked([parse_at(text, zone)], now)
    except PersonError:
        return None


# ------------------------------------------------------------------------------------------ readings


def _phrases(tokens: tuple[Token, ...], context: Context) -> dict[_Phrase, None]:
    """Every way to read all tokens, in the order of the rules."""
    found: dict[_Phrase, None] = {}
    waiting = [(Place(tokens, 0), _Phrase())]
    seen = set()
    while waiting:
        place, phrase = waiting.pop()
        if (place.at, phrase) in seen:
            continue
        seen.add((place.at, phrase))
        if place.is_end:
            found[phrase] = None
            continue
        for after, facts in _facts(place, context):
            longer: _Phrase | None = phrase
            for fact in facts:
                longer = longer.with_fact(fact) if longer is not None else None
            if longer is not None:
                waiting.append((after, longer))
    return found


def _facts(place: Place, context: Context) -> Iterator[tuple[Place, tuple[Fact, ...]]]:
    """What can be read here; a place behind the last token is none."""
    for rule in _RULES:
        for after, fact in rule(place, context):
            if place.at < after.at <= len(place.tokens):
                yield after, (fact,)
    for after, day, said in phrase_days.tonight(place, context):
        yield after, (day, said)


def _phrases_there(tokens: tuple[Token, ...], here: dict[_Phrase, None], context: Context, now: datetime) -> dict[_Phrase, None]:
    """The same with the days of the zone that was named, whose calendar may be a day apart."""
    found: dict[_Phrase, None] = {}
    for name in {phrase.zone.name for phrase in here if phrase.zone}:
        there = replace(context, here=now.astimezone(ZoneInfo(name)).replace(tzinfo=None, fold=0))
        found.update({phrase: None for phrase in _phrases(tokens, there) if phrase.zone and phrase.zone.name == name})
    return found


def _not_read(tokens: tuple[Token, ...], context: Context) -> tuple[str, ...]:
    """The tokens that mean nothing anywhere; where each means something, those from which on it makes no sense."""
    covered: set[int] = set()
    furthest = 0
    for start in range(len(tokens)):
        for after, _ in _facts(Place(tokens, start), context):
            covered.update(range(start, after.at))
            furthest = max(furthest, after.at) if start <= furthest else furthest
    left = [token.typed for place, token in enumerate(tokens) if place not in covered]
    return tuple(left) or tuple(token.typed for token in tokens[furthest - 1 if furthest == len(tokens) else furthest :])


# ------------------------------------------------------------------------------------------ one time


def _told(
    phrases: list[_Phrase], context: Context, now: datetime, zone: str, tokens: tuple[Token, ...]
) -> Reading | NotUnderstood:
    whole = [phrase for phrase in phrases if phrase.is_whole]
    if not whole:
        return NotUnderstood(Why.INCOMPLETE)
    candidates = [time for phrase in whole for time in _times(phrase, phrase.day, context, now, zone)]
    if not candidates:
        if any(phrase.day is not None and not phrase.day.choices for phrase in whole):
            return NotUnderstood(Why.NO_SUCH_DAY)
        return NotUnderstood(Why.CONTRADICTION, tuple(token.typed for token in tokens))
    told = _checked(candidates, now)
    if isinstance(told, Reading):
        return replace(told, is_wait=any(phrase.wait for phrase in whole))
    if told.why is Why.PAST:
        later = [
            time
            for phrase in whole
            if phrase.day and phrase.day.otherwise
            for time in _times(phrase, Day(phrase.day.otherwise), context, now, zone)
        ]
        return replace(told, choices=_ahead(later, now)[:_MOST_CHOICES])
    return told


def _checked(candidates: list[WallTime], now: datetime) -> Reading | NotUnderstood:
    ahead = _ahead(candidates, now)
    if not ahead:
        return NotUnderstood(Why.PAST)
    if len(ahead) > 1:
        return NotUnderstood(Why.AMBIGUOUS, choices=ahead[:_MOST_CHOICES])
    return NotUnderstood(Why.TOO_FAR) if ahead[0].due_at - now > _FARTHEST else ahead[0]


def _ahead(candidates: list[WallTime], now: datetime) -> tuple[Reading, ...]:
    """Those that lie ahead, each instant once, the soonest first."""
    found: dict[datetime, Reading] = {}
    for schedule in candidates:
        try:
            due = due_at(schedule, now=now)
        except PersonError:
            continue
        if due > now:
            found.setdefault(due, Reading(schedule, due))
    return tuple(found[due] for due in sorted(found))


def _times(phrase: _Phrase, day: Day | None, context: Context, now: datetime, zone: str) -> Iterator[WallTime]:
    name = phrase.zone.name if phrase.zone else zone
    if phrase.wait is not None:
        yield _exactly(now + phrase.wait.span, name)
        return
    here = now.astimezone(ZoneInfo(name)).date() if phrase.zone else context.today
    # A clock without a day is the next one that comes.
    days = day.choices if day else (here, here + timedelta(days=1))
    found = []
    for each in days:
        for span in _spans(phrase, day, context.hours):
            try:
                time = WallTime(datetime.combine(each, datetime.min.time()) + span, name)
                due = due_at(time, now=now)
            except (OverflowError, PersonError):
                continue
            if not phrase.zone or not phrase.zone.names or due.astimezone(ZoneInfo(name)).tzname() in phrase.zone.names:
                found.append((due, time))
    if day is None:
        ahead = sorted((due, time.local_time, time) for due, time in found if due > now)
        # Of "3" the next 3 o'clock and the next 15 o'clock are meant; of "15:00" the next one alone.
        clocks: dict[object, WallTime] = {}
        for _, local, time in ahead:
            clocks.setdefault(local.time(), time)
        yield from clocks.values()
    else:
        yield from (time for _, time in found)


def _spans(phrase: _Phrase, day: Day | None, hours: Hours) -> tuple[timedelta, ...]:
    clock, said = phrase.clock, phrase.part
    if clock is None and said is None:
        return (_since_midnight(day.clock if day and day.clock else hours.morning),)
    if clock is None:
        assert said is not None
        return (_since_midnight(hours.of(said)),)
    if said is None:
        return clock.loose if clock.is_bare and day is None else clock.plain
    first, last = _SPANS[said]
    return tuple(dict.fromkeys(span for span in (*clock.plain, *clock.loose) if first <= span < last or span == last))


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


def _exactly(instant: datetime, zone: str) -> WallTime:
    """The next whole second at or after the instant, told in the zone where its clock names it, else in UTC."""
    whole = instant.replace(microsecond=0) + timedelta(seconds=1 if instant.microsecond else 0)
    told = WallTime(whole.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0), zone)
    return told if due_at(told, now=instant) == whole else WallTime(whole.astimezone(UTC).replace(tzinfo=None), "UTC")

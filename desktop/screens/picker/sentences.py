"""What the popover says of a phrase it can't take, and of a night with a change of clocks. No Qt."""

from __future__ import annotations

from typing import assert_never

from desktop.language import clock_words, tr
from desktop.words import full_day
from nightmail.schedule.due import clock_change
from nightmail.schedule.model import WallTime
from nightmail.schedule.phrases import NotUnderstood, Why


def why_not(refusal: NotUnderstood) -> str:
    words = " ".join(refusal.words)[:60]
    match refusal.why:
        case Why.EMPTY:
            return ""
        case Why.UNKNOWN_WORDS:
            return tr("Not understood: {words}", words=words)
        case Why.INCOMPLETE:
            return tr("At what time? For example: {example}", example=tr("today 17:00"))
        case Why.AMBIGUOUS:
            return tr("Which one do you mean?")
        case Why.PAST if refusal.choices:
            return tr("That time has passed. Do you mean this one?")
        case Why.PAST:
            return tr("That time has passed.")
        case Why.NO_SUCH_DAY:
            return tr("There is no such day.")
        case Why.CONTRADICTION:
            return tr("These words contradict each other: {words}", words=words)
        case Why.TOO_FAR:
            return tr("That is more than ten years away.")
        case _:
            assert_never(refusal.why)


def clocks_note(schedule: WallTime) -> str:
    """Empty where no change of clocks touches this time."""
    change = clock_change(schedule)
    if change is None:
        return ""
    clock, going = clock_words(change.wall), clock_words(change.going)
    if change.comes_twice:
        name = change.wall.tzname() or ""
        if change.is_at_night:
            return tr("{clock} comes twice that night; it goes at the first ({name}).", clock=clock, name=name)
        return tr("{clock} comes twice that day; it goes at the first ({name}).", clock=clock, name=name)
    if change.going.date() != change.wall.date():
        day = full_day(change.going, schedule.zone)
        return tr("{clock} does not exist that day; it goes on {day} at {going}.", clock=clock, day=day, going=going)
    if change.is_at_night:
        return tr("{clock} does not exist that night; it goes at {going}.", clock=clock, going=going)
    return tr("{clock} does not exist that day; it goes at {going}.", clock=clock, going=going)

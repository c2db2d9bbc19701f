"""The options that say when: --at with --zone, --in, --now, and --deadline. Reads them into a schedule; asks no clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from nightmail.cli.failure import UsageProblem
from nightmail.errors import PersonError
from nightmail.schedule.model import NOW, After, Schedule, WallTime

if TYPE_CHECKING:
    from nightmail.schedule.phrases import NotUnderstood

AtOption = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help='Local date and time, like "2026-12-01 09:00", or words, like "friday 9am".'),
]
ZoneOption = Annotated[str | None, typer.Option("--zone", metavar="ZONE", help="IANA zone of --at; this computer's without it.")]
InOption = Annotated[str | None, typer.Option("--in", metavar="WAIT", help="A wait from now, like 90s, 15m or 2h.")]
NowOption = Annotated[bool, typer.Option("--now", help="At once.")]
DeadlineOption = Annotated[
    str | None, typer.Option("--deadline", metavar="WAIT", help="How long after its time it may still be sent, like 24h.")
]


def schedule_of(
    *, at: str | None, zone: str | None, wait: str | None, now: bool, said_at: datetime | None = None
) -> Schedule | None:
    """None where nothing was said. `said_at`: the moment in which a person wrote it, who may use words as well; None: a script.

    Raises UsageProblem for two answers at once, PersonError for one that can't be read."""
    from nightmail.schedule.due import parse_at

    if (at is not None) + (wait is not None) + now > 1:
        raise UsageProblem("Only one of --at, --in and --now can be meant.")
    if zone is not None and at is None:
        raise UsageProblem("--zone says where the clock of --at hangs; --at is missing.")
    if zone is not None and not zone.strip():
        raise UsageProblem("--zone is empty; name one like Europe/Berlin, or leave it out.")
    if at is not None:
        return _at(at, zone or local_zone(), said_at) if said_at is not None else parse_at(at, zone or local_zone())
    if wait is not None:
        return After(wait_of(wait))
    return NOW if now else None


def _at(text: str, zone: str, said_at: datetime) -> Schedule:
    from nightmail.schedule.due import parse_at
    from nightmail.schedule.phrases import Reading, read

    try:
        return parse_at(text, zone)
    except PersonError as problem:
        if problem.code != "bad-time":
            raise
        told = read(text, now=said_at, zone=zone)
        if isinstance(told, Reading):
            return told.schedule
        raise _not_understood(text, told) from problem


def _not_understood(text: str, told: NotUnderstood) -> PersonError:
    from nightmail.schedule.phrases import Why

    said, words = text[:60], " ".join(told.words)[:60]
    written = 'Write it like "2026-12-01 09:00" or "friday 9am".'
    match told.why:
        case Why.AMBIGUOUS:
            return PersonError("bad-time", f'"{said}" can mean more than one time.', next=_choices(told))
        case Why.PAST:
            return PersonError(
                "past-time", f'"{said}" has passed.', next=_choices(told) if told.choices else "Give a later time."
            )
        case Why.INCOMPLETE:
            return PersonError("bad-time", f'"{said}" leaves the hour open.', next='Add it, like "today 17:00".')
        case Why.NO_SUCH_DAY:
            return PersonError("bad-time", f'There is no such day as "{said}".', next=written)
        case Why.TOO_FAR:
            return PersonError("bad-time", "That time is too far away.", next="Choose an earlier one.")
        case Why.CONTRADICTION:
            return PersonError("bad-time", f'"{words}" contradicts itself.', next=written)
        case Why.EMPTY:
            return PersonError("bad-time", "The time is empty.", next=written)
        case Why.UNKNOWN_WORDS:
            return PersonError("bad-time", f'"{said}" is not a time that can be read: "{words}" is not understood.', next=written)
        case _:
            assert_never(told.why)


def _choices(told: NotUnderstood) -> str:
    """Each as it can be typed."""
    times: list[WallTime] = [choice.schedule for choice in told.choices]
    zones = {time.zone for time in times}
    named = [f'"{time.local_time:%Y-%m-%d %H:%M}"{"" if len(zones) == 1 else f" --zone {time.zone}"}' for time in times]
    return f"Write {' or '.join(named)}."


def wait_of(text: str) -> timedelta:
    """`90s`, `15m`, `2h` as a span. Raises PersonError."""
    from nightmail.schedule.due import parse_wait

    return parse_wait(text)


def local_zone() -> str:
    """The IANA name of this computer's zone."""
    import tzlocal

    try:
        return tzlocal.get_localzone_name()
    except LookupError as error:
        raise PersonError(
            "no-local-zone",
            "This computer does not say in which time zone it is.",
            next="Name one with --zone, like Europe/Berlin.",
        ) from error

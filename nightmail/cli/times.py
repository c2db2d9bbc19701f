"""The options that say when: --at with --zone, --in, --now, and --deadline. Reads them into a schedule; knows no clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from nightmail.cli.failure import UsageProblem
from nightmail.errors import PersonError
from nightmail.schedule.model import NOW, After, Schedule

AtOption = Annotated[str | None, typer.Option("--at", metavar="TIME", help='Local date and time, like "2026-12-01 09:00".')]
ZoneOption = Annotated[str | None, typer.Option("--zone", metavar="ZONE", help="IANA zone of --at; this computer's without it.")]
InOption = Annotated[str | None, typer.Option("--in", metavar="WAIT", help="A wait from now, like 90s, 15m or 2h.")]
NowOption = Annotated[bool, typer.Option("--now", help="At once.")]
DeadlineOption = Annotated[
    str | None, typer.Option("--deadline", metavar="WAIT", help="How long after its time it may still be sent, like 24h.")
]


def schedule_of(*, at: str | None, zone: str | None, wait: str | None, now: bool) -> Schedule | None:
    """None where nothing was said. Raises UsageProblem for two answers at once, PersonError for one that can't be read."""
    from nightmail.schedule.due import parse_at

    if (at is not None) + (wait is not None) + now > 1:
        raise UsageProblem("Only one of --at, --in and --now can be meant.")
    if zone is not None and at is None:
        raise UsageProblem("--zone says where the clock of --at hangs; --at is missing.")
    if zone is not None and not zone.strip():
        raise UsageProblem("--zone is empty; name one like Europe/Berlin, or leave it out.")
    if at is not None:
        return parse_at(at, zone or local_zone())
    if wait is not None:
        return After(wait_of(wait))
    return NOW if now else None


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

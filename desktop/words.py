"""Every word people read about states, times, outcomes and failures. Pure: an instant and a zone in, a phrase out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never
from zoneinfo import ZoneInfo

from desktop.advice import failure_words
from desktop.dates import day_clock_words, weekday_date_words, weekday_year_words
from desktop.language import clock_words, plural, tr
from nightmail.delivery.model import Delivery, DeliveryState
from nightmail.errors import NightmailError


class Tone(StrEnum):
    """How a state feels; the look has a colour for each."""

    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    CALM = "calm"


@dataclass(frozen=True, slots=True)
class StateWords:
    """A state as people meet it: its word, its icon's name and its tone. Never the colour alone."""

    word: str
    icon: str
    tone: Tone


def state_words(delivery: Delivery) -> StateWords:
    match delivery.state:
        case DeliveryState.SCHEDULED if delivery.deferrals:
            return StateWords(tr("Waiting to retry"), "retry", Tone.WARN)
        case DeliveryState.SCHEDULED:
            return StateWords(tr("Scheduled"), "clock", Tone.ACCENT)
        case DeliveryState.CLAIMED | DeliveryState.TRANSMITTING:
            return StateWords(tr("Sending"), "sending", Tone.ACCENT)
        case DeliveryState.SENT:
            return StateWords(tr("Sent"), "sent", Tone.GOOD)
        case DeliveryState.FAILED:
            return StateWords(tr("Failed"), "alert", Tone.BAD)
        case DeliveryState.IN_DOUBT:
            return StateWords(tr("Not confirmed"), "question", Tone.BAD)
        case DeliveryState.CANCELLED:
            return StateWords(tr("Cancelled"), "cancelled", Tone.CALM)
        case DeliveryState.HELD:
            return StateWords(tr("On hold"), "hold", Tone.CALM)
        case _:
            assert_never(delivery.state)


# ------------------------------------------------------------------------------------------------ time


def city_of(zone: str) -> str:
    """`Europe/Berlin` → `Berlin`; `UTC` stays."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone))


def when_words(instant: datetime, now: datetime, zone: str) -> str:
    """Short, for lists: `08:00` today, else `Thu 08:00`, else `12 Nov 08:00`."""
    return day_clock_words(local(instant, zone), local(now, zone).date())


def full_when(instant: datetime, zone: str, *, now: datetime | None = None) -> str:
    """Whole, for headings and buttons: `Thu 12 Nov, 08:00 (Berlin)`; with the year where it is not this one."""
    there = local(instant, zone)
    clock = clock_words(there, seconds=bool(there.second))
    return tr("{day}, {clock} ({city})", day=full_day(instant, zone, now=now), clock=clock, city=city_of(zone))


def full_day(instant: datetime, zone: str, *, now: datetime | None = None) -> str:
    there = local(instant, zone).date()
    if now is None or local(now, zone).year == there.year:
        return weekday_date_words(there)
    return weekday_year_words(there)


def wait_words(wait: timedelta) -> str:
    """`in 14 h`, `in 3 min`, `in 20 s`, `now`; one unit, the largest that says something, rounded."""
    seconds = wait.total_seconds()
    if seconds <= 0:
        return tr("now")
    match _span(seconds):
        case ("s", count):
            return tr("in {count} s", count=count)
        case ("min", count):
            return tr("in {count} min", count=count)
        case ("h", count):
            return tr("in {count} h", count=count)
        case (_, count):
            return plural("in {count} day", "in {count} days", count)


def span_words(span: timedelta) -> str:
    match _span(max(span.total_seconds(), 0)):
        case ("s", count):
            return tr("{count} s", count=count)
        case ("min", count):
            return tr("{count} min", count=count)
        case ("h", count):
            return tr("{count} h", count=count)
        case (_, count):
            return plural("{count} day", "{count} days", count)


def _span(seconds: float) -> tuple[str, int]:
    if seconds < 60:
        return "s", max(round(seconds), 1)
    if seconds < 3600 - 30:
        return "min", round(seconds / 60)
    if seconds < 48 * 3600 - 1800:
        return "h", round(seconds / 3600)
    return "days", round(seconds / 86400)


def group_of(instant: datetime, now: datetime, zone: str) -> str:
    """The heading a row stands under."""
    day, today = local(instant, zone).date(), local(now, zone).date()
    match (day - today).days:
        case 0:
            return tr("Today")
        case 1:
            return tr("Tomorrow")
        case -1:
            return tr("Yesterday")
        case days if 1 < days < 7:
            return tr("Next 7 days")
        case days if days >= 7:
            return tr("Later")
        case days if days > -7:
            return tr("Last 7 days")
        case _:
            return tr("Earlier")


# --------------------------------------------------------------------------------------------- amounts


def size_words(octets: int) -> str:
    """Decimal units, as the file managers of today show: `4.2 MB`."""
    if octets < 1000:
        return tr("{size} bytes", size=octets)
    if octets < 999_950:
        return tr("{size} kB", size=_amount(octets / 1e3))
    if octets < 999_950_000:
        return tr("{size} MB", size=_amount(octets / 1e6))
    return tr("{size} GB", size=_decimal(f"{octets / 1e9:.1f}"))


def _amount(amount: float) -> str:
    return f"{amount:.0f}" if amount >= 100 else _decimal(f"{amount:.1f}")


def _decimal(number: str) -> str:
    """With the language's own decimal sign."""
    return number.replace(".", tr("."))


def away_words(waiting: int, *, is_sent_elsewhere: bool) -> str:
    """What becomes of the waiting messages once this window's program ends."""
    if is_sent_elsewhere:
        return plural(
            "Another Nightmail on this PC sends it, so it goes out on time while that one runs.",
            "Another Nightmail on this PC sends them, so they go out on time while that one runs.",
            waiting,
        )
    return plural(
        "While Nightmail is not running, this PC sends nothing. It goes out when you start it again, late if need be.",
        "While Nightmail is not running, this PC sends nothing. They go out when you start it again, late if need be.",
        waiting,
    )


def people_words(names: Sequence[str], *, most: int = 3) -> str:
    """`Anna, Tom and 3 more`; a line without recipients says so."""
    if not names:
        return tr("(no recipients)")
    if len(names) <= most:
        return listed(names)
    return tr("{names} and {count} more", names=listed(names[: most - 1]), count=len(names) - most + 1)


def person_word(typed: str) -> str:
    """The name where there is one, else the address: `Anna Example <anna@…>` → `Anna Example`."""
    name, _, rest = typed.partition("<")
    return name.strip().strip('"') or rest.rstrip("> ").strip() or typed.strip()


def listed(names: Sequence[str]) -> str:
    """`Anna, “Doe, Jane”, Tom`: in a list, a name that has a comma of its own stands in quotes."""
    return ", ".join(f"“{name}”" if "," in name and len(names) > 1 else name for name in names)


# -------------------------------------------------------------------------------------------- failures


def sentence_of(problem: Exception) -> str:
    """What to show for a failure: what happened and the next step in this window; for a bug, that it is one."""
    if isinstance(problem, NightmailError):
        return failure_words(problem)
    return tr("Something went wrong inside Nightmail. The details are in the log; nothing you wrote is lost.")

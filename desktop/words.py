"""Every word people read about states, times, outcomes and failures. Pure: an instant and a zone in, a phrase out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never
from zoneinfo import ZoneInfo

from desktop.advice import failure_words
from nightmail.delivery.audit import AuditEntry, AuditEvent
from nightmail.delivery.doubt import LOOKS
from nightmail.delivery.model import Delivery, DeliveryState, RecipientState
from nightmail.delivery.outcome import Advice
from nightmail.errors import NightmailError

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEAR = timedelta(days=6)


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
            return StateWords("Waiting to retry", "retry", Tone.WARN)
        case DeliveryState.SCHEDULED:
            return StateWords("Scheduled", "clock", Tone.ACCENT)
        case DeliveryState.CLAIMED | DeliveryState.TRANSMITTING:
            return StateWords("Sending", "sending", Tone.ACCENT)
        case DeliveryState.SENT:
            return StateWords("Sent", "sent", Tone.GOOD)
        case DeliveryState.FAILED:
            return StateWords("Failed", "alert", Tone.BAD)
        case DeliveryState.IN_DOUBT:
            return StateWords("Not confirmed", "question", Tone.BAD)
        case DeliveryState.CANCELLED:
            return StateWords("Cancelled", "cancelled", Tone.CALM)
        case DeliveryState.HELD:
            return StateWords("On hold", "hold", Tone.CALM)
        case _:
            assert_never(delivery.state)


# ------------------------------------------------------------------------------------------------ time


def city_of(zone: str) -> str:
    """`Europe/Berlin` → `Berlin`; `UTC` stays."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone))


def day_words(day: date, today: date) -> str:
    """`Thu` within the next days, `12 Nov` further away, `12 Nov 2027` in another year."""
    if abs(day - today) < _NEAR:
        return _DAYS[day.weekday()]
    near = f"{day.day} {_MONTHS[day.month - 1]}"
    return near if day.year == today.year else f"{near} {day.year}"


def when_words(instant: datetime, now: datetime, zone: str) -> str:
    """Short, for lists: `08:00` today, else `Thu 08:00`, else `12 Nov 08:00`."""
    there, here = local(instant, zone), local(now, zone)
    clock = f"{there:%H:%M}"
    return clock if there.date() == here.date() else f"{day_words(there.date(), here.date())} {clock}"


def full_when(instant: datetime, zone: str, *, now: datetime | None = None) -> str:
    """Whole, for headings and buttons: `Thu 12 Nov, 08:00 (Berlin)`; with the year where it is not this one."""
    there = local(instant, zone)
    clock = f"{there:%H:%M:%S}" if there.second else f"{there:%H:%M}"
    return f"{full_day(instant, zone, now=now)}, {clock} ({city_of(zone)})"


def full_day(instant: datetime, zone: str, *, now: datetime | None = None) -> str:
    there = local(instant, zone)
    day = f"{_DAYS[there.weekday()]} {there.day} {_MONTHS[there.month - 1]}"
    return day if now is None or local(now, zone).year == there.year else f"{day} {there.year}"


def wait_words(wait: timedelta) -> str:
    """`in 14 h`, `in 3 min`, `in 20 s`, `now`; one unit, the largest that says something, rounded."""
    seconds = wait.total_seconds()
    if seconds <= 0:
        return "now"
    return f"in {span_words(wait)}"


def span_words(span: timedelta) -> str:
    seconds = max(span.total_seconds(), 0)
    if seconds < 60:
        return f"{max(round(seconds), 1)} s"
    if seconds < 3600 - 30:
        return f"{round(seconds / 60)} min"
    if seconds < 48 * 3600 - 1800:
        return f"{round(seconds / 3600)} h"
    return f"{round(seconds / 86400)} days"


def group_of(instant: datetime, now: datetime, zone: str) -> str:
    """The heading a row stands under."""
    day, today = local(instant, zone).date(), local(now, zone).date()
    match (day - today).days:
        case 0:
            return "Today"
        case 1:
            return "Tomorrow"
        case -1:
            return "Yesterday"
        case days if 1 < days < 7:
            return "Next 7 days"
        case days if days >= 7:
            return "Later"
        case days if days > -7:
            return "Last 7 days"
        case _:
            return "Earlier"


# --------------------------------------------------------------------------------------------- amounts


def size_words(octets: int) -> str:
    """Decimal units, as the file managers of today show: `4.2 MB`."""
    amount = float(octets)
    for unit in ("bytes", "kB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "bytes" or amount >= 100 else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


def count_words(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def away_words(waiting: int, *, is_sent_elsewhere: bool) -> str:
    """What becomes of the waiting messages once this window's program ends."""
    they, them = ("it goes", "it") if waiting == 1 else ("they go", "them")
    if is_sent_elsewhere:
        return f"Another Nightmail on this PC sends {them}, so {they} out on time while that one runs."
    return (
        "While Nightmail is not running, this PC sends nothing. "
        f"{they.capitalize()} out when you start it again, late if need be."
    )


def people_words(names: Sequence[str], *, most: int = 3) -> str:
    """`Anna, Tom and 3 more`; a line without recipients says so."""
    if not names:
        return "(no recipients)"
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"


def person_word(typed: str) -> str:
    """The name where there is one, else the address: `Anna Example <anna@…>` → `Anna Example`."""
    name, _, rest = typed.partition("<")
    return name.strip().strip('"') or rest.rstrip("> ").strip() or typed.strip()


# -------------------------------------------------------------------------------------------- failures


def sentence_of(problem: Exception) -> str:
    """What to show for a failure: what happened and the next step in this window; for a bug, that it is one."""
    if isinstance(problem, NightmailError):
        return failure_words(problem)
    return "Something went wrong inside Nightmail. The details are in the log; nothing you wrote is lost."


def reason_words(delivery: Delivery, told: Advice | None = None) -> str:
    """What happened, whether sending again is safe, and one thing to do. Empty where nothing has to be said. `told` is what is
    known of the last attempt (`told_in`)."""
    reply = delivery.reason.strip()
    match delivery.state:
        case DeliveryState.IN_DOUBT:
            return (
                "We do not know whether the server accepted this message, and could not find it out. "
                "Look in your Sent folder or ask a recipient, then choose below."
                if delivery.deferrals >= len(LOOKS)
                else "We do not know yet whether the server accepted this message. Where your mailbox can be looked into, "
                "that is done by itself within half an hour. If you know already, choose below."
            )
        case DeliveryState.FAILED if any(mark in reply for mark in _TOO_LATE):
            why = f" {told.says}" if told else ""
            return f"It could not be sent before its deadline.{why} Nothing more will be sent by itself."
        case DeliveryState.FAILED if told:
            return f"{told.says} {told.safe} Nothing more will be sent by itself. {told.next}"
        case DeliveryState.FAILED:
            what = "The server refused the message." if reply[:3].isdigit() else _not_sent(delivery)
            return f"{what} Nothing more will be sent by itself."
        case DeliveryState.SENT if back := [each.address for each in delivery.recipients if each.state is RecipientState.BOUNCED]:
            return f"The server took it, but it came back from {people_words(back)}. It is not sent again by itself."
        case DeliveryState.SCHEDULED if reply and told:
            return str(told)
        case DeliveryState.SCHEDULED if delivery.deferrals:
            return f"{_why_later(reply)} Nothing was sent; the next try comes by itself."
        case DeliveryState.SCHEDULED if reply:
            return "It waits because the account is paused. Nothing was sent."
        case _:
            return ""


def _not_sent(delivery: Delivery) -> str:
    is_partly = any(recipient.state is RecipientState.ACCEPTED for recipient in delivery.recipients)
    return "It could not be sent to everyone." if is_partly else "It could not be sent."


# Of a message whose time ran out, whatever the server said last.
_TOO_LATE = ("No try was left", "deadline passed")
# Of sentences that are our own: nothing came from the server.
_SILENT = ("refused the connection", "connection refused", "timed out", "answer", "reach", "connect", "closed", "network")


def _why_later(reply: str) -> str:
    """Only a reply, which begins with its code, is the server's own word."""
    if reply[:3].isdigit():
        return "The server asked to try again later."
    is_silent = any(mark in reply.lower() for mark in _SILENT)
    return "The server did not answer." if is_silent else "It could not be sent this time."


def pause_words(reason: str) -> str:
    """Why an account sends nothing, as it was given."""
    return reason or "Nothing is sent from it."


# -------------------------------------------------------------------------------------------- timeline


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One audit entry in plain words. `said` is the server's own reply, or empty."""

    at: datetime
    time: str
    words: str
    said: str
    icon: str
    tone: Tone


_EVENTS: dict[str, tuple[str, str, Tone]] = {
    AuditEvent.SCHEDULED: ("Scheduled", "clock", Tone.ACCENT),
    AuditEvent.CLAIMED: ("Picked up for sending", "sending", Tone.CALM),
    AuditEvent.TRANSMITTING: ("Handed to the server, waiting for its word", "server", Tone.CALM),
    AuditEvent.SENT: ("Sent: the server accepted it", "sent", Tone.GOOD),
    AuditEvent.RETRY: ("Not accepted this time, will try again", "retry", Tone.WARN),
    AuditEvent.FAILED: ("Failed", "alert", Tone.BAD),
    AuditEvent.IN_DOUBT: ("No answer after the last byte: not confirmed", "question", Tone.BAD),
    AuditEvent.RELEASED: ("Put back untouched", "undo", Tone.CALM),
    AuditEvent.RESCUED: ("Taken back from an agent that stopped", "undo", Tone.WARN),
    AuditEvent.EXPIRED: ("Its deadline passed before it could be sent", "hourglass", Tone.BAD),
    AuditEvent.CANCELLED: ("Cancelled", "cancelled", Tone.CALM),
    AuditEvent.HELD: ("Put on hold", "hold", Tone.CALM),
    AuditEvent.RESUMED: ("Resumed", "play", Tone.ACCENT),
    AuditEvent.RESCHEDULED: ("Rescheduled", "calendar", Tone.ACCENT),
    AuditEvent.CONFIRMED: ("Confirmed as arrived", "sent", Tone.GOOD),
    AuditEvent.FOUND: ("Found in your mailbox: it was accepted", "search", Tone.GOOD),
    AuditEvent.ABSENT: ("Not in your mailbox, so not accepted: to be sent again", "retry", Tone.ACCENT),
    AuditEvent.ASKED: ("Could not be found out: please say whether it arrived", "question", Tone.BAD),
    AuditEvent.SEND_AGAIN: ("To be sent again", "send", Tone.ACCENT),
    AuditEvent.REDRIVEN: ("Put back into the queue", "retry", Tone.ACCENT),
    AuditEvent.BOUNCED: ("Came back from a recipient's server", "alert", Tone.BAD),
    AuditEvent.MOVING: ("Sent on its way to the cloud", "cloud", Tone.CALM),
    AuditEvent.MOVED: ("Moved: it is kept and sent elsewhere", "cloud", Tone.CALM),
    AuditEvent.STAYED: ("Stayed: its move was called off", "undo", Tone.CALM),
    AuditEvent.ARRIVED: ("Moved here", "cloud", Tone.ACCENT),
}


def timeline(entries: Iterable[AuditEntry], now: datetime, zone: str) -> tuple[TimelineLine, ...]:
    return tuple(_timeline_line(entry, now, zone) for entry in entries)


def _timeline_line(entry: AuditEntry, now: datetime, zone: str) -> TimelineLine:
    words, icon, tone = _event_words(entry)
    fields = entry.fields
    said = fields.get("reply") or fields.get("reason") or ""
    return TimelineLine(
        at=entry.at,
        time=f"{_timeline_day(entry.at, now, zone)}{local(entry.at, zone):%H:%M:%S}",
        words=f"{words}{_by(entry.actor)}",
        said=str(said),
        icon=icon,
        tone=tone,
    )


def _event_words(entry: AuditEntry) -> tuple[str, str, Tone]:
    """The same event freezes a message on its way out and on its way home; only what it was before tells them apart."""
    if entry.event == AuditEvent.MOVING and entry.fields.get("called_off"):
        return "Its move was called off", "undo", Tone.CALM
    if entry.event == AuditEvent.MOVING and entry.fields.get("from") == "cancelled":
        return "Called home from the cloud", "computer", Tone.CALM
    return _EVENTS.get(entry.event, (entry.event.replace("_", " ").capitalize(), "info", Tone.CALM))


def _timeline_day(at: datetime, now: datetime, zone: str) -> str:
    there, here = local(at, zone).date(), local(now, zone).date()
    return "" if there == here else f"{day_words(there, here)} "


def _by(actor: str) -> str:
    """Who did it, where it is not the machine itself."""
    kind, _, name = actor.partition(":")
    match kind:
        case "person":
            return " by you"
        case "operator":
            return f" by {name or 'an operator'}"
        case _:
            return ""


def timeline_text(lines: Iterable[TimelineLine]) -> str:
    """For the clipboard: one entry a line, in UTC, so that a stranger can read it."""
    return "\n".join(f"{line.at:%Y-%m-%d %H:%M:%S.%f}Z  {line.words}{f'  [{line.said}]' if line.said else ''}" for line in lines)

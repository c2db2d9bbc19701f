"""Every word people read about states, times, outcomes and failures. Pure: an instant and a zone in, a phrase out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import assert_never
from zoneinfo import ZoneInfo

from desktop.advice import failure_words
from desktop.language import clock_words, plural, say_of_core, spoken_since, tr
from nightmail.delivery.audit import AuditEntry, AuditEvent
from nightmail.delivery.doubt import LOOKS
from nightmail.delivery.model import Delivery, DeliveryState, RecipientState
from nightmail.delivery.outcome import Advice
from nightmail.errors import NightmailError
from nightmail.smtp.replies import known_advice, paused_by

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


def day_names() -> tuple[str, ...]:
    """Short, from Monday on."""
    return _days(spoken_since())


@lru_cache(maxsize=1)
def _days(_since: int) -> tuple[str, ...]:
    return tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun")


def month_names() -> tuple[str, ...]:
    """Short, from January on."""
    return _months(spoken_since())


# Every line of a list names a day.
@lru_cache(maxsize=1)
def _months(_since: int) -> tuple[str, ...]:
    return (
        tr("Jan"),
        tr("Feb"),
        tr("Mar"),
        tr("Apr"),
        tr("May"),
        tr("Jun"),
        tr("Jul"),
        tr("Aug"),
        tr("Sep"),
        tr("Oct"),
        tr("Nov"),
        tr("Dec"),
    )


def day_words(day: date, today: date) -> str:
    """`Thu` within the next days, `12 Nov` further away, `12 Nov 2027` in another year."""
    if abs(day - today) < _NEAR:
        return day_names()[day.weekday()]
    month = month_names()[day.month - 1]
    if day.year == today.year:
        return tr("{day} {month}", day=day.day, month=month)
    return tr("{day} {month} {year}", day=day.day, month=month, year=day.year)


def when_words(instant: datetime, now: datetime, zone: str) -> str:
    """Short, for lists: `08:00` today, else `Thu 08:00`, else `12 Nov 08:00`."""
    there, here = local(instant, zone), local(now, zone)
    clock = clock_words(there)
    if there.date() == here.date():
        return clock
    return tr("{day} {clock}", day=day_words(there.date(), here.date()), clock=clock)


def full_when(instant: datetime, zone: str, *, now: datetime | None = None) -> str:
    """Whole, for headings and buttons: `Thu 12 Nov, 08:00 (Berlin)`; with the year where it is not this one."""
    there = local(instant, zone)
    clock = clock_words(there, seconds=bool(there.second))
    return tr("{day}, {clock} ({city})", day=full_day(instant, zone, now=now), clock=clock, city=city_of(zone))


def full_day(instant: datetime, zone: str, *, now: datetime | None = None) -> str:
    there = local(instant, zone)
    weekday, month = day_names()[there.weekday()], month_names()[there.month - 1]
    if now is None or local(now, zone).year == there.year:
        return tr("{weekday} {day} {month}", weekday=weekday, day=there.day, month=month)
    return tr("{weekday} {day} {month} {year}", weekday=weekday, day=there.day, month=month, year=there.year)


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


def reason_words(delivery: Delivery, told: Advice | None = None, *, has_mailbox: bool = True) -> str:
    """What happened, whether sending again is safe, and one thing to do. Empty where nothing has to be said. `told` is what is
    known of the last attempt (`told_in`); `has_mailbox`: its account has one that can be looked into."""
    reply = delivery.reason.strip()
    told = _in_our_language(told, delivery) if told else None
    match delivery.state:
        case DeliveryState.IN_DOUBT if delivery.deferrals >= len(LOOKS):
            return tr(
                "We do not know whether the server accepted this message, and could not find it out. "
                "Look in your Sent folder or ask a recipient, then choose below."
            )
        case DeliveryState.IN_DOUBT if not has_mailbox:
            return tr(
                "We do not know whether the server accepted this message, and its account has no mailbox (IMAP) here that could "
                "be looked into. Look in your Sent folder or ask a recipient, then choose below."
            )
        case DeliveryState.IN_DOUBT:
            return tr(
                "We do not know yet whether the server accepted this message. Where your mailbox can be looked into, "
                "that is done by itself within half an hour. If you know already, choose below."
            )
        case DeliveryState.FAILED if any(mark in reply for mark in _TOO_LATE):
            if told:
                return tr("It could not be sent before its deadline. {why} Nothing more will be sent by itself.", why=told.says)
            return tr("It could not be sent before its deadline. Nothing more will be sent by itself.")
        case DeliveryState.FAILED if told:
            return tr("{says} {safe} Nothing more will be sent by itself. {next}", says=told.says, safe=told.safe, next=told.next)
        case DeliveryState.FAILED if reply[:3].isdigit():
            return tr("The server refused the message. Nothing more will be sent by itself.")
        case DeliveryState.FAILED if any(each.state is RecipientState.ACCEPTED for each in delivery.recipients):
            return tr("It could not be sent to everyone. Nothing more will be sent by itself.")
        case DeliveryState.FAILED:
            return tr("It could not be sent. Nothing more will be sent by itself.")
        case DeliveryState.SENT if back := [each.address for each in delivery.recipients if each.state is RecipientState.BOUNCED]:
            return tr(
                "The server took it, but it came back from {people}. It is not sent again by itself.", people=people_words(back)
            )
        case DeliveryState.SCHEDULED if reply and told:
            return str(told)
        case DeliveryState.SCHEDULED if delivery.deferrals:
            return _why_later(reply)
        case DeliveryState.SCHEDULED if reply:
            return tr("It waits because the account is paused. Nothing was sent.")
        case _:
            return ""


def said_words(delivery: Delivery, told: Advice | None = None) -> str:
    """What was kept of the last attempt, where the explanation does not say it already: a server's own words as they came, a
    sentence of ours in the person's language."""
    said = delivery.reason.strip() if delivery.state is not DeliveryState.IN_DOUBT else ""
    if said[:3].isdigit():
        return said
    key, reply = paused_by(said)
    known = known_advice(key)
    if known is not None:
        # The explanation is these very sentences, where there is one.
        return reply or ("" if told is not None else say_of_core(known.says))
    return say_of_core(said)


def _in_our_language(told: Advice, delivery: Delivery) -> Advice:
    said = replace(told, says=say_of_core(told.says), safe=say_of_core(told.safe), next=say_of_core(told.next))
    missing = [each.address for each in delivery.recipients if each.state is not RecipientState.ACCEPTED]
    if delivery.state is not DeliveryState.FAILED or told.safe != _OTHERS_ARE_WELL:
        return said
    if told.key == "no-such-address":
        says = plural(
            "The server says that this address does not exist: {people}.",
            "The server says that these addresses do not exist: {people}.",
            len(missing),
            people=people_words(missing),
        )
        correct = plural("Correct the address and send again.", "Correct the addresses and send again.", max(len(missing), 1))
        said = replace(said, says=says, next=correct)
    return replace(said, safe=others_words(is_alone=len(missing) == len(delivery.recipients)))


_OTHERS_ARE_WELL = "The other recipients are not affected."


def others_words(*, is_alone: bool) -> str:
    """What of those who were not refused; `is_alone`: there are none."""
    return tr("Nobody got it.") if is_alone else tr("The other recipients have it.")


# Of a message whose time ran out, whatever the server said last.
_TOO_LATE = ("No try was left", "deadline passed")
# Of sentences that are our own: nothing came from the server.
_SILENT = ("refused the connection", "connection refused", "timed out", "answer", "reach", "connect", "closed", "network")


def _why_later(reply: str) -> str:
    """Only a reply, which begins with its code, is the server's own word."""
    if reply[:3].isdigit():
        return tr("The server asked to try again later. Nothing was sent; the next try comes by itself.")
    if any(mark in reply.lower() for mark in _SILENT):
        return tr("The server did not answer. Nothing was sent; the next try comes by itself.")
    return tr("It could not be sent this time. Nothing was sent; the next try comes by itself.")


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


def _events() -> dict[str, tuple[str, str, Tone]]:
    return {
        AuditEvent.SCHEDULED: (tr("Scheduled"), "clock", Tone.ACCENT),
        AuditEvent.CLAIMED: (tr("Picked up for sending"), "sending", Tone.CALM),
        AuditEvent.TRANSMITTING: (tr("Handed to the server, waiting for its word"), "server", Tone.CALM),
        AuditEvent.SENT: (tr("Sent: the server accepted it"), "sent", Tone.GOOD),
        AuditEvent.RETRY: (tr("Not accepted this time, will try again"), "retry", Tone.WARN),
        AuditEvent.FAILED: (tr("Failed"), "alert", Tone.BAD),
        AuditEvent.IN_DOUBT: (tr("No answer after the last byte: not confirmed"), "question", Tone.BAD),
        AuditEvent.RELEASED: (tr("Put back untouched"), "undo", Tone.CALM),
        AuditEvent.RESCUED: (tr("Taken back from an agent that stopped"), "undo", Tone.WARN),
        AuditEvent.EXPIRED: (tr("Its deadline passed before it could be sent"), "hourglass", Tone.BAD),
        AuditEvent.CANCELLED: (tr("Cancelled"), "cancelled", Tone.CALM),
        AuditEvent.HELD: (tr("Put on hold"), "hold", Tone.CALM),
        AuditEvent.RESUMED: (tr("Resumed"), "play", Tone.ACCENT),
        AuditEvent.RESCHEDULED: (tr("Rescheduled"), "calendar", Tone.ACCENT),
        AuditEvent.CONFIRMED: (tr("Confirmed as arrived"), "sent", Tone.GOOD),
        AuditEvent.FOUND: (tr("Found in your mailbox: it was accepted"), "search", Tone.GOOD),
        AuditEvent.ABSENT: (tr("Not in your mailbox, so not accepted: to be sent again"), "retry", Tone.ACCENT),
        AuditEvent.ASKED: (tr("Could not be found out: please say whether it arrived"), "question", Tone.BAD),
        AuditEvent.SEND_AGAIN: (tr("To be sent again"), "send", Tone.ACCENT),
        AuditEvent.REDRIVEN: (tr("Put back into the queue"), "retry", Tone.ACCENT),
        AuditEvent.BOUNCED: (tr("Came back from a recipient's server"), "alert", Tone.BAD),
        AuditEvent.MOVING: (tr("Sent on its way to the cloud"), "cloud", Tone.CALM),
        AuditEvent.MOVED: (tr("Moved: it is kept and sent elsewhere"), "cloud", Tone.CALM),
        AuditEvent.STAYED: (tr("Stayed: its move was called off"), "undo", Tone.CALM),
        AuditEvent.ARRIVED: (tr("Moved here"), "cloud", Tone.ACCENT),
    }


def timeline(entries: Iterable[AuditEntry], now: datetime, zone: str) -> tuple[TimelineLine, ...]:
    return tuple(_timeline_line(entry, now, zone) for entry in entries)


def _timeline_line(entry: AuditEntry, now: datetime, zone: str) -> TimelineLine:
    words, icon, tone = _event_words(entry)
    fields = entry.fields
    said = fields.get("reply") or fields.get("reason") or ""
    return TimelineLine(
        at=entry.at,
        time=_timeline_time(entry.at, now, zone),
        words=_by(entry.actor, words),
        said=str(said),
        icon=icon,
        tone=tone,
    )


def _event_words(entry: AuditEntry) -> tuple[str, str, Tone]:
    """The same event freezes a message on its way out and on its way home; only what it was before tells them apart."""
    if entry.event == AuditEvent.MOVING and entry.fields.get("called_off"):
        return tr("Its move was called off"), "undo", Tone.CALM
    if entry.event == AuditEvent.MOVING and entry.fields.get("from") == "cancelled":
        return tr("Called home from the cloud"), "computer", Tone.CALM
    return _events().get(entry.event, (entry.event.replace("_", " ").capitalize(), "info", Tone.CALM))


def _timeline_time(at: datetime, now: datetime, zone: str) -> str:
    there, here = local(at, zone), local(now, zone)
    clock = clock_words(there, seconds=True)
    if there.date() == here.date():
        return clock
    return tr("{day} {clock}", day=day_words(there.date(), here.date()), clock=clock)


def _by(actor: str, words: str) -> str:
    """Who did it, where it is not the machine itself."""
    kind, _, name = actor.partition(":")
    match kind:
        case "person":
            return tr("{what} by you", what=words)
        case "operator" if name:
            return tr("{what} by {name}", what=words, name=name)
        case "operator":
            return tr("{what} by an operator", what=words)
        case _:
            return words


def timeline_text(lines: Iterable[TimelineLine]) -> str:
    """For the clipboard: one entry a line, in UTC, so that a stranger can read it."""
    return "\n".join(f"{line.at:%Y-%m-%d %H:%M:%S.%f}Z  {line.words}{f'  [{line.said}]' if line.said else ''}" for line in lines)

"""The audit log in plain words, an entry a line. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop.dates import day_clock_words
from desktop.language import say_of_core, tr
from desktop.words import Tone, local
from nightmail.delivery.audit import SYSTEM, AuditEntry, AuditEvent
from nightmail.delivery.settle import began_a_pause


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
        said=say_of_core(str(said)),
        icon=icon,
        tone=tone,
    )


def _event_words(entry: AuditEntry) -> tuple[str, str, Tone]:
    """One event may have come about in several ways, which only what else is known of it tells apart: who put in doubt what a
    sender that stopped left behind, or where a message that freezes was before."""
    if entry.event == AuditEvent.IN_DOUBT and entry.actor == SYSTEM:
        return tr("Nightmail stopped before the answer: not confirmed"), "question", Tone.BAD
    if began_a_pause(entry):
        return tr("Not accepted, and the account was paused"), "hold", Tone.WARN
    if entry.event == AuditEvent.MOVING and entry.fields.get("called_off"):
        return tr("Its move was called off"), "undo", Tone.CALM
    if entry.event == AuditEvent.MOVING and entry.fields.get("from") == "cancelled":
        return tr("Called home from the cloud"), "computer", Tone.CALM
    return _events().get(entry.event, (entry.event.replace("_", " ").capitalize(), "info", Tone.CALM))


def _timeline_time(at: datetime, now: datetime, zone: str) -> str:
    return day_clock_words(local(at, zone), local(now, zone).date(), seconds=True)


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

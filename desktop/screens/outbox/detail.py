"""Turn one message with its delivery and audit entries into the reading pane's content. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from desktop.dates import day_clock_words
from desktop.gateway.cloud_port import CloudStanding
from desktop.language import say_of_core, tr
from desktop.reason_words import reason_words, said_words
from desktop.screens.outbox.cloud_lines import acts_of, is_out_of_sight, is_stuck, place_sign, state_of
from desktop.screens.outbox.state import Detail, FileLine, RecipientLine
from desktop.screens.outbox.waits import held_state, hold_words
from desktop.timeline_words import timeline
from desktop.words import Tone, city_of, full_when, local, people_words, size_words, span_words, wait_words, when_words
from nightmail.delivery.audit import SYSTEM, AuditEvent
from nightmail.delivery.breaker import Hold
from nightmail.delivery.model import Delivery, DeliveryState, Recipient, RecipientState
from nightmail.message.addresses import display, parse_address
from nightmail.message.draft import Draft
from nightmail.message.model import Address, Message, without_capitals
from nightmail.ports import Item, Place
from nightmail.schedule.due import due_at
from nightmail.schedule.model import Schedule, WallTime
from nightmail.smtp.replies import told_in


def _hidden() -> str:
    return tr("Sign in to see how it stands.")


def _in_hand_words() -> str:
    return tr("It stays back until its draft is sent or discarded.")


def _outcomes() -> dict[RecipientState, tuple[str, Tone]]:
    return {
        RecipientState.PENDING: (tr("Not tried yet"), Tone.CALM),
        RecipientState.DEFERRED: (tr("Waiting to retry"), Tone.WARN),
        RecipientState.ACCEPTED: (tr("Accepted"), Tone.GOOD),
        RecipientState.REFUSED: (tr("Refused"), Tone.BAD),
        RecipientState.IN_DOUBT: (tr("Not confirmed"), Tone.BAD),
        RecipientState.BOUNCED: (tr("Came back"), Tone.BAD),
    }


def detail_of(
    item: Item,
    standing: CloudStanding,
    *,
    sends: str,
    now: datetime,
    zone: str,
    paused: Collection[UUID] = (),
    hold: Hold | None = None,
    has_mailbox: bool = True,
    in_hand: Collection[UUID] = (),
) -> Detail:
    """`sends` says who does the sending of what is on this PC ("this PC"), `paused` which accounts send nothing, `hold` what
    keeps this one for now, `in_hand` which messages are open as drafts; `has_mailbox`: its account has one to look into."""
    is_hidden, stuck = is_out_of_sight(item, standing), is_stuck(item, paused, now)
    is_in_hand = item.delivery.id in in_hand
    is_edited = is_in_hand and item.delivery.state is DeliveryState.HELD
    sends = tr("the cloud worker") if item.place is Place.CLOUD else sends
    message, delivery = item.message, item.delivery
    told = told_in(item.audit)
    return Detail(
        id=delivery.id,
        subject=message.subject or tr("(no subject)"),
        sender=_whole(message.sender),
        to=", ".join(_whole(address) for address in message.to),
        copies=_copies(message),
        state=held_state(hold)
        if hold and not (stuck or is_hidden)
        else state_of(item, standing, is_stuck=stuck, is_in_hand=is_in_hand),
        headline=_hidden() if is_hidden else headline(item, sends=sends, now=now, zone=zone, is_stuck=stuck, hold=hold),
        reason="" if is_hidden else _in_hand_words() if is_edited else reason_words(delivery, told, has_mailbox=has_mailbox),
        said="" if is_hidden or is_edited else said_words(delivery, told),
        acts=acts_of(item, standing, is_stuck=stuck, is_in_hand=is_in_hand),
        html=message.html,
        text=message.text,
        files=tuple(FileLine(file.filename, size_words(file.size)) for file in message.attachments if file.content_id is None),
        ledger=_ledger(delivery.recipients),
        timeline=timeline(item.audit, now, zone),
        message_id=message.message_id,
        place=place_sign(item, standing),
    )


def headline(item: Item, *, sends: str, now: datetime, zone: str, is_stuck: bool = False, hold: Hold | None = None) -> str:
    """The header strip's sentence: what will happen, or what did."""
    delivery = item.delivery
    sender = item.message.sender.spec
    match delivery.state:
        case DeliveryState.SCHEDULED if is_stuck:
            return tr("It was to go {when}; it goes once {sender} is resumed", when=_due_words(item, now, zone), sender=sender)
        case DeliveryState.SCHEDULED if hold is not None:
            return hold_words(hold, sender, now, zone)
        case DeliveryState.SCHEDULED if delivery.deferrals:
            again = when_words(delivery.due_at, now, zone)
            wait = wait_words(delivery.due_at - now)
            number = delivery.attempts + 1
            return tr(
                "Tries again {when} ({wait}), try {number}, from {sender}", when=again, wait=wait, number=number, sender=sender
            )
        case DeliveryState.SCHEDULED if delivery.due_at <= now:
            return tr("Goes now from {sender} · by {sends}", sender=sender, sends=sends)
        case DeliveryState.SCHEDULED:
            return tr("Goes {when} from {sender} · by {sends}", when=_due_words(item, now, zone), sender=sender, sends=sends)
        case DeliveryState.CLAIMED | DeliveryState.TRANSMITTING:
            return tr("Sending now from {sender} · by {sends}", sender=sender, sends=sends)
        case DeliveryState.SENT:
            accepted = tr("Accepted by the server {when}, from {sender}", when=_sent_words(item, now, zone), sender=sender)
            return _with_lateness(accepted, item)
        case DeliveryState.HELD if item.is_moving:
            return tr("Goes {when} from {sender}, once it is known who has it", when=_due_words(item, now, zone), sender=sender)
        case DeliveryState.HELD:
            return tr("It was to go {when}", when=_due_words(item, now, zone))
        case DeliveryState.CANCELLED:
            return tr("It was to go {when}", when=_due_words(item, now, zone))
        case DeliveryState.FAILED:
            missing = [recipient.address for recipient in _missing(delivery)]
            if len(missing) == len(delivery.recipients):
                return tr("Not sent to anybody · {people}", people=people_words(missing))
            return tr("Not sent to everyone · {people}", people=people_words(missing))
        case DeliveryState.IN_DOUBT if _is_cut_off(item):
            return tr("Nightmail stopped while handing it to the server, {when}", when=when_words(_handed_at(item), now, zone))
        case DeliveryState.IN_DOUBT:
            return tr("Handed to the server {when}, and no answer came", when=when_words(_handed_at(item), now, zone))


def _due_words(item: Item, now: datetime, zone: str) -> str:
    """In the zone it was planned in; with the PC's own time behind it where the two differ."""
    due = item.delivery.wanted_at
    planned = item.wall_time.zone if item.wall_time else zone
    words = full_when(due, planned, now=now)
    if local(due, planned).utcoffset() == local(due, zone).utcoffset():
        return words
    return tr("{there} = {here} {city}", there=words, here=when_words(due, now, zone), city=city_of(zone))


def _sent_words(item: Item, now: datetime, zone: str) -> str:
    return day_clock_words(local(item.sent_at or _last_at(item), zone), local(now, zone).date(), seconds=True)


def _with_lateness(accepted: str, item: Item) -> str:
    """Lateness is said where a person would notice it."""
    if item.sent_at is None or (item.sent_at - item.delivery.wanted_at).total_seconds() < 60:
        return accepted
    return tr("{accepted} · {span} after its time", accepted=accepted, span=span_words(item.sent_at - item.delivery.wanted_at))


def _last_at(item: Item) -> datetime:
    return item.audit[-1].at if item.audit else item.delivery.due_at


def _handed_at(item: Item) -> datetime:
    """Looks into the mailbox come later, and leave their own entries."""
    handed = [entry.at for entry in item.audit if entry.event in (AuditEvent.TRANSMITTING, AuditEvent.IN_DOUBT)]
    return handed[-1] if handed else _last_at(item)


def _is_cut_off(item: Item) -> bool:
    """Nobody was there any more to read the server's answer."""
    doubts = [entry for entry in item.audit if entry.event == AuditEvent.IN_DOUBT]
    return bool(doubts) and doubts[-1].actor == SYSTEM


def _missing(delivery: Delivery) -> tuple[Recipient, ...]:
    return tuple(recipient for recipient in delivery.recipients if recipient.state is not RecipientState.ACCEPTED)


def _ledger(recipients: Sequence[Recipient]) -> tuple[RecipientLine, ...]:
    """Shown where it says more than the message's own state: outcomes differ, or something was refused."""
    states = {recipient.state for recipient in recipients}
    if len(states) < 2 and states <= {RecipientState.PENDING, RecipientState.ACCEPTED}:
        return ()
    return tuple(
        RecipientLine(recipient.address, *_outcomes()[recipient.state], say_of_core(recipient.reply)) for recipient in recipients
    )


def _whole(address: Address) -> str:
    return display(address)


def _copies(message: Message) -> str:
    kinds = (("Cc", message.cc), ("Bcc", message.bcc))
    return " · ".join(f"{kind} {', '.join(_whole(address) for address in addresses)}" for kind, addresses in kinds if addresses)


def to_the_missing(draft: Draft, item: Item) -> Draft:
    """The draft, addressed only to those the server did not take it for."""
    ledger = item.delivery.recipients
    accepted = {without_capitals(each.address) for each in ledger if each.state is RecipientState.ACCEPTED}

    def kept(typed: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for each in typed if without_capitals(getattr(parse_address(each), "spec", "")) not in accepted)

    return replace(draft, to=kept(draft.to), cc=kept(draft.cc), bcc=kept(draft.bcc))


def present_time(delivery: Delivery, planned: WallTime | None, *, now: datetime, zone: str) -> WallTime | None:
    """When it is to go, as a person would write it down; None where that has passed."""
    if delivery.due_at <= now:
        return None
    if planned is not None and delivery.due_at == delivery.wanted_at:
        return planned
    return WallTime(local(delivery.due_at, zone).replace(tzinfo=None, microsecond=0), zone)


def schedule_again(delivery: Delivery, planned: WallTime | None, *, now: datetime, zone: str) -> Schedule | None:
    """What brings a waiting message back to its time after a cancel; None where that has come, or nothing waited."""
    if delivery.state not in (DeliveryState.SCHEDULED, DeliveryState.HELD) or delivery.due_at <= now:
        return None
    if planned is not None and delivery.due_at == delivery.wanted_at:
        return planned
    there = WallTime(local(delivery.due_at, zone).replace(tzinfo=None), zone)
    # In the hour that occurs twice, the second one can only be named in UTC.
    return there if due_at(there, now=now) == delivery.due_at else WallTime(delivery.due_at.replace(tzinfo=None), "UTC")

"""Hold a message, its delivery and its ledger against what the audit log says of them. Pure.

The chain proves that entries are as they were written (`audit.verify`); this proves that the rows beside it still say the
same: the content that was scheduled, the state it is in, and each recipient's outcome with the server's words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

from nightmail.delivery.audit import AuditEntry, AuditEvent, Broken
from nightmail.delivery.doubt import FOUND_REPLY
from nightmail.delivery.model import Delivery, DeliveryState, Recipient, RecipientState
from nightmail.message.model import Address, Message

CONFIRMED_REPLY = "Confirmed by you."

_STATES = {
    AuditEvent.SCHEDULED: DeliveryState.SCHEDULED,
    AuditEvent.CLAIMED: DeliveryState.CLAIMED,
    AuditEvent.TRANSMITTING: DeliveryState.TRANSMITTING,
    AuditEvent.SENT: DeliveryState.SENT,
    AuditEvent.RETRY: DeliveryState.SCHEDULED,
    AuditEvent.FAILED: DeliveryState.FAILED,
    AuditEvent.IN_DOUBT: DeliveryState.IN_DOUBT,
    AuditEvent.RELEASED: DeliveryState.SCHEDULED,
    AuditEvent.RESCUED: DeliveryState.SCHEDULED,
    AuditEvent.EXPIRED: DeliveryState.FAILED,
    AuditEvent.CANCELLED: DeliveryState.CANCELLED,
    AuditEvent.HELD: DeliveryState.HELD,
    AuditEvent.RESUMED: DeliveryState.SCHEDULED,
    AuditEvent.RESCHEDULED: DeliveryState.SCHEDULED,
    AuditEvent.SEND_AGAIN: DeliveryState.SCHEDULED,
    AuditEvent.ABSENT: DeliveryState.SCHEDULED,
    AuditEvent.ASKED: DeliveryState.IN_DOUBT,
    AuditEvent.REDRIVEN: DeliveryState.SCHEDULED,
    AuditEvent.MOVING: DeliveryState.HELD,
    AuditEvent.MOVED: DeliveryState.CANCELLED,
}

Outcome = tuple[str, str]

# What becomes of the recipients in doubt.
_RESOLVED: dict[str, Outcome] = {
    AuditEvent.CONFIRMED: (RecipientState.ACCEPTED.value, CONFIRMED_REPLY),
    AuditEvent.FOUND: (RecipientState.ACCEPTED.value, FOUND_REPLY),
    AuditEvent.SEND_AGAIN: (RecipientState.PENDING.value, ""),
    AuditEvent.ABSENT: (RecipientState.PENDING.value, ""),
}


def content_digest(message: Message) -> str:
    """SHA-256 in hex over everything of a message that goes on the wire, and who it goes to.

    Taken of JSON text without spaces and with letters as they are, which PostgreSQL writes alike (`private.content_digest`)."""
    said = [
        message.message_id,
        _plain([message.sender]),
        _plain(message.to),
        _plain(message.cc),
        _plain(message.bcc),
        message.subject,
        message.text,
        message.html,
        [[file.filename, file.media_type, file.size, file.sha256, file.content_id] for file in message.attachments],
        _plain([message.reply_to] if message.reply_to else ()),
        message.in_reply_to,
        list(message.references),
    ]
    return hashlib.sha256(json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def _plain(addresses: Iterable[Address]) -> list[list[str]]:
    return [[address.spec, address.name] for address in addresses]


def compare(entries: Sequence[AuditEntry], message: Message | None, delivery: Delivery) -> Broken | None:
    """The first thing that is not as the (verified) entries say; None: all is."""
    id, last = delivery.id, entries[-1]
    if message is None:
        return Broken(id, 1, "the content it was scheduled with is gone")
    if content_digest(message) != entries[0].fields.get("content"):
        return Broken(id, 1, "the content is not the one that was scheduled")
    if delivery.state is not _state_after(last):
        return Broken(id, last.seq, f"the delivery is {delivery.state.value}, which entry {last.seq} ({last.event}) does not say")
    for recipient, (state, reply) in zip(delivery.recipients, replayed(entries, delivery.recipients), strict=True):
        if (recipient.state.value, recipient.reply) != (state, reply):
            return Broken(id, last.seq, f"the outcome of recipient {recipient.n + 1} is not the one that was recorded")
    return None


def _state_after(entry: AuditEntry) -> DeliveryState:
    event = AuditEvent(entry.event)
    # Where an event may end in one state or another (a person's word on some of the recipients; a move; mail that came back), its
    # entry says which.
    return _STATES[event] if event in _STATES else DeliveryState(str(entry.fields["state"]))


def replayed(entries: Sequence[AuditEntry], recipients: Sequence[Recipient]) -> list[Outcome]:
    """Each recipient's (state, reply) as the entries tell it, in ledger order."""
    outcomes: list[Outcome] = [(RecipientState.PENDING.value, "") for _ in recipients]
    intended: list[int] = []
    for entry in entries:
        fields = entry.fields
        if entry.event == AuditEvent.TRANSMITTING:
            intended = _numbers(fields.get("recipients"))
        elif entry.event in _RESOLVED:
            outcomes = [_resolved(outcome, AuditEvent(entry.event)) for outcome in outcomes]
        elif entry.event == AuditEvent.IN_DOUBT and "results" not in fields:
            # Rescued before such entries named the recipients: the envelope's intent does.
            for n in intended:
                outcomes[n] = (RecipientState.IN_DOUBT.value, outcomes[n][1])
        results = fields.get("results")
        for n, state, reply in results if isinstance(results, list) else ():
            outcomes[n] = (state, reply)
    return outcomes


def _resolved(outcome: Outcome, event: AuditEvent) -> Outcome:
    return _RESOLVED[event] if outcome[0] == RecipientState.IN_DOUBT.value else outcome


def _numbers(value: object) -> list[int]:
    return [int(number) for number in value] if isinstance(value, list) else []

"""The audit log's entries and the hash chain that makes a change to them visible. Pure.

Each message has its own chain: an entry's hash covers its fields and the hash of the entry before it (32 zero octets
for the first). The canonical form is text, so that PostgreSQL can compute the same digest:

    sha256(utf8("nightmail-audit-1\\n" message_id "\\n" seq "\\n" at_micros "\\n" event "\\n" actor "\\n" detail "\\n" prev_hex))

`detail` is JSON text without raw line breaks (JSON escapes them), and the other fields can't hold any, so no two
different entries share a canonical form.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

SYSTEM = "system"
"""The actor of what no person asked for and no attempt came to."""

GENESIS = bytes(32)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode


class AuditEvent(StrEnum):
    """What happened to a delivery. The comment names the transition it records."""

    SCHEDULED = "scheduled"  # (nothing) -> scheduled
    CLAIMED = "claimed"  # scheduled -> claimed
    TRANSMITTING = "transmitting"  # claimed -> transmitting
    SENT = "sent"  # transmitting | in_doubt -> sent
    RETRY = "retry"  # claimed | transmitting | in_doubt -> scheduled
    FAILED = "failed"  # claimed | transmitting | in_doubt -> failed
    IN_DOUBT = "in_doubt"  # transmitting -> in_doubt
    RELEASED = "released"  # claimed -> scheduled, untouched
    RESCUED = "rescued"  # claimed -> scheduled, its worker died
    EXPIRED = "expired"  # scheduled -> failed, past the deadline
    CANCELLED = "cancelled"  # scheduled | held | claimed -> cancelled
    HELD = "held"  # scheduled | claimed -> held
    RESUMED = "resumed"  # held -> scheduled
    RESCHEDULED = "rescheduled"  # scheduled | held | cancelled | claimed -> scheduled
    CONFIRMED = "confirmed"  # in_doubt -> sent, by a person's word
    SEND_AGAIN = "send_again"  # in_doubt -> scheduled, by a person's word; by "system" where the account is set to it
    FOUND = "found"  # in_doubt -> sent, it stands in the mailbox
    ABSENT = "absent"  # in_doubt -> scheduled, it was proven not to have been accepted
    ASKED = "asked"  # in_doubt -> in_doubt, it can't be found out: its person is asked
    REDRIVEN = "redriven"  # failed (or sent, and returned) -> scheduled, by a person or an operator
    BOUNCED = "bounced"  # (its state stays) a recipient's mail was returned after it was accepted
    MOVING = "moving"  # (nothing) | scheduled | held | cancelled -> held, on its way to the cloud or from it
    MOVED = "moved"  # scheduled | held | claimed | cancelled -> cancelled, it is elsewhere now
    STAYED = "stayed"  # held -> scheduled | held, its move was called off
    ARRIVED = "arrived"  # held | cancelled -> scheduled | held, it came from elsewhere


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One recorded transition. `actor` is "person", "worker:<id>", "system" or "operator:<name>"; `detail` is canonical
    JSON text (see `detail_text`)."""

    message_id: UUID
    seq: int
    at: datetime
    event: str
    actor: str
    detail: str
    hash: bytes

    @property
    def fields(self) -> Mapping[str, object]:
        parsed: dict[str, object] = json.loads(self.detail)
        return parsed


def micros(at: datetime) -> int:
    """Microseconds since 1970-01-01 UTC, exactly."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def detail_text(fields: Mapping[str, object]) -> str:
    """Canonical JSON: sorted keys, no spaces, ASCII only."""
    return _encode(fields)


def canonical(message_id: UUID, seq: int, at_micros: int, event: str, actor: str, detail: str, previous: bytes) -> bytes:
    return "\n".join(
        ("nightmail-audit-1", str(message_id), str(seq), str(at_micros), event, actor, detail, previous.hex())
    ).encode()


def chained(message_id: UUID, seq: int, at_micros: int, event: str, actor: str, detail: str, previous: bytes) -> bytes:
    """The hash of an entry that follows the one whose hash is `previous`."""
    return hashlib.sha256(canonical(message_id, seq, at_micros, event, actor, detail, previous)).digest()


@dataclass(frozen=True, slots=True)
class Broken:
    """Where a chain stops being true. `seq` names the first entry that can't be trusted."""

    message_id: UUID
    seq: int
    reason: str


def verify(
    message_id: UUID,
    entries: Iterable[AuditEntry],
    head: tuple[int, bytes] | None,
    *,
    gone: str = "the delivery the entries belong to is gone",
) -> Broken | None:
    """Recompute a chain, oldest entry first. `head` is its end as kept apart from it, (count, last hash); where that is
    None, the chain is broken for the reason `gone`."""
    previous, count = GENESIS, 0
    for entry in entries:
        count += 1
        if entry.seq != count:
            return Broken(message_id, count, f"entry {count} is missing")
        expected = chained(message_id, entry.seq, micros(entry.at), entry.event, entry.actor, entry.detail, previous)
        if entry.hash != expected:
            return Broken(message_id, entry.seq, f"entry {entry.seq} ({entry.event}) was changed")
        if head is not None and count == head[0] + 1:
            # A well-made entry, but one that the end does not know of.
            return Broken(message_id, count, f"entry {count} was added")
        previous = entry.hash
    if head is None:
        return Broken(message_id, count, gone)
    if head[0] > count:
        return Broken(message_id, count + 1, f"entries after {count} were removed" if count else "every entry was removed")
    if head != (count, previous):
        return Broken(message_id, count, "the last entry does not match the recorded end")
    return None

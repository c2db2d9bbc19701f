"""A delivery (the queue's row) and the ledger of its recipients. Pure values."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from nightmail.message.model import RecipientKind
from nightmail.values import value


class DeliveryState(StrEnum):
    SCHEDULED = "scheduled"
    CLAIMED = "claimed"
    TRANSMITTING = "transmitting"
    SENT = "sent"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"
    CANCELLED = "cancelled"
    HELD = "held"


FINAL_STATES = frozenset({DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.CANCELLED})


class RecipientState(StrEnum):
    PENDING = "pending"
    DEFERRED = "deferred"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"
    BOUNCED = "bounced"  # accepted, and returned later


@value(frozen=True, slots=True)
class Recipient:
    """One address of one message with its own outcome. `n` counts from 0; `reply` is the server's last word, as safe text."""

    n: int
    kind: RecipientKind
    name: str
    address: str
    state: RecipientState = RecipientState.PENDING
    reply: str = ""

    @property
    def is_open(self) -> bool:
        """Still to be tried: never tried, or deferred."""
        return self.state in (RecipientState.PENDING, RecipientState.DEFERRED)


class Priority(IntEnum):
    """Which of several due messages leaves first. Waiting raises it: five minutes are worth one step, so nothing starves."""

    URGENT = 0
    NORMAL = 1
    BULK = 2


@value(frozen=True, slots=True)
class Delivery:
    """One message due at one instant. Its id is the message's id.

    `wanted_at` is the instant the person asked for, `due_at` the next try: they part once a try was deferred.
    In doubt, `due_at` is the next look at the mailbox and `deferrals` counts the looks taken.
    `attempts` counts tries that reached the server's MAIL command, `deferrals` those that ended without progress and
    so choose the next wait; `rescues` counts how often its worker died under it. `run_lease` rises with each claim
    and is the fence of every later write.
    """

    id: UUID
    owner_id: UUID
    account_id: UUID
    state: DeliveryState
    wanted_at: datetime
    due_at: datetime
    deadline_at: datetime
    attempts: int = 0
    deferrals: int = 0
    rescues: int = 0
    run_lease: int = 0
    reason: str = ""
    recipients: tuple[Recipient, ...] = ()
    priority: Priority = Priority.NORMAL

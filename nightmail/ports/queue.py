"""The machine's side of a store: what is claimed, written and watched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from nightmail.delivery.model import Delivery, DeliveryState, Priority
from nightmail.delivery.outcome import RecipientResult
from nightmail.delivery.settle import Settled
from nightmail.message.model import Message
from nightmail.values import value


@value(frozen=True, slots=True)
class Claimed:
    """A delivery this dispatcher holds, with what it takes to send it. `dated_at` is set once a Date header was fixed;
    `zone` is the person's, for the offset the Date header is written in (None: UTC)."""

    delivery: Delivery
    message: Message
    dated_at: datetime | None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """A message that was sent, to be filed in its account's Sent folder: with `dated_at` and `zone` it is byte for byte what was
    sent."""

    owner_id: UUID
    message: Message
    dated_at: datetime
    zone: str | None


@value(frozen=True, slots=True)
class Transmission:
    """T2: the intent to write the dot. `recipients` are the ledger numbers of this envelope that were accepted."""

    id: UUID
    run_lease: int
    dated_at: datetime
    wire_sha256: str
    recipients: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bounce:
    """Mail of one message that came back: what becomes of its recipients (`bounced`), and which addresses are warned of from now
    on, with the reason."""

    id: UUID
    results: tuple[RecipientResult, ...]
    suppress: Mapping[str, str]


@value(frozen=True, slots=True)
class Settlement:
    """T3: what an attempt made of a delivery. `settled` comes from `delivery.settle`."""

    id: UUID
    run_lease: int
    settled: Settled


Front = Mapping[Priority, tuple[datetime, UUID]]
"""Of each priority the delivery (due_at, id) behind which the queue is looked at; of one that is left out, all."""


@dataclass(frozen=True, slots=True)
class Rescued:
    id: UUID
    state: DeliveryState


@dataclass(frozen=True, slots=True)
class WorkerRow:
    id: UUID
    name: str
    started_at: datetime
    seen_at: datetime
    is_alive: bool


@dataclass(frozen=True, slots=True)
class QueueStats:
    """`lateness_ms` (p50, p99) over the messages sent in the last 24 hours; None where there were none."""

    states: Mapping[DeliveryState, int]
    oldest_due: datetime | None
    lateness_ms: tuple[float, float] | None
    workers: tuple[WorkerRow, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """How long until the next delivery is due (zero or less: now), by the store's clock. None: nothing is scheduled. `asked_at`,
    where it is told, is what that clock showed."""

    wait: timedelta | None
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class IdleCount:
    """What still keeps a dispatcher busy: deliveries due within `within`, claimed or transmitting, of active accounts."""

    pending: int


class Chore(StrEnum):
    """What may wait for a dispatcher beside mail that is due."""

    RESCUE = "rescue"
    EXPIRE = "expire"
    STUCK = "stuck"
    BOUNCES = "bounces"
    DOUBTS = "doubts"


@dataclass(frozen=True, slots=True)
class Company:
    """How many workers live, this one among them, and how many of those come before it."""

    workers: int = 1
    before: int = 0


@dataclass(frozen=True, slots=True)
class Watched:
    """`is_alive` False: the lease ran out, nothing held may be sent. `ends` is how soon the lease of another worker that holds
    something ends, unless it is extended; None: nobody else holds anything. A chore that is named may turn out to be none."""

    is_alive: bool
    due: Due
    ends: timedelta | None
    chores: frozenset[Chore]
    company: Company = Company()

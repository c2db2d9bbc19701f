"""The person's side of a store: what is scheduled, listed, moved and warned of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from nightmail.delivery.audit import AuditEntry, micros
from nightmail.delivery.model import FINAL_STATES, Delivery, DeliveryState, Priority
from nightmail.message.model import Message
from nightmail.schedule.model import WallTime


class Place(StrEnum):
    """Who keeps a message and sends it: the agent of one PC, or the hosted worker."""

    LOCAL = "local"
    CLOUD = "cloud"


class TransferStep(StrEnum):
    """Where a message stands between this place and another; without one, it is here."""

    GOING = "going"
    """Frozen here until the other place has it."""
    GONE = "gone"
    """It is elsewhere; the row stays as the record of what happened here."""
    COMING = "coming"
    """Frozen here until the other place has let it go."""


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A message to be kept and delivered. `due` is an instant, or a wait from now by the store's clock; `lifetime` counts
    from the due instant to the deadline. `replaces` is the message that was edited into this one: it is cancelled in the
    same transaction, and where it can't be any more, nothing is scheduled."""

    message: Message
    due: datetime | timedelta
    lifetime: timedelta
    wall_time: WallTime | None = None
    idempotency_key: str | None = None
    replaces: UUID | None = None
    priority: Priority = Priority.NORMAL


@dataclass(frozen=True, slots=True)
class Scheduled:
    """The receipt. `is_new` is False where the idempotency key or the id was already known: nothing was added."""

    id: UUID
    state: DeliveryState
    due_at: datetime
    message_id: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One line of the outbox list: the delivery without its ledger, and enough of the message to recognise it.
    `wall_time` is None where the person gave a wait ("in 2 h", "now") and not a wall time; `is_moving`: it is frozen, on its way
    to another place. `changed_at` is when its last audit entry was written."""

    delivery: Delivery
    message_id: str
    subject: str
    to: tuple[str, ...]
    created_at: datetime
    has_attachments: bool
    wall_time: WallTime | None
    sent_at: datetime | None
    place: Place = Place.LOCAL
    is_moving: bool = False
    changed_at: datetime | None = None

    def mark(self, sort: OutboxSort) -> OutboxMark:
        """Where it stands in that order; the databases reckon alike."""
        id = self.delivery.id
        match sort:
            case OutboxSort.DUE if self.delivery.state in FINAL_STATES:
                return OutboxMark(1, -micros(self.sent_at or self.delivery.due_at), id)
            case OutboxSort.DUE:
                return OutboxMark(0, micros(self.delivery.due_at), id)
            case OutboxSort.SUBJECT:
                return OutboxMark(0, _ascii_lower(self.subject), id)
            case OutboxSort.RECIPIENT:
                return OutboxMark(0, _ascii_lower(self.to[0] if self.to else ""), id)
            case OutboxSort.CHANGED:
                return OutboxMark(0, -micros(self.changed_at or self.created_at), id)


def _ascii_lower(text: str) -> str:
    """As the databases do it, which know no other capitals in the order of code points."""
    return "".join(sign.lower() if sign.isascii() else sign for sign in text)


@dataclass(frozen=True, slots=True)
class Item:
    """Everything about one message: its content, its delivery with the ledger, and its audit entries, oldest first."""

    message: Message
    wall_time: WallTime | None
    delivery: Delivery
    audit: tuple[AuditEntry, ...]
    sent_at: datetime | None
    place: Place = Place.LOCAL
    is_moving: bool = False


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message with everything that goes along when it changes places, as one of them keeps it.

    `transfer` counts its moves and `device` names the PC, as the cloud is told; `dated_at` is its Date header once that was
    fixed; `last` is the newest audit entry here, where the other side's trail takes over."""

    message: Message
    delivery: Delivery
    wall_time: WallTime | None
    dated_at: datetime | None
    idempotency_key: str | None
    tags: tuple[str, ...]
    transfer: int
    step: TransferStep | None
    device: str
    last: AuditEntry

    @property
    def is_frozen(self) -> bool:
        """On its way: nobody sends it until it is known who has it."""
        return self.step in (TransferStep.GOING, TransferStep.COMING)

    @property
    def is_called_off(self) -> bool:
        """Going, but it shall stay, or come back if it has arrived already."""
        return self.step is TransferStep.GOING and self.last.fields.get("called_off") is True

    @property
    def was(self) -> DeliveryState:
        """Its state before the move began; its state where it does not move."""
        return self.delivery.state if self.step is None else DeliveryState(str(self.last.fields["from"]))

    @property
    def cloud(self) -> str:
        """Which cloud it moves to or from (`CloudSide.name`)."""
        return str(self.last.fields.get("cloud", ""))


@dataclass(frozen=True, slots=True)
class Suppression:
    """An address whose mail came back: whoever writes to it is warned. `address` is in lower case, `reason` a sentence."""

    address: str
    reason: str
    since: datetime
    message_id: UUID | None


class StuckReason(StrEnum):
    """Why something that is due does not move; the first that holds."""

    NO_WORKER = "no_worker"  # nobody runs who could send it
    HOLDER_DIED = "holder_died"  # whoever held it is gone, and nobody has taken it back
    SENDING = "sending"  # somebody has held it for all that time
    PAUSED = "paused"  # its account waits for its person
    BREAKER = "breaker"  # its account or server has a rest, or is at its limit
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stuck:
    """Deliveries that should have left a while ago. `oldest_due` is None where there are none."""

    count: int
    oldest_due: datetime | None
    reasons: Mapping[StuckReason, int]


class OutboxSort(StrEnum):
    """DUE: open ones by due time, then finished ones, latest first. CHANGED: what happened last comes first."""

    DUE = "due"
    SUBJECT = "subject"
    RECIPIENT = "recipient"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class OutboxMark:
    """A place in the order of a list: by rank, then by value (microseconds, or text without capitals), then by falling id."""

    rank: int
    value: int | str
    id: UUID


@dataclass(frozen=True, slots=True)
class OutboxQuery:
    """Which rows to list. `text`: each of its words begins a word of the subject, the people or the body. `after` is the place in
    the order behind which the rows begin (`OutboxRow.mark`); `backwards`: those just before it, still in the order; without a
    place, the last ones there are."""

    states: frozenset[DeliveryState] = frozenset()
    account_id: UUID | None = None
    text: str = ""
    limit: int = 100
    offset: int = 0
    sort: OutboxSort = OutboxSort.DUE
    after: OutboxMark | None = None
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """What an account sent in the last day, as its limits count it."""

    messages: int
    recipients: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids whose state changed after a cursor, and the cursor to ask with next time. A change may be told twice, never not at
    all. Cursors are the store's own words; an empty one asks where to start and is told no ids."""

    ids: tuple[UUID, ...]
    cursor: str

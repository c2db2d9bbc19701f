"""What the dispatcher and the outbox need from the world. Implementations are plugged in by `wiring.py` files only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from uuid import UUID

from nightmail.account.model import Account, AccountState, Learned
from nightmail.account.secret import Secret
from nightmail.delivery.audit import AuditEntry, micros
from nightmail.delivery.breaker import Breaker, Hold, Target, Trip
from nightmail.delivery.doubt import Doubt, Verdict
from nightmail.delivery.model import FINAL_STATES, Delivery, DeliveryState, Priority
from nightmail.delivery.outcome import Outcome, RecipientResult
from nightmail.delivery.settle import Settled
from nightmail.message.dsn import Report
from nightmail.message.model import Attachment, Message
from nightmail.message.wire import Wire
from nightmail.schedule.model import WallTime

# ---------------------------------------------------------------------------------------------- sending


@dataclass(frozen=True, slots=True)
class Envelope:
    """Sender and recipients of one SMTP transaction. `recipients` are (ledger number, addr-spec)."""

    sender: str
    recipients: tuple[tuple[int, str], ...]


FencePass = Callable[[Sequence[int]], Awaitable[bool]]
"""Called once, after 354 and all but the last bytes, with the ledger numbers the server accepted so far. It makes the
intent durable and answers whether the dot may be written. False or an exception: the socket is dropped without a dot."""


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """What a server said of itself after TLS: the EHLO keywords, and its SIZE in octets (None where it named none)."""

    greeting: str
    extensions: Mapping[str, str]
    max_size: int | None
    is_encrypted: bool
    is_authenticated: bool


class Submitter(Protocol):
    """Speaks SMTP. Keeps connections warm per account, never more at once than the account's limit."""

    async def submit(self, account: Account, envelope: Envelope, wire: Wire, *, fence: FencePass) -> Outcome:
        """One transaction. Answers with an outcome for everything a server or the network can do; raises only for bugs."""
        ...

    async def prepare(self, account: Account, *, messages: int) -> None:
        """Open connections for so many messages that are due soon, within the account's limit. What goes wrong is met again, and
        told, when a message is sent."""
        ...

    def lessons(self) -> Mapping[UUID, Learned]:
        """Lower limits that servers taught since this was asked last, by account."""
        ...

    async def test(self, account: Account, secret: Secret | None) -> ServerFacts:
        """Connect, TLS, EHLO and AUTH with `secret`, then QUIT; nothing is sent.

        Raises PersonError or OutsideError with the sentence to show."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """A message looked for in a mailbox: by its Message-ID, and by its id, which X-Nightmail-Id carries."""

    id: UUID
    message_id: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a message stands in a mailbox. `header` is the one it was known by; `message_id` is the Message-ID it has there."""

    folder: str
    uid: int
    header: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at a mailbox showed. `sent_folder` is empty where none can be made out."""

    found: Mapping[UUID, Sighting]
    sent_folder: str


class SentLookup(Protocol):
    """Looks sent messages up in their account's mailbox.

    Raises PersonError where only the account's person can mend it, OutsideError where the mailbox can't be asked now: neither
    says anything about a message."""

    async def look(self, account: Account, wanted: Sequence[Wanted], *, since: datetime) -> Looked:
        """In the Sent folder, then in the inbox. `since` is the earliest instant that one of them may have been sent at."""
        ...

    async def file(self, account: Account, wanted: Wanted, content: bytes, *, at: datetime) -> Sighting:
        """Put a copy into the Sent folder where it is not there yet. Raises PersonError `no-sent-folder`."""
        ...


class Signer(Protocol):
    """Signs for the sender's domain what accounts ask it for (DKIM)."""

    async def sign(self, account: Account, wire: Wire, *, date: datetime) -> Wire:
        """`wire` with a signature in front; as it is, where the account signs nothing. `date` is the message's own: the same one
        gives the same octets. Raises PersonError or OutsideError where it should be signed and can't be."""
        ...


class Secrets(Protocol):
    """Secrets by id, in the hands of this computer's own person."""

    async def get(self, id: UUID) -> Secret | None: ...

    async def put(self, id: UUID, secret: Secret) -> None: ...

    async def delete(self, id: UUID) -> None: ...


class Passwords(Protocol):
    """Passwords of accounts. Each is asked for with the very account whose servers will see it, and where others may write the
    accounts, it is refused for any other servers than those it was given for."""

    async def get(self, account: Account) -> Secret | None:
        """Raises PersonError where only the account's person can mend it, OutsideError where it can't be had here or now."""
        ...

    async def put(self, account: Account, secret: Secret) -> None: ...

    async def delete(self, account_id: UUID) -> None: ...


class BlobStore(Protocol):
    """Attachments by content: a blob's name is the SHA-256 of its bytes, in hex. Writing twice is harmless."""

    async def put_file(self, path: Path) -> tuple[str, int]:
        """Copy a file in; answers (sha256, size). Durable when it returns. Raises PersonError when the file is gone."""
        ...

    async def put_bytes(self, content: bytes) -> tuple[str, int]: ...

    def read(self, sha256: str) -> Iterator[bytes]:
        """The bytes in blocks; the hash is checked at the end. Raises OutsideError `blob-missing` or `blob-damaged`."""
        ...

    async def has(self, sha256: str, size: int) -> bool: ...

    async def bring(self, owner_id: UUID, attachments: Sequence[Attachment]) -> None:
        """Have a message's files where `read` finds them, and stay there for the attempt. Raises OutsideError `blob-missing` or
        `blob-damaged` where they can't be had any more, and another where they can't be had now."""
        ...


# ---------------------------------------------------------------------------------------------- keeping


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


@dataclass(frozen=True, slots=True)
class Transmission:
    """T2: the intent to write the dot. `recipients` are the ledger numbers of this envelope that were accepted."""

    id: UUID
    run_lease: int
    dated_at: datetime
    wire_sha256: str
    recipients: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Suppression:
    """An address whose mail came back: whoever writes to it is warned. `address` is in lower case, `reason` a sentence."""

    address: str
    reason: str
    since: datetime
    message_id: UUID | None


@dataclass(frozen=True, slots=True)
class Bounce:
    """Mail of one message that came back: what becomes of its recipients (`bounced`), and which addresses are warned of from now
    on, with the reason."""

    id: UUID
    results: tuple[RecipientResult, ...]
    suppress: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BounceLook:
    """A mailbox to look into now. `marks` says how far each of its folders was read; `since` is as far back as mail may still
    return."""

    account: Account
    since: datetime
    marks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Returned:
    """Reports as they lie in the mailbox, and how far it has been read with them."""

    reports: tuple[Report, ...]
    marks: Mapping[str, str]


class BounceLookup(Protocol):
    async def look(self, account: Account, *, since: datetime, marks: Mapping[str, str]) -> Returned:
        """Servers' reports among the new mail in the inbox and in Junk. Raises as `SentLookup` does."""
        ...


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


@dataclass(frozen=True, slots=True)
class Settlement:
    """T3: what an attempt made of a delivery. `settled` comes from `delivery.settle`."""

    id: UUID
    run_lease: int
    settled: Settled


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


@dataclass(frozen=True, slots=True)
class Due:
    """How long until the next delivery is due (zero or less: now), by the store's clock. None: nothing is scheduled."""

    wait: timedelta | None


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
class Watched:
    """`is_alive` False: the lease ran out, nothing held may be sent. `ends` is how soon the lease of another worker that holds
    something ends, unless it is extended; None: nobody else holds anything. A chore that is named may turn out to be none."""

    is_alive: bool
    due: Due
    ends: timedelta | None
    chores: frozenset[Chore]


class Store(Protocol):
    """Keeps accounts, messages, deliveries, ledger and audit. Every change of a delivery's state and its audit entry are
    one transaction. All methods are safe to repeat. Raises OutsideError `database-unreachable`, `disk-full`,
    `database-locked`; PersonError `migrations-missing`, `database-newer`.
    """

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def now(self) -> datetime:
        """The store's clock: the database's now() on PostgreSQL, the injected clock on SQLite."""
        ...

    # accounts
    async def save_account(self, account: Account) -> None: ...

    async def accounts(self, owner_id: UUID | None = None) -> tuple[Account, ...]: ...

    async def set_account_state(self, account_id: UUID, state: AccountState, *, reason: str = "") -> None: ...

    async def learn(self, account_id: UUID, learned: Learned) -> None:
        """Keep lower limits that a server taught; what is None is left as it was."""
        ...

    async def unlearn(self, account_id: UUID) -> None:
        """Forget all that its server taught."""
        ...

    async def remove_account(self, account_id: UUID) -> None:
        """Raises PersonError `account-in-use` while deliveries of it are still to go."""
        ...

    async def holds(self, owner_id: UUID | None) -> tuple[Hold, ...]:
        """Accounts that nothing leaves from for now because of a breaker or a limit."""
        ...

    async def usage(self, owner_id: UUID) -> Mapping[UUID, Usage]:
        """Of the last day, by account; an account without counted limits, or that sent nothing, is not in it."""
        ...

    # the person's side
    async def schedule(self, owner_id: UUID, new: Sequence[NewDelivery]) -> tuple[Scheduled, ...]:
        """Message, recipients, attachments, delivery and first audit entry of each, in one transaction.

        Raises PersonError `edited-elsewhere` or `no-such-message` for what one of them was to replace."""
        ...

    async def find(self, owner_id: UUID, id: UUID) -> Item | None: ...

    async def list(self, owner_id: UUID, query: OutboxQuery) -> tuple[OutboxRow, ...]:
        """In the order asked for: by default open deliveries by due time, then finished ones, latest first."""
        ...

    async def counts(self, owner_id: UUID) -> Mapping[DeliveryState, int]: ...

    async def cancel(self, owner_id: UUID, id: UUID) -> DeliveryState | None:
        """The state after the request (None: no such message). CANCELLED when it won; any other state: too late."""
        ...

    async def hold(self, owner_id: UUID, id: UUID) -> DeliveryState | None: ...

    async def release_hold(self, owner_id: UUID, id: UUID) -> DeliveryState | None: ...

    async def reschedule(
        self, owner_id: UUID, id: UUID, *, due: datetime | timedelta, lifetime: timedelta, wall_time: WallTime | None
    ) -> DeliveryState | None:
        """SCHEDULED when it won (from scheduled, held or cancelled); any other state: too late."""
        ...

    async def resolve(self, owner_id: UUID, id: UUID, *, arrived: bool) -> DeliveryState | None:
        """A person's word on a delivery in doubt: it arrived (sent), or send it again (scheduled, due now)."""
        ...

    async def redrive(self, owner_id: UUID, id: UUID, *, force: bool = False) -> DeliveryState | None:
        """Send again to those still missing of a failed message; never to one who has it. With `force` also to those it came back
        from, and to addresses that are suppressed. SCHEDULED when it won; any other state: nobody is missing."""
        ...

    async def suppressions(self, owner_id: UUID, addresses: Sequence[str] | None = None) -> tuple[Suppression, ...]:
        """Latest first; of `addresses` in any case, or all."""
        ...

    async def forgive(self, owner_id: UUID, address: str) -> bool:
        """Suppress an address no more. False: it was not."""
        ...

    async def changes_since(self, owner_id: UUID, cursor: str) -> Changes: ...

    # mail that came back
    async def take_bounce_looks(self, *, limit: int) -> tuple[BounceLook, ...]:
        """Mailboxes whose look is due and that sent something lately. Each is handed out once, and again only when its next look
        is due, whether or not this one comes to anything."""
        ...

    async def looked(self, account_id: UUID, marks: Mapping[str, str]) -> None:
        """Keep how far a mailbox was read."""
        ...

    async def bounced(self, bounce: Bounce) -> bool:
        """Write what came back: recipients who had been accepted, the audit entry, the suppressions. The delivery's state stays.
        False: it is being sent at this moment, and has to be told of later. Safe to repeat."""
        ...

    async def stuck(self, owner_id: UUID | None, *, after: timedelta) -> Stuck:
        """What should have left `after` ago. Counting may end at some thousands."""
        ...

    # the machine's side
    async def register_worker(self, worker_id: UUID, name: str, *, lease: timedelta, region: str = "") -> None:
        """`region`: messages of its own region come first; empty: all alike."""
        ...

    async def watch(self, worker_id: UUID, *, lease: timedelta, closed: Sequence[UUID], late_after: timedelta) -> Watched:
        """In one transaction: extend the lease that covers everything this worker holds, and say what there is to do. `closed` as
        in `next_due`; `late_after` as in `stuck`."""
        ...

    async def retire_worker(self, worker_id: UUID) -> None: ...

    async def claim(self, worker_id: UUID, *, limit: int, closed: Sequence[UUID]) -> tuple[Claimed, ...]:
        """T1. Up to `limit` due deliveries that may leave now, earliest first (a step of priority is worth five minutes): none of
        the accounts in `closed`, of paused ones, behind an open breaker, or beyond a counted limit; one behind a half-open
        breaker. Two workers never wait for, or take, the same row. Deliveries past their deadline are not handed out (see
        `expire`)."""
        ...

    async def breakers(self) -> tuple[Breaker, ...]:
        """Open and half-open ones, but for those that keep within a known limit."""
        ...

    async def trip(self, trips: Sequence[Trip]) -> None:
        """Open breakers, or open them for longer."""
        ...

    async def mend(self, targets: Sequence[Target]) -> None:
        """Close breakers: what was behind them may leave."""
        ...

    async def transmitting(self, worker_id: UUID, intents: Sequence[Transmission]) -> frozenset[UUID]:
        """T2, durable and fenced by run_lease, state and the worker's lease. The ids that may write their dot."""
        ...

    async def settle(self, worker_id: UUID, settlements: Sequence[Settlement]) -> frozenset[UUID]:
        """T3, fenced by run_lease. The ids that were written; the rest were stale and are dropped."""
        ...

    async def release(self, worker_id: UUID, held: Sequence[tuple[UUID, int]]) -> None:
        """Give claimed deliveries (id, run_lease) back untouched: due as before, no attempt used."""
        ...

    async def release_unknown(self, worker_id: UUID, known: Collection[UUID]) -> int:
        """The same for everything this worker holds without knowing it, because the answer to a claim was lost: all but
        `known`. How many there were."""
        ...

    async def rescue(self) -> tuple[Rescued, ...]:
        """Take back what dead workers held: claimed → scheduled, transmitting → in doubt. What was rescued more than once
        comes back one by one, so that a poisonous message is alone when it kills again, and fails in the end."""
        ...

    async def expire(self) -> tuple[UUID, ...]:
        """Scheduled deliveries past their deadline → failed."""
        ...

    async def next_due(self, worker_id: UUID, *, closed: Sequence[UUID]) -> Due:
        """By the same rules as `claim`."""
        ...

    async def upcoming(self, *, within: timedelta) -> Mapping[UUID, int]:
        """How many deliveries of which accounts become due in that time for the first time (a server that deferred one is not
        knocked at ahead of it); of very many only some are counted."""
        ...

    async def busy(self, *, within: timedelta) -> IdleCount: ...

    async def stats(self, owner_id: UUID | None) -> QueueStats: ...

    async def listen(self, ring: Callable[[], None]) -> None:
        """Call `ring` (on the loop's thread) when something may have become due earlier than known. A hint, never a promise."""
        ...

    # proof
    async def audit(self, owner_id: UUID | None, id: UUID) -> tuple[AuditEntry, ...]: ...

    async def audits(self, ids: Sequence[UUID]) -> Mapping[UUID, tuple[AuditEntry, ...]]:
        """The same for many messages at once, whoever owns them."""
        ...

    async def audited_ids(self, owner_id: UUID | None, *, after: UUID | None, limit: int) -> tuple[UUID, ...]:
        """Ids of messages that have audit entries, in id order, for paging through `verify`."""
        ...

    async def records(self, ids: Sequence[UUID]) -> Mapping[UUID, tuple[Message | None, Delivery]]:
        """Content and delivery with its ledger, whoever owns them; None where the content is gone."""
        ...

    async def account_chains(
        self, owner_id: UUID | None, *, after: UUID | None, limit: int
    ) -> Mapping[UUID, tuple[AuditEntry, ...]]:
        """What was recorded of accounts, oldest entry first, in order of the accounts' ids (they stand for message ids in the
        entries), for paging through `verify`. Empty in a store that keeps no such record."""
        ...

    async def audit_heads(self, ids: Sequence[UUID]) -> Mapping[UUID, tuple[int, bytes]]:
        """The delivery's own note of its chain: (number of entries, hash of the last one). A cut-off tail shows here."""
        ...


class DoubtStore(Protocol):
    """What a reconciler needs of a store, beside `Store`. Each change is one transaction with its audit entry."""

    async def doubts(self, *, limit: int, lease: timedelta) -> tuple[Doubt, ...]:
        """Deliveries in doubt whose next look is due, the longest waiting first. Nobody else is handed them for `lease`."""
        ...

    async def next_look(self) -> Due:
        """How long until the next of them is due. None: nothing in doubt is looked for."""
        ...

    async def decide(self, doubt: Doubt, verdict: Verdict) -> DeliveryState | None:
        """Write what was found out. The state after it; None where the delivery moved on meanwhile, and nothing was written."""
        ...

    async def copies(self, account: Account, *, limit: int, lease: timedelta) -> tuple[Copy, ...]:
        """Messages of the account sent in the last three days of which no copy was filed yet, and no try is under way or done
        too often. Nobody else is handed them for `lease`."""
        ...

    async def copied(self, id: UUID, place: str) -> None:
        """A copy stands in the mailbox; `place` says where."""
        ...


class MovableStore(Store, Protocol):
    """A PC's own store, which can hand messages over to the cloud and take them back. Each method is one transaction with its
    audit entry, changes only a row that stands as it says, with this count of moves, and is safe to repeat."""

    async def parcel(self, owner_id: UUID, id: UUID) -> Parcel | None: ...

    async def moving(self, owner_id: UUID) -> tuple[Parcel, ...]:
        """What is frozen on its way, in either direction."""
        ...

    async def freeze(self, owner_id: UUID, id: UUID, *, cloud: str, device: str) -> Parcel | None:
        """scheduled or held → going, one move further. Any other state is left: see what is answered."""
        ...

    async def schedule_going(self, owner_id: UUID, new: NewDelivery, *, cloud: str, device: str) -> Scheduled:
        """Keep a new message frozen, on its way to the cloud, which may have it already."""
        ...

    async def recall(self, owner_id: UUID, id: UUID, transfer: int) -> None:
        """going → going, but called off, one move further: from now on the cloud is asked to let it go."""
        ...

    async def gone(self, owner_id: UUID, id: UUID, transfer: int, *, reason: str) -> None:
        """going or coming → gone."""
        ...

    async def stay(self, owner_id: UUID, id: UUID, transfer: int, *, doubt: str = "") -> None:
        """going or coming → as it was before. With a `doubt` it is put on hold for that reason."""
        ...

    async def expect(self, owner_id: UUID, parcel: Parcel, transfer: int, *, cloud: str, device: str) -> Parcel:
        """(nothing) or gone → coming. A row that is here or frozen is left: see what is answered.

        Raises PersonError `key-taken`, `other-content`."""
        ...

    async def arrive(self, owner_id: UUID, id: UUID, transfer: int, parcel: Parcel) -> None:
        """going or coming → here, with what became of it in the cloud meanwhile."""
        ...


class CloudSide(Protocol):
    """The cloud as a move needs it, for whoever is signed in. Every call may be repeated.

    Raises PersonError `signed-out` and what the cloud's functions refuse; OutsideError where it can't be reached, which says
    nothing about whether a request was carried out."""

    @property
    def name(self) -> str:
        """Which cloud, and whose messages there. Another person or project has another name."""
        ...

    @property
    def device(self) -> str:
        """This PC; no other one bears the name."""
        ...

    async def sends_for(self, account_id: UUID) -> bool:
        """The account is known and active there, and its worker can open the password it needs."""
        ...

    async def upload(self, files: Sequence[Attachment]) -> None: ...

    async def download(self, files: Sequence[Attachment]) -> None: ...

    async def show(self, id: UUID) -> Parcel | None: ...

    async def take(self, parcel: Parcel) -> None:
        """It is the cloud's when this returns. Raises PersonError `moved-on`, and what makes a message unfit for it."""
        ...

    async def give(self, id: UUID, transfer: int, device: str) -> Parcel | None:
        """Ask it to let a message go to `device`; answers where it stands there now. None: it was never there, and no move up
        to this count will bring it."""
        ...


@dataclass(frozen=True, slots=True)
class DispatchEvent:
    """Something the dispatcher did, for logs, metrics and tests. `name` like "delivery.settled"; no addresses, no content."""

    name: str
    fields: Mapping[str, object] = field(default_factory=dict)


Observe = Callable[[DispatchEvent], None]


@dataclass(frozen=True, slots=True)
class Beat:
    """Something to do again and again, `every` so long. A beat that is late is done once, never twice at a time.

    With a `chore` it is done when the store says that this waits, and once more when it no longer does; `every` is then how
    late that may be noticed."""

    name: str
    every: timedelta
    do: Callable[[], Awaitable[None]]
    chore: Chore | None = None


class Metronome(Protocol):
    """Ticks for agent and worker alike. Holds no messages."""

    def start(self, beats: Sequence[Beat]) -> None: ...

    def stop(self) -> None: ...

"""Where accounts, messages, deliveries, ledger and audit are kept. Each change of state and its entry are one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from nightmail.account.model import Account, AccountState, Learned
from nightmail.delivery.audit import AuditEntry
from nightmail.delivery.breaker import Breaker, Hold, Target, Trip
from nightmail.delivery.doubt import Doubt, Verdict
from nightmail.delivery.model import Delivery, DeliveryState
from nightmail.message.model import Attachment, Message
from nightmail.ports.mailboxes import BounceLook
from nightmail.ports.outbox import (
    Changes,
    Item,
    NewDelivery,
    OutboxQuery,
    OutboxRow,
    Parcel,
    Scheduled,
    Stuck,
    Suppression,
    Usage,
)
from nightmail.ports.queue import (
    Bounce,
    Claimed,
    Company,
    Copy,
    Due,
    Front,
    IdleCount,
    QueueStats,
    Rescued,
    Settlement,
    Transmission,
    Watched,
)
from nightmail.schedule.model import WallTime


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

    async def pause(self, account_id: UUID, *, reason: str, revision: int) -> bool:
        """Pause an account as it was when its trouble was seen. False: it was paused, resumed or changed since, and stays as it
        is."""
        ...

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
        """Write what came back: recipients who had been accepted, the audit entry, the suppressions. The delivery's state stays,
        but a doubt about a recipient it comes back from is over: it has left. False: it is being sent at this moment, or in a
        doubt that this does not settle, and has to be told of later. Safe to repeat."""
        ...

    async def stuck(self, owner_id: UUID | None, *, after: timedelta) -> Stuck:
        """What should have left `after` ago. Counting may end at some thousands."""
        ...

    # the machine's side
    async def register_worker(self, worker_id: UUID, name: str, *, lease: timedelta, region: str = "") -> Company:
        """`region`: messages of its own region come first; empty: all alike. Answers whom it works beside."""
        ...

    async def watch(
        self, worker_id: UUID, *, lease: timedelta, closed: Sequence[UUID], late_after: timedelta, is_brief: bool = False
    ) -> Watched:
        """In one transaction: extend the lease that covers everything this worker holds, and say what there is to do. `closed` as
        in `next_due`; `late_after` as in `stuck`. In brief: not when mail is due, and of the chores only the rescue."""
        ...

    async def retire_worker(self, worker_id: UUID) -> None: ...

    async def claim(
        self,
        worker_id: UUID,
        *,
        limit: int,
        closed: Sequence[UUID],
        ahead: timedelta = timedelta(0),
        after: Front | None = None,
    ) -> tuple[Claimed, ...]:
        """T1. Up to `limit` deliveries that are due, or will be `ahead` of now, and may leave, earliest first (a step of priority
        is worth five minutes): none of the accounts in `closed`, of paused ones, behind an open breaker, or beyond a counted
        limit; one behind a half-open breaker. Two workers never wait for, or take, the same row. Deliveries past their deadline
        are not handed out (see `expire`). Whoever takes one ahead keeps it until it is due. `after` spares a store whose old rows
        stay in the way to walk over them again; one that has none may look at everything."""
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

    async def holding(self, worker_id: UUID, claims: Sequence[tuple[UUID, int]]) -> frozenset[tuple[UUID, int]]:
        """Those of these claims (id, run_lease) that nobody changed, and this worker still has."""
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

    async def next_due(self, worker_id: UUID, *, closed: Sequence[UUID], after: Front | None = None) -> Due:
        """By the same rules as `claim`."""
        ...

    async def upcoming(self, *, within: timedelta) -> Mapping[UUID, int]:
        """How many deliveries of which accounts become due in that time for the first time (a server that deferred one is not
        knocked at ahead of it); of very many only some are counted."""
        ...

    async def busy(self, *, within: timedelta, looks: bool = False) -> IdleCount:
        """`looks`: also what is not confirmed, while a look into its mailbox is to come within that."""
        ...

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

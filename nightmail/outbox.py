"""The person's side: schedule, cancel, reschedule, send now, hold, resolve, list. It never sends and never sets an outcome."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from nightmail.account.model import Account
from nightmail.as_sent import Mail, as_mail
from nightmail.delivery.audit import AuditEvent
from nightmail.delivery.breaker import Hold
from nightmail.delivery.model import FINAL_STATES, DeliveryState, Priority
from nightmail.delivery.redrive import redriven
from nightmail.delivery.retry import DEFAULT_LIFETIME, LONGEST_LIFETIME
from nightmail.errors import Invalid, NightmailError, OutsideError, PersonError
from nightmail.ids import new_id
from nightmail.message.addresses import parse_address
from nightmail.message.draft import Draft, DraftFile, check, freeze
from nightmail.message.model import Address, Attachment
from nightmail.ports import (
    BlobStore,
    Changes,
    Item,
    NewDelivery,
    OutboxQuery,
    OutboxRow,
    OutboxSort,
    Scheduled,
    Signer,
    Stuck,
    Suppression,
    Usage,
)
from nightmail.schedule.due import describe, due_at, is_past
from nightmail.schedule.model import NOW, After, Schedule, WallTime

LONGEST_KEY = 255
# Servers that name no size are taken to accept what Gmail accepts, the smallest of the large providers' limits.
COMMON_MAX_SIZE = 35_882_577
_SETTLED = FINAL_STATES | {DeliveryState.IN_DOUBT, DeliveryState.HELD}


@dataclass(frozen=True, slots=True)
class Request:
    """One message to schedule, as `schedule_many` takes them. `priority` None: that of the message it replaces, else normal."""

    draft: Draft
    account: Account
    schedule: Schedule = NOW
    lifetime: timedelta = DEFAULT_LIFETIME
    idempotency_key: str | None = None
    id: UUID | None = None
    replaces: UUID | None = None
    priority: Priority | None = None


class PersonsSide(Protocol):
    """What an outbox needs of a store, as `nightmail.ports.Store` describes it: the functions of a cloud are enough."""

    async def now(self) -> datetime: ...

    async def schedule(self, owner_id: UUID, new: Sequence[NewDelivery]) -> tuple[Scheduled, ...]: ...

    async def find(self, owner_id: UUID, id: UUID) -> Item | None: ...

    async def list(self, owner_id: UUID, query: OutboxQuery) -> tuple[OutboxRow, ...]: ...

    async def counts(self, owner_id: UUID) -> Mapping[DeliveryState, int]: ...

    async def cancel(self, owner_id: UUID, id: UUID) -> DeliveryState | None: ...

    async def hold(self, owner_id: UUID, id: UUID) -> DeliveryState | None: ...

    async def release_hold(self, owner_id: UUID, id: UUID) -> DeliveryState | None: ...

    async def reschedule(
        self, owner_id: UUID, id: UUID, *, due: datetime | timedelta, lifetime: timedelta, wall_time: WallTime | None
    ) -> DeliveryState | None: ...

    async def resolve(self, owner_id: UUID, id: UUID, *, arrived: bool) -> DeliveryState | None: ...

    async def redrive(self, owner_id: UUID, id: UUID, *, force: bool = False) -> DeliveryState | None: ...

    async def suppressions(self, owner_id: UUID, addresses: Sequence[str] | None = None) -> tuple[Suppression, ...]: ...

    async def forgive(self, owner_id: UUID, address: str) -> bool: ...

    async def stuck(self, owner_id: UUID | None, *, after: timedelta) -> Stuck: ...

    async def holds(self, owner_id: UUID | None) -> tuple[Hold, ...]: ...

    async def usage(self, owner_id: UUID) -> Mapping[UUID, Usage]: ...

    async def changes_since(self, owner_id: UUID, cursor: str) -> Changes: ...


class Outbox:
    """One person's outbox. Every method may be repeated without harm. `look_again`: seconds between two looks of `wait`."""

    look_again = 0.05

    def __init__(self, store: PersonsSide, blobs: BlobStore, *, owner_id: UUID, signer: Signer | None = None) -> None:
        """`signer` has the keys of accounts that sign, where this side has them."""
        self._store = store
        self._blobs = blobs
        self._owner_id = owner_id
        self._signer = signer

    # ------------------------------------------------------------------ schedule

    async def schedule(
        self,
        draft: Draft,
        account: Account,
        schedule: Schedule,
        *,
        id: UUID | None = None,
        idempotency_key: str | None = None,
        lifetime: timedelta = DEFAULT_LIFETIME,
        replaces: UUID | None = None,
        priority: Priority | None = None,
    ) -> Scheduled:
        """Check, keep and queue one message. With the same `id` or `idempotency_key` again, answers the first receipt.
        `replaces` is the message that was edited into this one; it is cancelled in the same moment, and its priority is kept
        where none is given.

        Raises Invalid with every problem of the draft; PersonError `past-time`, `unknown-zone`, `bad-deadline`,
        `file-vanished`, `edited-elsewhere`; OutsideError `disk-full` and what the store raises.
        """
        request = Request(draft, account, schedule, lifetime, idempotency_key, id, replaces, priority)
        (receipt,) = await self.schedule_many([request])
        if isinstance(receipt, NightmailError):
            raise receipt
        return receipt

    async def schedule_many(self, requests: Sequence[Request]) -> tuple[Scheduled | NightmailError, ...]:
        """The same for many, in one transaction. What can't be scheduled answers with its error; the others go on."""
        now = await self._store.now()
        prepared = [await self._prepared(request, now) for request in requests]
        good = [one for one in prepared if isinstance(one, NewDelivery)]
        receipts = iter(await self._store.schedule(self._owner_id, good) if good else ())
        return tuple(next(receipts) if isinstance(one, NewDelivery) else one for one in prepared)

    async def _prepared(self, request: Request, now: datetime) -> NewDelivery | NightmailError:
        try:
            return await self._new_delivery(request, now)
        except (PersonError, OutsideError) as error:
            if error.code == "disk-full":
                raise
            return error

    async def _new_delivery(self, request: Request, now: datetime) -> NewDelivery:
        if problems := check(request.draft, max_size=request.account.effective.max_size or COMMON_MAX_SIZE):
            raise Invalid(problems)
        due = _due(request.schedule, now)
        _check_lifetime(request.lifetime)
        _check_key(request.idempotency_key)
        attachments = tuple([await self._kept(file) for file in request.draft.files]) if request.draft.files else ()
        message = freeze(
            request.draft, id=request.id or new_id(), account=request.account, attachments=attachments, created_at=now
        )
        wall_time = request.schedule if isinstance(request.schedule, WallTime) else None
        priority = request.priority if request.priority is not None else await self._priority_of(request.replaces)
        return NewDelivery(message, due, request.lifetime, wall_time, request.idempotency_key, request.replaces, priority)

    async def _priority_of(self, replaced: UUID | None) -> Priority:
        known = await self._store.find(self._owner_id, replaced) if replaced else None
        return known.delivery.priority if known else Priority.NORMAL

    async def _kept(self, file: DraftFile) -> Attachment:
        if file.content is not None:
            sha256, size = await self._blobs.put_bytes(file.content)
        elif file.path is not None:
            sha256, size = await self._blobs.put_file(file.path)
        else:
            raise PersonError("file-vanished", f"The file {file.filename} is no longer there.", next="Attach it again.")
        return Attachment(file.filename, file.media_type, size, sha256, file.content_id)

    # ------------------------------------------------------------------ change one's mind

    async def cancel(self, id: UUID) -> None:
        """Raises PersonError `too-late` when the server may already have it, `no-such-message`."""
        state = await self._store.cancel(self._owner_id, id)
        if state is not DeliveryState.CANCELLED:
            raise _too_late(id, state, "cancelled")

    async def send_now(self, id: UUID) -> None:
        await self._moved(id, NOW, "sent now")

    async def reschedule(self, id: UUID, schedule: Schedule, *, lifetime: timedelta | None = None) -> datetime:
        """The new due instant. Also brings back what was cancelled or on hold. Without a `lifetime` it keeps its own.

        Raises PersonError `past-time`, `bad-deadline`, `too-late`, `no-such-message`."""
        if lifetime is not None:
            _check_lifetime(lifetime)
        return await self._moved(id, schedule, "rescheduled", lifetime)

    async def _moved(self, id: UUID, schedule: Schedule, word: str, lifetime: timedelta | None = None) -> datetime:
        due = _due(schedule, await self._store.now())
        state = await self._store.reschedule(
            self._owner_id,
            id,
            due=due,
            lifetime=await self._lifetime(id) if lifetime is None else lifetime,
            wall_time=schedule if isinstance(schedule, WallTime) else None,
        )
        if state is not DeliveryState.SCHEDULED:
            raise _too_late(id, state, word)
        return (await self.show(id)).delivery.wanted_at

    async def _lifetime(self, id: UUID) -> timedelta:
        """How long after its moment the person still wanted it sent; a move keeps that."""
        delivery = (await self.show(id)).delivery
        return delivery.deadline_at - delivery.wanted_at

    async def hold(self, id: UUID) -> None:
        state = await self._store.hold(self._owner_id, id)
        if state is not DeliveryState.HELD:
            raise _too_late(id, state, "put on hold")

    async def resume(self, id: UUID) -> None:
        state = await self._store.release_hold(self._owner_id, id)
        if state is not DeliveryState.SCHEDULED:
            raise _too_late(id, state, "released")

    async def resolve(self, id: UUID, *, arrived: bool) -> None:
        """A person's word on a message in doubt. Raises PersonError `not-in-doubt`, `no-such-message`."""
        item = await self.show(id)
        if item.delivery.state is not DeliveryState.IN_DOUBT:
            raise PersonError(
                "not-in-doubt",
                f"This message is {_WORDS[item.delivery.state]}; there is nothing to decide.",
                next="See it with: nightmail outbox show " + str(id),
            )
        await self._store.resolve(self._owner_id, id, arrived=arrived)

    async def redrive(self, id: UUID, *, force: bool = False) -> None:
        """Send again to those still missing, now; with `force` also where it came back, and to addresses that are warned of.
        Raises PersonError `nobody-missing`, `not-failed`, `no-such-message`."""
        before = await self.show(id)
        if before.delivery.state is DeliveryState.SCHEDULED and before.audit[-1].event != AuditEvent.REDRIVEN:
            raise PersonError(
                "not-failed",
                "This message has not failed: it waits, and goes by itself.",
                next=f"See when: nightmail outbox show {id}. Send it now: nightmail outbox send-now {id}",
            )
        state = await self._store.redrive(self._owner_id, id, force=force)
        if state is DeliveryState.SCHEDULED:
            return
        if state is None:
            raise _no_such(id)
        if state not in (DeliveryState.FAILED, DeliveryState.SENT):
            raise PersonError(
                "not-failed",
                f"Only what failed is sent again; this message is {_WORDS[state]}.",
                next=f"See how it stands: nightmail outbox show {id}",
            )
        can_be_forced = not force and redriven(before.delivery.recipients, {}, force=True) is not None
        raise PersonError(
            "nobody-missing",
            "Nobody is left to send it to: everyone has it, or is known to return mail.",
            next=f"Send it where it came back from all the same: nightmail outbox redrive {id} --force" if can_be_forced else "",
        )

    # ------------------------------------------------------------------ addresses that return mail

    async def warnings(self, typed: Sequence[str]) -> tuple[Suppression, ...]:
        """Of these recipients, as a person writes them, those whose mail came back before. A reason to look, not to refuse."""
        specs = _specs(typed)
        return await self._store.suppressions(self._owner_id, specs) if specs else ()

    async def suppressions(self) -> tuple[Suppression, ...]:
        return await self._store.suppressions(self._owner_id)

    async def forgive(self, address: str) -> None:
        """Raises PersonError `not-suppressed`."""
        if not await self._store.forgive(self._owner_id, address):
            raise PersonError(
                "not-suppressed", f"{address} is not on the list.", next="See who is with: nightmail suppression list"
            )

    # ------------------------------------------------------------------ look

    async def stuck(self, *, after: timedelta) -> Stuck:
        """What should have left `after` ago, and why it did not."""
        return await self._store.stuck(self._owner_id, after=after)

    async def holds(self) -> tuple[Hold, ...]:
        """Accounts that nothing leaves from for now: why, until when, and how much waits."""
        return await self._store.holds(self._owner_id)

    async def usage(self) -> Mapping[UUID, Usage]:
        """What accounts with counted limits sent in the last day."""
        return await self._store.usage(self._owner_id)

    async def list(self, query: OutboxQuery) -> tuple[OutboxRow, ...]:
        return await self._store.list(self._owner_id, query)

    async def counts(self) -> Mapping[DeliveryState, int]:
        return await self._store.counts(self._owner_id)

    async def show(self, id: UUID) -> Item:
        """Raises PersonError `no-such-message`."""
        item = await self._store.find(self._owner_id, id)
        if item is None:
            raise _no_such(id)
        return item

    async def as_mail(self, item: Item, account: Account | None) -> Mail:
        """Raises OutsideError `blob-missing` or `blob-damaged`."""
        return await as_mail(item, account, self._blobs, self._signer)

    async def changes_since(self, cursor: str) -> Changes:
        return await self._store.changes_since(self._owner_id, cursor)

    async def wait(self, ids: Sequence[UUID], *, timeout: timedelta) -> Mapping[UUID, DeliveryState]:
        """The states once each is sent, failed, cancelled, in doubt or on hold. Raises OutsideError `timeout`."""
        async with settling_within(timeout):
            return {id: await self._settled(id) for id in ids}

    async def _settled(self, id: UUID) -> DeliveryState:
        while (state := (await self.show(id)).delivery.state) not in _SETTLED:  # noqa: ASYNC110 - it is settled in another process
            await asyncio.sleep(self.look_again)
        return state


def warned_of(typed: Sequence[str], known: Sequence[Suppression]) -> tuple[Suppression, ...]:
    """The same among those that are known, for many messages at a time."""
    if not known:
        return ()
    specs = {spec.lower() for spec in _specs(typed)}
    return tuple(one for one in known if one.address in specs)


def bounced_words(suppression: Suppression) -> str:
    """The warning for people."""
    day = suppression.since.astimezone().strftime("%d %b %Y").lstrip("0")
    return f"Mail to {suppression.address} came back on {day}: {suppression.reason}"


def _specs(typed: Sequence[str]) -> list[str]:
    parsed = [parse_address(one, field="to") for one in typed]
    return [one.spec for one in parsed if isinstance(one, Address)]


@asynccontextmanager
async def settling_within(timeout: timedelta) -> AsyncIterator[None]:
    """Raises OutsideError `timeout` where what is waited for inside takes longer."""
    seconds = timeout / timedelta(seconds=1)
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise OutsideError(
            "timeout",
            f"Not everything was settled within {seconds:g} s.",
            next="Is an agent or a worker running? See: nightmail queue stats",
        ) from error


def merged(here: Sequence[OutboxRow], above: Sequence[OutboxRow], sort: OutboxSort = OutboxSort.DUE) -> tuple[OutboxRow, ...]:
    """This PC's rows and the cloud's, in the stores' order. Of a message that both show, the one that is to send it counts:
    while it leaves, the cloud."""
    rows = {row.delivery.id: row for row in above}
    rows.update({row.delivery.id: row for row in here if not row.is_moving or row.delivery.id not in rows})
    return tuple(sorted(rows.values(), key=lambda row: _order(row, sort)))


# What changes its place between two pages of a list must not slip through: pages begin within the one before.
_PAGE, _OVERLAP = 10_000, 1_000


async def whole(ask: Callable[[OutboxQuery], Awaitable[tuple[OutboxRow, ...]]], query: OutboxQuery) -> tuple[OutboxRow, ...]:
    """Everything that fits, however much: `ask` is asked for page after page; the query's own limit does not count."""
    rows: dict[UUID, OutboxRow] = {}
    offset = 0
    while True:
        page = await ask(replace(query, limit=_PAGE, offset=offset))
        rows.update((row.delivery.id, row) for row in page)
        if len(page) < _PAGE:
            return tuple(sorted(rows.values(), key=_order))
        offset += _PAGE - _OVERLAP


def _order(row: OutboxRow, sort: OutboxSort = OutboxSort.DUE) -> tuple[int, int | str, int]:
    mark = row.mark(sort)
    return mark.rank, mark.value, -mark.id.int


_WORDS = {
    DeliveryState.SCHEDULED: "scheduled",
    DeliveryState.CLAIMED: "being sent",
    DeliveryState.TRANSMITTING: "being sent",
    DeliveryState.SENT: "already sent",
    DeliveryState.FAILED: "failed",
    DeliveryState.IN_DOUBT: "not confirmed: the server may have it",
    DeliveryState.CANCELLED: "cancelled",
    DeliveryState.HELD: "on hold",
}


def _due(schedule: Schedule, now: datetime) -> datetime | timedelta:
    """A wall time as an instant, refused when it has passed; a wait stays a wait, for the store's clock to add."""
    if isinstance(schedule, After):
        return schedule.wait
    instant = due_at(schedule, now=now)
    if is_past(schedule, now=now):
        raise PersonError(
            "past-time",
            f"That time has passed: {describe(schedule, instant)}. Send it now?",
            next="Send it now (--now), or give a later time.",
        )
    return instant


def _check_lifetime(lifetime: timedelta) -> None:
    if not timedelta(0) < lifetime <= LONGEST_LIFETIME:
        raise PersonError(
            "bad-deadline",
            f"A deadline lies between 1 second and {LONGEST_LIFETIME // timedelta(hours=1)} hours after the sending time.",
            next="Give one like 24h.",
        )


def _check_key(key: str | None) -> None:
    # An empty key would make one message of all that carry it; a long one does not fit an index.
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise PersonError(
            "bad-key",
            f"An idempotency key has 1 to {LONGEST_KEY} characters; this one has {len(key)}.",
            next="Use something short and unique, like an order number.",
        )


def _too_late(id: UUID, state: DeliveryState | None, word: str) -> PersonError:
    if state is None:
        return _no_such(id)
    return PersonError(
        "too-late",
        f"This message can't be {word} any more: it is {_WORDS[state]}.",
        next=f"See what happened with: nightmail outbox show {id}",
    )


def _no_such(id: UUID) -> PersonError:
    return PersonError("no-such-message", f"There is no message {id}.", next="List them with: nightmail outbox list")

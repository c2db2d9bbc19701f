"""A profile's outbox and its person's outbox in the cloud as one, for the commands. It moves nothing, and asks the cloud only
for what this PC does not have itself; a profile without a cloud never comes near one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from nightmail.account.model import Account
from nightmail.cli.cloud import opened_cloud
from nightmail.cli.settings import Settings
from nightmail.cli.waits import longest
from nightmail.cli.wiring import Room, opened
from nightmail.delivery.audit import AuditEntry
from nightmail.delivery.breaker import Hold
from nightmail.delivery.model import FINAL_STATES, DeliveryState
from nightmail.errors import OutsideError, PersonError
from nightmail.ports import Item, OutboxQuery, OutboxRow, Place, Suppression, TransferStep, Usage

if TYPE_CHECKING:
    from nightmail.cloud.connection import CloudRoom
    from nightmail.outbox import Outbox
    from nightmail.ports import Parcel

# How long a list, of which half is there already, waits for the cloud's half.
_PATIENCE = 15.0
_SETTLED = FINAL_STATES | {DeliveryState.IN_DOUBT, DeliveryState.HELD}


class AllAccounts(Protocol):
    async def all(self) -> tuple[Account, ...]: ...


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, as the commands ask it. `is_remote`: this person's cloud, through its project."""

    outbox: Outbox
    accounts: AllAccounts
    place: Place
    is_remote: bool = False

    async def account(self, id: UUID) -> Account | None:
        return next((known for known in await self.accounts.all() if known.id == id), None)

    def is_gone(self, item: Item) -> bool:
        """What it shows is only the record of a message that went elsewhere."""
        return item.place is not self.place


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as the side shows it that knows most of it."""

    item: Item
    side: Side
    account: Account | None
    hold: Hold | None = None

    @property
    def is_gone(self) -> bool:
        return self.side.is_gone(self.item)


@dataclass(frozen=True, slots=True)
class Listed:
    """`missing`: why the cloud's part is not among the rows. `has_both`: it is."""

    rows: tuple[OutboxRow, ...]
    missing: PersonError | OutsideError | None = None
    has_both: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    state: DeliveryState
    place: Place


@dataclass(frozen=True, slots=True)
class Sides:
    """An account here and in the cloud. `missing`: why the cloud could not be asked."""

    here: Account | None
    there: Account | None
    missing: PersonError | OutsideError | None = None


@asynccontextmanager
async def both_sides(settings: Settings) -> AsyncIterator[BothSides]:
    """Raises what opening the store raises. Nothing of the cloud is opened before it is needed."""
    async with AsyncExitStack() as stack:
        room = await stack.enter_async_context(opened(settings))
        yield BothSides(room, _Cloud(settings, stack))


class BothSides:
    """Requests raise what the outbox that has the message raises; where that is the cloud, also PersonError `signed-out`."""

    def __init__(self, room: Room, cloud: _Cloud) -> None:
        self._room = room
        self._cloud = cloud
        self._here = Side(room.outbox, room.accounts, Place.LOCAL if room.movable else Place.CLOUD)

    # ------------------------------------------------------------------------------------- whose it is

    async def keeper(self, id: UUID) -> Side:
        """Whom to ask for something to be done with a message."""
        kept = await self._record(id)
        side = await self._side(kept)
        if side is self._here and kept is not None and kept.step is TransferStep.GONE:
            raise PersonError(
                "signed-out",
                "This message is in the cloud, and nobody is signed in to it on this PC.",
                next="Sign in: nightmail cloud sign-in",
            )
        return side

    async def _record(self, id: UUID) -> Parcel | None:
        movable = self._room.movable
        return await movable.parcel(self._room.owner_id, id) if movable and self._cloud.is_connected else None

    async def _side(self, kept: Parcel | None) -> Side:
        """Gone, or unknown here: the cloud, where somebody is signed in. What is on its way is still seen here."""
        if not self._cloud.is_connected or not (kept is None or kept.step is TransferStep.GONE):
            return self._here
        return await self._there() or self._here

    async def _there(self) -> Side | None:
        room = await self._cloud.room()
        return Side(room.outbox, room.accounts, Place.CLOUD, is_remote=True) if room else None

    # ------------------------------------------------------------------------------------- one message

    async def show(self, id: UUID) -> Seen:
        kept = await self._record(id)
        side = await self._side(kept)
        try:
            item = await side.outbox.show(id)
        except PersonError as error:
            if error.code != "no-such-message" or kept is None or side is self._here:
                raise
            # It went to another cloud, or to another person's part of this one: what is left is the record here.
            side, item = self._here, await self._here.outbox.show(id)
        account = await side.account(item.delivery.account_id)
        is_open = item.delivery.state is DeliveryState.SCHEDULED
        return Seen(item, side, account, longest(await side.outbox.holds(), account) if is_open and account else None)

    async def cancel(self, id: UUID) -> Side:
        """Answers whose it was."""
        await self._call_off(id)
        side = await self.keeper(id)
        await side.outbox.cancel(id)
        return side

    async def _call_off(self, id: UUID) -> None:
        """What is on its way up can be cancelled only once it is known who has it."""
        kept, movable = await self._record(id), self._room.movable
        if movable is None or kept is None or kept.step is not TransferStep.GOING:
            return
        if room := await self._cloud.room():
            from nightmail.cli.mover import mover_of

            await mover_of(movable, room, owner_id=self._room.owner_id).call_off(id)

    async def wait(self, ids: Sequence[UUID], *, timeout: timedelta) -> Mapping[UUID, Settled]:
        """As `Outbox.wait`, wherever each is meanwhile. Raises PersonError `elsewhere` for what went out of sight."""
        from nightmail.outbox import settling_within

        async with settling_within(timeout):
            return {id: await self._settled(id) for id in ids}

    async def _settled(self, id: UUID) -> Settled:
        while True:
            side = await self.keeper(id)
            item = await side.outbox.show(id)
            if side.is_gone(item) and (side.is_remote or not self._cloud.is_connected):
                where = "the cloud" if item.place is Place.CLOUD else "another PC"
                raise PersonError("elsewhere", f"This message was moved to {where}.", next="Wait for it there.")
            if item.delivery.state in _SETTLED and not item.is_moving and not side.is_gone(item):
                return Settled(item.delivery.state, item.place)
            await asyncio.sleep(side.outbox.look_again)

    # ------------------------------------------------------------------------------------- looking

    async def list(self, query: OutboxQuery) -> Listed:
        """A cloud that can't be asked keeps nobody from this PC's part."""
        listed = await self._listed(lambda outbox: outbox.list(query), patience=_PATIENCE)
        return replace(listed, rows=listed.rows[: query.limit])

    async def story(self, row: OutboxRow) -> tuple[AuditEntry, ...]:
        """What happened to a listed message; empty of what the other side has, where it would be a question for each."""
        if row.place is not self._here.place:
            return ()
        return (await self._here.outbox.show(row.delivery.id)).audit

    async def whole(self, query: OutboxQuery) -> Listed:
        """As `list`, of everything that fits, however much that is."""
        from nightmail.outbox import whole

        return await self._listed(lambda outbox: whole(outbox.list, query), patience=None)

    async def _listed(self, ask: Callable[[Outbox], Awaitable[tuple[OutboxRow, ...]]], *, patience: float | None) -> Listed:
        here = await ask(self._room.outbox)
        if not self._cloud.is_connected:
            return Listed(here)
        try:
            async with asyncio.timeout(patience):
                there = await self._there()
                above = await ask(there.outbox) if there else ()
        except (PersonError, OutsideError) as error:
            return Listed(here, missing=error)
        except TimeoutError:
            late = f"The cloud did not answer within {_PATIENCE:g} s."
            return Listed(here, missing=OutsideError("cloud-unreachable", late, next="Check the connection."))
        from nightmail.outbox import merged

        return Listed(merged(here, above), has_both=there is not None)

    async def suppressions(self) -> tuple[tuple[Suppression, ...], PersonError | OutsideError | None]:
        """This PC's and the cloud's, an address once, latest first; and why the cloud's are not among them."""
        here = await self._room.outbox.suppressions()
        above: tuple[Suppression, ...] = ()
        missing: PersonError | OutsideError | None = None
        try:
            there = await self._there()
            above = await there.outbox.suppressions() if there else ()
        except (PersonError, OutsideError) as error:
            missing = error
        both = sorted((*here, *above), key=lambda one: one.since)
        return tuple(reversed({one.address: one for one in both}.values())), missing

    async def forgive(self, address: str) -> None:
        """On both sides. Raises PersonError `not-suppressed` where neither has it."""
        there = await self._there()
        sides = [self._room.outbox, *([there.outbox] if there else [])]
        refused = []
        for outbox in sides:
            try:
                await outbox.forgive(address)
            except PersonError as error:
                if error.code != "not-suppressed":
                    raise
                refused.append(error)
        if len(refused) == len(sides):
            raise refused[0]

    async def holds(self, accounts: Mapping[tuple[Place, UUID], Account]) -> Mapping[tuple[Place, UUID], Hold]:
        """What keeps these accounts from sending now, on the side that has each."""
        found = {self._here.place: await self._here.outbox.holds()}
        if any(place not in found for place, _ in accounts):
            with suppress(PersonError, OutsideError):
                there = await self._there()
                found[Place.CLOUD] = await there.outbox.holds() if there else ()
        held = {key: longest(found.get(key[0], ()), account) for key, account in accounts.items()}
        return {key: hold for key, hold in held.items() if hold is not None}

    async def account_on_both(self, word: str) -> Sides:
        """An account by its address or id, here and in the cloud. Raises PersonError `no-such-account` where neither has it."""
        above: tuple[Account, ...] = ()
        missing: PersonError | OutsideError | None = None
        try:
            there = await self._there()
            above = await there.accounts.all() if there else ()
        except (PersonError, OutsideError) as error:
            missing = error
        its_own = next((known for known in above if word.lower() in (known.address.lower(), str(known.id))), None)
        try:
            return Sides(await self._room.accounts.find(word), its_own, missing)
        except PersonError:
            if its_own is None:
                raise
            return Sides(None, its_own, missing)

    async def save_limits(self, account: Account, *, in_cloud: bool) -> None:
        if not in_cloud:
            await self._room.store.save_account(account)
        elif room := await self._cloud.room():
            await room.accounts.save(account)

    async def forget_taught(self, account: Account) -> None:
        """On this side; in the cloud only its worker writes what servers taught."""
        await self._room.store.unlearn(account.id)

    async def usage(self, account: Account, *, in_cloud: bool) -> Usage | None:
        side = await self._there() if in_cloud else self._here
        return (await side.outbox.usage()).get(account.id) if side else None

    async def accounts(self, listed: Listed) -> Mapping[tuple[Place, UUID], Account]:
        """Each side's own view of the accounts that it sends from: either may have paused one."""
        known = {(self._here.place, account.id): account for account in await self._here.accounts.all()}
        if any(row.place is not self._here.place for row in listed.rows):
            # Without them a row only says less of why it waits.
            with suppress(PersonError, OutsideError):
                there = await self._there()
                known |= {(Place.CLOUD, account.id): account for account in (await there.accounts.all() if there else ())}
        return known


class _Cloud:
    """The profile's project, opened once, when first asked for."""

    def __init__(self, settings: Settings, stack: AsyncExitStack) -> None:
        from nightmail.cloud.settings import FILE

        self._settings = settings
        self._stack = stack
        self._room: CloudRoom | None = None
        self.is_connected = settings.database_url is None and (settings.profile / FILE).exists()

    async def room(self) -> CloudRoom | None:
        """None where nobody is signed in."""
        if self._room is None:
            self._room = await self._opened()
        return self._room

    async def _opened(self) -> CloudRoom | None:
        from nightmail.cloud.settings import read_connection

        connection = read_connection(self._settings.profile)
        if connection is None or connection.user_id is None:
            return None
        room = await self._stack.enter_async_context(opened_cloud(self._settings, connection))
        return room if await room.session.who() else None

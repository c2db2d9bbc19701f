"""This PC and the cloud as one outbox: lists merged, requests sent to whoever has the message, new mail to where it belongs.

What goes to the cloud is kept on this PC first and moved up from there, so that whatever breaks in between, exactly one of the
two has it. A cloud that does not answer never keeps this PC from its own part.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from desktop.gateway import uploads
from desktop.gateway.cloud_port import CloudStanding, Consent, MoveReport
from desktop.gateway.holding import TO_GO_UP, wait_to_begin
from desktop.gateway.mirror import Mirror
from desktop.gateway.moves import Whereabouts
from desktop.gateway.port import AgentStatus, Gateway, NewAccount, PasswordHome, Progress, unheard
from desktop.gateway.sealing import is_same_address
from desktop.language import tr
from desktop.words import sentence_of
from nightmail.account.model import Account, AccountState
from nightmail.account.secret import Secret
from nightmail.clock import Clock
from nightmail.delivery.breaker import Hold
from nightmail.delivery.model import FINAL_STATES, DeliveryState, Priority
from nightmail.delivery.retry import DEFAULT_LIFETIME
from nightmail.errors import Invalid, NightmailError, OutsideError, PersonError, Problem
from nightmail.message.addresses import parse_address
from nightmail.message.draft import Draft, check
from nightmail.outbox import COMMON_MAX_SIZE, merged
from nightmail.ports import Changes, Item, OutboxQuery, OutboxRow, Place, Scheduled, ServerFacts, Stuck, Suppression, Usage
from nightmail.schedule.due import is_past
from nightmail.schedule.model import After, Schedule, WallTime

# How long a composer waits for a move that makes no progress; it goes on behind.
_PATIENCE = 6.0
_WAITING = frozenset({DeliveryState.SCHEDULED})


def _later() -> str:
    return tr("The message stays on this PC and goes to the cloud when it can be reached.")


_ALL = 100_000

Request = Callable[[Gateway], Awaitable[None]]


class There(Protocol):
    """A project that somebody is signed in to."""

    @property
    def gateway(self) -> Gateway: ...

    @property
    def mirror(self) -> Mirror: ...

    @property
    def accounts(self) -> Mapping[UUID, Account]:
        """As last heard."""
        ...

    async def to_local(self, id: UUID) -> None: ...

    async def call_off(self, id: UUID) -> None: ...


class Cloud(Protocol):
    """What is done with the cloud of a profile; see `ProfileCloud`."""

    @property
    def there(self) -> There | None: ...

    def standing(self) -> CloudStanding: ...

    def ring(self) -> None: ...

    async def opened(self) -> None: ...

    async def reopen(self) -> None: ...

    async def bind(self, id: UUID) -> None: ...

    async def unbind(self, id: UUID) -> None: ...

    async def lift(self, id: UUID) -> None: ...

    async def whereabouts(self, id: UUID) -> Whereabouts: ...

    async def connect(self, url: str, key: str) -> None: ...

    async def sign_up(self, email: str, password: Secret) -> bool: ...

    async def confirm(self, email: str, code: str) -> None: ...

    async def sign_in(self, email: str, password: Secret) -> None: ...

    async def sign_out(self) -> int: ...

    async def ask_reset(self, email: str) -> None: ...

    async def reset(self, email: str, code: str, password: Secret) -> None: ...

    async def consent_for(self, account_id: UUID) -> Consent: ...

    async def seal(self, account_id: UUID, key_id: str) -> None: ...

    async def revoke(self, account_id: UUID) -> None: ...

    async def read_seals(self) -> None: ...


class JoinedGateway:
    """Gateway and CloudGateway of one profile. Where nobody is signed in, it is this PC alone."""

    def __init__(
        self, local: Gateway, cloud: Cloud, *, clock: Clock, changed: Callable[[], None], patience: float = _PATIENCE
    ) -> None:
        self._local = local
        self._cloud = cloud
        self._clock = clock
        self._changed = changed
        self._patience = patience
        self._behind: set[asyncio.Task[None]] = set()
        self.connect = cloud.connect
        self.sign_up = cloud.sign_up
        self.confirm = cloud.confirm
        self.sign_in = cloud.sign_in
        self.sign_out = cloud.sign_out
        self.ask_reset = cloud.ask_reset
        self.reset = cloud.reset
        self.consent_for = cloud.consent_for
        self.seal = cloud.seal
        self.revoke = cloud.revoke

    async def close(self) -> None:
        """What still goes up is taken up again at the next start."""
        for task in self._behind:
            task.cancel()
        await asyncio.gather(*self._behind, return_exceptions=True)

    # ------------------------------------------------------------------------------------- scheduling

    async def schedule(
        self,
        draft: Draft,
        account: Account,
        schedule: Schedule,
        *,
        id: UUID,
        replaces: UUID | None = None,
        priority: Priority | None = None,
        lifetime: timedelta = DEFAULT_LIFETIME,
        progress: Progress = unheard,
    ) -> Scheduled:
        there = await self._opened()
        if there is None:
            return await self._local.schedule(
                draft, account, schedule, id=id, replaces=replaces, priority=priority, lifetime=lifetime
            )
        is_replaced_there = replaces is not None and await self._is_there(replaces)
        goes_up = self._goes_up(account)
        if (is_replaced_there and goes_up) or not await self._is_kept_here(account):
            # One transaction there for both; and an account that this PC does not have is only there.
            receipt = await there.gateway.schedule(
                draft, account, schedule, id=id, replaces=replaces, priority=priority, lifetime=lifetime, progress=progress
            )
            self._told_there()
            return receipt
        if is_replaced_there and replaces is not None:
            self._require_schedulable(draft, account, schedule)
            withdrawn = await _withdrawn(there.gateway, replaces)
            self._told_there()
            replaces, priority = None, withdrawn.delivery.priority if priority is None else priority
        wait = wait_to_begin(schedule, draft) if goes_up else None
        first = schedule if wait is None else After(wait + TO_GO_UP)
        receipt = await self._local.schedule(
            draft, account, first, id=id, replaces=replaces, priority=priority, lifetime=lifetime
        )
        if goes_up:
            with uploads.told(progress, sum(file.size for file in draft.files)):
                await self._go_up(id)
        return receipt if wait is None or not receipt.is_new else await self._begun(receipt, wait)

    async def _begun(self, receipt: Scheduled, wait: timedelta) -> Scheduled:
        """The wait begins by the clock of whoever has the message now; what is still on its way keeps the time it left with."""
        with suppress(NightmailError):
            await self.reschedule(receipt.id, After(wait))
            return replace(receipt, due_at=(await self.show(receipt.id)).delivery.due_at)
        return receipt

    def _goes_up(self, account: Account) -> bool:
        sealed = self._cloud.standing().sealed.get(account.id)
        return sealed is not None and sealed.is_current

    async def _is_kept_here(self, account: Account) -> bool:
        return any(known.id == account.id for known in await self._local.accounts())

    def _require_schedulable(self, draft: Draft, account: Account, schedule: Schedule) -> None:
        """Before what it replaces is withdrawn."""
        if problems := check(draft, max_size=account.effective.max_size or COMMON_MAX_SIZE):
            raise Invalid(problems)
        if isinstance(schedule, WallTime) and is_past(schedule, now=self._clock.now()):
            raise PersonError("past-time", tr("That time has passed."), next=tr("Choose a later time, or send it now."))

    async def _go_up(self, id: UUID) -> None:
        """At once if it can; else when the cloud answers. Whatever happens, it is scheduled already. Cancelled, it stays here."""
        await self._cloud.bind(id)
        if not self._cloud.standing().status.answers:
            return
        task = asyncio.create_task(self._lifted(id))
        self._behind.add(task)
        task.add_done_callback(self._behind.discard)
        try:
            await asyncio.wait([task], timeout=self._patience)
            while not task.done() and uploads.has_moved():
                await asyncio.wait([task], timeout=self._patience)
        except asyncio.CancelledError:
            await asyncio.shield(self._stay(id, task))
            raise

    async def _lifted(self, id: UUID) -> None:
        # Why it did not go, its row says.
        with suppress(NightmailError):
            await self._cloud.lift(id)
        self._changed()

    async def _stay(self, id: UUID, going: asyncio.Task[None]) -> None:
        going.cancel()
        await asyncio.gather(going, return_exceptions=True)
        await self._cloud.unbind(id)
        there = self._cloud.there
        if there is not None and await self._cloud.whereabouts(id) is not Whereabouts.HERE:
            await there.call_off(id)

    # ------------------------------------------------------------------------------------- one message

    async def cancel(self, id: UUID) -> None:
        there = await self._opened()
        if there is not None and await self._cloud.whereabouts(id) is Whereabouts.GOING:
            # Where it is has to be known before it can be cancelled there.
            await there.call_off(id)
        await self._at(id, lambda gateway: gateway.cancel(id))

    async def send_now(self, id: UUID) -> None:
        await self._at(id, lambda gateway: gateway.send_now(id))

    async def reschedule(self, id: UUID, schedule: Schedule, *, lifetime: timedelta | None = None) -> None:
        await self._at(id, lambda gateway: gateway.reschedule(id, schedule, lifetime=lifetime))

    async def hold(self, id: UUID) -> None:
        await self._at(id, lambda gateway: gateway.hold(id))

    async def resume(self, id: UUID) -> None:
        await self._at(id, lambda gateway: gateway.resume(id))

    async def resolve(self, id: UUID, *, arrived: bool) -> None:
        await self._at(id, lambda gateway: gateway.resolve(id, arrived=arrived))

    async def redrive(self, id: UUID) -> None:
        await self._at(id, lambda gateway: gateway.redrive(id))

    async def suppressions(self) -> tuple[Suppression, ...]:
        here, there = await self._local.suppressions(), self._cloud.there
        above: tuple[Suppression, ...] = ()
        if there is not None:
            with suppress(NightmailError):
                above = await there.gateway.suppressions()
        return tuple({one.address: one for one in (*above, *here)}.values())

    async def stuck(self) -> Stuck:
        here, there = await self._local.stuck(), self._cloud.there
        if there is None:
            return here
        try:
            above = await there.gateway.stuck()
        except NightmailError:
            return here
        oldest = min((stuck.oldest_due for stuck in (here, above) if stuck.oldest_due), default=None)
        return Stuck(here.count + above.count, oldest, Counter(here.reasons) + Counter(above.reasons))

    async def show(self, id: UUID) -> Item:
        there = await self._opened()
        if there is None or not await self._is_there(id):
            return await self._local.show(id)
        try:
            return await there.mirror.item(id)
        except PersonError as problem:
            if problem.code != "signed-out":
                raise
            with suppress(NightmailError):
                return await self._local.show(id)
            raise

    async def draft_of(self, id: UUID) -> Draft:
        gateway = await self._keeper(id)
        return await gateway.draft_of(id)

    async def _at(self, id: UUID, request: Request) -> None:
        gateway = await self._keeper(id)
        if gateway is self._local:
            await self._require_in_reach(id)
        await request(gateway)
        if gateway is not self._local:
            self._told_there()

    async def _require_in_reach(self, id: UUID) -> None:
        """What moved up is the cloud's to change; here is only the record of it."""
        if await self._cloud.whereabouts(id) is Whereabouts.NOT_HERE and (await self._local.show(id)).place is Place.CLOUD:
            raise PersonError(
                "signed-out",
                tr("This message is in the cloud, and you are not signed in there."),
                next=tr("Sign in from the menu, under “Cloud”."),
            )

    async def _keeper(self, id: UUID) -> Gateway:
        there = await self._opened()
        return there.gateway if there is not None and await self._is_there(id) else self._local

    async def _opened(self) -> There | None:
        """Whom the cloud is asked as: never while that is just being found out."""
        await self._cloud.opened()
        return self._cloud.there

    async def _is_there(self, id: UUID) -> bool:
        return self._cloud.there is not None and await self._cloud.whereabouts(id) is Whereabouts.NOT_HERE

    def _told_there(self) -> None:
        there = self._cloud.there
        if there is not None:
            there.mirror.invalidate()
        self._changed()

    # ------------------------------------------------------------------------------------- looking

    async def list(self, query: OutboxQuery) -> tuple[OutboxRow, ...]:
        there = await self._opened()
        if there is None:
            return await self._local.list(query)
        whole = replace(query, limit=query.offset + query.limit, offset=0)
        here, above = await asyncio.gather(self._local.list(whole), there.mirror.rows(whole))
        rows = merged(here, above, query.sort)
        if query.backwards:
            return rows[max(len(rows) - whole.limit, 0) : len(rows) - query.offset]
        return rows[query.offset : query.offset + query.limit]

    async def counts(self) -> Mapping[DeliveryState, int]:
        there = await self._opened()
        if there is None:
            return await self._local.counts()
        here, above = await asyncio.gather(self._local.counts(), there.mirror.counts())
        return Counter(here) + Counter(above)

    async def holds(self) -> Mapping[Place, tuple[Hold, ...]]:
        there = await self._opened()
        here = await self._local.holds()
        return {**here, **await there.mirror.holds()} if there else here

    async def usage(self, account_id: UUID) -> Usage | None:
        return await self._local.usage(account_id)

    async def changes_since(self, cursor: str) -> Changes:
        """Of this PC; what changes in the cloud is noticed by `ProfileCloud`, at its own pace."""
        return await self._local.changes_since(cursor)

    async def agent(self) -> AgentStatus:
        return await self._local.agent()

    async def look(self) -> None:
        self._cloud.ring()

    async def standing(self) -> CloudStanding:
        there, standing = self._cloud.there, self._cloud.standing()
        if there is None:
            return standing
        here = {account.id for account in await self._local.accounts()}
        return replace(
            standing,
            only_there=frozenset(id for id, account in there.accounts.items() if not account.options.is_retired) - here,
            waiting_there=there.mirror.waiting,
        )

    # ------------------------------------------------------------------------------------- moving

    async def move(self, id: UUID, place: Place) -> None:
        there = await self._opened()
        if there is None:
            raise PersonError(
                "signed-out", tr("You are not signed in to the cloud."), next=tr("Sign in from the menu, under “Cloud”.")
            )
        if place is Place.CLOUD:
            await self._cloud.bind(id)
            try:
                await self._cloud.lift(id)
            except OutsideError as problem:
                raise OutsideError(problem.code, problem.message, next=_later()) from problem
        else:
            await self._cloud.unbind(id)
            if await self._cloud.whereabouts(id) is not Whereabouts.HERE:
                await there.to_local(id)
                there.mirror.forget(id)
        self._changed()

    async def move_all(self) -> MoveReport:
        moved, stays, away = 0, [], ""
        for row in await self._local.list(OutboxQuery(_WAITING, limit=_ALL)):
            try:
                if not away:
                    await self.move(row.delivery.id, Place.CLOUD)
                    moved += 1
                    continue
            except OutsideError as problem:
                # The others would only wait for the same answer.
                away = sentence_of(problem)
            except NightmailError as problem:
                stays.append((row.subject or "(no subject)", sentence_of(problem)))
                continue
            stays.append((row.subject or "(no subject)", away))
        return MoveReport(moved, tuple(stays))

    # ------------------------------------------------------------------------------------- accounts

    async def accounts(self) -> tuple[Account, ...]:
        """Of this PC, then those that another of the person's PCs brought to the cloud. A pause in the cloud shows here too."""
        here = await self._local.accounts()
        there = await self._opened()
        if there is None:
            return here
        above = {id: account for id, account in there.accounts.items() if not account.options.is_retired}
        sealed = self._cloud.standing().sealed
        seen = [_with_pause(account, above.pop(account.id, None), may_send=account.id in sealed) for account in here]
        return (*seen, *above.values())

    async def add_account(self, new: NewAccount) -> Account:
        """To this PC; as the account that the cloud has for this address, where another of the person's PCs brought it there:
        with the limits and options that the person chose for it."""
        known = await self._known_there(new.address)
        if known is None:
            return await self._local.add_account(new)
        added = await self._local.add_account(replace(new, id=known.id))
        if known.options.is_retired:
            return added
        as_there = replace(added, limits=known.limits, options=known.options)
        await self._local.change_account(as_there)
        return replace(added, limits=known.limits)

    async def _known_there(self, address: str) -> Account | None:
        there, parsed = await self._opened(), parse_address(address, field="address")
        if there is None or isinstance(parsed, Problem):
            return None
        known = tuple(there.accounts.values())
        with suppress(NightmailError):
            known = await there.gateway.accounts()
        here = {account.id for account in await self._local.accounts()}
        return next((each for each in known if is_same_address(each.address, parsed.spec) and each.id not in here), None)

    async def test_account(self, new: NewAccount) -> ServerFacts:
        return await self._local.test_account(new)

    async def resume_account(self, id: UUID, password: Secret | None) -> None:
        """A new password is sealed again to the key the person agreed to, and to no other."""
        if password is None:
            await self._both(id, lambda gateway: gateway.resume_account(id, None))
            return
        await self._local.resume_account(id, password)
        there = await self._opened()
        if there is not None and id in self._cloud.standing().sealed:
            await self._cloud.read_seals()
        sealed = self._cloud.standing().sealed.get(id)
        # Where there is another key by now, `standing` says so, and the person is asked about that one.
        if there is not None and sealed is not None and sealed.key_id and sealed.is_settled:
            await self._cloud.seal(id, sealed.key_id)
            await there.gateway.resume_account(id, None)
        self._told_there()

    async def pause_account(self, id: UUID) -> None:
        await self._both(id, lambda gateway: gateway.pause_account(id))

    async def change_account(self, account: Account) -> None:
        await self._both(account.id, lambda gateway: gateway.change_account(account))

    async def remove_account(self, id: UUID) -> None:
        """There first: what is refused or not answered there leaves everything as it is."""
        there = await self._opened()
        if there is not None and id in there.accounts:
            await there.gateway.remove_account(id)
        if id in {account.id for account in await self._local.accounts()}:
            await self._local.remove_account(id)
        self._told_there()

    async def _both(self, id: UUID, request: Request) -> None:
        """Here first, where it always works; then there, if the account is known there."""
        if id in {account.id for account in await self._local.accounts()}:
            await request(self._local)
        there = self._cloud.there
        if there is not None and id in there.accounts:
            await request(there.gateway)
        self._told_there()

    async def password_home(self) -> PasswordHome:
        return await self._local.password_home()

    async def unlock(self, passphrase: Secret) -> None:
        await self._local.unlock(passphrase)
        # The session is kept beside the passwords.
        await self._cloud.reopen()

    async def add_sandbox(self) -> Account:
        return await self._local.add_sandbox()


def _with_pause(account: Account, above: Account | None, *, may_send: bool) -> Account:
    """As its person should see it: paused, where either side that may send from it does not."""
    if above is None or not may_send or above.state is AccountState.ACTIVE or account.state is AccountState.PAUSED:
        return account
    return replace(account, state=AccountState.PAUSED, pause_reason=above.pause_reason)


async def _withdrawn(gateway: Gateway, id: UUID) -> Item:
    """Cancel what was edited; answers it as it was. Raises PersonError `edited-elsewhere` where somebody was quicker."""
    item = await gateway.show(id)
    if item.delivery.state in FINAL_STATES:
        raise PersonError(
            "edited-elsewhere",
            tr("This message was sent, cancelled or edited elsewhere while you were editing it."),
            next=tr("What you wrote is kept as a draft: compare, then send it as a new message."),
        )
    await gateway.cancel(id)
    return item

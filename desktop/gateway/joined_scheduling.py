"""New mail to where it belongs: kept on this PC first and moved up, or, where it replaces what the cloud has, there."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from desktop.gateway import uploads
from desktop.gateway.holding import TO_GO_UP, wait_to_begin
from desktop.gateway.moves import Whereabouts
from desktop.gateway.port import Gateway, Progress, unheard
from desktop.gateway.sides import Cloud, Sides
from desktop.language import tr
from nightmail.account.model import Account
from nightmail.clock import Clock
from nightmail.delivery.model import FINAL_STATES, Priority
from nightmail.delivery.retry import DEFAULT_LIFETIME
from nightmail.errors import Invalid, NightmailError, PersonError
from nightmail.message.draft import Draft, check
from nightmail.outbox import COMMON_MAX_SIZE
from nightmail.ports import Item, Scheduled
from nightmail.schedule.due import is_past
from nightmail.schedule.model import After, Schedule, WallTime

# How long a composer waits for a move that makes no progress; it goes on behind.
PATIENCE = 6.0


class JoinedScheduling(Sides):
    def __init__(
        self, local: Gateway, cloud: Cloud, *, clock: Clock, changed: Callable[[], None], patience: float = PATIENCE
    ) -> None:
        super().__init__(local, cloud, clock=clock, changed=changed)
        self._patience = patience
        self._behind: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """What still goes up is taken up again at the next start."""
        for task in self._behind:
            task.cancel()
        await asyncio.gather(*self._behind, return_exceptions=True)

    @abstractmethod
    async def show(self, id: UUID) -> Item: ...

    @abstractmethod
    async def reschedule(self, id: UUID, schedule: Schedule, *, lifetime: timedelta | None = None) -> None: ...

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

"""This PC and the cloud as one outbox: lists merged, requests sent to whoever has the message, new mail to where it belongs.

What goes to the cloud is kept on this PC first and moved up from there, so that whatever breaks in between, exactly one of the
two has it. A cloud that does not answer never keeps this PC from its own part.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from desktop.gateway.cloud_port import CloudStanding, MoveReport
from desktop.gateway.joined_accounts import JoinedAccounts
from desktop.gateway.joined_scheduling import PATIENCE, JoinedScheduling
from desktop.gateway.moves import Whereabouts
from desktop.gateway.port import AgentStatus, Gateway
from desktop.gateway.sides import Cloud, Request
from desktop.language import tr
from desktop.words import sentence_of
from nightmail.clock import Clock
from nightmail.delivery.breaker import Hold
from nightmail.delivery.model import DeliveryState
from nightmail.errors import NightmailError, OutsideError, PersonError
from nightmail.message.draft import Draft
from nightmail.outbox import merged
from nightmail.ports import Changes, Item, OutboxQuery, OutboxRow, Place, Stuck, Suppression, Usage
from nightmail.schedule.model import Schedule

_WAITING = frozenset({DeliveryState.SCHEDULED})
_ALL = 100_000
# Of both sums, while one message after another moves up; whoever shows them is told when that is over.
_READINGS = 3


class JoinedGateway(JoinedScheduling, JoinedAccounts):
    """Gateway and CloudGateway of one profile. Where nobody is signed in, it is this PC alone."""

    def __init__(
        self, local: Gateway, cloud: Cloud, *, clock: Clock, changed: Callable[[], None], patience: float = PATIENCE
    ) -> None:
        super().__init__(local, cloud, clock=clock, changed=changed, patience=patience)
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
        for _ in range(_READINGS):
            comings = there.mirror.comings
            here, above = await asyncio.gather(self._local.counts(), there.mirror.counts())
            if comings == there.mirror.comings:
                break
            # What moved up between the two answers would be in both.
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


def _later() -> str:
    return tr("The message stays on this PC and goes to the cloud when it can be reached.")

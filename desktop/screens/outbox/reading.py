"""Ask the gateway for all that the main window shows. Decides nothing, says nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from desktop.drafts import Drafts
from desktop.gateway.cloud_port import CloudGateway
from desktop.gateway.mirror import fits
from desktop.gateway.port import Gateway
from desktop.screens.outbox.causes import Why, likeness, why_of
from desktop.screens.outbox.lines import NOTHING_STUCK, Page
from desktop.screens.outbox.state import FOLDER_STATES, Folder
from desktop.screens.outbox.window import PAGE
from nightmail.account.model import Account, AccountState
from nightmail.clock import Clock
from nightmail.delivery.model import DeliveryState
from nightmail.errors import NightmailError
from nightmail.ports import OutboxQuery, OutboxRow, Place
from nightmail.watchdog import DEFAULT_AFTER

EVERYWHERE = frozenset(DeliveryState)
# More than anybody reads; of paused accounts what is due is counted by reading it.
_MOST_BEHIND = 1_000
# So many different failures are looked at one by one; beyond them a card says what the reply alone tells.
_MOST_CAUSES = 40


class Reading:
    """What does not change once it is known is asked for once."""

    def __init__(self, gateway: Gateway, cloud: CloudGateway, drafts: Drafts, clock: Clock) -> None:
        self._gateway = gateway
        self._cloud = cloud
        self._drafts = drafts
        self._clock = clock
        self._whys: dict[object, Why] = {}
        self._proven_ids: frozenset[UUID] = frozenset()

    async def whole(self, query: OutboxQuery) -> Page:
        gateway = self._gateway
        rows = await gateway.list(query) if query.states else ()
        accounts = await gateway.accounts()
        behind = await self._behind(accounts)
        whys: Mapping[UUID, Why] = {}
        if query.states == FOLDER_STATES[Folder.ATTENTION]:
            whys = await self._looked_into(rows)
            rows = (*(row for row in behind if fits(row, replace(query, states=frozenset()))), *rows)
        now = self._clock.now()
        upcoming = await self._upcoming(now)
        return Page(
            rows=rows,
            counts=await gateway.counts(),
            next_row=upcoming[0] if upcoming else None,
            next_here=next((each for each in upcoming if _goes_from_here(each, now)), None),
            accounts=accounts,
            drafts=await asyncio.to_thread(self._drafts.all),
            agent=await gateway.agent(),
            cloud=await self._cloud.standing(),
            stuck=await gateway.stuck() if upcoming and is_overdue(upcoming[0], now) else NOTHING_STUCK,
            holds=await gateway.holds(),
            behind=behind,
            whys=whys,
            proven=await self._proven(accounts),
            elsewhere=await self._elsewhere(query, rows),
        )

    async def _upcoming(self, now: datetime) -> tuple[OutboxRow, ...]:
        """What goes next: the first alone, where that goes from this PC; else as many as may tell what does."""
        query = OutboxQuery(states=frozenset({DeliveryState.SCHEDULED}), limit=1)
        first = await self._gateway.list(query)
        if not first or _goes_from_here(first[0], now):
            return first
        return await self._gateway.list(replace(query, limit=PAGE))

    async def other_rows(self, query: OutboxQuery, page: Page) -> Page:
        """Other rows of what is known to stand as it does."""
        rows = await self._gateway.list(query)
        return replace(page, rows=rows, elsewhere=await self._elsewhere(query, rows))

    async def _elsewhere(self, query: OutboxQuery, rows: Sequence[OutboxRow]) -> int:
        """How many of other folders match words that nothing here does; of a great many, as many as a page has."""
        if rows or not query.text or query.states == EVERYWHERE or query.after is not None:
            return 0
        return len(await self._gateway.list(OutboxQuery(EVERYWHERE, query.account_id, query.text, limit=PAGE)))

    async def _looked_into(self, rows: Sequence[OutboxRow]) -> Mapping[UUID, Why]:
        """One of those that are alike is asked about; what it met, the others met."""
        found: dict[UUID, Why] = {}
        asked = 0
        for each in rows:
            alike = likeness(each)
            # Whom it did not reach is its own.
            own = (alike, each.to)
            if own not in self._whys and asked < _MOST_CAUSES:
                asked += 1
                with suppress(NightmailError):
                    self._whys[own] = why_of(await self._gateway.show(each.delivery.id))
                    self._whys[alike] = replace(self._whys[own], missing=())
            found[each.delivery.id] = self._whys.get(own) or self._whys.get(alike) or Why("", each.delivery.reason)
        return found

    async def _proven(self, accounts: Sequence[Account]) -> frozenset[UUID]:
        """Which of the paused accounts ever sent anything: the sign-in of another never worked."""
        found: set[UUID] = set()
        for account in accounts:
            if account.state is AccountState.PAUSED and account.id not in self._proven_ids:
                sent = OutboxQuery(FOLDER_STATES[Folder.SENT], account.id, limit=1)
                found.update(row.delivery.account_id for row in await self._gateway.list(sent))
        self._proven_ids |= found
        return self._proven_ids

    async def _behind(self, accounts: Sequence[Account]) -> tuple[OutboxRow, ...]:
        """What should have left from accounts that are paused; it needs their person like what has failed."""
        found: list[OutboxRow] = []
        for account in accounts:
            if account.state is AccountState.PAUSED:
                found += await self._gateway.list(OutboxQuery(FOLDER_STATES[Folder.SCHEDULED], account.id, limit=_MOST_BEHIND))
        return tuple(row for row in found if row.delivery.due_at <= self._clock.now())


def _goes_from_here(row: OutboxRow, now: datetime) -> bool:
    return row.place is Place.LOCAL and row.delivery.due_at >= now


def is_overdue(row: OutboxRow, now: datetime) -> bool:
    return row.delivery.due_at <= now - DEFAULT_AFTER

"""Send a message from an account to itself through the real queue, and see what became of it. No Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

from desktop.gateway.port import Gateway
from desktop.gateway.set_up import SetUp
from desktop.screens.account import words
from desktop.screens.account.state import Probe
from nightmail.account.model import Account
from nightmail.delivery.model import DeliveryState
from nightmail.errors import NightmailError
from nightmail.ids import new_id
from nightmail.imap.probe import Probed
from nightmail.message.draft import Draft
from nightmail.ports import Item
from nightmail.schedule.model import NOW

_LOOKS, _BETWEEN = 60, 0.5
_UNDER_WAY = frozenset({DeliveryState.SCHEDULED, DeliveryState.CLAIMED, DeliveryState.TRANSMITTING})


class Probing:
    def __init__(
        self, gateway: Gateway, set_up: SetUp, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep, looks: int = _LOOKS
    ) -> None:
        self._gateway = gateway
        self._set_up = set_up
        self._sleep = sleep
        self._looks = looks

    async def run(self, account: Account) -> Probe:
        """Raises what scheduling raises."""
        id = new_id()
        draft = Draft(to=(account.address,), subject=words.probe_subject(), text=words.probe_text())
        await self._gateway.schedule(draft, account, NOW, id=id)
        item = await self._verdict(id)
        found = await self._learned(account, id) if item.delivery.state is DeliveryState.SENT else None
        return words.probe_outcome(item, found, round(self._looks * _BETWEEN))

    async def _verdict(self, id: UUID) -> Item:
        """As it stands when there is news of it, or when the patience ends."""
        item = await self._gateway.show(id)
        for _ in range(self._looks):
            if item.delivery.state not in _UNDER_WAY or item.delivery.reason:
                break
            await self._sleep(_BETWEEN)
            item = await self._gateway.show(id)
        return item

    async def _learned(self, account: Account, id: UUID) -> Probed | None:
        if account.imap is None:
            return None
        try:
            return await self._set_up.learn(account.id, id)
        except NightmailError:
            # It was sent; that its mailbox can't be asked now takes nothing away from that.
            return None

"""Bring a discarded draft back, as far as the world still allows it. No Qt, no window."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from desktop.drafts import Drafts, SavedDraft
from desktop.gateway.port import Gateway
from nightmail.errors import NightmailError, PersonError


async def bring_back(saved: SavedDraft, gateway: Gateway, drafts: Drafts) -> SavedDraft:
    """The draft as it is kept now. Where the message it was to replace can't wait any more, it replaces none."""
    kept = await _holding_its_original(saved, gateway)
    await asyncio.to_thread(drafts.save, kept)
    return kept


async def _holding_its_original(saved: SavedDraft, gateway: Gateway) -> SavedDraft:
    if saved.replaces is None:
        return saved
    try:
        await gateway.hold(saved.replaces)
    except NightmailError:
        return replace(saved, replaces=None)
    return saved


async def let_go_on(gateway: Gateway, id: UUID, *, now: datetime, undo: timedelta) -> bool:
    """Release a message that was held to be edited. False: its time has passed, or does within `undo`, so that it would leave
    at once with nobody asked; it stays on hold. Raises PersonError `no-such-message`, `too-late`."""
    delivery = (await gateway.show(id)).delivery
    if min(delivery.wanted_at, delivery.due_at) <= now + undo:
        return False
    await gateway.resume(id)
    return True


async def put_back(gateway: Gateway, drafts: Drafts, *, but: Collection[UUID], now: datetime, undo: timedelta) -> None:
    """Messages that were opened and not changed go on as planned where Nightmail ended before it could say so; not those
    in `but`, whose windows are open again, nor those whose time has passed: they stay on hold."""
    for saved in await asyncio.to_thread(drafts.all):
        if saved.replaces is None or not saved.is_unchanged or saved.id in but:
            continue
        if not saved.was_held:
            # Where it was sent, cancelled or changed elsewhere meanwhile, there is nothing to put back.
            with suppress(PersonError):
                await let_go_on(gateway, saved.replaces, now=now, undo=undo)
        await asyncio.to_thread(drafts.forget, saved.id)

"""Bring a discarded draft back, as far as the world still allows it. No Qt, no window."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
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


async def put_back(gateway: Gateway, drafts: Drafts, *, but: Collection[UUID]) -> None:
    """Messages that were opened and not changed go on as planned where Nightmail ended before it could say so; not those
    in `but`, whose windows are open again."""
    for saved in await asyncio.to_thread(drafts.all):
        if saved.replaces is None or not saved.is_unchanged or saved.id in but:
            continue
        if not saved.was_held:
            # Where it was sent, cancelled or changed elsewhere meanwhile, there is nothing to put back.
            with suppress(PersonError):
                await gateway.resume(saved.replaces)
        await asyncio.to_thread(drafts.forget, saved.id)

"""Bring a discarded draft back, as far as the world still allows it. No Qt, no window."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from desktop.drafts import Drafts, SavedDraft
from desktop.gateway.port import Gateway
from nightmail.errors import NightmailError


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

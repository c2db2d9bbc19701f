"""Take back what was sent a moment ago: for how long that can be promised, and the draft it was. No Qt, no window."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from desktop.drafts import Drafts, SavedDraft
from desktop.gateway.port import Gateway
from desktop.screens.compose.presenter import Sent
from nightmail.ids import new_id

# A click at the last moment still has to reach whoever sends.
_IN_TIME = timedelta(seconds=2)
_WORTH_A_TRY = timedelta(seconds=1)


def undo_left(due_at: datetime, now: datetime, undo: timedelta) -> timedelta:
    """How long from now "Undo" can be offered: as long as the person likes, and never until the message leaves. Zero: not at all.
    Handing a large message over takes a part of it."""
    left = min(undo, due_at - now - _IN_TIME)
    return left if left >= _WORTH_A_TRY else timedelta(0)


async def taken_back(sent: Sent, gateway: Gateway, drafts: Drafts, now: datetime) -> SavedDraft:
    """Cancel it, and keep what it was as a draft with its caret. Raises PersonError `too-late`, and then it is gone."""
    await gateway.cancel(sent.receipt.id)
    back = replace(
        sent.saved, id=new_id(), saved_at=now, replaces=None, was_held=False, is_unchanged=False, undoes=sent.receipt.id
    )
    await asyncio.to_thread(drafts.save, back)
    return back

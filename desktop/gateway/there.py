"""A project that somebody is signed in to, as this PC knows it: what speaks to it, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from desktop.gateway.mirror import Mirror
from desktop.gateway.notes import CloudNotes
from nightmail.account.model import Account

if TYPE_CHECKING:
    from desktop.gateway.moves import Moves
    from desktop.gateway.supabase import SupabaseGateway
    from nightmail.cloud.connection import CloudRoom


class There:
    """`accounts` are those the project knows, `leaving` the messages of which it is not known whether they arrived, `stays` why
    one that was to go could not."""

    def __init__(self, room: CloudRoom, gateway: SupabaseGateway, mirror: Mirror, moves: Moves, notes: CloudNotes) -> None:
        self.room = room
        self.gateway = gateway
        self.mirror = mirror
        self.moves = moves
        self.notes = notes
        self.accounts: Mapping[UUID, Account] = {}
        self.seals_read_at: datetime | None = None
        self.accounts_version = -1
        self.leaving: frozenset[UUID] = frozenset()
        self.stays: dict[UUID, str] = {}
        self.to_local = moves.to_local
        self.call_off = moves.call_off

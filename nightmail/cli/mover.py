"""Plug `Mover` between a profile's store and the project that its person is signed in to."""

from __future__ import annotations

from uuid import UUID

from nightmail.cloud.connection import CloudRoom
from nightmail.cloud.moves import CloudMoves
from nightmail.moving import Mover
from nightmail.ports import MovableStore


def mover_of(store: MovableStore, room: CloudRoom, *, owner_id: UUID) -> Mover:
    return Mover(store, CloudMoves(room.cloud, room.session, room.accounts, room.files), owner_id=owner_id)

"""Moves between this PC and the cloud, as far as the windows have a say in them: who has a message, and what is under way."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from nightmail.ports import MovableStore, TransferStep

if TYPE_CHECKING:
    from nightmail.cloud.connection import CloudRoom
    from nightmail.moving import Mover
    from nightmail.profile import Profile


class Whereabouts(StrEnum):
    """By this PC's own record. GOING: frozen here; the cloud may have it already. NOT_HERE: it is elsewhere, or nowhere."""

    HERE = "here"
    GOING = "going"
    NOT_HERE = "not-here"


class Moves:
    """`Mover` with an eye on the whole."""

    def __init__(self, store: MovableStore, mover: Mover, owner_id: UUID) -> None:
        self._store = store
        self._mover = mover
        self._owner_id = owner_id
        self.to_cloud = mover.to_cloud
        self.to_local = mover.to_local
        self.call_off = mover.call_off
        self.recover = mover.recover

    async def leaving(self) -> frozenset[UUID]:
        """What is on its way to the cloud, and not known to have arrived."""
        found = await self._store.moving(self._owner_id)
        return frozenset(parcel.message.id for parcel in found if parcel.step is TransferStep.GOING)


async def whereabouts(store: MovableStore, owner_id: UUID, id: UUID) -> Whereabouts:
    parcel = await store.parcel(owner_id, id)
    if parcel is None or parcel.step in (TransferStep.GONE, TransferStep.COMING):
        return Whereabouts.NOT_HERE
    return Whereabouts.GOING if parcel.step is TransferStep.GOING else Whereabouts.HERE


def open_moves(profile: Profile, room: CloudRoom) -> Moves:
    from nightmail.cloud.moves import CloudMoves
    from nightmail.moving import Mover

    side = CloudMoves(room.cloud, room.session, room.accounts, room.files)
    return Moves(profile.store, Mover(profile.store, side, owner_id=profile.owner_id), profile.owner_id)

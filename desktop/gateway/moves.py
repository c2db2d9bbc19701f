"""Moves between this PC and the cloud, as far as the windows have a say in them: who has a message, and what is under way."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from nightmail.ports import MovableStore, OutboxRow, Place, TransferStep

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

    async def row_there(self, id: UUID) -> OutboxRow | None:
        """The line of a message that is here, or on its way, as it will be once it has arrived there."""
        parcel = await self._store.parcel(self._owner_id, id)
        if parcel is None or not (parcel.step is None or parcel.is_frozen):
            return None
        message, delivery = parcel.message, parcel.delivery
        return OutboxRow(
            delivery=replace(delivery, state=parcel.was, reason="") if parcel.is_frozen else delivery,
            message_id=message.message_id,
            subject=message.subject,
            to=tuple(address.name or address.spec for _, address in message.recipients),
            created_at=message.created_at,
            has_attachments=bool(message.attachments),
            wall_time=parcel.wall_time,
            sent_at=None,
            place=Place.CLOUD,
        )


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

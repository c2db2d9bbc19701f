"""The person's side of the store as far as it only looks: find, list, count, and what changed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Connection, select

from nightmail.delivery.model import DeliveryState
from nightmail.ports import Changes, Item, NewDelivery, OutboxQuery, OutboxRow, Place, Scheduled, TransferStep
from nightmail.schedule.model import WallTime
from nightmail.store import rows
from nightmail.store.base import SqlRows
from nightmail.store.tables import deliveries, messages, recipients


class OutboxRows(SqlRows):
    place: ClassVar[Place]

    @abstractmethod
    async def schedule(self, owner_id: UUID, new: Sequence[NewDelivery]) -> tuple[Scheduled, ...]: ...

    @abstractmethod
    async def cancel(self, owner_id: UUID, id: UUID) -> DeliveryState | None: ...

    @abstractmethod
    async def hold(self, owner_id: UUID, id: UUID) -> DeliveryState | None: ...

    @abstractmethod
    async def release_hold(self, owner_id: UUID, id: UUID) -> DeliveryState | None: ...

    @abstractmethod
    async def reschedule(
        self, owner_id: UUID, id: UUID, *, due: datetime | timedelta, lifetime: timedelta, wall_time: WallTime | None
    ) -> DeliveryState | None: ...

    @abstractmethod
    async def resolve(self, owner_id: UUID, id: UUID, *, arrived: bool) -> DeliveryState | None: ...

    @abstractmethod
    async def redrive(self, owner_id: UUID, id: UUID, *, force: bool = False) -> DeliveryState | None: ...

    @abstractmethod
    async def changes_since(self, owner_id: UUID, cursor: str) -> Changes: ...

    async def find(self, owner_id: UUID, id: UUID) -> Item | None:
        return await self._read(lambda connection: self._find(connection, owner_id, id))

    def _find(self, connection: Connection, owner_id: UUID, id: UUID) -> Item | None:
        queue = (
            connection.execute(select(deliveries).where(deliveries.c.id == id, deliveries.c.owner_id == owner_id))
            .mappings()
            .first()
        )
        if queue is None:
            return None
        content = connection.execute(select(messages).where(messages.c.id == id)).mappings().one()
        ledger = self._ledger(connection, [id]).get(id, ())
        files = self._files(connection, [id]).get(id, ())
        return Item(
            message=rows.message_of(content, ledger, files),
            wall_time=rows.wall_time_of(queue),
            delivery=rows.delivery_of(queue, ledger),
            audit=self._entries(connection, id),
            sent_at=queue["sent_at"],
            place=self._place(queue),
            is_moving=queue["transfer_step"] in (TransferStep.GOING, TransferStep.COMING),
        )

    def _place(self, queue: rows.Row) -> Place:
        if queue["transfer_step"] != TransferStep.GONE:
            return self.place
        return Place.LOCAL if self.place is Place.CLOUD else Place.CLOUD

    async def list(self, owner_id: UUID, query: OutboxQuery) -> tuple[OutboxRow, ...]:
        return await self._read(lambda connection: self._list(connection, owner_id, query))

    def _list(self, connection: Connection, owner_id: UUID, query: OutboxQuery) -> tuple[OutboxRow, ...]:
        found = self._found(connection, owner_id, query)
        if query.backwards:
            found = found[::-1]
        people = _people(connection, [row["id"] for row in found])
        return tuple(
            OutboxRow(
                delivery=rows.delivery_of(row),
                message_id=row["rfc_message_id"],
                subject=row["subject"],
                to=tuple(people.get(row["id"], ())),
                created_at=row["created_at"],
                has_attachments=row["attachment_count"] > 0,
                wall_time=rows.wall_time_of(row),
                sent_at=row["sent_at"],
                place=self.place,
                is_moving=row["transfer_step"] is not None,
                changed_at=row["changed_at"],
            )
            for row in found
        )

    @abstractmethod
    def _found(self, connection: Connection, owner_id: UUID, query: OutboxQuery) -> Sequence[rows.Row]:
        """As `listing` asks for them; of a search, those where each of its words begins a word of the message, by the index that
        is kept for it."""

    async def counts(self, owner_id: UUID) -> Mapping[DeliveryState, int]:
        return await self._read(lambda connection: self._counts(connection, owner_id))


def _people(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """By the names that a line shows."""
    found: dict[UUID, list[str]] = {}
    if not ids:
        return found
    query = select(recipients.c.message_id, recipients.c.name, recipients.c.address).where(recipients.c.message_id.in_(ids))
    for id, name, address in connection.execute(query.order_by(recipients.c.message_id, recipients.c.n)).all():
        found.setdefault(id, []).append(name or address)
    return found

"""The audit log as it is read: entries, and the delivery's own note of its chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, select

from nightmail.delivery.audit import AuditEntry
from nightmail.delivery.model import Delivery
from nightmail.message.model import Message
from nightmail.store import rows
from nightmail.store.base import SqlRows
from nightmail.store.tables import audit_entries, deliveries, messages


class AuditRows(SqlRows):
    async def audit(self, owner_id: UUID | None, id: UUID) -> tuple[AuditEntry, ...]:
        def work(connection: Connection) -> tuple[AuditEntry, ...]:
            mine = select(messages.c.id).where(messages.c.id == id, messages.c.owner_id == owner_id)
            if owner_id is not None and connection.scalar(mine) is None:
                return ()
            return self._entries(connection, id)

        return await self._read(work)

    async def audits(self, ids: Sequence[UUID]) -> Mapping[UUID, tuple[AuditEntry, ...]]:
        def work(connection: Connection) -> dict[UUID, tuple[AuditEntry, ...]]:
            query = (
                select(audit_entries)
                .where(audit_entries.c.message_id.in_(ids))
                .order_by(audit_entries.c.message_id, audit_entries.c.seq)
            )
            found: dict[UUID, list[AuditEntry]] = {}
            for row in connection.execute(query).mappings():
                found.setdefault(row["message_id"], []).append(rows.entry_of(row))
            return {id: tuple(entries) for id, entries in found.items()}

        return await self._read(work)

    async def audited_ids(self, owner_id: UUID | None, *, after: UUID | None, limit: int) -> tuple[UUID, ...]:
        def work(connection: Connection) -> tuple[UUID, ...]:
            # Entries whose delivery is gone, and deliveries whose entries are gone, are both to be found by `verify`.
            audited = select(audit_entries.c.message_id.label("id"))
            queued = select(deliveries.c.id)
            if owner_id is not None:
                queued = queued.where(deliveries.c.owner_id == owner_id)
                audited = audited.where(
                    audit_entries.c.message_id.not_in(select(deliveries.c.id).where(deliveries.c.owner_id != owner_id))
                )
            if after is not None:
                audited = audited.where(audit_entries.c.message_id > after)
                queued = queued.where(deliveries.c.id > after)
            both = audited.union(queued).subquery()
            return tuple(connection.execute(select(both.c.id).order_by(both.c.id).limit(limit)).scalars())

        return await self._read(work)

    async def records(self, ids: Sequence[UUID]) -> Mapping[UUID, tuple[Message | None, Delivery]]:
        return await self._read(lambda connection: self._records(connection, ids))

    def _records(self, connection: Connection, ids: Sequence[UUID]) -> dict[UUID, tuple[Message | None, Delivery]]:
        queued = connection.execute(select(deliveries).where(deliveries.c.id.in_(ids))).mappings().all()
        contents = {row["id"]: row for row in connection.execute(select(messages).where(messages.c.id.in_(ids))).mappings()}
        ledger = self._ledger(connection, ids)
        files = self._files(connection, ids)
        found: dict[UUID, tuple[Message | None, Delivery]] = {}
        for row in queued:
            id = row["id"]
            content = rows.message_of(contents[id], ledger.get(id, ()), files.get(id, ())) if id in contents else None
            found[id] = (content, rows.delivery_of(row, ledger.get(id, ())))
        return found

    async def audit_heads(self, ids: Sequence[UUID]) -> Mapping[UUID, tuple[int, bytes]]:
        query = select(deliveries.c.id, deliveries.c.audit_seq, deliveries.c.audit_head).where(deliveries.c.id.in_(ids))
        found = await self._read(lambda connection: connection.execute(query).all())
        return {row.id: (row.audit_seq, bytes(row.audit_head)) for row in found}

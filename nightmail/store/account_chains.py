"""The record of what was done to accounts, on PostgreSQL alone: triggers write it, and this only reads."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Connection, text

from nightmail.delivery.audit import AuditEntry
from nightmail.store import rows
from nightmail.store.base import SqlRows

# Accounts that are there and accounts that something is recorded of, in id order: an account without a record shows here too.
_IDS = text("""
    select id from (
        select a.id, a.owner_id from public.accounts a union select e.account_id, e.owner_id from public.account_entries e
    ) as known
    where id > cast(:after as uuid) and (cast(:owner as uuid) is null or owner_id = :owner)
    group by id order by id limit :limit
""")

# Everything recorded of these accounts, oldest first.
_ENTRIES = text("""
    select account_id as message_id, seq, at, event, actor, detail, hash
    from public.account_entries where account_id = any(:ids) order by account_id, seq
""")
_FIRST = UUID(int=0)


class AccountChains(SqlRows):
    async def account_chains(
        self, owner_id: UUID | None, *, after: UUID | None, limit: int
    ) -> Mapping[UUID, tuple[AuditEntry, ...]]:
        def work(connection: Connection) -> dict[UUID, tuple[AuditEntry, ...]]:
            asked = {"owner": owner_id, "after": after or _FIRST, "limit": limit}
            found: dict[UUID, list[AuditEntry]] = {id: [] for id in connection.execute(_IDS, asked).scalars()}
            for row in connection.execute(_ENTRIES, {"ids": list(found)}).mappings():
                found[row["message_id"]].append(rows.entry_of(row))
            return {id: tuple(entries) for id, entries in found.items()}

        return await self._read(work)

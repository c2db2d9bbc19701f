"""The rows of `storage.objects`. Callers see and change what its policies let them; only an upload's own row is written past
them, after they were asked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.supabase_stack.database import Connection, Database
from tests.supabase_stack.keys import Caller

_INSERT = """
    insert into storage.objects (bucket_id, name, owner, owner_id, metadata, user_metadata, version)
    values (%(bucket)s, %(name)s, %(owner)s::uuid, %(owner)s, %(metadata)s, %(user_metadata)s, gen_random_uuid()::text)
"""
_REPLACE = """
    on conflict (bucket_id, name) do update set
        metadata = excluded.metadata, user_metadata = excluded.user_metadata, version = excluded.version, updated_at = now()
"""
_COLUMNS = "id::text, name, metadata, user_metadata, version, created_at, updated_at"


@dataclass(frozen=True, slots=True)
class Bucket:
    id: str
    is_public: bool
    size_limit: int | None
    media_types: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Stored:
    id: str
    name: str
    metadata: dict[str, Any]
    user_metadata: dict[str, Any] | None
    version: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class New:
    bucket: str
    name: str
    owner: str | None
    metadata: dict[str, Any]
    user_metadata: dict[str, Any] | None = None

    def row(self) -> dict[str, Any]:
        kept = json.dumps(self.user_metadata) if self.user_metadata is not None else None
        return {
            "bucket": self.bucket,
            "name": self.name,
            "owner": self.owner,
            "metadata": json.dumps(self.metadata),
            "user_metadata": kept,
        }


class Objects:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def bucket(self, id: str) -> Bucket | None:
        async with self._database.as_admin() as connection:
            found = await connection.execute(
                "select id, public, file_size_limit, allowed_mime_types from storage.buckets where id = %s", (id,)
            )
            row = await found.fetchone()
        return Bucket(*row) if row else None

    async def ask_to_add(self, caller: Caller, new: New, *, replacing: bool) -> None:
        """Whether the policies would let the caller: tried, and undone. Raises psycopg.Error where not."""
        async with self._database.as_caller(caller, undo=True) as connection:
            await _insert(connection, new, replacing=replacing)

    async def add(self, new: New, *, replacing: bool) -> str:
        async with self._database.as_admin() as connection:
            return await _insert(connection, new, replacing=replacing)

    async def find(self, caller: Caller | None, bucket: str, name: str) -> Stored | None:
        """None also where the caller may not see it. Without a caller policies are not asked."""
        found = await self._select(caller, "bucket_id = %s and name = %s", (bucket, name))
        return found[0] if found else None

    async def below(self, caller: Caller, bucket: str, prefix: str) -> list[Stored]:
        return await self._select(caller, "bucket_id = %s and starts_with(name, %s)", (bucket, prefix))

    async def remove(self, caller: Caller, bucket: str, names: Sequence[str]) -> list[Stored]:
        statement = f"delete from storage.objects where bucket_id = %s and name = any (%s) returning {_COLUMNS}"
        async with self._database.as_caller(caller) as connection:
            return [Stored(*row) for row in await (await connection.execute(statement, (bucket, list(names)))).fetchall()]

    async def _select(self, caller: Caller | None, condition: str, values: tuple[Any, ...]) -> list[Stored]:
        statement = f"select {_COLUMNS} from storage.objects where {condition} order by name"
        async with self._database.as_caller(caller) if caller else self._database.as_admin() as connection:
            return [Stored(*row) for row in await (await connection.execute(statement, values)).fetchall()]


async def _insert(connection: Connection, new: New, *, replacing: bool) -> str:
    # An upload needs no right to see the row; replacing one does.
    await connection.execute(_INSERT + (_REPLACE if replacing else ""), new.row())
    return f"{new.bucket}/{new.name}"

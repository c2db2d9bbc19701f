"""The rows of `auth.users`, read and written as Supabase Auth does: with its own rights, never with the caller's."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import sql

from tests.supabase_stack.auth import passwords
from tests.supabase_stack.database import Database

_COLUMNS = """
    id::text, email, encrypted_password, coalesce(raw_app_meta_data, jsonb_build_object()),
    coalesce(raw_user_meta_data, jsonb_build_object()), created_at, email_confirmed_at, banned_until
"""
_PROVIDER = {"provider": "email", "providers": ["email"]}


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    email: str
    password_hash: str | None
    app_metadata: Mapping[str, Any]
    user_metadata: Mapping[str, Any]
    created_at: datetime
    confirmed_at: datetime | None
    banned_until: datetime | None

    def has_password(self, password: str) -> bool:
        return passwords.matches(password, self.password_hash)

    def is_banned(self, now: datetime) -> bool:
        return self.banned_until is not None and self.banned_until > now

    def told(self) -> dict[str, Any]:
        """As every answer of the service shows a person."""
        confirmed = self.confirmed_at.isoformat() if self.confirmed_at else None
        return {
            "id": self.id,
            "aud": "authenticated",
            "role": "authenticated",
            "email": self.email,
            "phone": "",
            "app_metadata": dict(self.app_metadata),
            "user_metadata": dict(self.user_metadata),
            "email_confirmed_at": confirmed,
            "confirmed_at": confirmed,
            "created_at": self.created_at.isoformat(),
            "updated_at": self.created_at.isoformat(),
            "banned_until": self.banned_until.isoformat() if self.banned_until else None,
            "identities": [],
            "is_anonymous": False,
        }


class People:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_email(self, email: str) -> Person | None:
        return await self._one("select {} from auth.users where lower(email) = lower({}) and deleted_at is null", email)

    async def by_id(self, id: str) -> Person | None:
        return await self._one("select {} from auth.users where id::text = {} and deleted_at is null", id)

    async def all(self) -> list[Person]:
        async with self._database.as_admin() as connection:
            found = await connection.execute(f"select {_COLUMNS} from auth.users order by created_at, id")
            return [Person(*row) for row in await found.fetchall()]

    async def add(
        self,
        email: str,
        *,
        password: str | None,
        confirmed_at: datetime | None,
        user_metadata: Mapping[str, Any] | None = None,
        app_metadata: Mapping[str, Any] | None = None,
        id: str | None = None,
    ) -> Person:
        columns = {
            "id": id or str(uuid.uuid4()),
            "aud": "authenticated",
            "role": "authenticated",
            "email": email.lower(),
            "encrypted_password": passwords.hashed(password) if password is not None else None,
            "email_confirmed_at": confirmed_at,
            "raw_app_meta_data": json.dumps({**_PROVIDER, **(app_metadata or {})}),
            "raw_user_meta_data": json.dumps(dict(user_metadata or {})),
        }
        statement = sql.SQL("insert into auth.users ({}) values ({}) returning " + _COLUMNS).format(
            sql.SQL(", ").join(map(sql.Identifier, columns)), sql.SQL(", ").join(map(sql.Literal, columns.values()))
        )
        async with self._database.as_admin() as connection:
            row = await (await connection.execute(statement)).fetchone()
        assert row is not None
        return Person(*row)

    async def change(self, id: str, columns: Mapping[str, Any]) -> Person | None:
        sets = [sql.SQL("{} = {}").format(sql.Identifier(name), sql.Literal(value)) for name, value in columns.items()]
        statement = "update auth.users set updated_at = now(), {} where id::text = {} returning " + _COLUMNS
        async with self._database.as_admin() as connection:
            row = await (await connection.execute(sql.SQL(statement).format(sql.SQL(", ").join(sets), id))).fetchone()
        return Person(*row) if row else None

    async def remove(self, id: str) -> None:
        async with self._database.as_admin() as connection:
            await connection.execute("delete from auth.users where id::text = %s", (id,))

    async def _one(self, statement: str, value: str) -> Person | None:
        async with self._database.as_admin() as connection:
            row = await (await connection.execute(sql.SQL(statement).format(sql.SQL(_COLUMNS), value))).fetchone()
        return Person(*row) if row else None

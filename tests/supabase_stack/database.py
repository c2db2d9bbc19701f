"""Transactions as the Data API makes them: one a request, as the caller's role with its claims and that role's own settings.

It decides nothing about rights: grants, policies and triggers of the real database do.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg import sql
from psycopg_pool import AsyncConnectionPool

from tests.supabase_stack.keys import Caller

Connection = psycopg.AsyncConnection[tuple[Any, ...]]

_SETTINGS = "select unnest(coalesce(rolconfig, '{}')) from pg_catalog.pg_roles where rolname = %s"


class Database:
    """`authenticator_url` logs in as the role that may become any API role, `admin_url` as a superuser."""

    def __init__(self, *, authenticator_url: str, admin_url: str) -> None:
        self._authenticator = _pool(authenticator_url, at_most=10)
        self._admin = _pool(admin_url, at_most=4)
        self._settings: dict[str, tuple[tuple[str, str], ...]] = {}

    async def open(self) -> None:
        await self._authenticator.open()
        await self._admin.open()

    async def close(self) -> None:
        await self._authenticator.close()
        await self._admin.close()

    @asynccontextmanager
    async def as_caller(
        self, caller: Caller, *, more: Mapping[str, str] | None = None, undo: bool = False
    ) -> AsyncIterator[Connection]:
        """One transaction; `more` are further settings for its duration, and `undo` takes it back at its end."""
        async with self._authenticator.connection() as connection, connection.transaction(force_rollback=undo):
            await self.become(connection, caller, more or {})
            yield connection

    @asynccontextmanager
    async def as_admin(self, *, undo: bool = False) -> AsyncIterator[Connection]:
        async with self._admin.connection() as connection, connection.transaction(force_rollback=undo):
            yield connection

    async def become(self, connection: Connection, caller: Caller, more: Mapping[str, str]) -> None:
        """For the rest of the connection's transaction."""
        settings = {
            **dict(await self._settings_of(connection, caller.role)),
            "request.jwt.claims": json.dumps(dict(caller.claims)),
            **more,
            "role": caller.role,
        }
        calls = [sql.SQL("set_config({}, {}, true)").format(name, value) for name, value in settings.items()]
        await connection.execute(sql.SQL("select ") + sql.SQL(", ").join(calls))

    async def _settings_of(self, connection: Connection, role: str) -> tuple[tuple[str, str], ...]:
        if role not in self._settings:
            rows = await (await connection.execute(_SETTINGS, (role,))).fetchall()
            pairs = (setting.partition("=") for (setting,) in rows)
            self._settings[role] = tuple((name, value) for name, _, value in pairs)
        return self._settings[role]


def _pool(url: str, *, at_most: int) -> AsyncConnectionPool[Connection]:
    return AsyncConnectionPool(
        url,
        min_size=1,
        max_size=at_most,
        open=False,
        kwargs={"autocommit": True, "prepare_threshold": None, "application_name": "supabase-stack"},
    )

"""Carry rows of `realtime.messages` to the sockets that joined their topic, once the writing transaction has committed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg

from tests.supabase_stack.database import Database
from tests.supabase_stack.realtime.channels import Sockets

# Hosted, the server reads the table's changes from the log; here a trigger rings.
_BELL = """
    create or replace function realtime.ring() returns trigger language plpgsql set search_path = '' as $$
    begin
        perform pg_catalog.pg_notify('realtime_messages', new.id::text);
        return null;
    end $$;
    create or replace trigger ring after insert on realtime.messages for each row execute function realtime.ring();
    listen realtime_messages;
"""
_MESSAGE = "select topic, event, payload, id::text, coalesce(private, false) from realtime.messages where id = %s"


@asynccontextmanager
async def pumping(bell: psycopg.AsyncConnection, database: Database, sockets: Sockets) -> AsyncIterator[None]:
    """`bell` is a superuser's connection, for this alone."""
    await bell.execute(_BELL)
    task = asyncio.create_task(_pump(bell, database, sockets))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _pump(bell: psycopg.AsyncConnection, database: Database, sockets: Sockets) -> None:
    async for ring in bell.notifies():
        if not sockets.open:
            continue
        async with database.as_admin() as connection:
            row = await (await connection.execute(_MESSAGE, (ring.payload,))).fetchone()
        if row:
            topic, event, payload, id, is_private = row
            await sockets.broadcast(topic, event, payload, id=id, is_private=is_private)

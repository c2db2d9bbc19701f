"""One cluster for these tests, and in each test a project over a fresh database with a small table and functions of its own."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from importlib import resources

import httpx
import psycopg
import pytest
from psycopg import sql
from supabase import AsyncClient, AsyncClientOptions, acreate_client

from nightmail.cli.embedded_postgres import PostgresServer, postgres
from tests.patience import PATIENCE
from tests.supabase_stack.fixture import NO_TLS, Stack, over

PASSWORD = "correct horse"
_numbers = itertools.count()

NOTES = """
create table public.notes (
    id uuid primary key default gen_random_uuid(),
    owner_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
    words text not null default '',
    n integer not null default 0,
    more jsonb not null default '{}'
);
create index notes_owner on public.notes (owner_id);
alter table public.notes enable row level security;
grant select, insert, update, delete on public.notes to authenticated;
grant select on public.notes to service_role;
create policy notes_own on public.notes to authenticated
    using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

create function public.add_note(words text, n integer default 7, more jsonb default '{}', tags text[] default '{}')
returns public.notes language sql set search_path = '' as $$
    insert into public.notes (words, n, more)
    values ($1, $2, $3 || jsonb_build_object('tags', $4, 'role', auth.role())) returning *
$$;
create function public.my_notes() returns setof public.notes language sql stable set search_path = '' as $$
    select * from public.notes
$$;
create function public.double(n integer) returns integer language sql immutable as $$ select n * 2 $$;
create function public.forget() returns void language sql set search_path = '' as $$
    delete from public.notes where owner_id = auth.uid()
$$;
create function public.conflict() returns void language plpgsql as $$ begin
    raise exception 'Somebody was faster.' using errcode = 'PT409', detail = 'version 2', hint = 'Read it again.';
end $$;
create function public.tardy() returns void language sql as $$ select pg_sleep(20) $$;
create function public.app_role() returns text language sql stable as $$ select auth.jwt() -> 'app_metadata' ->> 'kind' $$;
grant execute on all functions in schema public to authenticated;

insert into storage.buckets (id, name, file_size_limit, allowed_mime_types)
values ('files', 'files', 1000000, '{text/plain,application/octet-stream}');
create policy files_own on storage.objects for all to authenticated
    using (bucket_id = 'files' and (storage.foldername(name))[1] = (select auth.uid())::text)
    with check (bucket_id = 'files' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy hints_own on realtime.messages for select to authenticated
    using (extension = 'broadcast' and (select realtime.topic()) = 'notes:' || (select auth.uid())::text);
"""

SignIn = Callable[..., Awaitable[AsyncClient]]


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """With the platform and these notes, without Nightmail's own tables: here the stand-in is tried, not the migrations."""
    with postgres(settings={"fsync": "off"}) as running:
        _execute(running.url(), "create database notes")
        _execute(running.url("notes"), resources.files("nightmail.store").joinpath("platform.sql").read_text(encoding="utf-8"))
        _execute(running.url("notes"), NOTES)
        yield running


@pytest.fixture(scope="session")
def clerk(server: PostgresServer) -> Iterator[psycopg.Connection]:
    """Makes and drops databases, without a new connection each time."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        yield connection


@pytest.fixture
def project(server: PostgresServer, clerk: psycopg.Connection) -> Iterator[Stack]:
    name = f"project_{next(_numbers)}"
    clerk.execute(sql.SQL("create database {} template notes").format(sql.Identifier(name)))
    try:
        with over(server.url(name)) as running:
            yield running
    finally:
        clerk.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _execute(url: str, statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statements)


@pytest.fixture
async def connect(project: Stack) -> AsyncIterator[Callable[..., Awaitable[AsyncClient]]]:
    """Makes clients as the desktop does: one HTTP/1.1 client of their own each, no refresh behind one's back."""
    async with AsyncExitStack() as clients:

        async def another(key: str = "") -> AsyncClient:
            http = await clients.enter_async_context(
                httpx.AsyncClient(http2=False, timeout=PATIENCE, trust_env=False, verify=NO_TLS)
            )
            options = AsyncClientOptions(auto_refresh_token=False, httpx_client=http)
            client = await acreate_client(project.url, key or project.publishable_key, options)
            clients.push_async_callback(client.remove_all_channels)
            return client

        yield another


@pytest.fixture
async def client(connect: Callable[..., Awaitable[AsyncClient]]) -> AsyncClient:
    return await connect()


@pytest.fixture
def sign_in(project: Stack, connect: Callable[..., Awaitable[AsyncClient]]) -> SignIn:
    """A signed-in client of a new person."""

    async def one(name: str = "anna", **metadata: str) -> AsyncClient:
        email = f"{name}@stack.example"
        project.create_user(email, PASSWORD, app_metadata=dict(metadata))
        client = await connect()
        await client.auth.sign_in_with_password({"email": email, "password": PASSWORD})
        return client

    return one

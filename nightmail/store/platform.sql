-- What Supabase provides and a plain PostgreSQL (15 or later) lacks: its roles, and the parts of its auth, storage and realtime
-- schemas that the migrations refer to. Needs a superuser. Safe to run again, on what an earlier version of it made, and by
-- several processes at once, also in several databases of one cluster.

-- Roles belong to the cluster, and two sessions that alter one role at the same time fail. This lock is the cluster's, too.
lock table pg_catalog.pg_authid in share row exclusive mode;

do $$
declare
    wanted record;
begin
    for wanted in select * from (values
        -- A cluster's own superuser may bear one of these names, and then stays what it is.
        ('supabase_admin', 'nologin superuser createdb createrole replication bypassrls'),
        ('postgres', 'login nosuperuser createdb createrole replication bypassrls'),
        ('anon', 'nologin'),
        ('authenticated', 'nologin'),
        ('service_role', 'nologin bypassrls'),
        ('authenticator', 'login noinherit'),
        ('supabase_auth_admin', 'nologin noinherit createrole'),
        ('supabase_storage_admin', 'nologin noinherit createrole'),
        ('supabase_realtime_admin', 'nologin noinherit'),
        ('supabase_read_only_user', 'nologin bypassrls'),
        ('dashboard_user', 'nologin createdb createrole')
    ) as roles (name, attributes)
    loop
        if not exists (select from pg_catalog.pg_roles where rolname = wanted.name) then
            execute format('create role %I %s', wanted.name, wanted.attributes);
        end if;
    end loop;
    -- An earlier version made this one without.
    alter role service_role bypassrls;
    alter role anon set statement_timeout = '3s';
    alter role authenticated set statement_timeout = '8s';
    alter role authenticator set statement_timeout = '8s';
    alter role authenticator set lock_timeout = '8s';
    grant pg_read_all_data to supabase_read_only_user;
    for wanted in select * from (values
        ('anon', 'authenticator'), ('authenticated', 'authenticator'), ('service_role', 'authenticator'),
        ('anon', 'postgres'), ('authenticated', 'postgres'), ('service_role', 'postgres'),
        -- Hosted, an extension lets `postgres` put policies and triggers on these owners' tables; here it is a member of them.
        ('supabase_auth_admin', 'postgres'), ('supabase_storage_admin', 'postgres'), ('supabase_realtime_admin', 'postgres')
    ) as memberships (role, member)
    loop
        if not pg_catalog.pg_has_role(wanted.member, wanted.role, 'member') or wanted.member = 'authenticator' then
            execute format('grant %I to %I', wanted.role, wanted.member);
        end if;
    end loop;
end $$;

do $$
begin
    execute format('grant create, connect, temporary on database %I to postgres', current_database());
    -- What the Data API exposes; Supabase's linter reads it.
    execute format('alter database %I set pgrst.db_schemas = %L', current_database(), 'public,graphql_public');
    execute format('alter role postgres in database %I set search_path = "$user", public, extensions', current_database());
end $$;

create schema if not exists extensions;
create schema if not exists auth;
create schema if not exists storage;
create schema if not exists realtime;
grant usage on schema public, extensions, auth, storage, realtime to anon, authenticated, service_role, postgres;
grant create on schema public, extensions to postgres;
grant usage on schema public to supabase_auth_admin, supabase_storage_admin, supabase_realtime_admin;

do $$
begin
    create extension if not exists pgcrypto with schema extensions;
exception when feature_not_supported or undefined_file then
    -- Not every server ships it, and nothing here needs it.
    null;
end $$;

-- Since 2026 a new table, sequence or function of `public` is no API role's until a migration grants it.
do $$
declare
    maker name;
begin
    foreach maker in array array['postgres', current_user] loop
        execute format('alter default privileges for role %I in schema public
            revoke all on tables from anon, authenticated, service_role', maker);
        execute format('alter default privileges for role %I in schema public
            revoke all on sequences from anon, authenticated, service_role', maker);
        execute format('alter default privileges for role %I in schema public
            revoke all on functions from anon, authenticated, service_role', maker);
    end loop;
end $$;

-- auth ----------------------------------------------------------------------------------------------------------------

create table if not exists auth.users (
    id uuid primary key,
    email text unique,
    created_at timestamptz not null default now()
);
alter table auth.users
    add column if not exists instance_id uuid,
    add column if not exists aud varchar(255) default 'authenticated',
    add column if not exists role varchar(255) default 'authenticated',
    add column if not exists encrypted_password varchar(255),
    add column if not exists email_confirmed_at timestamptz,
    add column if not exists last_sign_in_at timestamptz,
    add column if not exists raw_app_meta_data jsonb,
    add column if not exists raw_user_meta_data jsonb,
    add column if not exists updated_at timestamptz default now(),
    add column if not exists banned_until timestamptz,
    add column if not exists deleted_at timestamptz,
    add column if not exists is_anonymous boolean not null default false;
alter table auth.users enable row level security;
grant select, insert, update, delete, references, trigger on auth.users to postgres;

create or replace function auth.jwt() returns jsonb language sql stable as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim', true), ''), nullif(current_setting('request.jwt.claims', true), ''))::jsonb
$$;
create or replace function auth.uid() returns uuid language sql stable as $$
    select nullif(
        coalesce(
            nullif(current_setting('request.jwt.claim.sub', true), ''),
            nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
        ), '')::uuid
$$;
create or replace function auth.role() returns text language sql stable as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.role', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
$$;
create or replace function auth.email() returns text language sql stable as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.email', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')
$$;
grant execute on function auth.jwt(), auth.uid(), auth.role(), auth.email() to public;

-- storage -------------------------------------------------------------------------------------------------------------

create table if not exists storage.buckets (
    id text primary key,
    name text not null unique,
    owner uuid,
    owner_id text,
    public boolean default false,
    avif_autodetection boolean default false,
    file_size_limit bigint,
    allowed_mime_types text[],
    created_at timestamptz default now(),
    updated_at timestamptz default now()
);
create table if not exists storage.objects (
    id uuid primary key default gen_random_uuid(),
    bucket_id text references storage.buckets (id),
    name text,
    owner uuid,
    owner_id text,
    metadata jsonb,
    user_metadata jsonb,
    version text,
    path_tokens text[] generated always as (string_to_array(name, '/')) stored,
    created_at timestamptz default now(),
    updated_at timestamptz default now(),
    last_accessed_at timestamptz default now(),
    unique (bucket_id, name)
);
alter table storage.buckets enable row level security;
alter table storage.objects enable row level security;
grant all on storage.buckets, storage.objects to anon, authenticated, service_role, postgres;

create or replace function storage.foldername(name text) returns text[] language sql immutable as $$
    select (string_to_array(name, '/'))[1 : cardinality(string_to_array(name, '/')) - 1]
$$;
create or replace function storage.filename(name text) returns text language sql immutable as $$
    select (string_to_array(name, '/'))[cardinality(string_to_array(name, '/'))]
$$;
create or replace function storage.extension(name text) returns text language sql immutable as $$
    select reverse(split_part(reverse(storage.filename(name)), '.', 1))
$$;
grant execute on function storage.foldername(text), storage.filename(text), storage.extension(text) to public;

-- realtime ------------------------------------------------------------------------------------------------------------

create table if not exists realtime.messages (
    topic text not null,
    extension text not null,
    payload jsonb,
    event text,
    private boolean default false,
    id uuid not null default gen_random_uuid(),
    inserted_at timestamp not null default now(),
    updated_at timestamp not null default now(),
    primary key (id, inserted_at)
) partition by range (inserted_at);
create table if not exists realtime.messages_default partition of realtime.messages default;
alter table realtime.messages enable row level security;
alter table realtime.messages_default enable row level security;
grant select, insert, update on realtime.messages to anon, authenticated, service_role, postgres;

create or replace function realtime.topic() returns text language sql stable as $$
    select nullif(current_setting('realtime.topic', true), '')
$$;
-- As hosted: a message that can't be written is a warning, and the transaction that wanted to send it goes on.
create or replace function realtime.send(payload jsonb, event text, topic text, private boolean default true)
returns void language plpgsql as $$
begin
    perform set_config('realtime.topic', topic, true);
    insert into realtime.messages (payload, event, topic, private, extension)
    values (payload, event, topic, private, 'broadcast');
exception when others then
    raise warning 'ErrorSendingBroadcastMessage: %', sqlerrm;
end $$;
create or replace function realtime.broadcast_changes(
    topic_name text, event_name text, operation text, table_name text, table_schema text, new record, old record,
    level text default 'ROW'
) returns void language plpgsql as $$
begin
    perform realtime.send(
        jsonb_build_object(
            'schema', table_schema, 'table', table_name, 'operation', operation,
            'record', to_jsonb(new), 'old_record', to_jsonb(old)),
        event_name, topic_name);
end $$;
grant execute on function realtime.topic(), realtime.send(jsonb, text, text, boolean) to public;
grant execute on function realtime.broadcast_changes(text, text, text, text, text, record, record, text) to public;

do $$
begin
    if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
        create publication supabase_realtime;
    end if;
end $$;

-- owners --------------------------------------------------------------------------------------------------------------

alter schema auth owner to supabase_auth_admin;
alter table auth.users owner to supabase_auth_admin;
alter function auth.jwt() owner to supabase_auth_admin;
alter function auth.uid() owner to supabase_auth_admin;
alter function auth.role() owner to supabase_auth_admin;
alter function auth.email() owner to supabase_auth_admin;
alter schema storage owner to supabase_storage_admin;
alter table storage.buckets owner to supabase_storage_admin;
alter table storage.objects owner to supabase_storage_admin;
alter schema realtime owner to supabase_realtime_admin;
alter table realtime.messages owner to supabase_realtime_admin;
alter table realtime.messages_default owner to supabase_realtime_admin;
alter publication supabase_realtime owner to postgres;

-- The person a worker of one's own works for.
insert into auth.users (id, email)
select '00000000-0000-7000-8000-000000000001', 'operator@localhost'
where not exists (select from auth.users);

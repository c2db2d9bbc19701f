-- Who may do what: nothing is granted unless a later line grants it. Schemas, the worker's role, and the few functions
-- that everything else stands on.

alter default privileges revoke execute on functions from public;
-- Older projects hand every new table of `public` to the API roles; here only a line of a migration does.
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;

create schema if not exists private;
comment on schema private is 'Functions of Nightmail that decide; not exposed by the Data API. Clients reach a few of them through public ones.';
revoke all on schema private from public;

create schema if not exists ops;
comment on schema ops is 'Views and functions for operators; not exposed by the Data API.';
revoke all on schema ops from public;

revoke all on schema public from public;
grant usage on schema public to anon, authenticated, service_role;

-- The hosted worker's own login: no more rights than sending needs. Its password is set out of band (supabase/README.md).
do $$
begin
    create role nightmail_worker login noinherit;
exception when duplicate_object or unique_violation then null;
end $$;
alter role nightmail_worker set statement_timeout = '15s';
alter role nightmail_worker set lock_timeout = '5s';
alter role nightmail_worker set idle_in_transaction_session_timeout = '30s';
grant usage on schema public, private to nightmail_worker;
grant usage on schema private to authenticated;
do $$
begin
    -- The worker refuses to start on tables it does not know.
    if to_regclass('supabase_migrations.schema_migrations') is not null then
        grant usage on schema supabase_migrations to nightmail_worker;
        grant select on supabase_migrations.schema_migrations to nightmail_worker;
    end if;
end $$;

create table private.settings (
    only_row boolean primary key default true check (only_row),
    takeover interval not null default '30 seconds' check (takeover >= '1 second')
);
comment on table private.settings is 'What an operator may set; one row.';
comment on column private.settings.only_row is 'Keeps the table at one row.';
comment on column private.settings.takeover is 'How late a message of another region must be before a worker takes it over.';
insert into private.settings default values;
alter table private.settings enable row level security;
grant select on private.settings to nightmail_worker;
create policy worker_reads on private.settings for select to nightmail_worker using (true);

-- The audit chain's hash, as nightmail/delivery/audit.py computes it.
create function private.chained(id uuid, seq integer, at timestamptz, event text, actor text, detail text, previous bytea)
returns bytea language sql immutable set search_path = '' as $$
    select sha256(convert_to(
        'nightmail-audit-1' || chr(10) || id::text || chr(10) || seq::text || chr(10)
        || (extract(epoch from at) * 1000000)::bigint::text || chr(10) || event || chr(10) || actor || chr(10)
        || detail || chr(10) || encode(previous, 'hex'), 'UTF8'))
$$;
comment on function private.chained is 'The hash of an audit entry that follows the one whose hash is `previous`.';

-- No text in it holds a line end or another control character, so that none can start a header of its own on the wire.
create function private.is_clean(value text) returns boolean language sql immutable set search_path = '' as $$
    select value !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'
$$;
comment on function private.is_clean is 'The text holds no control character; headers are written from such texts only.';

create function private.is_clean(value jsonb) returns boolean language sql immutable set search_path = '' as $$
    select case jsonb_typeof(value)
        when 'string' then private.is_clean(value #>> '{}')
        when 'array' then not exists (select from jsonb_array_elements(value) as items(item) where not private.is_clean(item))
        when 'object' then not exists (select from jsonb_each(value) as items(name, item)
                                       where not private.is_clean(name) or not private.is_clean(item))
        else true
    end
$$;
comment on function private.is_clean(jsonb) is 'The same for every text in a JSON value.';
-- What a worker reads back has to have the shape it expects: one message that can't be read would stop a whole batch of others.
create function private.are_texts(value jsonb, fewest integer default 0, most integer default 10000) returns boolean
language sql immutable strict set search_path = '' as $$
    select case when jsonb_typeof(value) = 'array' then jsonb_array_length(value) between fewest and most
        and not exists (select from jsonb_array_elements(value) as items(item) where jsonb_typeof(item) <> 'string') else false end
$$;
comment on function private.are_texts is 'A JSON array of texts.';

create function private.are_pairs(value jsonb) returns boolean language sql immutable strict set search_path = '' as $$
    select case when jsonb_typeof(value) = 'array' then not exists (
        select from jsonb_array_elements(value) as pairs(pair) where case when jsonb_typeof(pair) = 'array'
            then jsonb_array_length(pair) <> 2 or jsonb_typeof(pair -> 0) <> 'string' or jsonb_typeof(pair -> 1) <> 'string'
            else true end) else false end
$$;
comment on function private.are_pairs is 'A JSON array of pairs of texts: [address, name].';

create function private.are_words(value jsonb) returns boolean language sql immutable strict set search_path = '' as $$
    select case when jsonb_typeof(value) = 'object'
        then not exists (select from jsonb_each(value) as items(name, item) where jsonb_typeof(item) <> 'string') else false end
$$;
comment on function private.are_words is 'A JSON object whose values are texts.';

-- Message-IDs as nightmail/message/draft.py reads them: short enough to stay on one line.
create function private.are_ids(value jsonb) returns boolean language sql immutable strict set search_path = '' as $$
    select jsonb_array_length(value) <= 1000 and not exists (
        select from jsonb_array_elements_text(value) as ids(id) where id !~ '^<[!-;=?-~]+>$' or length(id) > 900)
$$;
comment on function private.are_ids is 'A JSON array of up to 1000 Message-IDs.';

create function private.are_headers(value jsonb) returns boolean language sql immutable strict set search_path = '' as $$
    select case when jsonb_typeof(value) = 'object' then private.is_clean(value)
        and not exists (
            select from jsonb_each(value) as headers(name, header) where not case
                when name = 'reply_to' then private.are_texts(header, 2, 2)
                when name = 'in_reply_to' then jsonb_typeof(header) = 'string' and private.are_ids(jsonb_build_array(header))
                when name = 'references' then private.are_texts(header) and private.are_ids(header)
                when name in ('to', 'cc', 'bcc') then private.are_pairs(header)
                else false
            end)
        -- All three lists, or none.
        and (value ?& array['to', 'cc', 'bcc'] or not value ?| array['to', 'cc', 'bcc']) else false end
$$;
comment on function private.are_headers is 'The seldom headers of a message, in the shape that workers read: see messages.headers.';

-- Tables' checks call these for whoever writes.
grant execute on function private.is_clean(text), private.is_clean(jsonb), private.are_texts, private.are_pairs, private.are_words,
    private.are_ids, private.are_headers to authenticated, nightmail_worker;

-- Refuse. `code` is stable and `next` is the one thing to do; both reach the client beside the sentence and the HTTP status.
create function private.refuse(status integer, code text, sentence text, next text default '') returns void
language plpgsql set search_path = '' as $$
begin
    raise exception using errcode = 'PT' || status, message = sentence, detail = code, hint = next;
end $$;
comment on function private.refuse is 'Raise an error that people can read: HTTP status, stable code, sentence, next step.';

-- Who is asking, for the functions that clients reach.
create function private.caller() returns uuid language plpgsql stable set search_path = '' as $$
declare
    caller uuid := auth.uid();
begin
    if caller is null then
        perform private.refuse(401, 'signed-out', 'Nobody is signed in.', 'Sign in, then try again.');
    end if;
    return caller;
end $$;
comment on function private.caller is 'The signed-in user; refused where there is none.';

-- Admins are named by the operator in app_metadata, which users can't write; never by user_metadata, which they can.
create function private.is_admin() returns boolean language sql stable set search_path = '' as $$
    select coalesce(auth.jwt() -> 'app_metadata' ->> 'nightmail_role', '') = 'admin'
$$;
comment on function private.is_admin is 'The signed-in user is an admin of Nightmail.';

create function private.refuse_change() returns trigger language plpgsql set search_path = '' as $$
begin
    if (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
        return case when tg_op = 'DELETE' then old else new end;
    end if;
    raise exception 'Audit entries are append-only.' using errcode = '42501';
end $$;
comment on function private.refuse_change is 'Keeps a log append-only. A superuser can still force a change; the hash chain then names the entry.';

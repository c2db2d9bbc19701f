-- The first tables: accounts, messages with their attachments and recipients, the queue of deliveries, the audit log, workers.
-- Clients hold no privilege on any of them; the worker's role and the clients' policies come with later migrations.

alter default privileges revoke execute on functions from public;

create schema if not exists private;
comment on schema private is 'Functions of Nightmail that no client may call; not exposed by the Data API.';
revoke all on schema private from public;

create type public.account_state as enum ('active', 'paused');
create type public.delivery_state as enum
    ('scheduled', 'claimed', 'transmitting', 'sent', 'failed', 'in_doubt', 'cancelled', 'held');
create type public.recipient_kind as enum ('to', 'cc', 'bcc');
create type public.recipient_state as enum ('pending', 'deferred', 'accepted', 'refused', 'in_doubt');

-- The hash of an audit entry that follows the one whose hash is `previous`. The same text is built in nightmail/delivery/audit.py.
create function private.audit_hash(
    message_id uuid, seq integer, at timestamptz, event text, actor text, detail text, previous bytea
) returns bytea language sql stable set search_path = '' as $$
    select sha256(convert_to(
        'nightmail-audit-1' || E'\n' || message_id::text || E'\n' || seq::text || E'\n'
        || (extract(epoch from at) * 1000000)::bigint::text || E'\n' || event || E'\n' || actor || E'\n' || detail || E'\n'
        || encode(previous, 'hex'), 'UTF8'))
$$;
comment on function private.audit_hash is 'The chained SHA-256 of one audit entry, in canonical text form.';

create table public.accounts (
    id uuid primary key,
    owner_id uuid not null references auth.users (id) on delete cascade,
    address text not null check (position('@' in address) > 1),
    name text not null default '',
    smtp_host text not null,
    smtp_port integer not null check (smtp_port between 1 and 65535),
    smtp_security text not null check (smtp_security in ('tls', 'starttls', 'plain')),
    smtp_username text,
    imap_host text,
    imap_port integer check (imap_port between 1 and 65535),
    imap_security text check (imap_security in ('tls', 'starttls', 'plain')),
    imap_username text,
    connections integer not null check (connections > 0),
    recipients_per_envelope integer not null check (recipients_per_envelope > 0),
    messages_per_connection integer not null check (messages_per_connection > 0),
    max_size bigint check (max_size > 0),
    state public.account_state not null default 'active',
    pause_reason text not null default '',
    created_at timestamptz not null default now(),
    unique (owner_id, address)
);
comment on table public.accounts is 'Sending identities with their servers and limits. No passwords here.';
alter table public.accounts enable row level security;

create table public.messages (
    id uuid primary key,
    owner_id uuid not null references auth.users (id) on delete cascade,
    account_id uuid not null references public.accounts (id),
    rfc_message_id text not null,
    sender_address text not null,
    sender_name text not null default '',
    subject text not null,
    text_body text not null,
    html_body text,
    headers jsonb,
    metadata jsonb,
    tags jsonb,
    idempotency_key text,
    attachment_count integer not null default 0,
    created_at timestamptz not null default now()
);
comment on table public.messages is 'Checked, immutable content. Rows are never updated.';
create index messages_owner on public.messages (owner_id, id);
create index messages_account on public.messages (account_id);
create unique index messages_idempotency on public.messages (owner_id, idempotency_key) where idempotency_key is not null;
alter table public.messages enable row level security;

create table public.attachments (
    message_id uuid not null references public.messages (id) on delete cascade,
    n integer not null,
    filename text not null,
    media_type text not null,
    size bigint not null check (size >= 0),
    sha256 text not null check (length(sha256) = 64),
    content_id text,
    primary key (message_id, n)
);
comment on table public.attachments is 'Files of a message; the bytes are the blob named by sha256.';
alter table public.attachments enable row level security;

create table public.recipients (
    message_id uuid not null references public.messages (id) on delete cascade,
    n integer not null,
    kind public.recipient_kind not null,
    name text not null default '',
    address text not null,
    state public.recipient_state not null default 'pending',
    reply text not null default '',
    changed_at timestamptz not null default now(),
    primary key (message_id, n)
) with (fillfactor = 80);
comment on table public.recipients is 'The ledger: every address of every message with its own outcome.';
alter table public.recipients enable row level security;

create table public.deliveries (
    id uuid primary key references public.messages (id) on delete cascade,
    owner_id uuid not null references auth.users (id) on delete cascade,
    account_id uuid not null references public.accounts (id),
    state public.delivery_state not null default 'scheduled',
    wanted_at timestamptz not null,
    due_at timestamptz not null,
    deadline_at timestamptz not null,
    local_time text,
    zone text,
    run_lease bigint not null default 0,
    lease_owner uuid,
    dated_at timestamptz,
    sent_at timestamptz,
    attempts integer not null default 0,
    deferrals integer not null default 0,
    rescues integer not null default 0,
    audit_seq integer not null default 0,
    audit_head bytea not null default decode(repeat('00', 32), 'hex'),
    reason text not null default '',
    check (state not in ('claimed', 'transmitting') or lease_owner is not null)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
        autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.02);
comment on table public.deliveries is 'The queue: one narrow row a message. States change only together with an audit entry.';
create index deliveries_due on public.deliveries (due_at, id) where state = 'scheduled';
create index deliveries_leased on public.deliveries (lease_owner) where state in ('claimed', 'transmitting');
create index deliveries_attention on public.deliveries (owner_id, due_at) where state in ('failed', 'in_doubt', 'held');
alter table public.deliveries enable row level security;

create table public.audit_entries (
    id bigint generated always as identity primary key,
    message_id uuid not null,
    seq integer not null,
    at timestamptz not null,
    event text not null,
    actor text not null,
    detail text not null,
    hash bytea not null,
    unique (message_id, seq)
);
comment on table public.audit_entries is 'Append-only, hash-chained per message: every change of a delivery''s state.';
alter table public.audit_entries enable row level security;

-- Refuse changes to what happened. A superuser can still force one; the hash chain then names the entry.
create function private.refuse_audit_change() returns trigger language plpgsql set search_path = '' as $$
begin
    if (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
        return case when tg_op = 'DELETE' then old else new end;
    end if;
    raise exception 'Audit entries are append-only.' using errcode = '42501';
end $$;
create trigger audit_entries_append_only before update or delete on public.audit_entries
    for each row execute function private.refuse_audit_change();

create table public.workers (
    id uuid primary key,
    name text not null,
    started_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    lease_expires_at timestamptz not null
);
comment on table public.workers is 'Running dispatchers. One lease covers everything a worker holds.';
alter table public.workers enable row level security;

revoke all on all tables in schema public from anon, authenticated;

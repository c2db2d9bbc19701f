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

-- The three hot steps of a dispatcher are functions so that their plans are kept for a session's life; each is one
-- statement, so one commit. The text that is hashed is the canonical form of nightmail/delivery/audit.py.

-- T1. Claim up to `how_many` due deliveries, earliest first. Two workers never wait for, or take, the same row.
-- The index is walked in its order: sorting would read the whole backlog for every batch, so the planner may not.
create function private.claim(worker uuid, how_many integer, closed uuid[])
returns table (
    id uuid, owner_id uuid, account_id uuid, state public.delivery_state, wanted_at timestamptz, due_at timestamptz,
    deadline_at timestamptz, zone text, run_lease bigint, dated_at timestamptz, attempts integer, deferrals integer,
    rescues integer, reason text, rfc_message_id text, sender_address text, sender_name text, subject text, text_body text,
    html_body text, headers jsonb, metadata jsonb, attachment_count integer, created_at timestamptz,
    ledger json
)
language plpgsql set search_path = ''
set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
    actor text := 'worker:' || worker;
begin
    if not exists (select from public.workers w where w.id = worker and w.lease_expires_at > now()) then
        return;
    end if;
    return query
    with picked as materialized (
        select q.id from public.deliveries q
        where q.state = 'scheduled' and q.due_at <= now() and q.deadline_at > now() and q.account_id <> all(closed)
            and exists (select from public.accounts a where a.id = q.account_id and a.state = 'active')
        order by q.due_at, q.id limit how_many
        for update of q skip locked
    ), moved as (
        update public.deliveries d
        set state = 'claimed', run_lease = d.run_lease + 1, lease_owner = worker, audit_seq = d.audit_seq + 1,
            audit_head = sha256(convert_to(
                'nightmail-audit-1' || chr(10) || d.id::text || chr(10) || (d.audit_seq + 1)::text || chr(10)
                || (extract(epoch from now()) * 1000000)::bigint::text || chr(10) || 'claimed' || chr(10) || actor || chr(10)
                || '{"run_lease":' || (d.run_lease + 1) || '}' || chr(10) || encode(d.audit_head, 'hex'), 'UTF8'))
        from picked where d.id = picked.id
        returning d.*
    ), told as (
        insert into public.audit_entries (message_id, seq, at, event, actor, detail, hash)
        select moved.id, moved.audit_seq, now(), 'claimed', actor, '{"run_lease":' || moved.run_lease || '}', moved.audit_head
        from moved
    )
    select moved.id, moved.owner_id, moved.account_id, moved.state, moved.wanted_at, moved.due_at, moved.deadline_at,
        moved.zone, moved.run_lease, moved.dated_at, moved.attempts, moved.deferrals, moved.rescues, moved.reason,
        m.rfc_message_id, m.sender_address, m.sender_name, m.subject, m.text_body, m.html_body, m.headers, m.metadata,
        m.attachment_count, m.created_at,
        (select json_agg(json_build_array(r.n, r.kind, r.name, r.address, r.state, r.reply) order by r.n)
         from public.recipients r where r.message_id = moved.id)
    from moved join public.messages m on m.id = moved.id;
end $$;
comment on function private.claim is 'T1: claim due deliveries for a worker with a living lease.';

-- T2. Make the intent to write the dot durable, for those this worker still holds under a living lease.
create function private.transmitting(worker uuid, asked json) returns setof uuid
language plpgsql set search_path = '' as $$
declare
    actor text := 'worker:' || worker;
begin
    return query
    with asked_for as (
        select * from json_to_recordset(asked) as a(id uuid, run_lease bigint, dated_at timestamptz, detail text)
    ), moved as (
        update public.deliveries d
        set state = 'transmitting', dated_at = coalesce(d.dated_at, asked_for.dated_at), audit_seq = d.audit_seq + 1,
            audit_head = sha256(convert_to(
                'nightmail-audit-1' || chr(10) || d.id::text || chr(10) || (d.audit_seq + 1)::text || chr(10)
                || (extract(epoch from now()) * 1000000)::bigint::text || chr(10) || 'transmitting' || chr(10) || actor || chr(10)
                || asked_for.detail || chr(10) || encode(d.audit_head, 'hex'), 'UTF8'))
        from asked_for
        where d.id = asked_for.id and d.run_lease = asked_for.run_lease and d.state = 'claimed' and d.lease_owner = worker
            and exists (select from public.workers w where w.id = worker and w.lease_expires_at > now())
        returning d.id, d.audit_seq, d.audit_head, asked_for.detail
    )
    insert into public.audit_entries (message_id, seq, at, event, actor, detail, hash)
    select moved.id, moved.audit_seq, now(), 'transmitting', actor, moved.detail, moved.audit_head from moved
    returning message_id;
end $$;
comment on function private.transmitting is 'T2: the durable fence before the dot; answers the ids that may pass.';

-- T3. Write what attempts came to. A row claimed again since, or cancelled before its dot, is left as it is.
create function private.settle(worker uuid, asked json, results json) returns setof uuid
language plpgsql set search_path = '' as $$
declare
    actor text := 'worker:' || worker;
begin
    return query
    with asked_for as (
        select * from json_to_recordset(asked) as a(
            id uuid, run_lease bigint, state public.delivery_state, due_at timestamptz, attempts integer, deferrals integer,
            reason text, event text, detail text)
    ), moved as (
        update public.deliveries d
        set state = asked_for.state, due_at = asked_for.due_at, attempts = asked_for.attempts,
            deferrals = asked_for.deferrals, reason = asked_for.reason, rescues = 0, lease_owner = null,
            sent_at = case when asked_for.state = 'sent' then now() else d.sent_at end, audit_seq = d.audit_seq + 1,
            audit_head = sha256(convert_to(
                'nightmail-audit-1' || chr(10) || d.id::text || chr(10) || (d.audit_seq + 1)::text || chr(10)
                || (extract(epoch from now()) * 1000000)::bigint::text || chr(10) || asked_for.event || chr(10) || actor || chr(10)
                || asked_for.detail || chr(10) || encode(d.audit_head, 'hex'), 'UTF8'))
        from asked_for
        where d.id = asked_for.id and d.run_lease = asked_for.run_lease
            and d.state in ('claimed', 'transmitting', 'in_doubt')
        returning d.id, d.audit_seq, d.audit_head, asked_for.event, asked_for.detail
    ), told as (
        insert into public.audit_entries (message_id, seq, at, event, actor, detail, hash)
        select moved.id, moved.audit_seq, now(), moved.event, actor, moved.detail, moved.audit_head from moved
    ), ledger as (
        update public.recipients r set state = result.state, reply = result.reply, changed_at = now()
        from json_to_recordset(results) as result(id uuid, n integer, state public.recipient_state, reply text)
        join moved on moved.id = result.id
        where r.message_id = result.id and r.n = result.n
    )
    select moved.id from moved;
end $$;
comment on function private.settle is 'T3: delivery, ledger and audit entry of finished attempts, in one transaction.';

revoke all on all tables in schema public from anon, authenticated;

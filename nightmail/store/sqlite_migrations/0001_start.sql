-- The same tables as supabase/migrations, in SQLite's words. Instants are microseconds since 1970 UTC, ids are UUID text.
create table accounts (
    id text primary key,
    owner_id text not null,
    address text not null,
    name text not null default '',
    smtp_host text not null,
    smtp_port integer not null,
    smtp_security text not null check (smtp_security in ('tls', 'starttls', 'plain')),
    smtp_username text,
    imap_host text,
    imap_port integer,
    imap_security text check (imap_security in ('tls', 'starttls', 'plain')),
    imap_username text,
    connections integer not null check (connections > 0),
    recipients_per_envelope integer not null check (recipients_per_envelope > 0),
    messages_per_connection integer not null check (messages_per_connection > 0),
    max_size integer,
    state text not null default 'active' check (state in ('active', 'paused')),
    pause_reason text not null default '',
    created_at integer not null,
    unique (owner_id, address)
) strict;

create table messages (
    id text primary key,
    owner_id text not null,
    account_id text not null references accounts (id),
    rfc_message_id text not null,
    sender_address text not null,
    sender_name text not null default '',
    subject text not null,
    text_body text not null,
    html_body text,
    headers text,
    metadata text,
    tags text,
    idempotency_key text,
    attachment_count integer not null default 0,
    created_at integer not null
) strict;
create index messages_owner on messages (owner_id, id);
create index messages_account on messages (account_id);
create unique index messages_idempotency on messages (owner_id, idempotency_key) where idempotency_key is not null;

create table attachments (
    message_id text not null references messages (id) on delete cascade,
    n integer not null,
    filename text not null,
    media_type text not null,
    size integer not null check (size >= 0),
    sha256 text not null check (length(sha256) = 64),
    content_id text,
    primary key (message_id, n)
) strict;

create table recipients (
    message_id text not null references messages (id) on delete cascade,
    n integer not null,
    kind text not null check (kind in ('to', 'cc', 'bcc')),
    name text not null default '',
    address text not null,
    state text not null default 'pending' check (state in ('pending', 'deferred', 'accepted', 'refused', 'in_doubt')),
    reply text not null default '',
    changed_at integer not null,
    primary key (message_id, n)
) strict;

create table deliveries (
    id text primary key references messages (id) on delete cascade,
    owner_id text not null,
    account_id text not null references accounts (id),
    state text not null default 'scheduled'
        check (state in ('scheduled', 'claimed', 'transmitting', 'sent', 'failed', 'in_doubt', 'cancelled', 'held')),
    wanted_at integer not null,
    due_at integer not null,
    deadline_at integer not null,
    local_time text,
    zone text,
    run_lease integer not null default 0,
    lease_owner text,
    dated_at integer,
    sent_at integer,
    attempts integer not null default 0,
    deferrals integer not null default 0,
    rescues integer not null default 0,
    audit_seq integer not null default 0,
    audit_head blob not null default x'0000000000000000000000000000000000000000000000000000000000000000',
    reason text not null default '',
    check (state not in ('claimed', 'transmitting') or lease_owner is not null)
) strict;
create index deliveries_due on deliveries (due_at, id) where state = 'scheduled';
create index deliveries_leased on deliveries (lease_owner) where state in ('claimed', 'transmitting');
create index deliveries_attention on deliveries (owner_id, due_at) where state in ('failed', 'in_doubt', 'held');

create table audit_entries (
    id integer primary key autoincrement,
    message_id text not null,
    seq integer not null,
    at integer not null,
    event text not null,
    actor text not null,
    detail text not null,
    hash blob not null,
    unique (message_id, seq)
) strict;

create table workers (
    id text primary key,
    name text not null,
    started_at integer not null,
    seen_at integer not null,
    lease_expires_at integer not null
) strict;

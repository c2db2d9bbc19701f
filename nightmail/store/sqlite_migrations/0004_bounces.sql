-- Mail that came back, whom that concerns, and which mailboxes were looked into; as in supabase/migrations.
create table recipients_anew (
    message_id text not null references messages (id) on delete cascade,
    n integer not null,
    owner_id text not null default '00000000-0000-7000-8000-000000000000',
    kind text not null check (kind in ('to', 'cc', 'bcc')),
    name text not null default '',
    address text not null,
    state text not null default 'pending'
        check (state in ('pending', 'deferred', 'accepted', 'refused', 'in_doubt', 'bounced')),
    reply text not null default '',
    changed_at integer not null,
    primary key (message_id, n)
) strict;
insert into recipients_anew (message_id, n, owner_id, kind, name, address, state, reply, changed_at)
    select message_id, n, owner_id, kind, name, address, state, reply, changed_at from recipients;
drop table recipients;
alter table recipients_anew rename to recipients;

create table suppressions (
    owner_id text not null,
    address text not null,
    reason text not null,
    since integer not null,
    message_id text,
    primary key (owner_id, address)
) strict;

create table bounce_looks (
    account_id text primary key references accounts (id) on delete cascade,
    next_at integer not null,
    marks text not null default '{}'
) strict;

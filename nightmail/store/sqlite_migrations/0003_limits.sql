-- Limits of accounts, breakers of accounts and hosts, and priorities; as in supabase/migrations.
alter table accounts add column per_minute integer;
alter table accounts add column daily_messages integer;
alter table accounts add column daily_recipients integer;
alter table accounts add column options text not null default '{}';
alter table accounts add column learned text not null default '{}';

create table account_usage (
    account_id text not null references accounts (id) on delete cascade,
    span text not null check (span in ('minute', 'day')),
    at integer not null,
    messages integer not null,
    recipients integer not null,
    primary key (account_id, span, at)
) strict;

create table breakers (
    id integer primary key autoincrement,
    account_id text unique references accounts (id) on delete cascade,
    host text,
    port integer,
    kind text not null check (kind in ('failing', 'slow', 'quota', 'rate')),
    openings integer not null default 1,
    open_until integer not null,
    probe_until integer,
    reason text not null default '',
    changed_at integer not null,
    unique (host, port),
    check ((account_id is null) <> (host is null))
) strict;

alter table deliveries add column priority integer not null default 1 check (priority between 0 and 2);
drop index deliveries_due;
create index deliveries_due on deliveries (priority, due_at, id) where state = 'scheduled';

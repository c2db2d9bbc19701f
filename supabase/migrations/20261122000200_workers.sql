-- Running workers with their leases, and the public keys that passwords are sealed to.

create table public.workers (
    id uuid primary key,
    name text not null check (name !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
    region text not null default '' check (length(region) <= 60 and region !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
    started_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    lease_expires_at timestamptz not null
);
comment on table public.workers is 'Running dispatchers. One lease covers everything a worker holds.';
comment on column public.workers.id is 'Made by the worker at each start.';
comment on column public.workers.name is 'Host and process, for people.';
comment on column public.workers.region is 'Where it runs; empty: it serves every region alike.';
comment on column public.workers.started_at is 'When it registered.';
comment on column public.workers.seen_at is 'Its last sign of life.';
comment on column public.workers.lease_expires_at is 'Past this moment nothing it holds may be sent; others rescue it.';
alter table public.workers enable row level security;
grant select, insert, update, delete on public.workers to nightmail_worker;
create policy worker_all on public.workers for all to nightmail_worker using (true) with check (true);

create table public.worker_keys (
    id text primary key check (length(id) between 8 and 80 and id !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
    public_key bytea not null unique check (octet_length(public_key) = 32),
    state text not null default 'active' check (state in ('active', 'retired')),
    note text not null default '' check (length(note) <= 200 and note !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
    created_at timestamptz not null default now(),
    retired_at timestamptz,
    check ((state = 'retired') = (retired_at is not null))
);
comment on table public.worker_keys is 'Public keys (X25519) that desktops seal passwords to. The private ones are only with the worker.';
comment on column public.worker_keys.id is 'The key''s fingerprint, for people to compare.';
comment on column public.worker_keys.public_key is '32 octets, RFC 7748.';
comment on column public.worker_keys.state is 'active: new passwords are sealed to it; retired: none any more.';
comment on column public.worker_keys.note is 'An operator''s own words.';
comment on column public.worker_keys.created_at is 'When it was published.';
comment on column public.worker_keys.retired_at is 'When it was retired; empty while it is active.';
alter table public.worker_keys enable row level security;
grant select on public.worker_keys to authenticated, nightmail_worker;
create policy signed_in_read on public.worker_keys for select to authenticated using (true);
create policy worker_reads on public.worker_keys for select to nightmail_worker using (true);

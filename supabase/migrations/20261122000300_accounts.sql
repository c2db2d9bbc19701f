-- Sending identities, their sealed passwords, and the record of what was done to them.

create type public.account_state as enum ('active', 'paused');

create table public.accounts (
    id uuid primary key,
    owner_id uuid not null references auth.users (id) on delete cascade,
    address text not null check (length(address) <= 320 and address !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'
        and address ~ '^("([^"\\]|\\.)+"|[^][<>(),;:@\\"[:space:]]+)@([^][<>(),;:@\\"[:space:]]+|\[[A-Za-z0-9:.-]+\])$'),
    name text not null default '' check (length(name) <= 200 and name !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
    smtp_host text not null check (smtp_host <> '' and length(smtp_host) <= 255 and smtp_host !~ '[^A-Za-z0-9.:_-]'),
    smtp_port integer not null check (smtp_port between 1 and 65535),
    smtp_security text not null check (smtp_security in ('tls', 'starttls', 'plain')),
    smtp_username text check (length(smtp_username) <= 320 and smtp_username !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
    imap_host text check (imap_host <> '' and length(imap_host) <= 255 and imap_host !~ '[^A-Za-z0-9.:_-]'),
    imap_port integer check (imap_port between 1 and 65535),
    imap_security text check (imap_security in ('tls', 'starttls', 'plain')),
    imap_username text check (length(imap_username) <= 320 and imap_username !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
    connections integer not null check (connections between 1 and 100),
    recipients_per_envelope integer not null check (recipients_per_envelope between 1 and 10000),
    messages_per_connection integer not null check (messages_per_connection between 1 and 100000),
    max_size bigint check (max_size > 0),
    region text not null default '' check (length(region) <= 60 and region !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
    is_trusted boolean not null default true,
    state public.account_state not null default 'active',
    pause_reason text not null default '' check (length(pause_reason) <= 2000),
    created_at timestamptz not null default now(),
    unique (owner_id, address)
);
comment on table public.accounts is 'Sending identities with their servers and limits. No passwords here.';
comment on column public.accounts.id is 'Made by the client; the same on the person''s PC.';
comment on column public.accounts.owner_id is 'The user it belongs to.';
comment on column public.accounts.address is 'The address mail is sent from (RFC 5322 addr-spec).';
comment on column public.accounts.name is 'The display name people see.';
comment on column public.accounts.smtp_host is 'Submission server.';
comment on column public.accounts.smtp_port is 'Its port.';
comment on column public.accounts.smtp_security is 'tls, starttls, or plain (loopback only).';
comment on column public.accounts.smtp_username is 'Empty: no authentication is attempted.';
comment on column public.accounts.imap_host is 'Mailbox server, where there is one.';
comment on column public.accounts.imap_port is 'Its port.';
comment on column public.accounts.imap_security is 'tls, starttls, or plain (loopback only).';
comment on column public.accounts.imap_username is 'User name there.';
comment on column public.accounts.connections is 'Most connections at the same time.';
comment on column public.accounts.recipients_per_envelope is 'Most recipients of one SMTP transaction.';
comment on column public.accounts.messages_per_connection is 'Most messages before a new connection.';
comment on column public.accounts.max_size is 'Octets on the wire the server takes; empty: unknown.';
comment on column public.accounts.region is 'Which workers should send for it first; empty: any.';
comment on column public.accounts.is_trusted is 'Added by an operator: may name a mail server of the worker''s own network. People''s accounts may not.';
comment on column public.accounts.state is 'paused: nothing is sent from it.';
comment on column public.accounts.pause_reason is 'Why, in a sentence.';
comment on column public.accounts.created_at is 'When it was added.';
alter table public.accounts enable row level security;
grant select on public.accounts to authenticated;
create policy owner_reads on public.accounts for select to authenticated using ((select auth.uid()) = owner_id);
grant select on public.accounts to nightmail_worker;
grant update (state, pause_reason, max_size) on public.accounts to nightmail_worker;
create policy worker_reads on public.accounts for select to nightmail_worker using (true);
create policy worker_pauses on public.accounts for update to nightmail_worker using (true) with check (true);

create function private.servers(a public.accounts) returns jsonb language sql immutable set search_path = '' as $$
    select jsonb_build_array(a.smtp_host, a.smtp_port, a.smtp_security, a.smtp_username,
        a.imap_host, a.imap_port, a.imap_security, a.imap_username)
$$;
comment on function private.servers is 'What a password is sealed for beside owner and account.';

create table public.secrets (
    account_id uuid primary key references public.accounts (id) on delete cascade,
    owner_id uuid not null references auth.users (id) on delete cascade,
    key_id text not null references public.worker_keys (id),
    sealed bytea not null check (octet_length(sealed) between 49 and 65536),
    servers jsonb not null,
    sealed_at timestamptz not null default now()
);
comment on table public.secrets is 'Passwords, sealed on the desktop to a worker''s public key (RFC 9180). No client can read them back.';
comment on column public.secrets.account_id is 'Whose password; sealed into the ciphertext too, with the servers, so it opens nowhere else.';
comment on column public.secrets.owner_id is 'The user it belongs to; sealed in as well.';
comment on column public.secrets.key_id is 'Which key it was sealed to.';
comment on column public.secrets.sealed is 'Encapsulated key and ciphertext.';
comment on column public.secrets.servers is 'The account''s servers when it was sealed; what is sealed opens for them alone.';
comment on column public.secrets.sealed_at is 'When it was sealed last.';
create index secrets_key on public.secrets (key_id);
create index secrets_owner on public.secrets (owner_id);
alter table public.secrets enable row level security;
grant select on public.secrets to nightmail_worker;
create policy worker_reads on public.secrets for select to nightmail_worker using (true);

create function private.note_servers() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    select private.servers(a) into new.servers from public.accounts a where a.id = new.account_id;
    return new;
end $$;
comment on function private.note_servers is 'Keep beside a sealed password which servers the account had.';
create trigger secrets_for_servers before insert or update of sealed on public.secrets
    for each row execute function private.note_servers();

create table public.account_entries (
    id bigint generated always as identity primary key,
    account_id uuid not null,
    owner_id uuid not null,
    seq integer not null,
    at timestamptz not null,
    event text not null,
    actor text not null,
    detail text not null,
    hash bytea not null,
    unique (account_id, seq)
);
comment on table public.account_entries is 'Append-only, hash-chained per account: added, changed, paused, resumed, sealed, revoked, removed.';
comment on column public.account_entries.id is 'Order of writing.';
comment on column public.account_entries.account_id is 'The account; it may be gone by now.';
comment on column public.account_entries.owner_id is 'Whose it is or was.';
comment on column public.account_entries.seq is 'Place in the account''s chain, from 1.';
comment on column public.account_entries.at is 'When.';
comment on column public.account_entries.event is 'What happened.';
comment on column public.account_entries.actor is 'person, worker or operator:<name>.';
comment on column public.account_entries.detail is 'JSON text: what changed. Never a password.';
comment on column public.account_entries.hash is 'SHA-256 over this entry and the hash before it.';
create index account_entries_owner on public.account_entries (owner_id, id);
alter table public.account_entries enable row level security;
grant select on public.account_entries to authenticated;
create policy owner_reads on public.account_entries for select to authenticated using ((select auth.uid()) = owner_id);
create trigger account_entries_append_only before update or delete on public.account_entries
    for each row execute function private.refuse_change();
create trigger account_entries_never_emptied before truncate on public.account_entries
    for each statement execute function private.refuse_change();

-- Who acts in this transaction, for the log: an operator who said so, the signed-in person, the worker, or whoever is logged in.
create function private.actor() returns text language sql stable set search_path = '' as $$
    select case
        when session_user = 'nightmail_worker' then 'worker'
        -- Whoever comes through the Data API is a person, whatever else the session says.
        when session_user = 'authenticator' or current_setting('nightmail.actor', true) is null and auth.uid() is not null then 'person'
        else coalesce(nullif(current_setting('nightmail.actor', true), ''), 'operator:' || session_user)
    end
$$;
comment on function private.actor is 'person, worker or operator:<name>, as the logs name who acted.';

create function private.tell_account(account uuid, owner uuid, event text, detail jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
    last record;
    told text := detail::text;
    at timestamptz := clock_timestamp();
begin
    -- One writer at a time for one account's chain.
    perform pg_advisory_xact_lock(hashtextextended('nightmail-account-' || account, 0));
    select e.seq, e.hash into last from public.account_entries e where e.account_id = account order by e.seq desc limit 1;
    insert into public.account_entries (account_id, owner_id, seq, at, event, actor, detail, hash)
    values (account, owner, coalesce(last.seq, 0) + 1, at, event, private.actor(), told,
        private.chained(account, coalesce(last.seq, 0) + 1, at, event, private.actor(), told,
            coalesce(last.hash, decode(repeat('00', 32), 'hex'))));
end $$;
comment on function private.tell_account is 'Append to an account''s chain.';

create function private.note_account() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if tg_op = 'DELETE' then
        perform private.tell_account(old.id, old.owner_id, 'removed', jsonb_build_object('address', old.address));
    elsif tg_op = 'INSERT' then
        perform private.tell_account(new.id, new.owner_id, 'added',
            jsonb_build_object('address', new.address, 'smtp', new.smtp_host || ':' || new.smtp_port));
    elsif new.state <> old.state then
        perform private.tell_account(new.id, new.owner_id, case new.state when 'paused' then 'paused' else 'resumed' end,
            jsonb_build_object('reason', new.pause_reason));
    elsif new is distinct from old then
        perform private.tell_account(new.id, new.owner_id, 'changed',
            jsonb_build_object('smtp', new.smtp_host || ':' || new.smtp_port));
    end if;
    return null;
end $$;
comment on function private.note_account is 'Every change of an account leaves an entry, whoever makes it.';
create trigger accounts_noted after insert or update or delete on public.accounts
    for each row execute function private.note_account();

create function private.note_secret() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if tg_op = 'DELETE' then
        perform private.tell_account(old.account_id, old.owner_id, 'revoked', jsonb_build_object('key', old.key_id));
    else
        perform private.tell_account(new.account_id, new.owner_id, 'sealed', jsonb_build_object('key', new.key_id));
    end if;
    return null;
end $$;
comment on function private.note_secret is 'Sealing and revoking a password leave an entry.';
create trigger secrets_noted after insert or update or delete on public.secrets
    for each row execute function private.note_secret();

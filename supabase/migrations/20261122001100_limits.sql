-- What holds mail back without holding others up: limits of accounts, breakers of accounts and hosts, and priorities.

-- Accounts: limits that are counted, options, and what servers taught ----------------------------------------------------------

alter table public.accounts
    add column per_minute integer check (per_minute between 1 and 1000000),
    add column daily_messages integer check (daily_messages between 1 and 100000000),
    add column daily_recipients integer check (daily_recipients between 1 and 100000000),
    add column options jsonb not null default '{}' check (jsonb_typeof(options) = 'object' and octet_length(options::text) <= 4000
        and options::text !~ '\\u00[01]' and coalesce(options ->> 'when_unknown', 'ask') in ('ask', 'resend')),
    add column learned jsonb not null default '{}' check (jsonb_typeof(learned) = 'object' and octet_length(learned::text) <= 4000);
comment on column public.accounts.per_minute is 'Most messages in a minute; empty: not held back.';
comment on column public.accounts.daily_messages is 'Most messages in any 24 hours; empty: not held back.';
comment on column public.accounts.daily_recipients is 'Most recipients in any 24 hours; empty: not held back.';
comment on column public.accounts.options is 'How it behaves beyond its servers: sign-in, what is done when in doubt, signing. Never a password.';
comment on column public.accounts.learned is 'Lower limits that its server taught by its replies.';
create index accounts_paused on public.accounts (id) where state = 'paused';
create index accounts_server on public.accounts (smtp_host, smtp_port);
grant update (learned) on public.accounts to nightmail_worker;

create or replace function private.my_save_account(account jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare
    owner uuid := private.caller();
    new_id uuid;
begin
    new_id := (account ->> 'id')::uuid;
    if (select count(*) from public.accounts a where a.owner_id = owner and a.id <> new_id) >= 100 then
        perform private.refuse(409, 'too-many-accounts', 'A person has up to 100 accounts here.', 'Remove one first.');
    end if;
    if account ->> 'smtp_security' = 'plain' and account ->> 'smtp_host' not in ('localhost', '127.0.0.1', '::1') then
        perform private.refuse(422, 'plain-refused', 'Without encryption everybody on the way could read the mail and the password.',
            'Change the account to TLS or STARTTLS.');
    end if;
    insert into public.accounts as a (id, owner_id, address, name, smtp_host, smtp_port, smtp_security, smtp_username, imap_host,
        imap_port, imap_security, imap_username, connections, recipients_per_envelope, messages_per_connection, max_size,
        per_minute, daily_messages, daily_recipients, options, region, is_trusted)
    select new_id, owner, f.address, coalesce(f.name, ''), f.smtp_host, f.smtp_port, f.smtp_security, f.smtp_username, f.imap_host,
        f.imap_port, f.imap_security, f.imap_username, f.connections, f.recipients_per_envelope, f.messages_per_connection,
        f.max_size, f.per_minute, f.daily_messages, f.daily_recipients, coalesce(f.options, '{}'), coalesce(f.region, ''), false
    from jsonb_to_record(account) as f(address text, name text, smtp_host text, smtp_port integer, smtp_security text,
        smtp_username text, imap_host text, imap_port integer, imap_security text, imap_username text, connections integer,
        recipients_per_envelope integer, messages_per_connection integer, max_size bigint, per_minute integer,
        daily_messages integer, daily_recipients integer, options jsonb, region text)
    on conflict (id) do update
    set address = excluded.address, name = excluded.name, smtp_host = excluded.smtp_host, smtp_port = excluded.smtp_port,
        smtp_security = excluded.smtp_security, smtp_username = excluded.smtp_username, imap_host = excluded.imap_host,
        imap_port = excluded.imap_port, imap_security = excluded.imap_security, imap_username = excluded.imap_username,
        connections = excluded.connections, recipients_per_envelope = excluded.recipients_per_envelope,
        messages_per_connection = excluded.messages_per_connection, max_size = excluded.max_size,
        per_minute = excluded.per_minute, daily_messages = excluded.daily_messages, daily_recipients = excluded.daily_recipients,
        -- A client of an earlier version says nothing of options and must not wipe them.
        options = case when account ? 'options' then excluded.options else a.options end,
        learned = case when a.smtp_host = excluded.smtp_host then a.learned else '{}' end,
        region = excluded.region, is_trusted = false
    where a.owner_id = owner;
    if not found then
        perform private.refuse(409, 'account-exists', 'This account can''t be kept.', 'Add it anew.');
    end if;
    return new_id;
exception
    when unique_violation then
        perform private.refuse(409, 'account-exists', 'There is already an account for this address.', 'Use that one, or remove it first.');
    when check_violation or not_null_violation or invalid_text_representation or numeric_value_out_of_range then
        perform private.refuse(422, 'bad-account', 'One part of this account has a form that no mail server takes.', 'Check its servers.');
end $$;

-- How much was sent --------------------------------------------------------------------------------------------------------------

create table public.account_usage (
    account_id uuid not null references public.accounts (id) on delete cascade,
    span text not null check (span in ('minute', 'day')),
    at timestamptz not null,
    messages integer not null,
    recipients integer not null,
    primary key (account_id, span, at)
);
comment on table public.account_usage is 'What accounts with counted limits sent, in slots of 5 seconds and of 10 minutes; kept as long as a limit looks back.';
comment on column public.account_usage.account_id is 'The account.';
comment on column public.account_usage.span is 'minute: slots of 5 seconds, for the minute''s limit; day: of 10 minutes, for the day''s.';
comment on column public.account_usage.at is 'When the slot begins.';
comment on column public.account_usage.messages is 'Messages whose final dot was about to be written.';
comment on column public.account_usage.recipients is 'Their recipients.';
alter table public.account_usage enable row level security;
grant select, insert, update, delete on public.account_usage to nightmail_worker;
create policy worker_all on public.account_usage for all to nightmail_worker using (true) with check (true);

-- Breakers -----------------------------------------------------------------------------------------------------------------------

create table public.breakers (
    id bigint generated always as identity primary key,
    account_id uuid unique references public.accounts (id) on delete cascade,
    host text check (length(host) <= 255),
    port integer,
    kind text not null check (kind in ('failing', 'slow', 'quota', 'rate')),
    openings integer not null default 1,
    open_until timestamptz not null,
    probe_until timestamptz,
    reason text not null default '' check (length(reason) <= 2000),
    changed_at timestamptz not null default now(),
    unique (host, port),
    check ((account_id is null) <> (host is null)),
    check ((host is null) = (port is null))
);
comment on table public.breakers is 'Accounts and mail servers that nothing is sent through for now. No row: all is well.';
comment on column public.breakers.id is 'Order of making.';
comment on column public.breakers.account_id is 'The account, or empty for a server.';
comment on column public.breakers.host is 'The server, or empty for an account.';
comment on column public.breakers.port is 'Its port.';
comment on column public.breakers.kind is 'failing: it does not answer; slow: it asked for patience; quota: it said that its limit is reached; rate: we keep within a limit.';
comment on column public.breakers.openings is 'How often in a row it was opened; each time longer.';
comment on column public.breakers.open_until is 'Until then nothing is tried; after that one message tries (rate: all go on).';
comment on column public.breakers.probe_until is 'One message is trying; until then no other does.';
comment on column public.breakers.reason is 'Why, in a sentence.';
comment on column public.breakers.changed_at is 'When it was opened last.';
alter table public.breakers enable row level security;
grant select, insert, update, delete on public.breakers to nightmail_worker;
create policy worker_all on public.breakers for all to nightmail_worker using (true) with check (true);

create or replace function private.my_account_state(account uuid, state public.account_state, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
    a public.accounts := private.my_account(account);
begin
    update public.accounts t set state = my_account_state.state, pause_reason = coalesce(why, '') where t.id = a.id;
    if state = 'active' then
        -- Whoever resumes it wants a try now.
        delete from public.breakers b where b.account_id = a.id;
        perform private.announce(now());
    end if;
end $$;

-- The caller's accounts that wait, why, until when, and how many messages are due behind each.
create function private.my_holds() returns jsonb language sql stable security definer set search_path = '' as $$
    select coalesce(jsonb_agg(jsonb_build_object('account_id', a.id, 'host', b.host, 'kind', b.kind,
        'until', private.instant(greatest(b.open_until, b.probe_until)), 'reason', b.reason,
        'waiting', (select count(*) from public.deliveries d where d.account_id = a.id and d.state = 'scheduled' and d.due_at <= now()))
        order by a.id), '[]')
    from public.accounts a join public.breakers b on b.account_id = a.id or (b.host = a.smtp_host and b.port = a.smtp_port)
    where a.owner_id = private.caller() and greatest(b.open_until, b.probe_until) > now()
$$;
comment on function private.my_holds is 'What keeps the caller''s accounts from sending now.';
create function public.list_holds() returns jsonb language sql stable security invoker set search_path = '' as $$
    select private.my_holds()
$$;
comment on function public.list_holds is 'Accounts of the caller that nothing leaves from for now: why, until when, and how much waits.';
revoke execute on function private.my_holds, public.list_holds from public, anon;
grant execute on function private.my_holds, public.list_holds to authenticated;

-- The queue ----------------------------------------------------------------------------------------------------------------------

alter table public.deliveries
    add column priority smallint not null default 1 check (priority between 0 and 2),
    add column is_parked boolean not null default false;
comment on column public.deliveries.priority is '0 urgent, 1 normal, 2 bulk. Waiting raises it: five minutes are worth one step.';
comment on column public.deliveries.is_parked is 'Set aside by a claim because its account can''t send now, so that others are found fast; read only while scheduled.';
grant update (is_parked) on public.deliveries to nightmail_worker;
drop index public.deliveries_due;
create index deliveries_due on public.deliveries (priority, due_at, id) where state = 'scheduled' and not is_parked;
create index deliveries_parked on public.deliveries (account_id, priority, due_at, id) where state = 'scheduled' and is_parked;

create or replace function private.schedule(owner uuid, actor text, asked jsonb)
returns table (id uuid, state public.delivery_state, due_at timestamptz, message_id text, is_new boolean)
language plpgsql set search_path = '' as $$
#variable_conflict use_column
declare
    one jsonb;
    known uuid;
    told_id text;
    got public.deliveries;
begin
    perform private.arriving(owner);
    for one in select item from jsonb_array_elements(asked) as items(item) loop
        select m.id, m.rfc_message_id into known, told_id from public.messages m
        where m.id = (one ->> 'id')::uuid and m.owner_id = owner;
        -- A message that moves is that message: another one with its key must not stand in for it.
        if not found and one ->> 'idempotency_key' is not null and not one ? 'transfer' then
            select m.id, m.rfc_message_id into known, told_id from public.messages m
            where m.owner_id = owner and m.idempotency_key = one ->> 'idempotency_key';
        end if;
        if known is null then
            got := private.schedule_new(owner, actor, one);
            if coalesce((one ->> 'priority')::integer, 1) <> 1 then
                update public.deliveries d set priority = (one ->> 'priority')::integer where d.id = got.id;
            end if;
            return query select got.id, got.state, got.due_at, one ->> 'message_id', true;
        else
            if one ? 'transfer' then
                got := private.take_back(known, actor, one);
            else
                select * into got from public.deliveries d where d.id = known;
            end if;
            return query select got.id, got.state, got.due_at, told_id, false;
        end if;
    end loop;
exception
    when check_violation or not_null_violation or invalid_text_representation or invalid_datetime_format
        or datetime_field_overflow or numeric_value_out_of_range or invalid_parameter_value then
        perform private.refuse(422, 'bad-message', 'One part of this message has a form that no mail can have.', 'Write it again.');
end $$;

-- Accounts that a worker can't send from now: those it names itself, paused ones, and those behind an open breaker.
create function private.blocked(closed uuid[]) returns uuid[] language sql stable set search_path = '' as $$
    select coalesce(array_agg(known.id), '{}') from (
        select unnest(closed) as id
        union select a.id from public.accounts a where a.state = 'paused'
        union select b.account_id from public.breakers b
            where b.account_id is not null and greatest(b.open_until, b.probe_until) > now()
        union select a.id from public.breakers b join public.accounts a on a.smtp_host = b.host and a.smtp_port = b.port
            where greatest(b.open_until, b.probe_until) > now()) as known
$$;
comment on function private.blocked is 'Accounts that can''t send now.';

-- A long backlog that can't be sent would be read again by every claim. So where most of what stands in front is blocked, a part
-- of it is set aside with each claim, and comes back as soon as its account may send.
create function private.park(blocked uuid[], glance integer) returns void language plpgsql set search_path = ''
set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
    a_part constant integer := 2000;
    is_worth_it boolean;
begin
    -- A few rows are walked past.
    select count(*) = glance and count(*) filter (where first.account_id = any (blocked)) * 2 > glance into is_worth_it
    from (select ahead.account_id from unnest(array[0, 1, 2]::smallint[]) as lane(priority) cross join lateral (
            select d.account_id from public.deliveries d
            where d.state = 'scheduled' and not d.is_parked and d.priority = lane.priority and d.due_at <= now()
            order by d.due_at, d.id limit glance) as ahead limit glance) as first;
    if is_worth_it then
        with aside as materialized (
            select ahead.id from unnest(array[0, 1, 2]::smallint[]) as lane(priority) cross join lateral (
                select d.id from public.deliveries d
                where d.state = 'scheduled' and not d.is_parked and d.priority = lane.priority and d.due_at <= now()
                    and d.account_id = any (blocked)
                order by d.due_at, d.id limit a_part for update skip locked) as ahead
            limit a_part)
        update public.deliveries d set is_parked = true from aside where d.id = aside.id;
    end if;
end $$;
comment on function private.park is 'Set a part of the blocked front of a long queue aside.';

create function private.unpark(blocked uuid[], most integer) returns void language sql set search_path = ''
set enable_bitmapscan = off set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
    -- The accounts are found by skipping through the index, however much is parked behind each.
    with recursive parked(account) as (
        (select d.account_id from public.deliveries d where d.state = 'scheduled' and d.is_parked order by d.account_id limit 1)
        union all
        select (select d.account_id from public.deliveries d
                where d.state = 'scheduled' and d.is_parked and d.account_id > parked.account order by d.account_id limit 1)
        from parked where parked.account is not null
    ), back as (
        select ready.id from parked cross join lateral (
            select d.id from public.deliveries d
            where d.state = 'scheduled' and d.is_parked and d.account_id = parked.account
            order by d.account_id, d.priority, d.due_at, d.id limit most for update skip locked) as ready
        where parked.account <> all (blocked) limit most * 2
    )
    update public.deliveries d set is_parked = false from back where d.id = back.id
$$;
comment on function private.unpark is 'Bring back what was set aside, for accounts that may send now.';

-- How many of each picked account's messages may go now: all, as many as its limits leave, or one where a breaker is half-open.
-- Answers those that may go, in their order. One claim at a time decides about one account.
create function private.within_limits(picked uuid[], theirs uuid[]) returns uuid[] language plpgsql set search_path = '' as $$
declare
    limited uuid[];
    one uuid;
    a public.accounts;
    b public.breakers;
    allowed integer;
    flying record;
    used record;
    room_minute integer;
    room_day integer;
    frees_at timestamptz;
    kept uuid[];
    theirs_kept integer;
    told text;
begin
    limited := array(
        select acc.id from public.accounts acc
        where acc.id = any (theirs) and (acc.per_minute is not null or acc.daily_messages is not null or acc.daily_recipients is not null
            or exists (select from public.breakers br where br.account_id = acc.id)
            or exists (select from public.breakers br where br.host = acc.smtp_host and br.port = acc.smtp_port))
        order by acc.id);
    -- All locks first and in one order, or two claims could wait for each other.
    foreach one in array limited loop
        perform pg_advisory_xact_lock(hashtextextended('nightmail-limits-' || one, 0));
    end loop;
    perform br.id from public.breakers br
    where br.account_id = any (limited) or exists (select from public.accounts acc
        where acc.id = any (limited) and br.host = acc.smtp_host and br.port = acc.smtp_port)
    order by br.id for update of br;
    for a in select acc.* from public.accounts acc where acc.id = any (limited) order by acc.id
    loop
        delete from public.breakers br where br.account_id = a.id and br.kind = 'rate' and br.open_until <= now();
        allowed := null;
        for b in select br.* from public.breakers br
            where br.account_id = a.id or (br.host = a.smtp_host and br.port = a.smtp_port) order by br.id
        loop
            allowed := least(allowed, case when greatest(b.open_until, b.probe_until) <= now() then 1 else 0 end);
        end loop;
        if allowed = 1 then
            update public.breakers br set probe_until = now() + interval '90 seconds'
            where br.account_id = a.id or (br.host = a.smtp_host and br.port = a.smtp_port);
        end if;
        if a.per_minute is null and a.daily_messages is null and a.daily_recipients is null then
            picked := private.only_first(picked, a.id, allowed, null, false);
            continue;
        end if;
        select count(*) as messages, coalesce(sum((select count(*) from public.recipients r
                where r.message_id = d.id and r.state in ('pending', 'deferred'))), 0) as recipients
        into flying from public.deliveries d where d.state = 'claimed' and d.account_id = a.id;
        select coalesce(sum(u.messages) filter (where u.span = 'minute' and u.at > now() - interval '65 seconds'), 0) as minute,
            coalesce(sum(u.messages) filter (where u.span = 'day' and u.at > now() - interval '24 hours 10 minutes'), 0) as day,
            coalesce(sum(u.recipients) filter (where u.span = 'day' and u.at > now() - interval '24 hours 10 minutes'), 0) as recipients,
            min(u.at) filter (where u.span = 'minute' and u.at > now() - interval '65 seconds') + interval '65 seconds' as minute_frees_at,
            min(u.at) filter (where u.span = 'day' and u.at > now() - interval '24 hours 10 minutes') + interval '24 hours 10 minutes' as day_frees_at
        into used from public.account_usage u where u.account_id = a.id;
        room_minute := a.per_minute - used.minute - flying.messages;
        room_day := a.daily_messages - used.day - flying.messages;
        kept := private.only_first(picked, a.id, least(allowed, room_minute, room_day),
            (a.daily_recipients - used.recipients - flying.recipients)::bigint, used.recipients + flying.recipients = 0);
        if cardinality(kept) < cardinality(picked) and allowed is null then
            select count(*) into theirs_kept from public.deliveries d where d.id = any (kept) and d.account_id = a.id;
            told := case when room_minute is not null and theirs_kept >= room_minute then 'minute'
                when room_day is not null and theirs_kept >= room_day then 'day' else 'recipients' end;
            -- What is on its way uses room up and is counted once it is sent, or gives it back: then the next look is soon.
            frees_at := case when theirs_kept + flying.messages > 0 then null
                when told = 'minute' then used.minute_frees_at else used.day_frees_at end;
            insert into public.breakers as br (account_id, kind, open_until, reason)
            values (a.id, 'rate', greatest(now() + interval '1 second', frees_at), 'Its limit of ' || case told
                when 'minute' then a.per_minute || ' messages a minute' when 'day' then a.daily_messages || ' messages a day'
                else a.daily_recipients || ' recipients a day' end || ' is reached.')
            on conflict (account_id) do nothing;
        end if;
        picked := kept;
    end loop;
    return picked;
end $$;
comment on function private.within_limits is 'Those of the picked messages that limits and breakers let go now.';

-- Keep the first `most` messages of one account, with no more recipients than `reach`; others stay. A message with more recipients
-- than a whole day allows must go some day: alone, when nothing went before it (`is_fresh`).
create function private.only_first(picked uuid[], account uuid, most integer, reach bigint, is_fresh boolean) returns uuid[]
language sql stable set search_path = '' as $$
    select coalesce(array_agg(counted.id order by counted.place), '{}') from (
        select p.id, p.place, d.account_id = account as is_mine,
            count(*) filter (where d.account_id = account) over ordered as messages,
            sum(case when d.account_id = account and reach is not null then (select count(*) from public.recipients r
                where r.message_id = d.id and r.state in ('pending', 'deferred')) end) over ordered as recipients
        from unnest(picked) with ordinality as p(id, place) join public.deliveries d on d.id = p.id
        window ordered as (order by p.place)) as counted
    where not counted.is_mine or (coalesce(counted.messages <= most, true)
        and (reach is null or counted.recipients <= reach or (is_fresh and counted.messages = 1)))
$$;
comment on function private.only_first is 'All picked messages but those of one account beyond what it may send.';

-- T1, as before, but for accounts that may send now, priorities, and limits.
drop function private.claim(uuid, integer, uuid[]);
create function private.claim(worker uuid, how_many integer, closed uuid[])
returns table (
    id uuid, owner_id uuid, account_id uuid, state public.delivery_state, wanted_at timestamptz, due_at timestamptz,
    deadline_at timestamptz, priority smallint, zone text, run_lease bigint, dated_at timestamptz, attempts integer, deferrals integer,
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
    mine text;
    takeover interval;
    blocked uuid[] := private.blocked(closed);
    picked uuid[];
    theirs uuid[];
begin
    select w.region, s.takeover into mine, takeover
    from public.workers w cross join private.settings s where w.id = worker and w.lease_expires_at > now();
    if not found then
        return;
    end if;
    perform private.unpark(blocked, how_many);
    if blocked <> '{}' then
        perform private.park(blocked, how_many);
    end if;
    -- The index is walked in its order, once for each priority: sorting would read the whole backlog for every batch.
    select array_agg(first.id order by first.rank, first.id), array_agg(distinct first.account_id) into picked, theirs from (
        select ahead.id, ahead.account_id, ahead.due_at + (lane.priority - 1) * interval '5 minutes' as rank
        from unnest(array[0, 1, 2]::smallint[]) as lane(priority) cross join lateral (
            select q.id, q.account_id, q.due_at from public.deliveries q
            where q.state = 'scheduled' and not q.is_parked and q.priority = lane.priority and q.due_at <= now() and q.deadline_at > now()
                and q.account_id <> all (blocked)
                -- A worker takes its own region's messages and those without one at once, others only when they are late by
                -- `takeover`; a worker without a region serves all alike.
                and (mine = '' or q.due_at <= now() - takeover
                    or exists (select from public.accounts a where a.id = q.account_id and a.region in ('', mine)))
            order by q.due_at, q.id limit how_many
            for update of q skip locked) as ahead
        order by rank, ahead.id limit how_many) as first;
    if picked is null then
        return;
    end if;
    picked := private.within_limits(picked, theirs);
    return query
    with light as (
        -- As much as a worker can hold, however large single bodies are; one at least. The rest stays for the next call.
        select sized.id from (
            select p.id, p.place, sum(m.octets) over (order by p.place) as octets
            from unnest(picked) with ordinality as p(id, place) join public.messages m on m.id = p.id) as sized
        where sized.place = 1 or sized.octets <= 64000000
    ), moved as (
        update public.deliveries d
        set state = 'claimed', run_lease = d.run_lease + 1, lease_owner = worker, audit_seq = d.audit_seq + 1,
            audit_head = sha256(convert_to(
                'nightmail-audit-1' || chr(10) || d.id::text || chr(10) || (d.audit_seq + 1)::text || chr(10)
                || (extract(epoch from now()) * 1000000)::bigint::text || chr(10) || 'claimed' || chr(10) || actor || chr(10)
                || '{"run_lease":' || (d.run_lease + 1) || '}' || chr(10) || encode(d.audit_head, 'hex'), 'UTF8'))
        from light where d.id = light.id
            -- In the very statement that takes: the lease may have ended since, and what it held been rescued.
            and exists (select from public.workers w where w.id = worker and w.lease_expires_at > now())
        returning d.*
    ), told as (
        insert into public.audit_entries (message_id, owner_id, seq, at, event, actor, detail, hash)
        select moved.id, moved.owner_id, moved.audit_seq, now(), 'claimed', actor, '{"run_lease":' || moved.run_lease || '}', moved.audit_head
        from moved
    )
    select moved.id, moved.owner_id, moved.account_id, moved.state, moved.wanted_at, moved.due_at, moved.deadline_at,
        moved.priority, moved.zone, moved.run_lease, moved.dated_at, moved.attempts, moved.deferrals, moved.rescues, moved.reason,
        m.rfc_message_id, m.sender_address, m.sender_name, m.subject, m.text_body, m.html_body, m.headers, m.metadata,
        m.attachment_count, m.created_at,
        (select json_agg(json_build_array(r.n, r.kind, r.name, r.address, r.state, r.reply) order by r.n)
         from public.recipients r where r.message_id = moved.id)
    from moved join public.messages m on m.id = moved.id;
end $$;
comment on function private.claim is 'T1: claim due deliveries that may leave now, for a worker with a living lease.';

-- T2, as before; what accounts with counted limits are about to send is counted with it.
create or replace function private.transmitting(worker uuid, asked json) returns setof uuid
language plpgsql set search_path = '' as $$
declare
    actor text := 'worker:' || worker;
begin
    return query
    with asked_for as (
        select * from json_to_recordset(asked) as a(id uuid, run_lease bigint, dated_at timestamptz, recipients integer, detail text)
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
        returning d.id, d.owner_id, d.account_id, d.audit_seq, d.audit_head, asked_for.detail, asked_for.recipients
    ), counted as (
        insert into public.account_usage as u (account_id, span, at, messages, recipients)
        select moved.account_id, spans.span, date_bin(spans.width, now(), 'epoch'), count(*), sum(moved.recipients)
        from moved join public.accounts a on a.id = moved.account_id
            and (a.per_minute is not null or a.daily_messages is not null or a.daily_recipients is not null)
            cross join (values ('minute', interval '5 seconds'), ('day', interval '10 minutes')) as spans(span, width)
        group by 1, 2, 3 order by 1, 2
        on conflict (account_id, span, at) do update
        set messages = u.messages + excluded.messages, recipients = u.recipients + excluded.recipients
    )
    insert into public.audit_entries (message_id, owner_id, seq, at, event, actor, detail, hash)
    select moved.id, moved.owner_id, moved.audit_seq, now(), 'transmitting', actor, moved.detail, moved.audit_head from moved
    returning message_id;
end $$;

create or replace function private.next_due(worker uuid, closed uuid[]) returns interval
language plpgsql stable set search_path = '' set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off as $$
declare
    mine text := coalesce((select w.region from public.workers w where w.id = worker), '');
    blocked uuid[] := private.blocked(closed);
    glance integer := case when blocked = '{}' and mine = '' then 1 else 1000 end;
    near timestamptz;
    far timestamptz;
    opens timestamptz;
    back timestamptz;
begin
    -- A hint may be early but not slow: where a thousand in a row are not ours, the last of them is when to look again.
    select min(front.due_at) into near from unnest(array[0, 1, 2]::smallint[]) as lane(priority) cross join lateral (
        select coalesce(min(first.due_at) filter (where first.is_ours), case when count(*) = glance then max(first.due_at) end) as due_at
        from (
            select q.due_at, q.account_id <> all (blocked) and (mine = ''
                or exists (select from public.accounts a where a.id = q.account_id and a.region in ('', mine))) as is_ours
            from public.deliveries q
            where q.state = 'scheduled' and not q.is_parked and q.priority = lane.priority and q.deadline_at > now()
            order by q.due_at, q.id limit glance) as first) as front;
    if mine <> '' then
        -- Only what is due before our own can be taken over before it.
        select min(ahead.due_at) + s.takeover into far from private.settings s
            cross join unnest(array[0, 1, 2]::smallint[]) as lane(priority) cross join lateral (
            select q.due_at from public.deliveries q
            where q.state = 'scheduled' and not q.is_parked and q.priority = lane.priority and q.deadline_at > now()
                and q.account_id <> all (blocked) and (near is null or q.due_at < near)
                and exists (select from public.accounts a where a.id = q.account_id and a.region not in ('', mine))
            order by q.due_at, q.id limit 1) as ahead
        group by s.takeover;
    end if;
    -- When a breaker may be tried again, whatever waits behind it; and what was set aside for an account that may send by now.
    select min(greatest(b.open_until, b.probe_until)) into opens from public.breakers b
    where greatest(b.open_until, b.probe_until) > now();
    with recursive parked(account) as (
        (select d.account_id from public.deliveries d where d.state = 'scheduled' and d.is_parked order by d.account_id limit 1)
        union all
        select (select d.account_id from public.deliveries d
                where d.state = 'scheduled' and d.is_parked and d.account_id > parked.account order by d.account_id limit 1)
        from parked where parked.account is not null
    )
    select now() into back from parked where parked.account <> all (blocked) limit 1;
    return least(near, far, opens, back) - now();
end $$;

grant execute on function private.claim, private.blocked, private.park, private.unpark, private.within_limits, private.only_first
    to nightmail_worker;
revoke execute on function private.claim, private.blocked, private.park, private.unpark, private.within_limits, private.only_first
    from public;

-- T3, as before. A server's word that it took the message counts even where it was to be sent again meanwhile, as long as nobody
-- began with that: nothing is sent twice that is known to have arrived.
create or replace function private.settle(worker uuid, asked json, results json) returns setof uuid
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
            and (d.state in ('claimed', 'transmitting', 'in_doubt') or (d.state = 'scheduled' and asked_for.state = 'sent'))
        returning d.id, d.owner_id, d.audit_seq, d.audit_head, asked_for.event, asked_for.detail
    ), told as (
        insert into public.audit_entries (message_id, owner_id, seq, at, event, actor, detail, hash)
        select moved.id, moved.owner_id, moved.audit_seq, now(), moved.event, actor, moved.detail, moved.audit_head from moved
    ), ledger as (
        update public.recipients r set state = result.state, reply = result.reply, changed_at = now()
        from json_to_recordset(results) as result(id uuid, n integer, state public.recipient_state, reply text)
        join moved on moved.id = result.id
        where r.message_id = result.id and r.n = result.n
    )
    select moved.id from moved;
    -- What goes back at once may be for another worker to send.
    if exists (select from json_to_recordset(asked) as a(state text, due_at timestamptz) where a.state = 'scheduled' and a.due_at <= now()) then
        perform pg_notify('nightmail_due', '');
    end if;
end $$;

-- What people see of limits and priorities.

-- The same list, and each line says what leaves first.
drop function public.list_messages(public.delivery_state[], uuid, text, integer, integer);
create function public.list_messages(states public.delivery_state[] default null, account uuid default null, words text default '',
    how_many integer default 100, skip integer default 0)
returns table (id uuid, owner_id uuid, account_id uuid, state public.delivery_state, wanted_at timestamptz, due_at timestamptz,
    deadline_at timestamptz, attempts integer, deferrals integer, rescues integer, run_lease bigint, reason text, local_time text,
    zone text, sent_at timestamptz, priority smallint, rfc_message_id text, subject text, created_at timestamptz,
    attachment_count integer, recipients text[])
language sql stable security invoker set search_path = '' as $$
    -- The page is found first: what it shows beside is looked up for its rows alone, not for every message there is.
    with ordered as (
        select d.*, d.state in ('scheduled', 'claimed', 'transmitting', 'held', 'in_doubt') as is_open
        from public.deliveries d
        where d.owner_id = (select auth.uid()) and d.transfer_step is null
            and (states is null or d.state = any(states)) and (account is null or d.account_id = account)
            and (words = '' or exists (
                select from public.messages m where m.id = d.id and strpos(lower(m.subject), lower(words)) > 0) or exists (
                select from public.recipients r where r.message_id = d.id
                    and (strpos(lower(r.address), lower(words)) > 0 or strpos(lower(r.name), lower(words)) > 0)))
    ), page as materialized (
        select o.*, row_number() over (order by o.is_open desc, case when o.is_open then o.due_at end,
            coalesce(o.sent_at, o.due_at) desc, o.id desc) as place
        from ordered o order by place limit least(greatest(how_many, 0), 1000) offset greatest(skip, 0)
    )
    select p.id, p.owner_id, p.account_id, p.state, p.wanted_at, p.due_at, p.deadline_at, p.attempts, p.deferrals, p.rescues,
        p.run_lease, p.reason, p.local_time, p.zone, p.sent_at, p.priority, m.rfc_message_id, m.subject, m.created_at,
        m.attachment_count,
        array(select coalesce(nullif(r.name, ''), r.address) from public.recipients r where r.message_id = p.id order by r.n)
    from page p join public.messages m on m.id = p.id
    order by p.place
$$;
comment on function public.list_messages is 'The caller''s outbox: what is open by due time first, then what is finished, latest first. At most 1000 at a time.';
revoke execute on function public.list_messages from public, anon;
grant execute on function public.list_messages to authenticated;

create function private.my_usage() returns jsonb language sql stable security definer set search_path = '' as $$
    select coalesce(jsonb_agg(jsonb_build_object('account_id', used.id, 'messages', used.messages, 'recipients', used.recipients)
        order by used.id), '[]')
    from (select a.id, sum(u.messages) as messages, sum(u.recipients) as recipients
        from public.accounts a join public.account_usage u on u.account_id = a.id and u.span = 'day'
        where a.owner_id = private.caller() and u.at > now() - interval '24 hours 10 minutes' group by a.id) as used
$$;
comment on function private.my_usage is 'What the caller''s accounts sent in the last day, of those whose limits are counted.';
create function public.list_usage() returns jsonb language sql stable security invoker set search_path = '' as $$
    select private.my_usage()
$$;
comment on function public.list_usage is 'Messages and recipients that the caller''s accounts sent in the last day, as their limits count them.';
revoke execute on function private.my_usage, public.list_usage from public, anon;
grant execute on function private.my_usage, public.list_usage to authenticated;

-- Whoever resumes an account wants a try now: its own breaker goes, and one message tries its server, which others may share. Not
-- again within ten seconds: each try that fails makes the rest longer for everybody behind that server.
create or replace function private.my_account_state(account uuid, state public.account_state, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
    a public.accounts := private.my_account(account);
begin
    update public.accounts t set state = my_account_state.state, pause_reason = coalesce(why, '') where t.id = a.id;
    if state = 'active' then
        delete from public.breakers b where b.account_id = a.id;
        update public.breakers b set open_until = now(), probe_until = null
        where b.host = a.smtp_host and b.port = a.smtp_port and b.open_until > now() and b.changed_at < now() - interval '10 seconds';
        perform private.announce(now());
    end if;
end $$;

-- What waited for a limit is looked at anew by the next claim, under the new one.
create function private.heed_limits() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from public.breakers b where b.account_id = new.id and b.kind = 'rate';
    perform private.announce(now());
    return null;
end $$;
comment on function private.heed_limits is 'Limits were changed: nothing waits for the old ones.';
revoke execute on function private.heed_limits from public;
create trigger accounts_limits after update of per_minute, daily_messages, daily_recipients on public.accounts for each row
    when ((old.per_minute, old.daily_messages, old.daily_recipients)
        is distinct from (new.per_minute, new.daily_messages, new.daily_recipients))
    execute function private.heed_limits();

-- Switching ways of planning off is reckoned as an enormous cost, and a server that compiles what is costly (jit, the default of
-- many packages up to PostgreSQL 18) then spends half a second on compiling what runs for a few milliseconds.
do $$
declare
    steered regprocedure;
begin
    for steered in select p.oid from pg_proc p
        where p.pronamespace = 'private'::regnamespace and array_to_string(p.proconfig, ',') like '%enable_%'
    loop
        execute format('alter function %s set jit = off', steered);
    end loop;
end $$;

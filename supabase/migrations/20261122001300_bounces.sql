-- Mail that came back after it was accepted, addresses that are warned of since, sending again to those who are missing, and
-- messages that are due and do not move.

alter type public.recipient_state add value if not exists 'bounced';

create table public.suppressions (
    owner_id uuid not null references auth.users (id) on delete cascade,
    address text not null check (length(address) <= 320 and address = lower(address) and address !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
    reason text not null check (length(reason) <= 1000 and reason !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
    since timestamptz not null default now(),
    message_id uuid,
    primary key (owner_id, address)
);
comment on table public.suppressions is 'Addresses whose mail came back. Whoever writes to one is warned; nothing is refused.';
comment on column public.suppressions.owner_id is 'Whose warning it is: one person''s bounces say nothing to another.';
comment on column public.suppressions.address is 'In lower case.';
comment on column public.suppressions.reason is 'Why it came back, in a sentence.';
comment on column public.suppressions.since is 'When it came back last.';
comment on column public.suppressions.message_id is 'The message that came back; it may be gone by now.';
alter table public.suppressions enable row level security;
grant select on public.suppressions to authenticated;
create policy owner_reads on public.suppressions for select to authenticated using ((select auth.uid()) = owner_id);
grant select, insert, update on public.suppressions to nightmail_worker;
create policy worker_all on public.suppressions for all to nightmail_worker using (true) with check (true);

create table public.bounce_looks (
    account_id uuid primary key references public.accounts (id) on delete cascade,
    next_at timestamptz not null,
    marks jsonb not null default '{}' check (jsonb_typeof(marks) = 'object' and octet_length(marks::text) <= 4000)
);
comment on table public.bounce_looks is 'Mailboxes that are looked into for returned mail, so that of several workers one looks, and a restart reads nothing twice.';
comment on column public.bounce_looks.account_id is 'The account.';
comment on column public.bounce_looks.next_at is 'When the next look is due; whoever takes it moves this on first.';
comment on column public.bounce_looks.marks is 'How far each folder was read.';
alter table public.bounce_looks enable row level security;
grant select, insert, update on public.bounce_looks to nightmail_worker;
create policy worker_all on public.bounce_looks for all to nightmail_worker using (true) with check (true);

-- Sending again ------------------------------------------------------------------------------------------------------------

-- Try a failed message again, for the recipients who are still missing; never for one who had it. Where `forced`, also for those
-- it came back from and those that are warned of.
create function private.redrive(owner uuid, message uuid, actor text, forced boolean) returns public.deliveries
language plpgsql set search_path = '' as $$
declare
    d public.deliveries := private.here(owner, message);
    was text := d.state;
    changed jsonb;
    missing integer;
begin
    if d.state is null or d.state not in ('failed', 'sent') then
        return d;
    end if;
    with judged as (
        select r.n, r.state::text as state, case
            when forced and r.state in ('refused', 'bounced', 'pending', 'deferred') then 'pending'
            when r.state in ('refused', 'pending', 'deferred') then case when s.address is null then 'pending' else 'refused' end
            else r.state::text end as becomes,
            case when not forced and s.address is not null and r.state in ('pending', 'deferred')
                then 'Not tried again: ' || s.reason else '' end as reply
        from public.recipients r
        left join public.suppressions s on s.owner_id = r.owner_id and s.address = lower(r.address)
        where r.message_id = d.id
    )
    select count(*) filter (where judged.becomes = 'pending'),
        coalesce(jsonb_agg(jsonb_build_array(judged.n, judged.becomes, judged.reply) order by judged.n)
            filter (where judged.becomes <> judged.state), '[]')
    into missing, changed from judged;
    if missing = 0 then
        return d;
    end if;
    update public.recipients r
    set state = (one ->> 1)::public.recipient_state, reply = one ->> 2, changed_at = now()
    from jsonb_array_elements(changed) as results(one) where r.message_id = d.id and r.n = (one ->> 0)::integer;
    d.deadline_at := greatest(d.deadline_at, now() + least(d.deadline_at - d.wanted_at, interval '72 hours'));
    d.due_at := now();
    d.state := 'scheduled';
    d.deferrals := 0;
    d.rescues := 0;
    d.reason := '';
    perform private.move(d, 'redriven', actor, jsonb_build_object('from', was, 'due_at', private.instant(d.due_at), 'results', changed));
    return d;
end $$;
comment on function private.redrive is 'failed, or sent and come back, to scheduled: for the recipients still missing.';

create function private.my_redrive(message uuid, forced boolean) returns jsonb language sql security definer set search_path = '' as $$
    select private.answer(private.redrive(private.caller(), message, 'person', coalesce(forced, false)))
$$;
create function public.redrive_message(id uuid, forced boolean default false) returns jsonb
language sql security invoker set search_path = '' as $$
    select private.my_redrive(id, forced)
$$;
comment on function public.redrive_message is 'Send again to the recipients who are missing; forced: also where it came back. It won if the state answered is scheduled.';

create function private.my_forgive(address text) returns boolean language plpgsql security definer set search_path = '' as $$
begin
    delete from public.suppressions s where s.owner_id = private.caller() and s.address = lower(my_forgive.address);
    return found;
end $$;
create function public.remove_suppression(address text) returns boolean language sql security invoker set search_path = '' as $$
    select private.my_forgive(address)
$$;
comment on function public.remove_suppression is 'Warn of an address no more. True where it was warned of.';

-- What does not move -------------------------------------------------------------------------------------------------------

-- Messages that should have left `lag` ago: due ones, and those that somebody holds. Up to some 10000, anybody's or one owner's.
create function private.late(whose uuid, lag interval) returns table (id uuid, account_id uuid, due_at timestamptz, holder uuid)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
    before timestamptz := now() - lag;
begin
    if whose is null then
        -- Each half has an index of its own: see deliveries_due and deliveries_parked.
        return query (select d.id, d.account_id, d.due_at, null::uuid from public.deliveries d
            where d.state = 'scheduled' and not d.is_parked and d.priority = any ('{0,1,2}') and d.due_at <= before limit 10000);
        return query (select d.id, d.account_id, d.due_at, null::uuid from public.deliveries d
            where d.state = 'scheduled' and d.is_parked and d.due_at <= before limit 10000);
    else
        -- No deadline lies further back.
        return query (select d.id, d.account_id, d.due_at, null::uuid from public.deliveries d
            where d.owner_id = whose and d.wanted_at between now() - interval '30 days' and before
                and d.state = 'scheduled' and d.due_at <= before limit 10000);
    end if;
    return query (select d.id, d.account_id, d.due_at, d.lease_owner from public.deliveries d
        join public.audit_entries e on e.message_id = d.id and e.seq = d.audit_seq
        where d.state in ('claimed', 'transmitting') and d.due_at <= before and e.at <= before
            and (whose is null or d.owner_id = whose) limit 10000);
end $$;
comment on function private.late is 'Deliveries that should have left a while ago.';

-- Why each does not move, the first that holds: no_worker, holder_died, sending, paused, breaker; unknown is for us to look into.
create function private.stuck(whose uuid, lag interval) returns jsonb language sql stable set search_path = '' as $$
    with alive as (
        select coalesce(array_agg(w.id), '{}') as ids from public.workers w where w.lease_expires_at > now()
    ), late as (
        select l.due_at, case
            when alive.ids = '{}' then 'no_worker'
            when l.holder is not null then case when l.holder = any (alive.ids) then 'sending' else 'holder_died' end
            when a.state = 'paused' then 'paused'
            when exists (select from public.breakers b where greatest(b.open_until, b.probe_until) > now()
                and (b.account_id = a.id or (b.host = a.smtp_host and b.port = a.smtp_port))) then 'breaker'
            else 'unknown' end as why
        from private.late(whose, lag) l join public.accounts a on a.id = l.account_id cross join alive
    )
    select jsonb_build_object('count', count(*), 'oldest_due', min(late.due_at),
        'reasons', coalesce((select jsonb_object_agg(c.why, c.many) from (select l.why, count(*) as many from late l group by l.why) as c), '{}'))
    from late
$$;
comment on function private.stuck is 'How many messages should have left a while ago, since when, and why.';

create function private.my_stuck(lag double precision) returns jsonb language sql stable security definer set search_path = '' as $$
    select private.stuck(private.caller(), make_interval(secs => least(greatest(coalesce(lag, 300), 1), 864000)))
$$;
create function public.stuck_messages(lag double precision default 300) returns jsonb
language sql stable security invoker set search_path = '' as $$
    select private.my_stuck(lag)
$$;
comment on function public.stuck_messages is 'How many messages of the caller should have left `lag` seconds ago and did not, since when, and why.';

create view ops.ops_stuck with (security_invoker = true) as
select d.due_at, now() - d.due_at as late, d.state, u.email::text as owner, a.address as account,
    case when not exists (select from public.workers w where w.lease_expires_at > now()) then 'no worker is running'
        when l.holder is not null then case
            when exists (select from public.workers w where w.id = l.holder and w.lease_expires_at > now())
                then 'a worker holds it' else 'its worker died' end
        when a.state = 'paused' then 'the account is paused: ' || a.pause_reason
        else coalesce((select b.reason from public.breakers b where greatest(b.open_until, b.probe_until) > now()
            and (b.account_id = a.id or (b.host = a.smtp_host and b.port = a.smtp_port)) order by b.open_until desc limit 1),
            'not known: look into the worker''s log') end as why,
    d.id
from private.late(null, interval '5 minutes') l join public.deliveries d on d.id = l.id
join public.accounts a on a.id = d.account_id left join auth.users u on u.id = d.owner_id
order by d.due_at limit 500;
comment on view ops.ops_stuck is 'Messages that should have left five minutes ago or earlier, and why they did not; oldest first.';
comment on column ops.ops_stuck.due_at is 'When it should have left.';
comment on column ops.ops_stuck.late is 'How long ago that was.';
comment on column ops.ops_stuck.state is 'Where it stands.';
comment on column ops.ops_stuck.owner is 'Whose message.';
comment on column ops.ops_stuck.account is 'The account it leaves from.';
comment on column ops.ops_stuck.why is 'What keeps it.';
comment on column ops.ops_stuck.id is 'The message.';

create view ops.ops_suppressions with (security_invoker = true) as
select s.since, u.email::text as owner, s.address, s.reason, s.message_id
from public.suppressions s left join auth.users u on u.id = s.owner_id
order by s.since desc limit 500;
comment on view ops.ops_suppressions is 'The latest 500 addresses whose mail came back, latest first.';
comment on column ops.ops_suppressions.since is 'When it came back last.';
comment on column ops.ops_suppressions.owner is 'Whose mail.';
comment on column ops.ops_suppressions.address is 'The address.';
comment on column ops.ops_suppressions.reason is 'Why.';
comment on column ops.ops_suppressions.message_id is 'The message that came back.';

revoke execute on function private.redrive, private.my_redrive, public.redrive_message, private.my_forgive, public.remove_suppression,
    private.late, private.stuck, private.my_stuck, public.stuck_messages from public, anon;
grant execute on function private.my_redrive, public.redrive_message, private.my_forgive, public.remove_suppression, private.my_stuck,
    public.stuck_messages to authenticated;
grant execute on function private.late, private.stuck to nightmail_worker;
revoke all on ops.ops_stuck, ops.ops_suppressions from anon, authenticated, service_role;

-- A worker takes what becomes due within a moment, so that it is ready at its instant. And nothing that is done all the time walks again
-- over what was there: while an old transaction may still look at a row as it was, its old entries stay in every index, and each claim
-- went past all that was sent since. Whoever asks without the new arguments is answered as before.

-- T1.
drop function private.claim(uuid, integer, uuid[]);
create function private.claim(worker uuid, how_many integer, closed uuid[], ahead interval default interval '0',
    after_due timestamptz[] default null, after_id uuid[] default null)
returns table (
    id uuid, owner_id uuid, account_id uuid, state public.delivery_state, wanted_at timestamptz, due_at timestamptz,
    deadline_at timestamptz, priority smallint, zone text, run_lease bigint, dated_at timestamptz, attempts integer, deferrals integer,
    rescues integer, reason text, rfc_message_id text, sender_address text, sender_name text, subject text, text_body text,
    html_body text, headers jsonb, metadata jsonb, attachment_count integer, created_at timestamptz,
    ledger json
)
language plpgsql set search_path = ''
set jit = off set plan_cache_mode = force_generic_plan
set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
    actor text := 'worker:' || worker;
    micros text := (extract(epoch from now()) * 1000000)::bigint::text;
    soon timestamptz := now() + ahead;
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
    if blocked <> '{}' and after_due is null then
        perform private.park(blocked, how_many);
    end if;
    -- The index is walked in its order, once for each priority: sorting would read the whole backlog for every batch.
    select array_agg(first.id order by first.rank, first.id), array_agg(distinct first.account_id) into picked, theirs from (
        select ahead.id, ahead.account_id, ahead.due_at + (lane.priority - 1) * interval '5 minutes' as rank
        from unnest(array[0, 1, 2]::smallint[], after_due, after_id) as lane(priority, due, id) cross join lateral (
            select q.id, q.account_id, q.due_at from public.deliveries q
            where q.state = 'scheduled' and not q.is_parked and q.priority = lane.priority and q.due_at <= soon and q.deadline_at > now()
                and (q.due_at, q.id) > (coalesce(lane.due, '-infinity'), coalesce(lane.id, '00000000-0000-0000-0000-000000000000'))
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
                || micros || chr(10) || 'claimed' || chr(10) || actor || chr(10)
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
comment on function private.claim is 'T1: claim deliveries that may leave now, or become due within `ahead`, for a worker with a living lease: those behind `after`, of each priority.';

-- T2. Asked so, a row is looked up by its id alone, and not in the index of what is held: what was held is long.
create or replace function private.transmitting(worker uuid, asked json) returns setof uuid
language plpgsql set search_path = ''
set jit = off set plan_cache_mode = force_generic_plan
set enable_bitmapscan = off set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
    actor text := 'worker:' || worker;
    micros text := (extract(epoch from now()) * 1000000)::bigint::text;
begin
    return query
    with asked_for as (
        select * from json_to_recordset(asked) as a(id uuid, run_lease bigint, dated_at timestamptz, recipients integer, detail text)
    ), moved as (
        update public.deliveries d
        set state = 'transmitting', dated_at = coalesce(d.dated_at, asked_for.dated_at), audit_seq = d.audit_seq + 1,
            audit_head = sha256(convert_to(
                'nightmail-audit-1' || chr(10) || d.id::text || chr(10) || (d.audit_seq + 1)::text || chr(10)
                || micros || chr(10) || 'transmitting' || chr(10) || actor || chr(10)
                || asked_for.detail || chr(10) || encode(d.audit_head, 'hex'), 'UTF8'))
        from asked_for
        where d.id = any (array(select wanted.id from asked_for wanted)) and d.id = asked_for.id and d.run_lease = asked_for.run_lease
            and (d.state = 'claimed' and d.lease_owner = worker) is true
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

-- What is due next, by the same rules.
drop function private.next_due(uuid, uuid[]);
create function private.next_due(worker uuid, closed uuid[], after_due timestamptz[] default null, after_id uuid[] default null)
returns interval
language plpgsql stable set search_path = ''
set jit = off set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off as $$
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
    select min(front.due_at) into near from unnest(array[0, 1, 2]::smallint[], after_due, after_id) as lane(priority, due, id) cross join lateral (
        select coalesce(min(first.due_at) filter (where first.is_ours), case when count(*) = glance then max(first.due_at) end) as due_at
        from (
            select q.due_at, q.account_id <> all (blocked) and (mine = ''
                or exists (select from public.accounts a where a.id = q.account_id and a.region in ('', mine))) as is_ours
            from public.deliveries q
            where q.state = 'scheduled' and not q.is_parked and q.priority = lane.priority and q.deadline_at > now()
                and (q.due_at, q.id) > (coalesce(lane.due, '-infinity'), coalesce(lane.id, '00000000-0000-0000-0000-000000000000'))
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
comment on function private.next_due is 'How long until something may leave, by the rules of `claim`.';

-- Whether a delivery is held by nobody who lives. Between the living, what they hold or held is not looked at.
create function private.is_any_orphaned(alive uuid[]) returns boolean language sql stable set search_path = ''
set jit = off set enable_bitmapscan = off set enable_seqscan = off as $$
    select exists (
        select from (
            select known.id as low, lead(known.id, 1, 'ffffffff-ffff-ffff-ffff-ffffffffffff') over (order by known.id) as high
            from unnest(array_prepend('00000000-0000-0000-0000-000000000000'::uuid, alive)) as known(id)) as gap cross join lateral (
            select from public.deliveries d
            where d.state in ('claimed', 'transmitting') and d.lease_owner > gap.low and d.lease_owner < gap.high limit 1) as orphan)
$$;
comment on function private.is_any_orphaned is 'Whether a delivery is held by a worker that is not among these.';

drop function private.watch(uuid, interval, uuid[], interval, integer);
create function private.watch(worker uuid, lease interval, closed uuid[], lag interval, looks integer, is_brief boolean default false)
returns table (is_alive boolean, due interval, ends interval, chores text[])
language plpgsql set search_path = '' as $$
declare
    alive uuid[];
begin
    update public.workers w set seen_at = now(), lease_expires_at = now() + lease where w.id = worker and w.lease_expires_at > now();
    is_alive := found;
    alive := array(select w.id from public.workers w where w.lease_expires_at > now());
    -- Whoever holds something and dies now is to be rescued at this moment.
    select min(w.lease_expires_at) - now() into ends from public.workers w
    where w.id <> worker and w.lease_expires_at > now() and (
        -- From the end, where the latest stand: what it held before may still be in the index.
        select d.lease_owner from public.deliveries d
        where d.lease_owner >= w.id and d.lease_owner <= w.id and d.state in ('claimed', 'transmitting')
        order by d.lease_owner desc limit 1) is not null;
    chores := '{}';
    if private.is_any_orphaned(alive) or exists (select from public.workers w where w.lease_expires_at < now() - interval '1 day') then
        chores := array['rescue'];
    end if;
    if is_brief then
        return next;
        return;
    end if;
    due := private.next_due(worker, closed);
    chores := chores || array_remove(array[
        case when private.may_be_overdue() or exists (select from public.account_usage u where u.span = 'minute' and u.at < now() - interval '1 day')
            then 'expire' end,
        case when exists (select from private.late(null, lag)) then 'stuck' end,
        case when exists (select from public.accounts a left join public.bounce_looks b on b.account_id = a.id
            where a.imap_host is not null and (b.next_at is null or b.next_at <= now())) then 'bounces' end,
        case when exists (select from public.deliveries d where d.state = 'in_doubt' and d.due_at <= now() and d.deferrals < looks)
            then 'doubts' end], null);
    return next;
end $$;
comment on function private.watch is 'Extend a worker''s lease and say what there is to do: when mail is due next, when another''s lease ends, and which chores wait. In brief: the lease, and whether somebody died.';

-- A pause is told too: whoever holds something of the account lets go of it.
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
    end if;
    perform private.announce(now());
end $$;

revoke execute on function private.claim, private.next_due, private.is_any_orphaned, private.watch from public;
grant execute on function private.claim, private.next_due, private.is_any_orphaned, private.watch to nightmail_worker;

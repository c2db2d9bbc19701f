-- A worker takes what becomes due within a moment, so that it is ready at its instant. Whoever asks without `ahead` is answered as before.

-- T1.
drop function private.claim(uuid, integer, uuid[]);
create function private.claim(worker uuid, how_many integer, closed uuid[], ahead interval default interval '0')
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
    if blocked <> '{}' then
        perform private.park(blocked, how_many);
    end if;
    -- The index is walked in its order, once for each priority: sorting would read the whole backlog for every batch.
    select array_agg(first.id order by first.rank, first.id), array_agg(distinct first.account_id) into picked, theirs from (
        select ahead.id, ahead.account_id, ahead.due_at + (lane.priority - 1) * interval '5 minutes' as rank
        from unnest(array[0, 1, 2]::smallint[]) as lane(priority) cross join lateral (
            select q.id, q.account_id, q.due_at from public.deliveries q
            where q.state = 'scheduled' and not q.is_parked and q.priority = lane.priority and q.due_at <= soon and q.deadline_at > now()
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
comment on function private.claim is 'T1: claim deliveries that may leave now, or become due within `ahead`, for a worker with a living lease.';
revoke execute on function private.claim from public;
grant execute on function private.claim to nightmail_worker;

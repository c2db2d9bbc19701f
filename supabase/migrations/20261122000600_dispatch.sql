-- The hot steps of a dispatcher. They are functions so that their plans are kept for a session's life; each is one statement,
-- so one commit. The text that is hashed is the canonical form of nightmail/delivery/audit.py.

-- T1. Claim up to `how_many` due deliveries, earliest first. Two workers never wait for, or take, the same row.
-- The index is walked in its order: sorting would read the whole backlog for every batch, so the planner may not.
-- A worker takes its own region's messages and those without one at once, others only when they are late by `takeover`;
-- a worker without a region serves all alike.
create function private.claim(worker uuid, how_many integer, closed uuid[])
returns table (
    id uuid, owner_id uuid, account_id uuid, state public.delivery_state, wanted_at timestamptz, due_at timestamptz,
    deadline_at timestamptz, zone text, run_lease bigint, dated_at timestamptz, attempts integer, deferrals integer,
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
begin
    select w.region, s.takeover into mine, takeover
    from public.workers w cross join private.settings s where w.id = worker and w.lease_expires_at > now();
    if not found then
        return;
    end if;
    return query
    with picked as materialized (
        select q.id from public.deliveries q
        where q.state = 'scheduled' and q.due_at <= now() and q.deadline_at > now() and q.account_id <> all(closed)
            and exists (select from public.accounts a where a.id = q.account_id and a.state = 'active'
                        and (mine = '' or a.region in ('', mine) or q.due_at <= now() - takeover))
            -- Once more, in the very statement that takes: the lease may have ended since, and what it held been rescued.
            and exists (select from public.workers w where w.id = worker and w.lease_expires_at > now())
        order by q.due_at, q.id limit how_many
        for update of q skip locked
    ), light as (
        -- As much as a worker can hold, however large single bodies are; one at least. The rest stays for the next call.
        select sized.id from (
            select picked.id, sum(m.octets) over weighed as octets, row_number() over weighed as place
            from picked join public.messages m on m.id = picked.id
            window weighed as (rows unbounded preceding)) as sized
        where sized.place = 1 or sized.octets <= 64000000
    ), moved as (
        update public.deliveries d
        set state = 'claimed', run_lease = d.run_lease + 1, lease_owner = worker, audit_seq = d.audit_seq + 1,
            audit_head = sha256(convert_to(
                'nightmail-audit-1' || chr(10) || d.id::text || chr(10) || (d.audit_seq + 1)::text || chr(10)
                || (extract(epoch from now()) * 1000000)::bigint::text || chr(10) || 'claimed' || chr(10) || actor || chr(10)
                || '{"run_lease":' || (d.run_lease + 1) || '}' || chr(10) || encode(d.audit_head, 'hex'), 'UTF8'))
        from light where d.id = light.id
        returning d.*
    ), told as (
        insert into public.audit_entries (message_id, owner_id, seq, at, event, actor, detail, hash)
        select moved.id, moved.owner_id, moved.audit_seq, now(), 'claimed', actor, '{"run_lease":' || moved.run_lease || '}', moved.audit_head
        from moved
    )
    select moved.id, moved.owner_id, moved.account_id, moved.state, moved.wanted_at, moved.due_at, moved.deadline_at,
        moved.zone, moved.run_lease, moved.dated_at, moved.attempts, moved.deferrals, moved.rescues, moved.reason,
        m.rfc_message_id, m.sender_address, m.sender_name, m.subject, m.text_body, m.html_body, m.headers, m.metadata,
        m.attachment_count, m.created_at,
        (select json_agg(json_build_array(r.n, r.kind, r.name, r.address, r.state, r.reply) order by r.n)
         from public.recipients r where r.message_id = moved.id)
    from moved join public.messages m on m.id = moved.id;
end $$;
comment on function private.claim is 'T1: claim due deliveries for a worker with a living lease.';

-- T2. Make the intent to write the dot durable, for those this worker still holds under a living lease.
create function private.transmitting(worker uuid, asked json) returns setof uuid
language plpgsql set search_path = '' as $$
declare
    actor text := 'worker:' || worker;
begin
    return query
    with asked_for as (
        select * from json_to_recordset(asked) as a(id uuid, run_lease bigint, dated_at timestamptz, detail text)
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
        returning d.id, d.owner_id, d.audit_seq, d.audit_head, asked_for.detail
    )
    insert into public.audit_entries (message_id, owner_id, seq, at, event, actor, detail, hash)
    select moved.id, moved.owner_id, moved.audit_seq, now(), 'transmitting', actor, moved.detail, moved.audit_head from moved
    returning message_id;
end $$;
comment on function private.transmitting is 'T2: the durable fence before the dot; answers the ids that may pass.';

-- T3. Write what attempts came to. A row claimed again since, or cancelled before its dot, is left as it is.
create function private.settle(worker uuid, asked json, results json) returns setof uuid
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
            and d.state in ('claimed', 'transmitting', 'in_doubt')
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
comment on function private.settle is 'T3: delivery, ledger and audit entry of finished attempts, in one transaction.';


-- How long until this worker has something to claim, by the same rules as `claim`; null: nothing is scheduled.
create function private.next_due(worker uuid, closed uuid[]) returns interval
language plpgsql stable set search_path = '' set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off as $$
declare
    mine text := coalesce((select w.region from public.workers w where w.id = worker), '');
    near timestamptz;
    far timestamptz;
begin
    select q.due_at into near from public.deliveries q
    where q.state = 'scheduled' and q.deadline_at > now() and q.account_id <> all(closed)
        and exists (select from public.accounts a where a.id = q.account_id and a.state = 'active'
                    and (mine = '' or a.region in ('', mine)))
    order by q.due_at, q.id limit 1;
    if mine <> '' then
        -- Only what is due before our own can be taken over before it.
        select q.due_at + s.takeover into far from public.deliveries q cross join private.settings s
        where q.state = 'scheduled' and q.deadline_at > now() and q.account_id <> all(closed)
            and (near is null or q.due_at < near)
            and exists (select from public.accounts a where a.id = q.account_id and a.state = 'active'
                        and a.region not in ('', mine))
        order by q.due_at, q.id limit 1;
    end if;
    return least(near, far) - now();
end $$;
comment on function private.next_due is 'The wait until a worker can claim something.';

grant execute on function private.claim, private.transmitting, private.settle, private.next_due to nightmail_worker;

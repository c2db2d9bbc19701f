-- A page of a list is sorted out of all that could stand on it, keeping no more rows than it has: the same answers as before.

create or replace function public.list_messages(states public.delivery_state[] default null, account uuid default null, words text default '',
    how_many integer default 100, skip integer default 0, sort text default 'due', beyond jsonb default null,
    backwards boolean default false)
returns table (id uuid, owner_id uuid, account_id uuid, state public.delivery_state, wanted_at timestamptz, due_at timestamptz,
    deadline_at timestamptz, attempts integer, deferrals integer, rescues integer, run_lease bigint, reason text, local_time text,
    zone text, sent_at timestamptz, priority smallint, rfc_message_id text, subject text, created_at timestamptz,
    attachment_count integer, changed_at timestamptz, recipients text[])
language sql stable security invoker set search_path = '' as $$
    with kept as not materialized (
        select d.*, case when sort = 'due' and d.state in ('sent', 'failed', 'cancelled') then 1 else 0 end as rank,
            case sort
                when 'due' then case when d.state in ('sent', 'failed', 'cancelled') then -1 else 1 end
                    * (extract(epoch from case when d.state in ('sent', 'failed', 'cancelled')
                        then coalesce(d.sent_at, d.due_at) else d.due_at end) * 1000000)::bigint
                when 'changed' then -(extract(epoch from coalesce((select e.at from public.audit_entries e
                    where e.message_id = d.id and e.seq = d.audit_seq),
                    (select m.created_at from public.messages m where m.id = d.id))) * 1000000)::bigint
                else 0 end as number,
            lower(case sort
                when 'subject' then (select m.subject from public.messages m where m.id = d.id)
                when 'recipient' then coalesce((select coalesce(nullif(r.name, ''), r.address) from public.recipients r
                    where r.message_id = d.id and r.n = 0), '')
                else '' end collate "C") collate "C" as letters
        from public.deliveries d
        where d.owner_id = (select auth.uid()) and d.transfer_step is null
            and (states is null or d.state = any(states)) and (account is null or d.account_id = account)
            and (words = '' or d.id in (select private.my_matches(words)))
    ), ordered as not materialized (
        select k.* from kept k
        where beyond is null
            or (not backwards and ((k.rank, k.number, k.letters) > ((beyond ->> 'rank')::integer,
                coalesce((beyond ->> 'number')::bigint, 0), coalesce(beyond ->> 'letters', '') collate "C")
                or ((k.rank, k.number, k.letters) = ((beyond ->> 'rank')::integer, coalesce((beyond ->> 'number')::bigint, 0),
                    coalesce(beyond ->> 'letters', '') collate "C") and k.id < (beyond ->> 'id')::uuid)))
            or (backwards and ((k.rank, k.number, k.letters) < ((beyond ->> 'rank')::integer,
                coalesce((beyond ->> 'number')::bigint, 0), coalesce(beyond ->> 'letters', '') collate "C")
                or ((k.rank, k.number, k.letters) = ((beyond ->> 'rank')::integer, coalesce((beyond ->> 'number')::bigint, 0),
                    coalesce(beyond ->> 'letters', '') collate "C") and k.id > (beyond ->> 'id')::uuid)))
    ), page as materialized (
        -- The page is found first: what it shows beside is looked up for its rows alone, and only its rows are kept while sorting.
        (select o.* from ordered o where not backwards order by o.rank, o.number, o.letters, o.id desc
            limit least(greatest(how_many, 0), 1000) offset greatest(skip, 0))
        union all
        (select o.* from ordered o where backwards order by o.rank desc, o.number desc, o.letters desc, o.id
            limit least(greatest(how_many, 0), 1000) offset greatest(skip, 0))
    )
    select p.id, p.owner_id, p.account_id, p.state, p.wanted_at, p.due_at, p.deadline_at, p.attempts, p.deferrals, p.rescues,
        p.run_lease, p.reason, p.local_time, p.zone, p.sent_at, p.priority, m.rfc_message_id, m.subject, m.created_at,
        m.attachment_count,
        coalesce((select e.at from public.audit_entries e where e.message_id = p.id and e.seq = p.audit_seq), m.created_at),
        array(select coalesce(nullif(r.name, ''), r.address) from public.recipients r where r.message_id = p.id order by r.n)
    from page p join public.messages m on m.id = p.id
    order by p.rank, p.number, p.letters, p.id desc
$$;

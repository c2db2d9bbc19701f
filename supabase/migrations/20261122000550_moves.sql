-- Moves between a PC and the cloud. A message belongs to one of them at every instant, and one transaction here decides
-- (nightmail/decisions/0013-moves.md). `transfer` counts a message's moves: a late or repeated request carries an old count and
-- changes nothing. `device` is the PC it went to.

create table private.withdrawn (
    id uuid not null,
    owner_id uuid not null references auth.users (id) on delete cascade,
    transfer integer not null,
    at timestamptz not null default now(),
    -- By owner first: nobody can withdraw an id that somebody else will use.
    primary key (owner_id, id)
);
comment on table private.withdrawn is 'Messages whose move to the cloud was called off before it arrived: a late request must not bring them.';
comment on column private.withdrawn.id is 'The message''s id.';
comment on column private.withdrawn.owner_id is 'Whose it is.';
comment on column private.withdrawn.transfer is 'Moves up to this one are refused.';
comment on column private.withdrawn.at is 'When it was called off.';
alter table private.withdrawn enable row level security;

-- A message that arrives at the very moment its move is called off: one of the two comes second, and sees the first. Arrivals,
-- of which there are many, don't wait for each other.
create function private.arriving(owner uuid) returns void language sql set search_path = '' as $$
    select pg_advisory_xact_lock_shared(hashtextextended('nightmail-moves-' || owner, 0))
$$;
comment on function private.arriving is 'Until the transaction ends, nothing of this owner is called off that is not here yet.';

create function private.calling_off(owner uuid) returns void language sql set search_path = '' as $$
    select pg_advisory_xact_lock(hashtextextended('nightmail-moves-' || owner, 0))
$$;
comment on function private.calling_off is 'Wait until nothing of this owner is arriving, and until the transaction ends let nothing arrive.';

-- What a PC says became of each recipient so far: [ledger number, state, reply]. Answers what of it is news here, for the audit
-- entry, which `verify` replays. Who was accepted stays accepted, and somebody must be left to send to.
create function private.carry_ledger(message uuid, results jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
    news jsonb;
    told integer;
    fitting integer;
    forgotten integer;
begin
    select count(distinct (item ->> 0)::integer),
        count(*) filter (where r.n is not null and item ->> 1 in ('pending', 'deferred', 'accepted', 'refused')
            and jsonb_typeof(item -> 2) = 'string' and length(item ->> 2) <= 5000),
        count(*) filter (where r.state = 'accepted' and item ->> 1 <> 'accepted'),
        jsonb_agg(jsonb_build_array(r.n, item ->> 1, item ->> 2) order by r.n)
            filter (where (r.state::text, r.reply) is distinct from (item ->> 1, item ->> 2))
    into told, fitting, forgotten, news
    from jsonb_array_elements(results) as told(item)
    left join public.recipients r on r.message_id = message and r.n = (item ->> 0)::integer;
    if told <> jsonb_array_length(results) or fitting <> told or forgotten > 0 then
        perform private.refuse(422, 'bad-message', 'What became of the recipients so far can''t be so.', 'Write it again.');
    end if;
    update public.recipients r set state = (item ->> 1)::public.recipient_state, reply = item ->> 2, changed_at = now()
    from jsonb_array_elements(news) as told(item) where r.message_id = message and r.n = (item ->> 0)::integer;
    if not exists (select from public.recipients r where r.message_id = message and r.state in ('pending', 'deferred')) then
        perform private.refuse(422, 'bad-message', 'Nobody is left to send this message to.');
    end if;
    return news;
end $$;
comment on function private.carry_ledger is 'The outcomes that come along with a message; answers the ones that were not known here.';

-- What comes along with a message from a PC, checked; the deadline is held to what a person may ask for.
create function private.carried(d public.deliveries, one jsonb) returns public.deliveries language plpgsql set search_path = '' as $$
declare
    latest timestamptz;
begin
    d.transfer := (one ->> 'transfer')::integer;
    d.wanted_at := coalesce((one ->> 'wanted_at')::timestamptz, private.due_of(one));
    d.due_at := private.due_of(one);
    latest := greatest(d.due_at, now()) + interval '72 hours';
    d.deadline_at := least(coalesce((one ->> 'deadline_at')::timestamptz,
        d.due_at + make_interval(secs => (one ->> 'lifetime')::double precision)), latest);
    d.local_time := one ->> 'local_time';
    d.zone := one ->> 'zone';
    -- Once a Date header was fixed, every try carries it: a server that saw the first one sees the same message.
    d.dated_at := coalesce(d.dated_at, (one ->> 'dated_at')::timestamptz);
    d.attempts := coalesce((one ->> 'attempts')::integer, 0);
    d.deferrals := coalesce((one ->> 'deferrals')::integer, 0);
    if d.transfer is null or d.transfer < 1 or d.wanted_at is null or d.deadline_at is null or d.due_at > now() + interval '100 years'
        or d.attempts not between 0 and 1000000 or d.deferrals not between 0 and 1000000 then
        perform private.refuse(422, 'bad-message', 'A message that moves needs its count, times and tries.');
    end if;
    return d;
end $$;
comment on function private.carried is 'A delivery with the times and tries that a PC hands over.';

-- The PC hands it over again. Where it never left, there is nothing to do: the request that brought it was answered into the void.
create function private.take_back(message uuid, actor text, one jsonb) returns public.deliveries
language plpgsql set search_path = '' as $$
declare
    d public.deliveries;
    asked_transfer integer := (one ->> 'transfer')::integer;
    news jsonb;
begin
    select * into d from public.deliveries q where q.id = message for update;
    if d.transfer_step is null and d.transfer <= asked_transfer then
        return d;
    end if;
    if d.transfer_step is distinct from 'gone' or asked_transfer is null or d.transfer >= asked_transfer then
        perform private.refuse(409, 'moved-on', 'This message was moved again meanwhile.', 'Look at it again.');
    end if;
    if private.content_digest(one) is distinct from (select e.detail::jsonb ->> 'content' from public.audit_entries e
                                                     where e.message_id = message and e.seq = 1) then
        perform private.refuse(409, 'other-content', 'The cloud knows this message with other content.', 'Send it as a new message.');
    end if;
    d := private.carried(d, one);
    d.state := case when (one ->> 'is_held')::boolean then 'held' else 'scheduled' end;
    d.transfer_step := null;
    d.device := '';
    d.rescues := 0;
    d.reason := case d.state when 'held' then 'On hold until you release it.' else '' end;
    news := private.carry_ledger(message, coalesce(nullif(one -> 'results', 'null'), '[]'));
    update public.deliveries q set dated_at = d.dated_at, attempts = d.attempts where q.id = message;
    perform private.move(d, 'arrived', actor, jsonb_strip_nulls(jsonb_build_object('state', d.state,
        'due_at', private.instant(d.due_at), 'transfer', d.transfer, 'device', one -> 'device', 'chain', one -> 'chain',
        'results', news)));
    return d;
end $$;
comment on function private.take_back is 'gone to scheduled (or held): a PC hands the message over again.';

-- The cloud lets it go to a PC. Answers where it stands: gone to that device with this very count means that it is there now, and
-- nowhere else; unless it was gone before (`from` of its last entry), which only makes sure that it does not come back.
create function private.give(owner uuid, message uuid, actor text, asked_transfer integer, to_device text)
returns public.deliveries language plpgsql set search_path = '' as $$
declare
    d public.deliveries := private.locked(owner, message);
    was text;
begin
    if asked_transfer is null or asked_transfer < 1 then
        perform private.refuse(422, 'bad-transfer', 'A move needs its count.');
    end if;
    if to_device is null or length(to_device) not between 1 and 200 or not private.is_clean(to_device) then
        perform private.refuse(422, 'bad-device', 'A move needs the name of the PC it goes to.');
    end if;
    if d.id is null then
        perform private.calling_off(owner);
        d := private.locked(owner, message);
    end if;
    if d.id is null then
        -- It never arrived here. What may still be under way must not arrive any more.
        insert into private.withdrawn as w (id, owner_id, transfer) values (message, owner, asked_transfer)
        on conflict (owner_id, id) do update set transfer = greatest(w.transfer, excluded.transfer);
        return null;
    end if;
    was := d.state;
    if asked_transfer > d.transfer and (d.transfer_step is null and d.state in ('scheduled', 'held', 'claimed')
                                        or d.transfer_step = 'gone' and d.device = to_device) then
        d.state := 'cancelled';
        d.lease_owner := null;
        d.transfer := asked_transfer;
        d.transfer_step := 'gone';
        d.device := to_device;
        d.reason := 'Moved to ' || to_device || '.';
        perform private.move(d, 'moved', actor, jsonb_build_object('from', was, 'transfer', asked_transfer, 'device', to_device));
    end if;
    return d;
end $$;
comment on function private.give is 'scheduled, held or claimed to gone: the message goes to a PC.';

-- The queue and its audit log, and every change that a person may ask for. States change only together with an audit entry.

create type public.delivery_state as enum
    ('scheduled', 'claimed', 'transmitting', 'sent', 'failed', 'in_doubt', 'cancelled', 'held');
create type public.transfer_step as enum ('going', 'gone', 'coming');

create table public.deliveries (
    id uuid primary key references public.messages (id) on delete cascade,
    owner_id uuid not null references auth.users (id) on delete cascade,
    account_id uuid not null references public.accounts (id),
    state public.delivery_state not null default 'scheduled',
    wanted_at timestamptz not null check (wanted_at between '1900-01-01 00:00+00' and '9000-01-01 00:00+00'),
    due_at timestamptz not null check (due_at between '1900-01-01 00:00+00' and '9000-01-01 00:00+00'),
    deadline_at timestamptz not null check (deadline_at between '1900-01-01 00:00+00' and '9001-01-01 00:00+00'),
    local_time text check (local_time ~ '^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.]\d{1,6})?)?$'),
    zone text check (length(zone) <= 64 and zone ~ '^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$'),
    run_lease bigint not null default 0,
    lease_owner uuid,
    dated_at timestamptz check (dated_at between '1900-01-01 00:00+00' and '9000-01-01 00:00+00'),
    sent_at timestamptz,
    attempts integer not null default 0,
    deferrals integer not null default 0,
    rescues integer not null default 0,
    transfer integer not null default 0 check (transfer >= 0),
    transfer_step public.transfer_step,
    device text not null default '' check (length(device) <= 200 and device !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
    audit_seq integer not null default 0,
    audit_head bytea not null default decode(repeat('00', 32), 'hex'),
    reason text not null default '',
    check (state not in ('claimed', 'transmitting') or lease_owner is not null),
    check ((zone is null) = (local_time is null)),
    check (transfer_step is null or state = case transfer_step when 'gone' then 'cancelled' else 'held' end::public.delivery_state)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
        autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.02);
comment on table public.deliveries is 'The queue: one narrow row a message. States change only together with an audit entry.';
comment on column public.deliveries.id is 'The message''s id: each message is delivered once.';
comment on column public.deliveries.owner_id is 'The user it belongs to.';
comment on column public.deliveries.account_id is 'The account it leaves from.';
comment on column public.deliveries.state is 'Where it stands; see the diagram in nightmail/README.md.';
comment on column public.deliveries.wanted_at is 'When the person wants it sent.';
comment on column public.deliveries.due_at is 'When it is tried next.';
comment on column public.deliveries.deadline_at is 'After this it is not sent any more.';
comment on column public.deliveries.local_time is 'The wall-clock time the person chose.';
comment on column public.deliveries.zone is 'The IANA zone of that time.';
comment on column public.deliveries.run_lease is 'Raised by every claim; guards every later write.';
comment on column public.deliveries.lease_owner is 'The worker that holds it.';
comment on column public.deliveries.dated_at is 'The Date header, fixed with the first transmission.';
comment on column public.deliveries.sent_at is 'When the server accepted it.';
comment on column public.deliveries.attempts is 'Transactions tried.';
comment on column public.deliveries.deferrals is 'Temporary refusals in a row.';
comment on column public.deliveries.rescues is 'Times its worker died under it.';
comment on column public.deliveries.transfer is 'How often it went from a PC to the cloud or back; each move counts one up.';
comment on column public.deliveries.transfer_step is 'gone: it is now on a PC. Empty: it is here.';
comment on column public.deliveries.device is 'The PC it went to.';
comment on column public.deliveries.audit_seq is 'Entries in its audit chain.';
comment on column public.deliveries.audit_head is 'Hash of the last one.';
comment on column public.deliveries.reason is 'Why it stands where it stands, for people.';
create index deliveries_due on public.deliveries (due_at, id) where state = 'scheduled';
create index deliveries_leased on public.deliveries (lease_owner) where state in ('claimed', 'transmitting');
create index deliveries_owner on public.deliveries (owner_id, wanted_at);
alter table public.deliveries enable row level security;
grant select on public.deliveries to authenticated, nightmail_worker;
grant update (state, due_at, deadline_at, run_lease, lease_owner, dated_at, sent_at, attempts, deferrals, rescues, audit_seq,
    audit_head, reason) on public.deliveries to nightmail_worker;
create policy owner_reads on public.deliveries for select to authenticated using ((select auth.uid()) = owner_id);
create policy worker_reads on public.deliveries for select to nightmail_worker using (true);
create policy worker_moves on public.deliveries for update to nightmail_worker using (true) with check (true);

create table public.audit_entries (
    id bigint generated always as identity primary key,
    message_id uuid not null,
    owner_id uuid not null,
    seq integer not null,
    at timestamptz not null,
    event text not null,
    actor text not null,
    detail text not null,
    hash bytea not null,
    tx xid8 not null default pg_current_xact_id(),
    unique (message_id, seq)
);
comment on table public.audit_entries is 'Append-only, hash-chained per message: every change of a delivery''s state.';
comment on column public.audit_entries.id is 'Order of writing.';
comment on column public.audit_entries.message_id is 'The message; it may be gone by now.';
comment on column public.audit_entries.owner_id is 'Whose it is or was.';
comment on column public.audit_entries.seq is 'Place in the message''s chain, from 1.';
comment on column public.audit_entries.at is 'When.';
comment on column public.audit_entries.event is 'What happened; the arrows of the diagram.';
comment on column public.audit_entries.actor is 'person, worker:<id>, system or operator:<name>.';
comment on column public.audit_entries.detail is 'JSON text: what belongs to the event.';
comment on column public.audit_entries.hash is 'SHA-256 over this entry and the hash before it.';
comment on column public.audit_entries.tx is 'The transaction that wrote it: ids are given before they are committed, so readers go by this.';
create index audit_entries_owner on public.audit_entries (owner_id, tx, id);
alter table public.audit_entries enable row level security;
grant select on public.audit_entries to authenticated, nightmail_worker;
grant insert (message_id, owner_id, seq, at, event, actor, detail, hash) on public.audit_entries to nightmail_worker;
create policy owner_reads on public.audit_entries for select to authenticated using ((select auth.uid()) = owner_id);
create policy worker_reads on public.audit_entries for select to nightmail_worker using (true);
-- A worker speaks for itself: never for a person or an operator.
create policy worker_tells on public.audit_entries for insert to nightmail_worker
    with check (actor = 'system' or actor like 'worker:%');
create trigger audit_entries_append_only before update or delete on public.audit_entries
    for each row execute function private.refuse_change();
create trigger audit_entries_never_emptied before truncate on public.audit_entries
    for each statement execute function private.refuse_change();

-- One transition of a locked row with its audit entry. `told` is the entry's detail.
create function private.move(d public.deliveries, event text, actor text, told jsonb) returns void
language plpgsql set search_path = '' as $$
declare
    detail text := told::text;
    head bytea := private.chained(d.id, d.audit_seq + 1, now(), event, actor, detail, d.audit_head);
begin
    update public.deliveries
    set state = d.state, wanted_at = d.wanted_at, due_at = d.due_at, deadline_at = d.deadline_at, local_time = d.local_time,
        zone = d.zone, lease_owner = d.lease_owner, sent_at = d.sent_at, deferrals = d.deferrals, rescues = d.rescues,
        transfer = d.transfer, transfer_step = d.transfer_step, device = d.device, reason = d.reason,
        audit_seq = d.audit_seq + 1, audit_head = head
    where id = d.id;
    insert into public.audit_entries (message_id, owner_id, seq, at, event, actor, detail, hash)
    values (d.id, d.owner_id, d.audit_seq + 1, now(), event, actor, detail, head);
    if d.state = 'scheduled' then
        perform private.announce(d.due_at);
    end if;
end $$;
comment on function private.move is 'Write a delivery as given together with its audit entry.';

-- Workers find what is due later than this by their poll in time.
create function private.announce(due timestamptz) returns void language plpgsql set search_path = '' as $$
begin
    if due <= now() + interval '60 seconds' then
        perform pg_notify('nightmail_due', '');
    end if;
end $$;
comment on function private.announce is 'Tell workers, when the transaction commits, that something is due soon. A hint: they also look by themselves.';

create function private.instant(at timestamptz) returns text language sql immutable set search_path = '' as $$
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
$$;
comment on function private.instant is 'RFC 3339 in UTC with microseconds.';

-- SHA-256 over everything of a message that goes on the wire, as nightmail/delivery/proof.py takes it.
create function private.content_digest(asked jsonb) returns text language sql immutable set search_path = '' as $$
    -- JSON without spaces: a scalar's own text has none, and the lists are put together here.
    select encode(sha256(convert_to(
        '[' || coalesce((asked -> 'message_id')::text, 'null') || ',['
        || '[' || (asked -> 'sender' -> 0)::text || ',' || (asked -> 'sender' -> 1)::text || ']]'
        || (select string_agg(',[' || coalesce((select string_agg('[' || (pair -> 0)::text || ',' || (pair -> 1)::text || ']', ',' order by place)
                from jsonb_array_elements(list) with ordinality as pairs(pair, place)), '') || ']', '' order by kind)
            from (values (1, asked -> 'to'), (2, asked -> 'cc'), (3, asked -> 'bcc')) as lists(kind, list))
        || ',' || coalesce((asked -> 'subject')::text, 'null') || ',' || coalesce((asked -> 'text')::text, 'null')
        || ',' || coalesce((asked -> 'html')::text, 'null')
        || ',[' || coalesce((select string_agg('[' || (f -> 'filename')::text || ',' || (f -> 'media_type')::text || ','
                || (f -> 'size')::text || ',' || (f -> 'sha256')::text || ',' || coalesce((f -> 'content_id')::text, 'null') || ']',
                ',' order by place)
            from jsonb_array_elements(asked -> 'attachments') with ordinality as files(f, place)), '') || ']'
        || case when jsonb_typeof(asked -> 'reply_to') = 'array'
            then ',[[' || (asked -> 'reply_to' -> 0)::text || ',' || (asked -> 'reply_to' -> 1)::text || ']]' else ',[]' end
        || ',' || coalesce((asked -> 'in_reply_to')::text, 'null')
        || ',[' || coalesce((select string_agg(item::text, ',' order by place)
            from jsonb_array_elements(asked -> 'references') with ordinality as items(item, place)), '') || ']]', 'UTF8')), 'hex')
$$;
comment on function private.content_digest is 'What the first audit entry says of a message''s content.';

-- Schedule messages of one owner, in one transaction. Repeating one (by id or idempotency key) answers its first receipt.
-- Each of `asked` is: id, message_id, account_id, sender [address, name], to/cc/bcc [[address, name]…], subject, text, html,
-- attachments [{filename, media_type, size, sha256, content_id}…], reply_to [address, name], in_reply_to, references,
-- metadata, tags, idempotency_key, created_at; due_at or wait (seconds), lifetime (seconds), local_time, zone; replaces (the id
-- of the message this one takes the place of); and where it comes from a PC: transfer, device, chain (where that PC's audit
-- trail of it ends), is_held, wanted_at, deadline_at, dated_at, attempts, deferrals, results [[ledger number, state, reply]…].
create function private.schedule(owner uuid, actor text, asked jsonb)
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
comment on function private.schedule is 'Keep and queue messages; harmless to repeat.';

create function private.due_of(one jsonb) returns timestamptz language sql stable set search_path = '' as $$
    select case when one ->> 'due_at' is not null then (one ->> 'due_at')::timestamptz
                else now() + make_interval(secs => (one ->> 'wait')::double precision) end
$$;
comment on function private.due_of is 'An instant that was given, or a wait from the database''s now.';

-- Every part has the type that `content_digest` is taken of, or the audit trail would say that the content was changed.
create function private.is_message(one jsonb) returns boolean language sql immutable set search_path = '' as $$
    select jsonb_typeof(one) = 'object'
        and jsonb_typeof(one -> 'message_id') = 'string' and jsonb_typeof(one -> 'subject') = 'string'
        and jsonb_typeof(one -> 'text') = 'string' and coalesce(jsonb_typeof(one -> 'html'), 'null') in ('string', 'null')
        and private.are_pairs(jsonb_build_array(one -> 'sender'))
        and private.are_pairs(coalesce(one -> 'to', '[]') || coalesce(one -> 'cc', '[]') || coalesce(one -> 'bcc', '[]'))
        and (coalesce(jsonb_typeof(one -> 'reply_to'), 'null') = 'null' or private.are_pairs(jsonb_build_array(one -> 'reply_to')))
        and coalesce(jsonb_typeof(one -> 'in_reply_to'), 'null') in ('string', 'null')
        and private.are_texts(coalesce(one -> 'references', '[]'))
        and not exists (
            select from jsonb_array_elements(coalesce(one -> 'attachments', '[]')) as files(f)
            where (jsonb_typeof(f -> 'filename') = 'string' and jsonb_typeof(f -> 'media_type') = 'string'
                and jsonb_typeof(f -> 'sha256') = 'string' and jsonb_typeof(f -> 'size') = 'number'
                and coalesce(jsonb_typeof(f -> 'content_id'), 'null') in ('string', 'null')) is not true)
$$;
comment on function private.is_message is 'JSON in the shape of a message, whatever its texts say.';

create function private.check_zone(zone text) returns void language plpgsql stable set search_path = '' as $$
begin
    if zone is not null then
        perform now() at time zone zone;
    end if;
exception when invalid_parameter_value then
    perform private.refuse(422, 'unknown-zone', 'There is no time zone of this name.', 'Use one like Europe/Berlin.');
end $$;
comment on function private.check_zone is 'Refuse a name that is no time zone.';

create function private.schedule_new(owner uuid, actor text, one jsonb) returns public.deliveries
language plpgsql set search_path = '' as $$
declare
    new_id uuid := (one ->> 'id')::uuid;
    account public.accounts;
    due timestamptz := private.due_of(one);
    lifetime interval := make_interval(secs => (one ->> 'lifetime')::double precision);
    extra jsonb := '{}';
    everyone integer;
    different integer;
    carried public.deliveries;
    made public.deliveries;
    told jsonb;
begin
    if new_id is null or due is null or lifetime is null or private.is_message(one) is not true then
        perform private.refuse(422, 'bad-message', 'A message needs an id, a time, a lifetime, and its parts in their shapes.');
    end if;
    if one ? 'transfer' then
        carried := private.carried(carried, one);
    elsif lifetime <= interval '0' or lifetime > interval '72 hours' or due > now() + interval '100 years' then
        perform private.refuse(422, 'bad-deadline', 'A deadline lies between 1 second and 72 hours after the sending time.',
            'Give one like 24h.');
    end if;
    -- Further back nothing was ever to be sent, and what is due first goes first.
    if due < now() - interval '72 hours' then
        perform private.refuse(422, 'past-time', 'That time has passed.', 'Send it now, or choose a later time.');
    end if;
    if octet_length(one ->> 'text') > 4000000 or octet_length(one ->> 'html') > 8000000 then
        perform private.refuse(422, 'too-large', 'The text of this message is too long for the cloud: 4 MB, or 8 MB of HTML, are the most.',
            'Shorten it, or send it as an attachment.');
    end if;
    perform private.check_zone(one ->> 'zone');
    select * into account from public.accounts a where a.id = (one ->> 'account_id')::uuid and a.owner_id = owner;
    if not found then
        perform private.refuse(404, 'no-such-account', 'There is no such account.', 'Choose one of your accounts.');
    end if;
    if lower(one -> 'sender' ->> 0) <> lower(account.address) then
        perform private.refuse(422, 'bad-sender', 'A message is sent from its account''s own address.', 'Choose the account to send from.');
    end if;
    if exists (select from private.withdrawn w where w.owner_id = owner and w.id = new_id
               and w.transfer >= coalesce((one ->> 'transfer')::integer, 0)) then
        perform private.refuse(409, 'moved-on', 'This move was called off meanwhile.', 'Look at the message again.');
    end if;
    if one ->> 'replaces' is not null then
        perform private.replace(owner, (one ->> 'replaces')::uuid, new_id, actor);
    end if;
    if jsonb_typeof(one -> 'reply_to') = 'array' then
        extra := extra || jsonb_build_object('reply_to', one -> 'reply_to');
    end if;
    if one ->> 'in_reply_to' is not null then
        extra := extra || jsonb_build_object('in_reply_to', one -> 'in_reply_to');
    end if;
    if jsonb_array_length(coalesce(one -> 'references', '[]')) > 0 then
        extra := extra || jsonb_build_object('references', one -> 'references');
    end if;
    select count(*), count(distinct pair ->> 0) into everyone, different
    from (values (one -> 'to'), (one -> 'cc'), (one -> 'bcc')) as lists(list),
        jsonb_array_elements(coalesce(list, '[]')) as pairs(pair);
    if different = 0 or different > 10000 then
        perform private.refuse(422, 'no-recipients', 'A message has 1 to 10000 recipients.', 'Add at least one.');
    end if;
    if everyone <> different then
        extra := extra || jsonb_build_object('to', coalesce(one -> 'to', '[]'), 'cc', coalesce(one -> 'cc', '[]'),
            'bcc', coalesce(one -> 'bcc', '[]'));
    end if;
    if one ? 'transfer' and exists (select from public.messages m where m.owner_id = owner
                                    and m.idempotency_key = one ->> 'idempotency_key') then
        perform private.refuse(409, 'key-taken', 'Another message with the same idempotency key is in the cloud.',
            'Leave this one where it is.');
    end if;
    insert into public.messages (id, owner_id, account_id, rfc_message_id, sender_address, sender_name, subject, text_body,
        html_body, headers, metadata, tags, idempotency_key, attachment_count, created_at)
    values (new_id, owner, account.id, one ->> 'message_id', one -> 'sender' ->> 0, coalesce(one -> 'sender' ->> 1, ''),
        one ->> 'subject', one ->> 'text', one ->> 'html', nullif(extra, '{}'), nullif(nullif(one -> 'metadata', 'null'), '{}'),
        nullif(one -> 'tags', 'null'), one ->> 'idempotency_key', jsonb_array_length(coalesce(one -> 'attachments', '[]')),
        coalesce((one ->> 'created_at')::timestamptz, now()))
    on conflict do nothing;
    if not found then
        -- Either the very same request runs at this moment, or the id is somebody else's.
        perform private.refuse(409, 'id-taken', 'This message is being scheduled already.', 'Look into the outbox, then try again.');
    end if;
    insert into public.recipients (message_id, n, owner_id, kind, name, address)
    select new_id, row_number() over (order by first.kind, first.place) - 1, owner, first.kind, coalesce(first.pair ->> 1, ''),
        first.pair ->> 0
    from (select distinct on (pair ->> 0) kind, place, pair
          from (values ('to'::public.recipient_kind, one -> 'to'), ('cc', one -> 'cc'), ('bcc', one -> 'bcc')) as lists(kind, list),
              jsonb_array_elements(coalesce(list, '[]')) with ordinality as pairs(pair, place)
          order by pair ->> 0, kind, place) as first;
    insert into public.attachments (message_id, n, owner_id, filename, media_type, size, sha256, content_id)
    select new_id, place - 1, owner, f ->> 'filename', f ->> 'media_type', (f ->> 'size')::bigint, f ->> 'sha256', f ->> 'content_id'
    from jsonb_array_elements(coalesce(one -> 'attachments', '[]')) with ordinality as files(f, place);
    told := jsonb_build_object('due_at', private.instant(due), 'message_id', one -> 'message_id',
        'content', private.content_digest(one), 'recipients', different);
    if one ->> 'zone' is not null then
        told := told || jsonb_build_object('zone', one -> 'zone', 'local_time', one -> 'local_time');
    end if;
    if one ->> 'replaces' is not null then
        told := told || jsonb_build_object('replaces', one -> 'replaces');
    end if;
    if one ? 'transfer' then
        told := told || jsonb_strip_nulls(jsonb_build_object('transfer', one -> 'transfer', 'device', one -> 'device',
            'chain', one -> 'chain', 'results', private.carry_ledger(new_id, coalesce(nullif(one -> 'results', 'null'), '[]'))));
    end if;
    insert into public.deliveries (id, owner_id, account_id, wanted_at, due_at, deadline_at, local_time, zone, transfer,
        dated_at, attempts, deferrals, audit_seq, audit_head)
    values (new_id, owner, account.id, coalesce(carried.wanted_at, due), due, coalesce(carried.deadline_at, due + lifetime),
        one ->> 'local_time', one ->> 'zone', coalesce(carried.transfer, 0), carried.dated_at, coalesce(carried.attempts, 0),
        coalesce(carried.deferrals, 0), 1,
        private.chained(new_id, 1, now(), 'scheduled', actor, told::text, decode(repeat('00', 32), 'hex')))
    returning * into made;
    insert into public.audit_entries (message_id, owner_id, seq, at, event, actor, detail, hash)
    values (new_id, owner, 1, now(), 'scheduled', actor, told::text, made.audit_head);
    if (one ->> 'is_held')::boolean then
        return private.hold(owner, new_id, actor);
    end if;
    perform private.announce(due);
    return made;
end $$;
comment on function private.schedule_new is 'Message, recipients, files, delivery and first audit entry of one message.';

create function private.locked(owner uuid, message uuid) returns public.deliveries
language plpgsql set search_path = '' as $$
declare
    d public.deliveries;
begin
    select * into d from public.deliveries q where q.id = message and q.owner_id = owner for update;
    return d;
end $$;
comment on function private.locked is 'A delivery of this owner, locked; null where there is none.';

-- The row for a change that a person asks for. Of a message that went to a PC only that PC can say what becomes of it.
create function private.here(owner uuid, message uuid) returns public.deliveries
language plpgsql set search_path = '' as $$
declare
    d public.deliveries := private.locked(owner, message);
begin
    if d.transfer_step is not null then
        perform private.refuse(409, 'elsewhere', 'This message is on ' || d.device || ' now.', 'Ask for it there, or move it to the cloud.');
    end if;
    return d;
end $$;
comment on function private.here is 'The same, refused where the message went to a PC.';

-- The five requests of a person. Each answers the row as it stands afterwards: the request won if its state says so.
-- From T2 on it is too late for all but the last: the server may already have the message.

create function private.cancel(owner uuid, message uuid, actor text, why text default 'Cancelled by you.') returns public.deliveries
language plpgsql set search_path = '' as $$
declare
    d public.deliveries := private.here(owner, message);
    was text := d.state;
begin
    if d.state in ('scheduled', 'held', 'claimed') then
        d.state := 'cancelled';
        d.lease_owner := null;
        d.reason := why;
        perform private.move(d, 'cancelled', actor, jsonb_build_object('from', was, 'reason', why));
    end if;
    return d;
end $$;
comment on function private.cancel is 'scheduled, held or claimed to cancelled.';

create function private.hold(owner uuid, message uuid, actor text) returns public.deliveries
language plpgsql set search_path = '' as $$
declare
    d public.deliveries := private.here(owner, message);
    was text := d.state;
begin
    if d.state in ('scheduled', 'claimed') then
        d.state := 'held';
        d.lease_owner := null;
        d.reason := 'On hold until you release it.';
        perform private.move(d, 'held', actor, jsonb_build_object('from', was));
    end if;
    return d;
end $$;
comment on function private.hold is 'scheduled or claimed to held.';

create function private.release_hold(owner uuid, message uuid, actor text) returns public.deliveries
language plpgsql set search_path = '' as $$
declare
    d public.deliveries := private.here(owner, message);
begin
    if d.state = 'held' then
        -- Time spent on hold is not held against the message: its lifetime counts from now if its moment has passed.
        d.deadline_at := greatest(d.due_at, now()) + (d.deadline_at - d.due_at);
        d.state := 'scheduled';
        d.reason := '';
        perform private.move(d, 'resumed', actor, jsonb_build_object('from', 'held'));
    end if;
    return d;
end $$;
comment on function private.release_hold is 'held to scheduled.';

create function private.reschedule(owner uuid, message uuid, actor text, asked jsonb) returns public.deliveries
language plpgsql set search_path = '' as $$
declare
    d public.deliveries := private.here(owner, message);
    was text := d.state;
    due timestamptz := private.due_of(asked);
    -- How long after its moment the person still wanted it sent; a move keeps that.
    lifetime interval := coalesce(make_interval(secs => (asked ->> 'lifetime')::double precision),
        least(d.deadline_at - d.wanted_at, interval '72 hours'));
begin
    if d.state in ('scheduled', 'held', 'cancelled', 'claimed') then
        if due is null or due not between now() - interval '100 years' and now() + interval '100 years'
            or lifetime <= interval '0' or lifetime > interval '72 hours' then
            perform private.refuse(422, 'bad-time', 'A new time is needed.', 'Give one within 100 years.');
        end if;
        perform private.check_zone(asked ->> 'zone');
        d.state := 'scheduled';
        d.wanted_at := due;
        d.due_at := due;
        d.deadline_at := due + lifetime;
        d.deferrals := 0;
        d.rescues := 0;
        d.lease_owner := null;
        d.local_time := asked ->> 'local_time';
        d.zone := asked ->> 'zone';
        d.reason := '';
        perform private.move(d, 'rescheduled', actor, jsonb_strip_nulls(jsonb_build_object('from', was,
            'due_at', private.instant(due), 'zone', asked -> 'zone', 'local_time', asked -> 'local_time')));
    end if;
    return d;
end $$;
comment on function private.reschedule is 'scheduled, held, cancelled or claimed to scheduled at another time.';

create function private.resolve(owner uuid, message uuid, actor text, arrived boolean) returns public.deliveries
language plpgsql set search_path = '' as $$
declare
    d public.deliveries := private.here(owner, message);
    refused integer;
begin
    if d.state is distinct from 'in_doubt' then
        return d;
    end if;
    update public.recipients r
    set state = case when arrived then 'accepted' else 'pending' end::public.recipient_state,
        reply = case when arrived then 'Confirmed by you.' else '' end, changed_at = now()
    where r.message_id = d.id and r.state = 'in_doubt';
    if exists (select from public.recipients r where r.message_id = d.id and r.state in ('pending', 'deferred')) then
        d.deadline_at := now() + (d.deadline_at - d.wanted_at);
        d.due_at := now();
        d.state := 'scheduled';
        d.reason := '';
    else
        select count(*) into refused from public.recipients r where r.message_id = d.id and r.state = 'refused';
        d.state := case when refused > 0 then 'failed' else 'sent' end;
        d.sent_at := now();
        -- In doubt it was the next look at the mailbox.
        d.due_at := d.wanted_at;
        d.reason := case refused
            when 0 then '' when 1 then '1 recipient was refused.' else refused || ' recipients were refused.' end;
    end if;
    d.lease_owner := null;
    perform private.move(d, case when arrived then 'confirmed' else 'send_again' end, actor, jsonb_build_object('state', d.state));
    return d;
end $$;
comment on function private.resolve is 'A person''s word on a delivery in doubt: it arrived (sent), or send it again (scheduled, due now).';

-- An edited message takes the place of the one that was edited; of two edits the second is refused.
create function private.replace(owner uuid, message uuid, successor uuid, actor text) returns void
language plpgsql set search_path = '' as $$
declare
    d public.deliveries := private.locked(owner, message);
begin
    if d.id is null then
        perform private.refuse(404, 'no-such-message', 'The message that was edited is gone.', 'Send this one as a new message.');
    end if;
    if d.state not in ('scheduled', 'held', 'claimed') or d.transfer_step is not null then
        perform private.refuse(409, 'edited-elsewhere',
            'This message was sent, cancelled or edited elsewhere while you were editing it.',
            'What you wrote is kept as a draft: compare, then send it as a new message.');
    end if;
    perform private.cancel(owner, message, actor, 'Replaced by an edited message.');
end $$;
comment on function private.replace is 'Cancel a message in favour of its edited successor, or refuse.';

-- An address that stands twice in a message is one recipient and gets one copy, also where its capitals differ. In collation C only
-- ASCII's are folded, as the desktop does it.
create or replace function private.schedule_new(owner uuid, actor text, one jsonb) returns public.deliveries
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
    select count(*), count(distinct lower((pair ->> 0) collate "C")) into everyone, different
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
    from (select distinct on (lower((pair ->> 0) collate "C")) kind, place, pair
          from (values ('to'::public.recipient_kind, one -> 'to'), ('cc', one -> 'cc'), ('bcc', one -> 'bcc')) as lists(kind, list),
              jsonb_array_elements(coalesce(list, '[]')) with ordinality as pairs(pair, place)
          order by lower((pair ->> 0) collate "C"), kind, place) as first;
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

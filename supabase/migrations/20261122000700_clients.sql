-- What signed-in people may ask. Every public function is a thin door, with the caller's own rights, to a private one that
-- asks `auth.uid()` itself and decides; no client holds a right to write a row of any table.
-- Refusals carry an HTTP status (PTnnn), a stable code in `details`, a sentence in `message` and the next step in `hint`.

-- A message as JSON, the way `private.schedule` takes it, with its delivery, ledger and audit trail.
create function private.item(message uuid) returns jsonb language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'message', jsonb_build_object('id', m.id, 'message_id', m.rfc_message_id, 'account_id', m.account_id,
            'sender_address', m.sender_address, 'sender_name', m.sender_name, 'subject', m.subject, 'text_body', m.text_body,
            'html_body', m.html_body, 'headers', m.headers, 'metadata', m.metadata, 'tags', m.tags, 'created_at', m.created_at,
            'idempotency_key', m.idempotency_key),
        'delivery', to_jsonb(d) - 'audit_head' || jsonb_build_object('audit_head', encode(d.audit_head, 'hex')),
        'recipients', (select coalesce(jsonb_agg(jsonb_build_object('n', r.n, 'kind', r.kind, 'name', r.name, 'address', r.address,
            'state', r.state, 'reply', r.reply) order by r.n), '[]') from public.recipients r where r.message_id = m.id),
        'attachments', (select coalesce(jsonb_agg(jsonb_build_object('filename', a.filename, 'media_type', a.media_type,
            'size', a.size, 'sha256', a.sha256, 'content_id', a.content_id) order by a.n), '[]')
            from public.attachments a where a.message_id = m.id),
        'audit', (select coalesce(jsonb_agg(jsonb_build_object('message_id', e.message_id, 'seq', e.seq, 'at', e.at, 'event', e.event,
            'actor', e.actor, 'detail', e.detail, 'hash', encode(e.hash, 'hex')) order by e.seq), '[]')
            from public.audit_entries e where e.message_id = m.id))
    from public.messages m join public.deliveries d on d.id = m.id where m.id = message
$$;
comment on function private.item is 'Everything about one message, under the rights of whoever asks.';

create function private.answer(d public.deliveries) returns jsonb language plpgsql stable set search_path = '' as $$
begin
    if d.id is null then
        perform private.refuse(404, 'no-such-message', 'There is no such message.', 'Look into the outbox again.');
    end if;
    return jsonb_build_object('id', d.id, 'state', d.state, 'due_at', d.due_at, 'wanted_at', d.wanted_at,
        'transfer', d.transfer, 'transfer_step', d.transfer_step, 'device', d.device);
end $$;
comment on function private.answer is 'What a request answers: where the delivery stands now.';

-- Schedule ------------------------------------------------------------------------------------------------------------------

create function private.my_schedule(asked jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
    owner uuid := private.caller();
begin
    if jsonb_typeof(asked) is distinct from 'array' or jsonb_array_length(asked) > 500 then
        perform private.refuse(422, 'bad-message', 'Up to 500 messages are taken at a time.');
    end if;
    return (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'state', s.state, 'due_at', s.due_at,
        'message_id', s.message_id, 'is_new', s.is_new)), '[]') from private.schedule(owner, 'person', asked) s);
end $$;
create function public.schedule_message(message jsonb) returns jsonb
language sql security invoker set search_path = '' as $$
    select private.my_schedule(jsonb_build_array(message)) -> 0
$$;
comment on function public.schedule_message is 'Keep and queue a message of the caller. Repeating it with the same id or idempotency key adds nothing.';
create function public.schedule_messages(messages jsonb) returns jsonb
language sql security invoker set search_path = '' as $$ select private.my_schedule(messages) $$;
comment on function public.schedule_messages is 'The same for up to 500 messages, all or none.';

-- Change one's mind ---------------------------------------------------------------------------------------------------------

create function private.my_cancel(message uuid) returns jsonb language sql security definer set search_path = '' as $$
    select private.answer(private.cancel(private.caller(), message, 'person'))
$$;
create function public.cancel_message(id uuid) returns jsonb language sql security invoker set search_path = '' as $$
    select private.my_cancel(id)
$$;
comment on function public.cancel_message is 'It won if the state answered is cancelled; otherwise it came too late.';

create function private.my_hold(message uuid) returns jsonb language sql security definer set search_path = '' as $$
    select private.answer(private.hold(private.caller(), message, 'person'))
$$;
create function public.hold_message(id uuid) returns jsonb language sql security invoker set search_path = '' as $$
    select private.my_hold(id)
$$;
comment on function public.hold_message is 'It won if the state answered is held.';

create function private.my_release(message uuid) returns jsonb language sql security definer set search_path = '' as $$
    select private.answer(private.release_hold(private.caller(), message, 'person'))
$$;
create function public.release_message(id uuid) returns jsonb language sql security invoker set search_path = '' as $$
    select private.my_release(id)
$$;
comment on function public.release_message is 'End a hold. It won if the state answered is scheduled.';

create function private.my_reschedule(message uuid, asked jsonb) returns jsonb language sql security definer set search_path = '' as $$
    select private.answer(private.reschedule(private.caller(), message, 'person', asked))
$$;
create function public.reschedule_message(id uuid, due_at timestamptz default null, wait double precision default null,
    lifetime double precision default null, local_time text default null, zone text default null) returns jsonb
language sql security invoker set search_path = '' as $$
    select private.my_reschedule(id, jsonb_build_object('due_at', due_at, 'wait', wait, 'lifetime', lifetime,
        'local_time', local_time, 'zone', zone))
$$;
comment on function public.reschedule_message is 'Another time: an instant, or a wait in seconds. Also brings back what was cancelled or on hold. It won if the state answered is scheduled.';
create function public.send_message_now(id uuid) returns jsonb language sql security invoker set search_path = '' as $$
    select private.my_reschedule(id, '{"wait": 0}')
$$;
comment on function public.send_message_now is 'Reschedule to this moment.';

create function private.my_resolve(message uuid, arrived boolean) returns jsonb language sql security definer set search_path = '' as $$
    select private.answer(private.resolve(private.caller(), message, 'person', coalesce(arrived, true)))
$$;
create function public.resolve_in_doubt(id uuid, arrived boolean) returns jsonb language sql security invoker set search_path = '' as $$
    select private.my_resolve(id, arrived)
$$;
comment on function public.resolve_in_doubt is 'The person''s word: it arrived, or send it again to those in doubt. Nothing happens where nothing is in doubt.';

create function private.my_give(message uuid, asked_transfer integer, to_device text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
    owner uuid := private.caller();
    d public.deliveries := private.give(owner, message, 'person', asked_transfer, coalesce(to_device, ''));
begin
    if d.id is null then
        return jsonb_build_object('id', message, 'state', null, 'transfer', asked_transfer, 'transfer_step', 'gone');
    end if;
    return private.answer(d) || jsonb_build_object('item', private.item(message));
end $$;
create function public.give_message(id uuid, transfer integer, device text) returns jsonb
language sql security invoker set search_path = '' as $$
    select private.my_give(id, transfer, device)
$$;
comment on function public.give_message is 'Let a message go to a PC. It won if transfer_step is gone with this very transfer; the message is then that PC''s alone. An id that never arrived is noted, so that it can''t arrive late.';

-- Look ----------------------------------------------------------------------------------------------------------------------

create function public.show_message(id uuid) returns jsonb language sql stable security invoker set search_path = '' as $$
    select private.item(id)
$$;
comment on function public.show_message is 'Everything about one message: content, delivery, ledger, audit trail. Null where there is none.';

create function public.list_messages(states public.delivery_state[] default null, account uuid default null, words text default '',
    how_many integer default 100, skip integer default 0)
returns table (id uuid, owner_id uuid, account_id uuid, state public.delivery_state, wanted_at timestamptz, due_at timestamptz,
    deadline_at timestamptz, attempts integer, deferrals integer, rescues integer, run_lease bigint, reason text, local_time text,
    zone text, sent_at timestamptz, rfc_message_id text, subject text, created_at timestamptz, attachment_count integer,
    recipients text[])
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
        p.run_lease, p.reason, p.local_time, p.zone, p.sent_at, m.rfc_message_id, m.subject, m.created_at, m.attachment_count,
        array(select coalesce(nullif(r.name, ''), r.address) from public.recipients r where r.message_id = p.id order by r.n)
    from page p join public.messages m on m.id = p.id
    order by p.place
$$;
comment on function public.list_messages is 'The caller''s outbox: what is open by due time first, then what is finished, latest first. At most 1000 at a time.';

create function public.count_messages() returns jsonb language sql stable security invoker set search_path = '' as $$
    select coalesce(jsonb_object_agg(counted.state, counted.many), '{}') from (
        select d.state, count(*) as many from public.deliveries d
        where d.owner_id = (select auth.uid()) and d.transfer_step is null group by d.state) as counted
$$;
comment on function public.count_messages is 'How many messages of the caller are in which state.';

create function private.worker_life() returns jsonb language sql stable security definer set search_path = '' as $$
    select jsonb_build_object('is_alive', coalesce(bool_or(w.lease_expires_at > now()), false), 'seen_at', max(w.seen_at))
    from public.workers w
$$;
comment on function private.worker_life is 'Whether any worker runs, and the last sign of life of one. Nothing else about them.';

-- Which messages changed after a cursor, and where to go on. Ids of entries are given out before their transactions commit, so
-- the cursor only ever passes transactions that no older one can still precede; what lies past it is told again next time.
create function private.changes_of(owner uuid, cursor text) returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare
    safe xid8 := pg_snapshot_xmin(pg_current_snapshot());
    from_tx xid8;
    from_id bigint;
    ids jsonb;
    reached record;
    accounts bigint;
begin
    from_tx := nullif(split_part(cursor, '.', 1), '')::xid8;
    from_id := nullif(split_part(cursor, '.', 2), '')::bigint;
    select max(e.id) into accounts from public.account_entries e where e.owner_id = owner;
    if from_tx is null then
        select e.tx, e.id into reached from public.audit_entries e where e.owner_id = owner and e.tx < safe
        order by e.tx desc, e.id desc limit 1;
        ids := '[]';
    else
        with page as materialized (
            select e.tx, e.id, e.message_id from public.audit_entries e
            where e.owner_id = owner and (e.tx, e.id) > (from_tx, coalesce(from_id, 0))
            order by e.tx, e.id limit 1000
        )
        select coalesce(jsonb_agg(distinct page.message_id), '[]') into ids from page;
        select e.tx, e.id into reached from (
            select p.tx, p.id from public.audit_entries p
            where p.owner_id = owner and (p.tx, p.id) > (from_tx, coalesce(from_id, 0))
            order by p.tx, p.id limit 1000) as e
        where e.tx < safe order by e.tx desc, e.id desc limit 1;
    end if;
    return jsonb_build_object('ids', ids, 'now', now(), 'accounts', coalesce(accounts, 0), 'worker', private.worker_life(),
        'cursor', coalesce(reached.tx || '.' || reached.id, nullif(cursor, ''), '0.0'));
exception when invalid_text_representation or numeric_value_out_of_range then
    perform private.refuse(422, 'bad-cursor', 'This cursor was not given by this database.', 'Start again without one.');
end $$;
comment on function private.changes_of is 'What changed for an owner, under the rights of whoever asks.';
create function public.changes_since(cursor text default '') returns jsonb language sql stable security invoker set search_path = '' as $$
    select private.changes_of((select auth.uid()), cursor)
$$;
comment on function public.changes_since is 'Messages of the caller that changed after the cursor; an empty cursor answers where to start. Also the database''s clock, a number that changes with the caller''s accounts, and whether a worker runs.';

-- Accounts ------------------------------------------------------------------------------------------------------------------

create function private.my_save_account(account jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare
    owner uuid := private.caller();
    new_id uuid;
begin
    new_id := (account ->> 'id')::uuid;
    if (select count(*) from public.accounts a where a.owner_id = owner and a.id <> new_id) >= 100 then
        perform private.refuse(409, 'too-many-accounts', 'A person has up to 100 accounts here.', 'Remove one first.');
    end if;
    insert into public.accounts as a (id, owner_id, address, name, smtp_host, smtp_port, smtp_security, smtp_username, imap_host,
        imap_port, imap_security, imap_username, connections, recipients_per_envelope, messages_per_connection, max_size, region,
        is_trusted)
    select new_id, owner, f.address, coalesce(f.name, ''), f.smtp_host, f.smtp_port, f.smtp_security, f.smtp_username, f.imap_host,
        f.imap_port, f.imap_security, f.imap_username, f.connections, f.recipients_per_envelope, f.messages_per_connection,
        f.max_size, coalesce(f.region, ''), false
    from jsonb_to_record(account) as f(address text, name text, smtp_host text, smtp_port integer, smtp_security text,
        smtp_username text, imap_host text, imap_port integer, imap_security text, imap_username text, connections integer,
        recipients_per_envelope integer, messages_per_connection integer, max_size bigint, region text)
    on conflict (id) do update
    set address = excluded.address, name = excluded.name, smtp_host = excluded.smtp_host, smtp_port = excluded.smtp_port,
        smtp_security = excluded.smtp_security, smtp_username = excluded.smtp_username, imap_host = excluded.imap_host,
        imap_port = excluded.imap_port, imap_security = excluded.imap_security, imap_username = excluded.imap_username,
        connections = excluded.connections, recipients_per_envelope = excluded.recipients_per_envelope,
        messages_per_connection = excluded.messages_per_connection, max_size = excluded.max_size, region = excluded.region, is_trusted = false
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
create function public.save_account(account jsonb) returns uuid language sql security invoker set search_path = '' as $$
    select private.my_save_account(account)
$$;
comment on function public.save_account is 'Add an account of the caller, or change it: servers, names, limits. Never a password.';

create function private.my_account(account uuid) returns public.accounts language plpgsql security definer set search_path = '' as $$
declare
    found_account public.accounts;
begin
    select * into found_account from public.accounts a where a.id = account and a.owner_id = private.caller() for update;
    if not found then
        perform private.refuse(404, 'no-such-account', 'There is no such account.', 'Look at your accounts again.');
    end if;
    return found_account;
end $$;

create function private.my_account_state(account uuid, state public.account_state, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
    a public.accounts := private.my_account(account);
begin
    update public.accounts t set state = my_account_state.state, pause_reason = coalesce(why, '') where t.id = a.id;
    if state = 'active' then
        perform private.announce(now());
    end if;
end $$;
create function public.set_account_state(id uuid, state public.account_state, reason text default '') returns void
language sql security invoker set search_path = '' as $$ select private.my_account_state(id, state, left(reason, 2000)) $$;
comment on function public.set_account_state is 'Pause or resume an account of the caller.';

create function private.my_remove_account(account uuid) returns void language plpgsql security definer set search_path = '' as $$
declare
    a public.accounts := private.my_account(account);
    open_count integer;
begin
    select count(*) into open_count from public.deliveries d where d.account_id = a.id
        and d.state in ('scheduled', 'claimed', 'transmitting', 'held', 'in_doubt');
    if open_count > 0 then
        perform private.refuse(409, 'account-in-use', open_count || case open_count when 1 then ' message is' else ' messages are' end
            || ' still to go from this account.', 'Cancel them or wait until they are sent.');
    end if;
    if exists (select from public.messages m where m.account_id = a.id) then
        perform private.refuse(409, 'account-has-history', 'The record of what was sent from this account would go with it.',
            'Pause the account instead; a paused account sends nothing.');
    end if;
    delete from public.accounts t where t.id = a.id;
end $$;
create function public.remove_account(id uuid) returns void language sql security invoker set search_path = '' as $$
    select private.my_remove_account(id)
$$;
comment on function public.remove_account is 'Remove an account of the caller with its sealed password; refused while messages of it are kept.';

-- Sealed passwords go in and never come out.
create function private.my_seal(account uuid, key_id text, sealed text) returns void
language plpgsql security definer set search_path = '' as $$
declare
    a public.accounts := private.my_account(account);
begin
    -- Locked, so that a key that is just being retired is either counted on here, or seen to be retired.
    perform from public.worker_keys k where k.id = key_id and k.state = 'active' for share;
    if not found then
        perform private.refuse(409, 'key-retired', 'The worker''s key has changed.', 'Look at the new key, then seal again.');
    end if;
    insert into public.secrets as s (account_id, owner_id, key_id, sealed) values (a.id, a.owner_id, key_id, decode(sealed, 'base64'))
    on conflict (account_id) do update set key_id = excluded.key_id, sealed = excluded.sealed, sealed_at = now();
exception when check_violation or not_null_violation or invalid_parameter_value then
    perform private.refuse(422, 'bad-seal', 'This is no sealed password.');
end $$;
create function public.seal_secret(account_id uuid, key_id text, sealed text) returns void
language sql security invoker set search_path = '' as $$
    select private.my_seal(account_id, key_id, sealed)
$$;
comment on function public.seal_secret is 'Keep an account''s password, sealed (base64) to an active worker key.';

create function private.my_revoke(account uuid) returns void language plpgsql security definer set search_path = '' as $$
declare
    a public.accounts := private.my_account(account);
begin
    delete from public.secrets s where s.account_id = a.id;
end $$;
create function public.revoke_secret(account_id uuid) returns void language sql security invoker set search_path = '' as $$
    select private.my_revoke(account_id)
$$;
comment on function public.revoke_secret is 'Delete an account''s sealed password.';

create function private.my_seals() returns jsonb language sql stable security definer set search_path = '' as $$
    select coalesce(jsonb_agg(jsonb_build_object('account_id', s.account_id, 'key_id', s.key_id, 'sealed_at', s.sealed_at,
        'is_current', k.state = 'active' and s.servers = private.servers(a))), '[]')
    from public.secrets s join public.worker_keys k on k.id = s.key_id join public.accounts a on a.id = s.account_id
    where s.owner_id = private.caller()
$$;
create function public.list_seals() returns jsonb language sql stable security invoker set search_path = '' as $$
    select private.my_seals()
$$;
comment on function public.list_seals is 'Which accounts of the caller have a sealed password, to which key, and whether they open for the account as it is now. Not the passwords.';

-- Admins --------------------------------------------------------------------------------------------------------------------

create function private.admin_overview() returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
    if not private.is_admin() then
        perform private.refuse(403, 'not-admin', 'Only an admin may see this.', 'Ask the operator to name you admin.');
    end if;
    return jsonb_build_object(
        'states', (select coalesce(jsonb_object_agg(counted.state, counted.many), '{}')
            from (select d.state, count(*) as many from public.deliveries d where d.transfer_step is null group by d.state) as counted),
        'users', (select count(*) from auth.users),
        'failures', (select coalesce(jsonb_agg(f), '[]') from (
            select d.id, u.email as owner, d.state, d.reason, d.due_at, d.attempts
            from public.deliveries d left join auth.users u on u.id = d.owner_id
            where d.state in ('failed', 'in_doubt') order by d.due_at desc limit 200) as f),
        'workers', (select coalesce(jsonb_agg(w), '[]') from (
            select name, region, seen_at, lease_expires_at > now() as is_alive from public.workers order by started_at) as w));
end $$;
create function public.admin_overview() returns jsonb language sql stable security invoker set search_path = '' as $$
    select private.admin_overview()
$$;
comment on function public.admin_overview is 'Counts, failures and workers of everybody, for admins. No content.';

do $$
declare
    door regprocedure;
begin
    -- What was just made for clients, and nothing else, may be executed by signed-in people.
    for door in select p.oid from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where pg_get_userbyid(p.proowner) = current_user and (n.nspname = 'public' or n.nspname = 'private' and p.proname in ('my_schedule', 'my_cancel', 'my_hold',
            'my_release', 'my_reschedule', 'my_resolve', 'my_give', 'my_save_account', 'my_account_state', 'my_remove_account',
            'my_seal', 'my_revoke', 'my_seals', 'admin_overview', 'item', 'changes_of', 'worker_life', 'refuse'))
    loop
        execute format('revoke execute on function %s from public, anon', door);
        execute format('grant execute on function %s to authenticated', door);
    end loop;
end $$;

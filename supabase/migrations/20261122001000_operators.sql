-- What operators see and do. The schema `ops` is not exposed by the Data API and granted to nobody: it is for the owner of the
-- database, in the dashboard or by psql. Whatever an operator does leaves an audit entry with the operator as its actor.

create index deliveries_failed on public.deliveries (due_at) where state in ('failed', 'in_doubt');
create index deliveries_sent on public.deliveries using brin (sent_at) with (autosummarize = on);

-- An account that an operator paused stays paused until an operator resumes it; its owner and the worker can't.
create table private.stopped_accounts (
    account_id uuid primary key references public.accounts (id) on delete cascade,
    at timestamptz not null default now()
);
comment on table private.stopped_accounts is 'Accounts that an operator paused.';
comment on column private.stopped_accounts.account_id is 'The account.';
comment on column private.stopped_accounts.at is 'Since when.';
alter table private.stopped_accounts enable row level security;

create function private.keep_stopped() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if exists (select from private.stopped_accounts s where s.account_id = new.id) then
        if private.actor() not like 'operator:%' then
            perform private.refuse(403, 'stopped-by-operator', 'An operator paused this account.', 'Ask the operator of this service.');
        end if;
        delete from private.stopped_accounts s where s.account_id = new.id;
    end if;
    return new;
end $$;
comment on function private.keep_stopped is 'Only an operator resumes what an operator paused.';
create trigger accounts_kept_stopped before update of state on public.accounts
    for each row when (new.state = 'active' and old.state = 'paused') execute function private.keep_stopped();

create table private.operator_entries (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    event text not null,
    actor text not null,
    detail text not null
);
comment on table private.operator_entries is 'Append-only: what operators set that belongs to no message and no account.';
comment on column private.operator_entries.id is 'Order of writing.';
comment on column private.operator_entries.at is 'When.';
comment on column private.operator_entries.event is 'What was set.';
comment on column private.operator_entries.actor is 'operator:<name>.';
comment on column private.operator_entries.detail is 'JSON text: the new value.';
alter table private.operator_entries enable row level security;
create trigger operator_entries_append_only before update or delete on private.operator_entries
    for each row execute function private.refuse_change();
create trigger operator_entries_never_emptied before truncate on private.operator_entries
    for each statement execute function private.refuse_change();

-- Looking -------------------------------------------------------------------------------------------------------------------

create function private.spoken(span interval) returns text language sql immutable set search_path = '' as $$
    select case
        when s is null then ''
        when s < 1 then ms || ' ms'
        when s < 60 then s || ' s'
        when s < 3600 then s / 60 || ' min' || case when s < 600 and s % 60 > 0 then ' ' || s % 60 || ' s' else '' end
        when s < 86400 then s / 3600 || ' h' || case when s % 3600 >= 60 then ' ' || s % 3600 / 60 || ' min' else '' end
        else s / 86400 || ' d' || case when s % 86400 >= 3600 then ' ' || s % 86400 / 3600 || ' h' else '' end
    end
    from (select floor(greatest(extract(epoch from span), 0))::bigint as s,
        floor(greatest(extract(epoch from span), 0) * 1000)::bigint as ms) as seconds
$$;
comment on function private.spoken is 'A span of time for people: 12 min, 3 h 5 min, 4 d 2 h.';

create view ops.ops_queue with (security_invoker = true) as
select
    case when d.due_at > now() then 'in ' || private.spoken(d.due_at - now()) else private.spoken(now() - d.due_at) || ' late' end as due,
    d.state,
    u.email::text as owner,
    a.address as account,
    m.subject,
    (select count(*) filter (where r.state in ('pending', 'deferred')) || ' of ' || count(*)
     from public.recipients r where r.message_id = d.id) as still_to_go,
    d.attempts,
    case when a.state = 'paused' then 'Account paused: ' || a.pause_reason else d.reason end as reason,
    coalesce(w.name, '') as worker,
    a.region,
    d.due_at,
    d.deadline_at,
    d.id
from public.deliveries d
join public.messages m on m.id = d.id
join public.accounts a on a.id = d.account_id
left join auth.users u on u.id = d.owner_id
left join public.workers w on w.id = d.lease_owner
where d.state in ('scheduled', 'claimed', 'transmitting', 'held') and d.transfer_step is null
order by d.due_at, d.id;
comment on view ops.ops_queue is 'What is still to go, earliest first.';
comment on column ops.ops_queue.due is 'How long until it is tried, or how late it is.';
comment on column ops.ops_queue.state is 'Where it stands.';
comment on column ops.ops_queue.owner is 'Whose message it is.';
comment on column ops.ops_queue.account is 'The address it leaves from.';
comment on column ops.ops_queue.subject is 'Its subject; nothing else of its content is shown.';
comment on column ops.ops_queue.still_to_go is 'Recipients that have no answer yet, of all.';
comment on column ops.ops_queue.attempts is 'Transactions tried.';
comment on column ops.ops_queue.reason is 'Why it waits.';
comment on column ops.ops_queue.worker is 'Who holds it now.';
comment on column ops.ops_queue.region is 'Which workers should send it first.';
comment on column ops.ops_queue.due_at is 'When it is tried next.';
comment on column ops.ops_queue.deadline_at is 'After this it is not sent any more.';
comment on column ops.ops_queue.id is 'For ops.cancel(id, reason) and ops.retry(id).';

create view ops.ops_failures with (security_invoker = true) as
select
    e.at,
    d.state,
    u.email::text as owner,
    a.address as account,
    m.subject,
    d.reason,
    (select r.address || ': ' || r.reply from public.recipients r
     where r.message_id = d.id and r.state in ('refused', 'in_doubt') order by r.n limit 1) as first_recipient,
    d.attempts,
    case d.state when 'failed' then 'ops.retry(id) tries the missing recipients again.'
        else 'Its owner says whether it arrived; nobody else can know.' end as next_step,
    d.id
from public.deliveries d
join public.messages m on m.id = d.id
join public.accounts a on a.id = d.account_id
left join public.audit_entries e on e.message_id = d.id and e.seq = d.audit_seq
left join auth.users u on u.id = d.owner_id
where d.state in ('failed', 'in_doubt')
order by e.at desc, d.id desc;
comment on view ops.ops_failures is 'What was not sent, or may have been, latest first.';
comment on column ops.ops_failures.at is 'When that was learned.';
comment on column ops.ops_failures.state is 'failed, or in_doubt: the server may already have it.';
comment on column ops.ops_failures.owner is 'Whose message it is.';
comment on column ops.ops_failures.account is 'The address it leaves from.';
comment on column ops.ops_failures.subject is 'Its subject.';
comment on column ops.ops_failures.reason is 'Why, in a sentence.';
comment on column ops.ops_failures.first_recipient is 'The first recipient concerned, with the server''s own words.';
comment on column ops.ops_failures.attempts is 'Transactions tried.';
comment on column ops.ops_failures.next_step is 'What can be done.';
comment on column ops.ops_failures.id is 'For ops.retry(id).';

create view ops.ops_workers with (security_invoker = true) as
select
    w.name,
    w.region,
    w.lease_expires_at > now() as is_alive,
    private.spoken(now() - w.seen_at) || ' ago' as seen,
    private.spoken(now() - w.started_at) as running_for,
    (select count(*) from public.deliveries d where d.lease_owner = w.id and d.state in ('claimed', 'transmitting')) as holding,
    w.lease_expires_at,
    w.id
from public.workers w
where w.lease_expires_at > now() - interval '1 hour'
order by w.lease_expires_at > now() desc, w.started_at;
comment on view ops.ops_workers is 'Workers, the living first; the dead for an hour.';
comment on column ops.ops_workers.name is 'Host and process.';
comment on column ops.ops_workers.region is 'Where it runs; empty: it serves all regions alike.';
comment on column ops.ops_workers.is_alive is 'Its lease holds.';
comment on column ops.ops_workers.seen is 'Its last sign of life.';
comment on column ops.ops_workers.running_for is 'Since it registered.';
comment on column ops.ops_workers.holding is 'Messages it has claimed or transmits.';
comment on column ops.ops_workers.lease_expires_at is 'Past this, others take over what it holds.';
comment on column ops.ops_workers.id is 'As the audit log names it: worker:<id>.';

create view ops.ops_lateness with (security_invoker = true) as
select
    date_trunc('hour', d.sent_at) as hour,
    count(*) as sent,
    private.spoken(percentile_disc(0.5) within group (order by d.sent_at - d.wanted_at)) as half_within,
    private.spoken(percentile_disc(0.99) within group (order by d.sent_at - d.wanted_at)) as nearly_all_within,
    private.spoken(max(d.sent_at - d.wanted_at)) as latest,
    count(*) filter (where d.sent_at - d.wanted_at > interval '5 minutes') as later_than_5_min
from public.deliveries d
where d.sent_at > now() - interval '48 hours'
group by 1
order by 1 desc;
comment on view ops.ops_lateness is 'How late mail was accepted by the servers, by hour, for two days.';
comment on column ops.ops_lateness.hour is 'The hour it was accepted in.';
comment on column ops.ops_lateness.sent is 'How many.';
comment on column ops.ops_lateness.half_within is 'Half of them were this late or less.';
comment on column ops.ops_lateness.nearly_all_within is '99 of 100 were this late or less.';
comment on column ops.ops_lateness.latest is 'The latest of all.';
comment on column ops.ops_lateness.later_than_5_min is 'How many were later than five minutes.';

create view ops.ops_audit_recent with (security_invoker = true) as
select told.at, told.event, told.actor, told.owner, told.about, told.detail, told.id
from (
    (select e.at, e.event, e.actor, u.email::text as owner, m.subject as about, e.detail, e.message_id as id
     from (select * from public.audit_entries order by id desc limit 500) as e
     left join public.messages m on m.id = e.message_id left join auth.users u on u.id = e.owner_id)
    union all
    (select e.at, 'account ' || e.event, e.actor, u.email::text, a.address, e.detail, e.account_id
     from (select * from public.account_entries order by id desc limit 500) as e
     left join public.accounts a on a.id = e.account_id left join auth.users u on u.id = e.owner_id)
    union all
    (select e.at, e.event, e.actor, null, null, e.detail, null
     from (select * from private.operator_entries order by id desc limit 500) as e)
) as told
order by told.at desc
limit 500;
comment on view ops.ops_audit_recent is 'The latest 500 entries of the audit logs, latest first.';
comment on column ops.ops_audit_recent.at is 'When.';
comment on column ops.ops_audit_recent.event is 'What happened.';
comment on column ops.ops_audit_recent.actor is 'person, worker:<id>, system or operator:<name>.';
comment on column ops.ops_audit_recent.owner is 'Whose message or account.';
comment on column ops.ops_audit_recent.about is 'The message''s subject, or the account''s address.';
comment on column ops.ops_audit_recent.detail is 'What belongs to the event, as JSON.';
comment on column ops.ops_audit_recent.id is 'The message or the account.';

-- One line a check. What is not good comes first, each with the one thing to do.
create function ops.health() returns table (is_good boolean, about text, found text, next text)
language sql stable set search_path = '' as $$
    with alive as (
        select count(*) as many from public.workers w where w.lease_expires_at > now()
    ), waiting as (
        select min(d.due_at) as oldest, count(*) as many from public.deliveries d
        join public.accounts a on a.id = d.account_id and a.state = 'active'
        where d.state = 'scheduled' and d.due_at <= now() - interval '1 minute'
    ), stuck as (
        select count(*) as many from public.deliveries d left join public.workers w on w.id = d.lease_owner
        where d.state in ('claimed', 'transmitting') and coalesce(w.lease_expires_at, '-infinity') < now() - interval '2 minutes'
    ), bad as (
        select count(*) filter (where d.state = 'failed' and d.due_at > now() - interval '24 hours') as failed,
            count(*) filter (where d.state = 'in_doubt') as in_doubt
        from public.deliveries d where d.state in ('failed', 'in_doubt')
    ), keys as (
        select count(*) filter (where k.state = 'active') as active from public.worker_keys k
    ), seals as (
        select count(*) filter (where k.state = 'retired') as retired
        from public.secrets s join public.worker_keys k on k.id = s.key_id
    ), asking as (
        select a.id, a.state, a.smtp_username, count(*) as many from public.accounts a
        join public.deliveries d on d.account_id = a.id and d.state in ('scheduled', 'claimed', 'held') and d.transfer_step is null
        group by a.id
    ), files as (
        select count(*) as missing from public.deliveries d join public.attachments f on f.message_id = d.id
        where d.state in ('scheduled', 'claimed', 'held') and d.transfer_step is null
            and exists (select from storage.objects o where o.bucket_id = 'attachments')
            and not exists (select from storage.objects o
                where o.bucket_id = 'attachments' and o.name = f.owner_id || '/' || f.sha256)
    ), ringing as (
        select t.tgenabled <> 'D' as is_on from pg_catalog.pg_trigger t
        where t.tgrelid = 'public.audit_entries'::regclass and t.tgname = 'audit_entries_broadcast'
    ), checks (place, is_good, about, found, next) as (
        select 1, many > 0, 'workers', many || ' alive', 'Start a worker: nightmail worker' from alive
        union all
        select 2, coalesce(oldest > now() - interval '5 minutes', true), 'due mail',
            case when many = 0 then 'nothing waits' else many || ' waiting, the oldest for ' || private.spoken(now() - oldest) end,
            'Look at ops_queue and ops_workers; the worker''s log says what it waits for.' from waiting
        union all
        select 3, many = 0, 'held by dead workers', many::text, 'A living worker rescues these within a minute: start one.' from stuck
        union all
        select 4, failed = 0, 'failed in 24 hours', failed::text, 'Look at ops_failures.' from bad
        union all
        select 5, in_doubt = 0, 'in doubt', in_doubt::text, 'Their owners say whether these arrived.' from bad
        union all
        select 6, active > 0, 'worker keys', active || ' active', 'Publish one: nightmail keys publish' from keys
        union all
        select 7, retired = 0, 'sealed to retired keys', retired::text,
            'Their owners are asked to seal again; keep the old private key until they have.' from seals
        union all
        select 8, count(*) = 0, 'accounts without a password', count(*) || ', messages waiting: ' || coalesce(sum(many), 0),
            'Their owners have to seal their passwords.'
        from asking where smtp_username is not null and not exists (select from public.secrets s where s.account_id = asking.id)
        union all
        select 9, count(*) = 0, 'paused accounts', count(*) || ', messages waiting: ' || coalesce(sum(many), 0),
            'See public.accounts.pause_reason; ops.resume_account(address).'
        from asking where state = 'paused'
        union all
        select 10, missing = 0, 'missing attachments', missing::text, 'Their owners have to upload these files again.' from files
        union all
        select 11, true, 'settings', 'takeover after ' || private.spoken(s.takeover) || ', broadcast '
            || case when coalesce(r.is_on, false) then 'on' else 'off' end, '' from private.settings s left join ringing r on true
    )
    select c.is_good, c.about, c.found, case when c.is_good then '' else c.next end from checks c order by c.is_good, c.place
$$;
comment on function ops.health is 'One line a check: is it good, what was found, and the one thing to do where it is not.';

-- Acting --------------------------------------------------------------------------------------------------------------------

-- The operator's name: who is signed in, or else whose login it is. Everything later in the transaction is told as theirs.
create function private.operator() returns text language sql volatile set search_path = '' as $$
    select set_config('nightmail.actor', 'operator:' || coalesce(nullif(auth.email(), ''), session_user), true)
$$;
comment on function private.operator is 'operator:<name>, for this transaction''s audit entries.';

create function private.any_message(message uuid) returns public.deliveries language plpgsql set search_path = '' as $$
declare
    d public.deliveries;
begin
    select * into d from public.deliveries q where q.id = message for update;
    if d.id is null then
        perform private.refuse(404, 'no-such-message', 'There is no such message.', 'Take the id from ops_queue or ops_failures.');
    end if;
    return d;
end $$;
comment on function private.any_message is 'A delivery of anybody, locked.';

create function ops.retry(id uuid) returns text language plpgsql set search_path = '' as $$
declare
    actor text := private.operator();
    d public.deliveries := private.any_message(id);
    was text := d.state;
    refused jsonb;
    missing integer;
begin
    if d.state = 'scheduled' and d.wanted_at > now() then
        perform private.refuse(409, 'not-due', 'Its owner wants it sent in ' || private.spoken(d.wanted_at - now()) || ', not before.');
    elsif d.state not in ('failed', 'scheduled') then
        perform private.refuse(409, 'not-failed', 'Only what failed or waits for its next try can be tried now; this one is '
            || d.state || '.', case d.state when 'in_doubt' then 'Its owner says whether it arrived.' else '' end);
    end if;
    select jsonb_agg(jsonb_build_array(r.n, 'pending', '') order by r.n) into refused
    from public.recipients r where r.message_id = d.id and r.state = 'refused' and d.state = 'failed';
    update public.recipients r set state = 'pending', reply = '', changed_at = now()
    where r.message_id = d.id and r.state = 'refused' and d.state = 'failed';
    select count(*) into missing from public.recipients r where r.message_id = d.id and r.state in ('pending', 'deferred');
    if missing = 0 then
        perform private.refuse(409, 'nothing-missing', 'Every recipient of it has an answer that stands.');
    end if;
    d.deadline_at := greatest(d.deadline_at, now() + least(d.deadline_at - d.wanted_at, interval '72 hours'));
    d.due_at := now();
    d.state := 'scheduled';
    d.deferrals := 0;
    d.rescues := 0;
    d.reason := '';
    perform private.move(d, case was when 'failed' then 'redriven' else 'rescheduled' end, actor, jsonb_strip_nulls(
        jsonb_build_object('from', was, 'due_at', private.instant(d.due_at), 'results', refused)));
    return 'Scheduled now for ' || missing || case missing when 1 then ' recipient' else ' recipients' end
        || case when exists (select from public.accounts a where a.id = d.account_id and a.state = 'paused')
            then '; it waits, because its account is paused.' else '.' end;
end $$;
comment on function ops.retry is 'Try what failed again, for the recipients still missing; or what waits for its next try, now.';

create function ops.cancel(id uuid, reason text default '') returns text language plpgsql set search_path = '' as $$
declare
    actor text := private.operator();
    d public.deliveries := private.any_message(id);
begin
    if d.state = 'cancelled' then
        return case d.transfer_step when 'gone' then 'Nothing to do: it was moved to ' || d.device || '.'
            else 'Nothing to do: it was cancelled before.' end;
    end if;
    d := private.cancel(d.owner_id, d.id, actor, coalesce(nullif(left(reason, 2000), ''), 'Cancelled by the operator.'));
    if d.state <> 'cancelled' then
        perform private.refuse(409, 'too-late', 'It can''t be cancelled any more: it is ' || d.state || '.');
    end if;
    return 'Cancelled.';
end $$;
comment on function ops.cancel is 'Cancel what was not transmitted yet. Its owner reads the reason.';

create function private.any_account(account text) returns public.accounts language plpgsql set search_path = '' as $$
declare
    a public.accounts;
    named integer;
begin
    select count(*) into named from public.accounts q where lower(q.address) = lower(account) or q.id::text = lower(account);
    if named = 0 then
        perform private.refuse(404, 'no-such-account', 'There is no such account.', 'Take the address or id from public.accounts.');
    elsif named > 1 then
        perform private.refuse(409, 'ambiguous-account', 'Several people have an account with this address.', 'Give the account''s id.');
    end if;
    select * into a from public.accounts q where lower(q.address) = lower(account) or q.id::text = lower(account) for update;
    return a;
end $$;
comment on function private.any_account is 'An account of anybody by address or id, locked.';

create function ops.pause_account(account text, reason text default '') returns text language plpgsql set search_path = '' as $$
declare
    a public.accounts := private.any_account(account);
begin
    perform private.operator();
    insert into private.stopped_accounts (account_id) values (a.id) on conflict (account_id) do nothing;
    if found or a.state = 'active' then
        -- Where its owner or the worker had paused it, that it is an operator's pause from now on is told all the same.
        if a.state = 'paused' then
            perform private.tell_account(a.id, a.owner_id, 'paused', jsonb_build_object('reason', reason));
        end if;
        update public.accounts t set state = 'paused', pause_reason = coalesce(nullif(left(reason, 2000), ''), 'Paused by the operator.')
        where t.id = a.id;
        return 'Paused: ' || a.address || ' sends nothing until an operator resumes it.';
    end if;
    return 'Nothing to do: ' || a.address || ' is paused by an operator already.';
end $$;
comment on function ops.pause_account is 'Send nothing from an account (address or id) until an operator resumes it. Its owner reads the reason.';

create function ops.resume_account(account text) returns text language plpgsql set search_path = '' as $$
declare
    a public.accounts := private.any_account(account);
begin
    perform private.operator();
    if a.state = 'active' then
        return 'Nothing to do: ' || a.address || ' is not paused.';
    end if;
    update public.accounts t set state = 'active', pause_reason = '' where t.id = a.id;
    perform private.announce(now());
    return 'Resumed: ' || a.address || ' sends again.';
end $$;
comment on function ops.resume_account is 'Let an account (address or id) send again, whoever paused it.';

create function private.tell_operator(event text, detail jsonb) returns void language sql set search_path = '' as $$
    insert into private.operator_entries (event, actor, detail) values (event, private.operator(), detail::text)
$$;
comment on function private.tell_operator is 'Append to the log of what operators set.';

create function ops.set_broadcast(is_on boolean) returns text language plpgsql set search_path = '' as $$
begin
    if is_on is null then
        perform private.refuse(422, 'bad-setting', 'Say true or false.');
    end if;
    perform set_config('lock_timeout', '5s', true);
    execute format('alter table public.audit_entries %s trigger audit_entries_broadcast', case when is_on then 'enable' else 'disable' end);
    perform private.tell_operator('broadcast set', jsonb_build_object('is_on', is_on));
    return case when is_on then 'On: desktops hear of changes at once.' else 'Off: desktops look every few seconds.' end;
end $$;
comment on function ops.set_broadcast is 'Ring over Realtime at every change, or don''t. Desktops look by themselves either way.';

create function ops.set_takeover(after interval) returns text language plpgsql set search_path = '' as $$
begin
    if after is null or after < interval '1 second' then
        perform private.refuse(422, 'bad-setting', 'Give a second or more.', 'The usual value is 30 seconds.');
    end if;
    update private.settings s set takeover = after where s.only_row;
    perform private.tell_operator('takeover set', jsonb_build_object('after', after));
    return 'Messages of another region are taken over once they are ' || private.spoken(after) || ' late.';
end $$;
comment on function ops.set_takeover is 'How late a message must be before workers of other regions take it.';

-- Nobody but the owner, whatever a project's default privileges say.
revoke all on all tables in schema ops, private from anon, authenticated, service_role;
revoke execute on all functions in schema ops from public, anon, authenticated, service_role;

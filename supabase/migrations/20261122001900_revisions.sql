-- An account's revision tells whether its person touched it since: a verdict from before that pauses nothing.

alter table public.accounts add column revision bigint not null default 0;
comment on column public.accounts.revision is 'One more with each change of its state, servers, name, limits or options, also where they stay what they were.';

create function private.count_revision() returns trigger language plpgsql set search_path = '' as $$
begin
    new.revision := old.revision + 1;
    return new;
end $$;
comment on function private.count_revision is 'Number the changes of an account.';
revoke execute on function private.count_revision from public;
create trigger accounts_revised before update of state, smtp_host, smtp_port, options on public.accounts
    for each row execute function private.count_revision();

-- As before; a revision alone is no change to tell of.
create or replace function private.note_account() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if tg_op = 'DELETE' then
        perform private.tell_account(old.id, old.owner_id, 'removed', jsonb_build_object('address', old.address));
    elsif tg_op = 'INSERT' then
        perform private.tell_account(new.id, new.owner_id, 'added',
            jsonb_build_object('address', new.address, 'smtp', new.smtp_host || ':' || new.smtp_port));
    elsif new.state <> old.state then
        perform private.tell_account(new.id, new.owner_id, case new.state when 'paused' then 'paused' else 'resumed' end,
            jsonb_build_object('reason', new.pause_reason));
    elsif to_jsonb(new) - 'revision' <> to_jsonb(old) - 'revision' then
        perform private.tell_account(new.id, new.owner_id, 'changed',
            jsonb_build_object('smtp', new.smtp_host || ':' || new.smtp_port));
    end if;
    return null;
end $$;

-- By whom the servers have to be vouched for is as much a part of which servers they are. Without a trust of its own an account's
-- list is what it was, so what was sealed before stays current.
create or replace function private.servers(a public.accounts) returns jsonb language sql immutable set search_path = '' as $$
    select jsonb_build_array(a.smtp_host, a.smtp_port, a.smtp_security, a.smtp_username,
        a.imap_host, a.imap_port, a.imap_security, a.imap_username)
        || case when coalesce(a.options ->> 'ca', '') = '' then '[]'
            else jsonb_build_array(encode(sha256(convert_to(a.options ->> 'ca', 'UTF8')), 'hex')) end
$$;

-- Accounts that sign in by token: their workers renew what is sealed for them, one at a time, and never lose the old before the new.

create table private.token_turns (
    account_id uuid primary key references public.accounts (id) on delete cascade,
    holder uuid not null,
    ends_at timestamptz not null
);
comment on table private.token_turns is 'Who is renewing an account''s tokens just now. A provider may take two at once for theft.';
comment on column private.token_turns.account_id is 'The account.';
comment on column private.token_turns.holder is 'One renewal; made up by whoever renews.';
comment on column private.token_turns.ends_at is 'From then on others may: whoever had the turn is gone.';
alter table private.token_turns enable row level security;

-- Take the turn, or keep it. False: somebody else has it.
create function private.take_token_turn(account uuid, holder uuid, seconds integer) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
    insert into private.token_turns as t (account_id, holder, ends_at)
    select a.id, take_token_turn.holder, now() + least(seconds, 300) * interval '1 second' from public.accounts a where a.id = account
    on conflict (account_id) do update set holder = excluded.holder, ends_at = excluded.ends_at
    where t.holder = excluded.holder or t.ends_at <= now();
    return found;
end $$;
comment on function private.take_token_turn is 'One renewal of an account''s tokens at a time, among all workers.';

create function private.end_token_turn(account uuid, holder uuid) returns void
language sql security definer set search_path = '' as $$
    delete from private.token_turns t where t.account_id = account and t.holder = end_token_turn.holder
$$;
comment on function private.end_token_turn is 'Let the next one renew.';

-- Put what was sealed anew in the place of exactly what it was made from, to the same key: to another one only the account's person
-- agrees. False: the person sealed something else meanwhile, or the account has other servers by now; then theirs stays.
create function private.renew_secret(account uuid, key text, renewed bytea, was bytea) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
    update public.secrets s set sealed = renewed, sealed_at = now() from public.accounts a
    where s.account_id = account and a.id = account and s.key_id = key and s.sealed = was and s.servers = private.servers(a);
    return found;
end $$;
comment on function private.renew_secret is 'Keep tokens that a worker renewed, sealed to the same key as before.';

-- A renewal comes every hour and says nothing that the sign-in did not.
create or replace function private.note_secret() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if tg_op = 'DELETE' then
        perform private.tell_account(old.account_id, old.owner_id, 'revoked', jsonb_build_object('key', old.key_id));
    elsif tg_op = 'INSERT' or private.actor() <> 'worker' then
        perform private.tell_account(new.account_id, new.owner_id, 'sealed', jsonb_build_object('key', new.key_id));
    end if;
    return null;
end $$;

grant execute on function private.take_token_turn, private.end_token_turn, private.renew_secret to nightmail_worker;

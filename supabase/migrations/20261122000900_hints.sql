-- Live updates: clients ask `changes_since` again and again; this only rings, over Realtime, to let them ask at once.
-- Off until an operator turns it on (`select ops.set_broadcast(true)`): it costs a row in realtime.messages a change.

create function private.broadcast_changes() returns trigger language plpgsql security definer set search_path = '' as $$
declare
    one record;
begin
    for one in select told.owner_id from told group by told.owner_id loop
        perform realtime.send(jsonb_build_object('changed', true), 'changed', 'nightmail:' || one.owner_id, true);
    end loop;
    return null;
exception when others then
    -- A hint that can't be given must not undo what it is about.
    raise warning 'nightmail: no broadcast: %', sqlerrm;
    return null;
end $$;
comment on function private.broadcast_changes is 'Ring for every owner whose messages just changed; carries no content.';
create trigger audit_entries_broadcast after insert on public.audit_entries
    referencing new table as told for each statement execute function private.broadcast_changes();
alter table public.audit_entries disable trigger audit_entries_broadcast;

create policy nightmail_owner_listens on realtime.messages for select to authenticated using (
    extension = 'broadcast' and (select realtime.topic()) = 'nightmail:' || (select auth.uid())::text
);

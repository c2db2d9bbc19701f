-- A message that a person found to have arrived left when it was let through, not when they said so.
create or replace function private.resolve(owner uuid, message uuid, actor text, arrived boolean) returns public.deliveries
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
        d.sent_at := coalesce((
            select max(a.at) from public.audit_entries a where a.message_id = d.id and a.event = 'transmitting'), now());
        -- In doubt it was the next look at the mailbox.
        d.due_at := d.wanted_at;
        d.reason := case refused
            when 0 then '' when 1 then '1 recipient was refused.' else refused || ' recipients were refused.' end;
    end if;
    d.lease_owner := null;
    perform private.move(d, case when arrived then 'confirmed' else 'send_again' end, actor, jsonb_build_object('state', d.state));
    return d;
end $$;

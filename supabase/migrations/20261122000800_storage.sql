-- Attachments: a private bucket, one folder a user, each file named by the hash of its bytes. Nothing is ever overwritten.

insert into storage.buckets (id, name, public, file_size_limit)
values ('attachments', 'attachments', false, 52428800)
on conflict (id) do update set public = false;

create policy nightmail_owner_adds on storage.objects for insert to authenticated with check (
    bucket_id = 'attachments' and (storage.foldername(name))[1] = (select auth.uid())::text
    and storage.filename(name) ~ '^[0-9a-f]{64}$' and array_length(storage.foldername(name), 1) = 1
);
create policy nightmail_owner_reads on storage.objects for select to authenticated using (
    bucket_id = 'attachments' and (storage.foldername(name))[1] = (select auth.uid())::text
);
-- The worker signs in as a user of its own, whom the operator names in app_metadata; it reads attachments and nothing else.
create policy nightmail_worker_reads on storage.objects for select to authenticated using (
    bucket_id = 'attachments' and (select auth.jwt() -> 'app_metadata' ->> 'nightmail_role') = 'worker'
);

create function private.is_needed(owner uuid, hash text) returns boolean
language sql stable security definer set search_path = '' as $$
    select exists (
        select from public.attachments a join public.deliveries d on d.id = a.message_id
        where a.owner_id = owner and a.sha256 = hash
            and d.state in ('scheduled', 'claimed', 'transmitting', 'held', 'in_doubt')) and owner = auth.uid()
$$;
comment on function private.is_needed is 'A message that is still to go needs this file of the caller.';
revoke execute on function private.is_needed from public;
grant execute on function private.is_needed to authenticated;
create policy nightmail_owner_deletes on storage.objects for delete to authenticated using (
    bucket_id = 'attachments' and (storage.foldername(name))[1] = (select auth.uid())::text
    and not private.is_needed((select auth.uid()), storage.filename(name))
);

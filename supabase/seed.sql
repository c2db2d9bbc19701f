-- For a local stack only: one person to sign in as, with an account and a message, and the public half of a worker's key that
-- nobody holds. `supabase db push` leaves this file out unless it is told to include it; never do that on a real project.
-- The password is `night-mail-for-all`.

insert into auth.users (id, instance_id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data,
    raw_user_meta_data)
values ('5eed0000-0000-4000-8000-000000000001', '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated',
    'sample@nightmail.example', '$2a$10$CqQc.3Xp8xTv1AQ.AvcmH.45m8M6dnO3FKe1XD6Fp4gRhqPSpvBk2', now(), '{"provider": "email"}', '{}')
on conflict do nothing;

insert into public.worker_keys (id, public_key, note)
values ('k-5EED-0000-0000-0000-0000-0000', decode(repeat('5eed', 16), 'hex'), 'For a local stack; nobody holds the other half.')
on conflict do nothing;

select set_config('request.jwt.claims', '{"sub": "5eed0000-0000-4000-8000-000000000001", "role": "authenticated"}', false);
select public.save_account('{"id": "5eed0000-0000-4000-8000-000000000002", "address": "sample@nightmail.example", "name": "Sample",
    "smtp_host": "mail.nightmail.example", "smtp_port": 465, "smtp_security": "tls", "smtp_username": "sample@nightmail.example",
    "connections": 4, "recipients_per_envelope": 100, "messages_per_connection": 1000}');
select public.schedule_message('{"id": "5eed0000-0000-4000-8000-000000000003",
    "message_id": "<5eed0000-0000-4000-8000-000000000003@nightmail.example>", "account_id": "5eed0000-0000-4000-8000-000000000002",
    "sender": ["sample@nightmail.example", "Sample"], "to": [["bob@nightmail.example", "Bob"]], "subject": "A message from the seed",
    "text": "Hello.", "wait": 86400, "lifetime": 86400}');
select set_config('request.jwt.claims', '', false);

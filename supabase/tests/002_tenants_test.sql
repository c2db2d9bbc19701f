-- Two people in one database: neither sees or moves anything of the other.
begin;
select plan(13);

insert into auth.users (id, email) values
    ('aaaaaaaa-0000-4000-8000-000000000001', 'anna@tests.example'), ('eeeeeeee-0000-4000-8000-000000000001', 'eve@tests.example');

set local role authenticated;
set local request.jwt.claims = '{"sub": "aaaaaaaa-0000-4000-8000-000000000001", "role": "authenticated"}';
select lives_ok($$
    select public.save_account('{"id": "aaaaaaaa-0000-4000-8000-000000000002", "address": "anna@tests.example", "smtp_host": "h",
        "smtp_port": 465, "smtp_security": "tls", "connections": 1, "recipients_per_envelope": 1, "messages_per_connection": 1}')
$$, 'Anna adds an account');
select lives_ok($$
    select public.schedule_message('{"id": "aaaaaaaa-0000-4000-8000-000000000003", "message_id": "<a@tests.example>",
        "account_id": "aaaaaaaa-0000-4000-8000-000000000002", "sender": ["anna@tests.example", ""],
        "to": [["bob@tests.example", "Bob"]], "subject": "Hello", "text": "Hello.", "wait": 3600, "lifetime": 3600}')
$$, 'Anna schedules a message');
select results_eq('select count(*)::int from public.messages', 'values (1)', 'Anna sees it');

set local request.jwt.claims = '{"sub": "eeeeeeee-0000-4000-8000-000000000001", "role": "authenticated",
    "user_metadata": {"nightmail_role": "admin"}}';
select results_eq('select count(*)::int from public.messages', 'values (0)', 'Eve does not');
select results_eq('select count(*)::int from public.recipients', 'values (0)', 'nor its recipients');
select results_eq('select count(*)::int from public.audit_entries', 'values (0)', 'nor its trail');
select throws_ok($$ select public.cancel_message('aaaaaaaa-0000-4000-8000-000000000003') $$, 'PT404', 'There is no such message.',
    'Eve cancels nothing of Anna''s');
select throws_ok($$ select public.give_message('aaaaaaaa-0000-4000-8000-000000000004', 1, '') $$, 'PT422',
    'A move needs the name of the PC it goes to.', 'a move names its PC');
select throws_ok($$ insert into public.messages (id) values (gen_random_uuid()) $$, '42501', null, 'Eve writes no row');
select throws_ok($$ update public.deliveries set state = 'sent' where true $$, '42501', null, 'Eve sets no state');
select throws_ok($$ insert into public.audit_entries (event) values ('sent') $$, '42501', null, 'Eve forges no entry');
select throws_ok($$ select public.admin_overview() $$, 'PT403', 'Only an admin may see this.', 'user_metadata makes no admin');

set local request.jwt.claims = '{"role": "authenticated"}';
select throws_ok($$ select public.list_seals() $$, 'PT401', 'Nobody is signed in.', 'a token of nobody is nobody');

reset role;
select * from finish();
rollback;

-- What operators do is told in the audit trail with their name.
begin;
select plan(10);

insert into auth.users (id, email) values ('bbbbbbbb-0000-4000-8000-000000000001', 'ben@tests.example');
select set_config('request.jwt.claims', '{"sub": "bbbbbbbb-0000-4000-8000-000000000001"}', true);
select lives_ok($$
    select public.save_account('{"id": "bbbbbbbb-0000-4000-8000-000000000002", "address": "ben@tests.example", "smtp_host": "h",
        "smtp_port": 465, "smtp_security": "tls", "connections": 1, "recipients_per_envelope": 1, "messages_per_connection": 1}')
$$, 'Ben has an account');
select lives_ok($$
    select public.schedule_message('{"id": "bbbbbbbb-0000-4000-8000-000000000003", "message_id": "<b@tests.example>",
        "account_id": "bbbbbbbb-0000-4000-8000-000000000002", "sender": ["ben@tests.example", ""],
        "to": [["bob@tests.example", "Bob"]], "subject": "Hello", "text": "Hello.", "wait": 3600, "lifetime": 3600}')
$$, 'Ben schedules a message');
select set_config('request.jwt.claims', '', true);

select results_eq($$ select count(*)::int from ops.ops_queue where owner = 'ben@tests.example' $$, 'values (1)', 'it is in the queue');
select throws_ok($$ select ops.retry('bbbbbbbb-0000-4000-8000-000000000003') $$, 'PT409', null, 'it is not sent before Ben wants');
select is(ops.cancel('bbbbbbbb-0000-4000-8000-000000000003', 'Asked for by telephone.'), 'Cancelled.', 'an operator cancels it');
select is((select actor from public.audit_entries where message_id = 'bbbbbbbb-0000-4000-8000-000000000003' order by seq desc limit 1),
    'operator:' || session_user, 'the trail names the operator');
select lives_ok($$ select ops.pause_account('ben@tests.example', 'Bounces.') $$, 'an operator pauses the account');
select is((select pause_reason from public.accounts where address = 'ben@tests.example'), 'Bounces.', 'Ben reads why');
select lives_ok($$ select ops.resume_account('ben@tests.example') $$, 'an operator resumes it');
select ok((select count(*) > 5 from ops.health()), 'health looks at several things');

select * from finish();
rollback;

-- Who may do what, by the catalogue: nothing is open that a migration did not open.
begin;
select plan(9);

select is_empty($$
    select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'private') and c.relkind = 'r' and not c.relrowsecurity
$$, 'every table is under row-level security');

select is_empty($$
    select grantee, privilege_type, table_name from information_schema.role_table_grants
    where table_schema in ('public', 'private', 'ops') and grantee in ('anon', 'service_role', 'PUBLIC')
$$, 'no table is granted to anybody who is not signed in, or to the secret key');

select is_empty($$
    select privilege_type, table_name from information_schema.role_table_grants
    where table_schema in ('public', 'private', 'ops') and grantee = 'authenticated' and privilege_type <> 'SELECT'
$$, 'people write no table themselves');

select ok(not has_table_privilege('authenticated', 'public.secrets', 'select'), 'people can''t read sealed passwords, not even their own');

select is_empty($$
    select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'private', 'ops') and has_function_privilege('anon', p.oid, 'execute')
$$, 'no function is for anybody who is not signed in');

select results_eq($$
    select p.proname::text collate "C" from pg_proc p where p.pronamespace = 'public'::regnamespace
        and has_function_privilege('authenticated', p.oid, 'execute') order by 1
$$, $$ values ('admin_overview'::text collate "C"), ('cancel_message'), ('changes_since'), ('count_messages'), ('give_message'), ('hold_message'),
    ('list_holds'), ('list_messages'), ('list_seals'), ('list_usage'), ('redrive_message'), ('release_message'), ('remove_account'), ('remove_suppression'), ('reschedule_message'), ('resolve_in_doubt'),
    ('revoke_secret'), ('save_account'), ('schedule_message'), ('schedule_messages'), ('seal_secret'), ('send_message_now'),
    ('set_account_state'), ('show_message'), ('stuck_messages') $$, 'these functions are offered to people, and no others');

select is_empty($$
    select oid::regprocedure::text from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
$$, 'no exposed function borrows its owner''s rights');

select is_empty($$
    select nspname from pg_namespace, unnest(array['anon', 'authenticated', 'service_role', 'nightmail_worker']) as role
    where nspname = 'ops' and has_schema_privilege(role, oid, 'usage')
$$, 'the schema ops is for operators');

select is_empty($$
    select 1 from pg_roles where rolname = 'nightmail_worker' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)
$$, 'the worker is under row-level security like everybody');

select * from finish();
rollback;

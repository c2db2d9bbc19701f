-- What Supabase provides and a plain PostgreSQL lacks: the API roles and the auth schema that the migrations refer to.
-- Safe to run again, and by several processes at once.
do $$
declare role_name text;
begin
    foreach role_name in array array['anon', 'authenticated', 'service_role'] loop
        if not exists (select from pg_catalog.pg_roles where rolname = role_name) then
            begin
                execute format('create role %I nologin', role_name);
            exception when duplicate_object or unique_violation then null;
            end;
        end if;
    end loop;
end $$;

create schema if not exists auth;

create table if not exists auth.users (
    id uuid primary key,
    email text unique,
    created_at timestamptz not null default now()
);

create or replace function auth.uid() returns uuid language sql stable as $$
    select nullif(
        coalesce(
            nullif(current_setting('request.jwt.claim.sub', true), ''),
            nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
        ), '')::uuid
$$;

grant usage on schema public, auth to anon, authenticated, service_role;

insert into auth.users (id, email)
select '00000000-0000-7000-8000-000000000001', 'operator@localhost'
where not exists (select from auth.users);

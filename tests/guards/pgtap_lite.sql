-- The few functions of pgTAP that supabase/tests use, for servers that don't have it. Each says its line of TAP.
create function plan(tests integer) returns text language plpgsql as $$
begin
    create temp sequence tap_number;
    grant all on sequence tap_number to public;
    return '1..' || tests;
end $$;
create function ok(good boolean, told text default '') returns text language sql as $$
    select case when good then 'ok ' else 'not ok ' end || nextval('tap_number') || ' - ' || told
$$;
create function is(have anyelement, want anyelement, told text default '') returns text language sql as $$
    select ok(have is not distinct from want, told || case when have is not distinct from want then '' else ': ' || coalesce(have::text, 'null') end)
$$;
create function finish() returns setof text language sql as $$ select null::text where false $$;
create function lives_ok(tried text, told text default '') returns text language plpgsql as $$
begin
    execute tried;
    return ok(true, told);
exception when others then return ok(false, told || ': ' || sqlerrm);
end $$;
create function throws_ok(tried text, code text, said text, told text) returns text language plpgsql as $$
begin
    execute tried;
    return ok(false, told || ': nothing was thrown');
exception when others then
    return ok(sqlstate = code and (said is null or said = sqlerrm), told || ': ' || sqlstate || ' ' || sqlerrm);
end $$;
create function results_eq(have text, want text, told text default '') returns text language plpgsql as $$
declare
    same boolean;
begin
    execute format('select (select array_agg(h.*::text) from (%s) h) is not distinct from (select array_agg(w.*::text) from (%s) w)', have, want)
        into same;
    return ok(same, told);
end $$;
create function is_empty(have text, told text default '') returns text language plpgsql as $$
declare
    many integer;
begin
    execute format('select count(*) from (%s) h', have) into many;
    return ok(many = 0, told);
end $$;

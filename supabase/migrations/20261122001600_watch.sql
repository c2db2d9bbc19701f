-- A worker at rest asks one question now and then, in place of a round of them: it shows that it lives, and hears what there is to do.

create function private.watch(worker uuid, lease interval, closed uuid[], lag interval, looks integer)
returns table (is_alive boolean, due interval, ends interval, chores text[])
language plpgsql set search_path = '' as $$
declare
    alive uuid[];
begin
    update public.workers w set seen_at = now(), lease_expires_at = now() + lease where w.id = worker and w.lease_expires_at > now();
    is_alive := found;
    alive := array(select w.id from public.workers w where w.lease_expires_at > now());
    due := private.next_due(worker, closed);
    -- Whoever holds something and dies now is to be rescued at this moment.
    select min(w.lease_expires_at) - now() into ends from public.workers w
    where w.id <> worker and w.lease_expires_at > now() and exists (
        select from public.deliveries d where d.lease_owner = w.id and d.state in ('claimed', 'transmitting'));
    chores := array_remove(array[
        case when exists (select from public.deliveries d where d.state in ('claimed', 'transmitting') and d.lease_owner <> all (alive))
            or exists (select from public.workers w where w.lease_expires_at < now() - interval '1 day') then 'rescue' end,
        case when private.may_be_overdue() or exists (select from public.account_usage u where u.span = 'minute' and u.at < now() - interval '1 day')
            then 'expire' end,
        case when exists (select from private.late(null, lag)) then 'stuck' end,
        case when exists (select from public.accounts a left join public.bounce_looks b on b.account_id = a.id
            where a.imap_host is not null and (b.next_at is null or b.next_at <= now())) then 'bounces' end,
        case when exists (select from public.deliveries d where d.state = 'in_doubt' and d.due_at <= now() and d.deferrals < looks)
            then 'doubts' end], null);
    return next;
end $$;
comment on function private.watch is 'Extend a worker''s lease and say what there is to do: when mail is due next, when another''s lease ends, and which chores wait.';

-- Whether something scheduled is past its deadline. The front of the queue is looked at; where all of that is due, it may be further back.
create function private.may_be_overdue() returns boolean language sql stable set search_path = ''
set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off set jit = off as $$
    select exists (
        select from unnest(array[0, 1, 2]::smallint[]) as lane(priority) cross join lateral (
            select count(*) as many, bool_or(front.deadline_at <= now()) as is_over from (
                select d.deadline_at from public.deliveries d
                where d.state = 'scheduled' and not d.is_parked and d.priority = lane.priority and d.due_at <= now()
                order by d.due_at, d.id limit 500) as front) as seen
        where seen.is_over or seen.many = 500)
    or exists (select from public.deliveries d where d.state = 'scheduled' and d.is_parked)
$$;
comment on function private.may_be_overdue is 'Whether to look for scheduled mail past its deadline.';

revoke all on function private.watch, private.may_be_overdue from public;
grant execute on function private.watch, private.may_be_overdue to nightmail_worker;

-- Find a message by the beginnings of its words: subject, people and body, from one index, kept by whatever writes messages.

-- What both the index and a search see of a text: no capitals, no marks, no punctuation; a sign of a script without spaces by itself.
create function private.folded(said text) returns text language sql immutable parallel safe set search_path = '' as $$
    select translate(
        case when octet_length(said) = length(said) then lower(said)
        else regexp_replace(regexp_replace(regexp_replace(replace(lower(normalize(said, nfkd)), 'ß', 'ss'), '[\u0300-\u036f\u3099\u309a]', '', 'g'),
            '([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])', ' \1 ', 'g'),
            '[\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u20bf\u2190-\u2bff\u3000-\u3004\u3008-\u3020\u3030\u30fb\ufe30-\ufe6f\uff00-\uff0f]', ' ', 'g')
        end,
        '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32))
$$;
comment on function private.folded is 'A text as the index of words sees it.';

create table private.message_words (
    message_id uuid primary key references public.messages (id) on delete cascade,
    owner_id uuid not null,
    words tsvector not null
);
comment on table private.message_words is 'What messages are found by. Written by a trigger, read by private.matches alone.';
comment on column private.message_words.message_id is 'The message.';
comment on column private.message_words.owner_id is 'The user it belongs to, as in messages.';
comment on column private.message_words.words is 'Each word once, and whose they are: one walk of the index finds one person''s.';
create index message_words_words on private.message_words using gin (words);
alter table private.message_words enable row level security;
revoke all on private.message_words from public, anon, authenticated, service_role, nightmail_worker;

create function private.words_of(message uuid) returns tsvector language sql stable set search_path = '' as $$
    select array_to_tsvector(array['@' || m.owner_id::text]) || strip(to_tsvector('pg_catalog.simple', private.folded(concat_ws(' ',
        m.subject, (select string_agg(r.name || ' ' || r.address, ' ') from public.recipients r where r.message_id = m.id),
        left(m.text_body, 100000)))))
    from public.messages m where m.id = message
$$;
comment on function private.words_of is 'The words of one message, and whose they are.';

create function private.keep_words() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    insert into private.message_words (message_id, owner_id, words)
    select distinct on (f.message_id) f.message_id, f.owner_id, private.words_of(f.message_id) from fresh f
    on conflict (message_id) do update set words = excluded.words;
    return null;
end $$;
comment on function private.keep_words is 'Recipients are the last to be written of a message''s words.';
create trigger recipients_words after insert on public.recipients referencing new table as fresh
    for each statement execute function private.keep_words();

insert into private.message_words (message_id, owner_id, words)
select m.id, m.owner_id, private.words_of(m.id) from public.messages m on conflict do nothing;

-- The operator that looks into the index is not leakproof, so under row-level security no index would be used for it: this function
-- looks with its owner's rights, and whose rows it finds is said by who calls it.
create function private.matches(whose uuid, words text) returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
declare
    asked text;
begin
    select string_agg(quote_literal(w.word) || ':*', ' & ') into asked
    from regexp_split_to_table(private.folded(left(words, 1000)), '\s+') as w (word) where w.word <> '';
    if asked is null then
        return;
    end if;
    return query execute 'select message_id from private.message_words where owner_id = $1 and words @@ $2'
        using whose, (quote_literal('@' || whose::text) || ' & ' || asked)::tsquery;
end $$;
comment on function private.matches is 'The messages of somebody in which each of the words begins a word.';
create function private.my_matches(words text) returns setof uuid language sql stable security definer set search_path = '' as $$
    select private.matches(private.caller(), words)
$$;
comment on function private.my_matches is 'The caller''s messages in which each of the words begins a word.';

-- The same list; searched by that index, in the order asked for, and from a place in that order on.
drop function public.list_messages(public.delivery_state[], uuid, text, integer, integer);
create function public.list_messages(states public.delivery_state[] default null, account uuid default null, words text default '',
    how_many integer default 100, skip integer default 0, sort text default 'due', beyond jsonb default null,
    backwards boolean default false)
returns table (id uuid, owner_id uuid, account_id uuid, state public.delivery_state, wanted_at timestamptz, due_at timestamptz,
    deadline_at timestamptz, attempts integer, deferrals integer, rescues integer, run_lease bigint, reason text, local_time text,
    zone text, sent_at timestamptz, priority smallint, rfc_message_id text, subject text, created_at timestamptz,
    attachment_count integer, changed_at timestamptz, recipients text[])
language sql stable security invoker set search_path = '' as $$
    with kept as (
        select d.*, case when sort = 'due' and d.state in ('sent', 'failed', 'cancelled') then 1 else 0 end as rank,
            case sort
                when 'due' then case when d.state in ('sent', 'failed', 'cancelled') then -1 else 1 end
                    * (extract(epoch from case when d.state in ('sent', 'failed', 'cancelled')
                        then coalesce(d.sent_at, d.due_at) else d.due_at end) * 1000000)::bigint
                when 'changed' then -(extract(epoch from coalesce((select e.at from public.audit_entries e
                    where e.message_id = d.id and e.seq = d.audit_seq),
                    (select m.created_at from public.messages m where m.id = d.id))) * 1000000)::bigint
                else 0 end as number,
            lower(case sort
                when 'subject' then (select m.subject from public.messages m where m.id = d.id)
                when 'recipient' then coalesce((select coalesce(nullif(r.name, ''), r.address) from public.recipients r
                    where r.message_id = d.id and r.n = 0), '')
                else '' end collate "C") collate "C" as letters
        from public.deliveries d
        where d.owner_id = (select auth.uid()) and d.transfer_step is null
            and (states is null or d.state = any(states)) and (account is null or d.account_id = account)
            and (words = '' or d.id in (select private.my_matches(words)))
    ), ordered as (
        select k.* from kept k
        where beyond is null
            or (not backwards and ((k.rank, k.number, k.letters) > ((beyond ->> 'rank')::integer,
                coalesce((beyond ->> 'number')::bigint, 0), coalesce(beyond ->> 'letters', '') collate "C")
                or ((k.rank, k.number, k.letters) = ((beyond ->> 'rank')::integer, coalesce((beyond ->> 'number')::bigint, 0),
                    coalesce(beyond ->> 'letters', '') collate "C") and k.id < (beyond ->> 'id')::uuid)))
            or (backwards and ((k.rank, k.number, k.letters) < ((beyond ->> 'rank')::integer,
                coalesce((beyond ->> 'number')::bigint, 0), coalesce(beyond ->> 'letters', '') collate "C")
                or ((k.rank, k.number, k.letters) = ((beyond ->> 'rank')::integer, coalesce((beyond ->> 'number')::bigint, 0),
                    coalesce(beyond ->> 'letters', '') collate "C") and k.id > (beyond ->> 'id')::uuid)))
    ), page as materialized (
        -- The page is found first: what it shows beside is looked up for its rows alone, not for every message there is.
        select o.*, row_number() over (order by o.rank, o.number, o.letters, o.id desc) as place
        from ordered o order by case when backwards then -1 else 1 end * row_number() over (
            order by o.rank, o.number, o.letters, o.id desc)
        limit least(greatest(how_many, 0), 1000) offset greatest(skip, 0)
    )
    select p.id, p.owner_id, p.account_id, p.state, p.wanted_at, p.due_at, p.deadline_at, p.attempts, p.deferrals, p.rescues,
        p.run_lease, p.reason, p.local_time, p.zone, p.sent_at, p.priority, m.rfc_message_id, m.subject, m.created_at,
        m.attachment_count,
        coalesce((select e.at from public.audit_entries e where e.message_id = p.id and e.seq = p.audit_seq), m.created_at),
        array(select coalesce(nullif(r.name, ''), r.address) from public.recipients r where r.message_id = p.id order by r.n)
    from page p join public.messages m on m.id = p.id
    order by p.place
$$;
comment on function public.list_messages is 'The caller''s outbox, at most 1000 at a time. `words` begin words of subject, people or body. `sort`: due (what is open by due time, then what is finished, latest first), subject, recipient or changed. `beyond` is a place in that order, {rank, number or letters, id}, after which the rows begin, or before which they end when asked `backwards`.';
revoke execute on function private.folded, private.words_of, private.keep_words, private.matches, private.my_matches,
    public.list_messages from public, anon;
grant execute on function private.my_matches, public.list_messages to authenticated;
grant execute on function private.matches to nightmail_worker;

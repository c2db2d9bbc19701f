-- Deliveries in doubt are looked for in their account's mailbox; copies of what was sent are filed there. As in supabase/migrations.
create index deliveries_doubted on deliveries (due_at) where state = 'in_doubt';

create table sent_copies (
    message_id text primary key references messages (id) on delete cascade,
    place text not null default '',
    tries integer not null default 0,
    next_at integer not null
) strict;

-- Older rows count refused tries there; in doubt, it counts looks.
update deliveries set deferrals = 0 where state = 'in_doubt';

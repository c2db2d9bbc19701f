-- Deliveries in doubt are looked for in their account's mailbox; copies of what was sent are filed there, where that is wanted.

-- In doubt, due_at is the next look and deferrals counts the looks taken. Few rows, and none of the hot path.
create index deliveries_doubted on public.deliveries (due_at) where state = 'in_doubt';
update public.deliveries set deferrals = 0 where state = 'in_doubt';
comment on column public.deliveries.due_at is 'When it is tried next; in doubt, when the mailbox is looked at next.';
comment on column public.deliveries.deferrals is 'Temporary refusals in a row; in doubt, the looks at the mailbox that showed nothing.';

create table public.sent_copies (
    message_id uuid primary key references public.messages (id) on delete cascade,
    place text not null default '' check (length(place) <= 1000),
    tries integer not null default 0,
    next_at timestamptz not null
);
comment on table public.sent_copies is 'Copies of sent messages in their accounts'' Sent folders, where the server files none itself and the account wants them.';
comment on column public.sent_copies.message_id is 'The message.';
comment on column public.sent_copies.place is 'The folder it stands in; empty: not yet.';
comment on column public.sent_copies.tries is 'Tries so far.';
comment on column public.sent_copies.next_at is 'When it may be tried again; whoever takes it moves this on first.';
alter table public.sent_copies enable row level security;
grant select, insert, update on public.sent_copies to nightmail_worker;
create policy worker_all on public.sent_copies for all to nightmail_worker using (true) with check (true);

-- What a profile needs to hand messages to the cloud and take them back, and every row's owner as in supabase/migrations.
alter table accounts add column region text not null default '';
alter table accounts add column is_trusted integer not null default 1;

alter table attachments add column owner_id text not null default '00000000-0000-7000-8000-000000000000';

alter table recipients add column owner_id text not null default '00000000-0000-7000-8000-000000000000';

alter table deliveries add column transfer integer not null default 0;
alter table deliveries add column transfer_step text check (transfer_step in ('going', 'gone', 'coming'));
alter table deliveries add column device text not null default '';
create index deliveries_moving on deliveries (id) where transfer_step in ('going', 'coming');

alter table audit_entries add column owner_id text not null default '00000000-0000-7000-8000-000000000000';
create index audit_entries_owner on audit_entries (owner_id, id);

alter table workers add column region text not null default '';

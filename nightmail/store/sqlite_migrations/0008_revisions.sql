-- Whether its person touched an account since; as in supabase/migrations.
alter table accounts add column revision integer not null default 0;
create trigger accounts_revised after update of state, smtp_host, smtp_port, options on accounts
begin
    update accounts set revision = old.revision + 1 where id = new.id;
end;

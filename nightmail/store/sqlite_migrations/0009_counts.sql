-- How many deliveries are in each state, of those that are here: kept by every change of one, so that no look counts them all.
create table delivery_counts (
    owner_id text not null,
    state text not null,
    count integer not null,
    primary key (owner_id, state)
) strict, without rowid;

insert into delivery_counts (owner_id, state, count)
select owner_id, state, count(*) from deliveries where transfer_step is null or transfer_step = 'going' group by owner_id, state;

create trigger deliveries_counted_in after insert on deliveries
when new.transfer_step is null or new.transfer_step = 'going'
begin
    insert into delivery_counts (owner_id, state, count) values (new.owner_id, new.state, 1)
    on conflict (owner_id, state) do update set count = count + 1;
end;

create trigger deliveries_counted_out after delete on deliveries
when old.transfer_step is null or old.transfer_step = 'going'
begin
    update delivery_counts set count = count - 1 where owner_id = old.owner_id and state = old.state;
end;

create trigger deliveries_counted_anew after update of owner_id, state, transfer_step on deliveries
begin
    update delivery_counts set count = count - 1
    where owner_id = old.owner_id and state = old.state and (old.transfer_step is null or old.transfer_step = 'going');
    insert into delivery_counts (owner_id, state, count)
    select new.owner_id, new.state, 1 where new.transfer_step is null or new.transfer_step = 'going'
    on conflict (owner_id, state) do update set count = count + 1;
end;

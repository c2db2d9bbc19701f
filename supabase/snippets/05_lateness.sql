-- How late mail leaves, by hour, for two days.
select * from ops.ops_lateness;

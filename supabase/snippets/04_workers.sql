-- Who is at work.
select * from ops.ops_workers;

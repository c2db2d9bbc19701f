-- What was not sent, or may have been, latest first.
select * from ops.ops_failures limit 200;

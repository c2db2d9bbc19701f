-- What is still to go, earliest first.
select * from ops.ops_queue limit 200;

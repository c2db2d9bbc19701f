-- Is all well? What is not comes first, each with the one thing to do.
select * from ops.health();

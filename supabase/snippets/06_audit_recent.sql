-- What happened last, and who did it.
select * from ops.ops_audit_recent;

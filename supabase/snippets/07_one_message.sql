-- The whole trail of one message. Take its id from the queue or the failures.
select seq, at, event, actor, detail from public.audit_entries
where message_id = '00000000-0000-0000-0000-000000000000' order by seq;

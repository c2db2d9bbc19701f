-- Try a failed message again, for the recipients that are still missing; or one that waits for its next try, now.
select ops.retry('00000000-0000-0000-0000-000000000000');

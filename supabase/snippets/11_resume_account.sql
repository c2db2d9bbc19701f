-- Let an account send again, whoever paused it.
select ops.resume_account('anna@example.org');

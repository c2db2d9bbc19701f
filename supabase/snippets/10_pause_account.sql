-- Nothing is sent from this account until an operator resumes it. Its owner reads the reason.
select ops.pause_account('anna@example.org', 'Why, in a sentence.');

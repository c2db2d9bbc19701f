-- The password of the worker's database login: letters and digits only, 40 of them, as it goes into an address.
-- Run it where no history keeps it (`psql`, \password nightmail_worker), or here and clear the editor afterwards.
alter role nightmail_worker password 'LETTERS-AND-DIGITS';

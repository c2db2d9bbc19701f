-- Runs once, in a new and empty cluster, before the first migration: the worker's login with its password. The migrations find it
-- there and give it its rights.
\getenv password DATABASE_WORKER_PASSWORD
create role nightmail_worker login noinherit password :'password';

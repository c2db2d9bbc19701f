"""A loopback stand-in for a Supabase project, over a real PostgreSQL with the real platform layer and migrations.

Grants, policies, triggers, functions and their errors are the database's own; sign-in, Data API, Storage and Realtime before it are
written anew, as far as the Python client uses them. It is not: the schema cache's staleness (a new function is known at once),
pg-safeupdate inside functions (only a request without a filter is refused), embedding and full-text search, resumable uploads,
presence and table changes, phone and OAuth sign-in, the poolers. What it promises is proved in `tests/unit/stack` with the real client.
"""

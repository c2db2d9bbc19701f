"""A loopback stand-in for a Supabase project, over a real PostgreSQL with the real platform layer and migrations.

Grants, policies, triggers, functions and their errors are the database's own; sign-in, Data API, Storage and Realtime before
it are written anew, as far as the Python client uses them. It has no schema cache to grow stale (a new function is known at
once), no pg-safeupdate inside functions (only a request without a filter is refused), no embedding and full-text search, no
resumable uploads, no presence and table changes, no phone and OAuth sign-in, no poolers. What it promises is proved in
`tests/unit/stack` with the real client.
"""

"""What may be an idempotency key. Knows nothing of what was scheduled with it."""

from __future__ import annotations

from nightmail.errors import PersonError

# Short enough for any database's index.
_LONGEST_KEY = 255


def checked_key(key: str) -> str:
    """Raises PersonError `bad-key`. An empty key would make one message of all that were given none."""
    if not 1 <= len(key) <= _LONGEST_KEY:
        raise PersonError("bad-key", f"An idempotency key has 1 to {_LONGEST_KEY} characters.", next="Give another key, or none.")
    return key

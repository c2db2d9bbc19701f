"""How long a test waits for what it will certainly see: long enough for any machine under any load, as it costs nothing where all
is well. Shorter waits are for what must not come."""

from __future__ import annotations

PATIENCE = 90.0
"""Seconds."""

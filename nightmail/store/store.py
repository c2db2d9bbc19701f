"""The Store port over SQLAlchemy Core: everything that reads the same on both databases, written once and synchronously.

A subclass runs these functions its own way (`_read`, `_write`) and adds the three hot calls of the dispatcher, which
differ. Nothing here decides what an outcome means; that is `delivery.settle`.
"""

from __future__ import annotations

from nightmail.store.account_rows import AccountRows
from nightmail.store.audit_rows import AuditRows
from nightmail.store.bounce_rows import BounceRows
from nightmail.store.breaker_rows import BreakerRows
from nightmail.store.doubts import DoubtRows
from nightmail.store.outbox_rows import OutboxRows
from nightmail.store.queue_rows import QueueRows


class SqlStore(AccountRows, OutboxRows, QueueRows, BreakerRows, BounceRows, DoubtRows, AuditRows):
    """See `nightmail.ports.Store`."""

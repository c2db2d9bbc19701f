"""Why a message waits although its time has come, or an account sends nothing, and until when; for people and as JSON. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from nightmail.account.model import Account, AccountState
from nightmail.cli.render import clock_time
from nightmail.clock import rfc3339
from nightmail.delivery.breaker import Hold, words
from nightmail.delivery.model import Delivery, DeliveryState

Shape = dict[str, object]


def longest(holds: Iterable[Hold], account: Account) -> Hold | None:
    """Of an account's own breaker and its server's, the one that decides."""
    return max((hold for hold in holds if hold.account_id == account.id), key=lambda hold: hold.until, default=None)


def sentence(hold: Hold, account: Account, *, now: datetime) -> str:
    return words(hold.kind, hold.host or account.address, clock_time(hold.until, now=now), hold.waiting)


def keeps(hold: Hold | None, delivery: Delivery) -> bool:
    """A message whose time comes only when the rest is over does not wait for it."""
    return hold is not None and delivery.state is DeliveryState.SCHEDULED and delivery.due_at < hold.until


def hold_shape(hold: Hold | None) -> Shape | None:
    if hold is None:
        return None
    return {
        "kind": hold.kind.value,
        "until": rfc3339(hold.until),
        "reason": hold.reason,
        "waiting": hold.waiting,
        "host": hold.host or None,
    }


def waits_shape(delivery: Delivery, account: Account | None, hold: Hold | None) -> Shape | None:
    """Null where nothing but its own time keeps it."""
    if account is not None and account.state is AccountState.PAUSED and delivery.state is DeliveryState.SCHEDULED:
        return {"kind": "paused", "until": None, "reason": account.pause_reason, "host": None}
    if hold is None or not keeps(hold, delivery):
        return None
    return {"kind": hold.kind.value, "until": rfc3339(hold.until), "reason": hold.reason, "host": hold.host or None}

"""How the sandbox misbehaves on order: the names, what each does, and when it strikes. Speaks no SMTP."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nightmail.errors import PersonError

FAULTS = {
    "refuse-connection": "Greets with 421 and closes.",
    "no-banner": "Takes the connection and never says a word.",
    "no-starttls": "Does not offer STARTTLS.",
    "no-pipelining": "Does not offer PIPELINING.",
    "reject-pipelining": "Offers PIPELINING, but answers pipelined commands with 554 and closes.",
    "reject-auth": "Refuses every sign-in with 535 5.7.8.",
    "busy-auth": "Answers a sign-in with 454 4.7.0 (too many login attempts).",
    "reject-mail-451": "Answers MAIL with 451 4.3.0.",
    "reject-sender": "Answers MAIL with 553 5.7.1 (sender not owned by user).",
    "close-at-mail": "Answers MAIL with 421 and closes.",
    "rcpt-450": "Answers RCPT with 450 4.2.0.",
    "rcpt-550": "Answers RCPT with 550 5.1.1.",
    "too-many-rcpt": "Takes N recipients in a message (default 10) and answers more with 452 4.5.3.",
    "data-451": "Answers DATA with 451 4.3.0.",
    "quota": "Answers DATA with 550 5.4.5 (daily sending quota exceeded).",
    "drop-in-body": "Closes in the middle of the body.",
    "drop-after-dot": "Closes after the dot, without a reply and without keeping the message.",
    "lose-reply": "Keeps the message, then closes without a reply.",
    "hang-after-dot": "Never answers the dot, and keeps nothing.",
    "reject-dot-554": "Answers the dot with 554 5.7.1.",
    "defer-dot-451": "Answers the dot with 451 4.3.0.",
    "mailbox-full": "Answers the dot with 452 4.3.1.",
    "garbage-reply": "Keeps the message and answers the dot with something that is no SMTP.",
    "slow": "Waits N milliseconds (default 200) before it answers.",
    "byte-by-byte": "Sends its replies one octet at a time.",
    "close-idle": "Closes without a word after a message.",
    "chatty": "Says a second 250 after each message.",
}
# Their number is an amount; every other fault's number says on which occasion it strikes.
_AMOUNTS = {"too-many-rcpt": 10, "slow": 200}

_ORDER = re.compile(r"([a-z0-9-]+)(?::(\d{1,6}))?(?:\*(\d{1,6}))?")


@dataclass(slots=True)
class _Fault:
    amount: int
    first: int
    last: int | None
    seen: int = 0


class Faults:
    """Orders like `rcpt-450` (each time), `rcpt-450*2` (the first two times), `rcpt-450:3` (the third time),
    `rcpt-450:3*2` (the third and fourth), `too-many-rcpt:5`."""

    def __init__(self, orders: Iterable[str] = ()) -> None:
        """Raises PersonError `unknown-fault`."""
        self._faults = dict(_read(order) for order in orders)

    def __bool__(self) -> bool:
        return bool(self._faults)

    def strikes(self, name: str) -> bool:
        """Count one occasion of `name`; True when it is to go wrong."""
        fault = self._faults.get(name)
        if fault is None:
            return False
        fault.seen += 1
        return fault.seen >= fault.first and (fault.last is None or fault.seen <= fault.last)

    def amount(self, name: str) -> int | None:
        fault = self._faults.get(name)
        return None if fault is None else fault.amount


def _read(order: str) -> tuple[str, _Fault]:
    match = _ORDER.fullmatch(order)
    if match is None or match[1] not in FAULTS:
        raise PersonError(
            "unknown-fault",
            f"The sandbox knows no fault “{order}”.",
            next="Known faults: " + ", ".join(FAULTS) + ". Write NAME, NAME*2 (twice) or NAME:3 (the third time).",
        )
    name, number = match[1], int(match[2]) if match[2] else None
    times = int(match[3]) if match[3] else None
    if name in _AMOUNTS:
        return name, _Fault(amount=_AMOUNTS[name] if number is None else number, first=1, last=times)
    first = 1 if number is None else max(number, 1)
    if times is None and number is None:
        return name, _Fault(amount=0, first=1, last=None)
    return name, _Fault(amount=0, first=first, last=first + (times or 1) - 1)

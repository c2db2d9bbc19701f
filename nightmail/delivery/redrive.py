"""Decide for whom a message is sent again. Pure; never for one who has it. PostgreSQL decides alike in `private.redrive`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nightmail.delivery.model import Recipient, RecipientState
from nightmail.delivery.outcome import RecipientResult

_MISSING = frozenset({RecipientState.REFUSED, RecipientState.PENDING, RecipientState.DEFERRED})
_FORCED = _MISSING | {RecipientState.BOUNCED}


def redriven(
    recipients: Sequence[Recipient], suppressed: Mapping[str, str], *, force: bool
) -> tuple[RecipientResult, ...] | None:
    """What changes in the ledger before the next try; None where nobody is missing. `suppressed` are addresses in lower case with
    the reason: without `force` they are left out, and those that were still to be tried are closed with it."""
    results: list[RecipientResult] = []
    missing = 0
    for recipient in recipients:
        if recipient.state not in (_FORCED if force else _MISSING):
            continue
        why = None if force else suppressed.get(recipient.address.lower())
        missing += why is None
        if why is None and recipient.state is not RecipientState.PENDING:
            results.append(RecipientResult(recipient.n, RecipientState.PENDING, ""))
        elif why is not None and recipient.is_open:
            results.append(RecipientResult(recipient.n, RecipientState.REFUSED, f"Not tried again: {why}"))
    return tuple(results) if missing else None

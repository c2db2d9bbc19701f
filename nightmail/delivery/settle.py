"""Decide what an attempt's outcome makes of a delivery. Pure: no clock, no database, no chance; all three are arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from nightmail.delivery.audit import AuditEntry, AuditEvent
from nightmail.delivery.doubt import LOOKS
from nightmail.delivery.model import Delivery, DeliveryState, Recipient, RecipientState
from nightmail.delivery.outcome import (
    Accepted,
    Deferred,
    InDoubt,
    Outcome,
    RecipientResult,
    Refused,
    Reply,
    ReplyClass,
    Withheld,
)
from nightmail.delivery.retry import RetryPolicy
from nightmail.values import value

# These classes are about the account, not the message: it waits for the person and uses up nothing.
ACCOUNT_CLASSES = frozenset({ReplyClass.AUTH, ReplyClass.VERIFY, ReplyClass.SENDER})
# These too, but time mends them: the account's breaker opens, and the message waits behind it as it is.
PATIENCE_CLASSES = frozenset({ReplyClass.SLOW, ReplyClass.QUOTA})


@value(frozen=True, slots=True)
class Settled:
    """What to write: the delivery's new standing, the recipients that changed, and the audit entry.

    `pause_account` carries the sentence when the whole account must wait for its person.
    """

    state: DeliveryState
    event: AuditEvent
    due_at: datetime
    attempts: int
    deferrals: int
    reason: str
    recipients: tuple[RecipientResult, ...]
    detail: Mapping[str, object]
    pause_account: str = ""


def settle(delivery: Delivery, outcome: Outcome, *, retry: RetryPolicy, now: datetime, spread: float) -> Settled:
    """Apply one attempt. `delivery` is as it was claimed; `spread` in [0, 1) is the jitter of a retry.

    Raises ValueError for `Fenced`: what the fence refused belongs to somebody else and is not written.
    """
    match outcome:
        case Accepted():
            return _after_progress(delivery, outcome, now=now, retry=retry, spread=spread)
        case Deferred() if outcome.reply_class is ReplyClass.TOOMANY and outcome.recipients:
            return _after_progress(delivery, outcome, now=now, retry=retry, spread=spread)
        case Deferred():
            return _deferred(delivery, outcome, retry=retry, now=now, spread=spread)
        case Refused():
            return _refused(delivery, outcome, now=now)
        case Withheld():
            return unsent(delivery, outcome.reason)
        case InDoubt():
            # The server may already hold this message; sending again could deliver it twice.
            return Settled(
                state=DeliveryState.IN_DOUBT,
                event=AuditEvent.IN_DOUBT,
                # From here on these are the next look at the mailbox, and the looks taken.
                due_at=now + LOOKS[0],
                attempts=delivery.attempts + 1,
                deferrals=0,
                reason=outcome.reason,
                recipients=outcome.recipients,
                detail={"reason": outcome.reason, **_raw(outcome.evidence), **_surplus(outcome.surplus)},
            )
    raise ValueError("a fenced attempt is not settled")


def began_a_pause(entry: AuditEntry) -> bool:
    """The attempt that it tells of paused the message's account."""
    return entry.event == AuditEvent.RETRY and entry.fields.get("class") in ACCOUNT_CLASSES


def unsent(delivery: Delivery, reason: str) -> Settled:
    """Our own side stopped the attempt before the dot: due as before, no attempt used, nothing held against the server."""
    return Settled(
        state=DeliveryState.SCHEDULED,
        event=AuditEvent.RETRY,
        due_at=delivery.due_at,
        attempts=delivery.attempts,
        deferrals=delivery.deferrals,
        reason=reason,
        recipients=(),
        detail={"reason": reason},
    )


def _after_progress(
    delivery: Delivery, outcome: Accepted | Deferred, *, now: datetime, retry: RetryPolicy, spread: float
) -> Settled:
    """Some recipients moved. The rest is tried at once where it was not tried yet, later where it was deferred."""
    if _is_complete(delivery.recipients, outcome.recipients):
        return _sent(delivery, outcome, {RecipientState.ACCEPTED.value: len(delivery.recipients)})
    ledger = _applied(delivery.recipients, outcome.recipients)
    reply = outcome.reply
    attempts = delivery.attempts + 1
    untried = [recipient for recipient in ledger if recipient.state is RecipientState.PENDING]
    deferred = [recipient for recipient in ledger if recipient.state is RecipientState.DEFERRED]
    tally = _tally(ledger)
    detail = {**_heard(reply), **_surplus(outcome.surplus), **tally}
    if untried or deferred:
        deferrals = 0 if untried else delivery.deferrals
        next_try = now if untried else now + retry.wait_after(deferrals, reply_class=ReplyClass.RETRY, spread=spread)
        if retry.allows(delivery, next_try):
            waiting = len(untried) + len(deferred)
            return Settled(
                state=DeliveryState.SCHEDULED,
                event=AuditEvent.RETRY,
                due_at=next_try,
                attempts=attempts,
                deferrals=deferrals if untried else deferrals + 1,
                reason="" if untried else f"{waiting} of {len(ledger)} recipients wait for another try.",
                recipients=outcome.recipients,
                detail=detail,
            )
        return _failed(
            delivery, ledger, outcome.recipients, attempts, detail, "The deadline passed before every recipient was accepted."
        )
    missing = [recipient for recipient in ledger if recipient.state is RecipientState.REFUSED]
    if missing:
        were = "was" if len(missing) == 1 else "were"
        reason = f"{len(missing)} of {len(ledger)} recipients {were} refused: {missing[0].reply}"
        return _failed(delivery, ledger, outcome.recipients, attempts, detail, reason)
    return _sent(delivery, outcome, tally)


def _sent(delivery: Delivery, outcome: Accepted | Deferred, tally: Mapping[str, object]) -> Settled:
    return Settled(
        state=DeliveryState.SENT,
        event=AuditEvent.SENT,
        due_at=delivery.due_at,
        attempts=delivery.attempts + 1,
        deferrals=0,
        reason="",
        recipients=outcome.recipients,
        detail={**_heard(outcome.reply), **_surplus(outcome.surplus), **tally},
    )


def _is_complete(ledger: Sequence[Recipient], results: Sequence[RecipientResult]) -> bool:
    """Almost every message: one envelope for all its recipients, and each was accepted."""
    if len(ledger) != len(results):
        return False
    for recipient, result in zip(ledger, results, strict=True):
        if result.state is not RecipientState.ACCEPTED or result.n != recipient.n:
            return False
    return True


def _deferred(delivery: Delivery, outcome: Deferred, *, retry: RetryPolicy, now: datetime, spread: float) -> Settled:
    attempts = delivery.attempts + (1 if outcome.is_counted else 0)
    detail = _judged(outcome)
    ledger = _applied(delivery.recipients, outcome.recipients)
    if not any(recipient.is_open for recipient in ledger):
        # Nobody is left to try for: each was refused on the way, or had it before.
        return _failed(delivery, ledger, outcome.recipients, attempts, detail, f"Every recipient was refused: {outcome.reply}")
    if outcome.reply_class in PATIENCE_CLASSES:
        return _later(delivery, outcome, delivery.due_at, attempts=delivery.attempts, deferrals=delivery.deferrals, detail=detail)
    if outcome.reply_class in ACCOUNT_CLASSES:
        return Settled(
            state=DeliveryState.SCHEDULED,
            event=AuditEvent.RETRY,
            due_at=delivery.due_at,
            attempts=delivery.attempts,
            deferrals=delivery.deferrals,
            reason=str(outcome.reply),
            recipients=outcome.recipients,
            detail=detail,
            pause_account=_for_person(outcome),
        )
    next_try = now + retry.wait_after(delivery.deferrals, reply_class=outcome.reply_class, spread=spread)
    if not retry.allows(delivery, next_try):
        reason = f"No try was left before the deadline; the last answer was: {outcome.reply}"
        return _failed(delivery, ledger, outcome.recipients, attempts, detail, reason)
    return _later(delivery, outcome, next_try, attempts=attempts, deferrals=delivery.deferrals + 1, detail=detail)


def _later(
    delivery: Delivery, outcome: Deferred, due_at: datetime, *, attempts: int, deferrals: int, detail: Mapping[str, object]
) -> Settled:
    return Settled(
        state=DeliveryState.SCHEDULED,
        event=AuditEvent.RETRY,
        due_at=due_at,
        attempts=attempts,
        deferrals=deferrals,
        reason=str(outcome.reply),
        recipients=outcome.recipients,
        detail=detail,
    )


def _refused(delivery: Delivery, outcome: Refused, *, now: datetime) -> Settled:
    """The message is refused as a whole: every recipient still open gets the reply."""
    named = {result.n for result in outcome.recipients}
    rest = tuple(
        RecipientResult(recipient.n, RecipientState.REFUSED, str(outcome.reply))
        for recipient in delivery.recipients
        if recipient.is_open and recipient.n not in named
    )
    results = outcome.recipients + rest
    ledger = _applied(delivery.recipients, results)
    detail = _judged(outcome)
    return _failed(delivery, ledger, results, delivery.attempts + 1, detail, str(outcome.reply))


def _failed(
    delivery: Delivery,
    ledger: Sequence[Recipient],
    changed: tuple[RecipientResult, ...],
    attempts: int,
    detail: Mapping[str, object],
    reason: str,
) -> Settled:
    return Settled(
        state=DeliveryState.FAILED,
        event=AuditEvent.FAILED,
        due_at=delivery.due_at,
        attempts=attempts,
        deferrals=delivery.deferrals,
        reason=reason,
        recipients=changed,
        detail={**detail, **_tally(ledger), "reason": reason},
    )


# As much as the accounts' row takes of it.
_LONGEST_REASON = 2000


def _for_person(outcome: Deferred) -> str:
    """What happened, in whose words, and the one next step."""
    reply, advice = outcome.reply, outcome.advice
    if advice is None:
        return str(reply)
    says = f"{advice.says} (The server said: {reply})" if reply.code else reply.text
    return (says if says.endswith(advice.next) else f"{says} {advice.next}")[:_LONGEST_REASON]


def _judged(outcome: Deferred | Refused) -> dict[str, object]:
    advice = {"advice": outcome.advice.key} if outcome.advice else {}
    what = {"class": outcome.reply_class.value, "phase": outcome.phase.value, "scope": outcome.scope.value}
    return {**what, **advice, **_heard(outcome.reply), **_surplus(outcome.surplus)}


def _heard(reply: Reply) -> dict[str, object]:
    """A reply without loss: its safe text, and its octets in base64 wherever they were more than that line and CRLF."""
    return {"reply": reply.said, **_raw(reply.evidence)}


def _surplus(reply: Reply | None) -> dict[str, object]:
    """By which words the server left recipients for another envelope."""
    if reply is None:
        return {}
    return {"surplus": str(reply), **({"surplus_raw": reply.evidence} if reply.evidence else {})}


def _raw(evidence: str) -> dict[str, object]:
    return {"raw": evidence} if evidence else {}


def _applied(recipients: Sequence[Recipient], results: Sequence[RecipientResult]) -> tuple[Recipient, ...]:
    by_number = {result.n: result for result in results}
    return tuple(
        recipient
        if (result := by_number.get(recipient.n)) is None
        else Recipient(recipient.n, recipient.kind, recipient.name, recipient.address, result.state, result.reply)
        for recipient in recipients
    )


def _tally(ledger: Sequence[Recipient]) -> dict[str, object]:
    """How many recipients stand where, for the audit entry."""
    tally: dict[str, object] = {}
    for recipient in ledger:
        seen = tally.get(recipient.state.value, 0)
        assert isinstance(seen, int)
        tally[recipient.state.value] = seen + 1
    return tally

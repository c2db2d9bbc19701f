"""Turn the replies of a transaction into an outcome. Pure: it is told what was heard and decides what that means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nightmail.delivery.model import RecipientState
from nightmail.delivery.outcome import Accepted, Deferred, InDoubt, Phase, RecipientResult, Refused, Reply, ReplyClass, Scope
from nightmail.smtp.replies import Judgement, advice, classify, is_final, judge
from nightmail.values import value

START_INPUT = 354
_CLOSING = 421
# RFC 5321 4.5.3.1.10: "too many recipients" once some were accepted; servers say 552 for it as well.
_TOO_MANY = (452, 552)


@value(frozen=True, slots=True)
class Ready:
    """The server waits for the body. `results` are the recipients it did not accept, `surplus` its first word on those that
    are for the next envelope."""

    accepted: tuple[int, ...]
    results: tuple[RecipientResult, ...]
    surplus: Reply | None = None


@dataclass(slots=True)
class _Tally:
    accepted: list[int]
    results: list[RecipientResult]
    deferral: Deferred | None = None
    refusal: Refused | None = None
    surplus: Reply | None = None


def read_envelope(
    replies: Sequence[Reply], numbers: Sequence[int], *, host: str, lost: str, unread: bytes = b""
) -> Ready | Deferred | Refused:
    """The replies to MAIL, one RCPT for each of `numbers`, and DATA; fewer where the sequence was broken off.

    `lost` says why the connection ended ("" while it lives), `unread` is what came then that is no whole reply.
    """
    if not lost and _are_all_positive(replies, len(numbers)):
        return _ready(tuple(numbers))
    if not replies:
        return _lost(lost, Phase.MAIL, unread=unread)
    mail, rcpts, data = replies[0], replies[1 : 1 + len(numbers)], replies[1 + len(numbers) :]
    if data and data[0].is_positive:
        # No server answers DATA so: the replies are not those to the commands, whatever they say of sender and recipients.
        return _negative(data[0], Phase.DATA, host)
    if not mail.is_positive:
        return _negative(mail, Phase.MAIL, host)
    tally = _tally(rcpts, numbers, host)
    is_cut = bool(lost) and len(rcpts) < len(numbers)
    verdict = _after_recipients(tally, rcpts, data, host=host, lost=lost, is_cut=is_cut, unread=unread)
    return replace(verdict, surplus=tally.surplus) if tally.surplus else verdict


def _are_all_positive(replies: Sequence[Reply], recipients: int) -> bool:
    """As almost always: to MAIL, to at least one RCPT and to DATA."""
    if not 0 < recipients == len(replies) - 2 or replies[-1].code != START_INPUT:
        return False
    for reply in replies[:-1]:  # noqa: SIM110 - a generator takes longer than what it looks at
        if not 200 <= reply.code < 300:
            return False
    return True


# Most messages have one recipient.
@lru_cache(maxsize=64)
def _ready(accepted: tuple[int, ...]) -> Ready:
    return Ready(accepted, ())


def _after_recipients(
    tally: _Tally, rcpts: Sequence[Reply], data: Sequence[Reply], *, host: str, lost: str, is_cut: bool, unread: bytes
) -> Ready | Deferred | Refused:
    """`is_cut`: the connection ended before every recipient was answered for."""
    if rcpts and rcpts[-1].code == _CLOSING:
        return _deferred(rcpts[-1], Phase.RCPT, judge(rcpts[-1], Phase.RCPT, host), tally.results[:-1])
    if is_cut:
        return _lost(lost, Phase.RCPT, tally.results, unread=unread)
    if not tally.accepted:
        return _none_accepted(tally)
    if not data:
        return _lost(lost, Phase.DATA, tally.results, unread=unread)
    if data[0].code != START_INPUT:
        return _negative(data[0], Phase.DATA, host, tally.results)
    if lost:
        return _lost(lost, Phase.DATA, tally.results, unread=unread)
    return Ready(tuple(tally.accepted), tuple(tally.results))


def read_early(reply: Reply, ready: Ready, *, host: str) -> Deferred | Refused:
    """A reply before the dot was written: nothing was accepted, whatever it says."""
    return replace(_negative(reply, Phase.BODY, host, ready.results), surplus=ready.surplus)


def lost_in_body(lost: str, ready: Ready, *, unread: bytes = b"") -> Deferred:
    return replace(_lost(lost, Phase.BODY, ready.results, unread=unread), surplus=ready.surplus)


def read_dot(
    reply: Reply | None, ready: Ready, *, host: str, lost: str, unread: bytes = b""
) -> Accepted | Deferred | Refused | InDoubt:
    """The word after the dot. Only a reply that could be read gives a verdict; without one the server may hold the message."""
    if reply is None or reply.code < 200 or 300 <= reply.code < 400:
        reason = f"The message was handed over, but the server did not confirm it: {lost or f'it answered “{reply}”'}."
        heard = reply or Reply(0, "", raw=unread)
        return InDoubt(
            reason, ready.results + _each(ready.accepted, RecipientState.IN_DOUBT, reason), heard.evidence, ready.surplus
        )
    if reply.is_positive:
        return Accepted(reply, ready.results + _each(ready.accepted, RecipientState.ACCEPTED, reply.said), ready.surplus)
    verdict = replace(_negative(reply, Phase.DOT, host, ready.results), surplus=ready.surplus)
    if isinstance(verdict, Refused):
        return verdict
    return replace(verdict, recipients=ready.results + _each(ready.accepted, RecipientState.DEFERRED, reply.said))


# ---------------------------------------------------------------------------------------------- recipients


def _tally(rcpts: Sequence[Reply], numbers: Sequence[int], host: str) -> _Tally:
    tally = _Tally([], [])
    for number, reply in zip(numbers, rcpts, strict=False):
        if reply.is_positive:
            tally.accepted.append(number)
        elif _is_surplus(reply, tally.accepted, host):
            tally.surplus = tally.surplus or reply
        else:
            _count_out(tally, number, reply, host)
    return tally


def _is_surplus(reply: Reply, accepted: Sequence[int], host: str) -> bool:
    """The envelope is full: this recipient was not judged and goes into the next one. Never said of the first."""
    if not accepted:
        return False
    return (reply.code in _TOO_MANY and not reply.enhanced) or classify(reply, Phase.RCPT, host) is ReplyClass.TOOMANY


def _count_out(tally: _Tally, number: int, reply: Reply, host: str) -> None:
    judgement = judge(reply, Phase.RCPT, host)
    if is_final(reply, judgement.reply_class):
        tally.results.append(RecipientResult(number, RecipientState.REFUSED, reply.said, reply.evidence))
        tally.refusal = tally.refusal or _refused(reply, Phase.RCPT, judgement)
    else:
        tally.results.append(RecipientResult(number, RecipientState.DEFERRED, reply.said, reply.evidence))
        tally.deferral = tally.deferral or _deferred(reply, Phase.RCPT, judgement)


def _none_accepted(tally: _Tally) -> Deferred | Refused:
    if tally.deferral is not None:
        # "Too many" of nobody is no reason to come back at once.
        is_surplus = tally.deferral.reply_class is ReplyClass.TOOMANY
        reply_class = ReplyClass.RETRY if is_surplus else tally.deferral.reply_class
        return replace(tally.deferral, reply_class=reply_class, recipients=tuple(tally.results))
    if tally.refusal is not None:
        return replace(tally.refusal, recipients=tuple(tally.results))
    raise ValueError("an envelope without recipients")


def _each(numbers: Sequence[int], state: RecipientState, reply: str) -> tuple[RecipientResult, ...]:
    return tuple([RecipientResult(number, state, reply) for number in numbers])


# ---------------------------------------------------------------------------------------------- the whole


def _negative(reply: Reply, phase: Phase, host: str, results: Sequence[RecipientResult] = ()) -> Deferred | Refused:
    judgement = judge(reply, phase, host)
    if is_final(reply, judgement.reply_class):
        # Recipients that were only deferred share the message's refusal, so that none stays open in a failed delivery.
        return _refused(reply, phase, judgement, [result for result in results if result.state is RecipientState.REFUSED])
    return _deferred(reply, phase, judgement, results)


def _deferred(reply: Reply, phase: Phase, judgement: Judgement, results: Sequence[RecipientResult] = ()) -> Deferred:
    return Deferred(reply, phase, judgement.reply_class, tuple(results), judgement.scope, judgement.advice)


def _refused(reply: Reply, phase: Phase, judgement: Judgement, results: Sequence[RecipientResult] = ()) -> Refused:
    return Refused(reply, phase, judgement.reply_class, tuple(results), judgement.scope, judgement.advice)


def _lost(why: str, phase: Phase, results: Sequence[RecipientResult] = (), *, unread: bytes) -> Deferred:
    sentence = f"The connection ended before the message was handed over: {why}."
    return Deferred(Reply(0, sentence, raw=unread), phase, ReplyClass.RETRY, tuple(results), Scope.SERVER, advice("lost"))

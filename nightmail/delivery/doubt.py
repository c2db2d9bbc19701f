"""Decide what becomes of a delivery in doubt, from what a look at the mailbox showed. Pure: now is an argument.

Nothing is sent again on suspicion: only where the provider is known to file what it takes, and it is not there after half
an hour, or where the account's person said once and for all that a second copy is the smaller harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from nightmail.account.model import Options, WhenUnknown

LOOKS = tuple(timedelta(seconds=seconds) for seconds in (20, 120, 600, 1800))
"""When the mailbox is looked at, counted from the beginning of the doubt."""

STOPPED = "Nightmail stopped while the server was taking the message; it is not known whether it was accepted."
"""Why a delivery is in doubt, and each recipient of its envelope, whose process ended between the dot and the answer."""

FOUND_REPLY = "Found in the mailbox: the server has accepted it."

_PATIENCE = LOOKS[-1]
_APART = timedelta(seconds=10)
_TRY_AGAIN = timedelta(minutes=5)
# A mailbox that could not be asked for so long will not tell what was in it then.
_GIVE_UP = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A delivery in doubt. `since` it is so; `looks` were taken and showed nothing; `resends` were made without a person's
    word; `seq` is the place of its last audit entry, the fence of what is written about it; `why` is the sentence that it began
    with. `is_single`: no part of it was accepted earlier, so a copy that turns up can only be the one in doubt."""

    id: UUID
    owner_id: UUID
    account_id: UUID
    message_id: str
    since: datetime
    looks: int
    resends: int
    seq: int
    why: str
    is_single: bool = True


# ---------------------------------------------------------------------------------------------- what a look showed


@dataclass(frozen=True, slots=True)
class Seen:
    """It stands in the mailbox: the server accepted it."""

    folder: str
    uid: int
    header: str
    message_id: str


@dataclass(frozen=True, slots=True)
class NotSeen:
    """It stands neither in `sent_folder` nor in the inbox; the mailbox was asked and answered."""

    sent_folder: str


@dataclass(frozen=True, slots=True)
class NotAsked:
    """The mailbox could not be asked, and why."""

    says: str


@dataclass(frozen=True, slots=True)
class NoMailbox:
    """None is known for the account."""


Look = Seen | NotSeen | NotAsked | NoMailbox


# ---------------------------------------------------------------------------------------------- what becomes of it


@dataclass(frozen=True, slots=True)
class Arrived:
    """in_doubt → sent. `evidence` is for the audit entry."""

    evidence: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SendAgain:
    """in_doubt → scheduled, due now, byte for byte as before. `is_proven` that it was not accepted; otherwise the account's
    person wants it so."""

    evidence: Mapping[str, object]
    is_proven: bool


@dataclass(frozen=True, slots=True)
class LookLater:
    """It stays in doubt until the next look at `due_at`."""

    due_at: datetime
    looks: int
    reason: str


@dataclass(frozen=True, slots=True)
class Ask:
    """It stays in doubt, and only its person can say more."""

    reason: str


Verdict = Arrived | SendAgain | LookLater | Ask


def judge(doubt: Doubt, options: Options, look: Look, *, now: datetime) -> Verdict:
    if not doubt.is_single:
        return Ask(f"{doubt.why} Other recipients had it before, so a copy in the mailbox would prove nothing. {_SAY}")
    match look:
        case Seen():
            seen = {"folder": look.folder, "uid": look.uid, "header": look.header, "seen_as": look.message_id}
            return Arrived({**seen, "looks": doubt.looks + 1})
        case NotSeen():
            return _not_seen(doubt, options, look, now)
        case NotAsked():
            return _not_asked(doubt, options, look, now)
        case NoMailbox():
            return _no_mailbox(doubt, options, now)


def put_back(doubt: Doubt, *, now: datetime) -> LookLater:
    """For a look that was broken off: whoever comes next takes it, at once."""
    return LookLater(now, doubt.looks, _looked_for(doubt))


_SAY = "Say whether it arrived, or send it again."


def _looked_for(doubt: Doubt) -> str:
    return f"{doubt.why} It is being looked for in the mailbox."


def _not_seen(doubt: Doubt, options: Options, look: NotSeen, now: datetime) -> Verdict:
    looks = doubt.looks + 1
    if looks < len(LOOKS) or now - doubt.since < _PATIENCE:
        due_at = max(doubt.since + LOOKS[min(looks, len(LOOKS) - 1)], now + _APART)
        # The last look is the one after the whole time, however many came before it.
        return LookLater(due_at, min(looks, len(LOOKS) - 1), _looked_for(doubt))
    evidence = {"sent_folder": look.sent_folder, "looks": looks, "waited": round((now - doubt.since).total_seconds())}
    if doubt.resends:
        return Ask(f"{doubt.why} It was sent again once already. {_SAY}")
    if options.saves_sent and options.keeps_id and look.sent_folder:
        return SendAgain(evidence, is_proven=True)
    if options.when_unknown is WhenUnknown.RESEND:
        return SendAgain(evidence, is_proven=False)
    why = (
        "This provider is known to file no copy of what is sent"
        if options.saves_sent is False
        else "It is not known whether this provider files a copy of what is sent"
    )
    return Ask(f"{doubt.why} It is not in the mailbox. {why}. {_SAY}")


def _not_asked(doubt: Doubt, options: Options, look: NotAsked, now: datetime) -> Verdict:
    waited = now - doubt.since
    if waited >= _PATIENCE and _is_to_resend(doubt, options):
        return SendAgain({"mailbox": look.says, "waited": round(waited.total_seconds())}, is_proven=False)
    if waited >= _GIVE_UP:
        return Ask(f"{doubt.why} The mailbox could not be asked: {look.says} {_SAY}")
    return LookLater(now + _TRY_AGAIN, _again(doubt), f"{doubt.why} The mailbox can't be asked now: {look.says}")


def _no_mailbox(doubt: Doubt, options: Options, now: datetime) -> Verdict:
    if not _is_to_resend(doubt, options):
        again = " It was sent again once already." if doubt.resends else ""
        return Ask(f"{doubt.why}{again} This account has no mailbox (IMAP) to look it up in. {_SAY}")
    if now - doubt.since >= _PATIENCE:
        return SendAgain({"waited": round((now - doubt.since).total_seconds())}, is_proven=False)
    return LookLater(
        doubt.since + _PATIENCE, _again(doubt), f"{doubt.why} It is sent again half an hour after, as this account is set to."
    )


def _again(doubt: Doubt) -> int:
    """As many looks as before; the last one is yet to come."""
    return min(doubt.looks, len(LOOKS) - 1)


def _is_to_resend(doubt: Doubt, options: Options) -> bool:
    """Once: what stays unanswered twice is no accident."""
    return options.when_unknown is WhenUnknown.RESEND and not doubt.resends

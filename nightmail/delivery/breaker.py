"""Breakers: when an account or a mail server gets a rest, and for how long. Pure: time and chance are arguments.

Closed: all goes on. Open: nothing is tried until `open_until`. Half-open: after that one real message tries, and what
becomes of it closes the breaker or opens it for longer. The stores hold messages back (`Store.claim`); this decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from nightmail.delivery.outcome import Accepted, Deferred, InDoubt, Outcome, Phase, Refused, ReplyClass

_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)

# How long it stays open, by how often it was opened in a row; the last one repeats.
OPEN_FOR = (30 * _SECOND, _MINUTE, 2 * _MINUTE, 5 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE)
# A provider's quota frees when the oldest send leaves its window, which nobody tells; so one message asks every hour.
QUOTA_FOR = 60 * _MINUTE
# Where nobody answers at all, it may be this computer's own network, which comes back at any moment.
SILENCE_FOR = 2 * _MINUTE
FAILURES_TO_OPEN = 3
# A connection earned back after so many messages in a row.
SUCCESSES_TO_WIDEN = 20

_KNOCKING = frozenset({Phase.CONNECT, Phase.STARTTLS})
_NOBODY_THERE = frozenset({"server-unreachable", "host-unknown"})


class BreakerKind(StrEnum):
    FAILING = "failing"  # it does not answer, or not as it should
    SLOW = "slow"  # it asked for patience
    QUOTA = "quota"  # it said that a limit of its own is reached
    RATE = "rate"  # we keep within a limit that is known (the stores open and close these)


@dataclass(frozen=True, slots=True)
class Target:
    """What a breaker guards: one account, or one server (`host`, `port`) that many accounts may share."""

    account_id: UUID | None = None
    host: str = ""
    port: int = 0


@dataclass(frozen=True, slots=True)
class Breaker:
    """An open one, or half-open once `open_until` has passed. `openings` counts from 1; `reason` is a sentence."""

    target: Target
    kind: BreakerKind
    openings: int
    open_until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Trip:
    """Open a breaker for `wait` from now, by the store's clock."""

    target: Target
    kind: BreakerKind
    openings: int
    wait: timedelta
    reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """What people see of it: an account that nothing leaves from until then, why, and how many due messages wait.

    `host` is the server where that is what does not answer, and empty where it is about the account alone."""

    account_id: UUID
    host: str
    kind: BreakerKind
    until: datetime
    reason: str
    waiting: int


def blow(outcome: Outcome) -> BreakerKind | None:
    """What an attempt says against its account or host; None where it says nothing, or good things."""
    match outcome:
        case Deferred(reply_class=ReplyClass.SLOW):
            return BreakerKind.SLOW
        case Deferred(reply_class=ReplyClass.QUOTA):
            return BreakerKind.QUOTA
        case Deferred() if outcome.phase in _KNOCKING:
            return BreakerKind.FAILING
        case Deferred(phase=Phase.AUTH, reply_class=ReplyClass.RETRY | ReplyClass.PROTO):
            return BreakerKind.FAILING
    return None


def is_good(outcome: Outcome) -> bool:
    """The server took part in a transaction: it answers, and lets this account in."""
    match outcome:
        case Accepted():
            return True
        case InDoubt() | Deferred(reply_class=ReplyClass.SLOW | ReplyClass.QUOTA):
            return False
        case Deferred() | Refused():
            return outcome.phase not in (*_KNOCKING, Phase.AUTH) and outcome.reply.code != 0
    return False


def is_the_hosts(outcome: Outcome) -> bool:
    """Nobody answers there, or the server greets everybody with a refusal. Whatever comes after that may be one account's own:
    its kind of encryption, its certificate, its name; nobody else's mail waits for it."""
    return (
        isinstance(outcome, Deferred)
        and outcome.phase is Phase.CONNECT
        and (bool(outcome.reply.raw) or (outcome.advice is not None and outcome.advice.key in _NOBODY_THERE))
    )


def host_answers(outcome: Outcome) -> bool:
    """Somebody is there, whatever they say of the account or the message."""
    match outcome:
        case Accepted():
            return True
        case Deferred() | Refused():
            return not is_the_hosts(outcome) and (outcome.reply.code != 0 or outcome.phase in _KNOCKING)
    return False


def opens(kind: BreakerKind, *, failures: int, is_half_open: bool) -> bool:
    """Whether a blow opens the breaker: a reply that asks for it does at once, silence only when it is repeated."""
    return kind is not BreakerKind.FAILING or is_half_open or failures >= FAILURES_TO_OPEN


def open_for(
    kind: BreakerKind, openings: int, *, rests: Sequence[timedelta] = OPEN_FOR, is_silent: bool = False, spread: float
) -> timedelta:
    """How long, the `openings`th time in a row (from 1); within 20 % of `rests`, by `spread` in [0, 1). Where nobody answers at
    all (`is_silent`) it is never long."""
    base = QUOTA_FOR if kind is BreakerKind.QUOTA else rests[min(openings, len(rests)) - 1]
    return (min(base, SILENCE_FOR) if is_silent else base) * (0.8 + 0.4 * spread)


def opened_words(kind: BreakerKind, place: str, seconds: float) -> str:
    """The sentence for logs. `place` is a host or an account's id."""
    rest = f"nothing is tried for {seconds:g} s"
    match kind:
        case BreakerKind.FAILING:
            return f"{place} is not answering: {rest}."
        case BreakerKind.SLOW:
            return f"{place} was asked to slow down: {rest}."
        case BreakerKind.QUOTA:
            return f"{place} has used up what its provider lets it send: {rest}."
        case BreakerKind.RATE:
            return f"{place} keeps within its sending limit: {rest}."


def words(kind: BreakerKind, place: str, until: str, waiting: int) -> str:
    """The sentence for people. `place` is a host or an address, `until` a time as they read it."""
    wait = "1 message waits" if waiting == 1 else f"{waiting} messages wait"
    match kind:
        case BreakerKind.FAILING:
            return f"{place} is not answering; {wait}, next try {until}."
        case BreakerKind.SLOW:
            return f"{place} asked to slow down; {wait}, next try {until}."
        case BreakerKind.QUOTA:
            return f"{place} has used up what its provider lets it send; {wait}, next try {until}."
        case BreakerKind.RATE:
            return f"{place} keeps within its sending limit; {wait}, next at {until}."

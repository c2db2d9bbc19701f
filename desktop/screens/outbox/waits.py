"""What the main window says of accounts and servers that nothing leaves through for now: one notice per cause, however many
messages wait for it. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

from desktop.language import plural, tr
from desktop.screens.outbox.cause_words import paused_key, paused_words
from desktop.screens.outbox.state import AccountLine, Banner, BannerAct
from desktop.words import StateWords, Tone, when_words
from nightmail.delivery.breaker import BreakerKind, Hold, words
from nightmail.delivery.model import DeliveryState
from nightmail.ports import Item, OutboxRow, Place

Holds = Mapping[Place, Sequence[Hold]]


@dataclass(frozen=True, slots=True)
class Cause:
    """What one notice is about: a server, or an account alone, on one side."""

    place: Place
    host: str
    account_id: UUID | None
    kind: BreakerKind


def held_by(seen: OutboxRow | Item, holds: Holds, now: datetime) -> Hold | None:
    """What keeps a message whose time has come; the longest, where there are several."""
    delivery = seen.delivery
    if delivery.state is not DeliveryState.SCHEDULED or delivery.due_at > now:
        return None
    theirs = [hold for hold in holds.get(seen.place, ()) if hold.account_id == delivery.account_id and hold.until > now]
    return max(theirs, key=lambda hold: hold.until, default=None)


def held_state(hold: Hold) -> StateWords:
    match hold.kind:
        case BreakerKind.FAILING:
            return StateWords(tr("Waits: no answer"), "hourglass", Tone.WARN)
        case BreakerKind.SLOW:
            return StateWords(tr("Waits: asked to slow down"), "hourglass", Tone.WARN)
        case BreakerKind.QUOTA:
            return StateWords(tr("Waits: provider's limit"), "hourglass", Tone.WARN)
        case BreakerKind.RATE:
            return StateWords(tr("Waits: sending limit"), "hourglass", Tone.CALM)
        case _:
            assert_never(hold.kind)


def hold_words(hold: Hold, address: str, now: datetime, zone: str) -> str:
    return words(hold.kind, hold.host or address, when_words(hold.until, now, zone), hold.waiting)


def hold_notices(holds: Holds, accounts: Sequence[AccountLine], now: datetime, zone: str) -> tuple[Banner, ...]:
    """Where mail waits; what keeps nothing waiting is nobody's trouble yet."""
    # Of an account that is paused another notice tells, and resuming it lets it try.
    lines = {account.id: account for account in accounts if not account.pause_reason}
    known = ((place, hold) for place, found in holds.items() for hold in found if hold.account_id in lines)
    causes = _by_cause((place, hold) for place, hold in known if hold.until > now)
    return tuple(_notice(cause, hold, lines[hold.account_id], now, zone) for cause, hold in causes.items() if hold.waiting)


def _by_cause(held: Iterable[tuple[Place, Hold]]) -> dict[Cause, Hold]:
    """Accounts behind one server wait for the same thing."""
    causes: dict[Cause, Hold] = {}
    for place, hold in held:
        cause = Cause(place, hold.host, None if hold.host else hold.account_id, hold.kind)
        first = causes.get(cause)
        causes[cause] = hold if first is None else replace(first, waiting=first.waiting + hold.waiting)
    return causes


def _notice(cause: Cause, hold: Hold, account: AccountLine, now: datetime, zone: str) -> Banner:
    sentence = hold_words(hold, account.address, now, zone)
    if cause.place is Place.CLOUD:
        sentence = tr("In the cloud: {sentence}", sentence=sentence)
    if hold.kind is BreakerKind.RATE:
        return Banner(sentence, tr("Limits…"), BannerAct.ACCOUNT, account, is_calm=True)
    return Banner(sentence, tr("Try now"), BannerAct.TRY, account)


def pause_notices(accounts: Sequence[AccountLine], behind: Mapping[UUID, int], proven: Collection[UUID]) -> tuple[Banner, ...]:
    """Those that something stopped before those that their person did. `behind` counts what is due, by account;
    `proven` are those that ever sent."""
    paused = sorted((each for each in accounts if each.pause_reason), key=lambda each: each.is_paused_by_person)
    return tuple(_paused(account, behind.get(account.id, 0), has_worked=account.id in proven) for account in paused)


def _paused(account: AccountLine, waiting: int, *, has_worked: bool) -> Banner:
    key, _ = paused_key(account.pause_reason)
    told = paused_words(
        "person" if account.is_paused_by_person else key, account.address, account.pause_reason, has_worked=has_worked
    )
    # Without a sentence of ours the reason itself is all there is to say.
    sentence = told.title if key or account.is_paused_by_person else f"{told.title} {told.safe}"
    if waiting:
        sentence = f"{sentence} {plural('{count} message waits.', '{count} messages wait.', waiting)}"
    return Banner(sentence, tr("Resume") if account.is_paused_by_person else tr("Mend it"), BannerAct.MEND, account)

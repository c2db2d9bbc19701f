"""Why messages need their person, one card a cause: what happened, what is safe, and one next step. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from desktop.language import plural, tr
from desktop.screens.outbox.cause_words import failed_words, hold_card_words, note_for, paused_key, paused_words
from desktop.screens.outbox.state import AccountAct, AccountLine, Act, Card, Door, Step
from desktop.screens.outbox.waits import Holds
from desktop.words import Tone, people_words, when_words
from nightmail.account.model import Account
from nightmail.accounts import PAUSED_BY_PERSON
from nightmail.delivery.breaker import BreakerKind, Hold
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.ports import Item, OutboxRow, Place
from nightmail.smtp.replies import told_in

# What names one message in a server's words: queue numbers, addresses, links, times.
_OWN = re.compile(r"\S+@\S+|https?://\S+|\b(?=\w*\d)[\w-]{6,}\b|\d+")


@dataclass(frozen=True, slots=True)
class Why:
    """What one message met: the key of what is known of it, the server's own words, and what a card shows of it alone."""

    key: str
    said: str = ""
    size: int = 0
    missing: tuple[str, ...] = ()
    is_alone: bool = True


def likeness(row: OutboxRow) -> tuple[UUID, DeliveryState, str]:
    """Messages of which this is the same most likely met the same: one of them is looked at closely."""
    return row.delivery.account_id, row.delivery.state, _OWN.sub("#", row.delivery.reason)[:200]


def why_of(item: Item) -> Why:
    if item.delivery.state is DeliveryState.IN_DOUBT:
        return Why("in-doubt", item.delivery.reason)
    told = told_in(item.audit)
    missing = tuple(each.address for each in item.delivery.recipients if each.state is not RecipientState.ACCEPTED)
    size = sum(file.size for file in item.message.attachments) * 4 // 3 + len(item.message.text) + len(item.message.html or "")
    is_alone = len(missing) == len(item.delivery.recipients)
    return Why(told.key if told else "", item.delivery.reason.strip(), size, missing, is_alone)


def cards(
    rows: Sequence[OutboxRow],
    whys: Mapping[UUID, Why],
    lines: Sequence[AccountLine],
    accounts: Sequence[Account],
    holds: Holds,
    waiting: Mapping[UUID, int],
    now: datetime,
    zone: str,
    *,
    proven: Collection[UUID] = (),
) -> tuple[Card, ...]:
    """`whys` is what is known of the failed and unconfirmed among `rows`; `waiting` counts what is due, by paused account;
    `proven` are the accounts that ever sent."""
    by_id = {account.id: account for account in accounts}
    return (
        *_paused(lines, by_id, waiting, proven),
        *_failed(rows, whys, lines, by_id),
        *_held(holds, lines, now, zone),
    )


# ------------------------------------------------------------------------------------------- paused accounts


def _paused(
    lines: Sequence[AccountLine], accounts: Mapping[UUID, Account], waiting: Mapping[UUID, int], proven: Collection[UUID]
) -> Iterable[Card]:
    for line in sorted(lines, key=lambda each: each.is_paused_by_person):
        if line.pause_reason:
            yield _paused_card(line, accounts.get(line.id), waiting.get(line.id, 0), has_worked=line.id in proven)


def _paused_card(line: AccountLine, account: Account | None, waiting: int, *, has_worked: bool) -> Card:
    reason = "" if line.pause_reason == PAUSED_BY_PERSON else line.pause_reason
    key, said = paused_key(reason)
    words = paused_words("person" if line.is_paused_by_person else key, line.address, reason, has_worked=has_worked)
    return Card(
        key=f"account {line.id}",
        icon="hold" if line.is_paused_by_person else "key",
        tone=Tone.WARN if line.is_paused_by_person else Tone.BAD,
        title=words.title,
        safe=words.safe,
        advice=words.advice,
        count=_waits(waiting),
        step=_mend_step(key, line),
        other=_also(key, line),
        account=line,
        note=note_for(key, line.address, account.smtp.host if account else "", said),
        said=(said,) if said else (),
    )


def _mend_step(key: str, line: AccountLine) -> Step:
    if line.is_paused_by_person:
        return Step(tr("Resume"), door=Door.RESUME)
    if key == "smtp-auth-disabled":
        return Step(tr("Copy note for the administrator"), door=Door.NOTE)
    if key == "domain-proof":
        return Step(tr("Show what to add"), door=Door.NOTE)
    if key == "oauth-only":
        return Step(tr("Sign in with the provider"), door=Door.SIGN_IN)
    if AccountAct.SIGN_IN in line.acts:
        return Step(tr("Sign in again"), door=Door.SIGN_IN)
    if key in _SIGN_INS and AccountAct.PASSWORD in line.acts:
        return Step(tr("Sign in again"), door=Door.PASSWORD)
    if key in _SERVERS:
        return Step(tr("Look at its servers"), door=Door.ACCOUNT)
    return Step(tr("Let it send again"), door=Door.RESUME)


def _also(key: str, line: AccountLine) -> Step | None:
    if line.is_paused_by_person or key not in {"smtp-auth-disabled", "domain-proof", *_SERVERS}:
        return None
    return Step(tr("Let it send again"), door=Door.RESUME)


_SIGN_INS = frozenset(
    {"auth", "app-password", "web-login", "sign-in-locked", "sign-in-missing", "password-missing", "sign-in-not-offered"}
)
_SERVERS = frozenset({"certificate-unvouched", "certificate-refused", "tls", "starttls-missing"})


# ------------------------------------------------------------------------------------------- failed, unconfirmed


def _failed(
    rows: Sequence[OutboxRow], whys: Mapping[UUID, Why], lines: Sequence[AccountLine], accounts: Mapping[UUID, Account]
) -> Iterable[Card]:
    found: dict[tuple[UUID, str], list[tuple[OutboxRow, Why]]] = {}
    for row in rows:
        why = whys.get(row.delivery.id)
        if why is not None:
            found.setdefault((row.delivery.account_id, why.key), []).append((row, why))
    by_id = {line.id: line for line in lines}
    for (account_id, key), about in found.items():
        yield _failed_card(key, about, by_id.get(account_id), accounts.get(account_id))


def _failed_card(key: str, about: Sequence[tuple[OutboxRow, Why]], line: AccountLine | None, account: Account | None) -> Card:
    ids = tuple(row.delivery.id for row, _ in about)
    first = about[0][1]
    limit = account.effective.max_size if account else None
    words = failed_words(
        key,
        line.address if line else "",
        size=first.size,
        limit=limit,
        reason=first.said,
        missing=tuple(dict.fromkeys(each for _, why in about for each in why.missing)),
        is_alone=all(why.is_alone for _, why in about),
        has_mailbox=account is not None and account.imap is not None,
    )
    subject = about[0][0].subject or tr("(no subject)")
    count = (
        tr("“{subject}” to {people}", subject=subject, people=people_words(first.missing or about[0][0].to))
        if len(about) == 1
        else plural("{count} message", "{count} messages", len(about))
    )
    step, other = _failed_steps(key, is_one=len(about) == 1)
    return Card(
        key=f"failed {line.id if line else ''} {key}",
        icon="question" if key == "in-doubt" else "alert",
        tone=Tone.BAD,
        title=words.title,
        safe=words.safe,
        advice=words.advice,
        count=count,
        step=step,
        other=other,
        ids=ids,
        account=line,
        said=tuple(dict.fromkeys(why.said for _, why in about if why.said))[:5],
    )


def _failed_steps(key: str, *, is_one: bool) -> tuple[Step, Step | None]:
    if key == "in-doubt":
        return (
            (Step(tr("It arrived"), act=Act.ARRIVED), Step(tr("Send again"), act=Act.SEND_AGAIN))
            if is_one
            # Each went its own way: one answer for all of them would be a guess.
            else (Step(tr("Look at them one by one"), door=Door.MESSAGE), None)
        )
    again = Step(tr("Send again to the missing"), act=Act.REDRIVE)
    if key in _MENDED_BY_WRITING:
        return Step(tr("Correct and send") if is_one else tr("Correct the first"), act=Act.WRITE_ANOTHER), again
    return again, Step(tr("Correct and send"), act=Act.WRITE_ANOTHER) if is_one else None


_MENDED_BY_WRITING = frozenset(
    {
        "no-such-address",
        "rcpt_perm",
        "mailbox-shut",
        "not-for-us",
        "international-address",
        "size",
        "content",
        "unwanted",
        "malformed",
    }
    | {"too-many-recipients", "msg_perm"}
)


# ------------------------------------------------------------------------------------------- what waits by itself


def _held(holds: Holds, lines: Sequence[AccountLine], now: datetime, zone: str) -> Iterable[Card]:
    by_id = {line.id: line for line in lines if not line.pause_reason}
    causes: dict[tuple[Place, str, UUID | None, BreakerKind], Hold] = {}
    for place, found in holds.items():
        for hold in found:
            if hold.account_id in by_id and hold.until > now and hold.waiting:
                cause = (place, hold.host, None if hold.host else hold.account_id, hold.kind)
                first = causes.get(cause)
                causes[cause] = hold if first is None else replace(first, waiting=first.waiting + hold.waiting)
    for (place, host, _, kind), hold in causes.items():
        line = by_id[hold.account_id]
        words = hold_card_words(kind, host or line.address, hold.waiting, when_words(hold.until, now, zone))
        is_calm = kind is BreakerKind.RATE
        limits = Step(tr("Change the limits"), door=Door.ACCOUNT)
        again = Step(tr("Try now"), door=Door.TRY)
        yield Card(
            key=f"hold {place.value} {host or hold.account_id} {kind.value}",
            icon="hourglass",
            tone=Tone.CALM if is_calm else Tone.WARN,
            title=words.title,
            safe=words.safe,
            advice=words.advice,
            count=tr("In the cloud") if place is Place.CLOUD else "",
            step=limits if kind in (BreakerKind.RATE, BreakerKind.QUOTA) else again,
            other=again if kind is BreakerKind.QUOTA else None,
            account=line,
            said=(hold.reason,) if hold.reason else (),
            waits_by_itself=True,
        )


def _waits(waiting: int) -> str:
    return plural("{count} message waits", "{count} messages wait", waiting) if waiting else ""

"""Watch the mailboxes of accounts that sent something lately for mail that came back, and write down whose it was.

Believed is only a report with the id of a message in it that left from this very account, about one of its recipients. A message
is never sent again for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from nightmail.account.model import Account
from nightmail.delivery.model import Delivery, Recipient, RecipientState
from nightmail.delivery.outcome import Phase, RecipientResult, Reply, ReplyClass
from nightmail.errors import NightmailError
from nightmail.message.addresses import parse_address
from nightmail.message.dsn import Fate, Report, Reported
from nightmail.message.model import Address
from nightmail.ports import Beat, Bounce, BounceLook, BounceLookup, Chore, DispatchEvent, Observe, Store
from nightmail.smtp.replies import judge

# Whether a look is due is told by the database, where the looks are spaced.
EVERY = timedelta(seconds=60)
_AT_ONCE = 8
# Subjects of RFC 3463 3: the system (too large), the protocol, the content, a policy.
_NOT_THE_ADDRESS = frozenset("3567")
_GAVE_UP = "The recipient's server did not take it in time."


@dataclass(frozen=True, slots=True)
class Judged:
    """What a report says of one message. `delayed` are ledger numbers: their server still tries."""

    bounce: Bounce
    delayed: tuple[int, ...]


class BounceWatch:
    def __init__(self, store: Store, lookup: BounceLookup, *, observe: Observe = lambda event: None) -> None:
        self._store = store
        self._lookup = lookup
        self._observe = observe

    @property
    def beat(self) -> Beat:
        return Beat("bounces", EVERY, self.look, Chore.BOUNCES)

    async def look(self) -> None:
        """Every look that is due, some at a time. A mailbox that can't be asked is tried again at its next look."""
        try:
            while looks := await self._store.take_bounce_looks(limit=_AT_ONCE):
                await asyncio.gather(*[self._look(look) for look in looks])
        except NightmailError as error:
            # Looking for returned mail must not end the run that sends.
            self._say("store.unreachable", code=error.code)

    async def _look(self, look: BounceLook) -> None:
        """Whatever one mailbox brings about, the others are looked into. Raises what the store raises."""
        try:
            await self._look_into(look)
        except NightmailError:
            raise
        except Exception as error:
            self._say("mailbox.crashed", account=look.account.id, error=repr(error), trace=error)

    async def _look_into(self, look: BounceLook) -> None:
        try:
            returned = await self._lookup.look(look.account, since=look.since, marks=look.marks)
        except NightmailError as error:
            self._say("bounces.unreachable", account=look.account.id, code=error.code)
            return
        told = [await self._tell(look.account, report) for report in returned.reports]
        if all(told):
            await self._store.looked(look.account.id, returned.marks)

    async def _tell(self, account: Account, report: Report) -> bool:
        """False where a message it is about is being sent at this moment, or is in doubt: then it is read again."""
        is_told = True
        for _, delivery in (await self._store.records(sorted(report.ids))).values() if report.ids else ():
            if delivery.account_id != account.id:
                continue
            judged = judge_report(report, delivery)
            if judged.delayed:
                self._say("delivery.delayed", delivery=delivery.id, recipients=len(judged.delayed))
            if judged.bounce.results:
                if await self._store.bounced(judged.bounce):
                    self._say("delivery.bounced", delivery=delivery.id, recipients=len(judged.bounce.results))
                else:
                    is_told = False
        return is_told

    def _say(self, event: str, **fields: object) -> None:
        self._observe(DispatchEvent(event, fields))


def judge_report(report: Report, delivery: Delivery) -> Judged:
    """Pure. Whoever is not among the recipients is nobody's trouble; a lone recipient may be known by another address there."""
    results: dict[int, RecipientResult] = {}
    suppress: dict[str, str] = {}
    delayed = []
    for reported in report.recipients:
        recipient = _recipient(reported.addresses, delivery.recipients)
        if recipient is None:
            continue
        if reported.fate is Fate.DELAYED:
            delayed.append(recipient.n)
            continue
        results[recipient.n] = RecipientResult(recipient.n, RecipientState.BOUNCED, _said(reported) or _GAVE_UP)
        if reason := _reason(reported):
            suppress[recipient.address.lower()] = reason
    return Judged(Bounce(delivery.id, tuple(results.values()), suppress), tuple(delayed))


def _recipient(addresses: Iterable[str], ledger: tuple[Recipient, ...]) -> Recipient | None:
    known = {recipient.address.lower(): recipient for recipient in ledger}
    for address in addresses:
        parsed = parse_address(address, field="to")
        spec = parsed.spec.lower() if isinstance(parsed, Address) else address
        if found := known.get(spec):
            return found
    # Its server passed the mail on to an address that only it knows.
    return ledger[0] if len(ledger) == 1 else None


def _said(reported: Reported) -> str:
    """The server's own words, with the codes where they are not among them."""
    codes = [part for part in (str(reported.code or ""), reported.status) if part and part not in reported.words]
    return " ".join([*codes, reported.words]).strip()


def _reason(reported: Reported) -> str:
    """What is wrong with the address, as a sentence; "" where nothing is said against it but against this mail, or this day."""
    if not reported.is_permanent:
        return ""
    judgement = judge(Reply(reported.code or 550, reported.words, reported.status), Phase.RCPT, "")
    if judgement.reply_class is not ReplyClass.RCPT_PERM or reported.status[2:3] in _NOT_THE_ADDRESS:
        return ""
    said = _said(reported)
    return f"{judgement.advice.says} (It said: {said})" if said else judgement.advice.says

"""Find out how a provider treats sent mail: send a small message to oneself, and see where it turns up. Keeps nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nightmail.account.model import Account
from nightmail.clock import Clock, SystemClock
from nightmail.delivery.outcome import Accepted, Deferred, InDoubt, Refused, Withheld
from nightmail.errors import OutsideError
from nightmail.ids import message_id_for, new_id
from nightmail.message.mime import serialize
from nightmail.message.model import Address, Message
from nightmail.ports import Envelope, SentLookup, Sighting, Submitter, Wanted

WAITS = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 4, 8, 15, 30))
"""Between the looks. A provider that files sent mail does so within seconds; one that has not by then is taken for one that
does not."""

_SUBJECT = "Nightmail can send from this account"
_TEXT = """\
Nightmail sent this message to itself, to learn how your provider treats the mail you send:
whether it puts a copy into your folder of sent mail, and under which name it can be found again.

There is nothing to do, and you may delete it.
"""


@dataclass(frozen=True, slots=True)
class Probed:
    """`saves_sent` and `keeps_id` as in `Options`; None: not found out. `lag` is from the server's word to the first look that
    saw the message, None where none did."""

    saves_sent: bool | None
    keeps_id: bool | None
    sent_folder: str
    lag: timedelta | None


async def probe(
    account: Account,
    submitter: Submitter,
    mailbox: SentLookup,
    *,
    clock: Clock | None = None,
    waits: Sequence[timedelta] = WAITS,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Probed:
    """Raises what signing in to either server raises, and OutsideError `probe-refused` where the message was not taken."""
    clock = clock or SystemClock()
    began = clock.now()
    # A mailbox that can't be asked is known before anything is sent.
    await mailbox.look(account, (), since=began)
    message = _letter(account, began)
    await _send(account, message, submitter, began)
    return await watch_for(account, message, mailbox, clock=clock, waits=waits, sleep=sleep, since=began)


async def watch_for(
    account: Account,
    message: Message,
    mailbox: SentLookup,
    *,
    clock: Clock | None = None,
    waits: Sequence[timedelta] = WAITS,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    since: datetime | None = None,
) -> Probed:
    """Where a message from the account to itself turns up. Raises what signing in to the mailbox raises."""
    clock = clock or SystemClock()
    began = since or message.created_at
    wanted = Wanted(message.id, message.message_id)
    seen: Sighting | None = None
    lag: timedelta | None = None
    folder = ""
    for wait in (timedelta(0), *waits):
        await sleep(wait / timedelta(seconds=1))
        looked = await mailbox.look(account, [wanted], since=began)
        seen, folder = looked.found.get(message.id), looked.sent_folder
        if seen is not None and lag is None:
            lag = clock.now() - began
        if seen is not None and (seen.folder == folder or not folder):
            break
    if seen is None:
        return Probed(None, None, folder, None)
    return Probed(bool(folder) and seen.folder == folder, seen.message_id == message.message_id, folder, lag)


def _letter(account: Account, now: datetime) -> Message:
    id = new_id()
    own = Address(account.address, account.name)
    return Message(
        id=id,
        message_id=message_id_for(id, account.address.rpartition("@")[2]),
        account_id=account.id,
        sender=own,
        to=(own,),
        cc=(),
        bcc=(),
        subject=_SUBJECT,
        text=_TEXT,
        created_at=now,
    )


async def _send(account: Account, message: Message, submitter: Submitter, now: datetime) -> None:
    async def pass_(recipients: Sequence[int]) -> bool:
        return True

    wire = serialize(message, date=now.replace(microsecond=0))
    outcome = await submitter.submit(account, Envelope(account.address, ((0, account.address),)), wire, fence=pass_)
    match outcome:
        case Accepted() | InDoubt():
            # The look says whether it arrived.
            return
        case Deferred() | Refused():
            said = str(outcome.reply)
        case Withheld():
            said = outcome.reason
        case _:
            said = "it was broken off"
    raise OutsideError(
        "probe-refused",
        f"{account.smtp.host} did not take a message from {account.address} to itself: {said}",
        next="Try again later, or test the sign-in: nightmail account test.",
    )

"""How a message stands, in words: its state, why, and the one thing to do about it. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from typing import assert_never

from nightmail.account.model import Account, AccountState
from nightmail.cli.render import clock_time, state_words
from nightmail.cli.waits import keeps, sentence
from nightmail.delivery.breaker import Hold
from nightmail.delivery.doubt import LOOKS
from nightmail.delivery.model import Delivery, DeliveryState
from nightmail.delivery.outcome import Advice

# RFC 4954 6: 530, 534, 535 and 5.7.8 are a server's words on a sign-in; our own name the password.
_SIGN_IN = re.compile(r"53[0-9]\b|.*\b(?:5\.7\.8|password)\b", re.DOTALL)
_REPLY = re.compile(r"[45][0-9][0-9]\b")
# Advice to wait for a try that a message which failed will not get.
_PATIENCE = re.compile(r"Nothing needs to be done|by itself|follow at once")

_SEND_AGAIN = re.compile(r"send (?:it|the message) again")


def standing(delivery: Delivery, account: Account | None, hold: Hold | None = None, *, now: datetime | None = None) -> str:
    """`hold` is what keeps its account from sending now; with it goes `now`."""
    if is_kept_by_pause(delivery, account):
        return "Waiting: the account is paused"
    if hold is not None and now is not None and keeps(hold, delivery):
        return f"Waiting until {clock_time(hold.until, now=now)}"
    return state_words(delivery)


def reason(
    delivery: Delivery,
    account: Account | None,
    hold: Hold | None = None,
    *,
    now: datetime | None = None,
    told: Advice | None = None,
) -> str:
    """Why it stands like that; may be empty. `told` says in plain words what the server said."""
    if account is not None and is_kept_by_pause(delivery, account):
        return account.pause_reason or delivery.reason
    if account is not None and hold is not None and now is not None and keeps(hold, delivery):
        return sentence(hold, account, now=now)
    if told is not None and is_reply(delivery):
        return f"{told.says} (The server said: {delivery.reason})"
    return delivery.reason


def is_reply(delivery: Delivery) -> bool:
    """Its reason is in a server's words."""
    return _REPLY.match(delivery.reason) is not None


def is_looked_for(delivery: Delivery, account: Account | None) -> bool:
    """It is not confirmed, and its account's mailbox is still to be looked in, when it is due."""
    is_open = delivery.state is DeliveryState.IN_DOUBT and delivery.deferrals < len(LOOKS)
    return is_open and account is not None and account.imap is not None


def next_step(delivery: Delivery, account: Account | None, *, in_cloud: bool = False, told: Advice | None = None) -> str:
    """The one thing for the person to do; empty where there is nothing. `in_cloud`: their cloud has the message, not this PC.
    `told` is what is known of the last attempt (`told_in`)."""
    if account is not None and is_kept_by_pause(delivery, account):
        return f"Let the cloud send again: nightmail cloud seal {account.address}" if in_cloud else let_it_send(account)
    match delivery.state:
        case DeliveryState.FAILED:
            story = "" if in_cloud else f"; the whole story: nightmail audit show {delivery.id}"
            if told is not None and told.key == "no-such-address":
                anew = "Schedule it anew to the right address. If the address was right:"
                return f"{anew} nightmail outbox redrive {delivery.id}{story}"
            mend = _mend(told) if told and not _PATIENCE.search(told.next) else "Mend the reason, then:"
            return f"{mend} nightmail outbox redrive {delivery.id}{story}"
        case DeliveryState.IN_DOUBT if is_looked_for(delivery, account):
            return "Nothing needs to be done yet: it is looked for in the mailbox by itself."
        case DeliveryState.IN_DOUBT:
            return f"Ask whether it came, then: nightmail outbox resolve {delivery.id} --arrived, or --send-again"
        case DeliveryState.HELD:
            return f"Let it go: nightmail outbox resume {delivery.id}"
        case DeliveryState.SCHEDULED:
            return told.next if told and delivery.reason else ""
        case DeliveryState.CLAIMED | DeliveryState.TRANSMITTING | DeliveryState.SENT | DeliveryState.CANCELLED:
            return ""
        case _:
            assert_never(delivery.state)


def _mend(told: Advice) -> str:
    """Where the message itself is to be changed, the same one again is the exception."""
    return f"{told.next} Unchanged:" if _SEND_AGAIN.search(told.next) else f"{told.next} Then:"


def let_it_send(account: Account) -> str:
    """A new password, or sign-in, ends a pause that a refused or unreadable one began; any other ends by a word."""
    if account.options.oauth and account.pause_reason:
        # A sign-in ends any pause, while a word alone would only bring the next refusal.
        return f"Sign in again: nightmail account sign-in {account.address}"
    if account.smtp.username and _SIGN_IN.match(account.pause_reason):
        return f"Give its new password: nightmail account password {account.address}"
    return f"Let it send again: nightmail account resume {account.address}"


def is_kept_by_pause(delivery: Delivery, account: Account | None) -> bool:
    return account is not None and account.state is AccountState.PAUSED and delivery.state is DeliveryState.SCHEDULED

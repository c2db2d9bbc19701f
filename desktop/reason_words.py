"""Why a message stands where it stands: what happened, whether sending again is safe, and one thing to do. Pure."""

from __future__ import annotations

from dataclasses import replace

from desktop.language import plural, say_of_core, tr
from desktop.words import people_words
from nightmail.delivery.doubt import LOOKS
from nightmail.delivery.model import Delivery, DeliveryState, RecipientState
from nightmail.delivery.outcome import Advice
from nightmail.smtp.replies import known_advice, paused_by


def reason_words(delivery: Delivery, told: Advice | None = None, *, has_mailbox: bool = True) -> str:
    """What happened, whether sending again is safe, and one thing to do. Empty where nothing has to be said. `told` is what is
    known of the last attempt (`told_in`); `has_mailbox`: its account has one that can be looked into."""
    reply = delivery.reason.strip()
    told = _in_our_language(told, delivery) if told else None
    match delivery.state:
        case DeliveryState.IN_DOUBT if delivery.deferrals >= len(LOOKS):
            return tr(
                "We do not know whether the server accepted this message, and could not find it out. "
                "Look in your Sent folder or ask a recipient, then choose below."
            )
        case DeliveryState.IN_DOUBT if not has_mailbox:
            return tr(
                "We do not know whether the server accepted this message, and its account has no mailbox (IMAP) here that could "
                "be looked into. Look in your Sent folder or ask a recipient, then choose below."
            )
        case DeliveryState.IN_DOUBT:
            return tr(
                "We do not know yet whether the server accepted this message. Where your mailbox can be looked into, "
                "that is done by itself within half an hour. If you know already, choose below."
            )
        case DeliveryState.FAILED if any(mark in reply for mark in _TOO_LATE):
            if told:
                return tr("It could not be sent before its deadline. {why} Nothing more will be sent by itself.", why=told.says)
            return tr("It could not be sent before its deadline. Nothing more will be sent by itself.")
        case DeliveryState.FAILED if told:
            return tr("{says} {safe} Nothing more will be sent by itself. {next}", says=told.says, safe=told.safe, next=told.next)
        case DeliveryState.FAILED if reply[:3].isdigit():
            return tr("The server refused the message. Nothing more will be sent by itself.")
        case DeliveryState.FAILED if any(each.state is RecipientState.ACCEPTED for each in delivery.recipients):
            return tr("It could not be sent to everyone. Nothing more will be sent by itself.")
        case DeliveryState.FAILED:
            return tr("It could not be sent. Nothing more will be sent by itself.")
        case DeliveryState.SENT if back := [each.address for each in delivery.recipients if each.state is RecipientState.BOUNCED]:
            return tr(
                "The server took it, but it came back from {people}. It is not sent again by itself.", people=people_words(back)
            )
        case DeliveryState.SCHEDULED if reply and told:
            return str(told)
        case DeliveryState.SCHEDULED if delivery.deferrals:
            return _why_later(reply)
        case DeliveryState.SCHEDULED if reply:
            return tr("It waits because the account is paused. Nothing was sent.")
        case _:
            return ""


def said_words(delivery: Delivery, told: Advice | None = None) -> str:
    """What was kept of the last attempt, where the explanation does not say it already: a server's own words as they came, a
    sentence of ours in the person's language."""
    said = delivery.reason.strip() if delivery.state is not DeliveryState.IN_DOUBT else ""
    if said[:3].isdigit():
        return said
    key, reply = paused_by(said)
    known = known_advice(key)
    if known is not None:
        # The explanation is these very sentences, where there is one.
        return reply or ("" if told is not None else say_of_core(known.says))
    return say_of_core(said)


def _in_our_language(told: Advice, delivery: Delivery) -> Advice:
    said = replace(told, says=say_of_core(told.says), safe=say_of_core(told.safe), next=say_of_core(told.next))
    missing = [each.address for each in delivery.recipients if each.state is not RecipientState.ACCEPTED]
    if delivery.state is not DeliveryState.FAILED or told.safe != _OTHERS_ARE_WELL:
        return said
    if told.key == "no-such-address":
        says = plural(
            "The server says that this address does not exist: {people}.",
            "The server says that these addresses do not exist: {people}.",
            len(missing),
            people=people_words(missing),
        )
        correct = plural("Correct the address and send again.", "Correct the addresses and send again.", max(len(missing), 1))
        said = replace(said, says=says, next=correct)
    return replace(said, safe=others_words(is_alone=len(missing) == len(delivery.recipients)))


_OTHERS_ARE_WELL = "The other recipients are not affected."


def others_words(*, is_alone: bool) -> str:
    """What of those who were not refused; `is_alone`: there are none."""
    return tr("Nobody got it.") if is_alone else tr("The other recipients have it.")


# Of a message whose time ran out, whatever the server said last.
_TOO_LATE = ("No try was left", "deadline passed")
# Of sentences that are our own: nothing came from the server.
_SILENT = ("refused the connection", "connection refused", "timed out", "answer", "reach", "connect", "closed", "network")


def _why_later(reply: str) -> str:
    """Only a reply, which begins with its code, is the server's own word."""
    if reply[:3].isdigit():
        return tr("The server asked to try again later. Nothing was sent; the next try comes by itself.")
    if any(mark in reply.lower() for mark in _SILENT):
        return tr("The server did not answer. Nothing was sent; the next try comes by itself.")
    return tr("It could not be sent this time. Nothing was sent; the next try comes by itself.")

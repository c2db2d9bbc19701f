"""What the cards of “Needs attention” say, by the key of what the server meant (`replies.toml`). Pure words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.language import plural, say_of_core, tr
from desktop.paused import pause_words
from desktop.reason_words import others_words
from desktop.words import people_words, size_words
from nightmail.delivery.breaker import BreakerKind
from nightmail.smtp.replies import known_advice, paused_by


@dataclass(frozen=True, slots=True)
class CauseWords:
    title: str
    safe: str
    advice: str


# A sign-in by the browser that its provider no longer knows, as the core says it.
_TAKEN_BACK = "has expired or was withdrawn"


def paused_key(reason: str) -> tuple[str, str]:
    """(key, the words behind “Details”) of what an account was paused with; both may be empty."""
    key, said = paused_by(reason)
    return ("sign-in-expired", say_of_core(reason)) if not key and _TAKEN_BACK in reason else (key, said)


def paused_words(key: str, address: str, reason: str, *, has_worked: bool = True) -> CauseWords:
    """Of an account that sends nothing. Without a key the reason itself is said. `has_worked`: it sent something once."""
    safe = tr("Nothing was sent, and nothing is lost: its messages wait.")
    match key:
        case "person":
            return CauseWords(tr("You paused {address}.", address=address), tr("Its messages wait until you resume it."), "")
        case "auth":
            return CauseWords(
                tr("Sign-in to {address} expired. Nothing was sent.", address=address)
                if has_worked
                else tr("The server refused the user name or password of {address}. Nothing was sent.", address=address),
                tr("No second sign-in was tried, so that the account is not locked."),
                tr("Sign in again; many providers want an app password made at their website."),
            )
        case "sign-in-expired":
            return CauseWords(
                tr("Sign-in to {address} expired. Nothing was sent.", address=address),
                tr("Nothing is lost: its messages wait."),
                tr("Sign in with the provider once more, in your browser."),
            )
        case "app-password":
            return CauseWords(
                tr("The provider of {address} wants an app password.", address=address),
                safe,
                tr("Make one at the provider's website, then enter that."),
            )
        case "web-login":
            return CauseWords(
                tr("The provider of {address} wants you to sign in with a browser first.", address=address),
                safe,
                tr("Confirm the request that the provider's website shows, then sign in again here."),
            )
        case "sign-in-locked":
            return CauseWords(
                tr("The provider has locked signing in to {address} after too many tries.", address=address),
                tr("Nothing was sent, and nobody signs in again by itself."),
                tr("Wait an hour, then sign in again."),
            )
        case "smtp-auth-disabled":
            return CauseWords(
                tr("Your organisation has switched off SMTP sending for {address}.", address=address),
                safe,
                tr("Its administrator can switch it on; the note says what and where."),
            )
        case "oauth-only":
            return CauseWords(
                tr("The provider of {address} no longer accepts a password here.", address=address),
                safe,
                tr("Sign in with the provider in your browser; the password is not needed any more."),
            )
        case "sign-in-missing" | "password-missing":
            return CauseWords(tr("No password is kept for {address}.", address=address), safe, tr("Sign in once more."))
        case "domain-proof":
            return CauseWords(
                tr("The domain of {address} is not set up for bulk mail (DMARC).", address=address),
                safe,
                tr("Whoever runs the domain adds three records; then let the account send again."),
            )
        case "sender":
            return CauseWords(
                tr("The server does not let this account send as {address}.", address=address),
                safe,
                tr("Have the address added at the provider, then let the account send again."),
            )
        case "verify":
            return CauseWords(
                tr("The provider has blocked sending from {address}.", address=address),
                safe,
                tr("Sign in at the provider's website and do what it asks, then let the account send again."),
            )
        case "own-mailbox":
            return CauseWords(
                tr("The mailbox of {address} is full or switched off, so it may not send.", address=address),
                safe,
                tr("Make room in it, then let the account send again."),
            )
        case "certificate-unvouched" | "certificate-refused":
            return CauseWords(
                tr("The mail server of {address} could not prove who it is.", address=address),
                tr("Nothing was sent: neither mail nor password went to it."),
                tr("If the server is yours, trust its certificate in the account's servers; else check its name."),
            )
        case _:
            told = known_advice(key)
            title = tr("{address} is paused.", address=address)
            if told is None:
                return CauseWords(title, pause_words(reason), "")
            return CauseWords(f"{title} {say_of_core(told.says)}", say_of_core(told.safe), say_of_core(told.next))


def failed_words(
    key: str,
    address: str,
    *,
    size: int,
    limit: int | None,
    reason: str,
    missing: Sequence[str] = (),
    is_alone: bool = True,
    has_mailbox: bool = True,
) -> CauseWords:
    """Of messages that nothing more is done for by itself. `missing` did not get it, and `is_alone`: nobody else did;
    `has_mailbox`: the account has one that can be looked into."""
    safe = tr("It was not sent, and nobody gets it twice.")
    others = others_words(is_alone=is_alone)
    match key:
        case "in-doubt":
            return CauseWords(
                tr("We do not know yet whether the server accepted this message. It will not be sent twice."),
                tr("Your mailbox is looked into by itself within half an hour.")
                if has_mailbox
                else tr(
                    "{address} has no mailbox (IMAP) here that could be looked into: only you can find out.", address=address
                ),
                tr("Look in your Sent folder or ask a recipient, then say whether it arrived."),
            )
        case "no-such-address":
            return CauseWords(
                plural("No such address: {people}.", "No such addresses: {people}.", len(missing), people=people_words(missing))
                if missing
                else tr("No such address."),
                others,
                plural("Correct the address and send again.", "Correct the addresses and send again.", max(len(missing), 1)),
            )
        case "mailbox-shut":
            return CauseWords(
                tr("The recipient's mailbox is full or switched off."),
                others,
                tr("Reach them in another way, or send again later."),
            )
        case "rcpt_perm" | "not-for-us":
            return CauseWords(
                tr("The server does not take mail for this recipient."),
                others,
                tr("Read the server's words, correct the address and send again."),
            )
        case "size":
            shown = (
                tr("Too large ({size}; limit {limit}).", size=size_words(size), limit=size_words(limit))
                if limit and size > limit
                else tr("Too large for the server.")
            )
            return CauseWords(shown, safe, tr("Remove or shrink attachments, or share them by a link."))
        case "content":
            return CauseWords(
                tr("The server refused what the message contains."), safe, tr("Usually an attachment or a link is to blame.")
            )
        case "unwanted":
            return CauseWords(
                tr("The server took the message for unwanted mail."), safe, tr("Change its words and links, then send again.")
            )
        case "too-many-recipients":
            return CauseWords(tr("Too many recipients for one message."), safe, tr("Send it to fewer people at a time."))
        case "":
            if "deadline" in reason.lower():
                return CauseWords(
                    tr("It could not be sent before its deadline."),
                    tr("Nothing more is sent by itself."),
                    tr("Send it again, or let it be."),
                )
            return CauseWords(tr("It could not be sent."), tr("Nothing more is sent by itself."), "")
        case _:
            told = known_advice(key)
            if told is None:
                return failed_words("", address, size=0, limit=None, reason="")
            return CauseWords(say_of_core(told.says), say_of_core(told.safe), say_of_core(told.next))


def hold_card_words(kind: BreakerKind, place: str, waiting: int, until: str) -> CauseWords:
    """Of what waits and goes on by itself."""
    safe = tr("Nothing is lost; nothing needs to be done.")
    match kind:
        case BreakerKind.QUOTA:
            title = plural(
                "Daily limit reached; {count} message waits and continues {until}.",
                "Daily limit reached; {count} messages wait and continue {until}.",
                waiting,
                until=until,
            )
            return CauseWords(title, safe, tr("{place} has used up what its provider lets it send.", place=place))
        case BreakerKind.RATE:
            title = plural(
                "{place} keeps within its sending limit; {count} message continues {until}.",
                "{place} keeps within its sending limit; {count} messages continue {until}.",
                waiting,
                place=place,
                until=until,
            )
            return CauseWords(title, safe, "")
        case BreakerKind.SLOW:
            title = plural(
                "{place} asked to slow down; {count} message waits, next try {until}.",
                "{place} asked to slow down; {count} messages wait, next try {until}.",
                waiting,
                place=place,
                until=until,
            )
            return CauseWords(title, safe, "")
        case BreakerKind.FAILING:
            title = plural(
                "{place} is not answering; {count} message waits, next try {until}.",
                "{place} is not answering; {count} messages wait, next try {until}.",
                waiting,
                place=place,
                until=until,
            )
            return CauseWords(title, safe, tr("Check the network connection, and the server's name in the account."))


def note_for(key: str, address: str, host: str, said: str) -> str:
    """What the person hands to whoever can mend it; empty where nobody else is needed."""
    domain = address.rpartition("@")[2]
    if key == "smtp-auth-disabled":
        return tr(
            "Please switch on authenticated SMTP (SMTP AUTH, “Authenticated SMTP” under the mailbox's mail apps) for {address}, "
            "so that its owner can send scheduled mail through {host}. The server said: {said}",
            address=address,
            host=host,
            said=said,
        )
    if key == "domain-proof":
        return tr(
            "These TXT records prove that mail of {domain} is its own. Its provider ({host}) names the exact values:\n\n"
            "{domain}  TXT  v=spf1 include:(the provider's SPF name) -all\n"
            "(selector)._domainkey.{domain}  TXT  (the DKIM key that the provider shows)\n"
            "_dmarc.{domain}  TXT  v=DMARC1; p=none; rua=mailto:postmaster@{domain}\n\n"
            "The server said: {said}",
            domain=domain,
            host=host,
            said=said,
        )
    return ""

"""The sentences of the account set-up: what was found and by whom, what a provider wants, what a test and a probe have shown."""

from __future__ import annotations

from desktop.language import tr
from desktop.screens.account.state import Choice, PasswordHelp, Probe
from desktop.words import Tone, sentence_of, size_words
from nightmail.account.model import Server
from nightmail.account.providers import SignInKind, card_of
from nightmail.delivery.model import DeliveryState
from nightmail.discovery.model import Found, Source, Suggestion
from nightmail.imap.probe import Probed
from nightmail.ports import Item, ServerFacts


def choices_of(found: Found) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            each.provider or each.smtp.host,
            _servers(each),
            _source(each),
            tr("They belong to another domain than your address: use them only if they are your provider's.")
            if each.leads_away_from(found.domain)
            else "",
        )
        for each in found.suggestions
    )


def _servers(suggestion: Suggestion) -> str:
    smtp = f"{suggestion.smtp.host}:{suggestion.smtp.port}"
    if suggestion.imap is None:
        return tr("Sends by {smtp}", smtp=smtp)
    return tr("Sends by {smtp}, reads at {imap}", smtp=smtp, imap=f"{suggestion.imap.host}:{suggestion.imap.port}")


def _source(suggestion: Suggestion) -> str:
    match suggestion.source:
        case Source.TABLE:
            return tr("Known settings of {provider}.", provider=suggestion.provider)
        case Source.AUTOCONFIG:
            return tr("{host} says so itself, over an encrypted connection.", host=suggestion.said_by)
        case Source.MX:
            return tr("{provider} takes the mail of your domain ({host}).", provider=suggestion.provider, host=suggestion.said_by)
        case Source.SRV:
            return tr("The DNS of {domain} names them.", domain=suggestion.said_by)
        case Source.GUESS:
            return tr("A guess: there are hosts of the usual names. Ask your provider if it does not work.")


def help_for(smtp: Server, *, is_editing: bool) -> PasswordHelp:
    card = card_of(smtp)
    if is_editing:
        return PasswordHelp(tr("Leave it empty to go on with the password that is kept."))
    if card is None:
        return PasswordHelp(tr("The password of your mailbox, or an app password if your provider gives one."))
    match card.sign_in:
        case SignInKind.APP:
            words = tr(
                "{provider} wants an app password: one that is made for a single program. Make it there, then paste it here.",
                provider=card.name,
            )
            return PasswordHelp(words, card.link, tr("Make an app password…") if card.link else "")
        case SignInKind.TOKEN:
            return PasswordHelp(tr("{provider} takes no passwords from programs. Sign in with your browser.", provider=card.name))
        case SignInKind.BRIDGE:
            words = tr(
                "{provider} is reached through its Bridge, a program of theirs on this computer. Start it, then enter the user "
                "name and the password that it shows.",
                provider=card.name,
            )
            return PasswordHelp(words, card.link, tr("About the Bridge…"))
        case SignInKind.PASSWORD if card.link:
            words = tr(
                "The password of your mailbox. {provider} lets programs in only once you have allowed it in its settings.",
                provider=card.name,
            )
            return PasswordHelp(words, card.link, tr("How to allow it…"))
        case SignInKind.PASSWORD:
            return PasswordHelp(tr("The password of your {provider} mailbox.", provider=card.name))


# ---------------------------------------------------------------------------------------------- test


def sends_words(smtp: Server, facts: ServerFacts) -> str:
    host = smtp.host
    if facts.is_authenticated and facts.max_size:
        return tr(
            "{host} lets you in as {user} and takes messages up to {size}.",
            host=host,
            user=smtp.username or "",
            size=size_words(facts.max_size),
        )
    if facts.is_authenticated:
        return tr("{host} lets you in as {user}.", host=host, user=smtp.username or "")
    if facts.is_encrypted:
        return tr("{host} answers, encrypted.", host=host)
    return tr("{host} answers. The connection is not encrypted, which is fine on this computer.", host=host)


def reads_words(imap: Server, sent_folder: str) -> str:
    if sent_folder:
        return tr("{host} lets you in. Sent mail is in “{folder}”.", host=imap.host, folder=sent_folder)
    return tr("{host} lets you in, but has no folder of sent mail.", host=imap.host)


def no_mailbox_words() -> str:
    return tr("Without it Nightmail sends, but can't look up whether a message arrived when its connection broke.")


def log_of_smtp(smtp: Server, facts: ServerFacts) -> tuple[str, ...]:
    """As the servers speak: not for translation."""
    offers = ", ".join(f"{name.upper()} {value}".strip() for name, value in facts.extensions.items())
    return (
        f"SMTP {smtp.host}:{smtp.port} ({smtp.security.value})",
        f"< 220 {facts.greeting}",
        f"< EHLO: {offers or 'nothing'}",
        f"= {'encrypted' if facts.is_encrypted else 'not encrypted'}, "
        f"{f'signed in as {smtp.username}' if facts.is_authenticated else 'no sign-in'}",
    )


def log_of_imap(imap: Server, sent_folder: str) -> tuple[str, ...]:
    return (
        f"IMAP {imap.host}:{imap.port} ({imap.security.value})",
        f"= signed in as {imap.username or 'anonymous'}; folder of sent mail: {sent_folder or 'none'}",
    )


# ---------------------------------------------------------------------------------------------- probe


def probe_subject() -> str:
    return tr("Nightmail can send from this account")


def probe_text() -> str:
    return tr(
        "Nightmail sent this message from your account to itself, through the same queue that all your messages take.\n\n"
        "There is nothing to do, and you may delete it."
    )


def probe_outcome(item: Item, found: Probed | None, seconds: int) -> Probe:
    """`found` None: there is no mailbox to look into, or it could not be asked."""
    match item.delivery.state:
        case DeliveryState.SENT:
            return _sent(found)
        case DeliveryState.FAILED | DeliveryState.IN_DOUBT:
            return Probe(tr("It was not accepted. {reason}", reason=item.delivery.reason), Tone.BAD)
        case _ if item.delivery.reason:
            return Probe(tr("It waits in “Scheduled”: {reason}", reason=item.delivery.reason), Tone.WARN)
        case _:
            return Probe(
                tr("It has not left after {seconds} s. It stands in “Scheduled”; its page says why.", seconds=seconds), Tone.WARN
            )


def _sent(found: Probed | None) -> Probe:
    if found is None:
        return Probe(tr("The server accepted it. Look into your mailbox: it should be there."), Tone.GOOD)
    if found.lag is None:
        return Probe(
            tr("The server accepted it, but it did not turn up in the mailbox within a minute. Look for it yourself."), Tone.WARN
        )
    seconds = max(1, round(found.lag.total_seconds()))
    if found.saves_sent and found.keeps_id:
        return Probe(
            tr(
                "It arrived after {seconds} s. The server files what you send in “{folder}”, so Nightmail can look up there "
                "whether a message arrived.",
                seconds=seconds,
                folder=found.sent_folder,
            ),
            Tone.GOOD,
        )
    if found.saves_sent:
        return Probe(
            tr(
                "It arrived after {seconds} s. The server files what you send in “{folder}”, under a number of its own.",
                seconds=seconds,
                folder=found.sent_folder,
            ),
            Tone.GOOD,
        )
    return Probe(
        tr(
            "It arrived after {seconds} s. The server keeps no copy of what you send; Nightmail can, under “Limits and options”.",
            seconds=seconds,
        ),
        Tone.GOOD,
    )


def not_probed(problem: Exception) -> Probe:
    return Probe(sentence_of(problem), Tone.BAD)

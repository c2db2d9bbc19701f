"""Why a mailbox could not be asked, as sentences for people. Pure: it turns what was raised or replied into an error."""

from __future__ import annotations

import re
import ssl

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from nightmail.account.model import Server
from nightmail.account.providers import card_of
from nightmail.account.trust import TRUST_IT, UNVOUCHED, is_unvouched
from nightmail.errors import NightmailError, OutsideError, PersonError

CHECK_PLACE = "Check the mailbox server's name and port, and the network connection."

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# RFC 5530 3, and what Gmail and Microsoft say of too many connections: the sign-in may be right, but not now.
_NOT_NOW = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]|too many|throttled|not connected|try again", re.IGNORECASE)
_MOST = 300
SIGN_IN_REFUSED = "mailbox-sign-in-refused"


class Late(Exception):
    """The visit took longer than it may."""


def name_of(server: Server) -> str:
    return f"{server.host}:{server.port}"


def explained(error: BaseException, server: Server) -> NightmailError | None:
    """None for what no server and no network can bring about."""
    match error:
        case NightmailError():
            return error
        case LoginError() if isinstance(error.__context__, IMAPClientAbortError):
            return _closed(server)
        case LoginError():
            return _sign_in(str(error), server)
        case IMAPClientAbortError():
            return _closed(server)
        case IMAPClientError():
            return OutsideError(
                "mailbox-refused",
                f"The mailbox on {server.host} refused what it was asked. (It said: {safe_words(str(error))})",
                next="Try again later.",
            )
        case ssl.SSLCertVerificationError() if is_unvouched(error) and card_of(server) is None:
            return PersonError(
                UNVOUCHED,
                f"Nobody whom this computer trusts vouches for the certificate of {name_of(server)}.",
                next=TRUST_IT,
            )
        case ssl.SSLCertVerificationError():
            return OutsideError(
                "certificate-refused",
                f"The certificate of {name_of(server)} can't be trusted: {error.verify_message or 'it is not valid'}.",
                next="Check the server's name; never sign in to a server that can't prove who it is.",
            )
        case ssl.SSLError():
            return OutsideError(
                "tls-failed",
                f"No secure connection to {name_of(server)} could be made ({(error.reason or '').replace('_', ' ').lower()}).",
                next="Check the port: 993 is for TLS from the start, 143 for STARTTLS.",
            )
        case ConnectionRefusedError():
            return OutsideError(
                "server-unreachable", f"{name_of(server)} does not answer (connection refused).", next=CHECK_PLACE
            )
        case TimeoutError() | Late():
            return OutsideError("server-silent", f"{name_of(server)} did not answer in time.", next=CHECK_PLACE)
        case OSError():
            return _closed(server)
    return None


def _closed(server: Server) -> OutsideError:
    return OutsideError("connection-closed", f"{name_of(server)} closed the connection.", next=CHECK_PLACE)


def _sign_in(said: str, server: Server) -> NightmailError:
    words = safe_words(said)
    if _NOT_NOW.search(words):
        return OutsideError(
            "mailbox-busy", f"{server.host} takes no sign-in now. (It said: {words})", next="Nothing to do: it is tried again."
        )
    return PersonError(
        SIGN_IN_REFUSED,
        f"{server.host} refused the sign-in to the mailbox of {server.username}. (It said: {words})",
        next="Check the IMAP user name and the password, and that the provider allows IMAP.",
    )


def safe_words(said: str) -> str:
    """A server's words, safe to store and show."""
    return _UNSAFE.sub(" ", said).strip()[:_MOST]

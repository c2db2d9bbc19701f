"""Why no connection came about, as sentences for people. Pure: it turns what was raised or replied into a value."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass, replace

import aiosmtplib

from nightmail.account.model import Server
from nightmail.account.providers import card_of
from nightmail.account.trust import TRUST_IT, UNVOUCHED, is_unvouched
from nightmail.delivery.outcome import Deferred, Phase, Reply, ReplyClass
from nightmail.errors import NightmailError, OutsideError, PersonError
from nightmail.smtp.parser import reply_from
from nightmail.smtp.replies import explain, judge

TOKEN_REFUSED = "token-refused"
_BAD_CREDENTIALS = 535
# What servers say of a token in the JSON of RFC 7628 3.2.2; Google and Microsoft say it by HTTP's number.
_NOT_AUTHORIZED = re.compile(r"\bstatus (40[01]|invalid_token)\b")

# What a broken handshake raises; asyncio aborts one that takes too long.
HANDSHAKE = (ssl.SSLError, ConnectionResetError, ConnectionAbortedError)
CHECK_PLACE = "Check the server's name and port, and the network connection."


@dataclass(frozen=True, slots=True)
class Failed:
    """No connection, and why, as a sentence. Nothing was sent. `advice` is the key of what is told in general about it; where it
    is empty, `code` is that key. `heard` is what the server said."""

    code: str
    says: str
    next: str
    phase: Phase
    reply_class: ReplyClass
    is_personal: bool = False
    enhanced: str = ""
    advice: str = ""
    heard: Reply | None = None

    def outcome(self) -> Deferred:
        scope, told = explain(self.advice or self.code, self.reply_class)
        reply = Reply(0, self.says, self.enhanced, self.heard.raw if self.heard else b"")
        return Deferred(reply, self.phase, self.reply_class, scope=scope, advice=replace(told, says=self.says, next=self.next))

    def error(self) -> NightmailError:
        kind = PersonError if self.is_personal else OutsideError
        return kind(self.code, self.says, next=self.next)


class Stop(Exception):
    """Carries a Failed out of the steps of connecting."""

    def __init__(self, failed: Failed) -> None:
        super().__init__(failed.says)
        self.failed = failed


def name_of(server: Server) -> str:
    return f"{server.host}:{server.port}"


def stop(
    code: str,
    says: str,
    *,
    next: str,
    phase: Phase = Phase.CONNECT,
    reply_class: ReplyClass = ReplyClass.RETRY,
    is_personal: bool = False,
    enhanced: str = "",
) -> Stop:
    return Stop(Failed(code, says, next, phase, reply_class, is_personal, enhanced))


def cause_of(error: BaseException) -> BaseException:
    """The failure itself, under aiosmtplib's wrapping."""
    return error.__cause__ if isinstance(error, aiosmtplib.SMTPException) and error.__cause__ else error


def explained(error: Exception, server: Server, phase: Phase) -> Stop:
    cause = cause_of(error)
    match error, cause:
        case Stop(), _:
            return error
        case aiosmtplib.SMTPResponseException(), _ if error.code > 0:
            return _replied(error, server, phase)
        case aiosmtplib.SMTPResponseException(), _:
            says = f"{name_of(server)} answers, but not as a mail server does."
            return stop("not-smtp", says, next=CHECK_PLACE, phase=phase)
        case _, ssl.SSLCertVerificationError():
            return _certificate(cause, server)
        case _, ssl.SSLError():
            return _tls(server, (cause.reason or "").replace("_", " ").lower())
        case _, ConnectionAbortedError():
            return _tls(server, "the handshake took too long")
        case _, TimeoutError() if phase is Phase.STARTTLS:
            return _tls(server, "the handshake took too long")
        case _, TimeoutError():
            says = f"{name_of(server)} accepts connections, but did not answer in time."
            return stop("server-silent", says, next=CHECK_PLACE, phase=phase)
        case _, OSError() if phase is Phase.STARTTLS:
            return _tls(server, "the connection was closed")
        case _, OSError():
            says = f"{name_of(server)} closed the connection before the sign-in was done."
            return stop("connection-closed", says, next=CHECK_PLACE, phase=phase)
    raise error


def refused_token(error: aiosmtplib.SMTPResponseException, server: Server, *, said: str) -> Stop:
    """`said` are the server's own words on the token, which come apart from its reply. The code is `token-refused` where another
    token may be accepted."""
    failed = _replied(error, server, Phase.AUTH, said=said).failed
    if failed.reply_class is not ReplyClass.AUTH:
        return Stop(failed)
    code = TOKEN_REFUSED if error.code == _BAD_CREDENTIALS or _NOT_AUTHORIZED.search(said) else "sign-in-refused"
    if "password" not in f"{failed.says} {failed.next}".lower():
        return Stop(replace(failed, code=code))
    reply = _reply_of(error, said)
    says = f"The server does not accept the sign-in with the provider. ({server.host} said: {reply})"
    return Stop(replace(failed, code=code, says=says, next="Sign in again."))


def _replied(error: aiosmtplib.SMTPResponseException, server: Server, phase: Phase, *, said: str = "") -> Stop:
    reply = _reply_of(error, said)
    judgement = judge(reply, phase, server.host)
    is_sign_in = judgement.reply_class is ReplyClass.AUTH
    failed = Failed(
        code="password-refused" if is_sign_in else f"server-{judgement.reply_class.value.replace('_', '-')}",
        says=f"{judgement.advice.says} ({server.host} said: {reply})",
        next=judgement.advice.next,
        phase=phase,
        reply_class=judgement.reply_class,
        is_personal=judgement.reply_class in (ReplyClass.AUTH, ReplyClass.VERIFY, ReplyClass.SENDER),
        enhanced=reply.enhanced,
        advice=judgement.advice.key,
        heard=reply,
    )
    return Stop(failed)


def _reply_of(error: aiosmtplib.SMTPResponseException, said: str) -> Reply:
    *most, last = lines = error.message.encode("utf-8", "surrogateescape").split(b"\n")
    code = b"%d" % error.code
    raw = b"".join(code + b"-" + line + b"\r\n" for line in most) + code + b" " + last + b"\r\n"
    reply = reply_from(error.code, lines, raw=raw)
    return replace(reply, text=f"{reply.text} [{said}]") if said else reply


def _certificate(error: ssl.SSLCertVerificationError, server: Server) -> Stop:
    if is_unvouched(error) and card_of(server) is None:
        # A provider's server never is: there it is the network that lies, and another one may not. One's own may well be.
        return stop(
            UNVOUCHED,
            f"Nobody whom this computer trusts vouches for the certificate of {name_of(server)}.",
            next=TRUST_IT,
            phase=Phase.STARTTLS,
            reply_class=ReplyClass.AUTH,
            is_personal=True,
        )
    return stop(
        "certificate-refused",
        f"The certificate of {name_of(server)} can't be trusted: {error.verify_message.rstrip('.') or 'it is not valid'}.",
        next="Check the server's name; never send mail through a server that can't prove who it is.",
        phase=Phase.STARTTLS,
        reply_class=ReplyClass.TLS,
    )


def _tls(server: Server, why: str) -> Stop:
    return stop(
        "tls-failed",
        f"No secure connection to {name_of(server)} could be made ({why or 'handshake failed'}).",
        next="Check the port: 465 is for TLS from the start, 587 for STARTTLS.",
        phase=Phase.STARTTLS,
        reply_class=ReplyClass.TLS,
    )

"""Turn what a project refuses, and what happens on the way to it, into sentences. Asks nobody and repeats nothing."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from datetime import timedelta

import httpx

from nightmail.errors import NightmailError, OutsideError, PersonError

# The project's platform answers 540 for a paused project and 402 for one that is over its plan; 544 is its database's timeout.
_PAUSED, _RESTRICTED = 540, 402
_PASSING = frozenset({502, 503, 504, 520, 521, 522, 523, 524, 525, 530, 544})
# PostgREST's own words for a database it can't reach.
_DATABASE_AWAY = frozenset({"PGRST000", "PGRST001", "PGRST002", "PGRST003"})
_TOKEN = frozenset({"PGRST301", "PGRST303"})
_OTHER_TABLES = frozenset({"PGRST106", "PGRST200", "PGRST202", "PGRST203", "PGRST204", "PGRST205", "42P01", "42883", "3F000"})
# After these the refresh token is worth nothing; https://supabase.com/docs/guides/auth/debugging/error-codes
DEAD_SESSION = frozenset({"refresh_token_already_used", "refresh_token_not_found", "session_not_found", "session_expired"})
_SIGNED_OUT = DEAD_SESSION | {"user_banned", "user_not_found", "bad_jwt", "no_authorization"}
_PASSWORD = "weak_password"
_SECONDS = re.compile(r"after (\d+) seconds")

_SIGN_IN = "Sign in again: nightmail cloud sign-in. What is on this PC stays as it is."

_AUTH = {
    "invalid_credentials": (
        "wrong-password",
        "The email address or the password is wrong.",
        "Try again, or reset the password.",
    ),
    "email_not_confirmed": (
        "not-confirmed",
        "The email address is not confirmed yet.",
        "Follow the link in the mail you were sent, then sign in.",
    ),
    "user_already_exists": ("already-signed-up", "There is already a user with this email address.", "Sign in instead."),
    "email_exists": ("already-signed-up", "There is already a user with this email address.", "Sign in instead."),
    "signup_disabled": ("no-sign-up", "This project takes new users by invitation only.", "Ask whoever runs it."),
    "email_provider_disabled": ("no-sign-up", "This project takes no sign-in by email.", "Ask whoever runs it."),
    "email_address_invalid": ("bad-address", "The project does not accept this email address.", "Check its spelling."),
    "email_address_not_authorized": (
        "bad-address",
        "This project can't send mail to that address yet.",
        "Ask whoever runs it to set up its mail server.",
    ),
    "validation_failed": ("bad-address", "The project does not accept what was entered.", "Check the email address."),
    "otp_expired": ("wrong-code", "The code is wrong or has expired.", "Ask for a new one: nightmail cloud reset-password."),
    "same_password": ("same-password", "The new password is the old one.", "Choose another."),
}


class Refusal(Exception):
    """An answer that is no success, as the project's services word it. `status` 0: not known."""

    def __init__(self, status: int, code: str, message: str, *, details: str = "", hint: str = "") -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.hint = hint

    @property
    def is_passing(self) -> bool:
        # A try that was cut off may still be at work when the next one comes.
        return self.status in _PASSING or self.code in _DATABASE_AWAY or self.details == "id-taken"

    @property
    def is_early(self) -> bool:
        """The token's own issue lies in the future of whoever judges it: two clocks differ, and a new token will not help."""
        return self.code in _TOKEN and "future" in self.message

    @property
    def is_stale_token(self) -> bool:
        """The access token has run out; a new one will do. Storage has no code for it, only words."""
        if self.code in _TOKEN:
            return not self.is_early
        words = f"{self.code} {self.message}".lower()
        return self.status in (400, 401, 403) and ("jwt expired" in words or '"exp" claim' in words)

    @property
    def is_absent(self) -> bool:
        """Storage's words for a file that is not there; hidden by a policy looks the same. Without a bucket nothing is known."""
        return (self.status == 404 or self.code in ("not_found", "NoSuchKey")) and "bucket" not in self.message.lower()

    @property
    def is_duplicate(self) -> bool:
        return self.status == 409 or self.code in ("Duplicate", "KeyAlreadyExists", "ResourceAlreadyExists")


def is_passing(error: Exception) -> bool:
    """Worth another try at once: broken off, late, or answered by something in front of the project."""
    if isinstance(error, Refusal):
        return error.is_passing
    return isinstance(error, (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError))


def sentence(error: Exception, host: str) -> NightmailError | None:
    """What to tell the person; None for what is a bug."""
    if isinstance(error, Refusal):
        return _refused(error, host)
    if isinstance(error, httpx.TransportError):
        return unreachable(host)
    return None


def unreachable(host: str, why: str = "") -> OutsideError:
    return OutsideError(
        "cloud-unreachable",
        f"The cloud at {host} does not answer{f' ({why})' if why else ''}.",
        next="Check the connection; what you schedule meanwhile is kept on this PC.",
    )


def paused(host: str, why: str) -> OutsideError:
    return OutsideError(
        "project-paused",
        f"The project at {host} {why}.",
        next="Whoever runs it can resume it in the Supabase dashboard; nothing in it is lost. This PC goes on sending its own.",
    )


def clocks_differ(ahead: timedelta) -> OutsideError:
    """`ahead`: by how much the clock that dated the session is before the one that judges it."""
    return OutsideError(
        "clock-skew",
        f"The project's own clocks differ by {spoken(ahead)}, so it refuses the session it has just given out.",
        next="It is nothing on this PC. Try again in a few minutes; if it stays, tell whoever runs the project.",
    )


def signed_out(message: str = "You are not signed in to the cloud.") -> PersonError:
    return PersonError("signed-out", message, next=_SIGN_IN)


def is_unknown_name(error: Exception) -> bool:
    """The name servers were asked and answered that there is no such host."""
    return any(isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_NONAME for cause in _causes(error))


def spoken(span: timedelta) -> str:
    seconds = abs(span.total_seconds())
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= 2 * size:
            return f"about {seconds / size:.0f} {unit}s"
    return f"{seconds:.0f} seconds"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    # An error that is raised from itself leads round in a circle.
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _refused(refusal: Refusal, host: str) -> NightmailError:
    code, status = refusal.code, refusal.status
    if status == _PAUSED:
        return paused(host, "is paused")
    if status == _RESTRICTED:
        return OutsideError(
            "project-restricted",
            f"The project at {host} is restricted: {refusal.message or 'it is over its plan'}.",
            next="Whoever runs it can mend that in the Supabase dashboard.",
        )
    if re.fullmatch(r"PT\d\d\d", code):
        return PersonError(refusal.details or "refused", refusal.message, next=refusal.hint)
    if refusal.is_passing:
        return unreachable(host, str(status) if status else "its database is away")
    return _known(refusal, host) or OutsideError(
        "cloud-refused",
        f"The cloud refused this: {refusal.message or status}" + (f" ({code})." if code else "."),
        next="Try again later; if it stays, tell whoever runs the project.",
    )


def _known(refusal: Refusal, host: str) -> NightmailError | None:
    code, status = refusal.code, refusal.status
    if code in _AUTH:
        return PersonError(_AUTH[code][0], _AUTH[code][1], next=_AUTH[code][2])
    if code == _PASSWORD:
        return PersonError("weak-password", f"The password is too weak: {refusal.message}", next="Choose a longer one.")
    if code == "user_banned":
        return signed_out("This user was shut out of the project.")
    if code in _SIGNED_OUT:
        return signed_out("Your session in the cloud has ended.")
    if code in _TOKEN or refusal.is_stale_token:
        return signed_out("The project does not accept this session.")
    if code.startswith("over_") or status == 429:
        return _too_often(refusal)
    if code in _OTHER_TABLES:
        return PersonError(
            "migrations-differ",
            "The project's tables are older or newer than this Nightmail.",
            next="Whoever runs the project applies the migrations (supabase db push), or update Nightmail.",
        )
    if code == "42501":
        return PersonError("not-allowed", "The project does not allow this to you.", next="Sign in as the person it belongs to.")
    if code == "57014":
        return OutsideError("cloud-slow", f"The cloud at {host} took too long.", next="Try again.")
    if status == 401 or "api key" in refusal.message.lower():
        return PersonError(
            "bad-project-key",
            "The project does not know this key.",
            next="Copy the publishable key (sb_publishable_…) again.",
        )
    return None


def _too_often(refusal: Refusal) -> OutsideError:
    found = _SECONDS.search(refusal.message)
    return OutsideError(
        "rate-limited",
        "The project was asked too often.",
        next=f"Try again in {found[1]} seconds." if found else "Try again in a few minutes.",
    )

"""What a failing PostgreSQL, or the way to it, means for people. Bugs of ours are not given a sentence here."""

from __future__ import annotations

import re

import psycopg
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from nightmail.errors import NightmailError, OutsideError, PersonError

# A connection that is refused while it is made carries no SQLSTATE, only libpq's words.
_REFUSED_LOGIN = re.compile(r'authentication failed|no password supplied|role ".*" does not exist', re.IGNORECASE)
_NO_DATABASE = re.compile(r'database ".*" does not exist', re.IGNORECASE)


def missing() -> PersonError:
    return PersonError(
        "migrations-missing",
        "The database does not have this version's tables yet.",
        next="Run: nightmail db migrate (on a plain PostgreSQL add --with-platform)",
    )


def outside_error(error: BaseException) -> NightmailError | None:
    """The sentence for a failure of the database or the way to it; None where it is a bug of ours."""
    original = getattr(error, "orig", None) or error
    state = getattr(original, "sqlstate", None) or ""
    if refusal := refusal_of(original):
        return refusal
    if state == "42P01" or state == "3F000":
        return missing()
    if state == "53100":
        return OutsideError("disk-full", "The database has no room left.", next="Free disk space on the database server.")
    if state == "42501":
        return PersonError(
            "database-rights",
            f"This database user may not do that: {_first_line(original)}.",
            next="Use the address of the database's operator in NIGHTMAIL_DATABASE_URL.",
        )
    if state in ("57014", "55P03"):
        return OutsideError("database-slow", "The database took too long to answer.", next="Try again in a moment.")
    words = _first_line(original) if isinstance(original, psycopg.OperationalError) and not state else ""
    if state in ("28P01", "28000") or _REFUSED_LOGIN.search(words):
        return PersonError(
            "database-login", "The database refused the user name or password.", next="Check NIGHTMAIL_DATABASE_URL."
        )
    if state == "3D000" or _NO_DATABASE.search(words):
        return PersonError("no-such-database", "There is no such database on that server.", next="Check NIGHTMAIL_DATABASE_URL.")
    if isinstance(error, (OperationalError, InterfaceError, PoolTimeoutError, OSError)) or isinstance(
        original, (psycopg.OperationalError, psycopg.InterfaceError)
    ):
        return OutsideError(
            "database-unreachable",
            f"The database does not answer: {_first_line(original)}",
            next="Check that it is running and that NIGHTMAIL_DATABASE_URL is right; nothing is lost.",
        )
    return None


def refusal_of(error: BaseException) -> PersonError | None:
    """What a function of the migrations refused (`private.refuse`): its sentence, stable code and next step."""
    if not isinstance(error, psycopg.Error) or not (error.sqlstate or "").startswith("PT"):
        return None
    told = error.diag
    return PersonError(
        told.message_detail or "refused", told.message_primary or "That was refused.", next=told.message_hint or ""
    )


def _first_line(error: object) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0]


def refused(error: psycopg.ProgrammingError) -> NightmailError:
    if error.sqlstate == "42501":
        return PersonError(
            "database-rights",
            f"This database user may not do that: {str(error).splitlines()[0]}",
            next="Migrate as the owner of the database.",
        )
    if error.sqlstate is None:
        return PersonError(
            "database-url", f"NIGHTMAIL_DATABASE_URL can't be read: {error}", next="It looks like postgresql://user@host/name."
        )
    return OutsideError("migration-failed", f"A migration failed: {str(error).splitlines()[0]}", next="Nothing was changed.")

"""The environment's variables, and a reader that turns them into typed values and collects every mistake. It is handed the
variables; it never looks at the process's own environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from nightmail.account.secret import Secret
from nightmail.errors import Invalid, PersonError, Problem
from nightmail.schedule.due import parse_wait

PREFIX = "NIGHTMAIL_"

Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True, slots=True)
class Variable:
    """`name` without the prefix."""

    name: str
    meaning: str
    is_secret: bool = False


VARIABLES = (
    Variable("PROFILE", "folder of the local profile"),
    Variable("DATABASE_URL", "hosted database, postgresql://…", is_secret=True),
    Variable("SUPABASE_URL", "project address, for the desktop"),
    Variable("SUPABASE_KEY", "publishable key, for the desktop"),
    Variable("WORKER_PRIVATE_KEY", "opens sealed passwords, worker only", is_secret=True),
    Variable("KEYRING", "auto (the system's keyring) or file (a sealed file)"),
    Variable("MASTER_KEY", "key of the sealed password file", is_secret=True),
    Variable("CONCURRENCY", "messages sent at the same time"),
    Variable("BATCH", "messages claimed at once"),
    Variable("LEASE", "how long a claim lasts without renewal, like 60s"),
    Variable("GRACE", "how long a worker may finish after SIGTERM, like 25s"),
    Variable("LOG", "json or text"),
    Variable("HEALTH_HOST", "address of the worker's health server"),
    Variable("HEALTH_PORT", "port of the worker's health server; none without it"),
)


class Reader:
    """Each method answers with a value even where the variable is wrong; `finish` raises all the mistakes together."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._problems: list[Problem] = []

    def finish(self) -> None:
        """Raises Invalid with one problem per wrong variable."""
        if self._problems:
            raise Invalid(self._problems)

    def text(self, name: str) -> str | None:
        """None where it is unset or blank: an empty line in an environment file means nothing."""
        return self._variables.get(PREFIX + name, "").strip() or None

    def secret(self, name: str) -> Secret | None:
        value = self.text(name)
        return None if value is None else Secret(value)

    def folder(self, name: str) -> Path | None:
        value = self.text(name)
        return None if value is None else Path(value).expanduser()

    def one_of(self, name: str, choices: tuple[Choice, ...], default: Choice) -> Choice:
        value = self.text(name)
        for choice in choices:
            if value == choice:
                return choice
        if value is not None:
            self._wrong(name, f"is “{value}”", f"Set it to {' or '.join(choices)}.")
        return default

    def whole(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self.text(name)
        if value is None:
            return default
        if not value.isascii() or not value.isdigit() or not least <= int(value[:12]) <= most:
            self._wrong(name, f"is “{value}”", f"Set it to a whole number from {least} to {most}.")
            return default
        return int(value)

    def span(self, name: str, default: timedelta, *, least: timedelta, most: timedelta) -> timedelta:
        """`60s`, `5m`, `1h30m`."""
        value = self.text(name)
        if value is None:
            return default
        try:
            span = parse_wait(value)
        except PersonError:
            span = timedelta.max
        if least <= span <= most:
            return span
        self._wrong(name, f"is “{value}”", f"Set it to a time like 60s, from {_words(least)} to {_words(most)}.")
        return default

    def database_url(self, name: str) -> str | None:
        value = self.text(name)
        # The value may hold a password: it is never repeated.
        if value is not None and not _is_postgres(value):
            self._wrong(name, "is no PostgreSQL address", "Set it to postgresql://user:password@host:5432/database.")
            return None
        return value

    def _wrong(self, name: str, what: str, mend: str) -> None:
        self._problems.append(Problem("bad-setting", PREFIX + name, f"{PREFIX}{name} {what}.", mend))


def unknown_variables(variables: Mapping[str, str]) -> tuple[str, ...]:
    """Names with our prefix that mean nothing: most likely misspelt."""
    known = {PREFIX + variable.name for variable in VARIABLES}
    return tuple(sorted(name for name in variables if name.startswith(PREFIX) and name not in known))


def _is_postgres(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("postgresql", "postgres")
    except ValueError:
        return False


def _words(span: timedelta) -> str:
    seconds = span.total_seconds()
    return f"{seconds / 3600:g}h" if seconds >= 3600 else f"{seconds:g}s"

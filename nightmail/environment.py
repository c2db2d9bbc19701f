"""The environment's variables, read once and whole into typed values. It is handed them; it never looks at the process's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar
from urllib.parse import urlsplit

from nightmail.account.secret import Secret
from nightmail.errors import Invalid, PersonError, Problem
from nightmail.schedule.due import parse_wait

if TYPE_CHECKING:
    from nightmail.account.sealing import WorkerKeys

PREFIX = "NIGHTMAIL_"

LogStyle = Literal["json", "text"]
KeyringKind = Literal["auto", "file"]
Choice = TypeVar("Choice", bound=str)

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Variable:
    """`name` without the prefix."""

    name: str
    meaning: str
    is_secret: bool = False


_PROVIDERS = {"google": "Google", "microsoft": "Microsoft", "yahoo": "Yahoo", "custom": "a provider of your own"}

VARIABLES = (
    Variable("PROFILE", "folder of the local profile"),
    Variable("DATABASE_URL", "hosted database, postgresql://…", is_secret=True),
    Variable("SUPABASE_URL", "project address, for the desktop; for the worker where attachments are in its Storage"),
    # Of a worker it may be the project's secret one.
    Variable("SUPABASE_KEY", "the project's publishable key", is_secret=True),
    Variable("WORKER_EMAIL", "the worker's own user in the project, which may read attachments"),
    Variable("WORKER_PASSWORD", "that user's password", is_secret=True),
    Variable("WORKER_PRIVATE_KEY", "opens sealed passwords, worker only; several while they are rotated", is_secret=True),
    Variable("KEYRING", "auto (the system's keyring) or file (a sealed file)"),
    Variable("MASTER_KEY", "key of the sealed password file", is_secret=True),
    Variable("PROCESSES", "processes of a worker; one sends more than most providers take"),
    Variable("CONCURRENCY", "messages that one process sends at the same time"),
    Variable("BATCH", "messages that one process holds at the same time"),
    Variable("LEASE", "how long a claim lasts without renewal, like 60s"),
    Variable("GRACE", "how long a worker may finish after SIGTERM, like 25s"),
    Variable("WATCHDOG", "how late mail is before it is called stuck, like 5m"),
    Variable("DKIM_KEYS", "folder of the worker's signing keys, <selector>._domainkey.<domain>.pem"),
    Variable("REGION", "where this worker runs; it sends for accounts of that region first"),
    Variable("PRIVATE_HOSTS", "allow: the worker may also send through servers of its own network"),
    Variable("LOG", "json or text"),
    Variable("HEALTH_HOST", "address of the worker's health server"),
    Variable("HEALTH_PORT", "port of the worker's health server; none without it"),
    *(
        Variable(f"OAUTH_{key.upper()}_CLIENT_ID", f"your client id at {name}, to sign in there")
        for key, name in _PROVIDERS.items()
    ),
    *(
        Variable(f"OAUTH_{key.upper()}_CLIENT_SECRET", f"its secret, where {name} gave one", is_secret=True)
        for key, name in _PROVIDERS.items()
    ),
)


@dataclass(frozen=True, slots=True)
class OauthClient:
    """As what a provider knows this program. `secret` None: it was given none, as programs on people's computers often are."""

    id: str
    secret: Secret | None = None


@dataclass(frozen=True, slots=True)
class Environment:
    """Every variable as what it means, unset ones as their default. `log` None: whatever suits stderr."""

    profile: Path | None
    database_url: Secret | None
    supabase_url: str | None
    supabase_key: str | None
    worker_email: str | None
    worker_password: Secret | None
    worker_keys: WorkerKeys | None
    keyring: KeyringKind
    master_key: Secret | None
    processes: int
    concurrency: int
    batch: int
    lease: timedelta
    grace: timedelta
    watchdog: timedelta
    dkim_keys: Path | None
    region: str
    private_hosts: bool
    log: LogStyle | None
    health_host: str
    health_port: int | None
    oauth_clients: Mapping[str, OauthClient]


def read_environment(variables: Mapping[str, str]) -> Environment:
    """Raises Invalid with one problem per wrong variable."""
    reader = _Reader(variables)
    environment = Environment(
        profile=reader.folder("PROFILE"),
        database_url=reader.database_url("DATABASE_URL"),
        supabase_url=reader.text("SUPABASE_URL"),
        supabase_key=reader.text("SUPABASE_KEY"),
        worker_email=reader.text("WORKER_EMAIL"),
        worker_password=reader.secret("WORKER_PASSWORD"),
        worker_keys=reader.worker_keys("WORKER_PRIVATE_KEY"),
        keyring=reader.one_of("KEYRING", ("auto", "file")) or "auto",
        master_key=reader.secret("MASTER_KEY"),
        processes=reader.whole("PROCESSES", least=1, most=64) or 1,
        concurrency=reader.whole("CONCURRENCY", least=1, most=10_000) or 100,
        batch=reader.whole("BATCH", least=1, most=10_000) or 400,
        lease=reader.span("LEASE", 60 * _SECOND, least=2 * _SECOND, most=3600 * _SECOND),
        grace=reader.span("GRACE", 25 * _SECOND, least=0 * _SECOND, most=3600 * _SECOND),
        watchdog=reader.span("WATCHDOG", 300 * _SECOND, least=1 * _SECOND, most=86_400 * _SECOND),
        dkim_keys=reader.folder("DKIM_KEYS"),
        region=reader.word("REGION"),
        private_hosts=reader.one_of("PRIVATE_HOSTS", ("allow", "refuse")) == "allow",
        log=reader.one_of("LOG", ("json", "text")),
        health_host=reader.text("HEALTH_HOST") or "127.0.0.1",
        health_port=reader.whole("HEALTH_PORT", least=1, most=65_535),
        oauth_clients={key: found for key in _PROVIDERS if (found := reader.oauth_client(key))},
    )
    if reader.problems:
        raise Invalid(reader.problems)
    return environment


def unknown_variables(variables: Mapping[str, str]) -> tuple[str, ...]:
    """Names with our prefix that mean nothing: most likely misspelt."""
    known = {PREFIX + variable.name for variable in VARIABLES}
    return tuple(sorted(name for name in variables if name.startswith(PREFIX) and name not in known))


class _Reader:
    """Each method answers with a value even where the variable is wrong, and notes the problem."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self.problems: list[Problem] = []

    def text(self, name: str) -> str | None:
        """None where it is unset or blank: an empty line in an environment file means nothing."""
        return self._variables.get(PREFIX + name, "").strip() or None

    def secret(self, name: str) -> Secret | None:
        value = self.text(name)
        return None if value is None else Secret(value)

    def folder(self, name: str) -> Path | None:
        value = self.text(name)
        return None if value is None else Path(value).expanduser()

    def word(self, name: str) -> str:
        """A short name, like eu-west; empty where it is unset."""
        value = self.text(name) or ""
        if len(value) > 60 or not value.isprintable():
            self._wrong(name, "is no name", "Set it to a short name like eu-west.")
        return value

    def one_of(self, name: str, choices: tuple[Choice, ...]) -> Choice | None:
        value = self.text(name)
        for choice in choices:
            if value == choice:
                return choice
        if value is not None:
            self._wrong(name, f"is “{value}”", f"Set it to {' or '.join(choices)}.")
        return None

    def whole(self, name: str, *, least: int, most: int) -> int | None:
        value = self.text(name)
        # Twelve digits are more than any limit here, and few enough to be turned into a number without harm.
        if value is None or (value.isascii() and value.isdigit() and len(value) <= 12 and least <= int(value) <= most):
            return None if value is None else int(value)
        self._wrong(name, f"is “{value[:60]}”", f"Set it to a whole number from {least} to {most}.")
        return None

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
        self._wrong(name, f"is “{value[:60]}”", f"Set it to a time like 60s, from {_words(least)} to {_words(most)}.")
        return default

    def database_url(self, name: str) -> Secret | None:
        value = self.text(name)
        # The value may hold a password: it is never repeated.
        if value is not None and not _is_postgres(value):
            self._wrong(name, "is no PostgreSQL address", "Set it to postgresql://user:password@host:5432/database.")
        return None if value is None else Secret(value)

    def worker_keys(self, name: str) -> WorkerKeys | None:
        value = self.text(name)
        if value is None:
            return None
        # Cryptography costs a command more time to load than all the rest of the settings.
        from nightmail.account.sealing import WorkerKeys

        try:
            return WorkerKeys.parse(value)
        except Invalid as error:
            for problem in error.problems:
                self.problems.append(Problem("bad-setting", PREFIX + name, f"{PREFIX}{name}: {problem.message}", problem.next))
            return None

    def oauth_client(self, provider: str) -> OauthClient | None:
        """None where no id is set; a secret alone is a slip."""
        name = f"OAUTH_{provider.upper()}"
        id, secret = self.text(f"{name}_CLIENT_ID"), self.secret(f"{name}_CLIENT_SECRET")
        if id is None and secret is not None:
            self._wrong(f"{name}_CLIENT_SECRET", "is set without its client id", f"Set {PREFIX}{name}_CLIENT_ID, too.")
        return None if id is None else OauthClient(id, secret)

    def _wrong(self, name: str, what: str, mend: str) -> None:
        self.problems.append(Problem("bad-setting", PREFIX + name, f"{PREFIX}{name} {what}.", mend))


def _is_postgres(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("postgresql", "postgres")
    except ValueError:
        return False


def _words(span: timedelta) -> str:
    seconds = span.total_seconds()
    return f"{seconds / 3600:g}h" if seconds >= 3600 else f"{seconds:g}s"

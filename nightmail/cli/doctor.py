"""`nightmail doctor`: look at everything Nightmail stands on, one line each with the mend. It looks; it changes nothing."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import subprocess
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from nightmail.cli.command import Call, command
from nightmail.cli.desktop import QT_LIBRARIES, has_screen
from nightmail.cli.program import inner
from nightmail.cli.settings import Settings
from nightmail.cli.standing import let_it_send
from nightmail.cli.wiring import Room, opened, opened_database
from nightmail.clock import SystemClock, rfc3339
from nightmail.environment import PREFIX, VARIABLES, unknown_variables
from nightmail.errors import NightmailError, OutsideError, PersonError

if TYPE_CHECKING:
    from nightmail.store.sealed_rows import KeyRow

_LARGEST_CLOCK_ERROR = timedelta(seconds=2)
_QT_SECONDS = 30


class Standing(StrEnum):
    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


_MARKS = {Standing.GOOD: "✓", Standing.NOTE: "·", Standing.BAD: "✗"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `is_outside`: a server or the network must mend it."""

    name: str
    standing: Standing
    found: str
    mend: str = ""
    is_outside: bool = False

    def as_json(self) -> dict[str, object]:
        return {"check": self.name, "standing": self.standing.value, "found": self.found, "mend": self.mend}

    def as_text(self) -> str:
        return f"{_MARKS[self.standing]} {self.name:<12} {self.found} {self.mend}".rstrip()


def register(app: typer.Typer) -> None:
    command(app, "doctor")(doctor)


async def doctor(call: Call) -> None:
    """Check database, migrations, keyring, Qt, clock, accounts and environment; one line each with the mend."""
    bad: list[Check] = []
    for found in (_look_at_database, _look_at_worker_keys, _look_at_keyring, _look_at_qt, _look_at_clock, _look_at_environment):
        for check in await found(call.settings):
            call.out.answer(check.as_json(), check.as_text())
            if check.standing is Standing.BAD:
                bad.append(check)
    if bad:
        kind = OutsideError if all(check.is_outside for check in bad) else PersonError
        raise kind("not-well", f"Not in order: {', '.join(check.name for check in bad)}.", next=bad[0].mend)


Look = Callable[[Settings], Awaitable[list[Check]]]


async def _look_at_database(settings: Settings) -> list[Check]:
    """Database, migrations, accounts and how its clock differs, in one visit."""
    try:
        async with opened(settings) as room:
            return [
                Check("database", Standing.GOOD, _place(settings)),
                Check("migrations", Standing.GOOD, "all applied"),
                *await _look_at_accounts(room),
                *(await _look_at_its_clock(room) if settings.database_url else []),
            ]
    except NightmailError as error:
        name = "migrations" if error.code in ("migrations-missing", "database-newer") else "database"
        return [Check(name, Standing.BAD, error.message, error.next, is_outside=isinstance(error, OutsideError))]


def _place(settings: Settings) -> str:
    return "PostgreSQL answers" if settings.database_url else f"SQLite in {settings.profile}"


async def _look_at_accounts(room: Room) -> list[Check]:
    accounts = await room.accounts.all()
    if not accounts:
        return [Check("accounts", Standing.NOTE, "none yet.", "Add one: nightmail account add")]
    return [
        Check("account", Standing.GOOD, f"{account.address} sends by {account.smtp.host}")
        if account.state.value == "active"
        else Check(
            "account",
            Standing.NOTE,
            f"{account.address} is paused. {account.pause_reason}".rstrip(),
            let_it_send(account),
        )
        for account in accounts
    ]


async def _look_at_its_clock(room: Room) -> list[Check]:
    """A difference that matters; the clock itself has its own line."""
    difference = await room.store.now() - SystemClock().now()
    if abs(difference) <= _LARGEST_CLOCK_ERROR:
        return []
    words = f"The database's clock differs by {difference.total_seconds():+.1f} s."
    return [Check("clock", Standing.BAD, words, "Set this computer's clock by NTP.")]


async def _look_at_worker_keys(settings: Settings) -> list[Check]:
    """Each private key that is set, by its fingerprint, and whether passwords are sealed to it."""
    held = settings.environment.worker_keys
    if held is None:
        return []
    if settings.database_url is None:
        return [Check("worker key", Standing.GOOD, f"{fingerprint} is set") for fingerprint in held.fingerprints]
    try:
        async with opened_database(settings.database_url.reveal()) as store:
            published = {row.key.fingerprint: row for row in await store.worker_keys()}
    except NightmailError:
        # The database has its own line.
        return [Check("worker key", Standing.GOOD, f"{fingerprint} is set") for fingerprint in held.fingerprints]
    return [_worker_key(fingerprint, published.get(fingerprint)) for fingerprint in held.fingerprints]


def _worker_key(fingerprint: str, row: KeyRow | None) -> Check:
    if row is None:
        mend = "If passwords are to be sealed to it: nightmail keys publish nmp1_…"
        return Check("worker key", Standing.NOTE, f"{fingerprint} is set, and the database does not know it.", mend)
    state = "active" if row.is_active else "retired"
    return Check("worker key", Standing.GOOD, f"{fingerprint} is set; {state} in the database, {row.accounts} sealed to it")


async def _look_at_keyring(settings: Settings) -> list[Check]:
    from nightmail.secrets.choose import SEALED_FILE
    from nightmail.secrets.system_keyring import keyring_name

    sealed = settings.profile / SEALED_FILE
    if settings.environment.keyring == "file":
        return [Check("keyring", Standing.GOOD, f"sealed file {sealed}")]
    name = await asyncio.to_thread(keyring_name)
    if name:
        return [Check("keyring", Standing.GOOD, name)]
    if settings.environment.master_key:
        return [Check("keyring", Standing.GOOD, f"no keyring here; sealed file {sealed}")]
    mend = "For accounts with a password set NIGHTMAIL_MASTER_KEY or NIGHTMAIL_KEYRING=file."
    return [Check("keyring", Standing.NOTE, "no keyring here.", mend)]


async def _look_at_qt(settings: Settings) -> list[Check]:
    if importlib.util.find_spec("PySide6") is None:
        return [Check("qt", Standing.NOTE, "not installed.", 'For the desktop app: pip install "nightmail[desktop]"')]
    return [await asyncio.to_thread(_load_qt)]


def _load_qt() -> Check:
    """In a process of its own: a missing library ends it, or takes it down."""
    environment = {**os.environ} if has_screen(os.environ) else {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        done = subprocess.run(
            inner("qt-probe"), capture_output=True, text=True, env=environment, timeout=_QT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Check("qt", Standing.BAD, "Qt does not start.", "Check the display.")
    if done.returncode == 0:
        return Check("qt", Standing.GOOD, f"Qt {done.stdout.strip()} loads")
    reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    return Check("qt", Standing.BAD, f"Qt does not load: {reason}", f"On Debian and Ubuntu: sudo apt install {QT_LIBRARIES}")


async def _look_at_clock(settings: Settings) -> list[Check]:
    from nightmail.cli.times import local_zone

    try:
        zone = local_zone()
    except NightmailError as error:
        return [Check("clock", Standing.BAD, error.message, error.next)]
    return [Check("clock", Standing.GOOD, f"{rfc3339(SystemClock().now())}, zone {zone}")]


async def _look_at_environment(settings: Settings) -> list[Check]:
    unknown = [
        Check("environment", Standing.NOTE, f"{name} means nothing to Nightmail.", "Look for a slip in its name.")
        for name in unknown_variables(settings.variables)
    ]
    return [*unknown, *_variables(settings.variables)]


def _variables(variables: Mapping[str, str]) -> Iterator[Check]:
    """Every variable there is. A secret is only said to be set."""
    for variable in VARIABLES:
        name = PREFIX + variable.name
        value = variables.get(name, "")
        shown = "(unset)" if not value else "(set)" if variable.is_secret else value
        yield Check("environment", Standing.GOOD, f"{name} {shown}: {variable.meaning}")

"""`nightmail cloud`: this profile's project, who is signed in to it, and which passwords a worker of it can open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from nightmail.account.model import Account
from nightmail.account.secret import Secret
from nightmail.cli import passwords
from nightmail.cli.command import Call, command, group
from nightmail.cli.failure import UsageProblem
from nightmail.cli.named import AccountArgument
from nightmail.cli.passwords import PasswordFlag
from nightmail.cli.settings import Settings
from nightmail.cli.wiring import opened_profile, secrets_of
from nightmail.clock import rfc3339
from nightmail.errors import NightmailError, PersonError

if TYPE_CHECKING:
    from nightmail.account.sealing import PublicKey
    from nightmail.cloud.accounts import PublishedKey, Seal
    from nightmail.cloud.connection import CloudRoom
    from nightmail.cloud.consent import Consent
    from nightmail.cloud.session import Who
    from nightmail.cloud.settings import Connection

UrlOption = Annotated[str | None, typer.Option("--url", metavar="URL", help="The project's address (NIGHTMAIL_SUPABASE_URL).")]
KeyOption = Annotated[str | None, typer.Option("--key", metavar="KEY", help="Its publishable key (NIGHTMAIL_SUPABASE_KEY).")]
EmailOption = Annotated[str | None, typer.Option("--email", metavar="EMAIL", help="Who you are there; else who was last.")]
CodeOption = Annotated[str | None, typer.Option("--code", metavar="CODE", help="The code from the mail you were sent.")]
YesFlag = Annotated[bool, typer.Option("--yes", help="You have read what leaves this PC, and agree.")]

_Work = Coroutine[object, object, None]
_LARGEST_CLOCK_ERROR = timedelta(seconds=5)


def register(app: typer.Typer) -> None:
    cloud = group("The cloud: mail that leaves while this PC is off.", parent=app, name="cloud")
    command(cloud, "connect")(connect)
    command(cloud, "sign-up")(sign_up)
    command(cloud, "sign-in")(sign_in)
    command(cloud, "sign-out")(sign_out)
    command(cloud, "reset-password")(reset_password)
    command(cloud, "status")(status)
    command(cloud, "seal")(seal)
    command(cloud, "revoke")(revoke)


@asynccontextmanager
async def opened_cloud(settings: Settings, connection: Connection | None = None) -> AsyncIterator[CloudRoom]:
    """The project that the profile keeps, else the environment's. Raises PersonError `not-connected`."""
    from nightmail.cloud.connection import open_cloud
    from nightmail.cloud.settings import new_connection, read_connection
    from nightmail.store.blobs import FolderBlobs

    connection = connection or read_connection(settings.profile)
    url, key = settings.environment.supabase_url, settings.environment.supabase_key
    if connection is None and url and key:
        connection = new_connection(url, key)
    blobs = FolderBlobs(settings.profile / "blobs")
    async with open_cloud(settings.profile, secrets=secrets_of(settings), blobs=blobs, connection=connection) as room:
        yield room


# ------------------------------------------------------------------------------------------ project and person


async def connect(call: Call, *, url: UrlOption = None, key: KeyOption = None) -> None:
    """Connect this profile to a project, after looking whether it is there, knows the key and has the tables."""
    from nightmail.cloud.settings import new_connection, read_connection, write_connection

    url, key = url or call.settings.environment.supabase_url, key or call.settings.environment.supabase_key
    if not url or not key:
        raise UsageProblem("Give the project's --url and its publishable --key.")
    wanted, kept = new_connection(url, key), read_connection(call.settings.profile)
    if kept is not None and kept.url == wanted.url:
        wanted = replace(kept, key=wanted.key)
    elif kept is not None:
        await _leave(call.settings, kept)
    async with opened_cloud(call.settings, wanted) as room:
        await room.cloud.is_there()
    write_connection(call.settings.profile, wanted)
    fields = {"url": wanted.url, "device": wanted.device, "device_id": str(wanted.device_id)}
    call.out.answer(fields, f"Connected to {wanted.url}. Next: nightmail cloud sign-in --email … (or sign-up)")


async def _leave(settings: Settings, kept: Connection) -> None:
    async with opened_cloud(settings, kept) as room:
        if await room.session.who() is not None:
            raise PersonError(
                "already-connected",
                f"This profile is signed in to {kept.url}.",
                next="Sign out there first (nightmail cloud sign-out), or use another --profile.",
            )


def sign_up(call: Call, *, email: EmailOption = None, password_stdin: PasswordFlag = False, code: CodeOption = None) -> _Work:
    """Become a user of the project; with --code, confirm the address by the code you were mailed."""
    if email is None:
        raise UsageProblem("Give the --email address you want to sign up with.")
    given = None if code else _password(email, password_stdin)

    async def work() -> None:
        async with opened_cloud(call.settings) as room:
            who = await (room.session.sign_up(email, given) if given else room.session.confirm(email, code or ""))
        if who is not None:
            _tell_who(call, who)
            return
        said = f"A mail was sent to {email}. Follow its link, then sign in; or give its code: nightmail cloud sign-up --code …"
        call.out.answer({"email": email, "is_signed_in": False}, said)

    return work()


def sign_in(call: Call, *, email: EmailOption = None, password_stdin: PasswordFlag = False) -> _Work:
    """Sign in. The session stays until you sign out; it is kept where passwords are."""
    email = email or _last_email(call.settings)
    given = _password(email, password_stdin)

    async def work() -> None:
        async with opened_cloud(call.settings) as room:
            _tell_who(call, await room.session.sign_in(email, given))

    return work()


async def sign_out(call: Call) -> None:
    """End this PC's session. Messages in the cloud leave all the same; those on this PC stay."""
    async with opened_cloud(call.settings) as room:
        is_told = await room.session.sign_out()
    said = "Signed out." if is_told else "Signed out here. The project did not answer; there the session ends by itself."
    call.out.answer({"is_signed_in": False, "is_told": is_told}, said)


def reset_password(
    call: Call, *, email: EmailOption = None, code: CodeOption = None, password_stdin: PasswordFlag = False
) -> _Work:
    """Have a code mailed; then, with --code, set a new password."""
    email = email or _last_email(call.settings)
    given = _password(email, password_stdin) if code else None

    async def work() -> None:
        async with opened_cloud(call.settings) as room:
            if code and given:
                _tell_who(call, await room.session.finish_reset(email, code, given))
                return
            await room.session.reset_password(email)
        said = f"If {email} is known there, a code is on its way: nightmail cloud reset-password --email {email} --code …"
        call.out.answer({"email": email, "is_mailed": True}, said)

    return work()


def _tell_who(call: Call, who: Who) -> None:
    fields = {"email": who.email, "user_id": str(who.user_id), "is_signed_in": True}
    call.out.answer(fields, f"Signed in as {who.email}.")


def _last_email(settings: Settings) -> str:
    from nightmail.cloud.settings import read_connection

    kept = read_connection(settings.profile)
    if kept is None or not kept.email:
        raise UsageProblem("Give the --email address you sign in with.")
    return kept.email


def _password(email: str, from_stdin: bool) -> Secret:
    if not from_stdin and not passwords.is_terminal():
        raise UsageProblem("There is no terminal to ask for the password on; pipe it in with --password-stdin.")
    return passwords.from_stdin() if from_stdin else passwords.asked(email)


# ------------------------------------------------------------------------------------------ how it stands


async def status(call: Call) -> None:
    """Who is signed in where, how the clocks differ, the worker's keys, and which accounts are sealed to which."""
    async with opened_cloud(call.settings) as room:
        who, connection = await room.session.who(), room.connection
        known = {"url": connection.url, "device": connection.device, "email": who.email if who else None}
        try:
            found = await _found(room) if who else None
        except NightmailError:
            call.out.answer({**known, "is_signed_in": True, "is_reachable": False}, f"{connection.url}, as {known['email']}")
            raise
    if found is None:
        call.out.answer({**known, "is_signed_in": False}, f"{connection.url}: nobody is signed in.")
    else:
        call.out.answer({**known, "is_signed_in": True, "is_reachable": True, **found.fields()}, lambda: found.text(connection))


@dataclass(frozen=True, slots=True)
class _Found:
    ahead: timedelta
    keys: tuple[PublishedKey, ...]
    accounts: tuple[Account, ...]
    seals: dict[str, Seal]

    def fields(self) -> dict[str, object]:
        return {
            "clock_ahead_s": self.ahead.total_seconds(),
            "keys": [
                {"id": one.key.fingerprint, "state": _state(one), "note": one.note, "created_at": rfc3339(one.created_at)}
                for one in self.keys
            ],
            "accounts": [self._account(account) for account in self.accounts],
        }

    def _account(self, account: Account) -> dict[str, object]:
        sealed = self.seals.get(str(account.id))
        return {
            "id": str(account.id),
            "address": account.address,
            "state": account.state.value,
            "sealed_to": sealed.key_id if sealed else None,
            "is_current": sealed.is_current if sealed else None,
        }

    def text(self, connection: Connection) -> str:
        lines = [f"{connection.url}, as {connection.email}"]
        if abs(self.ahead) > _LARGEST_CLOCK_ERROR:
            lines.append(f"Its clock differs from this PC's by {self.ahead.total_seconds():+.0f} s. Set this PC's clock by NTP.")
        lines += [f"worker key  {one.key.fingerprint}  {_state(one)}  {one.note}".rstrip() for one in self.keys]
        lines += [f"account     {account.address}: {self._standing(account)}" for account in self.accounts]
        return "\n".join(lines)

    def _standing(self, account: Account) -> str:
        sealed = self.seals.get(str(account.id))
        if sealed is None:
            return "its password is not in the cloud" if account.smtp.username else "needs no password"
        if not sealed.is_current:
            return f"sealed to a retired key or for other servers; seal it again: nightmail cloud seal {account.address}"
        return f"sealed to {sealed.key_id}"


def _state(published: PublishedKey) -> str:
    return "active" if published.is_active else "retired"


async def _found(room: CloudRoom) -> _Found:
    seals = {str(seal.account_id): seal for seal in await room.accounts.seals()}
    accounts, keys = await room.accounts.all(), await room.accounts.worker_keys()
    return _Found(room.line.ahead or timedelta(0), keys, accounts, seals)


# ------------------------------------------------------------------------------------------ passwords


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be sealed, and what the person is told of it. `password` and `key` None: the account needs none."""

    account: Account
    password: Secret | None
    key: PublicKey | None
    words: Consent


def seal(call: Call, *, account: AccountArgument, yes: YesFlag = False) -> _Work:
    """Let the cloud send from an account: put it there, with its password sealed to the worker's key."""
    # Asked outside of any loop: a loop would keep the first Ctrl+C to itself.
    asked = asyncio.run(_asked(call.settings, account))
    _agreed(call, asked.words, yes=yes)

    async def work() -> None:
        async with opened_cloud(call.settings) as room:
            if asked.password is not None:
                # To the very key whose fingerprint was shown.
                await room.accounts.seal(asked.account, asked.password, asked.key)
            else:
                await room.accounts.allow(asked.account)
        key = asked.key.fingerprint if asked.key else None
        said = f"{asked.account.address} can now send from the cloud" + (f"; its password is sealed to {key}." if key else ".")
        call.out.answer({"id": str(asked.account.id), "address": asked.account.address, "sealed_to": key}, said)

    return work()


async def _asked(settings: Settings, account: str) -> _Asked:
    from nightmail.cloud.consent import consent

    async with opened_profile(settings) as profile:
        kept = await profile.accounts.find(account)
        password = await profile.accounts.password(kept) if kept.smtp.username else None
    if kept.smtp.username and password is None:
        raise PersonError(
            "password-needed",
            f"The password of {kept.address} is not kept on this PC.",
            next=f"Set it first: nightmail account password {kept.address}",
        )
    async with opened_cloud(settings) as room:
        key = await room.accounts.worker_key() if password else None
        return _Asked(kept, password, key, consent(kept, key, host=room.line.host))


def _agreed(call: Call, words: Consent, *, yes: bool) -> None:
    """Raises PersonError `not-agreed` where the person did not say yes."""
    for line in words.lines():
        call.out.say(line)
    if yes:
        return
    if call.out.json_wanted or not passwords.is_terminal():
        raise PersonError("not-agreed", " ".join(words.lines()), next="Read it, then add --yes.")
    if not typer.confirm("Do you agree?"):
        raise PersonError("not-agreed", "Nothing left this PC.", next="")


async def revoke(call: Call, *, account: AccountArgument) -> None:
    """Delete an account's sealed password from the cloud and pause it there: nothing more is sent from it."""
    async with opened_cloud(call.settings) as room:
        kept = _named(await room.accounts.all(), account)
        await room.accounts.revoke(kept.id)
    said = f"The cloud sends nothing more from {kept.address} and has no password of it any more."
    said += " To be sure, change the password at your mail provider too." if kept.smtp.username else ""
    call.out.answer({"id": str(kept.id), "address": kept.address, "sealed_to": None}, said)


def _named(accounts: tuple[Account, ...], word: str) -> Account:
    for account in accounts:
        if word.lower() in (account.address.lower(), str(account.id)):
            return account
    there = f"There are: {', '.join(account.address for account in accounts)}." if accounts else "There is none yet."
    raise PersonError("no-such-account", f"The cloud has no account {word}. {there}", next="See: nightmail cloud status")

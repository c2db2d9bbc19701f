"""Choose what a command works on: the local profile, or the hosted database. Everything heavy is imported here, when needed."""

from __future__ import annotations

import getpass
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from nightmail.account.secret import Secret
from nightmail.cli.settings import Settings
from nightmail.errors import PersonError
from nightmail.ports import MovableStore, Secrets, Store

if TYPE_CHECKING:
    from nightmail.accounts import Accounts
    from nightmail.oauth.tokens import Tokens
    from nightmail.outbox import Outbox
    from nightmail.profile import Profile
    from nightmail.secrets.dkim_keys import FolderKeys
    from nightmail.signing import Signing
    from nightmail.store.postgres import PostgresStore


@dataclass(frozen=True, slots=True)
class Room:
    """What a person's commands need, over whichever store. `movable`: the same store, where it is a PC's own."""

    store: Store
    outbox: Outbox
    accounts: Accounts
    owner_id: UUID
    tokens: Tokens
    movable: MovableStore | None = None
    signing: Signing | None = None


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Room]:
    """Raises what opening the store raises: see `nightmail.ports.Store`."""
    if settings.database_url is not None:
        async with _hosted(settings, settings.database_url) as room:
            yield room
        return
    async with opened_profile(settings) as profile:
        yield Room(
            profile.store,
            profile.outbox,
            profile.accounts,
            profile.owner_id,
            profile.tokens,
            movable=profile.store,
            signing=profile.signing,
        )


@asynccontextmanager
async def opened_profile(settings: Settings) -> AsyncIterator[Profile]:
    from nightmail.profile import open_profile

    async with open_profile(settings.profile, secrets=secrets_of(settings)) as profile:
        yield profile


@asynccontextmanager
async def _hosted(settings: Settings, url: Secret) -> AsyncIterator[Room]:
    from nightmail.accounts import Accounts
    from nightmail.oauth.tokens import Tokens
    from nightmail.outbox import Outbox
    from nightmail.secrets.sealed_to_worker import SealedToWorker
    from nightmail.signing import DkimSigner, Signing
    from nightmail.smtp.submitter import SmtpSubmitter
    from nightmail.store.blobs import FolderBlobs

    blobs = FolderBlobs(settings.profile / "blobs")
    async with opened_database(url.reveal()) as store:
        owner = await store.owner(settings.owner)
        passwords = Tokens(SealedToWorker(store, settings.environment.worker_keys), keeps_access=False)
        submitter = SmtpSubmitter(passwords, blobs)
        try:
            keys = _dkim_keys(settings)
            outbox = Outbox(store, blobs, owner_id=owner, signer=DkimSigner(keys, blobs.read) if keys else None)
            accounts = Accounts(store, passwords, submitter, owner_id=owner)
            yield Room(store, outbox, accounts, owner, passwords, signing=Signing(store, keys) if keys else None)
        finally:
            await submitter.close()


def _dkim_keys(settings: Settings) -> FolderKeys | None:
    from nightmail.secrets.dkim_keys import FolderKeys

    folder = settings.environment.dkim_keys
    return FolderKeys(folder) if folder else None


@asynccontextmanager
async def opened_database(url: str) -> AsyncIterator[PostgresStore]:
    """The hosted database itself, whoever's rows. Raises what opening the store raises."""
    from nightmail.store.postgres import PostgresStore

    store = PostgresStore(url, application_name="nightmail-cli")
    try:
        await store.open()
        yield store
    finally:
        await store.close()


def secrets_of(settings: Settings) -> Secrets:
    from nightmail.secrets.choose import SEALED_FILE, open_secrets

    given = settings.environment.master_key
    master_key = given.reveal() if given else None
    return open_secrets(settings.environment.keyring, settings.profile, master_key, ask=_ask_for(settings.profile / SEALED_FILE))


def require_database(settings: Settings) -> str:
    if settings.database_url is None:
        raise PersonError(
            "no-database",
            "This command works on a hosted database, and none is named.",
            next="Set NIGHTMAIL_DATABASE_URL to postgresql://… and leave --profile out.",
        )
    return settings.database_url.reveal()


def _ask_for(sealed_file: Path) -> Callable[[], str] | None:
    """How to ask for the passphrase; None where nobody sits at a terminal."""
    if not (sys.stdin and sys.stdin.isatty()):
        return None

    def ask() -> str:
        passphrase = getpass.getpass("Passphrase of the sealed password file: ")
        # A slip in the first passphrase would lock the file for good.
        if not sealed_file.exists() and getpass.getpass("The same again: ") != passphrase:
            raise PersonError("passphrases-differ", "The two passphrases differ.", next="Try again.")
        return passphrase

    return ask

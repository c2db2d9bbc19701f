"""A person's local profile: one folder with database, attachments and the agent's lock, and the parts plugged together."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from nightmail.accounts import Accounts
from nightmail.bounces import BounceWatch
from nightmail.clock import SystemClock
from nightmail.dispatcher import Dispatcher, DispatchSettings
from nightmail.errors import OutsideError
from nightmail.metronome import ApMetronome
from nightmail.oauth.tokens import Tokens
from nightmail.outbox import Outbox
from nightmail.ports import Observe, Secrets, Signer, Submitter
from nightmail.profile_lock import ProfileLock
from nightmail.secrets.dkim_keys import KeptKeys
from nightmail.secrets.in_turn import InTurn
from nightmail.signing import DkimSigner, Signing
from nightmail.smtp.submitter import SmtpSubmitter
from nightmail.store.blobs import FolderBlobs, OnCopied
from nightmail.store.doorbell import Doorbell
from nightmail.store.sqlite import SqliteStore
from nightmail.watchdog import DEFAULT_AFTER, Watchdog

# A profile has one person; the hosted database has its own ids for people.
LOCAL_OWNER = UUID("00000000-0000-7000-8000-000000000000")


@dataclass(frozen=True, slots=True)
class Profile:
    folder: Path
    store: SqliteStore
    blobs: FolderBlobs
    submitter: Submitter
    outbox: Outbox
    accounts: Accounts
    lock: ProfileLock
    tokens: Tokens
    signing: Signing
    signer: Signer
    owner_id: UUID = LOCAL_OWNER

    def dispatcher(
        self,
        *,
        settings: DispatchSettings | None = None,
        observe: Observe = lambda event: None,
        watchdog: timedelta = DEFAULT_AFTER,
    ) -> Dispatcher:
        """The agent of this profile, at most one at a time. `watchdog`: how late mail is before it is called stuck. Raises
        PersonError `agent-running` naming the process."""
        from nightmail.dispatcher.reconcile import Reconciler
        from nightmail.imap.bounces import ImapBounces
        from nightmail.imap.mailbox import ImapMailboxes

        self.lock.take()
        settings = settings or DispatchSettings(name="agent")
        mailboxes = ImapMailboxes(self.tokens)
        reconciler = Reconciler(self.store, self.blobs, mailboxes, observe=observe)
        return Dispatcher(
            self.store,
            self.blobs,
            self.submitter,
            metronome=ApMetronome(),
            settings=replace(settings, late_after=watchdog, spill=settings.spill or self.folder / "spill"),
            observe=reconciler.listening(observe),
            clock=SystemClock(),
            signer=self.signer,
            beats=[
                reconciler.beat,
                BounceWatch(self.store, ImapBounces(mailboxes), observe=observe).beat,
                Watchdog(self.store, after=watchdog, observe=observe).beat,
            ],
        )


@asynccontextmanager
async def open_profile(
    folder: Path,
    *,
    secrets: Secrets,
    submitter: Submitter | None = None,
    observe: Observe = lambda event: None,
    on_copied: OnCopied = lambda _path, _done: None,
) -> AsyncIterator[Profile]:
    """Open the profile in `folder`, making or migrating it where needed. `observe` hears what the submitter meets, `on_copied`
    how far a message's files are copied.

    Raises OutsideError `profile-unwritable`, and what the store raises (`disk-full`, `database-newer`).
    """
    _prepare(folder)
    blobs = FolderBlobs(folder / "blobs", on_copied=on_copied)
    store = SqliteStore(folder / "nightmail.sqlite3", bell=Doorbell(folder / "agent.port"))
    passwords = Tokens(InTurn(secrets, folder))
    sender = submitter or SmtpSubmitter(passwords, blobs, observe=observe)
    keys = KeptKeys(secrets)
    signer = DkimSigner(keys, blobs.read)
    lock = ProfileLock(folder / "agent.lock")
    try:
        await store.open()
        yield Profile(
            folder=folder,
            store=store,
            blobs=blobs,
            submitter=sender,
            outbox=Outbox(store, blobs, owner_id=LOCAL_OWNER, signer=signer),
            accounts=Accounts(store, passwords, sender, owner_id=LOCAL_OWNER),
            lock=lock,
            tokens=passwords,
            signing=Signing(store, keys),
            signer=signer,
        )
    finally:
        lock.give_back()
        await sender.close()
        await store.close()


def _prepare(folder: Path) -> None:
    """The folder holds mail: only its person may look in."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.name != "nt" and folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    except FileExistsError as error:
        raise OutsideError(
            "profile-unwritable", f"{folder} is a file, not a folder.", next="Choose another folder with --profile."
        ) from error
    except OSError as error:
        raise OutsideError(
            "profile-unwritable",
            f"The profile folder {folder} can't be made: {error.strerror}.",
            next="Choose another with --profile.",
        ) from error

"""Which accounts the cloud may send from: asked of the project, told to the person, changed when they agree.

A password is sealed to the key whose fingerprint the person has seen, and to no other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from desktop.gateway.cloud_port import Consent, Sealed
from desktop.gateway.there import There
from desktop.language import tr
from desktop.paused import pause_words
from nightmail.account.model import Account, AccountState
from nightmail.account.servers import is_loopback
from nightmail.clock import Clock
from nightmail.errors import NightmailError, PersonError

if TYPE_CHECKING:
    from desktop.gateway.local import LocalGateway
    from nightmail.account.sealing import PublicKey


class Sealing:
    """For the accounts of this PC. Raises what the project and the keeper of the passwords do."""

    def __init__(self, local: LocalGateway, clock: Clock) -> None:
        self._local = local
        self._clock = clock

    async def read(self, there: There) -> None:
        """Ask which accounts are known there, and which passwords are sealed to which key."""
        accounts = await there.gateway.accounts()
        newest = await _newest_key(there)
        seals = {
            seal.account_id: Sealed(seal.key_id, seal.is_current, newest in ("", seal.key_id))
            for seal in await there.room.accounts.seals()
        }
        there.accounts = {account.id: account for account in accounts}
        without = {
            account.id: Sealed("") for account in accounts if not account.smtp.username and account.state is AccountState.ACTIVE
        }
        await asyncio.to_thread(there.notes.note_sealed, without | seals)
        there.seals_read_at = self._clock.now()

    async def consent_for(self, there: There, account_id: UUID) -> Consent:
        """Raises PersonError `account-twice` where the cloud has the address as another account."""
        from nightmail.cloud.consent import consent

        account = await self._account(account_id)
        differs = _differs(account, await there.gateway.accounts())
        host, before = there.room.line.host, there.notes.sealed.get(account_id)
        key = await there.room.accounts.worker_key() if account.smtp.username else None
        said = consent(account, key, host=host) if key else None
        return Consent(
            account_id,
            account.address,
            host,
            leaves=(said.leaves if said else _leaves(account, host)) + differs,
            opens=said.opens if said else tr("This account has no password. Messages can be read by whoever runs the project."),
            key_id=key.fingerprint if key else "",
            before=before.key_id if before else "",
            is_local=is_loopback(account.smtp.host),
        )

    async def seal(self, there: There, account_id: UUID, key_id: str) -> None:
        """Raises PersonError `key-retired` where the key is not to be sealed to any more, `no-password`."""
        account = await self._account(account_id)
        if account.smtp.username:
            password = await (await self._local.passwords()).get(account_id)
            if password is None:
                raise PersonError(
                    "no-password",
                    tr("The password of this account is not on this PC."),
                    next=tr("Enter it with “Change password…” first."),
                )
            await there.room.accounts.seal(account, password, await _agreed(there, key_id))
        else:
            await there.room.accounts.allow(account)
        await self.read(there)

    def why_not(self, there: There, account_id: UUID) -> str:
        """The sentence that says why the cloud does not send from an account, as of the last `read`; empty where it should."""
        account, sealed = there.accounts.get(account_id), there.notes.sealed.get(account_id)
        if account is None:
            return ""
        if sealed is not None and not sealed.is_current:
            return tr(
                "The worker's key has changed, or the servers of {address} have, since you let the cloud send "
                "from it. Look at the key, then agree again.",
                address=account.address,
            )
        if account.state is AccountState.PAUSED:
            return tr(
                "{address} is paused in the cloud: {reason}", address=account.address, reason=pause_words(account.pause_reason)
            )
        return ""

    async def revoke(self, there: There, account_id: UUID) -> None:
        await there.room.accounts.revoke(account_id)
        await self.read(there)

    async def _account(self, id: UUID) -> Account:
        for account in await self._local.accounts():
            if account.id == id:
                return account
        raise PersonError("no-such-account", tr("This account is not on this PC."), next=tr("Look at your accounts again."))


def is_same_address(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def _differs(account: Account, there: Iterable[Account]) -> str:
    """What is to be said where the cloud has the account with other servers."""
    known = next((each for each in there if is_same_address(each.address, account.address)), None)
    if known is None or (known.id == account.id and (known.smtp, known.imap) == (account.smtp, account.imap)):
        return ""
    if known.id != account.id:
        raise PersonError(
            "account-twice",
            tr("The cloud has {address} already, as another account than the one of this PC.", address=account.address),
            next=tr(
                "Remove it from this PC and add it again while you are signed in: then both are one. If there "
                "are messages of it on this PC, it can't be removed, and goes on sending from this PC alone."
            ),
        )
    return tr(
        " The cloud has this account with other server settings ({host}:{port}); those of this PC take "
        "their place there, for your other PCs too.",
        host=known.smtp.host,
        port=known.smtp.port,
    )


async def _newest_key(there: There) -> str:
    """The fingerprint of the one to seal to; empty where there is none, or none to be trusted: nothing is asked about it then."""
    try:
        return (await there.room.accounts.worker_key()).fingerprint
    except NightmailError as problem:
        if problem.code not in ("no-worker-key", "bad-worker-key"):
            raise
        return ""


async def _agreed(there: There, key_id: str) -> PublicKey:
    """The key the person has looked at, as long as it is still one to seal to."""
    for published in await there.room.accounts.worker_keys():
        if published.key.fingerprint == key_id and published.is_active:
            return published.key
    raise PersonError("key-retired", tr("The worker's key has changed."), next=tr("Look at the new one, then agree again."))


def _leaves(account: Account, host: str) -> str:
    return tr(
        "To {host} go the account {address} with its servers ({host2}). Messages that you schedule there "
        "go with their text, recipients and attachments.",
        host=host,
        address=account.address,
        host2=account.smtp.host,
    )

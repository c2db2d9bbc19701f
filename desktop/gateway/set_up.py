"""What setting up an account asks of the world, and how a profile on this PC answers it: servers found, tried, changed, learned
from; and what the built-in sandbox caught."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from desktop.gateway.port import NewAccount
from nightmail.account.model import Account, Server
from nightmail.account.servers import ServerKind
from nightmail.delivery.model import DeliveryState
from nightmail.message.draft import Draft
from nightmail.ports import OutboxQuery, Place

if TYPE_CHECKING:
    from desktop.gateway.cloud import ProfileCloud
    from desktop.gateway.local import LocalGateway
    from nightmail.discovery.certificate import Shown
    from nightmail.discovery.find import Finder
    from nightmail.discovery.model import Found
    from nightmail.imap.probe import Probed
    from nightmail.sandbox.caught import CaughtMail

# What is still to go, or waits for a word.
_OPEN = frozenset({DeliveryState.SCHEDULED, DeliveryState.HELD})
_PAGE = 200


class SetUp(Protocol):
    """Every method may raise PersonError or OutsideError with the sentence to show."""

    async def find_servers(self, address: str) -> Found:
        """Of a checked address; asks its domain where the table knows nothing. Being cancelled ends it."""
        ...

    async def test_mailbox(self, new: NewAccount) -> str:
        """Sign in to the incoming server; answers its folder of sent mail, empty where there is none."""
        ...

    async def certificate(self, server: Server, kind: ServerKind) -> Shown:
        """What a server shows of itself; nothing is said to it. Raises OutsideError `no-certificate`."""
        ...

    async def change_servers(self, new: NewAccount) -> Account:
        """Send by other servers from now on, here and wherever the account is known. `new.id` says whose; its password, where
        there is one, takes the place of the one that is kept."""
        ...

    async def learn(self, account_id: UUID, message_id: UUID) -> Probed:
        """Look where a message that was sent from the account to itself turned up, and keep what that tells. Takes a minute at
        most."""
        ...

    async def forget_learned(self, account_id: UUID) -> None:
        """What its server taught of its limits."""
        ...

    async def caught(self) -> Sequence[CaughtMail]:
        """What the built-in sandbox has caught, the newest first."""
        ...

    async def sandbox_drafts(self, account_id: UUID) -> Sequence[tuple[UUID, Draft]]:
        """What is still to go into the sandbox, as drafts."""
        ...

    async def leave_sandbox(self, account_id: UUID, cancelled: Sequence[UUID]) -> None:
        """Cancel these, let the account go and end the sandbox. Raises PersonError `account-in-use` where more is to go."""
        ...


class ProfileSetUp:
    """`finder` is made when it is first needed."""

    def __init__(self, local: LocalGateway, cloud: ProfileCloud, *, finder: Finder | None = None) -> None:
        self._local = local
        self._cloud = cloud
        self._finder = finder

    async def find_servers(self, address: str) -> Found:
        from nightmail.discovery.find import Finder

        self._finder = self._finder or Finder()
        return await self._finder.find(address)

    async def test_mailbox(self, new: NewAccount) -> str:
        trial, password = await self._local.trial(new)
        return await (await self._local.profile()).accounts.test_mailbox(trial, password)

    async def certificate(self, server: Server, kind: ServerKind) -> Shown:
        from nightmail.discovery.certificate import shown_by

        return await shown_by(server, kind)

    async def change_servers(self, new: NewAccount) -> Account:
        """Here first; then there, where the password is sealed anew to the key that the person agreed to."""
        changed = await self._local.change_servers(new)
        there = self._cloud.there
        if there is not None and changed.id in there.accounts:
            await there.gateway.change_servers(changed)
            sealed = self._cloud.standing().sealed.get(changed.id)
            if sealed is not None and sealed.key_id and sealed.is_newest:
                await self._cloud.seal(changed.id, sealed.key_id)
        return changed

    async def learn(self, account_id: UUID, message_id: UUID) -> Probed:
        from nightmail.imap.mailbox import ImapMailboxes

        profile = await self._local.profile()
        account = await profile.accounts.find(str(account_id))
        message = (await profile.outbox.show(message_id)).message
        return await profile.accounts.learn(account, message, ImapMailboxes(profile.tokens))

    async def forget_learned(self, account_id: UUID) -> None:
        await (await self._local.profile()).store.unlearn(account_id)

    async def caught(self) -> Sequence[CaughtMail]:
        from nightmail.sandbox.caught import caught_in

        return await asyncio.to_thread(caught_in, self._local.sandbox_folder)

    async def sandbox_drafts(self, account_id: UUID) -> Sequence[tuple[UUID, Draft]]:
        found: list[tuple[UUID, Draft]] = []
        while True:
            query = OutboxQuery(states=_OPEN, account_id=account_id, limit=_PAGE, offset=len(found))
            rows = [row for row in await self._local.list(query) if row.place is Place.LOCAL]
            found += [(row.delivery.id, await self._local.draft_of(row.delivery.id)) for row in rows]
            if len(rows) < _PAGE:
                return found

    async def leave_sandbox(self, account_id: UUID, cancelled: Sequence[UUID]) -> None:
        for id in cancelled:
            await self._local.cancel(id)
        await self._local.remove_account(account_id)
        await self._local.end_sandbox()

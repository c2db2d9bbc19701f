"""The accounts of both sides as one list: changed where they are known, here first."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from desktop.gateway.port import NewAccount, PasswordHome
from desktop.gateway.sealing import is_same_address
from desktop.gateway.sides import Request, Sides
from nightmail.account.model import Account, AccountState
from nightmail.account.secret import Secret
from nightmail.errors import NightmailError, Problem
from nightmail.message.addresses import parse_address
from nightmail.ports import ServerFacts


class JoinedAccounts(Sides):
    async def accounts(self) -> tuple[Account, ...]:
        """Of this PC, then those that another of the person's PCs brought to the cloud. A pause in the cloud shows here too."""
        here = await self._local.accounts()
        there = await self._opened()
        if there is None:
            return here
        above = {id: account for id, account in there.accounts.items() if not account.options.is_retired}
        sealed = self._cloud.standing().sealed
        seen = [_with_pause(account, above.pop(account.id, None), may_send=account.id in sealed) for account in here]
        return (*seen, *above.values())

    async def add_account(self, new: NewAccount) -> Account:
        """To this PC; as the account that the cloud has for this address, where another of the person's PCs brought it there:
        with the limits and options that the person chose for it."""
        known = await self._known_there(new.address)
        if known is None:
            return await self._local.add_account(new)
        added = await self._local.add_account(replace(new, id=known.id))
        if known.options.is_retired:
            return added
        as_there = replace(added, limits=known.limits, options=known.options)
        await self._local.change_account(as_there)
        return replace(added, limits=known.limits)

    async def _known_there(self, address: str) -> Account | None:
        there, parsed = await self._opened(), parse_address(address, field="address")
        if there is None or isinstance(parsed, Problem):
            return None
        known = tuple(there.accounts.values())
        with suppress(NightmailError):
            known = await there.gateway.accounts()
        here = {account.id for account in await self._local.accounts()}
        return next((each for each in known if is_same_address(each.address, parsed.spec) and each.id not in here), None)

    async def test_account(self, new: NewAccount) -> ServerFacts:
        return await self._local.test_account(new)

    async def resume_account(self, id: UUID, password: Secret | None) -> None:
        """A new password is sealed again to the key the person agreed to, and to no other."""
        if password is None:
            await self._both(id, lambda gateway: gateway.resume_account(id, None))
            return
        await self._local.resume_account(id, password)
        there = await self._opened()
        if there is not None and id in self._cloud.standing().sealed:
            await self._cloud.read_seals()
        sealed = self._cloud.standing().sealed.get(id)
        # Where there is another key by now, `standing` says so, and the person is asked about that one.
        if there is not None and sealed is not None and sealed.key_id and sealed.is_settled:
            await self._cloud.seal(id, sealed.key_id)
            await there.gateway.resume_account(id, None)
        self._told_there()

    async def pause_account(self, id: UUID) -> None:
        await self._both(id, lambda gateway: gateway.pause_account(id))

    async def change_account(self, account: Account) -> None:
        await self._both(account.id, lambda gateway: gateway.change_account(account))

    async def remove_account(self, id: UUID) -> None:
        """There first: what is refused or not answered there leaves everything as it is."""
        there = await self._opened()
        if there is not None and id in there.accounts:
            await there.gateway.remove_account(id)
        if id in {account.id for account in await self._local.accounts()}:
            await self._local.remove_account(id)
        self._told_there()

    async def _both(self, id: UUID, request: Request) -> None:
        """Here first, where it always works; then there, if the account is known there."""
        if id in {account.id for account in await self._local.accounts()}:
            await request(self._local)
        there = self._cloud.there
        if there is not None and id in there.accounts:
            await request(there.gateway)
        self._told_there()

    async def password_home(self) -> PasswordHome:
        return await self._local.password_home()

    async def unlock(self, passphrase: Secret) -> None:
        await self._local.unlock(passphrase)
        # The session is kept beside the passwords.
        await self._cloud.reopen()

    async def add_sandbox(self) -> Account:
        return await self._local.add_sandbox()


def _with_pause(account: Account, above: Account | None, *, may_send: bool) -> Account:
    """As its person should see it: paused, where either side that may send from it does not."""
    if above is None or not may_send or above.state is AccountState.ACTIVE or account.state is AccountState.PAUSED:
        return account
    return replace(account, state=AccountState.PAUSED, pause_reason=above.pause_reason)

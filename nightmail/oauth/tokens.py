"""The Passwords port for accounts that sign in by token: it hands out access tokens that last, and renews them when needed.

However many connections wait, one of them renews. What a provider gives in a refresh token's place is kept durably before
the access token that came with it is used, since the old one may be worth nothing from then on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID
from weakref import WeakValueDictionary

from nightmail.account.model import Account
from nightmail.account.secret import AccessToken, Secret
from nightmail.clock import Clock, SystemClock
from nightmail.errors import NightmailError, OutsideError, PersonError
from nightmail.oauth.bundle import Bundle, is_bundle, read
from nightmail.ports import Passwords

if TYPE_CHECKING:
    from nightmail.oauth.endpoint import TokenEndpoint

_TRIES = 2


class Keeper(Passwords, Protocol):
    """Where the bundles are kept."""

    def turn(self, account_id: UUID) -> AbstractAsyncContextManager[None]:
        """One renewal at a time, among all processes that share what is kept. Raises OutsideError where it does not come."""
        ...

    async def swap(self, account: Account, old: Secret, new: Secret) -> bool:
        """`new` in the place of `old`, durable when it returns. False: something else is kept by now, and stays."""
        ...


@dataclass(frozen=True, slots=True)
class _Renewed:
    """What a renewal made of what was kept before it. `is_kept`: it is in its place, or what it changed needs no keeping."""

    before: Secret
    bundle: Bundle
    is_kept: bool


class Tokens:
    """`private_hosts`: accounts that are not trusted may name token endpoints in a private network, too. `keeps_access` False:
    an access token alone is not worth a write to where the others look as well."""

    def __init__(
        self, keeper: Keeper, *, clock: Clock | None = None, private_hosts: bool = True, keeps_access: bool = True
    ) -> None:
        self._keeper = keeper
        self._clock = clock or SystemClock()
        self._private_hosts = private_hosts
        self._keeps_access = keeps_access
        self._renewed: dict[UUID, _Renewed] = {}
        self._turns: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()
        self._under_way: set[asyncio.Task[AccessToken]] = set()

    async def get(self, account: Account) -> Secret | None:
        kept = await self._keeper.get(account)
        if not account.options.oauth:
            if kept is not None and is_bundle(kept):
                raise _not_a_password(account)
            return kept
        bundle, is_kept = self._newest(account, kept)
        if is_kept and bundle.is_fresh(self._clock.now()):
            return self._token(account, bundle)
        return await self._unhurried(self._renew(account, refused=""))

    async def kept(self, account: Account) -> Bundle | None:
        """What the last sign-in left, however old: with whom and as which client. None where it can't be read here."""
        try:
            found = await self._keeper.get(account) if account.options.oauth else None
            return None if found is None else read(found)
        except NightmailError:
            return None

    async def put(self, account: Account, secret: Secret) -> None:
        await self._keeper.put(account, secret)
        self._renewed.pop(account.id, None)

    async def delete(self, account_id: UUID) -> None:
        await self._keeper.delete(account_id)
        self._renewed.pop(account_id, None)

    # ------------------------------------------------------------------------------------------ renewing

    async def _unhurried(self, renewal: Coroutine[Any, Any, AccessToken]) -> AccessToken:
        """An attempt that is broken off must not tear a renewal down between the provider's answer and its keeping."""
        task = asyncio.ensure_future(renewal)
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    def _ended(self, task: asyncio.Task[AccessToken]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # whoever waited has heard it; nobody else needs to

    async def _renew(self, account: Account, *, refused: str) -> AccessToken:
        """`refused` is the access token that a server did not take; any other that lasts will do."""
        async with self._lock(account.id), self._keeper.turn(account.id):
            for _ in range(_TRIES):
                kept = await self._keeper.get(account)
                bundle, is_kept = self._newest(account, kept)
                assert kept is not None
                if not is_kept and not await self._keep(account, kept, bundle):
                    continue
                if bundle.access_token != refused and bundle.is_fresh(self._clock.now()):
                    return self._token(account, bundle)
                is_free = account.is_trusted or self._private_hosts
                bundle = await self._endpoint().refresh(bundle, may_be_private=is_free)
                if await self._keep(account, kept, bundle):
                    return self._token(account, bundle)
        raise OutsideError("account-changed", "The account was changed in the meantime.", next="It is tried again as it is now.")

    async def _keep(self, account: Account, before: Secret, bundle: Bundle) -> bool:
        """False where the person signed in anew meanwhile: theirs counts. Raises OutsideError where it can't be kept now; it is
        then remembered, and nothing is done with it before it is."""
        is_needed = self._keeps_access or bundle.refresh_token != read(before).refresh_token
        self._renewed[account.id] = _Renewed(before, bundle, is_kept=not is_needed)
        if not is_needed:
            return True
        try:
            is_kept = await self._keeper.swap(account, before, bundle.secret())
        except PersonError as error:
            raise OutsideError(error.code, error.message, next=error.next) from error
        del self._renewed[account.id]
        return is_kept

    def _newest(self, account: Account, kept: Secret | None) -> tuple[Bundle, bool]:
        """What is kept, or what has come of it since; and whether that may be used already."""
        if kept is None:
            raise _missing(account)
        renewed = self._renewed.get(account.id)
        if renewed is not None and renewed.before == kept:
            return renewed.bundle, renewed.is_kept
        bundle = read(kept)
        if bundle.provider != account.options.oauth:
            raise _missing(account)
        return bundle, True

    def _endpoint(self) -> TokenEndpoint:
        # Imported when it is needed: most profiles have no account that asks over HTTP.
        from nightmail.oauth.endpoint import TokenEndpoint

        return TokenEndpoint(self._clock)

    def _token(self, account: Account, bundle: Bundle) -> AccessToken:
        async def renew() -> AccessToken:
            return await self._unhurried(self._renew(account, refused=bundle.access_token))

        return AccessToken(bundle.access_token, renew)

    def _lock(self, account_id: UUID) -> asyncio.Lock:
        lock = self._turns.get(account_id)
        if lock is None:
            lock = self._turns[account_id] = asyncio.Lock()
        return lock


def for_trial(account: Account, secret: Secret) -> AccessToken:
    """The access token of a sign-in of a moment ago, of which nothing is kept yet: renewing it could cost the refresh token."""

    async def refused() -> AccessToken:
        raise PersonError(
            "sign-in-refused",
            f"{account.smtp.host} does not let whoever signed in send as {account.address}.",
            next=f"Sign in as {account.address}, with a mailbox that may send by SMTP.",
        )

    return AccessToken(read(secret).access_token, refused)


def _missing(account: Account) -> NightmailError:
    return PersonError("sign-in-missing", f"{account.address} is not signed in with its provider.", next="Sign in again.")


def _not_a_password(account: Account) -> NightmailError:
    return PersonError(
        "token-for-password",
        f"What is kept for {account.address} is a sign-in with its provider, not a password.",
        next="Sign in again.",
    )

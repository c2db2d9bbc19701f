"""Signing in with a mail provider in the person's browser: what the screens ask, and how this PC does it.

The answer is a Secret like a password's, and goes wherever passwords go.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from desktop.language import tr
from nightmail.account.secret import Secret
from nightmail.environment import OauthClient
from nightmail.errors import PersonError

if TYPE_CHECKING:
    from desktop.gateway.local import LocalGateway
    from desktop.gateway.port import Gateway
    from nightmail.oauth.grant import Show


class SignIns(Protocol):
    """Each waits until the person is back from the browser, at most five minutes; being cancelled ends the waiting."""

    async def sign_in(self, provider: str, address: str, client: OauthClient | None) -> Secret:
        """For an account that is still to be added, with the provider of that key. `client` None: the one this PC was given.

        Raises PersonError `no-client-id`, `sign-in-declined`, `sign-in-timeout`, `no-browser`; OutsideError."""
        ...

    async def sign_in_again(self, account_id: UUID) -> None:
        """For an account of this PC whose sign-in is over; it sends again."""
        ...


class BrowserSignIns:
    """`clients` are the client ids of the environment, by provider; `gateway` keeps what a sign-in gives."""

    def __init__(
        self, local: LocalGateway, gateway: Gateway, clients: Mapping[str, OauthClient], *, show: Show | None = None
    ) -> None:
        self._local = local
        self._gateway = gateway
        self._clients = clients
        self._show = show or _open_browser

    async def sign_in(self, provider: str, address: str, client: OauthClient | None) -> Secret:
        from nightmail.oauth.clients import client_for
        from nightmail.oauth.grant import sign_in
        from nightmail.oauth.providers import provider as named

        known = named(provider)
        chosen = client or client_for(known, self._clients)
        return (await sign_in(known, chosen, address=address, show=self._show)).secret()

    async def sign_in_again(self, account_id: UUID) -> None:
        from nightmail.oauth.grant import sign_in
        from nightmail.oauth.providers import provider_for

        profile = await self._local.profile()
        account = await profile.accounts.find(str(account_id))
        kept = await profile.tokens.kept(account)
        if kept is None:
            key = account.options.oauth or provider_for(account.address, account.smtp.host)
            tokens = await self.sign_in(key, account.address, None)
        else:
            provider = kept.signs_in_with()
            bundle = await sign_in(provider, kept.client, address=account.address, show=self._show, tenant=kept.tenant)
            tokens = bundle.secret()
        await self._gateway.resume_account(account_id, tokens)


async def _open_browser(url: str) -> None:
    from nightmail.oauth.browser import open_browser

    if not await open_browser(url):
        raise PersonError(
            "no-browser", tr("No web browser could be opened."), next=tr("Choose a default browser in your system's settings.")
        )

"""Sign in with a provider in the person's browser, and set up accounts that do. The tokens go where passwords go."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from nightmail.account.secret import Secret
from nightmail.cli import passwords
from nightmail.cli.command import Call
from nightmail.cli.failure import UsageProblem
from nightmail.errors import PersonError

if TYPE_CHECKING:
    from nightmail.environment import OauthClient
    from nightmail.oauth.bundle import Bundle
    from nightmail.oauth.providers import Provider

OauthOption = Annotated[
    str, typer.Option("--oauth", metavar="PROVIDER", help="Sign in with google, microsoft, yahoo or custom, in the browser.")
]
ClientIdOption = Annotated[str, typer.Option("--client-id", metavar="ID", help="Your client id at the provider.")]
ClientSecretFlag = Annotated[bool, typer.Option("--client-secret-stdin", help="Read the client's secret from standard input.")]
TenantOption = Annotated[str, typer.Option("--tenant", metavar="T", help="Microsoft only: your organisation's domain or id.")]
AuthorizeOption = Annotated[str, typer.Option("--authorize-url", metavar="URL", help="custom only: where people sign in.")]
TokenOption = Annotated[str, typer.Option("--token-url", metavar="URL", help="custom only: where tokens are given out.")]
ScopeOption = Annotated[list[str] | None, typer.Option("--scope", metavar="SCOPE", help="custom only: what to be allowed.")]
NoBrowserFlag = Annotated[bool, typer.Option("--no-browser", help="Print the provider's address; do not open a browser.")]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says of a sign-in. `provider` empty: the one the account has, or the one its address belongs to."""

    provider: str = ""
    client_id: str = ""
    client_secret: Secret | None = None
    tenant: str = ""
    authorize: str = ""
    token: str = ""
    scopes: tuple[str, ...] = ()
    opens_browser: bool = True


def asked(
    provider: str,
    client_id: str,
    *,
    secret_from_stdin: bool,
    tenant: str,
    authorize: str,
    token: str,
    scopes: Sequence[str] | None,
    no_browser: bool,
) -> Asked:
    """Reads the secret where one comes in a pipe. Raises UsageProblem for words that make no sense together,
    PersonError `no-such-provider`."""
    if provider:
        _refuse_unknown(provider)
    if (authorize or token or scopes) and provider not in ("", "custom"):
        raise UsageProblem("--authorize-url, --token-url and --scope go with --oauth custom.")
    if secret_from_stdin and not client_id:
        raise UsageProblem("--client-secret-stdin goes with --client-id.")
    secret = passwords.from_stdin() if secret_from_stdin else None
    return Asked(provider, client_id, secret, tenant, authorize, token, tuple(scopes or ()), opens_browser=not no_browser)


def _refuse_unknown(key: str) -> None:
    from nightmail.oauth.providers import CUSTOM, provider

    if key != CUSTOM:
        provider(key)


async def sign_in(call: Call, address: str, asked: Asked, *, before: Bundle | None = None) -> Bundle:
    """`before` is what is kept of an earlier sign-in: its provider and client are used where nothing else is said."""
    from nightmail.oauth.grant import sign_in as in_the_browser

    provider = _provider(address, asked, before)
    client = _client(call, provider, asked, before)
    tenant = asked.tenant or (before.tenant if before and before.provider == provider.key else "")

    async def show(url: str) -> None:
        await _show(provider.name, url, opens_browser=asked.opens_browser)

    return await in_the_browser(provider, client, address=address, show=show, tenant=tenant)


def _provider(address: str, asked: Asked, before: Bundle | None) -> Provider:
    from nightmail.oauth.providers import CUSTOM, Endpoints, custom, known_providers, provider, provider_for

    key = asked.provider or (CUSTOM if asked.authorize else before.provider if before else provider_for(address))
    if not key:
        raise UsageProblem(f"Say with whom {address} signs in: --oauth {', '.join(known_providers())} or {CUSTOM}.")
    if key != CUSTOM:
        tenant = asked.tenant or (before.tenant if before and before.provider == key else "")
        return provider(key, tenant=tenant)
    if not asked.authorize and before is not None and before.provider == CUSTOM:
        return before.signs_in_with()
    if not asked.authorize or not asked.token:
        raise UsageProblem("A provider of your own needs --authorize-url and --token-url.")
    return custom(Endpoints(asked.authorize, asked.token, asked.scopes))


def _client(call: Call, provider: Provider, asked: Asked, before: Bundle | None) -> OauthClient:
    from nightmail.oauth.clients import client_for

    if not asked.client_id and before is not None and before.provider == provider.key:
        return before.client
    return client_for(provider, call.settings.environment.oauth_clients, id=asked.client_id, secret=asked.client_secret)


async def _show(name: str, url: str, *, opens_browser: bool) -> None:
    """On stderr: stdout is for the answer alone."""
    from nightmail.oauth.browser import open_browser

    if opens_browser and await open_browser(url):
        said = f"Sign in with {name} in the browser window that opens. If none does, open this address on this computer:"
    else:
        said = f"Open this address in a browser on this computer and sign in with {name}:"
    sys.stderr.write(f"{said}\n{url}\n")
    sys.stderr.flush()


def needs_servers(address: str) -> PersonError:
    return PersonError(
        "servers-unknown",
        f"The mail servers of {address} are not known here.",
        next="Name one with --smtp smtps://smtp.example.org:465, and --imap where replies are read.",
    )

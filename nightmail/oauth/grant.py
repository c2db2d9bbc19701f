"""Let a person sign in with their provider in their own browser: authorization code with PKCE, back to loopback (RFC 8252).

No password passes through here. What comes out is a bundle; it is not kept here.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from nightmail.clock import Clock, SystemClock
from nightmail.environment import OauthClient
from nightmail.errors import NightmailError, PersonError
from nightmail.oauth.bundle import Bundle
from nightmail.oauth.endpoint import Code, TokenEndpoint
from nightmail.oauth.listener import listening
from nightmail.oauth.providers import CUSTOM, Provider

Show = Callable[[str], Awaitable[None]]
"""Takes the person to the provider's page: opens the browser, or prints the address."""

PATIENCE = timedelta(minutes=5)
_SHOWN = 200


async def sign_in(
    provider: Provider,
    client: OauthClient,
    *,
    address: str,
    show: Show,
    tenant: str = "",
    patience: timedelta = PATIENCE,
    clock: Clock | None = None,
) -> Bundle:
    """`address` is suggested to the provider as who signs in.

    Raises PersonError `sign-in-declined`, `sign-in-timeout`, and what `TokenEndpoint.exchange` raises.
    """
    verifier = secrets.token_urlsafe(64)  # RFC 7636 4.1: 43 to 128 characters
    async with listening() as back:
        redirect_uri = f"http://{provider.redirect_host}:{back.port}"
        await show(_authorization_url(provider, client, address, redirect_uri, back.state, verifier))
        try:
            async with asyncio.timeout(patience.total_seconds()):
                said = await back.answer()
        except TimeoutError:
            raise PersonError(
                "sign-in-timeout",
                f"Nobody came back from {provider.name} within {patience.total_seconds() / 60:g} minutes.",
                next="Start the sign-in again and finish it in the browser.",
            ) from None
    if "code" not in said:
        raise _declined(provider, said)
    endpoint = TokenEndpoint(clock or SystemClock())
    bundle = await endpoint.exchange(provider, client, Code(said["code"], verifier, redirect_uri))
    return replace(bundle, tenant=tenant, endpoints=provider.endpoints if provider.key == CUSTOM else None)


def _authorization_url(
    provider: Provider, client: OauthClient, address: str, redirect_uri: str, state: str, verifier: str
) -> str:
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    url: str = prepare_grant_uri(
        provider.endpoints.authorize,
        client_id=client.id,
        response_type="code",
        redirect_uri=redirect_uri,
        scope=list(provider.endpoints.scopes),
        state=state,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
        login_hint=address,
        **provider.extra,
    )
    return url


def _declined(provider: Provider, said: Mapping[str, str]) -> NightmailError:
    words = " ".join(f"{said['error']}: {said.get('error_description', '')}".split()).strip(": ")[:_SHOWN]
    words = "".join(letter for letter in words if letter.isprintable())
    return PersonError(
        "sign-in-declined",
        f"{provider.name} did not allow Nightmail to send ({words}).",
        next="Sign in again and allow it, or use another account.",
    )

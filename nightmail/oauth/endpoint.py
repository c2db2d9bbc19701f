"""Ask a token endpoint: a code becomes tokens, a refresh token a new access token. Asks once, and keeps nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx

from nightmail.clock import Clock
from nightmail.environment import OauthClient
from nightmail.errors import NightmailError, OutsideError, PersonError
from nightmail.oauth.bundle import Bundle
from nightmail.oauth.providers import Provider
from nightmail.oauth.transport import client as http_client

# RFC 6749 5.2 and OpenID Connect Core 3.1.2.6: only the person can mend these, by signing in again.
_ENDED = frozenset({"invalid_grant", "interaction_required", "login_required", "consent_required", "access_denied"})
_UNKNOWN_CLIENT = frozenset({"invalid_client", "unauthorized_client"})
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Code:
    """What a sign-in in the browser ended with, and what belongs to it."""

    code: str = field(repr=False)
    verifier: str = field(repr=False)
    redirect_uri: str


class TokenEndpoint:
    """Raises PersonError `sign-in-expired`, `client-refused`, `sign-in-refused`, `private-host`; OutsideError
    `sign-in-unreachable`, where another try may help."""

    def __init__(self, clock: Clock, *, patience: timedelta = timedelta(seconds=20)) -> None:
        self._clock = clock
        self._patience = patience

    async def exchange(self, provider: Provider, client: OauthClient, code: Code) -> Bundle:
        fields = {
            "code": code.code,
            "code_verifier": code.verifier,
            "redirect_uri": code.redirect_uri,
        }
        said = await self._ask(provider, client, "authorization_code", fields, may_be_private=True)
        if not said.get("refresh_token"):
            raise PersonError(
                "no-refresh-token",
                f"{provider.name} lets Nightmail send for an hour only, and mail is to leave later too.",
                next="Allow offline access to the client at the provider, then sign in again.",
            )
        return self._told(Bundle(provider.key, client, said["refresh_token"], ""), said)

    async def refresh(self, bundle: Bundle, *, may_be_private: bool) -> Bundle:
        """The bundle with a new access token, and with the refresh token that takes the old one's place, if there is one."""
        provider = bundle.signs_in_with()
        fields = {"refresh_token": bundle.refresh_token}
        said = await self._ask(provider, bundle.client, "refresh_token", fields, may_be_private=may_be_private)
        return self._told(bundle, said)

    def _told(self, bundle: Bundle, said: Mapping[str, Any]) -> Bundle:
        return replace(
            bundle,
            access_token=said["access_token"],
            refresh_token=said.get("refresh_token") or bundle.refresh_token,
            expires_at=_end(said.get("expires_in"), self._clock.now()),
        )

    async def _ask(
        self, provider: Provider, client: OauthClient, grant: str, fields: Mapping[str, str], *, may_be_private: bool
    ) -> Mapping[str, Any]:
        # Loaded when somebody signs in by token, and not with every start.
        from authlib.oauth2.auth import ClientAuth
        from authlib.oauth2.rfc6749.parameters import prepare_token_request

        secret = client.secret.reveal() if client.secret else None
        # In the body: Google and Microsoft read it there, and RFC 6749 2.3.1 allows it.
        auth = ClientAuth(client.id, secret, "client_secret_post" if secret else "none")
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        url, headers, body = auth.prepare("POST", provider.endpoints.token, headers, prepare_token_request(grant, **fields))
        try:
            async with http_client(may_be_private=may_be_private, patience=self._patience) as line:
                answer = await line.post(url, content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise _unreachable(provider, _why(error)) from error
        return _read(answer, provider)


def _read(answer: httpx.Response, provider: Provider) -> Mapping[str, Any]:
    """RFC 6749 5.1 and 5.2; what is neither is somebody else's trouble and may pass."""
    try:
        said = json.loads(answer.content)
    except ValueError:
        said = None
    if answer.status_code >= 500 or answer.status_code == 429 or not isinstance(said, dict):
        raise _unreachable(provider, f"it answered {answer.status_code}")
    if said.get("error"):
        raise _refused(provider, str(said["error"]), str(said.get("error_description") or ""))
    if answer.status_code != 200 or not isinstance(said.get("access_token"), str):
        raise _unreachable(provider, f"it answered {answer.status_code} without a token")
    if str(said.get("token_type", "bearer")).lower() != "bearer":
        raise _unreachable(provider, "its tokens are of another kind")
    return said


def _refused(provider: Provider, error: str, description: str) -> NightmailError:
    words = " ".join(f"{error}: {description}".split()).strip(": ")[:_SHOWN]
    words = "".join(letter for letter in words if letter.isprintable())
    if error in ("server_error", "temporarily_unavailable", "slow_down"):
        return _unreachable(provider, words)
    if error in _ENDED:
        return PersonError(
            "sign-in-expired",
            f"The sign-in with {provider.name} has expired or was withdrawn ({words}).",
            next="Sign in again.",
        )
    if error in _UNKNOWN_CLIENT:
        return PersonError(
            "client-refused",
            f"{provider.name} does not accept Nightmail's client id or its secret ({words}).",
            next="Check both at the provider, then sign in again.",
        )
    return PersonError("sign-in-refused", f"{provider.name} refused the sign-in ({words}).", next="Sign in again.")


def _unreachable(provider: Provider, why: str) -> OutsideError:
    return OutsideError(
        "sign-in-unreachable",
        f"{provider.name} can't renew the sign-in right now ({why}).",
        next="Nothing needs to be done; it is tried again.",
    )


def _why(error: Exception) -> str:
    return "it did not answer in time" if isinstance(error, httpx.TimeoutException) else "it could not be reached"


def _end(lasts: object, now: datetime) -> datetime | None:
    """Providers write seconds as a number or as text. A length nobody can mean is none."""
    try:
        seconds = int(lasts) if isinstance(lasts, int | float | str) else 0
    except (ValueError, OverflowError):
        return None
    return now + timedelta(seconds=min(seconds, 10**8)) if seconds > 0 else None

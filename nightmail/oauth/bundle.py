"""What an account that signs in by token keeps in the place of a password, as one Secret. Pure.

    {"format": "nightmail-tokens-1", "provider": "google", "client": […], "refresh": …, "access": …, "expires_at": …}

Endpoints are in it only for a provider that the table does not know: sealed with the tokens, nobody can lead them elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from nightmail.account.secret import Secret
from nightmail.environment import OauthClient
from nightmail.errors import PersonError
from nightmail.oauth.providers import CUSTOM, Endpoints, Provider, custom, provider

_FORMAT = "nightmail-tokens-1"
# A token that ends while it is on its way is refused; clocks differ, too.
_LEEWAY = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class Bundle:
    """`expires_at` None: the provider named no end, so only a refusal tells. `tenant` is the organisation's, where one is
    named."""

    provider: str
    client: OauthClient
    refresh_token: str = field(repr=False)
    access_token: str = field(repr=False)
    expires_at: datetime | None = None
    tenant: str = ""
    endpoints: Endpoints | None = None

    def signs_in_with(self) -> Provider:
        """Raises PersonError `tokens-unreadable` for one that is not known."""
        if self.provider == CUSTOM:
            if self.endpoints is None:
                raise _unreadable()
            return custom(self.endpoints)
        return provider(self.provider, tenant=self.tenant)

    def is_fresh(self, now: datetime) -> bool:
        return bool(self.access_token) and (self.expires_at is None or now < self.expires_at - _LEEWAY)

    def secret(self) -> Secret:
        """`read` reads it back."""
        fields: dict[str, Any] = {
            "format": _FORMAT,
            "provider": self.provider,
            "client": [self.client.id, self.client.secret.reveal() if self.client.secret else None],
            "refresh": self.refresh_token,
            "access": self.access_token,
            "expires_at": self.expires_at.isoformat() if self.expires_at else None,
        }
        if self.tenant:
            fields["tenant"] = self.tenant
        if self.endpoints:
            fields["endpoints"] = [self.endpoints.authorize, self.endpoints.token, list(self.endpoints.scopes)]
        return Secret(json.dumps(fields, separators=(",", ":")))


def is_bundle(secret: Secret) -> bool:
    return secret.reveal().startswith(f'{{"format":"{_FORMAT}"')


def provider_in(secret: Secret) -> str:
    """Whose tokens it holds; empty for a password."""
    return read(secret).provider if is_bundle(secret) else ""


def read(secret: Secret) -> Bundle:
    """Raises PersonError `tokens-unreadable` for anything that `Bundle.secret` did not write."""
    try:
        fields: Mapping[str, Any] = json.loads(secret.reveal())
        if fields["format"] != _FORMAT:
            raise ValueError("another format")
        client_id, client_secret = fields["client"]
        ends, urls = fields["expires_at"], fields.get("endpoints")
        return Bundle(
            provider=fields["provider"],
            client=OauthClient(client_id, None if client_secret is None else Secret(client_secret)),
            refresh_token=fields["refresh"],
            access_token=fields["access"],
            expires_at=None if ends is None else datetime.fromisoformat(ends),
            tenant=fields.get("tenant", ""),
            endpoints=None if urls is None else Endpoints(urls[0], urls[1], tuple(urls[2])),
        )
    except (ValueError, KeyError, TypeError, IndexError):
        raise _unreadable() from None


def _unreadable() -> PersonError:
    return PersonError("tokens-unreadable", "What is kept of this account's sign-in can't be read.", next="Sign in again.")

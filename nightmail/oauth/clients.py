"""As what this program is known to a provider. None is shipped: each person or organisation registers its own."""

from __future__ import annotations

from collections.abc import Mapping

from nightmail.account.secret import Secret
from nightmail.environment import OauthClient
from nightmail.errors import PersonError
from nightmail.oauth.providers import Provider


def client_for(
    provider: Provider, known: Mapping[str, OauthClient], *, id: str | None = None, secret: Secret | None = None
) -> OauthClient:
    """The one that is given, else the one of the environment. Raises PersonError `no-client-id`."""
    if id:
        return OauthClient(id, secret)
    configured = known.get(provider.key)
    if configured is None:
        raise PersonError(
            "no-client-id",
            f"Nightmail is not registered with {provider.name}: it needs a client id of your own to sign in there.",
            next=f"Make one ({provider.register}) and give it with --client-id, or in "
            f"NIGHTMAIL_OAUTH_{provider.key.upper()}_CLIENT_ID.",
        )
    return configured if secret is None else OauthClient(configured.id, secret)

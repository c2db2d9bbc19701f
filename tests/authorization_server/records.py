"""What the authorization server remembers: its client, codes and tokens, in memory."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, TokenMixin


@dataclass
class Client(ClientMixin):  # type: ignore[misc]  # untyped
    """A program on people's own computers: its redirects go to loopback, at any port (RFC 8252 7.3)."""

    client_id: str
    client_secret: str | None
    scope: str

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return " ".join(word for word in scope.split() if word in self.scope.split())

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        parts = urlsplit(redirect_uri)
        return parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(self.client_secret or "", client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == ("client_secret_post" if self.client_secret else "none")

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in ("authorization_code", "refresh_token")


@dataclass
class GrantedCode(AuthorizationCodeMixin):  # type: ignore[misc]  # untyped
    code: str
    redirect_uri: str
    scope: str
    user: str
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope


@dataclass
class Token(TokenMixin):  # type: ignore[misc]  # untyped
    client_id: str
    user: str
    scope: str
    access_token: str
    refresh_token: str
    expires_in: int
    is_revoked: bool = False
    issued_at: float = field(default_factory=time.time)

    def check_client(self, client: Client) -> bool:
        return client.client_id == self.client_id

    def get_scope(self) -> str:
        return self.scope

    def get_expires_in(self) -> int:
        return self.expires_in

    def is_expired(self) -> bool:
        return time.time() > self.issued_at + self.expires_in


@dataclass
class Records:
    client: Client
    codes: dict[str, GrantedCode] = field(default_factory=dict)
    tokens: list[Token] = field(default_factory=list)

    def accepts(self, user: str, access_token: str) -> bool:
        """What a mail server asks of a token it is shown."""
        return any(
            token.access_token == access_token and token.user == user and not token.is_revoked and not token.is_expired()
            for token in self.tokens
        )

    def of(self, refresh_token: str) -> Token | None:
        return next((token for token in reversed(self.tokens) if token.refresh_token == refresh_token), None)

    def keep(self, fields: dict[str, Any], *, user: str, refresh_token: str) -> None:
        self.tokens.append(
            Token(
                client_id=self.client.client_id,
                user=user,
                scope=fields.get("scope") or "",
                access_token=fields["access_token"],
                refresh_token=fields.get("refresh_token") or refresh_token,
                expires_in=int(fields.get("expires_in") or 3600),
            )
        )

    def revoke_all(self) -> None:
        for token in self.tokens:
            token.is_revoked = True

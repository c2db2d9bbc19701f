"""Authlib's authorization server over the records: code with PKCE, and refresh with or without rotation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.common.security import generate_token
from authlib.oauth2.rfc6749 import AuthorizationServer, OAuth2Request, grants
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge

from tests.authorization_server.records import Client, GrantedCode, Records, Token

Answer = tuple[int, Any, list[tuple[str, str]]]


@dataclass
class Asked:
    """One HTTP request, as the framework read it."""

    method: str
    url: str
    fields: Mapping[str, str]
    headers: Mapping[str, str]


class _Request(OAuth2Request):  # type: ignore[misc]  # untyped
    def __init__(self, asked: Asked) -> None:
        # Authlib insists on https, and loopback needs none.
        super().__init__(asked.method, asked.url.replace("http://", "https://", 1), headers=asked.headers)
        self._fields = dict(asked.fields)
        self.payload = BasicOAuth2Payload(self._fields)

    @property
    def args(self) -> dict[str, str]:
        return self._fields

    @property
    def form(self) -> dict[str, str]:
        return self._fields


class _CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc]  # untyped
    TOKEN_ENDPOINT_AUTH_METHODS = ("none", "client_secret_post")

    def save_authorization_code(self, code: str, request: _Request) -> None:
        fields = request.payload.data
        self.server.records.codes[code] = GrantedCode(
            code,
            request.payload.redirect_uri,
            request.payload.scope or "",
            request.user,
            fields.get("code_challenge"),
            fields.get("code_challenge_method"),
        )

    def query_authorization_code(self, code: str, client: Client) -> GrantedCode | None:
        found: GrantedCode | None = self.server.records.codes.get(code)
        return found

    def delete_authorization_code(self, authorization_code: GrantedCode) -> None:
        del self.server.records.codes[authorization_code.code]

    def authenticate_user(self, authorization_code: GrantedCode) -> str:
        return authorization_code.user


class _RefreshGrant(grants.RefreshTokenGrant):  # type: ignore[misc]  # untyped
    TOKEN_ENDPOINT_AUTH_METHODS = ("none", "client_secret_post")

    @property
    def INCLUDE_NEW_REFRESH_TOKEN(self) -> bool:  # Authlib's name
        rotates: bool = self.server.rotates
        return rotates

    def authenticate_refresh_token(self, refresh_token: str) -> Token | None:
        found: Token | None = self.server.records.of(refresh_token)
        return None if found is None or found.is_revoked else found

    def authenticate_user(self, refresh_token: Token) -> str:
        return refresh_token.user

    def revoke_old_credential(self, refresh_token: Token) -> None:
        if self.server.rotates:
            refresh_token.is_revoked = True


class Server(AuthorizationServer):  # type: ignore[misc]  # untyped
    def __init__(self, records: Records, *, rotates: bool, lasts: int) -> None:
        super().__init__()
        self.records = records
        self.rotates = rotates
        self.lasts = lasts
        make = BearerTokenGenerator(
            lambda **_: generate_token(42), lambda **_: generate_token(48), lambda client, grant_type: self.lasts
        )
        self.register_token_generator("default", make)
        self.register_grant(_CodeGrant, [CodeChallenge(required=True)])
        self.register_grant(_RefreshGrant)

    def query_client(self, client_id: str) -> Client | None:
        return self.records.client if client_id == self.records.client.client_id else None

    def save_token(self, token: dict[str, Any], request: _Request) -> None:
        old = request.refresh_token
        self.records.keep(token, user=request.user, refresh_token=old.refresh_token if old else "")

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Nobody listens."""

    def create_oauth2_request(self, request: Asked | _Request) -> _Request:
        return request if isinstance(request, _Request) else _Request(request)

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> Answer:
        return status, body, headers

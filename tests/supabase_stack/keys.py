"""The keys of one stand-in project: two API keys, and the ES256 key that signs its people's tokens. Knows no HTTP."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from nightmail.clock import Clock

Claims = Mapping[str, Any]

# PostgREST accepts a token this long after its end, and no longer than this before its issue.
REST_LEEWAY = 30


class TokenFault(Enum):
    EXPIRED = "JWT expired"
    ISSUED_AT_FUTURE = "JWT issued at future"
    INVALID = "JWSError JWSInvalidSignature"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a role of the database and the claims that policies read."""

    role: str
    claims: Claims


class Keys:
    def __init__(self, clock: Clock) -> None:
        self.publishable = f"sb_publishable_{secrets.token_urlsafe(16)}"
        self.secret = f"sb_secret_{secrets.token_urlsafe(24)}"
        self._clock = clock
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._id = str(uuid.uuid4())
        self._issued: set[str] = set()
        self._expired: set[str] = set()

    def sign(self, claims: Claims) -> str:
        token = jwt.encode(dict(claims), self._private, "ES256", headers={"kid": self._id})
        self._issued.add(token)
        return token

    def read(self, token: str, *, leeway: int = 0) -> Claims | TokenFault:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._private.public_key(),
                ["ES256"],
                audience="authenticated",
                leeway=leeway,
                # The moment of issue is judged below, with PostgREST's allowance.
                options={"verify_iat": False, "require": ["exp", "role"]},
            )
        except jwt.ExpiredSignatureError:
            return TokenFault.EXPIRED
        except jwt.PyJWTError:
            return TokenFault.INVALID
        if token in self._expired:
            return TokenFault.EXPIRED
        if claims.get("iat", 0) > self._clock.now().timestamp() + REST_LEEWAY:
            return TokenFault.ISSUED_AT_FUTURE
        return claims

    def expire_all(self) -> None:
        """Every token issued so far counts as expired from now on."""
        self._expired |= self._issued
        self._issued.clear()

    def caller(self, apikey: str, bearer: str, *, leeway: int = 0) -> Caller | TokenFault:
        """A bearer that is the API key itself, or none, speaks for the key's own role."""
        if bearer in ("", apikey):
            role = {self.publishable: "anon", self.secret: "service_role"}.get(apikey)
            return Caller(role, {"role": role}) if role else TokenFault.INVALID
        match self.read(bearer, leeway=leeway):
            case TokenFault() as fault:
                return fault
            case claims:
                return Caller(claims["role"], claims)

    def knows(self, apikey: str) -> bool:
        return apikey in (self.publishable, self.secret)

    def public(self) -> dict[str, Any]:
        """The JSON Web Key Set."""
        key = json.loads(ECAlgorithm.to_jwk(self._private.public_key()))
        return {"keys": [{**key, "alg": "ES256", "kid": self._id, "use": "sig", "key_ops": ["verify"], "ext": True}]}

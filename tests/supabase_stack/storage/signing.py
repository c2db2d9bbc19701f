"""Links that carry their own permission for a while: a token over the object's path. It asks no policy."""

from __future__ import annotations

import secrets

import jwt

from nightmail.clock import Clock


class Links:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._secret = secrets.token_hex(32)

    def sign(self, bucket: str, name: str, *, seconds: int) -> str:
        now = int(self._clock.now().timestamp())
        token = jwt.encode({"url": f"{bucket}/{name}", "iat": now, "exp": now + seconds}, self._secret, "HS256")
        return f"/object/sign/{bucket}/{name}?token={token}"

    def opens(self, token: str, bucket: str, name: str) -> bool:
        try:
            claims = jwt.decode(token, self._secret, ["HS256"], options={"verify_iat": False})
        except jwt.PyJWTError:
            return False
        return bool(claims.get("url") == f"{bucket}/{name}")

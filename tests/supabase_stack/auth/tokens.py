"""What a signed-in person gets: an access token with the claims that policies read, and the newest refresh token."""

from __future__ import annotations

from typing import Any

from nightmail.clock import Clock
from tests.supabase_stack.auth.people import Person
from tests.supabase_stack.auth.sessions import Session
from tests.supabase_stack.faults import Faults
from tests.supabase_stack.keys import Keys


class Tokens:
    def __init__(self, keys: Keys, clock: Clock, faults: Faults) -> None:
        self._keys = keys
        self._clock = clock
        self._faults = faults

    def told(self, person: Person, session: Session) -> dict[str, Any]:
        # A server whose clock is ahead signs tokens that the others take to be from the future.
        now = int(self._clock.now().timestamp()) + self._faults.skew_seconds
        seconds = self._faults.token_seconds
        return {
            "access_token": self._keys.sign(_claims(person, session, now=now, seconds=seconds)),
            "token_type": "bearer",
            "expires_in": seconds,
            "expires_at": now + seconds,
            "refresh_token": session.newest,
            "user": person.told(),
        }


def _claims(person: Person, session: Session, *, now: int, seconds: int) -> dict[str, Any]:
    return {
        "iss": "http://127.0.0.1/auth/v1",
        "sub": person.id,
        "aud": "authenticated",
        "role": "authenticated",
        "iat": now,
        "exp": now + seconds,
        "session_id": session.id,
        "aal": "aal1",
        "email": person.email,
        "phone": "",
        "is_anonymous": False,
        "app_metadata": dict(person.app_metadata),
        "user_metadata": dict(person.user_metadata),
        "amr": [{"method": session.method, "timestamp": now}],
    }

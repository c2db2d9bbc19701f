"""Signed-in sessions and their refresh tokens: each is used once, and one used again late ends its whole family.

Supabase Auth's rule: the token before the newest may always be shown again and gets the newest, since the answer to it may have
been lost; an older one only within the reuse interval.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum


class RefreshFault(Enum):
    NOT_FOUND = "refresh_token_not_found"
    ALREADY_USED = "refresh_token_already_used"


class Scope(Enum):
    """Which of a person's sessions a sign-out ends."""

    GLOBAL = "global"
    LOCAL = "local"
    OTHERS = "others"


@dataclass(slots=True)
class Session:
    person_id: str
    method: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    is_revoked: bool = False
    newest: str = ""


@dataclass(slots=True)
class _Token:
    session: Session
    parent: str
    used_at: datetime | None = None


class Sessions:
    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._tokens: dict[str, _Token] = {}

    def begin(self, person_id: str, *, method: str) -> Session:
        session = Session(person_id, method)
        self._sessions[session.id] = session
        self._issue(session, parent="")
        return session

    def is_alive(self, id: str) -> bool:
        return id in self._sessions and not self._sessions[id].is_revoked

    def of_token(self, token: str) -> Session | None:
        known = self._tokens.get(token)
        return known.session if known else None

    def refresh(self, token: str, *, now: datetime, reuse: timedelta) -> Session | RefreshFault:
        """Its `newest` is the token to hand out."""
        known = self._tokens.get(token)
        if known is None:
            return RefreshFault.NOT_FOUND
        session = known.session
        if session.is_revoked:
            return RefreshFault.ALREADY_USED
        if known.used_at is None:
            known.used_at = now
            self._issue(session, parent=token)
        elif self._tokens[session.newest].parent != token:
            if now - known.used_at > reuse:
                session.is_revoked = True
                return RefreshFault.ALREADY_USED
            self._issue(session, parent=token)
        return session

    def end(self, session_id: str, *, person_id: str, scope: Scope) -> None:
        match scope:
            case Scope.LOCAL:
                ended = {session_id}
            case Scope.OTHERS:
                ended = self._of(person_id) - {session_id}
            case Scope.GLOBAL:
                ended = self._of(person_id)
        self._sessions = {id: session for id, session in self._sessions.items() if id not in ended}
        self._tokens = {token: known for token, known in self._tokens.items() if known.session.id not in ended}

    def _of(self, person_id: str) -> set[str]:
        return {id for id, session in self._sessions.items() if session.person_id == person_id}

    def _issue(self, session: Session, *, parent: str) -> None:
        session.newest = secrets.token_hex(6)
        self._tokens[session.newest] = _Token(session, parent)

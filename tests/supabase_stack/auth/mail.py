"""Write the mails of Supabase Auth and take back what they carry: a code typed in, or a link followed. Sends nothing anywhere."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tests.supabase_stack.auth.answers import Refused
from tests.supabase_stack.auth.mailbox import Letter, Mailbox
from tests.supabase_stack.auth.people import Person


class Mail:
    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._codes: dict[str, Letter] = {}

    def send(self, kind: str, person: Person, request: Request, asked: dict[str, Any]) -> None:
        redirect_to = request.query_params.get("redirect_to", "http://127.0.0.1:3000")
        challenge = str(asked.get("code_challenge") or "")
        self._mailbox.send(Letter(person.email, kind, person.id, challenge=challenge, redirect_to=redirect_to))

    def redeem(self, asked: dict[str, Any]) -> Letter:
        letter = self._mailbox.redeem(
            str(asked.get("type")),
            to=str(asked.get("email") or ""),
            code=str(asked.get("token") or ""),
            token_hash=str(asked.get("token_hash") or ""),
        )
        if letter is None:
            raise Refused("otp_expired")
        return letter

    def redirect_with_code(self, letter: Letter) -> Response:
        code = secrets.token_hex(16)
        self._codes[code] = letter
        return RedirectResponse(f"{letter.redirect_to}?{urlencode({'code': code})}", 303)

    @staticmethod
    def redirect_with_session(letter: Letter, session: dict[str, Any]) -> Response:
        kept = {name: str(value) for name, value in session.items() if name != "user"}
        return RedirectResponse(f"{letter.redirect_to}#{urlencode({**kept, 'type': letter.kind})}", 303)

    def exchange(self, code: str, *, verifier: str) -> str:
        """The person whose link led to the code."""
        letter = self._codes.get(code)
        if letter is None:
            raise Refused("flow_state_not_found")
        # RFC 7636 4.6: the challenge is the verifier's SHA-256.
        derived = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if not secrets.compare_digest(derived, letter.challenge):
            raise Refused("bad_code_verifier")
        del self._codes[code]
        return letter.person_id

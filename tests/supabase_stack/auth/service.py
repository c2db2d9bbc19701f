"""`/auth/v1`: sign-up, sign-in, refresh, sign-out, mails and the person's own account. No phone, no OAuth, no second factor."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nightmail.clock import Clock
from tests.supabase_stack.auth import passwords
from tests.supabase_stack.auth.answers import Refused, answer, nothing
from tests.supabase_stack.auth.mail import Mail
from tests.supabase_stack.auth.people import People, Person
from tests.supabase_stack.auth.sessions import RefreshFault, Scope, Sessions
from tests.supabase_stack.auth.tokens import Tokens
from tests.supabase_stack.faults import Faults
from tests.supabase_stack.gate import caller_of
from tests.supabase_stack.keys import Claims, Keys, TokenFault

Handler = Callable[[Request], Awaitable[Response]]


class AuthService:
    def __init__(
        self, people: People, sessions: Sessions, mail: Mail, tokens: Tokens, *, keys: Keys, faults: Faults, clock: Clock
    ) -> None:
        self._people = people
        self._sessions = sessions
        self._mail = mail
        self._tokens = tokens
        self._keys = keys
        self._faults = faults
        self._clock = clock

    def routes(self) -> list[Route]:
        handlers: list[tuple[str, str, Handler]] = [
            ("POST", "token", self._token),
            ("POST", "signup", self._sign_up),
            ("POST", "logout", self._sign_out),
            ("GET", "user", self._who),
            ("PUT", "user", self._change),
            ("POST", "recover", self._recover),
            ("POST", "resend", self._resend),
            ("POST", "otp", self._send_code),
            ("POST", "verify", self._verify),
            ("GET", "verify", self._follow_link),
            ("GET", ".well-known/jwks.json", self._public_keys),
            ("GET", "health", self._health),
        ]
        return [Route(f"/auth/v1/{path}", self._guarded(handler), methods=[method]) for method, path, handler in handlers]

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: Request) -> Response:
            try:
                if self._faults.rate_limited and request.method == "POST":
                    raise Refused("over_request_rate_limit")
                return await handler(request)
            except Refused as refused:
                return refused.response()

        return guarded

    async def _token(self, request: Request) -> Response:
        asked = await body_of(request)
        match request.query_params.get("grant_type"):
            case "password":
                return await self._sign_in(asked)
            case "refresh_token":
                return await self._refresh(str(asked.get("refresh_token")))
            case "pkce":
                return await self._exchange(asked)
            case _:
                raise Refused("validation_failed", "unsupported_grant_type")

    async def _sign_in(self, asked: dict[str, Any]) -> Response:
        person = await self._people.by_email(str(asked.get("email")))
        if person is None or not person.has_password(str(asked.get("password"))):
            raise Refused("invalid_credentials")
        if person.confirmed_at is None and self._faults.confirm_emails:
            raise Refused("email_not_confirmed")
        return await self._begin(person, method="password")

    async def _begin(self, person: Person, *, method: str) -> Response:
        now = self._clock.now()
        if person.is_banned(now):
            raise Refused("user_banned")
        await self._people.change(person.id, {"last_sign_in_at": now})
        return answer(self._tokens.told(person, self._sessions.begin(person.id, method=method)))

    async def _refresh(self, token: str) -> Response:
        session = self._sessions.of_token(token)
        person = await self._people.by_id(session.person_id) if session else None
        if person is None:
            raise Refused("refresh_token_not_found")
        now = self._clock.now()
        if person.is_banned(now):
            raise Refused("user_banned")
        refreshed = self._sessions.refresh(token, now=now, reuse=timedelta(seconds=self._faults.reuse_seconds))
        if isinstance(refreshed, RefreshFault):
            raise Refused(refreshed.value)
        return answer(self._tokens.told(person, refreshed))

    async def _exchange(self, asked: dict[str, Any]) -> Response:
        """What the link of a mail led to, for the client that asked for it (PKCE)."""
        person_id = self._mail.exchange(str(asked.get("auth_code")), verifier=str(asked.get("code_verifier")))
        person = await self._people.by_id(person_id)
        if person is None:
            raise Refused("user_not_found")
        return await self._begin(person, method="otp")

    async def _sign_up(self, request: Request) -> Response:
        asked = await body_of(request)
        email, password = str(asked.get("email", "")), str(asked.get("password", ""))
        if "@" not in email:
            raise Refused("validation_failed", "Unable to validate email address: invalid format")
        if len(password) < passwords.MINIMUM_LENGTH:
            raise Refused("weak_password")
        known = await self._people.by_email(email)
        if self._faults.confirm_emails:
            return await self._sign_up_to_confirm(known, request, asked)
        if known:
            raise Refused("user_already_exists")
        person = await self._people.add(
            email, password=password, confirmed_at=self._clock.now(), user_metadata=asked.get("data") or {}
        )
        return await self._begin(person, method="password")

    async def _sign_up_to_confirm(self, known: Person | None, request: Request, asked: dict[str, Any]) -> Response:
        """An address that is taken answers like a new one, so that nobody can ask who has an account."""
        email, password = str(asked["email"]), str(asked["password"])
        if known and known.confirmed_at:
            return answer({**known.told(), "id": "00000000-0000-4000-8000-000000000000", "app_metadata": {}, "user_metadata": {}})
        person = known or await self._people.add(
            email, password=password, confirmed_at=None, user_metadata=asked.get("data") or {}
        )
        self._mail.send("signup", person, request, asked)
        return answer(person.told())

    async def _sign_out(self, request: Request) -> Response:
        claims = self._claims(request)
        try:
            scope = Scope(request.query_params.get("scope", "global"))
        except ValueError:
            raise Refused("validation_failed") from None
        self._sessions.end(claims.get("session_id", ""), person_id=claims["sub"], scope=scope)
        return nothing()

    async def _who(self, request: Request) -> Response:
        return answer((await self._signed_in(request)).told())

    async def _change(self, request: Request) -> Response:
        person = await self._signed_in(request)
        asked = await body_of(request)
        columns: dict[str, Any] = {}
        if "data" in asked:
            columns["raw_user_meta_data"] = json.dumps({**person.user_metadata, **asked["data"]})
        if email := asked.get("email"):
            if await self._people.by_email(email):
                raise Refused("email_exists")
            columns["email"] = email.lower()
        if (password := asked.get("password")) is not None:
            if len(password) < passwords.MINIMUM_LENGTH:
                raise Refused("weak_password")
            if person.has_password(password):
                raise Refused("same_password")
            columns["encrypted_password"] = passwords.hashed(password)
        changed = await self._people.change(person.id, columns)
        return answer((changed or person).told())

    async def _recover(self, request: Request) -> Response:
        """Says the same whether the address is known or not."""
        asked = await body_of(request)
        if person := await self._people.by_email(str(asked.get("email"))):
            self._mail.send("recovery", person, request, asked)
        return answer({})

    async def _resend(self, request: Request) -> Response:
        asked = await body_of(request)
        person = await self._people.by_email(str(asked.get("email")))
        if person and person.confirmed_at is None:
            self._mail.send(str(asked.get("type", "signup")), person, request, asked)
        return answer({})

    async def _send_code(self, request: Request) -> Response:
        asked = await body_of(request)
        email = str(asked.get("email", ""))
        person = await self._people.by_email(email)
        if person is None:
            if not asked.get("create_user"):
                raise Refused("otp_disabled")
            person = await self._people.add(email, password=None, confirmed_at=None, user_metadata=asked.get("data") or {})
        self._mail.send("magiclink", person, request, asked)
        return answer({})

    async def _verify(self, request: Request) -> Response:
        asked = await body_of(request)
        letter = self._mail.redeem(asked)
        return await self._begin(await self._confirmed(letter.person_id), method="otp")

    async def _follow_link(self, request: Request) -> Response:
        """The link in a mail: it leads back to the app with a session, or with a code for the client that began (PKCE)."""
        letter = self._mail.redeem({"type": request.query_params.get("type"), "token_hash": request.query_params.get("token")})
        person = await self._confirmed(letter.person_id)
        if letter.challenge:
            return self._mail.redirect_with_code(letter)
        session = self._sessions.begin(person.id, method="otp")
        return self._mail.redirect_with_session(letter, self._tokens.told(person, session))

    async def _confirmed(self, person_id: str) -> Person:
        person = await self._people.by_id(person_id)
        if person and person.confirmed_at is None:
            person = await self._people.change(person_id, {"email_confirmed_at": self._clock.now()})
        if person is None:
            raise Refused("user_not_found")
        return person

    async def _public_keys(self, request: Request) -> Response:
        return answer(self._keys.public())

    async def _health(self, request: Request) -> Response:
        return answer({"name": "GoTrue", "description": "A stand-in of it on loopback"})

    async def _signed_in(self, request: Request) -> Person:
        claims = self._claims(request)
        if not self._sessions.is_alive(claims.get("session_id", "")):
            raise Refused("session_not_found")
        person = await self._people.by_id(claims["sub"])
        if person is None:
            raise Refused("user_not_found")
        return person

    def _claims(self, request: Request) -> Claims:
        caller = caller_of(request, self._keys)
        if isinstance(caller, TokenFault):
            told = "token has invalid claims: token is expired" if caller is TokenFault.EXPIRED else "token signature is invalid"
            raise Refused("bad_jwt", f"invalid JWT: unable to parse or verify signature, {told}")
        if "sub" not in caller.claims:
            raise Refused("bad_jwt", "invalid claim: missing sub claim")
        return caller.claims


async def body_of(request: Request) -> dict[str, Any]:
    try:
        asked = await request.json()
    except ValueError:
        raise Refused("validation_failed", "Could not parse request body as JSON") from None
    if not isinstance(asked, dict):
        raise Refused("validation_failed")
    return asked

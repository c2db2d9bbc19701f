"""Who is signed in: sign up, sign in, sign out, reset the password, and keep an access token that lasts. It alone refreshes.

The client's own refreshing is off: it has no lock, its timers sleep with the laptop, and a token used twice ends the session.
Here one refresh runs at a time, in this process and among all processes of the profile, and always with the newest token.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import httpx

from nightmail.account.secret import Secret
from nightmail.clock import Clock, SystemClock
from nightmail.cloud.file_turn import turn
from nightmail.cloud.line import Line
from nightmail.cloud.refusals import DEAD_SESSION, Refusal, signed_out
from nightmail.cloud.settings import Connection, write_connection
from nightmail.errors import OutsideError, PersonError
from nightmail.ports import Secrets

if TYPE_CHECKING:
    from supabase import AsyncClient
    from supabase_auth.errors import AuthError
    from supabase_auth.types import AuthResponse, Session

T = TypeVar("T")

LOCK = "cloud.lock"
# A token that ends sooner is renewed before it is used: a request may wait, and clocks differ a little.
_SPARE = timedelta(seconds=60)
# Refusals after which another password may do.
_OF_THE_PASSWORD = frozenset({"weak-password", "same-password"})


@dataclass(frozen=True, slots=True)
class Who:
    user_id: UUID
    email: str


@dataclass(frozen=True, slots=True)
class _Access:
    """An access token and when it ends, by both clocks: the wall clock goes on while a laptop sleeps, the monotonic one is
    not set back."""

    token: str
    wall_end: float
    monotonic_end: float


@dataclass(frozen=True, slots=True)
class _Reset:
    """A mailed code that was right: `client` alone has the session it gave out, until there is a new password."""

    email: str
    code: str
    client: AsyncClient


class SessionKeeper:
    """One person's session with one project. Every method may raise what `Line.trying` does."""

    def __init__(self, line: Line, secrets: Secrets, connection: Connection, *, folder: Path, clock: Clock | None = None) -> None:
        self._line = line
        self._secrets = secrets
        self._connection = connection
        self._folder = folder
        self._clock = clock or SystemClock()
        self._lock = asyncio.Lock()
        self._made: asyncio.Future[AsyncClient] | None = None
        self._access: _Access | None = None
        self._reset: _Reset | None = None
        # The newest refresh token of ours, and what the Secrets port held when we last looked: another process may write there.
        self._refresh_token = ""
        self._kept = ""

    @property
    def connection(self) -> Connection:
        return self._connection

    async def who(self) -> Who | None:
        """Who is signed in, as far as is known without asking the project."""
        kept = await self._secrets.get(self._connection.secret_id)
        user_id = self._connection.user_id
        return Who(user_id, self._connection.email) if kept is not None and user_id else None

    # ------------------------------------------------------------------ signing in and out

    async def sign_up(self, email: str, password: Secret) -> Who | None:
        """None where the address is to be confirmed first, by the link or the code in the mail that was sent.

        Raises PersonError `already-signed-up`, `weak-password`, `bad-address`, `no-sign-up`."""
        client = await self.client()
        words = password.reveal()
        # Tried once: a second try would find the user that the first one made.
        answer = await self._asked(lambda: client.auth.sign_up({"email": email, "password": words}), tries=1)
        return await self._signed_in(answer)

    async def confirm(self, email: str, code: str) -> Who:
        """With the code from the mail that followed the sign-up. Raises PersonError `wrong-code`."""
        client = await self.client()
        answer = await self._asked(lambda: client.auth.verify_otp({"type": "signup", "email": email, "token": code}), tries=1)
        return _required(await self._signed_in(answer))

    async def sign_in(self, email: str, password: Secret) -> Who:
        """Raises PersonError `wrong-password`, `not-confirmed`, `signed-out` (shut out by the operator)."""
        client = await self.client()
        words = password.reveal()
        answer = await self._asked(lambda: client.auth.sign_in_with_password({"email": email, "password": words}))
        return _required(await self._signed_in(answer))

    async def reset_password(self, email: str) -> None:
        """Have a code mailed. Says nothing about whether there is such a user."""
        client = await self.client()
        await self._asked(lambda: client.auth.reset_password_for_email(email))

    async def finish_reset(self, email: str, code: str, password: Secret) -> Who:
        """Set the password with the mailed code, and sign in.

        Raises PersonError `wrong-code`, `weak-password`, `same-password`. A code works once: after the last two, or no answer,
        the same one is to be given again here, and is not asked about any more."""
        reset = self._reset
        if reset is None or (reset.email, reset.code) != (email, code):
            reset = self._reset = await self._verified(email, code)
        session = await self._with_password(reset, password)
        async with self._alone():
            self._made = _done(reset.client)
            return await self._keep(session)

    async def _verified(self, email: str, code: str) -> _Reset:
        """With a client of its own: nobody is signed in before there is a password to sign in with again."""
        client = await asyncio.to_thread(_make, self._line)
        answer = await self._asked(lambda: client.auth.verify_otp({"type": "recovery", "email": email, "token": code}), tries=1)
        self._time(_required(answer.session))
        return _Reset(email, code, client)

    async def _with_password(self, reset: _Reset, password: Secret) -> Session:
        auth = reset.client.auth
        try:
            await self._asked(lambda: auth.update_user({"password": password.reveal()}))
            return _required(await self._asked(auth.get_session))
        except PersonError as error:
            if error.code not in _OF_THE_PASSWORD:
                # What the code was good for has ended.
                self._reset = None
            raise

    async def sign_out(self) -> bool:
        """End this PC's session. False where the project could not be told: it then ends there when it runs out."""
        async with self._alone():
            is_told = True
            try:
                if self._access is None:
                    await self._refresh()
                assert self._access is not None, "a refresh answers with a session or raises"
                client, token = await self.client(), self._access.token
                await self._asked(lambda: client.auth.admin.sign_out(token, "local"))
            except PersonError:
                pass  # it had ended already
            except OutsideError:
                is_told = False
            await self._forget()
            return is_told

    # ------------------------------------------------------------------ the access token

    async def fresh(self) -> str:
        """An access token that lasts at least a minute. Raises PersonError `signed-out`, OutsideError `cloud-unreachable`."""
        if self._access is None or self._is_ending(self._access):
            async with self._alone():
                if self._access is None or self._is_ending(self._access):
                    await self._refresh()
        assert self._access is not None, "a refresh answers with a session or raises"
        return self._access.token

    async def renew(self, refused: str) -> str:
        """Another than `refused`; of several who were refused with the same one, the first refreshes for all."""
        async with self._alone():
            if self._access is None or self._access.token == refused:
                await self._refresh()
        assert self._access is not None, "a refresh answers with a session or raises"
        return self._access.token

    def _is_ending(self, access: _Access) -> bool:
        left = min(access.wall_end - self._clock.now().timestamp(), access.monotonic_end - self._clock.monotonic())
        return left < _SPARE.total_seconds()

    async def _refresh(self) -> None:
        """Only within `_alone`."""
        token = await self._newest()
        if not token:
            raise signed_out()
        client = await self.client()
        try:
            # Dropped before its answer came, it is repeated at once: for 10 s Auth answers a used token once more.
            answer = await self._asked(lambda: client.auth.refresh_session(token))
        except PersonError as error:
            if isinstance(error.__cause__, Refusal) and error.__cause__.code in DEAD_SESSION:
                await self._forget()
            raise
        assert answer.session is not None, "the client raises where there is none"
        await self._keep(answer.session)

    async def _newest(self) -> str:
        """The refresh token to use: another process of this profile may have put a newer one than ours."""
        found = await self._secrets.get(self._connection.secret_id)
        kept = found.reveal() if found else ""
        if kept != self._kept or not self._refresh_token:
            self._kept = self._refresh_token = kept
        return self._refresh_token

    async def _forget(self) -> None:
        # The client goes with its session: a new one asks as nobody.
        self._access, self._refresh_token, self._kept, self._made = None, "", "", None
        await self._secrets.delete(self._connection.secret_id)

    # ------------------------------------------------------------------ parts

    async def client(self) -> AsyncClient:
        """The library's client, made at its first use: importing it takes most of a second."""
        if self._made is None:
            # One for all who ask meanwhile: the session lives in it.
            self._made = asyncio.ensure_future(asyncio.to_thread(_make, self._line))
        return await asyncio.shield(self._made)

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        async with self._lock, turn(self._folder / LOCK):
            yield

    async def _asked(self, act: Callable[[], Awaitable[T]], *, tries: int | None = None) -> T:
        return await self._line.trying(lambda: _answered(act), tries=tries)

    async def _signed_in(self, answer: AuthResponse) -> Who | None:
        if answer.session is None:
            return None
        async with self._alone():
            return await self._keep(answer.session)

    async def _keep(self, session: Session) -> Who:
        end = self._time(session)
        self._access = _Access(session.access_token, end, self._clock.monotonic() + session.expires_in)
        self._refresh_token, self._reset = session.refresh_token, None
        who = Who(UUID(session.user.id), session.user.email or "")
        # Before the file: whoever notices that it names somebody else finds their session there, however long a keyring asked.
        await self._secrets.put(self._connection.secret_id, Secret(session.refresh_token))
        self._kept = session.refresh_token
        if (self._connection.user_id, self._connection.email) != (who.user_id, who.email):
            self._connection = replace(self._connection, user_id=who.user_id, email=who.email)
            await asyncio.to_thread(write_connection, self._folder, self._connection)
        return who

    def _time(self, session: Session) -> float:
        """When a session that was just given out ends: by this PC's clock, however wrong it goes, as the client compares it."""
        end = self._clock.now().timestamp() + session.expires_in
        session.expires_at = int(end)
        return end


def _make(line: Line) -> AsyncClient:
    from supabase import AsyncClient, AsyncClientOptions

    options = AsyncClientOptions(
        auto_refresh_token=False,
        persist_session=False,
        postgrest_client_retry=False,
        # A code in the mail is typed in here; there is no page for a link to lead back to.
        flow_type="implicit",
        httpx_client=line.http,
    )
    return AsyncClient(line.url, line.key, options)


async def _answered(act: Callable[[], Awaitable[T]]) -> T:
    """Auth's errors as the house knows them."""
    from pydantic import ValidationError
    from supabase_auth.errors import AuthError

    try:
        return await act()
    except AuthError as error:
        raise _as_ours(error) from error
    except ValidationError as error:
        # A success without a session in it is no answer of the project's: a hotel's sign-in page, for one.
        raise Refusal(502, "", "something else answers in its place") from error


def _as_ours(error: AuthError) -> Exception:
    cause = error.__cause__
    if isinstance(cause, httpx.TransportError):
        # Anew, since the one that was caught already leads to the error it will be raised from.
        return type(cause)(str(cause))
    status = cause.response.status_code if isinstance(cause, httpx.HTTPStatusError) else 0
    return Refusal(status, error.code or "", error.message)


def _required(given: T | None) -> T:
    if given is None:
        raise OutsideError("cloud-refused", "The project gave out no session.", next="Try to sign in again.")
    return given


def _done(client: AsyncClient) -> asyncio.Future[AsyncClient]:
    made: asyncio.Future[AsyncClient] = asyncio.get_running_loop().create_future()
    made.set_result(client)
    return made

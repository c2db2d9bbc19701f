"""The way to one project: HTTP/1.1 with time limits, patience for what passes, and its clock. Knows no session and no table."""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import httpx

from nightmail.clock import Clock, SystemClock
from nightmail.cloud.refusals import Refusal, is_passing, is_unknown_name, paused, sentence
from nightmail.errors import NightmailError

T = TypeVar("T")
HasName = Callable[[str], Awaitable[bool]]

# Longer than the 8 s that the database gives a signed-in person's statement; for files they hold for each block.
_LIMITS = httpx.Timeout(20, connect=10)


# The status of the last answer to this task. The client library's errors do not carry it where a gateway answered in JSON.
last_status: ContextVar[int] = ContextVar("last_status", default=0)


class Bearer(Protocol):
    """Who asks, as the token that goes with a request."""

    async def fresh(self) -> str:
        """One that lasts a while yet. Raises PersonError `signed-out`."""
        ...

    async def renew(self, refused: str) -> str:
        """Another than the one that was just refused as expired."""
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is tried, and the seconds before the second try; each further wait is three times as long. The
    waits are spread, so that clients cut off together do not come back together."""

    tries: int = 3
    first: float = 0.3
    chance: Callable[[], float] = random.random

    def wait(self, tried: int) -> float:
        return float(self.first * 3 ** (tried - 1) * (0.5 + self.chance()))


async def has_name(host: str) -> bool:
    try:
        await asyncio.get_running_loop().getaddrinfo(host, None)
    except socket.gaierror:
        return False
    return True


class Line:
    """`ahead` is how far the project's clock is before this PC's, to the second; None before its first answer."""

    def __init__(
        self,
        url: str,
        key: str,
        *,
        clock: Clock | None = None,
        patience: Patience | None = None,
        has_name: HasName = has_name,
    ) -> None:
        self.url = url.rstrip("/")
        self.key = key
        self.host = urlsplit(url).netloc
        self.ahead: timedelta | None = None
        self.http = httpx.AsyncClient(http2=False, timeout=_LIMITS, event_hooks={"response": [self._note]})
        self._clock = clock or SystemClock()
        self._patience = patience or Patience()
        self._has_name = has_name

    async def close(self) -> None:
        await self.http.aclose()

    def now(self) -> datetime:
        """By the project's clock, as far as it is known."""
        return self._clock.now() + (self.ahead or timedelta(0))

    def headers(self, token: str) -> dict[str, str]:
        return {"apikey": self.key, "Authorization": f"Bearer {token}"}

    async def trying(self, act: Callable[[], Awaitable[T]], *, tries: int | None = None) -> T:
        """`act`, repeated while it fails in passing: what does harm when done twice has one try. Raises with a sentence."""
        tried = 1
        while True:
            try:
                return await act()
            except Exception as error:
                if is_passing(error) and tried < (tries or self._patience.tries):
                    await asyncio.sleep(self._patience.wait(tried))
                    tried += 1
                    continue
                told = await self._told(error)
                if told is None:
                    raise
                raise told from error

    async def asking(self, bearer: Bearer, act: Callable[[str], Awaitable[T]]) -> T:
        """The same with a token, which is renewed once where it is refused as expired."""

        async def once() -> T:
            token = await bearer.fresh()
            try:
                return await act(token)
            except Refusal as refusal:
                if not refusal.is_stale_token:
                    raise
            return await act(await bearer.renew(token))

        return await self.trying(once)

    async def _told(self, error: Exception) -> NightmailError | None:
        if is_unknown_name(error) and await self._is_gone():
            return paused(self.host, "is not there any more: it is paused or was removed, or its address is mistyped")
        return sentence(error, self.host)

    async def _is_gone(self) -> bool:
        """The project has no name while the platform's own has one: it is not this PC that is offline."""
        _, _, parent = (urlsplit(self.url).hostname or "").partition(".")
        return "." in parent and await self._has_name(parent)

    async def _note(self, response: httpx.Response) -> None:
        last_status.set(response.status_code)
        try:
            self.ahead = parsedate_to_datetime(response.headers["date"]) - self._clock.now().replace(microsecond=0)
        except (KeyError, ValueError, TypeError):
            return  # something between us and the project answers without a date


async def refuse(response: httpx.Response) -> None:
    """Raise Refusal for an answer of Auth or Storage that is no success."""
    if response.is_success:
        return
    await response.aread()
    try:
        said: Any = response.json()
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Refusal(response.status_code, "", response.text[:200])
    code = said.get("code") if isinstance(said.get("code"), str) else said.get("error_code") or said.get("error")
    status = str(said.get("statusCode", ""))
    # Storage answers 400 and says in the body what it means.
    meant = int(status) if status.isdigit() else response.status_code
    raise Refusal(meant, str(code or ""), str(said.get("message") or said.get("msg") or said.get("error_description") or ""))

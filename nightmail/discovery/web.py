"""Fetch a small file over https: bounded in time and size, with few redirects, none of them to anything but https."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING, Protocol

from nightmail.discovery.autoconfig import LONGEST

if TYPE_CHECKING:
    import httpx

_PATIENCE = 5.0
_MOST_REDIRECTS = 3


class Web(Protocol):
    async def get(self, url: str) -> bytes:
        """Raises Unfetched."""
        ...


class Unfetched(Exception):
    """There is no such file, or not in time; the text says why."""


class HttpsWeb:
    """`transport` in the place of the usual one."""

    def __init__(self, *, transport: httpx.AsyncBaseTransport | None = None, patience: float = _PATIENCE) -> None:
        self._transport = transport
        self._patience = patience

    async def get(self, url: str) -> bytes:
        import httpx

        try:
            async with asyncio.timeout(self._patience):
                transport = self._transport or httpx.AsyncHTTPTransport(
                    verify=await asyncio.to_thread(ssl.create_default_context)
                )
                async with httpx.AsyncClient(transport=transport, follow_redirects=False, timeout=self._patience) as client:
                    return await _follow(client, url)
        except TimeoutError:
            raise Unfetched("no answer in time") from None
        except httpx.HTTPError as error:
            raise Unfetched(str(error)[:200] or type(error).__name__) from error


async def _follow(client: httpx.AsyncClient, url: str) -> bytes:
    import httpx

    for _ in range(_MOST_REDIRECTS + 1):
        if httpx.URL(url).scheme != "https":
            raise Unfetched("it leads to an address without encryption")
        async with client.stream("GET", url) as answer:
            if not answer.is_redirect:
                return await _content(answer)
            url = str(httpx.URL(url).join(answer.headers.get("location", "")))
    raise Unfetched("it leads from address to address")


async def _content(answer: httpx.Response) -> bytes:
    if answer.status_code != 200:
        raise Unfetched(f"it answers {answer.status_code}")
    content = b""
    async for block in answer.aiter_bytes():
        content += block
        if len(content) > LONGEST:
            raise Unfetched("it is too long")
    return content

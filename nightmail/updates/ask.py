"""Ask for news of a newer Nightmail: one small file over https, without a word about who asks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from nightmail.clock import Clock
from nightmail.errors import OutsideError
from nightmail.updates.channel import Channel, Installation
from nightmail.updates.news import LONGEST, Release, read_news
from nightmail.updates.version import parse_version

if TYPE_CHECKING:
    import httpx

Fetch = Callable[[str], Awaitable[bytes]]
_PATIENCE = 20.0
_REDIRECTS = 3


async def newer_release(installation: Installation, *, clock: Clock, fetch: Fetch | None = None) -> Release | None:
    """The release that is newer than this one; None where this is the newest, or where this installation does not ask.

    Raises OutsideError `news-unreachable` and what `read_news` raises.
    """
    if installation.channel is None or not installation.asks:
        return None
    release = await _release(installation.channel, clock, fetch or fetched)
    return release if release.version > parse_version(installation.version) else None


async def _release(channel: Channel, clock: Clock, fetch: Fetch) -> Release:
    return read_news(await fetch(channel.url), channel.keys, now=clock.now())


async def fetched(url: str) -> bytes:
    """Raises OutsideError `news-unreachable`. A redirect is followed, since places that keep downloads answer with one; but never
    away from https, and what it leads to is believed for its signature alone."""
    import httpx

    headers = {"User-Agent": "Nightmail", "Accept-Encoding": "identity"}
    try:
        async with (
            asyncio.timeout(_PATIENCE),
            httpx.AsyncClient(
                follow_redirects=True, max_redirects=_REDIRECTS, headers=headers, event_hooks={"request": [_by_https_alone]}
            ) as client,
            client.stream("GET", url) as answer,
        ):
            answer.raise_for_status()
            content = bytearray()
            # As it comes: what is packed small could be any size unpacked.
            async for piece in answer.aiter_raw():
                content += piece
                if len(content) > LONGEST:
                    raise httpx.DecodingError("too long")
            return bytes(content)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
        raise OutsideError(
            "news-unreachable", "The update address does not answer.", next="Nothing was changed; it is asked again tomorrow."
        ) from error


async def _by_https_alone(request: httpx.Request) -> None:
    if request.url.scheme != "https":
        raise OSError("led away from https")

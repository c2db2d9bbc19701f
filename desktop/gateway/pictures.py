"""Fetch the pictures a message shows from other servers, when the person asked for them, and only then.

What is asked tells a server as little as may be: no cookies, no referrer, no language. Names that lead into this PC or its
network are refused, whatever redirects there: a message must not look around behind the firewall.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    import httpx

MOST_OCTETS = 8_000_000
_MOST_AT_ONCE = 6
_MOST_REDIRECTS = 3
_PATIENCE = 15.0
_KINDS = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp")

MayAsk = Callable[[str], bool]


def is_public(address: str) -> bool:
    """An address on the Internet, which is nobody's own network."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast


async def fetch_all(addresses: Sequence[str], *, may_ask: MayAsk = is_public) -> Mapping[str, bytes]:
    """Those that came, by address. What does not answer in time, is too large or no picture is left out."""
    import httpx

    room = asyncio.Semaphore(_MOST_AT_ONCE)
    found: dict[str, bytes] = {}
    async with httpx.AsyncClient(follow_redirects=False, timeout=_PATIENCE, trust_env=False) as client:

        async def one(address: str) -> None:
            async with room:
                with suppress(httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError, ValueError):
                    async with asyncio.timeout(_PATIENCE):
                        content = await _fetch(client, address, may_ask)
                    if content is not None:
                        found[address] = content

        await asyncio.gather(*map(one, addresses))
    return found


async def _fetch(client: httpx.AsyncClient, address: str, may_ask: MayAsk) -> bytes | None:
    for _ in range(_MOST_REDIRECTS + 1):
        pinned, headers, extensions = await _pinned(address, may_ask)
        async with client.stream("GET", pinned, headers=headers, extensions=extensions) as answer:
            if answer.is_redirect:
                address = urljoin(address, answer.headers.get("location", ""))
                continue
            return await _picture(answer)
    return None


async def _pinned(address: str, may_ask: MayAsk) -> tuple[str, dict[str, str], dict[str, str]]:
    """The same request to the very address that was looked at, so that a name can't lead elsewhere a moment later. Raises
    ValueError where that must not be asked."""
    parts = urlsplit(address)
    host = parts.hostname
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        raise ValueError("not an address for pictures")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    loop = asyncio.get_running_loop()
    found = [str(each[4][0]) for each in await loop.getaddrinfo(host, port)]
    if not found or not all(may_ask(each) for each in found):
        raise ValueError("it leads into a network of one's own")
    where = f"[{found[0]}]" if ":" in found[0] else found[0]
    path = parts.path or "/"
    query = f"?{parts.query}" if parts.query else ""
    named = host if parts.port is None else f"{host}:{parts.port}"
    headers = {"Host": named, "Accept": "image/*", "User-Agent": "Mozilla/5.0"}
    return f"{parts.scheme}://{where}:{port}{path}{query}", headers, {"sni_hostname": host}


async def _picture(answer: httpx.Response) -> bytes | None:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if answer.status_code != 200 or kind not in _KINDS:
        return None
    content = bytearray()
    async for block in answer.aiter_bytes():
        content += block
        if len(content) > MOST_OCTETS:
            return None
    return bytes(content)

"""The answers of several worker processes as one: ready when all are, their numbers added up. Asks each on loopback."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Sequence

# A probe that hangs is an answer too.
_SECONDS = 4.0
# What each process says of the whole queue, not of itself.
_OF_ALL = ("nightmail_queue", "nightmail_workers_alive", "nightmail_oldest_due_timestamp_seconds", "nightmail_open_breakers")
_SAMPLE = re.compile(r"([^\s{]+)(.*) (\S+)")

Ports = Callable[[], Sequence[int | None]]
"""Where the processes answer, None for one that has not said so yet."""


class JointHealth:
    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    async def ready(self) -> str:
        """Why not, or ""."""
        asked = await asyncio.gather(*(self._reason(port) for port in self._ports()))
        return "; ".join(f"process {number}: {reason}" for number, reason in enumerate(asked, 1) if reason)

    async def page(self) -> bytes:
        ports = [port for port in self._ports() if port is not None]
        asked = await asyncio.gather(*(_get(port, "/metrics") for port in ports), return_exceptions=True)
        pages = [answer[1] for answer in asked if not isinstance(answer, BaseException)]
        return added_up(page.decode() for page in pages).encode()

    async def _reason(self, port: int | None) -> str:
        if port is None:
            return "starting"
        try:
            status, body = await _get(port, "/readyz")
        except (OSError, TimeoutError, ValueError):
            return "does not answer"
        return "" if status == 200 else body.decode("utf-8", "replace").strip()


def added_up(pages: Iterable[str]) -> str:
    """Prometheus' text of several processes as one process's. What they say of the whole queue is said once."""
    # All lines of a family stand together, so a sample that only the second process has goes with those of the first.
    families: dict[str, dict[str, float | None]] = {}
    for page in pages:
        family: dict[str, float | None] = {}
        for line in page.splitlines():
            if line.startswith("#"):
                family = families.setdefault(line.split(" ", 3)[2], {})
                family.setdefault(line, None)
            elif sample := _SAMPLE.fullmatch(line):
                _add(family, sample[1], sample[1] + sample[2], float(sample[3]))
    lines = (item for family in families.values() for item in family.items())
    return "".join(f"{line}\n" if value is None else f"{line} {value}\n" for line, value in lines)


def _add(family: dict[str, float | None], name: str, key: str, value: float) -> None:
    known = family.get(key)
    if known is None:
        family[key] = value
    elif name in _OF_ALL:
        family[key] = max(known, value)
    else:
        family[key] = min(known, value) if name.endswith("_created") else known + value


async def _get(port: int, path: str) -> tuple[int, bytes]:
    """Status and body. Raises OSError, TimeoutError, and ValueError for what is no HTTP."""
    async with asyncio.timeout(_SECONDS):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        finally:
            writer.close()
    return int(head.split(b" ", 2)[1]) if head.startswith(b"HTTP/") else 0, body

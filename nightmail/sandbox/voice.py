"""How replies leave: together and at once, or as badly as ordered. Says nothing of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import cast

from nightmail.sandbox.faults import Faults

_BADLY = ("slow", "byte-by-byte", "split-crlf", "data-early")


class Voice:
    """Replies wait in it until they are sent in one go."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._replies: list[bytes] = []
        self.transport = cast("asyncio.Transport", None)
        self.is_bad = any(name in faults for name in _BADLY)

    @property
    def is_empty(self) -> bool:
        return not self._replies

    def add(self, reply: bytes) -> None:
        self._replies.append(reply)

    def send(self) -> None:
        self.transport.write(self._take())

    async def send_badly(self) -> None:
        is_early = self._faults.strikes("data-early")
        if is_early and len(self._replies) > 1 and self._replies[-1].startswith(b"354"):
            self._replies[-2:] = reversed(self._replies[-2:])
        octets = self._take()
        if self._faults.strikes("slow"):
            await asyncio.sleep((self._faults.amount("slow") or 0) / 1000)
        await self.drip(self._pieces(octets), every=0)

    async def drip(self, pieces: Iterator[bytes], *, every: float) -> None:
        """`every` in seconds. Ends early with the connection."""
        for piece in pieces:
            if self.transport.is_closing():
                return
            self.transport.write(piece)
            await asyncio.sleep(every)

    def _take(self) -> bytes:
        octets = b"".join(self._replies)
        self._replies.clear()
        return octets

    def _pieces(self, octets: bytes) -> Iterator[bytes]:
        if self._faults.strikes("byte-by-byte"):
            yield from each_octet(octets)
        elif self._faults.strikes("split-crlf"):
            *lines, rest = octets.split(b"\n")
            yield lines[0] if lines else b""
            yield from (b"\n" + line for line in (*lines[1:], rest))
        else:
            yield octets


def each_octet(octets: bytes) -> Iterator[bytes]:
    return (octets[at : at + 1] for at in range(len(octets)))

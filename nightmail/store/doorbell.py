"""Tell the agent of a profile, from another process, that something may be due earlier. One datagram on loopback.

A ring is a hint: it carries nothing, anybody on this machine may send one, and a lost one costs a poll's wait at most.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable
from pathlib import Path

_LOOPBACK = "127.0.0.1"


class Doorbell:
    """`plate` is the file that names the port the agent listens on."""

    def __init__(self, plate: Path) -> None:
        self._plate = plate
        self._transport: asyncio.DatagramTransport | None = None

    async def listen(self, ring: Callable[[], None]) -> None:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Listener(ring), local_addr=(_LOOPBACK, 0)
        )
        self._transport = transport
        fresh = self._plate.with_suffix(".new")
        fresh.write_text(str(transport.get_extra_info("sockname")[1]), encoding="ascii")
        os.replace(fresh, self._plate)

    def ring(self) -> None:
        with contextlib.suppress(OSError, ValueError, OverflowError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
            wire.setblocking(False)
            wire.sendto(b"ring", (_LOOPBACK, int(self._plate.read_text(encoding="ascii"))))

    def close(self) -> None:
        if self._transport:
            self._transport.close()
            self._plate.unlink(missing_ok=True)


class _Listener(asyncio.DatagramProtocol):
    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._ring()

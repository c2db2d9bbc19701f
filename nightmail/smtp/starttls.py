"""Go from plain to encrypted (RFC 3207), and hear whether anybody spoke in between. Falls back to nothing."""

from __future__ import annotations

import asyncio
from typing import cast

import aiosmtplib

from nightmail.account.model import Server
from nightmail.delivery.outcome import Phase, Reply, ReplyClass
from nightmail.smtp.failed import explained, name_of, stop
from nightmail.smtp.parser import ReplyParser, UnreadableReply
from nightmail.smtp.settings import SmtpSettings


async def start_tls(client: aiosmtplib.SMTP, server: Server, settings: SmtpSettings) -> None:
    """Raises Stop."""
    if not client.supports_extension("starttls"):
        raise stop(
            "starttls-missing",
            f"{name_of(server)} offers no encryption (STARTTLS).",
            next="Use the server's TLS port (usually 465), or ask its administrator.",
            phase=Phase.STARTTLS,
            reply_class=ReplyClass.TLS,
        )
    overheard = _Overheard(client)
    try:
        await client.starttls(timeout=settings.tls)
        if overheard.is_more_than_a_reply:
            raise stop(
                "starttls-injected",
                f"{name_of(server)} said more than it was asked just before encryption began; somebody on the way may have.",
                next="Use another network, or the server's TLS port (usually 465).",
                phase=Phase.STARTTLS,
                reply_class=ReplyClass.TLS,
            )
        # RFC 3207 4.2: nothing said before the handshake counts.
        await client.ehlo(timeout=settings.command)
    except Exception as error:
        raise explained(error, server, Phase.STARTTLS) from error


class _Overheard(asyncio.Protocol):
    """Stands between the transport and aiosmtplib until the handshake, and remembers what went by: aiosmtplib throws away
    what follows the reply, and says nothing of it."""

    def __init__(self, client: aiosmtplib.SMTP) -> None:
        transport = cast("asyncio.Transport", client.transport)
        self._protocol = cast("asyncio.Protocol", transport.get_protocol())
        self._octets = b""
        transport.set_protocol(self)

    @property
    def is_more_than_a_reply(self) -> bool:
        replies: list[Reply] = []
        parser = ReplyParser()
        try:
            parser.feed(self._octets, replies)
        except UnreadableReply:
            return True
        return len(replies) > 1 or parser.has_rest

    def data_received(self, data: bytes) -> None:
        self._octets += data
        self._protocol.data_received(data)

    def eof_received(self) -> bool | None:
        return self._protocol.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        self._protocol.connection_lost(exc)

    def pause_writing(self) -> None:
        self._protocol.pause_writing()

    def resume_writing(self) -> None:
        self._protocol.resume_writing()

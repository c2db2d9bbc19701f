"""The open sockets and what each has joined: who may hear what, and until when. Speaks Phoenix's JSON, version 1."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

PREFIX = "realtime:"


@dataclass(slots=True)
class Channel:
    topic: str
    is_private: bool
    token: str
    join_ref: str | None = None


@dataclass(slots=True, eq=False)
class Socket:
    websocket: WebSocket
    channels: dict[str, Channel] = field(default_factory=dict)

    async def say(self, topic: str, event: str, payload: Mapping[str, Any], *, ref: str | None = None) -> None:
        # A client that has gone is noticed by who listens to it.
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await self.websocket.send_json({"topic": topic, "event": event, "payload": dict(payload), "ref": ref})

    async def reply(self, message: Mapping[str, Any], status: str, response: Mapping[str, Any]) -> None:
        payload = {"status": status, "response": dict(response)}
        await self.say(message["topic"], "phx_reply", payload, ref=message.get("ref"))

    async def close_channel(self, channel: Channel, reason: str) -> None:
        """As hosted: the reason as a system message, then the channel's end."""
        self.channels.pop(channel.topic, None)
        told = {"status": "error", "message": reason, "extension": "system", "channel": channel.topic.removeprefix(PREFIX)}
        await self.say(channel.topic, "system", told)
        await self.say(channel.topic, "phx_close", {}, ref=channel.join_ref)

    def break_off(self) -> None:
        self.websocket.scope["state"]["connection"].abort()


@dataclass(slots=True)
class Sockets:
    open: set[Socket] = field(default_factory=set)

    async def broadcast(self, topic: str, event: str, payload: Any, *, id: str, is_private: bool) -> None:
        body = {"type": "broadcast", "event": event, "payload": payload, "meta": {"id": id}}
        for socket in list(self.open):
            channel = socket.channels.get(PREFIX + topic)
            if channel and channel.is_private is is_private:
                await socket.say(channel.topic, "broadcast", body)

    def break_off(self) -> None:
        for socket in list(self.open):
            socket.break_off()

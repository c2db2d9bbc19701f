"""`/realtime/v1`: channels that hear broadcasts from the database. No presence, no table changes, nothing sent by clients."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import psycopg
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from nightmail.clock import Clock
from tests.supabase_stack.database import Database
from tests.supabase_stack.gate import apikey
from tests.supabase_stack.keys import Caller, Keys, TokenFault
from tests.supabase_stack.realtime.channels import PREFIX, Channel, Socket, Sockets

_FORBIDDEN = "Unauthorized: You do not have permissions to read from this Channel topic: "


class RealtimeService:
    def __init__(self, database: Database, keys: Keys, clock: Clock, sockets: Sockets) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._sockets = sockets

    def routes(self) -> list[WebSocketRoute]:
        return [WebSocketRoute("/realtime/v1/websocket", self._converse)]

    async def drop_expired(self) -> None:
        """Close the channels whose token no longer holds."""
        for socket in list(self._sockets.open):
            for channel in list(socket.channels.values()):
                await self._drop_if_expired(socket, channel)

    async def _converse(self, websocket: WebSocket) -> None:
        if not self._keys.knows(apikey(websocket.headers, websocket.query_params)):
            await websocket.close(reason="Invalid API key")
            return
        await websocket.accept()
        socket = Socket(websocket)
        self._sockets.open.add(socket)
        try:
            while True:
                await self._hear(socket, json.loads(await websocket.receive_text()))
        except WebSocketDisconnect:
            pass
        finally:
            self._sockets.open.discard(socket)

    async def _hear(self, socket: Socket, message: Mapping[str, Any]) -> None:
        match message["event"]:
            case "heartbeat":
                await socket.reply(message, "ok", {})
            case "phx_join":
                await self._join(socket, message)
            case "access_token":
                await self._renew(socket, message)
            case "phx_leave":
                socket.channels.pop(message["topic"], None)
                await socket.reply(message, "ok", {})
            case _:
                pass

    async def _join(self, socket: Socket, message: Mapping[str, Any]) -> None:
        asked = message["payload"]
        channel = Channel(
            topic=message["topic"],
            is_private=bool(asked.get("config", {}).get("private")),
            token=asked.get("access_token") or "",
            join_ref=message.get("join_ref") or message.get("ref"),
        )
        if refusal := await self._refusal(channel):
            await socket.reply(message, "error", {"reason": refusal})
            return
        self._admit(socket, channel)
        await socket.reply(message, "ok", {"postgres_changes": []})

    async def _renew(self, socket: Socket, message: Mapping[str, Any]) -> None:
        """A new token is judged as at joining; one that may not hear the topic ends the channel."""
        channel = socket.channels.get(message["topic"])
        if channel is None:
            return
        channel.token = message["payload"].get("access_token") or ""
        if refusal := await self._refusal(channel):
            await socket.close_channel(channel, refusal)
        else:
            self._admit(socket, channel)

    def _admit(self, socket: Socket, channel: Channel) -> None:
        socket.channels[channel.topic] = channel
        claims = self._keys.read(channel.token)
        if not isinstance(claims, TokenFault):
            seconds = claims["exp"] - self._clock.now().timestamp()
            loop = asyncio.get_running_loop()
            loop.call_later(max(seconds, 0) + 0.01, lambda: loop.create_task(self._drop_if_expired(socket, channel)))

    async def _drop_if_expired(self, socket: Socket, channel: Channel) -> None:
        is_joined = socket.channels.get(channel.topic) is channel
        if is_joined and self._keys.read(channel.token) is TokenFault.EXPIRED:
            await socket.close_channel(channel, "Token has expired 0 seconds ago")

    async def _refusal(self, channel: Channel) -> str:
        """Why the channel may not be heard; "" where it may."""
        caller = self._keys.caller(channel.token, channel.token) if self._keys.knows(channel.token) else self._person(channel)
        if isinstance(caller, TokenFault):
            return "InvalidJWTToken: Token has expired" if caller is TokenFault.EXPIRED else "InvalidJWTToken: JWT is invalid"
        topic = channel.topic.removeprefix(PREFIX)
        if channel.is_private and not await self._may_hear(caller, topic):
            return _FORBIDDEN + topic
        return ""

    def _person(self, channel: Channel) -> Caller | TokenFault:
        claims = self._keys.read(channel.token)
        return claims if isinstance(claims, TokenFault) else Caller(claims["role"], claims)

    async def _may_hear(self, caller: Caller, topic: str) -> bool:
        """As hosted: whether the caller sees a message of that topic, written for the purpose and taken back."""
        async with self._database.as_admin(undo=True) as connection:
            await connection.execute(
                "insert into realtime.messages (topic, extension, event, private) values (%s, 'broadcast', 'probe', true)",
                (topic,),
            )
            await self._database.become(connection, caller, {"realtime.topic": topic})
            try:
                found = await connection.execute("select from realtime.messages where topic = %s limit 1", (topic,))
            except psycopg.errors.InsufficientPrivilege:
                return False
            return await found.fetchone() is not None

"""`/_control`: fault switches, mail, figures and people, for the tests and the demo on the same machine."""

from __future__ import annotations

import dataclasses
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.supabase_stack.auth.mailbox import Mailbox
from tests.supabase_stack.faults import Faults
from tests.supabase_stack.keys import Keys
from tests.supabase_stack.realtime.channels import Sockets
from tests.supabase_stack.realtime.service import RealtimeService
from tests.supabase_stack.stats import Stats
from tests.supabase_stack.storage.blobs import Blobs


class Control:
    def __init__(
        self,
        faults: Faults,
        stats: Stats,
        mailbox: Mailbox,
        *,
        keys: Keys,
        realtime: RealtimeService,
        sockets: Sockets,
        blobs: Blobs,
    ) -> None:
        self._faults = faults
        self._stats = stats
        self._mailbox = mailbox
        self._keys = keys
        self._realtime = realtime
        self._sockets = sockets
        self._blobs = blobs

    def routes(self) -> list[Route]:
        return [
            Route("/_control/faults", self._set_faults, methods=["POST"]),
            Route("/_control/faults", self._clear_faults, methods=["DELETE"]),
            Route("/_control/stats", self._tell_stats, methods=["GET"]),
            Route("/_control/stats", self._clear_stats, methods=["DELETE"]),
            Route("/_control/mail", self._mail, methods=["GET"]),
            Route("/_control/expire", self._expire, methods=["POST"]),
            Route("/_control/sockets/kill", self._kill_sockets, methods=["POST"]),
            Route("/_control/blobs/{fault}", self._break_blob, methods=["POST"]),
        ]

    async def _set_faults(self, request: Request) -> Response:
        changes: dict[str, Any] = await request.json()
        try:
            self._faults.set(changes)
        except (KeyError, TypeError) as error:
            return JSONResponse({"message": f"There is no switch {error}"}, 400)
        return JSONResponse(dataclasses.asdict(self._faults))

    async def _clear_faults(self, request: Request) -> Response:
        self._faults.clear()
        return Response(status_code=204)

    async def _tell_stats(self, request: Request) -> Response:
        return JSONResponse(self._stats.told())

    async def _clear_stats(self, request: Request) -> Response:
        self._stats.clear()
        return Response(status_code=204)

    async def _mail(self, request: Request) -> Response:
        base = str(request.base_url).rstrip("/")
        return JSONResponse(
            [
                {
                    "to": letter.to,
                    "kind": letter.kind,
                    "code": letter.code,
                    "token_hash": letter.token_hash,
                    "link": f"{base}/auth/v1/verify?token={letter.token_hash}&type={letter.kind}",
                }
                for letter in self._mailbox.letters
            ]
        )

    async def _expire(self, request: Request) -> Response:
        """Every access token issued so far has expired."""
        self._keys.expire_all()
        await self._realtime.drop_expired()
        return Response(status_code=204)

    async def _kill_sockets(self, request: Request) -> Response:
        self._sockets.break_off()
        return Response(status_code=204)

    async def _break_blob(self, request: Request) -> Response:
        asked = await request.json()
        key = asked["bucket"], asked["path"]
        if self._blobs.find(key) is None:
            return JSONResponse({"message": f"There is no blob {key}"}, 404)
        match request.path_params["fault"]:
            case "lose":
                self._blobs.remove(key)
            case "alter":
                self._blobs.alter(key)
            case unknown:
                return JSONResponse({"message": f"There is no fault {unknown}"}, 404)
        return Response(status_code=204)

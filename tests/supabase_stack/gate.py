"""The gateway before the services: no API key, no entry. Which role a request speaks for is read here, what it may do is not."""

from __future__ import annotations

from starlette.datastructures import Headers, QueryParams
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.supabase_stack.keys import Caller, Keys, TokenFault

# What a browser follows from an email, what anyone verifies a token with, and Storage, which judges tokens itself.
_OPEN = ("/auth/v1/verify", "/auth/v1/.well-known/", "/storage/v1/", "/_control/")


class Gate:
    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self._app = app
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._is_open(scope):
            key = apikey(Headers(scope=scope), QueryParams(scope["query_string"]))
            if not self._keys.knows(key):
                await _refused(key)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    @staticmethod
    def _is_open(scope: Scope) -> bool:
        path: str = scope["path"]
        return path.startswith(_OPEN) and not (path == "/auth/v1/verify" and scope["method"] == "POST")


def apikey(headers: Headers, query: QueryParams) -> str:
    return headers.get("apikey") or query.get("apikey") or ""


def caller_of(request: HTTPConnection, keys: Keys, *, leeway: int = 0) -> Caller | TokenFault:
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    key = apikey(request.headers, request.query_params)
    return keys.caller(key, bearer if scheme.lower() == "bearer" else "", leeway=leeway)


def _refused(key: str) -> JSONResponse:
    if not key:
        message, hint = "No API key found in request", "No `apikey` request header or url param was found."
    else:
        message, hint = "Invalid API key", "Double check your Supabase `anon` or `service_role` API key."
    return JSONResponse({"message": message, "hint": hint}, 401)

"""`/storage/v1`: objects of buckets, their rows under the caller's policies. No images, no resumable uploads, no copies."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import psycopg
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from tests.supabase_stack.gate import caller_of
from tests.supabase_stack.keys import Caller, Keys, TokenFault
from tests.supabase_stack.storage import answers
from tests.supabase_stack.storage.blobs import Blobs
from tests.supabase_stack.storage.listing import listed
from tests.supabase_stack.storage.objects import Objects, Stored
from tests.supabase_stack.storage.signing import Links
from tests.supabase_stack.storage.uploads import Uploads

Handler = Callable[[Request], Awaitable[Response]]


class StorageService:
    def __init__(self, objects: Objects, blobs: Blobs, uploads: Uploads, links: Links, keys: Keys) -> None:
        self._objects = objects
        self._blobs = blobs
        self._uploads = uploads
        self._links = links
        self._keys = keys

    def routes(self) -> list[Route]:
        handlers: list[tuple[list[str], str, Handler]] = [
            (["POST"], "sign/{bucket}", self._sign_many),
            (["POST"], "sign/{bucket}/{name:path}", self._sign),
            (["GET", "HEAD"], "sign/{bucket}/{name:path}", self._read_signed),
            (["POST"], "list/{bucket}", self._list),
            (["GET"], "info/authenticated/{bucket}/{name:path}", self._info),
            (["GET"], "info/{bucket}/{name:path}", self._info),
            (["GET", "HEAD"], "authenticated/{bucket}/{name:path}", self._read),
            (["GET", "HEAD"], "public/{bucket}/{name:path}", self._read_public),
            (["DELETE"], "{bucket}", self._remove_many),
            (["POST", "PUT"], "{bucket}/{name:path}", self._upload),
            (["GET", "HEAD"], "{bucket}/{name:path}", self._read),
            (["DELETE"], "{bucket}/{name:path}", self._remove),
        ]
        return [Route(f"/storage/v1/object/{path}", _guarded(handler), methods=methods) for methods, path, handler in handlers]

    async def _upload(self, request: Request) -> Response:
        bucket, name = _place(request)
        caller = self._caller(request)
        known = await self._objects.bucket(bucket)
        if known is None:
            raise answers.no_bucket()
        key = await self._uploads.take(request, caller, known, name)
        stored = await self._objects.find(None, bucket, name)
        return JSONResponse({"Id": stored.id if stored else "", "Key": key})

    async def _read(self, request: Request) -> Response:
        bucket, name = _place(request)
        return self._file(bucket, await self._objects.find(self._caller(request), bucket, name))

    async def _read_public(self, request: Request) -> Response:
        bucket, name = _place(request)
        known = await self._objects.bucket(bucket)
        if known is None or not known.is_public:
            raise answers.no_bucket()
        return self._file(bucket, await self._objects.find(None, bucket, name))

    async def _read_signed(self, request: Request) -> Response:
        bucket, name = _place(request)
        if not self._links.opens(request.query_params.get("token", ""), bucket, name):
            raise answers.unsigned()
        return self._file(bucket, await self._objects.find(None, bucket, name))

    def _file(self, bucket: str, stored: Stored | None) -> Response:
        file = self._blobs.find((bucket, stored.name)) if stored else None
        if stored is None or file is None:
            raise answers.no_object()
        headers = {"cache-control": stored.metadata["cacheControl"], "etag": stored.metadata["eTag"]}
        return FileResponse(file, media_type=stored.metadata["mimetype"], headers=headers)

    async def _info(self, request: Request) -> Response:
        bucket, name = _place(request)
        stored = await self._objects.find(self._caller(request), bucket, name)
        if stored is None:
            raise answers.no_object()
        kept = stored.metadata
        return JSONResponse(
            {
                "id": stored.id,
                "name": stored.name,
                "bucket_id": bucket,
                "version": stored.version,
                "size": kept["size"],
                "content_type": kept["mimetype"],
                "etag": kept["eTag"],
                "cache_control": kept["cacheControl"],
                "metadata": stored.user_metadata or {},
                "created_at": stored.created_at.isoformat(),
                "last_modified": stored.updated_at.isoformat(),
            }
        )

    async def _list(self, request: Request) -> Response:
        asked: dict[str, Any] = await request.json()
        prefix = asked.get("prefix", "").strip("/")
        prefix = f"{prefix}/" if prefix else ""
        found = await self._objects.below(self._caller(request), request.path_params["bucket"], prefix)
        return JSONResponse(listed(found, asked, prefix=prefix))

    async def _sign(self, request: Request) -> Response:
        bucket, name = _place(request)
        asked = await request.json()
        if await self._objects.find(self._caller(request), bucket, name) is None:
            raise answers.no_object()
        return JSONResponse({"signedURL": self._links.sign(bucket, name, seconds=int(asked["expiresIn"]))})

    async def _sign_many(self, request: Request) -> Response:
        bucket, caller = request.path_params["bucket"], self._caller(request)
        asked = await request.json()
        missing = "Either the object does not exist or you do not have access to it"
        links = []
        for name in asked["paths"]:
            seen = await self._objects.find(caller, bucket, name)
            link = self._links.sign(bucket, name, seconds=int(asked["expiresIn"])) if seen else None
            links.append({"error": None if seen else missing, "path": name, "signedURL": link})
        return JSONResponse(links)

    async def _remove_many(self, request: Request) -> Response:
        bucket, asked = request.path_params["bucket"], await request.json()
        removed = await self._removed(self._caller(request), bucket, asked["prefixes"])
        return JSONResponse([{"id": stored.id, "name": stored.name, "bucket_id": bucket} for stored in removed])

    async def _remove(self, request: Request) -> Response:
        bucket, name = _place(request)
        if not await self._removed(self._caller(request), bucket, [name]):
            raise answers.no_object()
        return JSONResponse({"message": "Successfully deleted"})

    async def _removed(self, caller: Caller, bucket: str, names: list[str]) -> list[Stored]:
        removed = await self._objects.remove(caller, bucket, names)
        for stored in removed:
            self._blobs.remove((bucket, stored.name))
        return removed

    def _caller(self, request: Request) -> Caller:
        caller = caller_of(request, self._keys)
        if isinstance(caller, TokenFault):
            raise answers.token_refused(caller)
        return caller


def _place(request: Request) -> tuple[str, str]:
    return request.path_params["bucket"], request.path_params["name"]


def _guarded(handler: Handler) -> Handler:
    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except answers.Refused as refused:
            refusal = refused
        except psycopg.Error as error:
            refusal = answers.database_refused(error)
        # Refused before the body was read: a client in the middle of sending it would not hear why.
        async for _ in _rest_of(request):
            pass
        return refusal.response()

    return guarded


async def _rest_of(request: Request) -> AsyncIterator[bytes]:
    if request.method in ("POST", "PUT") and not request._stream_consumed:
        async for part in request.stream():
            yield part

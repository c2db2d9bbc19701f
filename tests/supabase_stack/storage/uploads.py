"""Take an upload in: first may this caller, then does it fit the bucket, and only then is the body read and kept."""

from __future__ import annotations

import asyncio
import hashlib
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from starlette.datastructures import UploadFile
from starlette.requests import Request

from nightmail.clock import Clock
from tests.supabase_stack.keys import Caller
from tests.supabase_stack.storage import answers
from tests.supabase_stack.storage.blobs import Blobs
from tests.supabase_stack.storage.objects import Bucket, New, Objects

# What a multipart body holds besides the file.
_WRAPPING = 64 * 1024


@dataclass(frozen=True, slots=True)
class _Arrived:
    content: BinaryIO
    media_type: str
    cache_control: str
    user_metadata: dict[str, Any] | None


class Uploads:
    def __init__(self, objects: Objects, blobs: Blobs, clock: Clock) -> None:
        self._objects = objects
        self._blobs = blobs
        self._clock = clock

    async def take(self, request: Request, caller: Caller, bucket: Bucket, name: str) -> str:
        """The key of what is stored now. Raises Refused or psycopg.Error."""
        replacing = request.method == "PUT" or request.headers.get("x-upsert") == "true"
        owner = caller.claims.get("sub")
        await self._objects.ask_to_add(caller, New(bucket.id, name, owner, {}), replacing=replacing)
        limit = bucket.size_limit
        if limit is not None and int(request.headers.get("content-length", 0)) > limit + _WRAPPING:
            raise answers.too_large()
        async with _arrived(request) as arrived:
            size, etag = await asyncio.to_thread(_measured, arrived.content)
            if limit is not None and size > limit:
                raise answers.too_large()
            if bucket.media_types and arrived.media_type not in bucket.media_types:
                raise answers.wrong_type(arrived.media_type)
            metadata = self._metadata(arrived, size=size, etag=etag)
            await asyncio.to_thread(self._blobs.put, (bucket.id, name), arrived.content)
        return await self._objects.add(New(bucket.id, name, owner, metadata, arrived.user_metadata), replacing=replacing)

    def _metadata(self, arrived: _Arrived, *, size: int, etag: str) -> dict[str, Any]:
        return {
            "eTag": f'"{etag}"',
            "size": size,
            "contentLength": size,
            "mimetype": arrived.media_type,
            "cacheControl": arrived.cache_control,
            "lastModified": self._clock.now().isoformat(),
            "httpStatusCode": 200,
        }


@asynccontextmanager
async def _arrived(request: Request) -> AsyncIterator[_Arrived]:
    if "multipart/form-data" not in request.headers.get("content-type", ""):
        async with _raw(request) as arrived:
            yield arrived
        return
    async with request.form() as form:
        file = next((value for value in form.values() if isinstance(value, UploadFile)), None)
        if file is None:
            raise answers.Refused(400, "Error", "No file provided")
        written = form.get("metadata")
        yield _Arrived(
            content=file.file,
            media_type=file.content_type or "application/octet-stream",
            cache_control=f"max-age={form.get('cacheControl', '3600')}",
            user_metadata=json.loads(written) if isinstance(written, str) else None,
        )


@asynccontextmanager
async def _raw(request: Request) -> AsyncIterator[_Arrived]:
    with tempfile.SpooledTemporaryFile(max_size=1 << 20) as content:
        async for part in request.stream():
            content.write(part)
        content.seek(0)
        media_type = request.headers.get("content-type", "application/octet-stream")
        cache_control = request.headers.get("cache-control", "max-age=3600")
        yield _Arrived(cast(BinaryIO, content), media_type, cache_control, None)


def _measured(content: BinaryIO) -> tuple[int, str]:
    # What Storage's ETag is; it guards nothing.
    digest = hashlib.md5(usedforsecurity=False)
    while part := content.read(1 << 20):
        digest.update(part)
    size = content.tell()
    content.seek(0)
    return size, digest.hexdigest()

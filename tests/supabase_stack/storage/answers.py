"""Storage's answers: whatever is wrong, the HTTP status is 400, and the body names the real one."""

from __future__ import annotations

import psycopg
from starlette.responses import JSONResponse, Response

from tests.supabase_stack.keys import TokenFault


class Refused(Exception):
    def __init__(self, status: int, error: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.error = error
        self.message = message

    def response(self) -> Response:
        return JSONResponse({"statusCode": str(self.status), "error": self.error, "message": self.message}, 400)


def no_bucket() -> Refused:
    return Refused(404, "Bucket not found", "Bucket not found")


def no_object() -> Refused:
    return Refused(404, "not_found", "Object not found")


def duplicate() -> Refused:
    return Refused(409, "Duplicate", "The resource already exists")


def too_large() -> Refused:
    return Refused(413, "Payload too large", "The object exceeded the maximum allowed size")


def wrong_type(media_type: str) -> Refused:
    return Refused(415, "invalid_mime_type", f"mime type {media_type} is not supported")


def unsigned() -> Refused:
    return Refused(400, "InvalidJWT", '"exp" claim timestamp check failed')


def token_refused(fault: TokenFault) -> Refused:
    told = '"exp" claim timestamp check failed' if fault is TokenFault.EXPIRED else "signature verification failed"
    return Refused(403, "Unauthorized", told)


def database_refused(error: psycopg.Error) -> Refused:
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return Refused(403, "Unauthorized", "new row violates row-level security policy")
    if isinstance(error, psycopg.errors.UniqueViolation):
        return duplicate()
    return Refused(500, "DatabaseError", error.diag.message_primary or str(error))

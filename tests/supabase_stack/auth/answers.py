"""Supabase Auth's answers: every one names the version of its API, and an error its stable code."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse, Response

VERSION = {"x-supabase-api-version": "2024-01-01"}

REASONS = {
    "bad_jwt": (403, "invalid JWT: unable to parse or verify signature"),
    "bad_code_verifier": (400, "code challenge does not match previously saved code verifier"),
    "email_exists": (422, "A user with this email address has already been registered"),
    "email_not_confirmed": (400, "Email not confirmed"),
    "flow_state_not_found": (404, "invalid flow state, no valid flow state found"),
    "invalid_credentials": (400, "Invalid login credentials"),
    "not_admin": (403, "User not allowed"),
    "otp_disabled": (422, "Signups not allowed for otp"),
    "otp_expired": (403, "Token has expired or is invalid"),
    "over_request_rate_limit": (429, "Request rate limit reached"),
    "refresh_token_already_used": (400, "Invalid Refresh Token: Already Used"),
    "refresh_token_not_found": (400, "Invalid Refresh Token: Refresh Token Not Found"),
    "same_password": (422, "New password should be different from the old password."),
    "session_not_found": (403, "Session from session_id claim in JWT does not exist"),
    "user_already_exists": (422, "User already registered"),
    "user_banned": (400, "User is banned"),
    "user_not_found": (403, "User from sub claim in JWT does not exist"),
    "validation_failed": (400, "The request is not understood"),
    "weak_password": (422, "Password should be at least 6 characters."),
}


class Refused(Exception):
    def __init__(self, code: str, message: str = "") -> None:
        self.code = code
        self.status, told = REASONS[code]
        self.message = message or told
        super().__init__(self.message)

    def response(self) -> Response:
        fields: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.code == "weak_password":
            fields["weak_password"] = {"reasons": ["length"]}
        return JSONResponse(fields, self.status, VERSION)


def answer(fields: Any, *, status: int = 200) -> Response:
    return JSONResponse(fields, status, VERSION)


def nothing() -> Response:
    return Response(status_code=204, headers=VERSION)

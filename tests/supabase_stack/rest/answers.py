"""PostgREST's answers to what goes wrong: its codes, its statuses, its four fields. Decides from codes alone."""

from __future__ import annotations

import re

import psycopg
from starlette.responses import JSONResponse, Response

from tests.supabase_stack.keys import TokenFault

# PostgREST's table of SQLSTATEs, from the most to the least particular.
_STATUSES = (
    *(("23503", 409), ("23505", 409), ("25006", 405), ("42883", 404), ("42P01", 404), ("42P17", 500), ("53400", 500)),
    *(("57P01", 503), ("P0001", 400)),
    *(("08", 503), ("09", 500), ("0L", 403), ("0P", 403), ("25", 500), ("28", 403), ("2D", 500), ("38", 500), ("39", 500)),
    *(("3B", 500), ("40", 500), ("53", 503), ("54", 500), ("55", 500), ("57", 500), ("58", 500), ("F0", 500), ("HV", 500)),
    *(("P0", 500), ("XX", 500)),
)
_CHOSEN_STATUS = re.compile(r"PT([1-5]\d\d)")


class Refusal(Exception):
    """A request that PostgREST answers itself; the transaction is rolled back."""

    def __init__(self, status: int, code: str, message: str, *, details: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.hint = hint

    def response(self) -> Response:
        fields = {"code": self.code, "message": self.message, "details": self.details, "hint": self.hint}
        return JSONResponse(fields, self.status, {"proxy-status": f"PostgREST; error={self.code}"})


def token_refused(fault: TokenFault) -> Response:
    code = "PGRST301" if fault is TokenFault.INVALID else "PGRST303"
    message = "No suitable key or wrong key type" if fault is TokenFault.INVALID else fault.value
    answer = Refusal(401, code, message).response()
    answer.headers["www-authenticate"] = f'Bearer error="invalid_token", error_description="{message}"'
    return answer


def database_refused(error: psycopg.Error, *, role: str) -> Refusal:
    state = error.sqlstate or ("08000" if isinstance(error, psycopg.OperationalError) else "XX000")
    diagnosis = error.diag
    return Refusal(
        _status(state, role),
        state,
        diagnosis.message_primary or str(error),
        details=diagnosis.message_detail,
        hint=diagnosis.message_hint,
    )


def _status(state: str, role: str) -> int:
    if chosen := _CHOSEN_STATUS.fullmatch(state):
        return int(chosen[1])
    if state == "42501":
        return 401 if role == "anon" else 403
    return next((status for prefix, status in _STATUSES if state.startswith(prefix)), 400)

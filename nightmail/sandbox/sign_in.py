"""One sign-in (SASL; RFC 4954), as the server hears it: PLAIN, LOGIN, XOAUTH2 and OAUTHBEARER. Judges no password."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

METHODS = ("PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER")
_TOKEN = re.compile(r"\x01auth=Bearer ([^\x01]*)", re.IGNORECASE)
_ASK_NAME, _ASK_PASSWORD = b"334 VXNlcm5hbWU6\r\n", b"334 UGFzc3dvcmQ6\r\n"
# What Google says; RFC 7628 3.2.2 has the same in another dress.
_TOKEN_ERROR = b'{"status":"401","schemes":"bearer","scope":"https://mail.google.com/"}'
# Comes before the 535: the client is to answer it with a line of any kind.
TOKEN_REFUSED = b"334 " + base64.b64encode(_TOKEN_ERROR) + b"\r\n"


@dataclass(frozen=True, slots=True)
class Said:
    """The password or token that was given."""

    password: str


class SignIn:
    """`begin`, then `hear` for each line: a reply to go on with, None for what can't be decoded, or what was `Said`."""

    def __init__(self, method: str) -> None:
        self._method = method
        self._heard = 0
        self.is_refused = False

    @property
    def is_token(self) -> bool:
        return self._method in ("XOAUTH2", "OAUTHBEARER")

    def begin(self, initial: bytes) -> bytes | Said | None:
        if initial:
            return self.hear(initial)
        return _ASK_NAME if self._method == "LOGIN" else b"334 \r\n"

    def hear(self, line: bytes) -> bytes | Said | None:
        try:
            answer = base64.b64decode(line, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None
        self._heard += 1
        if self._method == "LOGIN":
            return _ASK_PASSWORD if self._heard == 1 else Said(answer)
        if not self.is_token:
            return Said(answer.rpartition("\0")[2])
        token = _TOKEN.search(answer)
        return Said(token[1]) if token else None

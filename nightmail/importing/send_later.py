"""Read when the Send Later add-on of Thunderbird was to send a draft. The headers are as its user guide and its drafts show them.

X-Send-Later-At: Thu, 12 Nov 2026 08:00:00 +0100
X-Send-Later-Recur: weekly / 2 between 0900 1700 on 1 2 3
X-Send-Later-Uuid: {…}
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import parsedate_to_datetime

_ONCE = re.compile(r"^\s*(?:none\s*)?$|^none\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a mail before its body is read. `at` is aware; `recurs` is the rule as written, empty: once. `is_garbled`:
    a time is named that can't be read."""

    message_id: str
    sender: str
    at: datetime | None
    recurs: str
    is_garbled: bool
    unique: str


def read_header(content: bytes) -> Header:
    """Never raises: what can't be read is empty."""
    mail = BytesHeaderParser(policy=compat32).parsebytes(content)
    found = {name.lower(): " ".join(str(value).split()) for name, value in reversed(mail.items())}
    written = found.get("x-send-later-at", "")
    at = _instant(written)
    recurs = found.get("x-send-later-recur", "")
    return Header(
        message_id=found.get("message-id", ""),
        sender=found.get("from", ""),
        at=at,
        recurs="" if _ONCE.match(recurs) else recurs,
        is_garbled=bool(written) and at is None,
        unique=found.get("x-send-later-uuid", ""),
    )


def _instant(written: str) -> datetime | None:
    """RFC 5322 3.3; without a zone nobody can say which instant is meant."""
    try:
        at = parsedate_to_datetime(written) if written else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at is not None and at.tzinfo is not None else None

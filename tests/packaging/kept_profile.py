"""The profile that an earlier Nightmail's own code left behind, to be opened by this one."""

from __future__ import annotations

import tarfile
from datetime import UTC, datetime
from pathlib import Path

# Its tables were at step 5. Two accounts (one with a password, one paused), four messages and two drafts.
_KEPT = Path(__file__).with_name("profile-at-0005.tar.gz")
REACHED = 5
MASTER_KEY = "the key of the kept profile"
PASSWORD = "open sesame"

ACCOUNTS = {"anna@example.org": "active", "work@example.org": "paused"}
# Subject → state and due time.
MESSAGES = {
    "Sent long ago": ("sent", None),
    "Grüße für später": ("scheduled", datetime(2099, 3, 29, 1, 30, tzinfo=UTC)),
    "Never mind": ("cancelled", datetime(2099, 1, 1, 9, tzinfo=UTC)),
    "While paused": ("scheduled", datetime(2099, 1, 1, 9, tzinfo=UTC)),
}
DRAFTS = {"Halb fertig", ""}


def unpack(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(_KEPT) as kept:
        kept.extractall(folder, filter="data")
    return folder

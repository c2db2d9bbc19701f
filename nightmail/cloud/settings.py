"""Which project a profile is connected to and as whom: `cloud.json`, readable by its person alone. It holds no secret."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from nightmail.account.servers import is_loopback
from nightmail.errors import PersonError
from nightmail.ids import new_id

FILE = "cloud.json"
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Connection:
    """`device` names this PC to the person's others. `email` and `user_id` are who signed in last; they stay after a sign-out,
    so that signing in again needs the password alone."""

    url: str
    key: str
    device_id: UUID
    device: str
    email: str = ""
    user_id: UUID | None = None

    @property
    def secret_id(self) -> UUID:
        """Under which the Secrets port keeps the refresh token."""
        return uuid5(NAMESPACE_URL, self.url)


def new_connection(url: str, key: str) -> Connection:
    """Raises PersonError `bad-project-url`, `bad-project-key`, `secret-key`."""
    url, key = url.strip().rstrip("/"), key.strip()
    _check_url(url)
    _check_key(key)
    name = "".join(character for character in socket.gethostname() if character.isprintable())
    return Connection(url, key, new_id(), name[:_LONGEST_NAME] or "this PC")


def read_connection(folder: Path) -> Connection | None:
    """None where the profile is not connected. Raises PersonError `cloud-settings-damaged`."""
    path = folder / FILE
    try:
        kept = json.loads(path.read_text("utf-8"))
        user_id = kept.get("user_id")
        return Connection(
            url=str(kept["url"]),
            key=str(kept["key"]),
            device_id=UUID(kept["device_id"]),
            device=str(kept["device"]),
            email=str(kept.get("email", "")),
            user_id=UUID(user_id) if user_id else None,
        )
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PersonError(
            "cloud-settings-damaged",
            f"{path} can't be read.",
            next="Delete it and connect again: nightmail cloud connect. Nothing else depends on it.",
        ) from error


def write_connection(folder: Path, connection: Connection) -> None:
    """Whole or not at all: written aside, synced, renamed."""
    fields = {
        "url": connection.url,
        "key": connection.key,
        "device_id": str(connection.device_id),
        "device": connection.device,
        "email": connection.email,
        "user_id": str(connection.user_id) if connection.user_id else None,
    }
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = folder / f"{FILE}.{os.getpid()}.new"
    with contextlib.suppress(FileNotFoundError):
        aside.unlink()
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(fields, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, folder / FILE)


def is_secret_key(key: str) -> bool:
    """The key that passes every policy: for servers only."""
    return key.startswith("sb_secret_") or _legacy_role(key) == "service_role"


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    # The session's token goes with every request: in plain text only where no network is.
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not (host and is_safe) or parts.path or parts.query or parts.username:
        raise PersonError(
            "bad-project-url",
            f"{url[:200]} is no project's address.",
            next="Copy it from the project's settings; it looks like https://abcdefgh.supabase.co.",
        )


def _check_key(key: str) -> None:
    if is_secret_key(key):
        raise PersonError(
            "secret-key",
            "That is the project's secret key: whoever holds it reads and writes everything. It does not belong on a PC.",
            next="Use the publishable one (sb_publishable_…), and have the secret key replaced if others may have seen it.",
        )
    if not key or len(key) > 2000 or not key.isascii() or not key.isprintable() or " " in key:
        raise PersonError(
            "bad-project-key", "That is no project's key.", next="Copy the publishable key; it looks like sb_publishable_…."
        )


def _legacy_role(key: str) -> str:
    """The role in a key of the old kind, which is a token; "" for any other key."""
    parts = key.split(".")
    if len(parts) != 3:
        return ""
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except ValueError:
        return ""
    return str(claims.get("role", "")) if isinstance(claims, dict) else ""

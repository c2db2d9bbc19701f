"""What is known of mail providers: their limits by host, their servers by mail domain. Knows only the table; asks no network."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any

from nightmail.account.model import Limits, Server
from nightmail.account.servers import ServerKind, is_loopback, parse_server


@dataclass(frozen=True, slots=True)
class _Preset:
    domains: tuple[str, ...]
    smtp: Server
    imap: Server
    smtp_user: str
    imap_user: str


@dataclass(frozen=True, slots=True)
class _Table:
    unknown: Limits
    loopback: Limits
    limits: tuple[tuple[tuple[str, ...], Limits], ...]
    presets: tuple[_Preset, ...]


def limits_for(server: Server) -> Limits:
    """The limits of the provider whose host this is; careful ones for a host nobody listed."""
    if is_loopback(server.host):
        return _table().loopback
    for hosts, limits in _table().limits:
        if any(fnmatchcase(server.host.lower(), pattern) for pattern in hosts):
            return limits
    return _table().unknown


def servers_for(address: str) -> tuple[Server, Server | None] | None:
    """(SMTP, IMAP) with user names for a mail address of a known provider; None where the domain is not known."""
    local, _, domain = address.rpartition("@")
    for preset in _table().presets:
        if any(fnmatchcase(domain.lower(), pattern) for pattern in preset.domains):
            users = {"local": local, "address": address}
            return (
                replace(preset.smtp, username=users[preset.smtp_user]),
                replace(preset.imap, username=users[preset.imap_user]),
            )
    return None


@cache
def _table() -> _Table:
    raw = tomllib.loads((files(__package__) / "providers.toml").read_text("utf-8"))
    return _Table(
        unknown=_limits(raw["unknown"]),
        loopback=_limits(raw["loopback"]),
        limits=tuple((tuple(entry["hosts"]), _limits(entry)) for entry in raw["limits"]),
        presets=tuple(_preset(entry) for entry in raw["servers"]),
    )


def _limits(entry: dict[str, Any]) -> Limits:
    return Limits(
        connections=entry["connections"],
        recipients_per_envelope=entry["recipients"],
        messages_per_connection=entry["messages"],
        max_size=entry.get("max_size"),
        per_minute=entry.get("per_minute"),
        daily_messages=entry.get("daily_messages"),
        daily_recipients=entry.get("daily_recipients"),
    )


def _preset(entry: dict[str, Any]) -> _Preset:
    return _Preset(
        domains=tuple(entry["domains"]),
        smtp=parse_server(entry["smtp"], kind=ServerKind.SMTP),
        imap=parse_server(entry["imap"], kind=ServerKind.IMAP),
        smtp_user=entry.get("smtp_user", "address"),
        imap_user=entry.get("imap_user", "address"),
    )

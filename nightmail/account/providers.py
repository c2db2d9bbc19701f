"""What is known of mail providers: their limits by host, their servers by mail domain. Knows only the table; asks no network."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any

from nightmail.account.model import Limits, Server
from nightmail.account.servers import ServerKind, is_loopback, parse_server


class SignInKind(StrEnum):
    """What a provider wants of programs: the mailbox's own password, one made for the program, a browser's sign-in, or what its
    own program on this computer shows."""

    PASSWORD = "password"
    APP = "app"
    TOKEN = "token"
    BRIDGE = "bridge"


@dataclass(frozen=True, slots=True)
class ProviderCard:
    """`link` is the page where an app password is made, or where programs are let in; may be empty."""

    name: str
    sign_in: SignInKind
    link: str = ""


@dataclass(frozen=True, slots=True)
class _Preset:
    domains: tuple[str, ...]
    mx: tuple[str, ...]
    card: ProviderCard
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
    domain = address.rpartition("@")[2].lower()
    found = _first(lambda preset: preset.domains, domain)
    return _with_users(found, address) if found else None


def servers_at(smtp_host: str, address: str) -> tuple[Server, Server | None] | None:
    """Those of the listed provider that sends by this host."""
    preset = next((preset for preset in _table().presets if preset.smtp.host == smtp_host), None)
    return _with_users(preset, address) if preset else None


def servers_behind(mx: str, address: str) -> tuple[Server, Server | None] | None:
    """The same for an address whose domain has its mail taken by this host; None where it is nobody's who is known."""
    found = _first(lambda preset: preset.mx, mx.lower().rstrip("."))
    return _with_users(found, address) if found else None


def card_of(smtp: Server) -> ProviderCard | None:
    """How the provider behind a server lets programs in. None for a server of one's own."""
    for preset in _table().presets:
        known = preset.smtp
        # Anything may run on this computer: there the port tells.
        if known.host == smtp.host.lower() and (not is_loopback(known.host) or known.port == smtp.port):
            return preset.card
    return None


def _first(patterns: Callable[[_Preset], tuple[str, ...]], name: str) -> _Preset | None:
    return next((preset for preset in _table().presets if any(fnmatchcase(name, pattern) for pattern in patterns(preset))), None)


def _with_users(preset: _Preset, address: str) -> tuple[Server, Server | None]:
    users = {"local": address.rpartition("@")[0], "address": address}
    return (
        replace(preset.smtp, username=users[preset.smtp_user]),
        replace(preset.imap, username=users[preset.imap_user]),
    )


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
        mx=tuple(entry.get("mx", ())),
        card=ProviderCard(entry["name"], SignInKind(entry["sign_in"]), entry.get("link", "")),
        smtp=parse_server(entry["smtp"], kind=ServerKind.SMTP),
        imap=parse_server(entry["imap"], kind=ServerKind.IMAP),
        smtp_user=entry.get("smtp_user", "address"),
        imap_user=entry.get("imap_user", "address"),
    )

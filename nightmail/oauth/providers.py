"""With whom people can sign in: endpoints and scopes by the provider's key. Knows only the table; asks no network."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from nightmail.account.servers import is_loopback
from nightmail.errors import PersonError

CUSTOM = "custom"

_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,252}")


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a person signs in with a browser, where this program asks for tokens, and what it asks to be allowed."""

    authorize: str
    token: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provider:
    """`key` is what an account's options call it, `name` what people do. `register` says where to get a client id."""

    key: str
    name: str
    endpoints: Endpoints
    redirect_host: str
    register: str
    extra: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    domains: tuple[str, ...]
    hosts: tuple[str, ...]
    authorize: str
    token: str
    scopes: tuple[str, ...]
    tenant: str
    redirect_host: str
    register: str
    extra: Mapping[str, str]


def known_providers() -> tuple[str, ...]:
    """The keys that need no endpoints of one's own."""
    return tuple(_table())


def provider(key: str, *, tenant: str = "") -> Provider:
    """Raises PersonError `no-such-provider`, `bad-tenant`."""
    entry = _table().get(key)
    if entry is None:
        raise PersonError(
            "no-such-provider", f"There is no provider “{key}”.", next=f"Use {', '.join(known_providers())} or {CUSTOM}."
        )
    if tenant and (not entry.tenant or not _TENANT.fullmatch(tenant)):
        raise PersonError(
            "bad-tenant", f"{entry.name} has no organisation “{tenant}”.", next="Use its domain or id, or leave it out."
        )
    endpoints = Endpoints(
        entry.authorize.format(tenant=tenant or entry.tenant), entry.token.format(tenant=tenant or entry.tenant), entry.scopes
    )
    return Provider(key, entry.name, endpoints, entry.redirect_host, entry.register, entry.extra)


def custom(endpoints: Endpoints) -> Provider:
    """A provider nobody listed. Raises PersonError `bad-endpoint` for one that others on the way could listen to."""
    for url in (endpoints.authorize, endpoints.token):
        check_endpoint(url)
    name = urlsplit(endpoints.authorize).hostname or CUSTOM
    return Provider(CUSTOM, name, endpoints, "127.0.0.1", "your provider: a client for a program on a computer", {})


def check_endpoint(url: str) -> None:
    """https, or http on this computer. Raises PersonError `bad-endpoint`."""
    try:
        parts = urlsplit(url)
        host, is_readable = parts.hostname or "", parts.port != 0 and not parts.fragment and "@" not in parts.netloc
    except ValueError:
        host, is_readable = "", False
    if not host or not is_readable or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))):
        raise PersonError(
            "bad-endpoint",
            "A sign-in's address starts with https:// and names a host.",
            next="Take the addresses from what your provider says about OAuth.",
        )


def smtp_host_of(key: str) -> str:
    """Where who signs in with a provider sends from, whatever the address; empty where nobody listed it."""
    entry = _table().get(key)
    return entry.hosts[0] if entry and entry.hosts else ""


def provider_for(address: str, smtp_host: str = "") -> str:
    """The key of the provider that a mail address or its server belongs to; empty where none is known."""
    domain = address.rpartition("@")[2].lower()
    for key, entry in _table().items():
        if smtp_host.lower() in entry.hosts or any(fnmatchcase(domain, pattern) for pattern in entry.domains):
            return key
    return ""


@cache
def _table() -> dict[str, _Entry]:
    raw = tomllib.loads((files(__package__) / "providers.toml").read_text("utf-8"))
    return {
        key: _Entry(
            name=entry["name"],
            domains=tuple(entry["domains"]),
            hosts=tuple(entry["hosts"]),
            authorize=entry["authorize"],
            token=entry["token"],
            scopes=tuple(entry["scopes"]),
            tenant=entry.get("tenant", ""),
            redirect_host=entry["redirect_host"],
            register=entry["register"],
            extra=entry["extra"],
        )
        for key, entry in raw.items()
    }

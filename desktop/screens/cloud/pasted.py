"""Find a project's address and key in whatever was pasted or dropped: JSON, an environment file, a link, two lines. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

_LONGEST = 100_000
_URL = re.compile(r"https?://[^\s\"'<>,;})\]]+")
_KEY = re.compile(r"\b(sb_[a-z]+_[A-Za-z0-9_-]+|eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)")
# What a dashboard shows behind the address of the project.
_API = re.compile(r"/(?:rest|auth|storage|functions|realtime)/v\d+/?$")
_NAMED = re.compile(
    r"(?i)^\s*(?:export\s+)?([A-Za-z0-9_.-]*(?:url|key)[A-Za-z0-9_.-]*)\s*[=:]\s*[\"']?([^\s\"',]+)", re.MULTILINE
)
# A file may hold several keys; this one is for PCs.
_PUBLISHABLE = "sb_publishable_"


@dataclass(frozen=True, slots=True)
class Project:
    """Either may be empty: it was not found."""

    url: str = ""
    key: str = ""

    @property
    def is_whole(self) -> bool:
        return bool(self.url and self.key)


def project_in(text: str) -> Project:
    text = text[:_LONGEST]
    values = dict(_named(text))
    keys = [*(found[0] for found in _KEY.finditer(text)), *(value for name, value in values.items() if _names_a_key(name))]
    urls = [value for name, value in values.items() if "url" in name and _URL.fullmatch(value) and "supabase" in name]
    urls += [found[0] for found in _URL.finditer(text)]
    return Project(trimmed(next((url for url in urls if _is_project(url)), "")), _best(keys))


def trimmed(url: str) -> str:
    return _API.sub("", url.strip()).rstrip("/.")


def _is_project(url: str) -> bool:
    """Not the dashboard's own page on it."""
    return not url.startswith(("https://supabase.com", "https://app.supabase.com", "https://github.com"))


def _best(keys: list[str]) -> str:
    """A publishable one before the old kind, and never a secret one where there is another."""
    ranked = sorted(keys, key=lambda key: (not key.startswith(_PUBLISHABLE), key.startswith("sb_secret_")))
    return ranked[0] if ranked else ""


def _names_a_key(name: str) -> bool:
    return name.endswith("key") and ("anon" in name or "publishable" in name)


def _named(text: str) -> Iterator[tuple[str, str]]:
    try:
        yield from _leaves(json.loads(text))
    except (ValueError, RecursionError):
        yield from ((match[1].lower(), match[2]) for match in _NAMED.finditer(text))


def _leaves(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from _leaves(inner, str(key).lower())
        case list():
            for inner in value:
                yield from _leaves(inner, name)
        case str():
            yield name, value

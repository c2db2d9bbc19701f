"""Show the objects below a prefix as a folder: files with what is known of them, and folders by name alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.supabase_stack.storage.objects import Stored

_SORTS = {"name", "created_at", "updated_at", "last_accessed_at"}


def listed(found: Iterable[Stored], asked: dict[str, Any], *, prefix: str) -> list[dict[str, Any]]:
    entries: dict[str, dict[str, Any]] = {}
    for stored in found:
        first, below, _ = stored.name[len(prefix) :].partition("/")
        if asked.get("search", "") in first:
            entries[first] = _folder(first) if below else _file(stored, first)
    by = asked.get("sortBy") or {}
    column = by.get("column", "name")
    ordered = sorted(
        entries.values(),
        key=lambda entry: (str(entry.get(column if column in _SORTS else "name") or ""), entry["name"]),
        reverse=by.get("order") == "desc",
    )
    offset = int(asked.get("offset", 0))
    return ordered[offset : offset + int(asked.get("limit", 100))]


def _folder(name: str) -> dict[str, Any]:
    nothing = dict.fromkeys(("id", "created_at", "updated_at", "last_accessed_at", "metadata"))
    return {"name": name, **nothing}


def _file(stored: Stored, name: str) -> dict[str, Any]:
    changed = stored.updated_at.isoformat()
    return {
        "name": name,
        "id": stored.id,
        "metadata": stored.metadata,
        "created_at": stored.created_at.isoformat(),
        "updated_at": changed,
        "last_accessed_at": changed,
    }

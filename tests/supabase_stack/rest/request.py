"""What one request to the Data API asks for, read from its method, path, query, headers and body."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from tests.supabase_stack.rest.answers import Refusal
from tests.supabase_stack.rest.query import Pairs

SCHEMAS = ("public",)


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    query: Pairs
    body: Any
    schema: str
    wants_one: bool
    preferences: Mapping[str, str] = field(default_factory=dict)

    @property
    def reads(self) -> bool:
        return self.method in ("GET", "HEAD")

    @property
    def wants_rows(self) -> bool:
        return self.preferences.get("return") == "representation"

    @property
    def wants_count(self) -> bool:
        return "count" in self.preferences


async def read(request: Request) -> Asked:
    """Raises Refusal."""
    method, headers = request.method, request.headers
    schema = headers.get("accept-profile" if method in ("GET", "HEAD") else "content-profile", SCHEMAS[0])
    if schema not in SCHEMAS:
        raise Refusal(
            406, "PGRST106", f"Invalid schema: {schema}", hint=f"Only the following schemas are exposed: {', '.join(SCHEMAS)}"
        )
    return Asked(
        method=method,
        path=request.path_params["path"],
        query=request.query_params.multi_items(),
        body=_body(await request.body()),
        schema=schema,
        wants_one="vnd.pgrst.object" in headers.get("accept", ""),
        preferences=_preferences(headers.get("prefer", "")),
    )


def _body(content: bytes) -> Any:
    try:
        return json.loads(content) if content else {}
    except ValueError:
        raise Refusal(400, "PGRST102", "Empty or invalid json") from None


def _preferences(header: str) -> dict[str, str]:
    parts = (part.partition("=") for part in re.split(r",\s*", header) if part)
    return {name.strip(): value.strip() for name, _, value in parts}

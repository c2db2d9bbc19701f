"""The project that journeys through the cloud are made in: the stand-in, or a real one that the environment names.

A real project is named by `SUPABASE_TEST_URL`, `SUPABASE_TEST_KEY` (publishable), `SUPABASE_TEST_SECRET_KEY`, and by
`SUPABASE_TEST_DATABASE_URL` and `SUPABASE_TEST_WORKER_URL` (its owner's and the worker's connections). It has the migrations,
and nothing in it that matters: the people made for a test are removed again, with all they have.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx

from nightmail.cli.embedded_postgres import PostgresServer
from tests.supabase_stack.fixture import stack

_VARIABLES = {
    "url": "SUPABASE_TEST_URL",
    "publishable_key": "SUPABASE_TEST_KEY",
    "secret_key": "SUPABASE_TEST_SECRET_KEY",
    "database_url": "SUPABASE_TEST_DATABASE_URL",
    "worker_url": "SUPABASE_TEST_WORKER_URL",
}


class Project(Protocol):
    url: str
    publishable_key: str
    database_url: str
    worker_url: str

    def create_user(self, email: str, password: str, *, app_metadata: dict[str, Any] | None = None) -> str: ...


@contextmanager
def project(server: PostgresServer) -> Iterator[Project]:
    named = {field: os.environ.get(variable, "") for field, variable in _VARIABLES.items()}
    if not named["url"]:
        with stack(server) as standing:
            yield standing
        return
    missing = [_VARIABLES[field] for field, value in named.items() if not value]
    assert not missing, f"A real project is named, but not whole: {', '.join(missing)} is missing."
    real = RealProject(named["url"], named["publishable_key"], named["secret_key"], named["database_url"], named["worker_url"])
    try:
        yield real
    finally:
        real.forget()


@dataclass
class RealProject:
    url: str
    publishable_key: str
    secret_key: str
    database_url: str
    worker_url: str
    users: list[str] = field(default_factory=list)

    def create_user(self, email: str, password: str, *, app_metadata: dict[str, Any] | None = None) -> str:
        asked = {"email": email, "password": password, "email_confirm": True, "app_metadata": app_metadata or {}}
        made = httpx.post(f"{self.url}/auth/v1/admin/users", headers=self._headers(), json=asked).raise_for_status()
        self.users.append(made.json()["id"])
        return self.users[-1]

    def forget(self) -> None:
        for id in self.users:
            httpx.delete(f"{self.url}/auth/v1/admin/users/{id}", headers=self._headers()).raise_for_status()

    def _headers(self) -> Mapping[str, str]:
        return {"apikey": self.secret_key, "authorization": f"Bearer {self.secret_key}"}

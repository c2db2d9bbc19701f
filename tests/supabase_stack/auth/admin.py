"""`/auth/v1/admin`: people made, changed and removed by whoever holds the secret key. Nobody else gets in."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import psycopg
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nightmail.clock import Clock
from tests.supabase_stack.auth import passwords
from tests.supabase_stack.auth.answers import Refused, answer
from tests.supabase_stack.auth.people import People, Person
from tests.supabase_stack.auth.service import body_of
from tests.supabase_stack.gate import caller_of
from tests.supabase_stack.keys import Keys, TokenFault


class AdminService:
    def __init__(self, people: People, keys: Keys, clock: Clock) -> None:
        self._people = people
        self._keys = keys
        self._clock = clock

    def routes(self) -> list[Route]:
        return [
            Route("/auth/v1/admin/users", self._all, methods=["GET", "POST"]),
            Route("/auth/v1/admin/users/{id}", self._one, methods=["GET", "PUT", "DELETE"]),
        ]

    async def _all(self, request: Request) -> Response:
        try:
            self._require_secret_key(request)
            if request.method == "GET":
                return answer({"users": [person.told() for person in await self._people.all()], "aud": "authenticated"})
            return answer((await self._add(await body_of(request))).told())
        except Refused as refused:
            return refused.response()

    async def _one(self, request: Request) -> Response:
        id = request.path_params["id"]
        try:
            self._require_secret_key(request)
            person = await self._people.by_id(id)
            if person is None:
                raise Refused("user_not_found")
            if request.method == "PUT":
                person = await self._people.change(id, self._columns(person, await body_of(request))) or person
            if request.method == "DELETE":
                await self._people.remove(id)
            return answer(person.told())
        except Refused as refused:
            return refused.response()

    async def _add(self, asked: dict[str, Any]) -> Person:
        try:
            return await self._people.add(
                str(asked["email"]),
                password=asked.get("password"),
                confirmed_at=self._clock.now() if asked.get("email_confirm") else None,
                user_metadata=asked.get("user_metadata"),
                app_metadata=asked.get("app_metadata"),
                id=asked.get("id"),
            )
        except psycopg.errors.UniqueViolation:
            raise Refused("email_exists") from None

    def _columns(self, person: Person, asked: dict[str, Any]) -> dict[str, Any]:
        columns: dict[str, Any] = {}
        if "app_metadata" in asked:
            columns["raw_app_meta_data"] = json.dumps({**person.app_metadata, **asked["app_metadata"]})
        if "user_metadata" in asked:
            columns["raw_user_meta_data"] = json.dumps({**person.user_metadata, **asked["user_metadata"]})
        if "email" in asked:
            columns["email"] = asked["email"]
        if "password" in asked:
            columns["encrypted_password"] = passwords.hashed(asked["password"])
        if asked.get("email_confirm"):
            columns["email_confirmed_at"] = self._clock.now()
        if "ban_duration" in asked:
            lasts = asked["ban_duration"]
            columns["banned_until"] = None if lasts == "none" else self._clock.now() + timedelta(hours=float(lasts.rstrip("h")))
        return columns

    def _require_secret_key(self, request: Request) -> None:
        caller = caller_of(request, self._keys)
        if isinstance(caller, TokenFault) or caller.role != "service_role":
            raise Refused("not_admin")

"""The authorization server's two endpoints over HTTP, and the switches that make them misbehave."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from authlib.oauth2.rfc6749.errors import OAuth2Error
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from nightmail.environment import OauthClient
from nightmail.oauth.providers import Endpoints, Provider, custom
from tests.authorization_server.grants import Answer, Asked, Server
from tests.authorization_server.records import Client, Records
from tests.supabase_stack.serving import serving

SCOPES = ("mail.send", "mail.read")
CLIENT = OauthClient("nightmail-tests")


@dataclass
class Trouble:
    """What goes wrong from now on. `status` with `body` is what the token endpoint answers; `waits` holds it until it is set."""

    denies: bool = False
    wrong_state: bool = False
    status: int = 0
    body: bytes = b"<html>Bad gateway</html>"
    waits: asyncio.Event | None = None
    then_loses: bool = False
    """It does its work, and the answer is lost."""


@dataclass
class Authority:
    """A running server. `asked` are the grant types its token endpoint was asked for, in order."""

    url: str
    server: Server
    records: Records
    user: str = "anna@example.org"
    trouble: Trouble = field(default_factory=Trouble)
    asked: list[str] = field(default_factory=list)
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    def hold(self) -> asyncio.Event:
        """Let the token endpoint wait until the answer is set; `reached` tells that somebody asks."""
        self.reached.clear()
        self.trouble.waits = asyncio.Event()
        return self.trouble.waits

    @property
    def endpoints(self) -> Endpoints:
        return Endpoints(f"{self.url}/authorize", f"{self.url}/token", SCOPES)

    @property
    def provider(self) -> Provider:
        return custom(self.endpoints)

    @property
    def refreshes(self) -> int:
        return self.asked.count("refresh_token")


@asynccontextmanager
async def authority(
    *, rotates: bool = False, lasts: int = 3600, client: OauthClient = CLIENT, port: int = 0
) -> AsyncIterator[Authority]:
    """`lasts` is how many seconds an access token is good for."""
    secret = client.secret.reveal() if client.secret else None
    records = Records(Client(client.id, secret, " ".join(SCOPES)))
    made = Authority("", Server(records, rotates=rotates, lasts=lasts), records)

    async def authorize(request: Request) -> Response:
        return await _authorize(made, request)

    async def token(request: Request) -> Response:
        return await _token(made, request)

    app = Starlette(routes=[Route("/authorize", authorize), Route("/token", token, methods=["POST"])])
    async with serving(app, port=port) as port:
        made.url = f"http://127.0.0.1:{port}"
        yield made


async def _authorize(here: Authority, request: Request) -> Response:
    """The person says yes at once, or no."""
    fields = dict(request.query_params)
    if here.trouble.wrong_state:
        fields["state"] = "another"
    asked = Asked("GET", str(request.url), fields, dict(request.headers))
    try:
        grant = here.server.get_consent_grant(asked, here.user)
    except OAuth2Error as error:
        return PlainTextResponse(str(error), status_code=400)
    user = None if here.trouble.denies else here.user
    return _response(here.server.create_authorization_response(asked, grant_user=user, grant=grant))


async def _token(here: Authority, request: Request) -> Response:
    form = await request.form()
    fields = {name: str(value) for name, value in form.items()}
    here.asked.append(fields.get("grant_type", ""))
    here.reached.set()
    trouble = here.trouble
    if trouble.waits is not None:
        await trouble.waits.wait()
    if trouble.status:
        return Response(trouble.body, status_code=trouble.status, media_type="application/json")
    made = _response(here.server.create_token_response(Asked("POST", str(request.url), fields, dict(request.headers))))
    return Response(b"", status_code=502) if trouble.then_loses else made


def _response(answer: Answer) -> Response:
    status, body, headers = answer
    content = json.dumps(body) if isinstance(body, dict) else body or ""
    return Response(content, status_code=status, headers=dict(headers))

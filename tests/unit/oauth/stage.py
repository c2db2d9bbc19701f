"""An account that signs in by token, what is kept for it, and a clock that is set by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nightmail.account.model import Account, Limits, Options, Security, Server
from nightmail.account.secret import AccessToken, Secret
from nightmail.errors import OutsideError
from nightmail.ids import new_id
from nightmail.oauth.bundle import Bundle, read
from nightmail.oauth.grant import sign_in
from nightmail.oauth.tokens import Tokens
from nightmail.secrets.in_turn import InTurn
from tests.authorization_server.app import CLIENT, Authority
from tests.authorization_server.browser import browse
from tests.passwords import KeptSecrets

ADDRESS = "anna@example.org"


@dataclass
class HandClock:
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


class FailingSecrets(KeptSecrets):
    """Keeps nothing while `is_failing`."""

    is_failing = False

    async def put(self, id: object, secret: Secret) -> None:
        if self.is_failing:
            raise OutsideError("keyring-failed", "The keyring did not answer.", next="Unlock it.")
        await super().put(id, secret)  # type: ignore[arg-type]


def account_for(provider: str = "custom", *, is_trusted: bool = True, port: int = 465) -> Account:
    smtp = Server("127.0.0.1", port, Security.PLAIN, ADDRESS)
    options = Options(oauth=provider)
    return Account(new_id(), new_id(), ADDRESS, "Anna", smtp, None, Limits(2, 100, 100), is_trusted=is_trusted, options=options)


async def signed_in(authority: Authority) -> Bundle:
    async def show(url: str) -> None:
        await browse(url)

    return await sign_in(authority.provider, CLIENT, address=ADDRESS, show=show)


@dataclass
class Room:
    """Tokens over secrets in memory, for one account that has signed in."""

    account: Account
    secrets: FailingSecrets
    clock: HandClock
    tokens: Tokens
    folder: Path

    async def token(self) -> AccessToken:
        found = await self.tokens.get(self.account)
        assert isinstance(found, AccessToken)
        return found

    @property
    def kept(self) -> Bundle:
        return read(self.secrets.kept[self.account.id])

    def another_process(self) -> Tokens:
        return Tokens(InTurn(self.secrets, self.folder), clock=self.clock)


async def room_for(authority: Authority, folder: Path, *, account: Account | None = None) -> Room:
    clock, secrets, account = HandClock(), FailingSecrets(), account or account_for()
    secrets.kept[account.id] = (await signed_in(authority)).secret()
    return Room(account, secrets, clock, Tokens(InTurn(secrets, folder), clock=clock), folder)

"""This PC and the cloud as two sides of one outbox: what is asked of the cloud, and which of them has a message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol
from uuid import UUID

from desktop.gateway.cloud_port import CloudStanding, Consent
from desktop.gateway.mirror import Mirror
from desktop.gateway.moves import Whereabouts
from desktop.gateway.port import Gateway
from nightmail.account.model import Account
from nightmail.account.secret import Secret
from nightmail.clock import Clock

Request = Callable[[Gateway], Awaitable[None]]


class There(Protocol):
    """A project that somebody is signed in to."""

    @property
    def gateway(self) -> Gateway: ...

    @property
    def mirror(self) -> Mirror: ...

    @property
    def accounts(self) -> Mapping[UUID, Account]:
        """As last heard."""
        ...

    async def to_local(self, id: UUID) -> None: ...

    async def call_off(self, id: UUID) -> None: ...


class Cloud(Protocol):
    """What is done with the cloud of a profile; see `ProfileCloud`."""

    @property
    def there(self) -> There | None: ...

    def standing(self) -> CloudStanding: ...

    def ring(self) -> None: ...

    async def opened(self) -> None: ...

    async def reopen(self) -> None: ...

    async def bind(self, id: UUID) -> None: ...

    async def unbind(self, id: UUID) -> None: ...

    async def lift(self, id: UUID) -> None: ...

    async def whereabouts(self, id: UUID) -> Whereabouts: ...

    async def connect(self, url: str, key: str) -> None: ...

    async def sign_up(self, email: str, password: Secret) -> bool: ...

    async def confirm(self, email: str, code: str) -> None: ...

    async def sign_in(self, email: str, password: Secret) -> None: ...

    async def sign_out(self) -> int: ...

    async def ask_reset(self, email: str) -> None: ...

    async def reset(self, email: str, code: str, password: Secret) -> None: ...

    async def consent_for(self, account_id: UUID) -> Consent: ...

    async def seal(self, account_id: UUID, key_id: str) -> None: ...

    async def revoke(self, account_id: UUID) -> None: ...

    async def read_seals(self) -> None: ...


class Sides:
    """`changed` is called where something was asked of the cloud's side."""

    def __init__(self, local: Gateway, cloud: Cloud, *, clock: Clock, changed: Callable[[], None]) -> None:
        self._local = local
        self._cloud = cloud
        self._clock = clock
        self._changed = changed

    async def _opened(self) -> There | None:
        """Whom the cloud is asked as: never while that is just being found out."""
        await self._cloud.opened()
        return self._cloud.there

    async def _is_there(self, id: UUID) -> bool:
        return self._cloud.there is not None and await self._cloud.whereabouts(id) is Whereabouts.NOT_HERE

    def _told_there(self) -> None:
        there = self._cloud.there
        if there is not None:
            there.mirror.invalidate()
        self._changed()

    async def _keeper(self, id: UUID) -> Gateway:
        there = await self._opened()
        return there.gateway if there is not None and await self._is_there(id) else self._local

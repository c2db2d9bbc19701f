"""A password or token in memory: types that show nothing of themselves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable


class Secret:
    """`reveal()` is the only way to read it; repr, str and format show nothing."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


class AccessToken(Secret):
    """A bearer token (RFC 6750): it signs in by XOAUTH2 or OAUTHBEARER, and is never given as a password."""

    __slots__ = ("_renew",)

    def __init__(self, value: str, renew: Callable[[], Awaitable[AccessToken]]) -> None:
        super().__init__(value)
        self._renew = renew

    async def renewed(self) -> AccessToken:
        """Another one, in the place of this one that a server refused.

        Raises PersonError `sign-in-expired` where the person has to sign in again, OutsideError where it can't be had now."""
        return await self._renew()

    def __repr__(self) -> str:
        return "AccessToken(…)"

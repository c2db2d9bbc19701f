"""Ask DNS who takes a domain's mail, which servers it names, and whether a host is there. Answers empty where DNS does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from dns.asyncresolver import Resolver
    from dns.resolver import Answer

_PATIENCE = 4.0


@dataclass(frozen=True, slots=True)
class Target:
    """What a record names; hosts end without a dot."""

    host: str
    port: int = 0


class Names(Protocol):
    async def mail_hosts(self, domain: str) -> tuple[str, ...]:
        """Its MX hosts (RFC 5321 5.1), the preferred first; none for a domain that takes no mail (RFC 7505)."""
        ...

    async def service(self, service: str, domain: str) -> Target | None:
        """Where a service like "_imaps" is (RFC 2782); None where it is not named, or named as not being there."""
        ...

    async def is_there(self, host: str) -> bool:
        """The host has an address."""
        ...

    @property
    def answers(self) -> int:
        """How often DNS has answered so far, be it that there is no such name."""
        ...


class SystemNames:
    """By the system's resolvers, or by `nameserver` and `port`."""

    def __init__(self, *, nameserver: str = "", port: int = 53, patience: float = _PATIENCE) -> None:
        self._nameserver = nameserver
        self._port = port
        self._patience = patience
        self._resolver: Resolver | None = None
        self._answers = 0

    @property
    def answers(self) -> int:
        return self._answers

    async def mail_hosts(self, domain: str) -> tuple[str, ...]:
        answer = await self._ask(domain, "MX")
        found = sorted((record.preference, _text(record.exchange)) for record in answer or ())
        return tuple(host for _, host in found if host)

    async def service(self, service: str, domain: str) -> Target | None:
        answer = await self._ask(f"{service}._tcp.{domain}", "SRV")
        found = sorted((record.priority, -record.weight, _text(record.target), int(record.port)) for record in answer or ())
        # RFC 2782: a target of "." says that the service is decidedly not there.
        return next((Target(host, port) for _, _, host, port in found if host and port), None)

    async def is_there(self, host: str) -> bool:
        return bool(await self._ask(host, "A") or await self._ask(host, "AAAA"))

    async def _ask(self, name: str, kind: str) -> Answer | None:
        # Imported here: it takes a tenth of a second, and most people's servers are in the table.
        import dns.exception
        import dns.resolver

        try:
            answer = await self._asked().resolve(f"{name}.", kind, lifetime=self._patience)
            self._answers += 1
            return answer
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            self._answers += 1
            return None
        except (dns.exception.DNSException, OSError, ValueError):
            return None

    def _asked(self) -> Resolver:
        if self._resolver is None:
            from dns.asyncresolver import Resolver

            self._resolver = Resolver(configure=not self._nameserver)
            if self._nameserver:
                self._resolver.nameservers = [self._nameserver]
                self._resolver.port = self._port
        return self._resolver


def _text(name: object) -> str:
    return str(name).rstrip(".").lower()

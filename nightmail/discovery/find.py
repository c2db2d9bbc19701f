"""Find the servers of a mail address: in the table, else by asking its domain over https and DNS. Signs in nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from urllib.parse import quote

import idna

from nightmail.account.model import Security, Server
from nightmail.account.providers import card_of, servers_behind, servers_for
from nightmail.account.servers import ServerKind, parse_server, server_url
from nightmail.discovery.autoconfig import NotAutoconfig, read
from nightmail.discovery.model import Found, Source, Suggestion
from nightmail.discovery.names import Names, SystemNames
from nightmail.discovery.web import HttpsWeb, Unfetched, Web
from nightmail.errors import PersonError

_PATIENCE = 8.0
# RFC 8314 5.1 prefers TLS from the start; the services' names are those of RFC 6186 and RFC 8314.
_OUTGOING = (("_submissions", Security.TLS), ("_submission", Security.STARTTLS))
_INCOMING = (("_imaps", Security.TLS), ("_imap", Security.STARTTLS))
_ORDER = list(Source)


class Finder:
    """`patience`: the seconds that all questions together may take; what came by then counts."""

    def __init__(self, *, names: Names | None = None, web: Web | None = None, patience: float = _PATIENCE) -> None:
        self._names = names or SystemNames()
        self._web = web or HttpsWeb()
        self._patience = patience

    async def find(self, address: str) -> Found:
        """For an address that was checked. Never raises for what the network or a stranger's server does."""
        domain = address.rpartition("@")[2].lower()
        known = servers_for(address)
        if known is not None:
            table = Suggestion(*known, Source.TABLE, domain, _name(known[0]))
            return Found(domain, (table,), (f"{domain} is in the table of providers",))
        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except idna.IDNAError:
            return Found(domain)
        return await _Search(self._names, self._web, address, domain).run(self._patience)


class _Search:
    """One address's search."""

    def __init__(self, names: Names, web: Web, address: str, domain: str) -> None:
        self._names, self._web = names, web
        self._address, self._domain = address, domain
        self._found: list[Suggestion] = []
        self._log: list[str] = []

    async def run(self, patience: float) -> Found:
        before = self._names.answers
        ways = [asyncio.ensure_future(way) for way in (self._by_autoconfig(), self._by_mx(), self._by_srv(), self._by_guess())]
        try:
            _, late = await asyncio.wait(ways, timeout=patience)
        finally:
            for way in ways:
                way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        for way in ways:
            if not way.cancelled() and (problem := way.exception()) is not None:
                raise problem
        if late:
            self._log.append("some did not answer in time")
        was_answered = self._names.answers > before
        return Found(self._domain, tuple(_distinct(self._found)), tuple(self._log), was_answered)

    async def _by_autoconfig(self) -> None:
        user = quote(self._address, safe="@")
        urls = (
            f"https://autoconfig.{self._domain}/mail/config-v1.1.xml?emailaddress={user}",
            f"https://{self._domain}/.well-known/autoconfig/mail/config-v1.1.xml",
        )
        await asyncio.gather(*(self._read(url) for url in urls))

    async def _read(self, url: str) -> None:
        place = url.partition("?")[0]
        try:
            named = read(await self._web.get(url), self._address)
        except (Unfetched, NotAutoconfig) as why:
            self._log.append(f"{place}: {why}")
            return
        if named.smtp is None:
            self._log.append(f"{place}: it names no encrypted server for sending")
            return
        host = place.removeprefix("https://").partition("/")[0]
        self._log.append(f"{place}: {named.smtp.host}:{named.smtp.port}")
        name = _name(named.smtp) or named.name
        self._found.append(Suggestion(named.smtp, named.imap, Source.AUTOCONFIG, host, name))

    async def _by_mx(self) -> None:
        hosts = await self._names.mail_hosts(self._domain)
        self._log.append(f"MX of {self._domain}: {', '.join(hosts) or 'none'}")
        for host in hosts:
            known = servers_behind(host, self._address)
            if known is not None:
                self._found.append(Suggestion(*known, Source.MX, host, _name(known[0])))
                return

    async def _by_srv(self) -> None:
        smtp, imap = await asyncio.gather(self._service(_OUTGOING), self._service(_INCOMING))
        self._log.append(f"SRV of {self._domain}: {f'{smtp.host}:{smtp.port}' if smtp else 'none'}")
        if smtp is not None:
            self._found.append(Suggestion(smtp, imap, Source.SRV, self._domain, _name(smtp)))

    async def _service(self, services: Iterable[tuple[str, Security]]) -> Server | None:
        for service, security in services:
            target = await self._names.service(service, self._domain)
            if target is None:
                continue
            try:
                # Checked like what a person types: a name in DNS may hold anything.
                kind = ServerKind.IMAP if "imap" in service else ServerKind.SMTP
                return parse_server(server_url(Server(target.host, target.port, security, self._address), kind=kind), kind=kind)
            except PersonError:
                continue
        return None

    async def _by_guess(self) -> None:
        outgoing, incoming = await asyncio.gather(self._there("smtp", "mail"), self._there("imap", "mail"))
        if outgoing:
            smtp = Server(outgoing, 465, Security.TLS, self._address)
            imap = Server(incoming, 993, Security.TLS, self._address) if incoming else None
            self._found.append(Suggestion(smtp, imap, Source.GUESS, self._domain))

    async def _there(self, *names: str) -> str:
        """The first of these hosts of the domain that there is; empty: none."""
        for name in names:
            host = f"{name}.{self._domain}"
            if await self._names.is_there(host):
                return host
        return ""


def _name(smtp: Server) -> str:
    card = card_of(smtp)
    return card.name if card else ""


def _distinct(found: Iterable[Suggestion]) -> Iterable[Suggestion]:
    seen: set[tuple[str, int]] = set()
    for each in sorted(found, key=lambda one: _ORDER.index(one.source)):
        place = (each.smtp.host.lower(), each.smtp.port)
        if place not in seen:
            seen.add(place)
            yield each

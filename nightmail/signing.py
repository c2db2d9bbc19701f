"""Sign what accounts of own-domain servers send (DKIM): turning it on and off, and the signing itself. Never on unless asked for:
most submission servers sign by themselves."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from nightmail.account.model import Account
from nightmail.account.secret import Secret
from nightmail.clock import Clock, SystemClock
from nightmail.errors import OutsideError, PersonError
from nightmail.message.dkim import DnsRecord, SigningKey, check_names, dns_record, is_aligned, new_key, read_key, signed
from nightmail.message.wire import ReadBlob, Wire
from nightmail.ports import Store
from nightmail.secrets.dkim_keys import DkimKeys

# A key that is exchanged under the same name is used after this long at the latest.
_KEPT = timedelta(seconds=60)


def new_pem() -> Secret:
    return Secret(new_key().decode("ascii"))


class Signing:
    """A person's own choice of it."""

    def __init__(self, store: Store, keys: DkimKeys) -> None:
        self._store = store
        self._keys = keys

    async def turn_on(self, account: Account, *, selector: str, domain: str = "", pem: Secret | None = None) -> DnsRecord:
        """Sign from now on with `pem` (see `new_pem`); without it, with the key that is kept, or else with a new one.

        `domain` is the address's own where none is given. Answers the record that must stand in the DNS. Raises PersonError
        `bad-dkim-name`, `bad-dkim-key`, `dkim-not-aligned`, and what keeping a secret raises."""
        domain = (domain or account.address.rpartition("@")[2]).lower()
        selector = selector.lower()
        check_names(domain, selector)
        if not is_aligned(account.address, domain):
            raise PersonError(
                "dkim-not-aligned",
                f"A signature of {domain} proves nothing about {account.address}: receivers compare it with the sender's domain.",
                next=f"Sign for {account.address.rpartition('@')[2]}.",
            )
        signs = replace(account, options=replace(account.options, dkim_domain=domain, dkim_selector=selector))
        chosen = pem or await self._keys.get(signs) or new_pem()
        key = read_key(chosen.reveal().encode(), domain=domain, selector=selector)
        await self._keys.put(signs, chosen)
        await self._store.save_account(signs)
        return dns_record(key)

    async def turn_off(self, account: Account) -> None:
        await self._store.save_account(replace(account, options=replace(account.options, dkim_domain="", dkim_selector="")))
        await self._keys.delete(account)


class DkimSigner:
    """The Signer port. A key is read again after a minute."""

    def __init__(self, keys: DkimKeys, read: ReadBlob, *, clock: Clock | None = None) -> None:
        self._keys = keys
        self._read = read
        self._clock = clock or SystemClock()
        self._known: dict[tuple[UUID, str, str], tuple[float, SigningKey]] = {}

    def signs(self, account: Account) -> bool:
        return bool(account.options.dkim_domain)

    async def sign(self, account: Account, wire: Wire, *, date: datetime) -> Wire:
        if not self.signs(account):
            return wire
        key = await self._key(account)
        if wire.is_whole and not key.is_rsa:
            return signed(wire, key, date=date, read=self._read)
        return await asyncio.to_thread(signed, wire, key, date=date, read=self._read)

    async def _key(self, account: Account) -> SigningKey:
        domain, selector = account.options.dkim_domain, account.options.dkim_selector
        name = (account.id, domain, selector)
        now = self._clock.monotonic()
        if name in self._known and self._known[name][0] > now:
            return self._known[name][1]
        if not is_aligned(account.address, domain):
            raise PersonError(
                "dkim-not-aligned",
                f"{account.address} is not of the domain {domain} that it is to sign for.",
                next="Choose the domain again: nightmail account dkim.",
            )
        pem = await self._keys.get(account)
        if pem is None:
            raise OutsideError(
                "dkim-key-missing",
                f"The key that {account.address} signs with ({selector}._domainkey.{domain}) is not here.",
                next=f"Set it up again: nightmail account dkim {account.address} --selector {selector} (or --off).",
            )
        key = read_key(pem.reveal().encode(), domain=domain, selector=selector)
        self._known[name] = (now + _KEPT / timedelta(seconds=1), key)
        return key

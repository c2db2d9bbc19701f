"""Recompute the audit log's hash chains, hold the rows against them, and name what can't be trusted. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from nightmail.delivery.audit import AuditEntry, Broken, verify
from nightmail.delivery.model import Delivery
from nightmail.delivery.proof import compare
from nightmail.errors import PersonError
from nightmail.message.model import Message
from nightmail.ports import Store

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Verified:
    """How many messages and entries were recomputed, and every chain that is broken; the same for accounts, whose ids stand
    for message ids in `broken_accounts`."""

    messages: int
    entries: int
    broken: tuple[Broken, ...]
    accounts: int = 0
    account_entries: int = 0
    broken_accounts: tuple[Broken, ...] = ()


async def verify_all(store: Store, owner_id: UUID | None, id: UUID | None = None) -> Verified:
    """One message (`id`), or all messages and accounts of an owner (None: everybody's). Raises PersonError `no-such-message`."""
    if id is not None:
        verified = await _verify(store, (id,))
        if not verified.entries and not await store.audit_heads([id]):
            raise PersonError("no-such-message", f"There is no message {id}.", next="List them with: nightmail outbox list")
        return verified
    messages, entries, broken = 0, 0, list[Broken]()
    after: UUID | None = None
    while page := await store.audited_ids(owner_id, after=after, limit=_PAGE):
        verified = await _verify(store, page)
        messages += verified.messages
        entries += verified.entries
        broken += verified.broken
        after = page[-1]
    return await _with_accounts(store, owner_id, Verified(messages, entries, tuple(broken)))


async def _with_accounts(store: Store, owner_id: UUID | None, verified: Verified) -> Verified:
    accounts, entries, broken = 0, 0, list[Broken]()
    after: UUID | None = None
    while page := await store.account_chains(owner_id, after=after, limit=_PAGE):
        accounts += len(page)
        entries += sum(len(chain) for chain in page.values())
        broken += [found for id, chain in page.items() if (found := _verify_account(id, chain))]
        after = max(page)
    return replace(verified, accounts=accounts, account_entries=entries, broken_accounts=tuple(broken))


def _verify_account(id: UUID, chain: Sequence[AuditEntry]) -> Broken | None:
    """Nothing keeps the end of an account's chain apart from it, so one that was cut off behind an entry passes."""
    if not chain:
        return Broken(id, 1, "every entry was removed")
    return verify(id, chain, (len(chain), chain[-1].hash))


async def _verify(store: Store, ids: tuple[UUID, ...]) -> Verified:
    chains = await store.audits(ids)
    # Heads are read after the entries: what was added in between shows as a missing tail, so such a chain is read once more.
    heads = await store.audit_heads(ids)
    records = await store.records(ids)
    broken, entries = [], 0
    for id in ids:
        chain = chains.get(id, ())
        found = verify(id, chain, heads.get(id)) or _compared(chain, records.get(id))
        if found is not None:
            chain = (await store.audits([id])).get(id, ())
            found = verify(id, chain, (await store.audit_heads([id])).get(id))
            found = found or _compared(chain, (await store.records([id])).get(id))
        entries += len(chain)
        if found is not None:
            broken.append(found)
    return Verified(len(ids), entries, tuple(broken))


def _compared(chain: Sequence[AuditEntry], record: tuple[Message | None, Delivery] | None) -> Broken | None:
    return compare(chain, *record) if chain and record else None

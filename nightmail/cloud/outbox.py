"""A person's outbox in the cloud: `nightmail.outbox.Outbox` over the project's functions instead of a database of one's own.

Whose rows they are the database asks of the session; the owner that the callers name is looked at by nobody here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from nightmail import records
from nightmail.cloud.client import PAGE, Cloud
from nightmail.cloud.files import CloudFiles
from nightmail.delivery.breaker import Hold
from nightmail.delivery.model import DeliveryState
from nightmail.errors import PersonError
from nightmail.message.words import without_pictures
from nightmail.outbox import Outbox
from nightmail.ports import BlobStore, Changes, Item, NewDelivery, OutboxQuery, OutboxRow, Scheduled, Stuck, Suppression, Usage
from nightmail.schedule.model import WallTime

_NOBODY = UUID(int=0)
# One request stays well within the 8 s that the database gives a statement.
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class WorkerLife:
    """Whether any hosted worker runs, and the last sign of life of one; None: none has registered, or all have left."""

    is_alive: bool
    seen_at: datetime | None


class CloudOutbox(Outbox):
    """The same methods, errors and codes as on the PC, and what `Cloud` and `CloudFiles` raise. Attachments are in the
    project's Storage before their message is scheduled."""

    look_again = 1.0

    def __init__(self, cloud: Cloud, files: CloudFiles, blobs: BlobStore) -> None:
        self._rows = CloudRows(cloud)
        super().__init__(self._rows, KeptTwice(files, blobs), owner_id=_NOBODY)

    @property
    def accounts_version(self) -> int:
        """Changes with the person's accounts in the cloud; as of the last `changes_since`."""
        return self._rows.accounts_version

    @property
    def worker(self) -> WorkerLife | None:
        """As of the last `changes_since`; None before."""
        return self._rows.worker


class CloudRows:
    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self.accounts_version = 0
        self.worker: WorkerLife | None = None

    async def now(self) -> datetime:
        return await self._cloud.now()

    async def schedule(self, owner_id: UUID, new: Sequence[NewDelivery]) -> tuple[Scheduled, ...]:
        """In parts of a hundred, each whole or not at all."""
        receipts: list[Scheduled] = []
        for start in range(0, len(new), _AT_ONCE):
            asked = [records.asked_of(one) for one in new[start : start + _AT_ONCE]]
            receipts += map(records.receipt_of, await self._cloud.call("schedule_messages", {"messages": asked}))
        return tuple(receipts)

    async def find(self, owner_id: UUID, id: UUID) -> Item | None:
        found = await self._cloud.call("show_message", {"id": str(id)})
        return records.item_of(found) if found else None

    async def list(self, owner_id: UUID, query: OutboxQuery) -> tuple[OutboxRow, ...]:
        rows: list[OutboxRow] = []
        while len(rows) < query.limit:
            wanted = min(query.limit - len(rows), PAGE)
            page = await self._page(replace(query, limit=wanted, offset=query.offset + len(rows)))
            rows = [*page, *rows] if query.backwards else [*rows, *page]
            if len(page) < wanted:
                break
        return tuple(rows)

    async def _page(self, query: OutboxQuery) -> Sequence[OutboxRow]:
        asked = {
            "states": sorted(state.value for state in query.states) or None,
            "account": str(query.account_id) if query.account_id else None,
            "words": without_pictures(query.text),
            "how_many": query.limit,
            "skip": query.offset,
            "sort": query.sort.value,
            "beyond": records.mark_json(query.after),
            "backwards": query.backwards,
        }
        return [records.row_of(record) for record in await self._cloud.call("list_messages", asked)]

    async def counts(self, owner_id: UUID) -> Mapping[DeliveryState, int]:
        return {DeliveryState(state): many for state, many in (await self._cloud.call("count_messages")).items()}

    async def cancel(self, owner_id: UUID, id: UUID) -> DeliveryState | None:
        return await self._state_after("cancel_message", id)

    async def hold(self, owner_id: UUID, id: UUID) -> DeliveryState | None:
        return await self._state_after("hold_message", id)

    async def release_hold(self, owner_id: UUID, id: UUID) -> DeliveryState | None:
        return await self._state_after("release_message", id)

    async def reschedule(
        self, owner_id: UUID, id: UUID, *, due: datetime | timedelta, lifetime: timedelta, wall_time: WallTime | None
    ) -> DeliveryState | None:
        asked = {**records.due_json(due, wall_time), "lifetime": lifetime.total_seconds()}
        return await self._state_after("reschedule_message", id, asked)

    async def resolve(self, owner_id: UUID, id: UUID, *, arrived: bool) -> DeliveryState | None:
        return await self._state_after("resolve_in_doubt", id, {"arrived": arrived})

    async def redrive(self, owner_id: UUID, id: UUID, *, force: bool = False) -> DeliveryState | None:
        return await self._state_after("redrive_message", id, {"forced": force})

    async def suppressions(self, owner_id: UUID, addresses: Sequence[str] | None = None) -> tuple[Suppression, ...]:
        known = [records.suppression_of(row) for row in await self._cloud.rows("suppressions", order="address")]
        if addresses is not None:
            asked = {address.lower() for address in addresses}
            known = [one for one in known if one.address in asked]
        return tuple(sorted(known, key=lambda one: one.since, reverse=True))

    async def forgive(self, owner_id: UUID, address: str) -> bool:
        return bool(await self._cloud.call("remove_suppression", {"address": address}))

    async def stuck(self, owner_id: UUID | None, *, after: timedelta) -> Stuck:
        return records.stuck_of(await self._cloud.call("stuck_messages", {"lag": after.total_seconds()}))

    async def holds(self, owner_id: UUID | None) -> tuple[Hold, ...]:
        return tuple(records.hold_of(record) for record in await self._cloud.call("list_holds"))

    async def usage(self, owner_id: UUID) -> Mapping[UUID, Usage]:
        return {UUID(record["account_id"]): records.usage_of(record) for record in await self._cloud.call("list_usage")}

    async def changes_since(self, owner_id: UUID, cursor: str) -> Changes:
        found = await self._cloud.call("changes_since", {"cursor": cursor})
        self.accounts_version = found["accounts"]
        seen_at = found["worker"]["seen_at"]
        self.worker = WorkerLife(found["worker"]["is_alive"], records.instant_of(seen_at) if seen_at else None)
        return Changes(tuple(UUID(id) for id in found["ids"]), found["cursor"])

    async def _state_after(self, name: str, id: UUID, asked: Mapping[str, Any] | None = None) -> DeliveryState | None:
        """Where the message stands after a request; None where there is no such message."""
        try:
            answer = await self._cloud.call(name, {"id": str(id), **(asked or {})})
        except PersonError as error:
            if error.code != "no-such-message":
                raise
            return None
        return DeliveryState(answer["state"])


class KeptTwice:
    """A BlobStore that keeps a file on this PC and in the project's Storage: what it has kept, a worker can send."""

    def __init__(self, files: CloudFiles, blobs: BlobStore) -> None:
        self._files = files
        self._blobs = blobs
        self.read = blobs.read
        self.has = blobs.has
        self.bring = blobs.bring

    async def put_file(self, path: Path) -> tuple[str, int]:
        return await self._uploaded(await self._blobs.put_file(path))

    async def put_bytes(self, content: bytes) -> tuple[str, int]:
        return await self._uploaded(await self._blobs.put_bytes(content))

    async def _uploaded(self, kept: tuple[str, int]) -> tuple[str, int]:
        await self._files.upload(*kept)
        return kept

"""Of messages that failed, what reached some of their recipients all the same. It reads and counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.ports import Store

_PAGE = 100
_GOT_IT = frozenset({RecipientState.ACCEPTED, RecipientState.BOUNCED})


@dataclass(frozen=True, slots=True)
class Partly:
    """`messages` failed for some of their `recipients`; `accepted` of these were taken by the server. `first` is one of them."""

    messages: int = 0
    recipients: int = 0
    accepted: int = 0
    first: UUID | None = None

    def as_json(self) -> dict[str, object]:
        told = {"messages": self.messages, "recipients": self.recipients, "accepted": self.accepted}
        return {"partly_sent": told} if self.messages else {}

    @property
    def words(self) -> str:
        """After their number: `1 sent in part (2 of 3 recipients)`."""
        return f"sent in part ({self.accepted} of {self.recipients} recipients)"

    def as_lines(self) -> list[str]:
        if not self.messages:
            return []
        if self.messages == 1:
            return [f"Send it to the recipients still missing: nightmail outbox redrive {self.first}"]
        return ["See who is missing: nightmail outbox list --state failed; then: nightmail outbox redrive ID"]


NONE = Partly()


async def partly_in(store: Store, failed: Iterable[UUID]) -> Partly:
    """What the ledgers say by now of messages that failed while this process ran."""
    ids, found = tuple(failed), NONE
    for start in range(0, len(ids), _PAGE):
        for id, (_, delivery) in (await store.records(ids[start : start + _PAGE])).items():
            accepted = sum(recipient.state in _GOT_IT for recipient in delivery.recipients)
            if accepted and delivery.state is DeliveryState.FAILED:
                recipients = found.recipients + len(delivery.recipients)
                found = Partly(found.messages + 1, recipients, found.accepted + accepted, found.first or id)
    return found

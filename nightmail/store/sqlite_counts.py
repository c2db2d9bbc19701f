"""How many deliveries of a profile are in each state, as its tables keep count of it. Counting them anew would read every row."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, text

from nightmail.delivery.model import DeliveryState

_COUNTS = text("select state, sum(count) from delivery_counts where count > 0 group by state")
_OWN = text("select state, count from delivery_counts where count > 0 and owner_id = :owner")


def counts(connection: Connection, owner_id: UUID | None) -> dict[DeliveryState, int]:
    found = connection.execute(_COUNTS) if owner_id is None else connection.execute(_OWN, {"owner": str(owner_id)})
    return {DeliveryState(state): count for state, count in found}

"""What the record says of every message, held against what the mail server took. Judges nothing that a person decided."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import psycopg

# Whatever else stands in the record at the end was neither sent nor told of.
_KNOWN = ("sent", "in_doubt")


@dataclass(frozen=True, slots=True)
class Reckoning:
    """`lost`: neither sent nor in doubt. `doubled`: accepted twice. `untrue`: sent by the record, never accepted."""

    states: Counter[str]
    lost: list[str]
    doubled: list[str]
    untrue: list[str]

    @property
    def scheduled(self) -> int:
        return self.states.total()

    @property
    def recovered_percent(self) -> float:
        return round(100 * (1 - len(self.lost) / self.scheduled), 3)

    @property
    def holds(self) -> bool:
        return not (self.lost or self.doubled or self.untrue)


async def reckon(url: str, accepted: Counter[str]) -> Reckoning:
    """`accepted`: how many copies of each Message-ID a mail server took."""
    async with await psycopg.AsyncConnection.connect(url) as line:
        found = await line.execute(
            "select m.rfc_message_id, d.state::text from public.messages m join public.deliveries d using (id)"
        )
        by_id: dict[str, str] = dict(await found.fetchall())
    return Reckoning(
        states=Counter(by_id.values()),
        lost=[id for id, state in by_id.items() if state not in _KNOWN],
        doubled=[id for id, copies in accepted.items() if copies > 1],
        untrue=[id for id, state in by_id.items() if state == "sent" and not accepted[id]],
    )

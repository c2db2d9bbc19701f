"""What a dispatcher holds, by account: a lane each, so that a slow or silent server delays only its own mail."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from nightmail.account.model import Account, AccountState
from nightmail.delivery.outcome import Deferred
from nightmail.ports import Claimed

# A lane holds this many deliveries per connection ahead before it takes no more: enough to keep the connection warm.
AHEAD = 8


@dataclass(slots=True)
class Lane:
    """`down` is the answer of a server that could not be reached; until `down_until` (monotonic) nobody knocks again.
    Until `opens_at` (monotonic) nothing is claimed for it: this run lacks what sending takes, for the `asides`th time."""

    account: Account
    waiting: deque[Claimed] = field(default_factory=deque)
    in_flight: int = 0
    down: Deferred | None = None
    down_until: float = 0.0
    opens_at: float = 0.0
    asides: int = 0

    @property
    def room(self) -> int:
        return max(0, self.account.limits.connections * AHEAD - self.held)

    @property
    def held(self) -> int:
        return len(self.waiting) + self.in_flight

    def may_start(self) -> bool:
        return bool(self.waiting) and self.in_flight < self.account.limits.connections

    def is_aside(self, monotonic: float) -> bool:
        return monotonic < self.opens_at

    def empty(self) -> list[Claimed]:
        """Take out what waits."""
        waiting = list(self.waiting)
        self.waiting.clear()
        return waiting

    def is_down(self, monotonic: float) -> bool:
        return self.down is not None and monotonic < self.down_until


class Lanes:
    """All lanes, taking turns."""

    def __init__(self) -> None:
        self._lanes: dict[UUID, Lane] = {}
        self._turns: deque[UUID] = deque()

    def update(self, accounts: tuple[Account, ...]) -> None:
        """Take the accounts as they are now; a lane that holds something stays until it is empty."""
        for account in accounts:
            if lane := self._lanes.get(account.id):
                if lane.account != account:
                    # What was lacking may be there now.
                    lane.opens_at, lane.asides = 0.0, 0
                lane.account = account
            else:
                self._lanes[account.id] = Lane(account)
                self._turns.append(account.id)
        known = {account.id for account in accounts}
        for id in [id for id, lane in self._lanes.items() if id not in known and not lane.held]:
            del self._lanes[id]
            self._turns.remove(id)

    def get(self, account_id: UUID) -> Lane | None:
        return self._lanes.get(account_id)

    def closed(self, monotonic: float) -> list[UUID]:
        """Accounts to claim nothing for: paused, set aside, or holding as much as they can use."""
        return [
            id
            for id, lane in self._lanes.items()
            if lane.account.state is AccountState.PAUSED or lane.is_aside(monotonic) or not lane.room
        ]

    def opens_next(self, monotonic: float) -> float | None:
        """When the first lane that is set aside opens again (monotonic)."""
        return min((lane.opens_at for lane in self._lanes.values() if lane.is_aside(monotonic)), default=None)

    @property
    def load(self) -> int:
        """What is held, where a lane counts no more than it can use: one long queue never keeps the others from claiming."""
        return sum(min(lane.held, lane.account.limits.connections * AHEAD) for lane in self._lanes.values())

    @property
    def is_any_full(self) -> bool:
        return any(not lane.room for lane in self._lanes.values())

    @property
    def held(self) -> int:
        return sum(lane.held for lane in self._lanes.values())

    def next(self) -> Lane | None:
        """The next lane in turn that may start an attempt."""
        for _ in range(len(self._turns)):
            id = self._turns[0]
            self._turns.rotate(-1)
            if self._lanes[id].may_start():
                return self._lanes[id]
        return None

    def empty(self) -> Iterator[Claimed]:
        """Take out everything that waits."""
        for lane in self._lanes.values():
            yield from lane.empty()

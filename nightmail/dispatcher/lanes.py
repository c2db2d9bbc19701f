"""What a dispatcher holds, by account: a lane each, so that a slow or silent server delays only its own mail."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from uuid import UUID

from nightmail.account.model import Account, AccountState
from nightmail.delivery.breaker import SUCCESSES_TO_WIDEN, Target
from nightmail.ports import Claimed, Company

# A lane holds this many deliveries per connection ahead before it takes no more: enough to keep the connection warm.
AHEAD = 8
# One part in so many of the whole is what everybody may have while others need room.
_PARTS = 4


ALONE = Company()


@dataclass(slots=True)
class Lane:
    """`ripening` is held until its instant (monotonic), the earliest first; then it waits for its turn with the others. Until
    then it takes no room from what is due. Until `opens_at` (monotonic) nothing is claimed for it: this run lacks what sending
    takes, for the `asides`th time. `narrowed` is how many connections a server that asked for patience gets, None: as many as
    the limits say. `company` are the workers that divide those among themselves.
    """

    account: Account
    waiting: deque[Claimed] = field(default_factory=deque)
    ripening: deque[tuple[float, Claimed]] = field(default_factory=deque)
    in_flight: int = 0
    opens_at: float = 0.0
    asides: int = 0
    narrowed: int | None = None
    successes: int = 0
    company: Company = ALONE

    @property
    def _allowed(self) -> int:
        allowed = self.account.effective.connections
        return allowed if self.company is ALONE else part_of(allowed, self.company, turn=self.account.id.int)

    @property
    def connections(self) -> int:
        allowed = self._allowed
        return allowed if self.narrowed is None else min(self.narrowed, allowed)

    def narrow(self) -> None:
        """Half as many connections at once from now on, one at least."""
        self.narrowed, self.successes = max(1, self.connections // 2), 0

    def note_success(self) -> None:
        """After so many in a row one more connection, until none is missing."""
        if self.narrowed is None:
            return
        self.successes += 1
        if self.successes % SUCCESSES_TO_WIDEN == 0:
            wider = self.narrowed + 1
            self.narrowed = wider if wider < self._allowed else None

    @property
    def room(self) -> int:
        return max(0, self.connections * AHEAD - len(self.waiting) - self.in_flight)

    @property
    def useful(self) -> int:
        """What is held, but no more than its connections can use: one long queue never keeps the others from claiming."""
        held, most = len(self.waiting) + self.in_flight, self.connections * AHEAD
        return held if held < most else most

    @property
    def held(self) -> int:
        return len(self.waiting) + len(self.ripening) + self.in_flight

    def forget(self, again: Sequence[Claimed]) -> None:
        """Let go of older claims of what was claimed again: somebody changed it while it waited here."""
        ids = {one.delivery.id for one in again}
        if any(one.delivery.id in ids for one in self.waiting):
            self.waiting = deque(one for one in self.waiting if one.delivery.id not in ids)
        if any(one.delivery.id in ids for _, one in self.ripening):
            self.ripening = deque((at, one) for at, one in self.ripening if one.delivery.id not in ids)

    def retain(self, claims: Set[tuple[UUID, int]], *, asked: Set[tuple[UUID, int]]) -> int:
        """Of what ripens and was `asked` for, keep these claims alone; how many went."""
        before = len(self.ripening)
        gone = asked - claims
        self.ripening = deque((at, one) for at, one in self.ripening if _claim_of(one) not in gone)
        return before - len(self.ripening)

    def may_start(self) -> bool:
        return bool(self.waiting) and self.in_flight < self.connections

    def is_aside(self, monotonic: float) -> bool:
        return monotonic < self.opens_at

    @property
    def is_paused(self) -> bool:
        """As far as is known here."""
        return self.account.state is AccountState.PAUSED

    def empty(self) -> list[Claimed]:
        """Take out what waits."""
        waiting = [*self.waiting, *(claimed for _, claimed in self.ripening)]
        self.waiting.clear()
        self.ripening.clear()
        return waiting


class Lanes:
    """All lanes, taking turns. `batch` deliveries are held and `concurrency` attempts under way, of which nobody keeps others out
    with more than a quarter.

    A party is a person where several are served, and an account where all are one person's. Whatever is free may be
    anybody's, so a lone party has it all; but once the whole is full, each party counts as no more than its share, and those
    below theirs still get in. So at most three quarters come on top of `batch` and `concurrency`, only while somebody has
    more than a share, and a server that never answers delays its own party's mail alone.
    """

    def __init__(self, *, batch: int, concurrency: int) -> None:
        self._batch = batch
        self._concurrency = concurrency
        self._batch_share = max(1, batch // _PARTS)
        self._running_share = max(1, concurrency // _PARTS)
        self._lanes: dict[UUID, Lane] = {}
        # Those that may hold something, the one whose turn is next first.
        self._busy: dict[UUID, Lane] = {}
        self._company = ALONE
        self._has_owners = False
        self._has_parties = False
        self.in_flight = 0

    def update(self, accounts: tuple[Account, ...]) -> None:
        """Take the accounts as they are now; a lane that holds something stays until it is empty."""
        for account in accounts:
            if lane := self._lanes.get(account.id):
                if lane.account != account:
                    # What was lacking may be there now.
                    lane.opens_at, lane.asides = 0.0, 0
                lane.account = account
            else:
                self._lanes[account.id] = Lane(account, company=self._company)
        known = {account.id for account in accounts}
        for id in [id for id, lane in self._lanes.items() if id not in known and not lane.held]:
            del self._lanes[id]
            self._busy.pop(id, None)
        self._has_owners = len({lane.account.owner_id for lane in self._lanes.values()}) > 1
        self._has_parties = len(self._lanes) > 1

    def share(self, company: Company) -> bool:
        """Keep within this run's part of what each account may have open. True: it is another part than before."""
        if company == self._company:
            return False
        self._company = ALONE if company == ALONE else company
        for lane in self._lanes.values():
            lane.company = self._company
        return True

    @property
    def workers(self) -> int:
        return self._company.workers

    @property
    def is_known(self) -> bool:
        """False until accounts were read, and where there are none."""
        return bool(self._lanes)

    def get(self, account_id: UUID) -> Lane | None:
        return self._lanes.get(account_id)

    @property
    def paused(self) -> list[Lane]:
        """Those that hold something which may not be sent."""
        return [lane for lane in self._busy.values() if lane.is_paused]

    def behind(self, target: Target) -> list[Lane]:
        """Those that hold something and whose way leads past the breaker of `target`."""
        return [lane for lane in self._busy.values() if target in targets_of(lane.account)]

    # ------------------------------------------------------------------ what may be claimed

    @property
    def free(self) -> int:
        """How many more to claim, of what is not `closed`."""
        load = self._load
        if load < self._batch or not self._has_parties:
            return self._batch - load
        return min(self._batch_share, self._batch - self._shared(self._held_by_party(), self._batch_share))

    def closed(self, monotonic: float, *, is_others_turn: bool = False) -> list[UUID]:
        """Accounts to claim nothing for: set aside, or holding as much as they can use or may have. When it is the others' turn,
        whoever has their share may have no more. Whether one is paused the store knows better: here that may be old news."""
        sated = self._sated_parties(even_beside_room=is_others_turn)
        return [id for id, lane in self._lanes.items() if lane.is_aside(monotonic) or not lane.room or self._party(lane) in sated]

    def opens_next(self, monotonic: float) -> float | None:
        """When the first lane that is set aside opens again (monotonic)."""
        return min((lane.opens_at for lane in self._lanes.values() if lane.is_aside(monotonic)), default=None)

    def is_low(self, lane: Lane) -> bool:
        """Half of what was held is gone: of all, or of what `lane`'s party may have where another keeps the whole full."""
        if self._load <= self._batch // 2:
            return True
        held = self._held_by_party()
        return held[self._party(lane)] <= self._batch_share // 2 and max(held.values()) >= self._batch_share

    @property
    def is_any_full(self) -> bool:
        return any(not lane.room for lane in self._busy.values()) or bool(self._sated_parties())

    @property
    def held(self) -> int:
        return sum(lane.held for lane in self._busy.values())

    @property
    def waiting(self) -> Iterator[UUID]:
        """What is held and not begun."""
        for lane in self._busy.values():
            yield from (claimed.delivery.id for claimed in lane.waiting)
            yield from (claimed.delivery.id for _, claimed in lane.ripening)

    @property
    def _load(self) -> int:
        load = 0
        for lane in self._busy.values():
            load += lane.useful
        return load

    def _party(self, lane: Lane) -> UUID:
        return lane.account.owner_id if self._has_owners else lane.account.id

    def _held_by_party(self) -> Counter[UUID]:
        held: Counter[UUID] = Counter()
        for lane in self._busy.values():
            held[self._party(lane)] += lane.useful
        return held

    @property
    def is_any_sated(self) -> bool:
        return bool(self._sated_parties(even_beside_room=True))

    def _sated_parties(self, *, even_beside_room: bool = False) -> set[UUID]:
        """Those who have their share while the whole is full."""
        if not self._has_parties or (self._load < self._batch and not even_beside_room):
            return set()
        return {party for party, held in self._held_by_party().items() if held >= self._batch_share}

    def _shared(self, by_party: Counter[UUID], share: int) -> int:
        return sum(min(count, share) for count in by_party.values())

    # ------------------------------------------------------------------ what is held and started

    def place(self, lane: Lane, claimed: Sequence[Claimed]) -> None:
        lane.forget(claimed)
        lane.waiting.extend(claimed)
        self._busy.setdefault(lane.account.id, lane)

    def keep(self, lane: Lane, claimed: Sequence[tuple[float, Claimed]]) -> None:
        """Each until its instant (monotonic)."""
        lane.forget([one for _, one in claimed])
        lane.ripening = deque(sorted([*lane.ripening, *claimed], key=lambda one: one[0]))
        self._busy.setdefault(lane.account.id, lane)

    def ripen(self, monotonic: float) -> list[Lane]:
        """Let wait for its turn what is ripe by now; the lanes that had some."""
        ripe = [lane for lane in self._busy.values() if lane.ripening and lane.ripening[0][0] <= monotonic]
        for lane in ripe:
            while lane.ripening and lane.ripening[0][0] <= monotonic:
                lane.waiting.append(lane.ripening.popleft()[1])
        return ripe

    @property
    def ripening(self) -> int:
        """How many are held until their instants."""
        return sum(len(lane.ripening) for lane in self._busy.values())

    def ripening_until(self, monotonic: float) -> frozenset[tuple[UUID, int]]:
        """Claims (id, run_lease) whose instants come by then."""
        lanes = self._busy.values()
        return frozenset(_claim_of(one) for lane in lanes for at, one in lane.ripening if at <= monotonic)

    def retain(self, claims: Set[tuple[UUID, int]], *, asked: Set[tuple[UUID, int]]) -> int:
        return sum(lane.retain(claims, asked=asked) for lane in self._busy.values())

    @property
    def ripens_next(self) -> float | None:
        return min((lane.ripening[0][0] for lane in self._busy.values() if lane.ripening), default=None)

    def next(self) -> Lane | None:
        """The next lane in turn that may start an attempt."""
        if self.in_flight < self._concurrency:
            for lane in self._busy.values():
                if lane.may_start():
                    return lane
            return None
        if not self._has_parties:
            return None
        running: Counter[UUID] = Counter()
        for lane in self._busy.values():
            running[self._party(lane)] += lane.in_flight
        if self._shared(running, self._running_share) >= self._concurrency:
            return None
        modest = (lane for lane in self._busy.values() if running[self._party(lane)] < self._running_share)
        return next((lane for lane in modest if lane.may_start()), None)

    def start(self, lane: Lane) -> Claimed:
        """Take out what is to be attempted now; the lane's next turn comes after the others'."""
        if len(self._busy) > 1:
            self._busy[lane.account.id] = self._busy.pop(lane.account.id)
        lane.in_flight += 1
        self.in_flight += 1
        return lane.waiting.popleft()

    def successor(self, lane: Lane) -> Claimed | None:
        """What would be started if one of the lane's attempts ended now, where that is the lane's own next."""
        if not lane.waiting:
            return None
        lane.in_flight -= 1
        self.in_flight -= 1
        is_own_turn = self.next() is lane
        lane.in_flight += 1
        self.in_flight += 1
        return lane.waiting[0] if is_own_turn else None

    def succeed(self, lane: Lane) -> Claimed:
        """Take out the successor: it gets the place of the attempt that ends."""
        if len(self._busy) > 1:
            self._busy[lane.account.id] = self._busy.pop(lane.account.id)
        return lane.waiting.popleft()

    def end(self, lane: Lane) -> None:
        """An attempt is over."""
        lane.in_flight -= 1
        self.in_flight -= 1
        if not lane.held:
            self._busy.pop(lane.account.id, None)

    def empty(self) -> Iterator[Claimed]:
        """Take out everything that waits."""
        for lane in self._busy.values():
            yield from lane.empty()


def _claim_of(one: Claimed) -> tuple[UUID, int]:
    return one.delivery.id, one.delivery.run_lease


def part_of(connections: int, company: Company, *, turn: int) -> int:
    """One worker's part. What can't be divided evenly goes to the first ones from `turn` on, so not always to the same. One is
    always had: which of the others can send an account's mail, nobody knows here, and it is worse to keep it waiting."""
    even, left = divmod(connections, company.workers)
    return max(1, even + ((company.before + turn) % company.workers < left))


def targets_of(account: Account) -> tuple[Target, Target]:
    """What may have a breaker in an account's way: the account itself, and its server."""
    return Target(account.id), Target(None, account.smtp.host, account.smtp.port)

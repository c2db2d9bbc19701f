"""One message after another through a store and two slow-motion workers, beside an oracle that says where each must stand.

The oracle knows nothing of SQL: it is the table of states, leases and fences as `nightmail/README.md` tells it. What it proves of
every step: the store agrees with it; and no recipient who may have a copy gets another without a person's word.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from nightmail.account.model import Account
from nightmail.delivery.audit import AuditEvent
from nightmail.delivery.model import FINAL_STATES, DeliveryState, RecipientState
from nightmail.delivery.outcome import Accepted, Deferred, InDoubt, Outcome, Phase, RecipientResult, Refused, Reply, ReplyClass
from nightmail.delivery.retry import RetryPolicy
from nightmail.delivery.settle import settle
from nightmail.ids import new_id
from nightmail.ports import Claimed, Settlement, Transmission
from nightmail.store.postgres import PostgresStore
from nightmail.store.sqlite import SqliteStore
from nightmail.store.tables import deliveries
from nightmail.verify import verify_all
from tests.letters import OWNER, account, new

T = TypeVar("T")
AnyStore = SqliteStore | PostgresStore

# All times are whole ticks but the lease, so that the seconds a test takes decide nothing.
TICK = timedelta(minutes=10)
LEASE = TICK * 1.5
RETRY = RetryPolicy(gaps=(TICK,), grey_gaps=(TICK,))
MOST_MESSAGES = 3
MOST_RESCUES = 8
RESCUES_BEFORE_ALONE = 2
RESULTS = (RecipientState.ACCEPTED, RecipientState.ACCEPTED, RecipientState.DEFERRED, RecipientState.REFUSED)
S = DeliveryState

WORK = (
    ("claim",), ("claim", "transmit"), ("claim", "transmit", "settle"), ("claim", "transmit", "transmit"),
    ("claim", "die before the dot"), ("claim", "crash"), ("claim", "freeze_until_given_up"),
    ("claim", "transmit", "crash"), ("claim", "transmit", "freeze_until_given_up"), ("transmit", "freeze_until_given_up"),
    # A verdict that comes when its message is in other hands already.
    ("claim", "transmit", "freeze_until_given_up", "all_is_sent_again", "other_claims", "settle"),
    ("claim", "freeze_until_given_up", "other_claims", "transmit", "settle"),
    ("transmit",), ("transmit", "settle"), ("settle",), ("settle", "settle"), ("give_back",), ("expire",), ("sweep",),
)  # fmt: skip
MINDS = ("resolve", "resolve", "resolve", "reschedule", "cancel", "hold", "release_hold")

which_message = st.integers(0, MOST_MESSAGES - 1)
which_worker = st.integers(0, 1)
answers = st.lists(st.sampled_from(RESULTS), min_size=2, max_size=2)


class World(Protocol):
    """A new store for each story. `passes` makes time go by for it."""

    @property
    def store(self) -> AnyStore: ...

    @property
    def other(self) -> AnyStore: ...

    async def passes(self, span: timedelta) -> None: ...

    def now(self) -> datetime: ...

    async def close(self) -> None: ...


@dataclass
class Told:
    """What the oracle believes of one message. Times are in ticks since the story began. `may_have` are the recipients who may
    hold a copy that no person has spoken about."""

    id: UUID
    due: float
    deadline: float
    lifetime: float
    is_due_vague: bool = False
    state: DeliveryState = S.SCHEDULED
    run_lease: int = 0
    rescues: int = 0
    holder: UUID | None = None
    may_have: set[int] = field(default_factory=set)
    has: set[int] = field(default_factory=set)

    def goes_back(self, due: float) -> None:
        self.state, self.holder, self.due, self.is_due_vague = S.SCHEDULED, None, due, False


@dataclass
class Hands:
    """What one worker holds: claimed, and transmitted with what the server said."""

    store: AnyStore
    id: UUID = field(default_factory=new_id)
    claimed: list[Claimed] = field(default_factory=list)
    answered: list[tuple[Claimed, Outcome]] = field(default_factory=list)


class Story(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.tick = 0.0
        self.told: list[Told] = []
        self.hands: list[Hands] = []
        # A lease outlives the worker that dies under it.
        self.leases: dict[UUID, float] = {}

    def do(self, work: Awaitable[T]) -> T:
        async def doing() -> T:
            return await work

        return self.runner.run(doing())

    async def new_world(self) -> World:
        raise NotImplementedError

    # ------------------------------------------------------------------ the story

    @initialize(
        messages=st.lists(
            st.tuples(st.sampled_from((0, 0, 1)), st.sampled_from((6, 400, 400)), st.integers(1, 2)), min_size=1, max_size=3
        )
    )
    def begin(self, messages: list[tuple[int, int, int]]) -> None:
        self.world = self.do(self.new_world())
        self.anna: Account = account()
        self.do(self.world.store.save_account(self.anna))
        self.hands = [Hands(self.world.store), Hands(self.world.other)]
        for hands in self.hands:
            self._enlist(hands)
        for due, lifetime, to in messages:
            self.schedule(due, lifetime, to)

    # One rule and not one for each kind of step: of many rules most stories would leave the most important out.

    @rule(
        kind=st.sampled_from(("work", "work", "work", "work", "mind", "mind", "time")),
        n=which_message,
        w=which_worker,
        steps=st.sampled_from(WORK),
        what=st.sampled_from(MINDS),
        limit=st.sampled_from((1, 10)),
        said=answers,
        likely=st.booleans(),
        amount=st.integers(0, 1),
        awake=st.sampled_from(((0, 1), (0, 1), (0,), (1,), ())),
    )
    def something_happens(
        self,
        kind: str,
        n: int,
        w: int,
        steps: tuple[str, ...],
        what: str,
        limit: int,
        said: list[RecipientState],
        likely: bool,
        amount: int,
        awake: tuple[int, ...],
    ) -> None:
        match kind:
            case "work":
                self.somebody_works(w, steps, limit, said, likely)
            case "mind":
                self.somebody_minds(n, what, amount, likely)
            case _:
                self.time_goes_by(1 + amount, awake, w)

    def somebody_works(self, w: int, steps: tuple[str, ...], limit: int, said: list[RecipientState], is_heard: bool) -> None:
        for step in steps:
            match step:
                case "claim":
                    self.claim(w, limit)
                case "transmit":
                    self.transmit(w, said, is_heard=is_heard, dies=False)
                case "die before the dot":
                    self.transmit(w, said, is_heard=False, dies=True)
                case "other_claims":
                    self.claim(1 - w, limit)
                case "all_is_sent_again":
                    for n in range(len(self.told)):
                        self.say_what_became_of_it(n, False)
                case _:
                    getattr(self, step)(w)

    def somebody_minds(self, n: int, what: str, due: int, arrived: bool) -> None:
        match what:
            case "reschedule":
                self.reschedule(n, due)
            case "resolve":
                self.say_what_became_of_it(n, arrived)
            case _:
                self.change_of_mind(n, what)

    def time_goes_by(self, ticks: int, awake: tuple[int, ...], w: int) -> None:
        """Who is awake renews their lease meanwhile."""
        for _ in range(ticks):
            for worker in awake:
                self.renew(worker)
            self._pass(1)
        self.sweep(w)

    # ------------------------------------------------------------------ what people do

    def schedule(self, due: int, lifetime: int, to: int) -> None:
        people = ("bob@example.net", "eve@example.net")[:to]
        wanted = new(self.anna, due=TICK * due, lifetime=TICK * lifetime, to=people)
        (receipt,) = self.do(self.world.store.schedule(OWNER, [wanted]))
        self.told.append(Told(receipt.id, self.tick + due, self.tick + due + lifetime, lifetime))

    def change_of_mind(self, n: int, what: str) -> None:
        for one in self.told[n : n + 1]:
            moves = {
                "cancel": ({S.SCHEDULED, S.HELD, S.CLAIMED}, S.CANCELLED),
                "hold": ({S.SCHEDULED, S.CLAIMED}, S.HELD),
                "release_hold": ({S.HELD}, S.SCHEDULED),
            }
            allowed, to = moves[what]
            if one.state in allowed:
                one.state, one.holder = to, None
                if what == "release_hold":
                    one.deadline = max(one.due, self.tick) + one.deadline - one.due
            assert self.do(getattr(self.world.store, what)(OWNER, one.id)) is one.state

    def reschedule(self, n: int, due: int) -> None:
        for one in self.told[n : n + 1]:
            if one.state in (S.SCHEDULED, S.HELD, S.CANCELLED, S.CLAIMED):
                one.goes_back(self.tick + due)
                one.lifetime, one.deadline, one.rescues = 400, one.due + 400, 0
            change = self.world.store.reschedule(OWNER, one.id, due=TICK * due, lifetime=TICK * 400, wall_time=None)
            assert self.do(change) is one.state

    def say_what_became_of_it(self, n: int, arrived: bool) -> None:
        for one in self.told[n : n + 1]:
            before = one.state
            state = self.do(self.world.store.resolve(OWNER, one.id, arrived=arrived))
            if before is not S.IN_DOUBT:
                assert state is before
                continue
            # Whoever is still open is tried (again); with nobody left it is sent, or failed where somebody was refused.
            assert state is not None
            assert state in ((S.SENT, S.FAILED, S.SCHEDULED) if arrived else (S.SCHEDULED,))
            one.may_have.clear()
            one.state, one.holder = state, None
            if state is S.SCHEDULED:
                one.goes_back(self.tick)
                one.deadline = self.tick + one.lifetime

    # ------------------------------------------------------------------ the workers

    def claim(self, w: int, limit: int) -> None:
        hands = self.hands[w]
        got = self.do(hands.store.claim(hands.id, limit=limit, closed=()))
        due = [one for one in self.told if one.state is S.SCHEDULED and one.due <= self.tick < one.deadline]
        if not self._is_alive(hands):
            due = []
        sure = {one.id for one in due if not one.is_due_vague}
        ids = {held.delivery.id for held in got}
        assert ids <= {one.id for one in due}, "only what is due, and nobody's"
        assert len(got) <= limit
        assert sure <= ids or len(got) == limit, "all that is due"
        for held in got:
            one = self._of(held)
            one.state, one.holder, one.run_lease = S.CLAIMED, hands.id, one.run_lease + 1
            assert held.delivery.run_lease == one.run_lease
        hands.claimed += got

    def transmit(self, w: int, said: list[RecipientState], *, is_heard: bool, dies: bool) -> None:
        """T2, and the dot where it passed; the server answers for each recipient, and the answer may be lost."""
        hands = self.hands[w]
        if not hands.claimed:
            return
        held = hands.claimed.pop(0)
        one = self._of(held)
        still_open = tuple(recipient.n for recipient in held.delivery.recipients if recipient.is_open)
        results = tuple(RecipientResult(n, said[n], "said") for n in still_open)
        taken = tuple(result.n for result in results if result.state is RecipientState.ACCEPTED)
        if not taken:
            hands.answered.append((held, _outcome(results)))
            return
        intent = Transmission(held.delivery.id, held.delivery.run_lease, self.world.now(), "00" * 32, taken)
        passed = self.do(hands.store.transmitting(hands.id, [intent]))
        is_mine = one.state is S.CLAIMED and one.run_lease == held.delivery.run_lease and one.holder == hands.id
        assert passed == ({one.id} if is_mine and self._is_alive(hands) else set()), "the fence"
        if not passed:
            return
        one.state = S.TRANSMITTING
        if dies:
            self.crash(w)
            return
        assert not one.may_have & set(taken), "a second copy that nobody asked for"
        one.may_have |= set(taken)
        doubted = tuple(RecipientResult(n, RecipientState.IN_DOUBT, "") for n in taken)
        hands.answered.append((held, _outcome(results) if is_heard else InDoubt("The connection was lost.", doubted)))

    def settle(self, w: int) -> None:
        """T3. It may come late, from a worker that was given up long ago."""
        hands = self.hands[w]
        if not hands.answered:
            return
        held, outcome = hands.answered.pop(0)
        one = self._of(held)
        settled = settle(held.delivery, outcome, retry=RETRY, now=self.world.now(), spread=0.5)
        written = self.do(hands.store.settle(hands.id, [Settlement(held.delivery.id, held.delivery.run_lease, settled)]))
        is_fresh = one.run_lease == held.delivery.run_lease and one.state in (S.CLAIMED, S.TRANSMITTING, S.IN_DOUBT)
        assert written == ({one.id} if is_fresh else set()), "nothing stale is written"
        if not is_fresh:
            return
        one.state, one.holder, one.rescues = settled.state, None, 0
        if settled.state is S.SCHEDULED:
            one.goes_back(self.tick if settled.due_at <= self.world.now() else self.tick + 1)

    def give_back(self, w: int) -> None:
        hands = self.hands[w]
        self.do(hands.store.release(hands.id, [(held.delivery.id, held.delivery.run_lease) for held in hands.claimed]))
        for held in hands.claimed:
            one = self._of(held)
            if (one.state, one.run_lease, one.holder) == (S.CLAIMED, held.delivery.run_lease, hands.id):
                one.goes_back(one.due)
        hands.claimed.clear()

    def renew(self, w: int) -> None:
        hands = self.hands[w]
        is_alive = self._is_alive(hands)
        watched = self.do(hands.store.watch(hands.id, lease=LEASE, closed=(), late_after=LEASE))
        assert watched.is_alive is is_alive
        if is_alive:
            self.leases[hands.id] = self.tick + 1.5
        else:
            # What it held is others' by now; what is in flight finds its fence shut, or its verdict is looked at.
            hands.claimed.clear()
            self._enlist(hands)

    def crash(self, w: int) -> None:
        """Everything in its hands is forgotten; it comes up again under a new name."""
        hands = self.hands[w]
        hands.claimed.clear()
        hands.answered.clear()
        self._enlist(hands)

    def freeze_until_given_up(self, w: int) -> None:
        """Its lease ends and it knows nothing of it: what it holds, it goes on with. The other one is awake."""
        for _ in range(2):
            self.renew(1 - w)
            self._pass(1)
        self.sweep(1 - w)

    # ------------------------------------------------------------------ time, and what comes with it

    def sweep(self, w: int) -> None:
        alive = {id for id, until in self.leases.items() if self.tick < until}
        orphans = [one for one in self.told if one.state in (S.CLAIMED, S.TRANSMITTING) and one.holder not in alive]
        rescued = self.do(self.hands[w].store.rescue())
        assert {found.id for found in rescued} == {one.id for one in orphans}, "what the dead held, and nothing else"
        for one in orphans:
            if one.state is S.TRANSMITTING:
                one.state = S.IN_DOUBT
                continue
            one.rescues += 1
            one.state, one.holder = (S.FAILED if one.rescues >= MOST_RESCUES else S.SCHEDULED), None
            # It comes back alone, a little later: whether that is over by the next claim, a clock decides.
            one.is_due_vague = one.rescues >= RESCUES_BEFORE_ALONE
            one.due = self.tick if one.is_due_vague else one.due

    def expire(self, w: int) -> None:
        late = [one for one in self.told if one.state is S.SCHEDULED and one.due <= self.tick and one.deadline <= self.tick]
        sure = {one.id for one in late if not one.is_due_vague}
        expired = set(self.do(self.hands[w].store.expire()))
        assert sure <= expired <= {one.id for one in late}
        for one in late:
            if one.id in expired:
                one.state = S.FAILED

    # ------------------------------------------------------------------ what always holds

    @invariant()
    def nothing_is_lost_and_every_message_stands_where_it_must(self) -> None:
        if not self.told:
            return
        query = select(deliveries.c.id, deliveries.c.state, deliveries.c.run_lease)
        found = self.do(self.world.store._read(lambda connection: connection.execute(query).all()))
        assert {(row.id, row.state, row.run_lease) for row in found} == {
            (one.id, one.state.value, one.run_lease) for one in self.told
        }

    def teardown(self) -> None:
        try:
            if hasattr(self, "world"):
                self.do(self._proven())
                self.do(self.world.close())
        finally:
            self.runner.close()

    async def _proven(self) -> None:
        """Every chain is whole and tells the same as the rows; nothing final was left by anybody but a person."""
        assert (await verify_all(self.world.store, OWNER)).broken == ()
        for one in self.told:
            events = [AuditEvent(entry.event) for entry in await self.world.store.audit(OWNER, one.id)]
            assert events[0] is AuditEvent.SCHEDULED
            assert events.count(AuditEvent.CLAIMED) == one.run_lease
            assert events.count(AuditEvent.SENT) + events.count(AuditEvent.CONFIRMED) <= 1 or one.state in FINAL_STATES

    # ------------------------------------------------------------------ parts

    def _enlist(self, hands: Hands) -> None:
        hands.id = new_id()
        self.leases[hands.id] = self.tick + 1.5
        self.do(hands.store.register_worker(hands.id, "test", lease=LEASE))

    def _is_alive(self, hands: Hands) -> bool:
        return self.tick < self.leases[hands.id]

    def _pass(self, ticks: int) -> None:
        self.tick += ticks
        self.do(self.world.passes(TICK * ticks))
        for one in self.told:
            one.is_due_vague = False

    def _of(self, held: Claimed) -> Told:
        return next(one for one in self.told if one.id == held.delivery.id)


def _outcome(results: tuple[RecipientResult, ...]) -> Outcome:
    """As the pipeline reads it: somebody accepted, or nobody was."""
    found = {result.state for result in results}
    if RecipientState.ACCEPTED in found:
        return Accepted(Reply(250, "2.0.0 queued"), results)
    if RecipientState.DEFERRED in found:
        return Deferred(Reply(450, "4.2.0 busy"), Phase.RCPT, ReplyClass.RETRY, results)
    return Refused(Reply(550, "5.1.1 no such user"), Phase.RCPT, ReplyClass.RCPT_PERM, results)

"""What is left when an agent or a worker has nothing to do any more: what waits, for what, and until when, in people's words. It
counts and tells; it changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nightmail.account.model import Account, AccountState
from nightmail.cli.partly import NONE, Partly
from nightmail.cli.render import clock_time
from nightmail.cli.standing import let_it_send
from nightmail.clock import rfc3339
from nightmail.delivery.breaker import BreakerKind, Hold
from nightmail.delivery.model import DeliveryState
from nightmail.outbox import whole
from nightmail.ports import OutboxQuery, OutboxRow, Store

_OUTCOMES = {"in_doubt": "not confirmed", "retry": "to be tried again"}
_FOR = {
    BreakerKind.FAILING: "a server that does not answer",
    BreakerKind.SLOW: "the provider, which asked to slow down",
    BreakerKind.QUOTA: "the provider's limit",
    BreakerKind.RATE: "a limit",
}


@dataclass(frozen=True, slots=True)
class Left:
    """`paused` are the accounts whose due messages wait for a person, with how many; `holds` those that time frees."""

    paused: tuple[tuple[Account, int], ...]
    holds: tuple[Hold, ...]
    not_confirmed: int
    now: datetime
    # Of paused accounts, those that had a try.
    tried: int = 0

    @property
    def count(self) -> int:
        return self._for_person + sum(hold.waiting for hold in self.holds) + self.not_confirmed

    @property
    def _for_person(self) -> int:
        return sum(many for _, many in self.paused)

    def as_json(self) -> dict[str, object]:
        paused: dict[str, object] = {}
        if self.paused:
            paused = {"waiting_for_account": self._for_person, "next": let_it_send(self.paused[0][0])}
        held = [{"kind": hold.kind.value, "until": rfc3339(hold.until), "waiting": hold.waiting} for hold in self.holds]
        unsure = {"not_confirmed": self.not_confirmed} if self.not_confirmed else {}
        return {**paused, **({"holds": held} if held else {}), **unsure}

    def as_lines(self) -> list[str]:
        lines = [
            f"{_wait(hold.waiting)} for {_FOR[hold.kind]} until {clock_time(hold.until, now=self.now)}." for hold in self.holds
        ]
        lines += [f"{_wait(many)} for a paused account. {let_it_send(account)}" for account, many in self.paused]
        if self.not_confirmed:
            words = "1 message is" if self.not_confirmed == 1 else f"{self.not_confirmed} messages are"
            lines.append(
                f"{words} not confirmed. See which: nightmail outbox list --state in_doubt; then: nightmail outbox resolve ID"
            )
        return lines


@dataclass(frozen=True, slots=True)
class Cut:
    """What a run that was told to end left behind: `due` had not been tried, `handed_over` was on its way to the server."""

    due: int
    handed_over: int

    @property
    def nothing(self) -> str:
        """For a run in which nothing was settled."""
        if self.handed_over:
            return "nothing was settled"
        return f"stopped before anything was tried; {self.due} due" if self.due else "nothing was due"

    def as_lines(self) -> list[str]:
        if not self.handed_over:
            return []
        many = "1 message was" if self.handed_over == 1 else f"{self.handed_over} messages were"
        them = "it" if self.handed_over == 1 else "them"
        return [f"{many} being handed over when this ended; start the agent again to learn what became of {them}."]


def sentence(ended: str, outcomes: Mapping[str, int], left: Left | None, cut: Cut | None = None, partly: Partly = NONE) -> str:
    counted = [each for outcome, many in outcomes.items() for each in _told(outcome, many, left, partly)]
    told = ", ".join(f"{count} {words}" for count, words in counted)
    if not told and cut is not None:
        told = cut.nothing
    told = told or ("nothing was due" if ended == "idle" and not (left and left.count) else "nothing was sent")
    lines = [f"Ended ({ended}): {told}.", *partly.as_lines()]
    return "\n".join([*lines, *(cut.as_lines() if cut else ()), *(left.as_lines() if left else ())])


def _told(outcome: str, many: int, left: Left | None, partly: Partly) -> list[tuple[int, str]]:
    """A try whose message waits for a paused account by now comes only after a person's word; and what failed for some of its
    recipients went to the others."""
    if outcome == "failed":
        parts = [(many - partly.messages, "failed"), (partly.messages, partly.words)]
        return [(count, words) for count, words in parts if count > 0]
    kept = min(many, left.tried) if left and outcome == "retry" else 0
    parts = [(many - kept, _OUTCOMES.get(outcome, outcome)), (kept, "waiting for a paused account")]
    return [(count, words) for count, words in parts if count]


async def cut_in(store: Store, owner_id: UUID, *, tried: bool) -> Cut:
    """`tried`: something was settled, so that what is due need not be counted."""
    now = await store.now()
    states = (await store.stats(owner_id)).states
    if tried:
        return Cut(0, states.get(DeliveryState.TRANSMITTING, 0))
    due = sum([await _due(store, each, now) for each in await store.accounts(owner_id) if each.state is AccountState.ACTIVE])
    return Cut(due, states.get(DeliveryState.TRANSMITTING, 0))


async def left_in(store: Store, owner_id: UUID | None) -> Left:
    """`owner_id` None: everybody's."""
    now = await store.now()
    accounts = await store.accounts(owner_id)
    kept = {account: await _scheduled(store, account) for account in accounts if account.state is AccountState.PAUSED}
    paused = {account: sum(row.delivery.due_at <= now for row in rows) for account, rows in kept.items()}
    waiting = {account.id for account in paused}
    holds = [hold for hold in await store.holds(owner_id) if hold.waiting and hold.account_id not in waiting]
    states = (await store.stats(owner_id)).states
    return Left(
        tuple((account, many) for account, many in paused.items() if many),
        # Of an account's own breaker and its server's, the one that decides.
        tuple({hold.account_id: hold for hold in sorted(holds, key=lambda hold: hold.until)}.values()),
        states.get(DeliveryState.IN_DOUBT, 0),
        now,
        sum(row.delivery.reason != "" for rows in kept.values() for row in rows),
    )


async def _due(store: Store, account: Account, now: datetime) -> int:
    return sum(row.delivery.due_at <= now for row in await _scheduled(store, account))


async def _scheduled(store: Store, account: Account) -> tuple[OutboxRow, ...]:
    query = OutboxQuery(states=frozenset({DeliveryState.SCHEDULED}), account_id=account.id)
    return await whole(lambda page: store.list(account.owner_id, page), query)


def _wait(many: int) -> str:
    return "1 message waits" if many == 1 else f"{many} messages wait"

"""What a report makes of a message, and what the watch writes down of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from nightmail.account.model import Account, Security, Server
from nightmail.bounces import BounceWatch, judge_report
from nightmail.delivery.model import Delivery, DeliveryState, Recipient, RecipientState
from nightmail.delivery.outcome import Accepted, InDoubt, RecipientResult, Reply
from nightmail.delivery.retry import RetryPolicy
from nightmail.delivery.settle import settle
from nightmail.errors import OutsideError
from nightmail.ids import new_id
from nightmail.message.dsn import read_report
from nightmail.message.model import RecipientKind
from nightmail.outbox import bounced_words
from nightmail.ports import DispatchEvent, Returned, Settlement, Suppression, Transmission
from nightmail.store.sqlite import SqliteStore
from tests.letters import OWNER, account, new
from tests.unit.message import reports

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def delivery(*addresses: str, id: UUID | None = None) -> Delivery:
    ledger = tuple(
        Recipient(n, RecipientKind.TO, "", address, RecipientState.ACCEPTED)
        for n, address in enumerate(addresses or ("bob@example.net", "cid@example.net"))
    )
    return Delivery(id or new_id(), OWNER, new_id(), DeliveryState.SENT, NOW, NOW, NOW, recipients=ledger)


def judged(octets: bytes, of: Delivery) -> tuple[list[tuple[int, str]], Mapping[str, str], tuple[int, ...]]:
    report = read_report(octets)
    assert report is not None
    found = judge_report(report, of)
    assert all(result.state is RecipientState.BOUNCED for result in found.bounce.results)
    return [(result.n, result.reply) for result in found.bounce.results], found.bounce.suppress, found.delayed


# ---------------------------------------------------------------------------------------------- what a report makes of it


def test_an_unknown_user_is_a_bounce_and_an_address_to_be_warned_of() -> None:
    results, suppress, delayed = judged(reports.postfix(new_id()), delivery())

    assert results == [(0, "550 5.1.1 <bob@example.net>: Recipient address rejected: User unknown")]
    assert list(suppress) == ["bob@example.net"]
    assert "does not exist" in suppress["bob@example.net"] and "550 5.1.1" in suppress["bob@example.net"]
    assert delayed == ()


@pytest.mark.parametrize(
    ("status", "diagnostic"),
    [
        ("5.7.1", "smtp; 550 5.7.1 Message blocked as spam"),
        ("4.4.7", "smtp; 451 4.4.1 timed out"),
        ("5.3.4", "smtp; 552 5.3.4 Message too big"),
    ],
)
def test_a_word_on_the_mail_or_on_the_day_is_no_word_on_the_address(status: str, diagnostic: str) -> None:
    results, suppress, _ = judged(reports.postfix(new_id(), status=status, diagnostic=diagnostic), delivery())

    assert [n for n, _ in results] == [0]
    assert suppress == {}


def test_a_delay_changes_nothing() -> None:
    octets = reports.postfix(new_id(), action="delayed", status="4.4.1", diagnostic="smtp; 451 4.4.1 timed out")

    assert judged(octets, delivery()) == ([], {}, (0,))


def test_somebody_who_is_no_recipient_is_nobodys_trouble() -> None:
    assert judged(reports.postfix(new_id(), "mallory@example.com"), delivery()) == ([], {}, ())


def test_a_lone_recipient_is_known_whatever_address_the_mail_was_passed_on_to() -> None:
    results, suppress, _ = judged(reports.postfix(new_id(), "bob@home.example"), delivery("Bob@Example.net"))

    assert [n for n, _ in results] == [0]
    assert list(suppress) == ["bob@example.net"]


def test_an_international_domain_is_the_same_in_both_forms() -> None:
    octets = reports.international(new_id(), "bob@bücher.example")

    assert [n for n, _ in judged(octets, delivery("cid@example.net", "bob@xn--bcher-kva.example"))[0]] == [1]


def test_the_warning_says_who_when_and_why() -> None:
    words = bounced_words(Suppression("bob@example.net", "The server says that this address does not exist.", NOW, None))

    assert words == "Mail to bob@example.net came back on 22 Nov 2026: The server says that this address does not exist."


# ---------------------------------------------------------------------------------------------- the watch


@dataclass
class Mailbox:
    """A mailbox with these mails; `looks` are the marks it was asked with."""

    mails: list[bytes] = field(default_factory=list)
    looks: list[Mapping[str, str]] = field(default_factory=list)
    is_away: bool = False
    breaks: bool = False

    async def look(self, account: Account, *, since: datetime, marks: Mapping[str, str]) -> Returned:
        self.looks.append(marks)
        if self.is_away:
            raise OutsideError("host-unreachable", "It does not answer.")
        if self.breaks:
            raise ZeroDivisionError
        found = [read_report(mail) for mail in self.mails]
        return Returned(tuple(report for report in found if report), {"INBOX": f"1:{len(self.mails)}"})


@dataclass
class Clock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


@dataclass
class Desk:
    store: SqliteStore
    clock: Clock
    mailbox: Mailbox
    account: Account
    events: list[DispatchEvent] = field(default_factory=list)

    @property
    def watch(self) -> BounceWatch:
        return BounceWatch(self.store, self.mailbox, observe=self.events.append)

    async def doubted(self) -> UUID:
        """One that was let through, and of which no answer came."""
        doubt = (RecipientResult(0, RecipientState.IN_DOUBT, "lost"),)
        return await self._settled((), InDoubt("The connection was lost.", doubt), self.account)

    async def sent(self, *to: str, sender: Account | None = None) -> UUID:
        results = tuple(RecipientResult(n, RecipientState.ACCEPTED, "250 ok") for n in range(len(to) or 1))
        return await self._settled(to, Accepted(Reply(250, "ok"), results), sender or self.account)

    async def _settled(self, to: tuple[str, ...], outcome: Accepted | InDoubt, sender: Account) -> UUID:
        worker = new_id()
        await self.store.register_worker(worker, "test", lease=timedelta(minutes=1))
        await self.store.schedule(OWNER, [new(sender, to=to or ("bob@example.net",))])
        (held,) = await self.store.claim(worker, limit=1, closed=())
        numbers = tuple(range(len(to) or 1))
        intent = Transmission(held.delivery.id, held.delivery.run_lease, self.clock.at, "00" * 32, numbers)
        await self.store.transmitting(worker, [intent])
        verdict = settle(held.delivery, outcome, retry=RetryPolicy(), now=self.clock.at, spread=0.5)
        await self.store.settle(worker, [Settlement(held.delivery.id, held.delivery.run_lease, verdict)])
        return held.delivery.id

    async def states(self, id: UUID) -> list[str]:
        item = await self.store.find(OWNER, id)
        assert item is not None
        return [recipient.state.value for recipient in item.delivery.recipients]

    def told(self) -> list[str]:
        return [event.name for event in self.events]


@pytest.fixture
async def desk(tmp_path: Path):
    clock = Clock()
    store = SqliteStore(tmp_path / "nightmail.sqlite3", clock=clock)
    await store.open()
    sender = account(imap=Server("127.0.0.1", 143, Security.PLAIN))
    await store.save_account(sender)
    yield Desk(store, clock, Mailbox(), sender)
    await store.close()


async def test_a_report_in_the_mailbox_becomes_a_bounce(desk: Desk):
    id = await desk.sent()
    desk.mailbox.mails = [reports.postfix(id)]

    await desk.watch.look()

    assert await desk.states(id) == ["bounced"]
    assert [one.address for one in await desk.store.suppressions(OWNER)] == ["bob@example.net"]
    assert desk.told() == ["delivery.bounced"]


async def test_reports_without_our_id_or_about_others_mail_are_not_believed(desk: Desk):
    other = account(address="other@example.org")
    await desk.store.save_account(other)
    mine, theirs = await desk.sent(), await desk.sent(sender=other)
    desk.mailbox.mails = [reports.postfix(None), reports.postfix(theirs), reports.postfix(new_id()), reports.absence(mine)]

    await desk.watch.look()

    assert await desk.states(mine) == await desk.states(theirs) == ["accepted"]
    assert await desk.store.suppressions(OWNER) == ()


async def test_a_restart_goes_on_where_the_last_run_stopped(desk: Desk):
    await desk.sent()
    await desk.watch.look()
    await desk.watch.look()
    assert desk.mailbox.looks == [{}]

    desk.clock.at += timedelta(minutes=6)
    await desk.watch.look()

    assert desk.mailbox.looks == [{}, {"INBOX": "1:0"}]


async def test_a_delay_of_a_message_in_doubt_is_told_and_neither_settles_it_nor_sends_it_again(desk: Desk):
    id = await desk.doubted()
    desk.mailbox.mails = [reports.postfix(id, action="delayed", status="4.4.1", diagnostic="smtp; 451 4.4.1 timed out")]

    await desk.watch.look()

    item = await desk.store.find(OWNER, id)
    assert item is not None
    assert (item.delivery.state, item.audit[-1].event) == (DeliveryState.IN_DOUBT, "in_doubt")
    assert await desk.states(id) == ["in_doubt"]
    assert await desk.store.suppressions(OWNER) == ()
    assert desk.told() == ["delivery.delayed"]


async def test_a_report_that_it_came_back_after_a_delay_settles_the_doubt(desk: Desk):
    id = await desk.doubted()
    desk.mailbox.mails = [reports.postfix(id, action="delayed", status="4.4.1", diagnostic="smtp; 451 4.4.1 timed out")]
    await desk.watch.look()

    desk.mailbox.mails = [reports.postfix(id)]
    desk.clock.at += timedelta(minutes=6)
    await desk.watch.look()

    assert await desk.states(id) == ["bounced"]
    assert desk.told() == ["delivery.delayed", "delivery.bounced"]


async def test_a_mailbox_that_does_not_answer_costs_nothing_but_that_look(desk: Desk):
    id = await desk.sent()
    desk.mailbox.mails, desk.mailbox.is_away = [reports.postfix(id)], True
    await desk.watch.look()
    assert desk.told() == ["bounces.unreachable"]

    desk.mailbox.is_away = False
    desk.clock.at += timedelta(minutes=6)
    await desk.watch.look()

    assert await desk.states(id) == ["bounced"]


async def test_a_bug_at_one_mailbox_leaves_the_others_looked_into(desk: Desk):
    others = [account(address=f"{n}@example.org", imap=desk.account.imap) for n in range(12)]
    for other in others:
        await desk.store.save_account(other)
        await desk.sent(sender=other)
    desk.mailbox.breaks = True

    await desk.watch.look()

    assert len(desk.mailbox.looks) == len(others)
    assert desk.told() == ["mailbox.crashed"] * len(others)


async def test_a_report_about_a_message_that_is_being_sent_is_read_again(desk: Desk):
    id = await desk.sent("bob@example.net", "cid@example.net")
    await desk.store.bounced(judge_report(read_report(reports.postfix(id)), await record(desk, id)).bounce)  # type: ignore[arg-type]
    await desk.sent("dan@example.net")
    await desk.store.redrive(OWNER, id, force=True)
    worker = new_id()
    await desk.store.register_worker(worker, "test", lease=timedelta(minutes=1))
    (held,) = await desk.store.claim(worker, limit=1, closed=())
    desk.mailbox.mails = [reports.postfix(id, "cid@example.net")]

    await desk.watch.look()
    assert await desk.states(id) == ["pending", "accepted"]
    await desk.store.release(worker, [(id, held.delivery.run_lease)])
    desk.clock.at += timedelta(minutes=6)
    await desk.watch.look()

    assert desk.mailbox.looks == [{}, {}]
    assert await desk.states(id) == ["pending", "bounced"]


async def record(desk: Desk, id: UUID) -> Delivery:
    return (await desk.store.records([id]))[id][1]


async def test_after_three_days_nobody_looks_any_more(desk: Desk):
    await desk.sent()
    desk.clock.at += timedelta(hours=73)

    await desk.watch.look()

    assert desk.mailbox.looks == []

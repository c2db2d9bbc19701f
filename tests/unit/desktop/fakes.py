"""An outbox in memory, a clock that stands still and a runner that answers at once: enough world for a presenter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from desktop.gateway.cloud_port import CloudKind, CloudStanding, Consent, MoveReport, Sealed, WorkerLife
from desktop.gateway.mirror import fits
from desktop.gateway.port import AgentKind, AgentStatus, NewAccount, PasswordHome, Progress, unheard
from desktop.running import Errand, T
from nightmail.account.model import Account, AccountState, Limits, Security, Server
from nightmail.account.providers import servers_for
from nightmail.account.secret import Secret
from nightmail.account.servers import ServerKind
from nightmail.accounts import PAUSED_BY_PERSON
from nightmail.delivery.audit import AuditEntry, AuditEvent, detail_text
from nightmail.delivery.breaker import Hold
from nightmail.delivery.model import Delivery, DeliveryState, Priority, Recipient, RecipientState
from nightmail.delivery.retry import DEFAULT_LIFETIME
from nightmail.discovery.certificate import Shown
from nightmail.discovery.model import Found, Source, Suggestion
from nightmail.environment import OauthClient
from nightmail.errors import NightmailError, PersonError
from nightmail.ids import new_id
from nightmail.imap.probe import Probed
from nightmail.message.draft import Draft, freeze
from nightmail.message.model import Address, Attachment, Message
from nightmail.oauth.bundle import Bundle
from nightmail.outbox import merged
from nightmail.ports import Changes, Item, OutboxQuery, OutboxRow, Place, Scheduled, ServerFacts, Stuck, Suppression, Usage
from nightmail.sandbox.caught import CaughtMail
from nightmail.schedule.due import due_at
from nightmail.schedule.model import Schedule, WallTime

# A Wednesday evening in Berlin.
NOW_AT = datetime(2026, 11, 11, 17, 3, tzinfo=UTC)
ZONE = "Europe/Berlin"
OWNER = UUID(int=0)
ANNA = UUID(int=1)
WORK = UUID(int=2)


# Turns of a loop in which nothing happened, after which nothing will by itself.
_STILL = 50


class StillClock:
    def __init__(self, at: datetime = NOW_AT) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


class Paper:
    """A shelf for preferences, in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, object] = {}

    def value(self, name: str, /) -> object:
        return self.kept.get(name)

    def setValue(self, name: str, words: str, /) -> None:
        self.kept[name] = words

    def remove(self, name: str, /) -> None:
        self.kept.pop(name, None)


class AtOnce:
    """Runs the work to its end on the spot. Failures nobody asked about are kept."""

    def __init__(self) -> None:
        self.troubles: list[Exception] = []

    def run(
        self,
        work: Coroutine[Any, Any, T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Errand:
        loop = asyncio.new_event_loop()
        try:
            answer = loop.run_until_complete(work)
        except Exception as problem:
            (failed or self.troubles.append)(problem)
        else:
            if done is not None:
                done(answer)
        finally:
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()
        return Over()

    def tell(self, news: Callable[[], None]) -> None:
        news()


class Threads(ThreadPoolExecutor):
    """Where work on files is done, knowing what is under way."""

    def __init__(self) -> None:
        super().__init__()
        self._under_way: set[Future[Any]] = set()

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        begun = super().submit(fn, *args, **kwargs)
        self._under_way.add(begun)
        return begun

    async def come_to_rest(self) -> None:
        """Until whatever runs on the loop is over, or waits for what nobody here brings."""
        still = 0
        while still < _STILL:
            await asyncio.sleep(0)
            still += 1
            while self._under_way:
                await asyncio.wait([asyncio.wrap_future(self._under_way.pop())])
                still = 0


class Later:
    """Holds work and answers back until `turn`; what waits for ever is left where it stands."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._threads = Threads()
        self._loop.set_default_executor(self._threads)
        self._answers: list[Callable[[], object]] = []
        self._tasks: list[asyncio.Task[None]] = []

    def run(
        self,
        work: Coroutine[Any, Any, T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Errand:
        async def errand() -> None:
            try:
                answer = await work
            except Exception as problem:
                self._answer(lambda problem=problem: failed(problem) if failed else None)  # type: ignore[misc]
            else:
                self._answer(lambda: done(answer) if done else None)

        task = self._loop.create_task(errand())
        self._tasks.append(task)
        return Held(task, self._answers)

    def tell(self, news: Callable[[], None]) -> None:
        self._answers.append(news)

    def turn(self, *, answers: bool = True) -> None:
        """Let all work go as far as it can, then give the answers, unless they are to wait."""
        self._loop.run_until_complete(self._threads.come_to_rest())
        while answers and self._answers:
            self._answers.pop(0)()

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    def _answer(self, news: Callable[[], object]) -> None:
        self._answers.append(news)


class Held:
    def __init__(self, task: asyncio.Task[None], answers: list[Callable[[], object]]) -> None:
        self._task = task
        self._answers = answers

    def cancel(self) -> object:
        self._answers.clear()
        return self._task.cancel()


class Over:
    """An errand that has come to its end."""

    def cancel(self) -> object:
        return False


def account(id: UUID, address: str, name: str = "", **other: object) -> Account:
    smtp = Server(f"smtp.{address.partition('@')[2]}", 465, Security.TLS, address)
    made = Account(id, OWNER, address, name, smtp, None, Limits(2, 100, 50, 25_000_000))
    return replace(made, **other)  # type: ignore[arg-type]


ACCOUNTS = (
    account(ANNA, "anna@example.org", "Anna Example"),
    account(WORK, "anna.example@studio-nord.example", "Anna at Studio Nord"),
)


@dataclass
class FakeCloud:
    """A project in memory. `calls` names what was asked of it; `refuses` makes the named call fail."""

    stands: CloudStanding = field(default_factory=CloudStanding)
    calls: list[tuple[str, object]] = field(default_factory=list)
    refuses: dict[str, NightmailError] = field(default_factory=dict)
    key: str = "k-7F3A-91BC-04DE-5A61-B2C3-D4E5"
    confirms: bool = False
    report: MoveReport = field(default_factory=lambda: MoveReport(0))

    async def standing(self) -> CloudStanding:
        return self.stands

    async def look(self) -> None:
        self._called("look", None)

    async def connect(self, url: str, key: str) -> None:
        self._called("connect", (url, key))
        self._stand(CloudKind.SIGNED_OUT, host="night.example", url=url)

    async def sign_up(self, email: str, password: Secret) -> bool:
        self._called("sign_up", (email, password.reveal()))
        if not self.confirms:
            self._stand(CloudKind.SIGNED_IN, email=email)
        return not self.confirms

    async def confirm(self, email: str, code: str) -> None:
        self._called("confirm", (email, code))
        self._stand(CloudKind.SIGNED_IN, email=email)

    async def sign_in(self, email: str, password: Secret) -> None:
        self._called("sign_in", (email, password.reveal()))
        self._stand(CloudKind.SIGNED_IN, email=email)

    async def sign_out(self) -> int:
        self._called("sign_out", None)
        self._stand(CloudKind.SIGNED_OUT)
        return self.stands.waiting_there

    async def ask_reset(self, email: str) -> None:
        self._called("ask_reset", email)

    async def reset(self, email: str, code: str, password: Secret) -> None:
        self._called("reset", (email, code, password.reveal()))
        self._stand(CloudKind.SIGNED_IN, email=email)

    async def consent_for(self, account_id: UUID) -> Consent:
        self._called("consent_for", account_id)
        address = next(each.address for each in ACCOUNTS if each.id == account_id)
        before = self.stands.sealed.get(account_id)
        return Consent(
            account_id,
            address,
            "abcdefghijkl.supabase.co",
            leaves=f"To abcdefghijkl.supabase.co go the account {address} with its servers (smtp.example.org), and its password, "
            "sealed on this PC before it goes. Messages that you schedule there go with their text, recipients and attachments.",
            opens="The password can be opened only by a worker that holds the private half of the key below, run by whoever runs "
            "the project. The database and its operators hold ciphertext. Messages can be read by whoever runs the project.",
            key_id=self.key,
            before=before.key_id if before else "",
        )

    async def seal(self, account_id: UUID, key_id: str) -> None:
        self._called("seal", (account_id, key_id))
        self.stands = replace(self.stands, sealed={**self.stands.sealed, account_id: Sealed(key_id)})

    async def revoke(self, account_id: UUID) -> None:
        self._called("revoke", account_id)
        self.stands = replace(self.stands, sealed={id: s for id, s in self.stands.sealed.items() if id != account_id})

    async def move(self, id: UUID, place: Place) -> None:
        self._called("move", (id, place))

    async def move_all(self) -> MoveReport:
        self._called("move_all", None)
        return self.report

    def asked(self, name: str) -> Sequence[Any]:
        return [with_what for call, with_what in self.calls if call == name]

    def sign_in_quietly(self, **standing: Any) -> None:
        """Somebody is signed in, a worker runs, and what else is said."""
        self._stand(CloudKind.SIGNED_IN, host="abcdefghijkl.supabase.co", email="anna@example.org", device="anna-laptop")
        life = WorkerLife(True, NOW_AT - timedelta(seconds=20))
        self.stands = replace(self.stands, status=replace(self.stands.status, worker=life), **standing)

    def fail(self, kind: CloudKind, why: str, since: datetime | None = None) -> None:
        self._stand(kind, why=why, since=since)

    def _stand(self, kind: CloudKind, **status: Any) -> None:
        self.stands = replace(self.stands, status=replace(self.stands.status, kind=kind, **status))

    def _called(self, name: str, with_what: object) -> None:
        self.calls.append((name, with_what))
        if name in self.refuses:
            raise self.refuses[name]


class FakeSetUp:
    """Finds, tries and changes what it is told to. `calls` names what was asked of it; `refuses` makes the named call fail."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, object]] = []
        self.refuses: dict[str, NightmailError] = {}
        self.found: Found | None = None
        self.sent_folder = "Sent"
        self.probed = Probed(True, True, "Sent", timedelta(seconds=3))
        self.mails: tuple[CaughtMail, ...] = ()
        self.to_go: tuple[tuple[UUID, Draft], ...] = ()
        self.shown = Shown(
            "-----BEGIN CERTIFICATE-----\n",
            "9F:86:D0:81:88:4C:7D:65:9A:2F:EA:A0:C5:5A:D0:15:A3:BF:4F:1B:2B:0B:82:2C:D1:5D:6C:15:B0:F0:0A:08",
            "mail.verein.example",
            "mail.verein.example",
            NOW_AT - timedelta(days=20),
            NOW_AT + timedelta(days=345),
            True,
        )

    async def find_servers(self, address: str) -> Found:
        self._called("find_servers", address)
        if self.found is not None:
            return self.found
        known = servers_for(address)
        domain = address.rpartition("@")[2]
        return Found(domain, (Suggestion(*known, Source.TABLE, domain, "Gmail"),) if known else (), ("MX: none",))

    async def test_mailbox(self, new: NewAccount) -> str:
        self._called("test_mailbox", new)
        return self.sent_folder

    async def certificate(self, server: Server, kind: ServerKind) -> Shown:
        self._called("certificate", (server, kind))
        return self.shown

    async def change_servers(self, new: NewAccount) -> Account:
        self._called("change_servers", new)
        assert new.id is not None
        return account(new.id, new.address, new.name, smtp=new.smtp, imap=new.imap)

    async def learn(self, account_id: UUID, message_id: UUID) -> Probed:
        self._called("learn", (account_id, message_id))
        return self.probed

    async def forget_learned(self, account_id: UUID) -> None:
        self._called("forget_learned", account_id)

    async def caught(self) -> Sequence[CaughtMail]:
        self._called("caught", None)
        return self.mails

    async def sandbox_drafts(self, account_id: UUID) -> Sequence[tuple[UUID, Draft]]:
        self._called("sandbox_drafts", account_id)
        return self.to_go

    async def leave_sandbox(self, account_id: UUID, cancelled: Sequence[UUID]) -> None:
        self._called("leave_sandbox", (account_id, tuple(cancelled)))

    def asked(self, name: str) -> Sequence[Any]:
        return [with_what for call, with_what in self.calls if call == name]

    def _called(self, name: str, with_what: object) -> None:
        self.calls.append((name, with_what))
        if name in self.refuses:
            raise self.refuses[name]


class FakeSignIns:
    """Signs everybody in at once, unless `refuses` says why not, or nobody comes back from the browser."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, OauthClient | None]] = []
        self.again: list[UUID] = []
        self.refuses: Exception | None = None
        self.nobody_comes_back = False
        self.tokens = Bundle("google", OauthClient("id"), "refresh", "access").secret()

    async def sign_in(self, provider: str, address: str, client: OauthClient | None) -> Secret:
        self.asked.append((provider, address, client))
        if self.nobody_comes_back:
            await asyncio.Event().wait()
        if self.refuses is not None:
            raise self.refuses
        return self.tokens

    async def sign_in_again(self, account_id: UUID) -> None:
        self.again.append(account_id)
        if self.refuses is not None:
            raise self.refuses


@dataclass
class FakeGateway:
    """Keeps items by id. `calls` names what was asked of it; `refuses` makes the named call fail. `sends_at_once`: what is
    scheduled was sent by the time anybody looks."""

    items: dict[UUID, Item] = field(default_factory=dict)
    known: tuple[Account, ...] = ACCOUNTS
    clock: StillClock = field(default_factory=StillClock)
    calls: list[tuple[str, object]] = field(default_factory=list)
    refuses: dict[str, NightmailError] = field(default_factory=dict)
    status: AgentStatus = field(default_factory=lambda: AgentStatus(AgentKind.HERE))
    home: PasswordHome = PasswordHome.KEYRING
    held: dict[Place, tuple[Hold, ...]] = field(default_factory=dict)
    lifetimes: dict[UUID, timedelta] = field(default_factory=dict)
    used: dict[UUID, Usage] = field(default_factory=dict)
    returned: tuple[Suppression, ...] = ()
    still: Stuck = field(default_factory=lambda: Stuck(0, None, {}))
    sends_at_once: bool = False
    facts: ServerFacts = field(default_factory=lambda: ServerFacts("smtp.example.org", {}, 35_000_000, True, True))

    async def schedule(
        self,
        draft: Draft,
        account: Account,
        schedule: Schedule,
        *,
        id: UUID,
        replaces: UUID | None = None,
        priority: Priority | None = None,
        lifetime: timedelta = DEFAULT_LIFETIME,
        progress: Progress = unheard,
    ) -> Scheduled:
        self._called("schedule", (draft, account.address, schedule, id))
        self.lifetimes[id] = lifetime
        priority = Priority.NORMAL if priority is None else priority
        if replaces is not None:
            self._called("replace", replaces)
            self._move(replaces, DeliveryState.CANCELLED)
        message = freeze(replace(draft, files=()), id=id, account=account, attachments=(), created_at=self.clock.now())
        due = due_at(schedule, now=self.clock.now())
        item = item_of(message, due=due, wall_time=schedule if isinstance(schedule, WallTime) else None)
        state = DeliveryState.SENT if self.sends_at_once else item.delivery.state
        self.items[id] = replace(item, delivery=replace(item.delivery, priority=priority, state=state))
        return Scheduled(id, DeliveryState.SCHEDULED, due, message.message_id, True)

    async def cancel(self, id: UUID) -> None:
        self._called("cancel", id)
        self._move(id, DeliveryState.CANCELLED)

    async def send_now(self, id: UUID) -> None:
        self._called("send_now", id)

    async def reschedule(self, id: UUID, schedule: Schedule, *, lifetime: timedelta | None = None) -> None:
        self._called("reschedule", (id, schedule))
        if lifetime is not None:
            self.lifetimes[id] = lifetime

    async def hold(self, id: UUID) -> None:
        self._called("hold", id)
        self._move(id, DeliveryState.HELD)

    async def resume(self, id: UUID) -> None:
        self._called("resume", id)
        self._move(id, DeliveryState.SCHEDULED)

    async def resolve(self, id: UUID, *, arrived: bool) -> None:
        self._called("resolve", (id, arrived))

    async def redrive(self, id: UUID) -> None:
        self._called("redrive", id)
        self._move(id, DeliveryState.SCHEDULED)

    async def suppressions(self) -> tuple[Suppression, ...]:
        return self.returned

    async def stuck(self) -> Stuck:
        self._called("stuck", None)
        return self.still

    async def list(self, query: OutboxQuery) -> tuple[OutboxRow, ...]:
        found = merged([row_of(item) for item in self.items.values() if _fits(item, query)], (), query.sort)
        if query.after is not None:
            found = tuple(
                row for row in found if fits(row, OutboxQuery(sort=query.sort, after=query.after, backwards=query.backwards))
            )
        if query.backwards:
            return found[max(len(found) - query.limit, 0) :]
        return found[query.offset : query.offset + query.limit]

    async def counts(self) -> Mapping[DeliveryState, int]:
        states = [item.delivery.state for item in self.items.values()]
        return {state: states.count(state) for state in set(states)}

    async def show(self, id: UUID) -> Item:
        if id not in self.items:
            raise PersonError("no-such-message", f"There is no message {id}.")
        return self.items[id]

    async def draft_of(self, id: UUID) -> Draft:
        message = self.items[id].message
        return Draft(
            to=tuple(address.spec for address in message.to), subject=message.subject, text=message.text, html=message.html
        )

    async def holds(self) -> Mapping[Place, tuple[Hold, ...]]:
        return self.held

    async def usage(self, account_id: UUID) -> Usage | None:
        return self.used.get(account_id)

    async def changes_since(self, cursor: str) -> Changes:
        return Changes((), cursor)

    async def accounts(self) -> tuple[Account, ...]:
        return self.known

    async def add_account(self, new: NewAccount) -> Account:
        self._called("add_account", new)
        made = account(new_id(), new.address, new.name)
        self.known = (*self.known, made)
        return made

    async def test_account(self, new: NewAccount) -> ServerFacts:
        self._called("test_account", new)
        return self.facts

    async def resume_account(self, id: UUID, password: Secret | None) -> None:
        self._called("resume_account", (id, password))
        self.known = tuple(replace(each, state=AccountState.ACTIVE) if each.id == id else each for each in self.known)

    async def pause_account(self, id: UUID) -> None:
        self._called("pause_account", id)
        self.known = tuple(
            replace(each, state=AccountState.PAUSED, pause_reason=PAUSED_BY_PERSON) if each.id == id else each
            for each in self.known
        )

    async def change_account(self, account: Account) -> None:
        self._called("change_account", account)
        self.known = tuple(account if each.id == account.id else each for each in self.known)

    async def remove_account(self, id: UUID) -> None:
        self._called("remove_account", id)
        self.known = tuple(each for each in self.known if each.id != id)

    async def password_home(self) -> PasswordHome:
        return self.home

    async def unlock(self, passphrase: Secret) -> None:
        self._called("unlock", passphrase)
        self.home = PasswordHome.SEALED
        self.refuses = {name: error for name, error in self.refuses.items() if error.code != "passphrase-needed"}

    async def add_sandbox(self) -> Account:
        self._called("add_sandbox", None)
        made = account(new_id(), "you@sandbox.test", "You")
        self.known = (*self.known, made)
        return made

    async def agent(self) -> AgentStatus:
        return self.status

    def add(self, item: Item) -> UUID:
        self.items[item.delivery.id] = item
        return item.delivery.id

    def asked(self, name: str) -> Sequence[Any]:
        """What the named call was given, each time; its shape differs from call to call."""
        return [with_what for call, with_what in self.calls if call == name]

    def _called(self, name: str, with_what: object) -> None:
        self.calls.append((name, with_what))
        if name in self.refuses:
            raise self.refuses[name]

    def _move(self, id: UUID, state: DeliveryState) -> None:
        if id not in self.items:
            raise PersonError("no-such-message", f"There is no message {id}.")
        item = self.items[id]
        self.items[id] = replace(item, delivery=replace(item.delivery, state=state))


def _fits(item: Item, query: OutboxQuery) -> bool:
    words = f"{item.message.subject} {' '.join(address.spec for address in item.message.to)}".lower()
    return (
        item.delivery.state in query.states
        and query.account_id in (None, item.delivery.account_id)
        and query.text.lower() in words
    )


def row_of(item: Item) -> OutboxRow:
    message = item.message
    return OutboxRow(
        delivery=replace(item.delivery, recipients=()),
        message_id=message.message_id,
        subject=message.subject,
        to=tuple(f"{address.name} <{address.spec}>" if address.name else address.spec for address in message.to),
        created_at=message.created_at,
        has_attachments=bool(message.attachments),
        wall_time=item.wall_time,
        sent_at=item.sent_at,
        place=item.place,
        is_moving=item.is_moving,
    )


def message(
    subject: str, to: str | Address = "tom@example.net", *, account_id: UUID = ANNA, html: str | None = None, text: str = ""
) -> Message:
    id = new_id()
    sender = next(each for each in ACCOUNTS if each.id == account_id)
    files = (Attachment("invoice-2026-11.pdf", "application/pdf", 182_400, "0" * 64),) if "nvoice" in subject else ()
    return Message(
        id=id,
        message_id=f"<{id.hex}@example.org>",
        account_id=account_id,
        sender=Address(sender.address, sender.name),
        to=(to if isinstance(to, Address) else Address(to),),
        cc=(),
        bcc=(),
        subject=subject,
        text=text or "Hello Tom,\n\nhere is what we spoke about.\n\nAnna",
        html=html,
        created_at=NOW_AT - timedelta(hours=2),
        attachments=files,
    )


def item_of(
    message: Message,
    *,
    state: DeliveryState = DeliveryState.SCHEDULED,
    due: datetime = NOW_AT + timedelta(hours=14),
    reason: str = "",
    deferrals: int = 0,
    sent_at: datetime | None = None,
    audit: tuple[AuditEntry, ...] = (),
    wall_time: WallTime | None = None,
    outcomes: tuple[tuple[str, RecipientState, str], ...] = (),
    place: Place = Place.LOCAL,
) -> Item:
    recipients = tuple(Recipient(n, kind, address.name, address.spec) for n, (kind, address) in enumerate(message.recipients))
    if outcomes:
        recipients = tuple(replace(recipients[0], n=n, address=a, state=s, reply=r) for n, (a, s, r) in enumerate(outcomes))
    delivery = Delivery(
        id=message.id,
        owner_id=OWNER,
        account_id=message.account_id,
        state=state,
        wanted_at=due,
        due_at=due,
        deadline_at=due + timedelta(hours=24),
        attempts=deferrals,
        deferrals=deferrals,
        reason=reason,
        recipients=recipients,
    )
    return Item(message, wall_time, delivery, audit or trail(message.id, (AuditEvent.SCHEDULED, {})), sent_at, place)


def trail(
    id: UUID, *events: tuple[AuditEvent, dict[str, object]], start: datetime = NOW_AT - timedelta(hours=2)
) -> tuple[AuditEntry, ...]:
    actors = {AuditEvent.SCHEDULED: "person", AuditEvent.CANCELLED: "person", AuditEvent.RESCHEDULED: "person"}
    return tuple(
        AuditEntry(id, n, start + timedelta(seconds=n * 3), event.value, actors.get(event, "worker:1"), detail_text(detail), b"")
        for n, (event, detail) in enumerate(events, start=1)
    )

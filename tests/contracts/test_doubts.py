"""From doubt to knowledge, over every store: real submissions that go wrong, a real mailbox, and what the record says."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import update

from nightmail.account.model import Account, Options, Security, Server, WhenUnknown
from nightmail.account.secret import Secret
from nightmail.delivery.doubt import Arrived, Ask, LookLater, SendAgain
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.dispatcher import Dispatcher, DispatchSettings
from nightmail.dispatcher.reconcile import Reconciler, ReconcilerStore
from nightmail.message.model import Attachment
from nightmail.metronome import ApMetronome
from nightmail.ports import DispatchEvent, Item
from nightmail.sandbox.imap import SENT, Habits, SandboxMailbox
from nightmail.sandbox.server import Sandbox
from nightmail.smtp.submitter import SmtpSubmitter
from nightmail.store.blobs import FolderBlobs
from nightmail.store.tables import deliveries, sent_copies
from nightmail.verify import verify_all
from tests.letters import OWNER, account, new
from tests.mailboxes import PASSWORD, OnePassword, mailboxes

FILES = Options(saves_sent=True, keeps_id=True)
LEASE = timedelta(minutes=5)
LATER = timedelta(minutes=31)


class Later:
    """The same store as it will be seen in a while."""

    def __init__(self, store: ReconcilerStore, ahead: timedelta) -> None:
        self._store = store
        self._ahead = ahead

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def now(self) -> datetime:
        return await self._store.now() + self._ahead


@dataclass
class Scene:
    """One account at a provider that misbehaves, and everybody who deals with it."""

    store: ReconcilerStore
    sender: Account
    sandbox: Sandbox
    mailbox: SandboxMailbox
    folder: Path
    told: list[DispatchEvent] = field(default_factory=list)

    async def send(self, *to: str, attach: Sequence[Attachment] = ()) -> UUID:
        letter = new(self.sender, to=to or ("bob@example.net",), text=".dotted\n..twice\n", attachments=tuple(attach))
        (receipt,) = await self.store.schedule(OWNER, [letter])
        await self.work()
        return receipt.id

    @property
    def blobs(self) -> FolderBlobs:
        return FolderBlobs(self.folder / "blobs")

    async def work(self) -> None:
        """Send what is due, and look at what is due to be looked at."""
        submitter = SmtpSubmitter(OnePassword(Secret(PASSWORD)), self.blobs)
        reconciler = self.reconciler()
        settings = DispatchSettings(name="test", idle_within=timedelta(0))
        dispatcher = Dispatcher(
            self.store,
            self.blobs,
            submitter,
            metronome=ApMetronome(),
            settings=settings,
            beats=[reconciler.beat],
            observe=reconciler.listening(self.told.append),
        )
        await dispatcher.run(until_idle=True)
        await submitter.close()

    def reconciler(self, ahead: timedelta = timedelta(0)) -> Reconciler:
        store: Any = Later(self.store, ahead)
        return Reconciler(store, self.blobs, mailboxes(), observe=self.told.append)

    async def look(self, ahead: timedelta = timedelta(0), *, times: int = 1) -> None:
        for _ in range(times):
            await self.make_due()
            await self.reconciler(ahead).turn()

    async def make_due(self) -> None:
        now = await self.store.now()
        query = update(deliveries).where(deliveries.c.state == "in_doubt").values(due_at=now)
        await self.store._write(lambda connection: connection.execute(query))  # type: ignore[attr-defined]

    async def item(self, id: UUID) -> Item:
        found = await self.store.find(OWNER, id)
        assert found is not None
        return found

    async def events(self, id: UUID) -> list[str]:
        return [entry.event for entry in (await self.item(id)).audit]

    async def is_sound(self) -> bool:
        return (await verify_all(self.store, OWNER)).broken == ()


@asynccontextmanager
async def provider(
    store: ReconcilerStore,
    folder: Path,
    *faults: str,
    options: Options = FILES,
    habits: Habits | None = None,
    has_mailbox: bool = True,
) -> AsyncIterator[Scene]:
    async with AsyncExitStack() as stack:
        mailbox = await stack.enter_async_context(SandboxMailbox(password=PASSWORD, habits=habits))
        sandbox = await stack.enter_async_context(Sandbox(faults=faults, on_caught=mailbox.take))
        imap = Server("127.0.0.1", mailbox.port, Security.PLAIN, "anna") if has_mailbox else None
        sender = account(smtp=Server("127.0.0.1", sandbox.port, Security.PLAIN), imap=imap, options=options)
        await store.save_account(sender)
        yield Scene(store, sender, sandbox, mailbox, folder)


# ---------------------------------------------------------------------------------------------- whole stories


async def test_a_message_whose_reply_was_lost_is_found_and_sent_once(store: ReconcilerStore, tmp_path: Path) -> None:
    async with provider(store, tmp_path, "lose-reply") as scene:
        id = await scene.send()
        assert (await scene.item(id)).delivery.state is DeliveryState.IN_DOUBT

        await scene.look()
        await scene.work()

        found = await scene.item(id)
        assert found.delivery.state is DeliveryState.SENT
        assert found.delivery.recipients[0].state is RecipientState.ACCEPTED
        assert found.audit[-1].event == "found"
        assert {**found.audit[-1].fields} == {
            "folder": "Sent", "uid": 101, "header": "Message-ID", "seen_as": found.message.message_id, "looks": 1, "state": "sent"
        }  # fmt: skip
        assert scene.sandbox.count == 1
        assert await scene.is_sound()


async def test_a_message_that_was_dropped_is_sent_again_once_and_byte_for_byte(store: ReconcilerStore, tmp_path: Path) -> None:
    async with provider(store, tmp_path, "drop-after-dot*1") as scene:
        id = await scene.send()
        await scene.look(times=3)
        assert scene.sandbox.count == 0
        assert (await scene.item(id)).delivery.state is DeliveryState.IN_DOUBT

        await scene.look(LATER)
        await scene.work()

        item = await scene.item(id)
        assert item.delivery.state is DeliveryState.SENT
        assert [entry.event for entry in item.audit] == [
            "scheduled", "claimed", "transmitting", "in_doubt", "absent", "claimed", "transmitting", "sent"
        ]  # fmt: skip
        first, second = [entry.fields["wire_sha256"] for entry in item.audit if entry.event == "transmitting"]
        assert first == second == _fingerprint(scene.sandbox.caught[0].content)
        assert scene.sandbox.count == 1
        assert await scene.is_sound()


async def test_what_is_dropped_twice_is_asked_about(store: ReconcilerStore, tmp_path: Path) -> None:
    async with provider(store, tmp_path, "drop-after-dot") as scene:
        id = await scene.send()
        await scene.look(LATER, times=4)
        await scene.work()

        await scene.look(LATER, times=6)
        await scene.work()

        item = await scene.item(id)
        assert item.delivery.state is DeliveryState.IN_DOUBT
        assert (await scene.events(id)).count("transmitting") == 2
        assert item.audit[-1].event == "asked"
        assert "once already" in item.delivery.reason


async def test_without_a_mailbox_a_person_is_asked_and_nothing_is_sent_again(store: ReconcilerStore, tmp_path: Path) -> None:
    async with provider(store, tmp_path, "drop-after-dot*1", has_mailbox=False) as scene:
        id = await scene.send()

        await scene.look(LATER, times=2)
        await scene.work()

        item = await scene.item(id)
        assert item.delivery.state is DeliveryState.IN_DOUBT
        assert [entry.event for entry in item.audit][-2:] == ["in_doubt", "asked"]
        assert "no mailbox" in item.delivery.reason
        assert scene.sandbox.count == 0
        assert await store.resolve(OWNER, id, arrived=False) is DeliveryState.SCHEDULED
        await scene.work()
        assert (await scene.item(id)).delivery.state is DeliveryState.SENT
        assert await scene.is_sound()


async def test_an_account_set_to_it_sends_again_without_being_asked(store: ReconcilerStore, tmp_path: Path) -> None:
    options = Options(when_unknown=WhenUnknown.RESEND)
    async with provider(store, tmp_path, "drop-after-dot*1", has_mailbox=False, options=options) as scene:
        id = await scene.send()

        await scene.look()
        assert (await scene.item(id)).delivery.state is DeliveryState.IN_DOUBT
        await scene.look(LATER)
        await scene.work()

        item = await scene.item(id)
        assert item.delivery.state is DeliveryState.SENT
        again = next(entry for entry in item.audit if entry.event == "send_again")
        assert again.actor == "system"
        assert await scene.is_sound()


async def test_a_copy_that_turns_up_late_is_still_found(store: ReconcilerStore, tmp_path: Path) -> None:
    async with provider(store, tmp_path, "lose-reply", habits=Habits(saves_sent=False, rewrites_ids=True)) as scene:
        id = await scene.send("anna@example.org")
        caught = scene.sandbox.caught[0]
        for name in ("INBOX", SENT):
            await scene.mailbox.empty(name)
        await scene.look(times=2)
        assert (await scene.item(id)).delivery.state is DeliveryState.IN_DOUBT

        scene.mailbox.take(caught)
        await scene.look(times=1)

        assert (await scene.item(id)).delivery.state is DeliveryState.SENT
        assert (await scene.item(id)).audit[-1].fields["header"] == "X-Microsoft-Original-Message-ID"


async def test_a_mailbox_that_does_not_answer_says_nothing_about_a_message(store: ReconcilerStore, tmp_path: Path) -> None:
    async with provider(store, tmp_path, "drop-after-dot*1") as scene:
        id = await scene.send()
        await scene.mailbox.stop()

        await scene.look(LATER, times=6)

        item = await scene.item(id)
        assert item.delivery.state is DeliveryState.IN_DOUBT
        assert await scene.events(id) == ["scheduled", "claimed", "transmitting", "in_doubt"]
        assert "can't be asked now" in item.delivery.reason


async def test_a_second_envelope_in_doubt_is_not_taken_for_the_first(store: ReconcilerStore, tmp_path: Path) -> None:
    async with provider(store, tmp_path, "drop-after-dot:2", habits=Habits()) as scene:
        await store.save_account(replace(scene.sender, limits=replace(scene.sender.limits, recipients_per_envelope=1)))
        id = await scene.send("bob@example.net", "eve@example.net")
        states = [recipient.state for recipient in (await scene.item(id)).delivery.recipients]
        assert states == [RecipientState.ACCEPTED, RecipientState.IN_DOUBT]

        await scene.look(LATER, times=5)

        item = await scene.item(id)
        assert item.delivery.state is DeliveryState.IN_DOUBT
        assert item.audit[-1].event == "asked"
        assert await scene.is_sound()


async def test_a_first_envelope_that_is_found_lets_the_second_go(store: ReconcilerStore, tmp_path: Path) -> None:
    async with provider(store, tmp_path, "lose-reply:1") as scene:
        await store.save_account(replace(scene.sender, limits=replace(scene.sender.limits, recipients_per_envelope=1)))
        id = await scene.send("bob@example.net", "eve@example.net")
        assert (await scene.item(id)).delivery.state is DeliveryState.IN_DOUBT

        await scene.look()
        await scene.work()

        item = await scene.item(id)
        assert item.delivery.state is DeliveryState.SENT
        assert {recipient.state for recipient in item.delivery.recipients} == {RecipientState.ACCEPTED}
        assert [caught.recipients for caught in scene.sandbox.caught] == [("bob@example.net",), ("eve@example.net",)]
        assert await scene.is_sound()


async def test_many_doubts_of_an_account_are_settled_in_a_few_visits(store: ReconcilerStore, tmp_path: Path) -> None:
    async with provider(store, tmp_path, "lose-reply") as scene:
        letters = [new(scene.sender) for _ in range(30)]
        await store.schedule(OWNER, letters)
        await scene.work()

        await scene.look()

        assert await store.counts(OWNER) == {DeliveryState.SENT: 30}
        assert scene.sandbox.count == 30


# ---------------------------------------------------------------------------------------------- the store's part


async def test_a_new_doubt_is_first_looked_at_after_20_seconds(store: ReconcilerStore, tmp_path: Path) -> None:
    async with provider(store, tmp_path, "lose-reply") as scene:
        id = await scene.send()

        assert await store.doubts(limit=10, lease=LEASE) == ()
        due = await store.next_look()
        assert due.wait is not None and timedelta(seconds=5) < due.wait <= timedelta(seconds=20)
        assert (await scene.item(id)).delivery.deferrals == 0


async def test_two_workers_never_look_at_the_same_message(store: ReconcilerStore, tmp_path: Path) -> None:
    async with provider(store, tmp_path, "lose-reply") as scene:
        id = await scene.send()
        await scene.make_due()

        first, second = await store.doubts(limit=10, lease=LEASE), await store.doubts(limit=10, lease=LEASE)

        assert [doubt.id for doubt in first] == [id]
        assert second == ()


async def test_what_moved_on_meanwhile_is_left_as_it_is(store: ReconcilerStore, tmp_path: Path) -> None:
    async with provider(store, tmp_path, "lose-reply") as scene:
        id = await scene.send()
        await scene.make_due()
        (doubt,) = await store.doubts(limit=10, lease=LEASE)
        await store.resolve(OWNER, id, arrived=True)
        now = await store.now()

        for verdict in (Arrived({}), SendAgain({}, is_proven=True), LookLater(now, 1, "x"), Ask("x")):
            assert await store.decide(doubt, verdict) is None

        assert (await scene.events(id))[-1] == "confirmed"
        assert (await scene.item(id)).delivery.state is DeliveryState.SENT


async def test_who_was_asked_is_not_asked_again(store: ReconcilerStore, tmp_path: Path) -> None:
    async with provider(store, tmp_path, "lose-reply") as scene:
        id = await scene.send()
        await scene.make_due()
        (doubt,) = await store.doubts(limit=10, lease=LEASE)

        assert await store.decide(doubt, Ask("Nobody knows.")) is DeliveryState.IN_DOUBT
        await scene.make_due()

        assert await store.doubts(limit=10, lease=LEASE) == ()
        assert (await store.next_look()).wait is None
        assert (await scene.item(id)).delivery.reason == "Nobody knows."
        assert await scene.is_sound()


async def test_when_no_look_is_to_come_the_instant_is_the_persons_own_again(store: ReconcilerStore, tmp_path: Path) -> None:
    async with provider(store, tmp_path, "lose-reply") as scene:
        found, asked, confirmed = [await scene.send() for _ in range(3)]
        await scene.make_due()
        doubts = {doubt.id: doubt for doubt in await store.doubts(limit=10, lease=LEASE)}

        await store.decide(doubts[found], Arrived({}))
        await store.decide(doubts[asked], Ask("Nobody knows."))
        await store.resolve(OWNER, confirmed, arrived=True)

        for id in (found, asked, confirmed):
            delivery = (await scene.item(id)).delivery
            assert delivery.due_at == delivery.wanted_at


# ---------------------------------------------------------------------------------------------- copies


async def test_a_copy_is_filed_where_the_server_files_none(store: ReconcilerStore, tmp_path: Path) -> None:
    options = Options(saves_sent=False, files_copy=True)
    async with provider(store, tmp_path, options=options, habits=Habits(saves_sent=False)) as scene:
        digest, size = await scene.blobs.put_bytes(b"%PDF" * 5000)
        await scene.send(attach=[Attachment("a.pdf", "application/pdf", size, digest)])
        await scene.work()

        assert await scene.mailbox.contents(SENT) == (scene.sandbox.caught[0].content,)


async def test_no_copy_is_filed_beside_the_servers_own(store: ReconcilerStore, tmp_path: Path) -> None:
    async with provider(store, tmp_path, options=Options(files_copy=True)) as scene:
        await scene.send()
        await scene.work()

        assert len(await scene.mailbox.contents(SENT)) == 1


async def test_a_copy_that_could_not_be_filed_is_filed_later(store: ReconcilerStore, tmp_path: Path) -> None:
    options = Options(saves_sent=False, files_copy=True)
    async with provider(store, tmp_path, options=options, habits=Habits(saves_sent=False)) as scene:
        port = scene.mailbox.port
        await scene.mailbox.stop()
        await scene.send()
        assert [event.name for event in scene.told if event.name.startswith("copy.")] == ["copy.not_filed"]

        due = update(sent_copies).values(next_at=datetime.now(UTC))
        await store._write(lambda connection: connection.execute(due))  # type: ignore[attr-defined]
        async with SandboxMailbox(port=port, password=PASSWORD) as back:
            await scene.reconciler().turn()
            await scene.reconciler().turn()

            assert await back.contents(SENT) == (scene.sandbox.caught[0].content,)


def _fingerprint(content: bytes) -> str:
    """Of the octets as SMTP carries them."""
    stuffed = content.replace(b"\r\n.", b"\r\n..")
    return hashlib.sha256(b"." + stuffed if stuffed.startswith(b".") else stuffed).hexdigest()

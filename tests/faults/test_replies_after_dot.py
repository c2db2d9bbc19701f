"""What servers do from the body on (behaviours 23 to 29 and 35 to 37). Until the dot everything is safe; after it only a
reply that can be read gives a verdict, and what is not known is never sent again by itself.

Sudden death at each of these steps (34) is `test_crashes`'s, and what the Sent mailbox tells of it (36) `test_doubts`'s."""

from __future__ import annotations

import asyncio
import hashlib
import random

import pytest

from nightmail.account.model import Limits
from nightmail.delivery.model import DeliveryState
from nightmail.message.model import Attachment
from nightmail.store.blobs import FolderBlobs
from tests.faults.playing import Scene, Theatre
from tests.letters import OWNER
from tests.patience import PATIENCE

ONE_CONNECTION = Limits(1, 100, 1000)
# More than the last octets that wait for the fence, so that the server sees a body before the dot.
LONG_TEXT = "Good night, and once more.\n" * 4000


# ---------------------------------------------------------------------------------------------- 23: in the body


@pytest.mark.parametrize("fault", ["drop-in-body*1", "reset-in-body*1"])
async def test_23_a_connection_that_ends_in_the_body_leaves_the_message_safe(any_theatre: Theatre, fault: str) -> None:
    async with any_theatre.playing(fault) as scene:
        verdict = await scene.first_verdict(text=LONG_TEXT)
        assert verdict.what == ("retry", "retry", "body") and scene.sandbox.count == 0
        await scene.arrives()


async def test_23_a_server_that_stops_reading_is_left_at_the_limit(theatre: Theatre) -> None:
    async with theatre.playing("stall-in-body*1", stall=0.3) as scene:
        verdict = await scene.first_verdict(attachments=[await large_file(scene)])
        assert verdict.what == ("retry", "retry", "body") and "took no data" in verdict.reply
        await scene.arrives()


async def large_file(scene: Scene) -> Attachment:
    """More than two sockets swallow."""
    sha256, size = await FolderBlobs(scene.folder / "blobs").put_bytes(random.Random(23).randbytes(16_000_000))
    return Attachment("plan.bin", "application/octet-stream", size, sha256)


async def test_23_a_refusal_in_the_body_is_the_verdict(any_theatre: Theatre) -> None:
    async with any_theatre.playing("refuse-in-body") as scene:
        verdict = await scene.first_verdict(text=LONG_TEXT)

    assert verdict.what == ("failed", "size", "body") and verdict.raw == b"552 5.3.4 Message too big\r\n"


# ---------------------------------------------------------------------------------------------- 24, 25: after the dot


@pytest.mark.parametrize(
    ("fault", "kept"),
    [("drop-after-dot", 0), ("reset-after-dot", 1), ("lose-reply", 1), ("hang-after-dot", 0), ("keep-and-hang", 1)],
)
async def test_24_without_a_word_after_the_dot_nothing_is_sent_again_by_itself(
    any_theatre: Theatre, fault: str, kept: int
) -> None:
    async with any_theatre.playing(f"{fault}*1", dot=0.3) as scene:
        verdict = await scene.first_verdict()
        assert verdict.event == "in_doubt" and "did not confirm it" in verdict.reply and scene.sandbox.count == kept

        assert await copies_after_another_run(scene) == kept


async def copies_after_another_run(scene: Scene) -> int:
    """A run that sends what was scheduled later would have sent the one in doubt as well."""
    later = await scene.schedule()
    async with scene.running():
        await scene.until("delivery.settled", delivery=later, state="sent")
    item = await scene.item(later)
    return sum(caught.message_id != item.message.message_id for caught in scene.sandbox.caught)


async def test_24_a_person_says_that_it_arrived(any_theatre: Theatre) -> None:
    async with any_theatre.playing("lose-reply*1") as scene:
        await scene.first_verdict()
        (doubted,) = await scene.store.list(OWNER, scene.everything)

        assert await scene.store.resolve(OWNER, doubted.delivery.id, arrived=True) is DeliveryState.SENT
        assert (await scene.item(doubted.delivery.id)).delivery.state is DeliveryState.SENT


async def test_24_a_person_says_that_it_did_not_arrive(any_theatre: Theatre) -> None:
    async with any_theatre.playing("drop-after-dot*1") as scene:
        await scene.first_verdict()
        (doubted,) = await scene.store.list(OWNER, scene.everything)

        assert await scene.store.resolve(OWNER, doubted.delivery.id, arrived=False) is DeliveryState.SCHEDULED
        await scene.arrives()


async def test_25_a_250_just_before_the_limit_is_acceptance(theatre: Theatre) -> None:
    async with theatre.playing("late-reply:500", dot=PATIENCE) as scene:
        assert (await scene.first_verdict()).event == "sent"


async def test_25_a_250_after_the_limit_leaves_the_message_in_doubt(theatre: Theatre) -> None:
    async with theatre.playing("late-reply:2000*1", dot=0.2) as scene:
        assert (await scene.first_verdict()).event == "in_doubt" and scene.sandbox.count == 1


# ---------------------------------------------------------------------------------------------- 26: refusals


@pytest.mark.parametrize(
    ("fault", "raw"),
    [
        ("defer-dot-451*1", b"451 4.3.0 Try again\r\n"),
        ("dot-421*1", b"421 4.3.0 Closing, come again\r\n"),
        ("mailbox-full*1", b"452 4.2.2 The recipient's mailbox is full\r\n"),
        ("storage-full*1", b"452 4.3.1 Insufficient system storage\r\n"),
    ],
)
async def test_26_a_4yz_to_the_dot_is_tried_again(any_theatre: Theatre, fault: str, raw: bytes) -> None:
    async with any_theatre.playing(fault) as scene:
        verdict = await scene.first_verdict()
        assert verdict.what == ("retry", "retry", "dot") and verdict.raw == raw and scene.sandbox.count == 0
        await scene.arrives()


@pytest.mark.parametrize("fault", ["reject-dot-554*1", "refuse-and-hang*1", "refuse-and-reset*1", "refuse-and-babble*1"])
async def test_26_what_follows_a_refusal_changes_neither_it_nor_the_next_message(theatre: Theatre, fault: str) -> None:
    # Of the one that hangs it runs out; no other answer may take so long.
    async with theatre.playing(fault, limits=ONE_CONNECTION, command=3) as scene:
        refused, next_one = await scene.schedule(), await scene.schedule()
        async with scene.running():
            await scene.until("delivery.settled", 2)

        verdict = await scene.verdict(refused)
        assert verdict.what == ("failed", "content", "dot") and verdict.raw == b"554 5.7.1 Message refused\r\n"
        assert (await scene.item(next_one)).delivery.attempts == 1 and scene.sandbox.count == 1


# ---------------------------------------------------------------------------------------------- 27 to 29: odd words


@pytest.mark.parametrize(
    ("fault", "raw"),
    [
        ("dot-bare", b"250\r\n"),
        ("dot-thousand-lines", (b"250-2.0.0 Line\r\n" * 1000)[:4096]),
        ("dot-bad-utf8", b"250 2.0.0 Gr\xfc\xdfe \xed\xa0\x80 \xff\r\n"),
        ("dot-nul", b"250 2.0.0 Ok\x00: queued\r\n"),
        ("dot-lf", b"250-2.0.0 Ok\n250 2.0.0 queued\n"),
    ],
)
async def test_27_a_250_however_it_is_dressed_is_acceptance(any_theatre: Theatre, fault: str, raw: bytes) -> None:
    async with any_theatre.playing(fault) as scene:
        verdict = await scene.first_verdict()

    assert verdict.event == "sent" and verdict.raw == raw and verdict.reply.isprintable()


@pytest.mark.parametrize(
    ("fault", "raw"),
    [
        ("dot-endless-line", (b"250 " + b"x" * 5000)[:4096]),
        ("dot-blank-line", b"\r\n250 2.0.0 Ok\r\n"),
        ("dot-mixed-codes", b"250-2.0.0 Ok\r\n550 5.7.1 Not ok\r\n"),
        ("garbage-reply", b"HTTP/1.1 400 Bad Request\r\n"),
    ],
)
async def test_27_words_that_are_no_reply_leave_the_message_in_doubt_and_are_kept(
    any_theatre: Theatre, fault: str, raw: bytes
) -> None:
    async with any_theatre.playing(f"{fault}*1") as scene:
        verdict = await scene.first_verdict()
        assert verdict.event == "in_doubt" and verdict.raw == raw and verdict.reply.isprintable()

        assert await copies_after_another_run(scene) == 1


@pytest.mark.parametrize("fault", ["chatty", "belated-250"])
async def test_28_29_a_surplus_250_is_never_taken_for_the_next_messages(any_theatre: Theatre, fault: str) -> None:
    async with any_theatre.playing(fault, limits=ONE_CONNECTION) as scene:
        await scene.deliver(4)

        assert scene.sandbox.count == 4 and scene.named("smtp.unpipelined") == []


async def test_29_a_surplus_250_does_not_hide_the_refusal_of_the_next_message(theatre: Theatre) -> None:
    async with theatre.playing("belated-250*1", "reject-dot-554:2", limits=ONE_CONNECTION) as scene:
        ids = [await scene.schedule() for _ in range(2)]
        async with scene.running():
            await scene.until("delivery.settled", 2)

        assert [(await scene.item(id)).delivery.state for id in ids] == [DeliveryState.SENT, DeliveryState.FAILED]


# ---------------------------------------------------------------------------------------------- 35 to 37


@pytest.mark.parametrize("moment", [0, 5, 10, 20, 30, 45, 60, 90])
async def test_35_of_a_cancel_and_the_dot_exactly_one_wins(any_theatre: Theatre, moment: int) -> None:
    async with any_theatre.playing("slow:10") as scene:
        id = await scene.schedule()
        async with scene.running():
            await scene.until("delivery.claimed")
            await asyncio.sleep(moment / 1000)
            answer = await scene.store.cancel(OWNER, id)
            if answer is not DeliveryState.CANCELLED:
                # A machine that stalls between the fence and the dot writes no dot, and tries again.
                await scene.until("delivery.settled", delivery=id, state="sent")

        item = await scene.store.find(OWNER, id)
        assert item is not None
        assert (item.delivery.state is DeliveryState.CANCELLED) is (answer is DeliveryState.CANCELLED)
        assert scene.sandbox.count == (0 if answer is DeliveryState.CANCELLED else 1)


async def test_36_a_server_that_knows_the_message_id_keeps_one_copy_of_what_a_person_sends_again(theatre: Theatre) -> None:
    async with theatre.playing("dedup", "lose-reply*1") as scene:
        await scene.first_verdict()
        (doubted,) = await scene.store.list(OWNER, scene.everything)
        await scene.store.resolve(OWNER, doubted.delivery.id, arrived=False)

        await scene.arrives()
        assert scene.sandbox.count == 1


@pytest.mark.parametrize(
    "text",
    [
        ".\n..\n.hidden\n\n.\n",
        "one line of " + "x" * 3000 + "\n.\n",
        "bare\nlines\nand\r\nothers\r\n\r\n.\r\n",
        "no end",
        "=2E\n=\n.=\n" + "ä" * 1200,
        "y\n" * 40_000 + ".\n",
    ],
    ids=["dots", "long line", "line ends", "no end", "quoted", "longer than a block"],
)
async def test_37_whatever_is_written_arrives_as_the_audit_says_it_left(theatre: Theatre, text: str) -> None:
    async with theatre.playing() as scene:
        id = await scene.schedule(text=text)
        async with scene.running():
            await scene.until("delivery.settled", delivery=id, state="sent")

        (left,) = [entry.fields["wire_sha256"] for entry in (await scene.item(id)).audit if entry.event == "transmitting"]
        (caught,) = scene.sandbox.caught
        stuffed = (b"\r\n" + caught.content).replace(b"\r\n.", b"\r\n..")[2:]
        assert hashlib.sha256(stuffed).hexdigest() == left
        assert max(map(len, caught.content.split(b"\r\n"))) <= 998

"""What each reply, silence and break makes of one message. Each test asserts the verdict and how often the dot was sent."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from nightmail.clock import SystemClock
from nightmail.delivery.model import RecipientState
from nightmail.delivery.outcome import (
    Accepted,
    Deferred,
    Fenced,
    InDoubt,
    Outcome,
    Phase,
    RecipientResult,
    Refused,
    ReplyClass,
    Withheld,
)
from nightmail.errors import OutsideError
from nightmail.message.wire import BlobSegment, Wire
from tests.patience import PATIENCE
from tests.unit.smtp.stage import CONTENT, PATIENT, Blobs, Fence, Part, Script, sending, stage

ACCEPTED, DEFERRED = RecipientState.ACCEPTED, RecipientState.DEFERRED
REFUSED, IN_DOUBT = RecipientState.REFUSED, RecipientState.IN_DOUBT
BIG = b"Subject: big\r\n\r\n" + b"x" * 76 + b"\r\n" + (b"y" * 76 + b"\r\n") * 6000
HUGE = BIG * 64  # more than two sockets' buffers hold


def states(outcome: Outcome) -> dict[int, RecipientState]:
    assert not isinstance(outcome, Fenced | Withheld)
    return {result.n: result.state for result in outcome.recipients}


def phase_and_class(outcome: Outcome) -> tuple[Phase, ReplyClass]:
    assert isinstance(outcome, Deferred | Refused)
    return outcome.phase, outcome.reply_class


def dotted(*answer: str | bytes) -> Part:
    """Takes the message and says `answer` to the dot, then waits for the client to leave."""

    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()
        await script.say("250 ok", "250 ok", "354 go")
        await script.hear_body()
        await script.say(*answer)
        await script.silence()

    return part


def enveloped(*answers: str | bytes, recipients: int = 1) -> Part:
    """Says `answers` to the pipelined envelope, then goes along with a lone dot, RSET and QUIT."""

    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope(recipients)
        await script.say(*answers)
        while line := await script.reader.readline():
            assert line in (b".\r\n", b"RSET\r\n", b"QUIT\r\n"), line
            await script.say("554 no message" if line == b".\r\n" else "250 ok")

    return part


# ---------------------------------------------------------------------------------------------- accepted


async def test_a_message_arrives_byte_for_byte() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        received.append(await script.take())

    received: list[bytes] = []
    content = b"Subject: dots\r\n\r\n..\r\n..two\r\nend\r\n" + b"z" * 998 + b"\r\n"
    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send(content=content)

    assert isinstance(outcome, Accepted) and str(outcome.reply) == "250 2.0.0 taken"
    assert outcome.recipients == (RecipientResult(0, ACCEPTED, "250 2.0.0 taken"),)
    assert received == [content] and play.counts.dots == 1


async def test_the_envelope_goes_in_one_round_trip_with_its_size() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        heard.extend(await script.hear_envelope(2))
        await script.say("250 ok", "250 ok", "251 ok", "354 go")
        await script.hear_body()
        await script.say("200 fine")

    heard: list[str] = []
    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send("bob@example.org", "cy@example.org")

    assert isinstance(outcome, Accepted)
    assert heard == [
        f"MAIL FROM:<anna@example.org> SIZE={len(CONTENT)}",
        "RCPT TO:<bob@example.org>",
        "RCPT TO:<cy@example.org>",
        "DATA",
    ]


async def test_without_pipelining_each_command_waits_for_its_reply() -> None:
    async def part(script: Script) -> None:
        await script.greet("8BITMIME")
        for verb, reply in (("MAIL", "250 ok"), ("RCPT", "550 no"), ("RCPT", "250 ok"), ("DATA", "354 go")):
            await script.hear(verb)
            assert not script.reader._buffer  # type: ignore[attr-defined]
            await script.say(reply)
        await script.hear_body()
        await script.say("250 ok")

    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send("a@example.org", "b@example.org")

    assert isinstance(outcome, Accepted) and states(outcome) == {0: REFUSED, 1: ACCEPTED}


async def test_replies_one_octet_at_a_time_and_split_inside_a_line_end_read_the_same() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()
        for octet in b"250 ok\r\n250-o\r\n250 k\r\n354 go\r\n":
            script.writer.write(bytes([octet]))
            await asyncio.sleep(0)
        await script.hear_body()
        for piece in (b"250 2.0", b".0 done\r", b"\n"):
            script.writer.write(piece)
            await asyncio.sleep(0)
        await script.silence()

    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send()

    assert isinstance(outcome, Accepted) and outcome.reply.text == "2.0.0 done"


async def test_an_address_beyond_ascii_asks_for_smtputf8() -> None:
    async def part(script: Script) -> None:
        await script.greet("PIPELINING", "SMTPUTF8")
        heard.extend(await script.hear_envelope())
        await script.say("250 ok", "250 ok", "354 go")
        await script.hear_body()
        await script.say("250 ok")

    heard: list[str] = []
    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send("jürgen@example.org")

    assert isinstance(outcome, Accepted)
    assert heard[:2] == ["MAIL FROM:<anna@example.org> SMTPUTF8", "RCPT TO:<jürgen@example.org>"]


async def test_an_address_beyond_ascii_is_refused_where_the_server_can_not_carry_it() -> None:
    async def part(script: Script) -> None:
        await script.greet("PIPELINING")
        await script.hear("QUIT")

    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send("jürgen@example.org")

    assert isinstance(outcome, Refused) and "letters like ä" in outcome.reply.text and play.counts.dots == 0
    assert outcome.advice is not None and outcome.advice.key == "international-address"


async def test_a_message_beyond_the_announced_size_is_refused_before_it_is_sent() -> None:
    async def part(script: Script) -> None:
        await script.greet("PIPELINING", "SIZE 50")
        await script.hear("QUIT")

    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send()

    assert phase_and_class(outcome) == (Phase.MAIL, ReplyClass.SIZE) and isinstance(outcome, Refused)


async def test_control_characters_never_reach_the_wire() -> None:
    async with stage(enveloped()) as play, sending(play.port) as sender:
        with pytest.raises(ValueError):
            await sender.send("bob@example.org>\r\nRCPT TO:<eve@example.org")


# ---------------------------------------------------------------------------------------------- recipients


async def test_two_of_four_recipients_are_accepted_one_waits_and_one_is_refused() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope(4)
        await script.say("250 ok", "250 ok", "450 4.2.0 busy", "550 5.1.1 who?", "250 ok", "354 go")
        await script.hear_body()
        await script.say("250 2.0.0 taken")

    fence = Fence()
    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send("a@x.org", "b@x.org", "c@x.org", "d@x.org", fence=fence)

    assert isinstance(outcome, Accepted)
    assert states(outcome) == {0: ACCEPTED, 1: DEFERRED, 2: REFUSED, 3: ACCEPTED}
    assert {result.reply for result in outcome.recipients if result.n == 2} == {"550 5.1.1 who?"}
    assert fence.asked == [(0, 3)]


@pytest.mark.parametrize("words", ["452 4.5.3 too many recipients", "452 too many", "552 too many"])
async def test_surplus_recipients_are_left_for_the_next_envelope_and_teach_its_size(words: str) -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope(3)
        await script.say("250 ok", "250 ok", words, words, "354 go")
        await script.hear_body()
        await script.say("250 taken")

    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send("a@x.org", "b@x.org", "c@x.org")
        lessons = sender.submitter.lessons()

    assert isinstance(outcome, Accepted) and states(outcome) == {0: ACCEPTED}
    assert [learned.recipients_per_envelope for learned in lessons.values()] == [1]


async def test_too_many_recipients_is_never_said_of_the_first() -> None:
    async with stage(enveloped("250 ok", "452 4.5.3 too many", "554 none")) as play, sending(play.port) as sender:
        outcome = await sender.send()

    assert phase_and_class(outcome) == (Phase.RCPT, ReplyClass.RETRY) and states(outcome) == {0: DEFERRED}


async def test_all_recipients_refused_but_data_taken_is_ended_by_a_lone_dot() -> None:
    fence = Fence()
    part = enveloped("250 ok", "550 5.1.1 no", "550 5.1.1 no", "354 go", recipients=2)
    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send("a@x.org", "b@x.org", fence=fence)

    assert isinstance(outcome, Refused) and phase_and_class(outcome) == (Phase.RCPT, ReplyClass.RCPT_PERM)
    assert states(outcome) == {0: REFUSED, 1: REFUSED} and fence.asked == []


async def test_one_deferred_among_refused_recipients_makes_another_try() -> None:
    part = enveloped("250 ok", "550 5.1.1 no", "450 4.2.0 busy", "554 none", recipients=2)
    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send("a@x.org", "b@x.org")

    assert isinstance(outcome, Deferred) and states(outcome) == {0: REFUSED, 1: DEFERRED}


async def test_a_421_among_the_recipients_ends_the_connection_and_nothing_was_sent() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope(3)
        await script.say("250 ok", "250 ok", "421 4.7.0 Too many messages, closing")

    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send("a@x.org", "b@x.org", "c@x.org")

    assert phase_and_class(outcome) == (Phase.RCPT, ReplyClass.SLOW) and states(outcome) == {}
    assert play.counts.dots == 0


async def test_more_recipients_than_a_window_holds_go_in_several_rounds() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear("MAIL")
        await script.say("250 ok")
        for _ in range(250):
            await script.hear("RCPT")
            await script.say("250 ok")
        await script.hear("DATA")
        await script.say("354 go")
        await script.hear_body()
        await script.say("250 ok")

    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send(*(f"r{n}@x.org" for n in range(250)))

    assert isinstance(outcome, Accepted) and set(states(outcome).values()) == {ACCEPTED} and len(outcome.recipients) == 250


# ---------------------------------------------------------------------------------------------- refused on the way


@pytest.mark.parametrize(
    ("answers", "kind", "phase", "reply_class"),
    [
        (("552 5.3.4 too big", "503 x", "503 x"), Refused, Phase.MAIL, ReplyClass.SIZE),
        (("451 4.3.0 later", "503 x", "503 x"), Deferred, Phase.MAIL, ReplyClass.RETRY),
        (("553 5.7.1 not owned", "503 x", "503 x"), Deferred, Phase.MAIL, ReplyClass.SENDER),
        (("250 ok", "250 ok", "550 5.4.5 Daily user sending quota exceeded"), Deferred, Phase.DATA, ReplyClass.QUOTA),
        (("250 ok", "250 ok", "451 4.3.0 later"), Deferred, Phase.DATA, ReplyClass.RETRY),
        (("250 ok", "250 ok", "554 no"), Refused, Phase.DATA, ReplyClass.MSG_PERM),
    ],
)
async def test_a_refusal_before_the_body_is_safe(
    answers: tuple[str, ...], kind: type[Outcome], phase: Phase, reply_class: ReplyClass
) -> None:
    fence = Fence()
    async with stage(enveloped(*answers)) as play, sending(play.port) as sender:
        outcome = await sender.send(fence=fence)

    assert isinstance(outcome, kind) and phase_and_class(outcome) == (phase, reply_class)
    assert fence.asked == [] and play.counts.connections == 1


async def test_after_a_refused_recipient_the_connection_is_reset_and_used_again() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()
        await script.say("250 ok", "550 5.1.1 no", "554 none")
        await script.hear("RSET")
        await script.say("250 ok")
        await script.take()

    async with stage(part) as play, sending(play.port) as sender:
        first, second = await sender.send(), await sender.send()

    assert isinstance(first, Refused) and isinstance(second, Accepted) and play.counts.connections == 1


@pytest.mark.parametrize("answer", ["hang", "garbage", "reset", "500"])
async def test_what_follows_the_verdict_never_changes_it(answer: str) -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()
        await script.say("250 ok", "550 5.1.1 no", "554 none")
        await script.hear("RSET")
        if answer == "reset":
            script.reset()
        elif answer != "hang":
            await script.say(answer)
        await script.silence()

    settings = replace(PATIENT, reset=0.05)
    async with stage(part) as play, sending(play.port, settings=settings) as sender:
        outcome = await sender.send()

    assert isinstance(outcome, Refused) and outcome.reply.code == 550


# ---------------------------------------------------------------------------------------------- before the dot


async def test_a_reset_in_the_body_is_safe() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()
        await script.say("250 ok", "250 ok", "354 go")
        await script.reader.readexactly(64 * 1024)
        script.reset()

    fence = Fence()
    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send(content=HUGE, fence=fence)

    assert phase_and_class(outcome) == (Phase.BODY, ReplyClass.RETRY) and fence.asked == []


async def test_a_server_that_stops_reading_the_body_is_left_after_the_stall_limit() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()
        script.writer.transport.pause_reading()  # type: ignore[attr-defined]
        await script.say("250 ok", "250 ok", "354 go")
        await asyncio.get_running_loop().create_future()

    fence = Fence()
    settings = replace(PATIENT, stall=0.1)
    async with stage(part) as play, sending(play.port, settings=settings) as sender:
        outcome = await sender.send(content=HUGE, fence=fence)

    assert isinstance(outcome, Deferred) and outcome.phase is Phase.BODY and "took no data" in outcome.reply.text
    assert fence.asked == []


async def test_a_refusal_in_the_middle_of_the_body_is_the_verdict() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()
        await script.say("250 ok", "250 ok", "354 go")
        await script.reader.readexactly(64 * 1024)
        await script.say("552 5.3.4 message size exceeds fixed limit")
        await script.silence()

    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send(content=HUGE)

    assert isinstance(outcome, Refused) and phase_and_class(outcome) == (Phase.BODY, ReplyClass.SIZE)


async def test_an_early_250_is_no_acceptance() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()
        await script.say("250 ok", "250 ok", "354 go")
        await script.reader.readexactly(64 * 1024)
        await script.say("250 taken already")
        await script.silence()

    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send(content=HUGE)

    assert isinstance(outcome, Deferred) and outcome.phase is Phase.BODY


async def test_a_large_body_is_on_its_way_before_the_fence_is_asked_except_its_end() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()
        await script.say("250 ok", "250 ok", "354 go")
        received.append(await script.reader.readexactly(len(BIG) - 16 * 1024))
        arrived.set()
        received.append(await script.hear_body())
        await script.say("250 ok")

    received: list[bytes] = []
    arrived = asyncio.Event()
    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send(content=BIG, fence=Fence(meanwhile=arrived.wait))

    assert isinstance(outcome, Accepted) and b"".join(received) == BIG


@pytest.mark.parametrize("answer", [False, RuntimeError("the database is gone")])
@pytest.mark.parametrize("content", [CONTENT, BIG])
async def test_a_fence_that_says_no_keeps_the_dot_back(answer: bool | Exception, content: bytes) -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()
        await script.say("250 ok", "250 ok", "354 go")
        received.append(await script.reader.read(-1))

    received: list[bytes] = []
    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send(content=content, fence=Fence(answer))
        second = asyncio.create_task(sender.send())
        await asyncio.wait([second], timeout=0.01)
        second.cancel()

    assert outcome == Fenced()
    assert not received[0].endswith(b"\r\n.\r\n") and received[0] == content[: max(len(content) - 16 * 1024, 0)]
    assert len(sender.named("smtp.fence_broke")) == (1 if isinstance(answer, Exception) else 0)


class Jumpy(SystemClock):
    """A clock that can be moved: `slept` shows on both clocks, `turned` on the wall only."""

    def __init__(self) -> None:
        self.slept = 0.0
        self.turned = timedelta(0)

    def monotonic(self) -> float:
        return 1000.0 + self.slept

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.slept) + self.turned

    def sleep(self) -> None:
        self.slept += 2 * PATIENCE

    def turn(self) -> None:
        self.turned += timedelta(hours=1)

    def turn_back(self) -> None:
        self.turned -= timedelta(hours=1)


@pytest.mark.parametrize("happening", ["sleep", "turn", "turn_back"])
async def test_a_computer_that_slept_between_fence_and_dot_sends_no_dot(happening: str) -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()
        await script.say("250 ok", "250 ok", "354 go")
        received.append(await script.reader.read(-1))
        done.set()

    received: list[bytes] = []
    done = asyncio.Event()
    clock = Jumpy()
    async with stage(part) as play, sending(play.port, clock=clock) as sender:
        outcome = await sender.send(fence=Fence(meanwhile=getattr(clock, happening)))
        await done.wait()

    assert phase_and_class(outcome) == (Phase.BODY, ReplyClass.RETRY) and received == [b""]


async def test_a_connection_lost_while_the_fence_is_asked_is_safe() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()
        await script.say("250 ok", "250 ok", "354 go")
        await asked.wait()
        script.reset()
        asyncio.get_running_loop().call_soon(left.set)

    async def until_it_is_noticed() -> None:
        asked.set()
        await left.wait()
        # The reset is in this computer's own network by now; the loop sees it within two rounds.
        for _ in range(5):
            await asyncio.sleep(0)

    asked, left = asyncio.Event(), asyncio.Event()
    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send(fence=Fence(meanwhile=until_it_is_noticed))

    assert isinstance(outcome, Deferred) and outcome.phase is Phase.BODY and play.counts.dots == 0


# ---------------------------------------------------------------------------------------------- blobs


async def test_a_blob_is_encoded_on_its_way() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        received.append(await script.take())

    received: list[bytes] = []
    blob = bytes(range(256)) * 1000
    segment = BlobSegment(hashlib.sha256(blob).hexdigest(), len(blob))
    wire = Wire((b"Subject: file\r\n\r\n", segment, b"--end--\r\n"), 26 + segment.wire_size)
    blobs = Blobs({segment.sha256: blob})
    async with stage(part, limit=2**20) as play, sending(play.port, blobs=blobs) as sender:
        outcome = await sender.send(wire=wire)

    assert isinstance(outcome, Accepted) and received == [b"".join(wire.chunks(blobs.read))]


@pytest.mark.parametrize(("code", "kind"), [("blob-damaged", Refused), ("storage-unreachable", Deferred)])
async def test_a_blob_that_can_not_be_read_sends_no_dot(code: str, kind: type[Outcome]) -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()
        await script.say("250 ok", "250 ok", "354 go")
        received.append(await script.reader.read(-1))

    received: list[bytes] = []
    blobs = Blobs({"00": b"x" * 300_000}, OutsideError(code, "The attachment can't be read."))
    async with stage(part) as play, sending(play.port, blobs=blobs) as sender:
        outcome = await sender.send(wire=Wire((b"Subject: x\r\n\r\n", BlobSegment("00", 300_000)), 500_000))

    assert isinstance(outcome, kind) and outcome.phase is Phase.BODY  # type: ignore[union-attr]
    assert outcome.reply.text == "The attachment can't be read."  # type: ignore[union-attr]


# ---------------------------------------------------------------------------------------------- after the dot


async def close(script: Script) -> None:
    script.writer.close()


async def reset(script: Script) -> None:
    script.reset()


async def hang(script: Script) -> None:
    await script.silence()


def says(*answer: str | bytes) -> Part:
    async def part(script: Script) -> None:
        await script.say(*answer)
        await script.silence()

    return part


@pytest.mark.parametrize(
    "ending",
    [
        close,
        reset,
        hang,
        says(b"\r\n250 ok\r\n"),
        says(b"HTTP/1.1 400 Bad Request\r\n"),
        says(b"250-ok\r\n550 no\r\n"),
        says(b"250 " + b"x" * 200_000 + b"\r\n"),
        says(b"25"),
        says("354 go on"),
    ],
    ids=["close", "reset", "hang", "blank line", "http", "mixed codes", "200 kB line", "two digits", "354"],
)
async def test_without_a_readable_reply_to_the_dot_the_message_is_in_doubt(ending: Part) -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope(3)
        await script.say("250 ok", "250 ok", "550 5.1.1 no", "250 ok", "354 go")
        await script.hear_body()
        await ending(script)

    settings = replace(PATIENT, dot=0.2)
    async with stage(part) as play, sending(play.port, settings=settings) as sender:
        outcome = await sender.send("a@x.org", "b@x.org", "c@x.org")

    assert isinstance(outcome, InDoubt) and states(outcome) == {0: IN_DOUBT, 1: REFUSED, 2: IN_DOUBT}
    assert "did not confirm" in outcome.reason and outcome.reason.isprintable()
    assert play.counts.dots == 1 and play.counts.connections == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"250\r\n",
        b"250 ok\n",
        b"250-line\r\n" * 1000 + b"250 end\r\n",
        b"250 caf\xe9 \x00\r\n",
        b"251 will forward\r\n",
        b"250 2.0.0 ok\r\n250 and one more\r\n",
    ],
    ids=["bare", "LF only", "1000 lines", "not UTF-8, NUL", "251", "two replies"],
)
async def test_any_readable_2yz_to_the_dot_is_acceptance(answer: bytes) -> None:
    async with stage(dotted(answer)) as play, sending(play.port) as sender:
        outcome = await sender.send()

    assert isinstance(outcome, Accepted) and states(outcome) == {0: ACCEPTED}
    assert "\x00" not in str(outcome.reply) and outcome.reply.text.encode("utf-8") is not None
    assert play.counts.dots == 1


@pytest.mark.parametrize(
    ("answer", "kind", "reply_class", "recipients"),
    [
        ("554 5.7.1 spam", Refused, ReplyClass.CONTENT, {}),
        ("550 5.4.5 Daily sending quota exceeded", Deferred, ReplyClass.QUOTA, {0: DEFERRED}),
        ("451 4.3.0 later", Deferred, ReplyClass.RETRY, {0: DEFERRED}),
        ("421 4.3.0 closing", Deferred, ReplyClass.RETRY, {0: DEFERRED}),
        ("452 4.3.1 storage", Deferred, ReplyClass.RETRY, {0: DEFERRED}),
        ("554 5.2.252 SendAsDenied", Deferred, ReplyClass.SENDER, {0: DEFERRED}),
        ("500 what", Refused, ReplyClass.PROTO, {}),
    ],
)
async def test_a_negative_reply_to_the_dot_is_the_verdict(
    answer: str, kind: type[Outcome], reply_class: ReplyClass, recipients: dict[int, RecipientState]
) -> None:
    async with stage(dotted(answer)) as play, sending(play.port) as sender:
        outcome = await sender.send()

    assert isinstance(outcome, kind) and phase_and_class(outcome) == (Phase.DOT, reply_class)
    assert states(outcome) == recipients and play.counts.dots == 1


async def test_a_reply_just_before_the_limit_is_acceptance() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()
        await script.say("250 ok", "250 ok", "354 go")
        await script.hear_body()
        asyncio.get_running_loop().call_later(1.2, script.writer.write, b"250 at last\r\n")
        await script.silence()

    settings = replace(PATIENT, command=1)
    async with stage(part) as play, sending(play.port, settings=settings) as sender:
        outcome = await sender.send()

    assert isinstance(outcome, Accepted)


async def test_a_reply_that_only_drips_does_not_extend_the_limit() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()
        await script.say("250 ok", "250 ok", "354 go")
        await script.hear_body()

        def drip(octets: bytes) -> None:
            script.writer.write(octets[:1])
            loop.call_later(0.03, drip, octets[1:])

        drip(b"250 " + b"x" * 10_000)
        await script.silence()

    loop = asyncio.get_running_loop()
    settings = replace(PATIENT, dot=0.2)
    async with stage(part) as play, sending(play.port, settings=settings) as sender:
        # It would go on for five minutes.
        outcome = await sender.send()

    assert isinstance(outcome, InDoubt)


async def test_a_server_slow_for_each_recipient_is_waited_for_as_long_as_it_goes_on() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope(4)
        for _ in range(5):
            await asyncio.sleep(0.25)
            await script.say("250 ok")
        await script.say("354 go")
        await script.hear_body()
        await script.say("250 ok")

    settings = replace(PATIENT, command=1)
    async with stage(part) as play, sending(play.port, settings=settings) as sender:
        outcome = await sender.send("a@x.org", "b@x.org", "c@x.org", "d@x.org")

    assert isinstance(outcome, Accepted)


async def test_a_cancelled_attempt_drops_its_connection_and_frees_its_place() -> None:
    async def stuck(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()
        waiting.set()
        await script.silence()

    async def fine(script: Script) -> None:
        await script.greet()
        await script.take()

    waiting = asyncio.Event()
    async with stage(stuck, fine) as play, sending(play.port, connections=1, settings=PATIENT) as sender:
        first = asyncio.create_task(sender.send())
        await waiting.wait()
        second = asyncio.create_task(sender.send())
        first.cancel()
        outcome = await second

    assert first.cancelled() and isinstance(outcome, Accepted)

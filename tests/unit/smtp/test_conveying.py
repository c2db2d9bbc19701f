"""One message behind another's dot: what is said in one write, and that the fate of each stays its own."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from nightmail.delivery.outcome import Accepted, Deferred, Fenced, InDoubt, Outcome, Refused
from nightmail.message.wire import Wire
from nightmail.ports import Envelope, Passage
from tests.patience import PATIENCE
from tests.unit.smtp.stage import PATIENT, Fence, Part, Script, Sender, sending, stage


@dataclass
class Convoy:
    """Messages that wait for one connection; `told` are their outcomes in the order in which they were told."""

    sender: Sender
    waiting: deque[Passage] = field(default_factory=deque)
    told: dict[str, Outcome | Exception] = field(default_factory=dict)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, name: str, *, fence: Fence | None = None, to: str | None = None) -> None:
        def ended(outcome: Outcome | Exception) -> None:
            assert name not in self.told, f"{name} ended twice"
            self.told[name] = outcome
            self.heard.set()

        content = f"Subject: {name}\r\n\r\nThis is {name}.\r\n".encode()
        envelope = Envelope("anna@example.org", ((0, to or f"{name}@example.net"),))
        self.waiting.append(Passage(envelope, Wire((content,), len(content)), fence or Fence(), ended))

    async def go(self, *names: str) -> dict[str, Outcome | Exception]:
        for name in names:
            self.add(name)
        first = self.waiting.popleft()
        await asyncio.wait_for(self.sender.submitter.convey(self.sender.account, first, follow=self.next), PATIENCE)
        return self.told

    def next(self) -> Passage | None:
        return self.waiting.popleft() if self.waiting else None

    async def until(self, name: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while name not in self.told:
                self.heard.clear()
                await self.heard.wait()


kept: list[bytes] = []


@asynccontextmanager
async def convoy(*parts: Part, messages: int = 100, behind: float = PATIENCE) -> AsyncIterator[tuple[Convoy, list[bytes]]]:
    """One connection at a time; the list is of what the server took, kept by the parts."""
    kept.clear()
    settings = replace(PATIENT, behind=behind)
    async with stage(*parts) as play, sending(play.port, connections=1, messages=messages, settings=settings) as sender:
        yield Convoy(sender), kept


async def taking(script: Script) -> None:
    """Takes whatever comes, and answers each command when it comes."""
    await script.greet()
    await taking_on(script)


async def taking_on(script: Script) -> None:
    while line := await script.reader.readline():
        if line == b"DATA\r\n":
            await script.say("354 go")
            kept.append(await script.hear_body())
            await script.say("250 2.0.0 taken")
        else:
            await script.say("221 bye" if line == b"QUIT\r\n" else "250 2.1.0 ok")


async def to_the_dot(script: Script) -> None:
    """The first message, up to its dot."""
    await script.hear_envelope()
    await script.say("250 2.1.0 ok", "250 2.1.5 ok", "354 go")
    kept.append(await script.hear_body())


def names(told: dict[str, Outcome | Exception], kind: type) -> list[str]:
    return [name for name, outcome in told.items() if isinstance(outcome, kind)]


def subjects() -> list[str]:
    return [content.split(b"\r\n")[0].decode().removeprefix("Subject: ") for content in kept]


async def test_the_next_envelope_goes_in_the_same_write_as_the_dot() -> None:
    together: list[bytes] = []

    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        # Nothing was answered yet.
        together.append(await script.reader.readuntil(b"DATA\r\n"))
        await script.say("250 2.0.0 taken", "250 2.1.0 ok", "250 2.1.5 ok", "354 go")
        kept.append(await script.hear_body())
        await script.say("250 2.0.0 taken")
        await script.silence()

    async with convoy(part) as (line, _):
        told = await line.go("one", "two")

    assert names(told, Accepted) == ["one", "two"] == subjects()
    assert together == [b"MAIL FROM:<anna@example.org> SIZE=30\r\nRCPT TO:<two@example.net>\r\nDATA\r\n"]


async def test_a_hundred_messages_arrive_whole_and_in_order_on_one_connection() -> None:
    async with convoy(taking, messages=1000) as (line, _):
        wanted = [f"n{n}" for n in range(100)]
        told = await line.go(*wanted)

    assert names(told, Accepted) == wanted == subjects()
    assert kept == [f"Subject: {name}\r\n\r\nThis is {name}.\r\n".encode() for name in wanted]


async def test_an_outcome_is_told_before_the_next_envelope_is_answered() -> None:
    was_told = asyncio.Event()

    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        await script.hear_envelope()
        await script.say("250 2.0.0 taken")
        await was_told.wait()
        await script.say("250 2.1.0 ok", "250 2.1.5 ok", "354 go")
        kept.append(await script.hear_body())
        await script.say("250 2.0.0 taken")
        await script.silence()

    async with convoy(part) as (line, _):
        going = asyncio.create_task(line.go("one", "two"))
        await line.until("one")
        assert names(line.told, Accepted) == ["one"]
        was_told.set()
        assert names(await going, Accepted) == ["one", "two"]


async def test_replies_may_come_octet_by_octet() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        await script.hear_envelope()
        for octet in b"250-2.0.0 taken\r\n250 2.0.0 indeed\r\n250 2.1.0 ok\r\n250 2.1.5 ok\r\n354 go\r\n":
            await script.say(bytes([octet]))
            await asyncio.sleep(0)
        kept.append(await script.hear_body())
        await script.say("250 2.0.0 taken")
        await script.silence()

    async with convoy(part) as (line, _):
        assert names(await line.go("one", "two"), Accepted) == ["one", "two"]


@pytest.mark.parametrize("last", ["250 2.0.0 taken", "421 4.3.2 closing"])
async def test_a_server_that_closes_after_a_message_gets_the_next_one_on_another_connection(last: str) -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        await script.say(last)

    async with convoy(part, taking) as (line, _):
        told = await line.go("one", "two")

    assert isinstance(told["one"], Accepted if last.startswith("250") else Deferred)
    assert isinstance(told["two"], Accepted)
    assert subjects() == ["one", "two"]


async def test_a_421_to_the_next_envelope_leaves_the_message_before_it_accepted() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        await script.say("250 2.0.0 taken", "421 4.7.0 enough for now")

    async with convoy(part, taking) as (line, _):
        told = await line.go("one", "two")

    assert names(told, Accepted) == ["one", "two"] == subjects()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"25",
        b"hello\r\n",
        b"354 go on\r\n",
        b"334 more\r\n250 2.1.0 ok\r\n250 2.1.5 ok\r\n354 go\r\n",
        # The answer to the dot is left out, and these are the envelope's.
        b"250 2.1.0 sender ok\r\n250 2.1.5 ok\r\n354 go\r\n",
    ],
)
async def test_without_an_answer_to_the_dot_only_that_message_is_in_doubt(answer: bytes) -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        await script.hear_envelope()
        await script.say(answer)

    async with convoy(part, taking) as (line, _):
        told = await line.go("one", "two", "three")

    assert names(told, InDoubt) == ["one"] and names(told, Accepted) == ["two", "three"]
    assert subjects() == ["one", "two", "three"]


async def test_a_server_that_says_nothing_to_the_dot_is_waited_for_as_long_as_to_any() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        await script.silence()

    async with stage(part, taking) as play, sending(play.port, connections=1, settings=replace(PATIENT, dot=0.3)) as sender:
        kept.clear()
        told = await Convoy(sender).go("one", "two")

    assert names(told, InDoubt) == ["one"] and names(told, Accepted) == ["two"]


async def test_a_server_that_loses_what_comes_behind_a_dot_is_spared_it_from_then_on() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        await script.hear_envelope()
        await script.say("250 2.0.0 taken")
        await script.silence()

    async def one_by_one(script: Script) -> None:
        await script.greet()
        for n in range(3):
            await to_the_dot(script)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(script.reader.read(1), 0.05)
            await script.say(f"250 2.0.0 taken {n}")
        await script.silence()

    async with convoy(part, one_by_one, behind=0.2) as (line, _):
        told = await line.go("one", "two")
        more = await line.go("three")
        await line.go("four")

    assert names(told | more, Accepted) == ["one", "two", "three", "four"] == subjects()
    assert [fields["host"] for fields in line.sender.named("smtp.deaf_behind_dot")] == ["127.0.0.1"]


async def test_a_server_that_stumbles_over_what_comes_behind_a_dot_gets_it_again_on_another_connection() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        await script.hear_envelope()
        await script.say("250 2.0.0 taken", "503 5.5.1 bad sequence", "503 5.5.1 bad sequence", "503 5.5.1 bad sequence")
        await script.silence()

    async with convoy(part, taking) as (line, _):
        told = await line.go("one", "two")

    assert names(told, Accepted) == ["one", "two"] == subjects()
    assert line.sender.named("smtp.deaf_behind_dot")


async def test_one_answer_too_many_sends_nothing_twice() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        await script.hear_envelope()
        await script.say("250 2.0.0 taken", "250 2.0.0 taken", "250 2.1.0 ok", "250 2.1.5 ok", "354 go")
        await script.silence()

    async with convoy(part, taking) as (line, _):
        told = await line.go("one", "two")

    assert names(told, Accepted) == ["one", "two"] == subjects()


async def test_a_refused_recipient_ends_only_its_own_message() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        await script.hear_envelope()
        await script.say("250 2.0.0 taken", "250 2.1.0 ok", "550 5.1.1 no such user", "554 5.5.1 no recipients")
        await script.hear("RSET")
        await script.say("250 2.0.0 flushed")
        await taking_on(script)

    async with convoy(part) as (line, _):
        told = await line.go("one", "two")
        told |= await line.go("three")

    assert names(told, Accepted) == ["one", "three"] and names(told, Refused) == ["two"]


async def test_a_message_refused_after_its_dot_leaves_the_next_one_its_envelope() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        await script.hear_envelope()
        await script.say("554 5.7.1 spam", "250 2.1.0 ok", "250 2.1.5 ok", "354 go")
        kept.append(await script.hear_body())
        await script.say("250 2.0.0 taken")
        await script.silence()

    async with convoy(part) as (line, _):
        told = await line.go("one", "two")

    assert names(told, Refused) == ["one"] and names(told, Accepted) == ["two"]


async def test_a_fence_that_says_no_stops_its_own_message_and_no_other() -> None:
    async with convoy(taking) as (line, _):
        line.add("one")
        line.add("two", fence=Fence(False))
        told = await line.go()
        told |= await line.go("three")

    assert names(told, Accepted) == ["one", "three"] == subjects()
    assert names(told, Fenced) == ["two"]


async def test_no_connection_carries_more_than_its_limit() -> None:
    async with convoy(taking, messages=3) as (line, _):
        for batch in (["a", "b", "c"], ["d", "e", "f"], ["g"]):
            await line.go(*batch)
        one_too_many = ["h", "i", "j", "k"]
        line.add(one_too_many[0])
        for name in one_too_many[1:]:
            line.add(name)
        await line.go()

    # `g` left room for two on its connection; what is beyond the limit is for the next one.
    assert subjects() == ["a", "b", "c", "d", "e", "f", "g", "h", "i"] and len(line.waiting) == 2


async def test_an_address_beyond_ascii_waits_for_the_message_before_it_to_end() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(script.reader.read(1), 0.05)
        await script.say("250 2.0.0 taken")
        await taking_on(script)

    async with convoy(part) as (line, _):
        line.add("one")
        line.add("two", to="jörg@example.net")
        line.add("three")
        told = await line.go()

    assert names(told, Accepted) == ["one", "two", "three"] == subjects()


async def test_a_fresh_connection_that_ends_after_its_first_message_costs_the_next_nothing() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        await script.say("250 2.0.0 taken")
        await script.hear("MAIL")
        await script.say("421 4.3.2 enough")

    async with convoy(part, taking) as (line, _):
        line.add("one")
        line.add("two", to="jörg@example.net")
        told = await line.go()

    assert names(told, Accepted) == ["one", "two"] == subjects()


async def test_a_server_without_pipelining_is_asked_for_one_message_at_a_time() -> None:
    async def part(script: Script) -> None:
        await script.greet("SIZE 100000")
        await taking_on(script)

    async with convoy(part) as (line, _):
        told = await line.go("one", "two")

    assert names(told, Accepted) == ["one"] and len(line.waiting) == 1


async def test_a_server_whose_replies_do_not_say_what_they_answer_gets_one_message_at_a_time() -> None:
    """A bare 250 to the MAIL behind a dot could be taken for the answer to the dot."""

    async def part(script: Script) -> None:
        await script.greet()
        for _ in range(2):
            await script.hear_envelope()
            await script.say("250 ok", "250 ok", "354 go")
            kept.append(await script.hear_body())
            await script.say("250 ok")
        await script.silence()

    async with convoy(part) as (line, _):
        told = await line.go("one", "two")
        assert len(line.waiting) == 1
        told |= await line.go()

    assert names(told, Accepted) == ["one", "two"] == subjects()


@pytest.mark.parametrize("surplus", [["421 4.4.5 closing"], ["250 2.0.0 taken"], ["250 2.0.0 taken", "421 4.4.5 closing"]])
async def test_a_goodbye_in_the_same_breath_takes_nothing_back(surplus: list[str]) -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        await script.say("250 2.0.0 taken", *surplus)

    async with convoy(part, taking) as (line, _):
        told = await line.go("one")
        told |= await line.go("two")

    assert names(told, Accepted) == ["one", "two"] == subjects()


async def test_yes_and_no_in_one_breath_is_neither() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        await script.say("250 2.0.0 taken", "554 5.7.1 refused")

    async with convoy(part) as (line, _):
        told = await line.go("one")

    assert names(told, InDoubt) == ["one"]


@pytest.mark.parametrize(
    "belated", ["554 5.6.0 content not wanted", "550 5.7.1 not from you", "250 2.0.0 taken", "452 4.3.1 full"]
)
async def test_a_second_answer_to_a_dot_is_not_the_next_messages(belated: str) -> None:
    """It comes when the next envelope is on its way, so each reply seems to belong to the command before its own."""

    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        await script.say("250 2.0.0 taken")
        await script.hear_envelope()
        await script.say(belated, "250 2.1.0 ok", "250 2.1.5 ok")
        await script.say("354 go")
        await script.silence()

    async with convoy(part, taking) as (line, _):
        told = await line.go("one")
        told |= await line.go("two")

    assert names(told, Accepted) == ["one", "two"] == subjects()


async def test_what_is_said_of_a_recipient_is_not_an_answer_to_data() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await to_the_dot(script)
        await script.say("250 2.0.0 taken")
        await script.hear_envelope()
        await script.say("250 2.0.0 taken", "250 2.1.0 ok", "550 5.1.1 no such user")
        await script.say("554 5.5.1 no recipients")
        await script.silence()

    async with convoy(part, taking) as (line, _):
        told = await line.go("one")
        told |= await line.go("two")

    assert names(told, Accepted) == ["one", "two"] == subjects()

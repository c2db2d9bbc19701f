"""Keeping connections warm: reuse, limits, and what happens when a warm one turns out to be cold."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from nightmail.delivery.outcome import Accepted, Deferred, Phase, Refused, ReplyClass
from nightmail.sandbox.server import Sandbox
from nightmail.smtp.settings import SmtpSettings
from tests.unit.smtp.stage import PATIENT, Fence, Script, sending, stage


async def test_two_messages_share_one_connection() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.take()
        await script.take()
        await script.hear("QUIT")

    async with stage(part) as play, sending(play.port) as sender:
        outcomes = [await sender.send(), await sender.send()]

    assert all(isinstance(outcome, Accepted) for outcome in outcomes) and play.counts.connections == 1


async def test_a_connection_closed_while_idle_is_replaced_without_a_word() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.take()

    async with stage(part) as play, sending(play.port) as sender:
        first = await sender.send()
        second = await sender.send()

    assert isinstance(first, Accepted) and isinstance(second, Accepted)
    assert play.counts.connections == 2 and play.counts.dots == 2


@pytest.mark.parametrize("answer", ["421 4.4.2 idle for too long", "reset", "nothing"])
async def test_a_warm_connection_that_ends_at_mail_is_replaced_at_once(answer: str) -> None:
    async def cold(script: Script) -> None:
        await script.greet()
        await script.take()
        await script.hear_envelope()
        if answer == "reset":
            script.reset()
        elif answer != "nothing":
            await script.say(answer)

    async def fine(script: Script) -> None:
        await script.greet()
        await script.take()

    fence = Fence()
    async with stage(cold, fine) as play, sending(play.port) as sender:
        await sender.send()
        outcome = await sender.send(fence=fence)

    assert isinstance(outcome, Accepted) and fence.asked == [(0,)]
    assert play.counts.connections == 2 and play.counts.dots == 2


async def test_a_new_connection_that_ends_at_mail_is_not_tried_again() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope()

    async with stage(part) as play, sending(play.port) as sender:
        outcome = await sender.send()

    assert isinstance(outcome, Deferred) and outcome.phase is Phase.MAIL and play.counts.connections == 1


async def test_what_a_server_says_while_idle_closes_the_connection_and_harms_no_message() -> None:
    async def chatty(script: Script) -> None:
        await script.greet()
        await script.take(until="250 taken\r\n250 and another one")
        await script.silence()

    async with stage(chatty) as play, sending(play.port) as sender:
        outcomes = [await sender.send(), await sender.send()]

    assert all(isinstance(outcome, Accepted) for outcome in outcomes) and play.counts.connections == 2


async def test_a_surplus_250_that_comes_late_is_never_taken_for_the_next_messages() -> None:
    async def chatty(script: Script) -> None:
        await script.greet()
        await script.take()
        await script.hear_envelope()
        # One reply too many: each stands one place too early, and 250 stands where 354 belongs.
        await script.say("250 surplus", "250 ok", "250 ok", "354 go")
        await script.silence()

    async def fine(script: Script) -> None:
        await script.greet()
        await script.hear("MAIL")
        await script.say("250 ok")
        await script.hear("RCPT")
        await script.say("250 ok")
        await script.hear("DATA")
        await script.say("354 go")
        await script.hear_body()
        await script.say("250 taken")

    async with stage(chatty, fine) as play, sending(play.port) as sender:
        await sender.send()
        outcome = await sender.send()

    assert isinstance(outcome, Accepted) and play.counts.dots == 2


async def test_no_more_messages_go_over_a_connection_than_the_account_allows() -> None:
    async with Sandbox() as sandbox, sending(sandbox.port, messages=2) as sender:
        for _ in range(5):
            assert isinstance(await sender.send(), Accepted)

        assert len(sender.named("smtp.connected")) == 3


async def test_a_server_that_tires_of_a_connection_teaches_how_many_messages_it_carries() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.take()
        await script.take()
        verbs = [(await script.reader.readline())[:4]]
        if verbs == [b"MAIL"]:
            await script.hear("RCPT", "DATA")
            await script.say("451 too many messages in this session", "503 x", "503 x")
            await script.silence()

    async with stage(part) as play, sending(play.port) as sender:
        outcomes = [await sender.send() for _ in range(8)]

    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    # Learned when the second connection tires of its third message too; each then carries two, closed before it is refused.
    assert play.counts.connections == 4 and play.counts.dots == 8


async def test_one_mishap_at_mail_teaches_nothing_of_a_connection() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        if play.counts.connections > 1:
            for _ in range(5):
                await script.take()
        else:
            await script.take()
            await script.hear("MAIL", "RCPT", "DATA")
            await script.say("451 4.3.0 Try again later", "503 x", "503 x")
        await script.silence()

    async with stage(part) as play, sending(play.port) as sender:
        outcomes = [await sender.send() for _ in range(6)]

    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert play.counts.connections == 2 and play.counts.dots == 6


async def test_a_server_that_stumbles_over_pipelining_is_spoken_to_plainly_from_then_on() -> None:
    async with Sandbox(faults=["reject-pipelining"]) as sandbox, sending(sandbox.port) as sender:
        outcomes = [await sender.send(), await sender.send()]

    assert all(isinstance(outcome, Accepted) for outcome in outcomes) and sandbox.count == 2
    assert len(sender.named("smtp.unpipelined")) == 1 and len(sender.named("smtp.connected")) == 2


async def test_a_server_that_does_not_understand_even_plain_speech_refuses_the_message() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear("MAIL")
        await script.say("500 what", "500 what", "500 what")
        await script.silence()

    async def plain(script: Script) -> None:
        await script.greet()
        (line,) = await script.hear("MAIL")
        assert line == "MAIL FROM:<anna@example.org>"
        await script.say("500 what")
        await script.silence()

    async with stage(part, plain) as play, sending(play.port) as sender:
        outcome = await sender.send()

    assert isinstance(outcome, Refused) and outcome.reply_class is ReplyClass.PROTO and play.counts.connections == 2


async def test_never_more_connections_at_once_than_the_account_allows() -> None:
    most = 0

    async def look() -> None:
        nonlocal most
        most = max(most, sandbox.connections)

    async with Sandbox() as sandbox, sending(sandbox.port, connections=3) as sender:
        outcomes = await asyncio.gather(*(sender.send(fence=Fence(meanwhile=look)) for _ in range(40)))

    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert most == 3 and sandbox.count == 40 and len(sender.named("smtp.connected")) == 3


async def test_messages_wait_for_a_connection_first_come_first_served() -> None:
    async with Sandbox() as sandbox, sending(sandbox.port, connections=1) as sender:
        await asyncio.gather(*(sender.send(f"r{n}@example.org") for n in range(10)))

    assert [caught.recipients[0] for caught in sandbox.caught] == [f"r{n}@example.org" for n in range(10)]


async def test_a_cancelled_waiter_leaves_its_place_to_the_next() -> None:
    async def hold() -> None:
        await released.wait()

    released = asyncio.Event()
    async with Sandbox() as sandbox, sending(sandbox.port, connections=1) as sender:
        first = asyncio.create_task(sender.send(fence=Fence(meanwhile=hold)))
        second, third = asyncio.create_task(sender.send()), asyncio.create_task(sender.send())
        await asyncio.wait([second], timeout=0.01)
        second.cancel()
        released.set()

        assert isinstance(await first, Accepted) and isinstance(await third, Accepted)
    assert sandbox.count == 2


@pytest.mark.parametrize("settings", [replace(PATIENT, max_age=0.01), replace(PATIENT, max_idle=0.01)])
async def test_an_old_or_idle_connection_is_closed(settings: SmtpSettings) -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.take()
        await script.hear("QUIT")
        left.set()

    left = asyncio.Event()
    async with stage(part) as play, sending(play.port, settings=settings) as sender:
        await sender.send()
        if settings.max_idle < 1:
            await left.wait()
        else:
            await asyncio.wait([asyncio.create_task(left.wait())], timeout=0.02)
        await sender.send()

    assert play.counts.connections == 2


async def test_accounts_do_not_share_connections() -> None:
    async with Sandbox() as sandbox, sending(sandbox.port) as sender:
        await sender.send()
        sender.account = replace(sender.account, id=sender.account.owner_id)
        await sender.send()

    assert len(sender.named("smtp.connected")) == 2


async def test_many_messages_with_a_wrong_password_try_it_once() -> None:
    async with (
        Sandbox(password="right") as sandbox,
        sending(sandbox.port, username="anna", password="wrong", connections=8) as sender,
    ):
        outcomes = await asyncio.gather(*(sender.send() for _ in range(8)))

        assert {outcome.reply_class for outcome in outcomes if isinstance(outcome, Deferred)} == {ReplyClass.AUTH}
        assert sandbox.sign_ins == 1 and len(outcomes) == 8


async def test_a_later_message_tries_again_and_once_it_got_in_others_follow_side_by_side() -> None:
    async with (
        Sandbox(faults=["reject-auth*1"]) as sandbox,
        sending(sandbox.port, username="anna", connections=4) as sender,
    ):
        assert isinstance(await sender.send(), Deferred)
        outcomes = await asyncio.gather(*(sender.send() for _ in range(4)))

        assert all(isinstance(outcome, Accepted) for outcome in outcomes) and sandbox.sign_ins == 5


async def test_whoever_is_cancelled_at_the_door_leaves_it_to_the_next() -> None:
    async with Sandbox(faults=["drip-banner:50*1"]) as sandbox, sending(sandbox.port, connections=2) as sender:
        first = asyncio.create_task(sender.send())
        while not sandbox.connections:  # noqa: ASYNC110 - the sandbox has no event for it
            await asyncio.sleep(0)
        second = asyncio.create_task(sender.send())
        await asyncio.sleep(0)
        first.cancel()

        assert isinstance(await second, Accepted)


async def test_an_unknown_greeting_is_told_without_its_words_too() -> None:
    async def part(script: Script) -> None:
        await script.say("554 bob@example.org is on holiday")

    async with stage(part) as play, sending(play.port) as sender:
        await sender.send()

    (fields,) = sender.named("smtp.unclassified")
    assert (fields["code"], fields["phase"]) == (554, "connect") and "bob" not in str(fields)


async def test_an_unknown_reply_to_one_recipient_of_several_is_told_too() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.hear_envelope(3)
        await script.say("250 ok", "250 ok", "550 eve is on holiday", "550 5.1.1 no such user", "354 go")
        await script.hear_body()
        await script.say("250 taken")

    async with stage(part) as play, sending(play.port) as sender:
        await sender.send("bob@example.org", "eve@example.org", "tom@example.org")

    (fields,) = sender.named("smtp.unclassified")
    assert (fields["code"], fields["phase"]) == (550, "rcpt") and "eve" not in str(fields)


async def test_an_unknown_reply_is_told_without_its_words() -> None:
    async def part(script: Script) -> None:
        await script.greet()
        await script.take(until="554 bob@example.org is on holiday")

    async with stage(part) as play, sending(play.port) as sender:
        await sender.send()

    (fields,) = sender.named("smtp.unclassified")
    assert fields["code"] == 554 and "bob" not in str(fields)


async def test_connections_opened_ahead_carry_the_mail_that_is_due_then() -> None:
    async with Sandbox() as sandbox, sending(sandbox.port, connections=3) as sender:
        await sender.submitter.prepare(sender.account, messages=2)
        await sender.submitter.prepare(sender.account, messages=2)
        assert sandbox.connections == 2

        outcomes = await asyncio.gather(*(sender.send() for _ in range(2)))

        assert all(isinstance(outcome, Accepted) for outcome in outcomes) and sandbox.connections == 2


async def test_no_more_connections_are_opened_ahead_than_the_account_may_have() -> None:
    async with Sandbox() as sandbox, sending(sandbox.port, connections=3) as sender:
        await sender.submitter.prepare(sender.account, messages=50)

        assert sandbox.connections == 3


async def test_a_sign_in_that_fails_ahead_of_time_is_tried_once_and_told_with_the_message() -> None:
    async with Sandbox(password="right") as sandbox, sending(sandbox.port, username="anna", password="wrong") as sender:
        await sender.submitter.prepare(sender.account, messages=3)
        assert sandbox.sign_ins == 1

        outcome = await sender.send()

    assert isinstance(outcome, Deferred) and outcome.reply_class is ReplyClass.AUTH

"""What servers say between MAIL and DATA (behaviours 13 to 22 and 30 to 32): provably not accepted, whatever it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nightmail.account.model import Limits
from nightmail.delivery.breaker import BreakerKind
from nightmail.delivery.model import DeliveryState
from tests.faults.playing import PATIENT, Theatre

ONE_CONNECTION = Limits(1, 100, 1000)


# ---------------------------------------------------------------------------------------------- 13, 14: stale connections


@pytest.mark.parametrize("fault", ["close-at-mail:2", "close-at-mail:2*1", "close-idle", "idle-421:1"])
async def test_13_14_a_connection_that_ended_while_idle_costs_no_attempt(theatre: Theatre, fault: str) -> None:
    async with theatre.playing(fault, limits=ONE_CONNECTION) as scene:
        await scene.deliver(3)


async def test_13_a_421_at_the_first_mail_of_a_connection_is_tried_again_later(theatre: Theatre) -> None:
    async with theatre.playing("close-at-mail*1") as scene:
        verdict = await scene.first_verdict()
        assert verdict.what == ("retry", "retry", "mail") and verdict.raw == b"421 4.4.2 Closing, come again\r\n"
        await scene.arrives()


# ---------------------------------------------------------------------------------------------- 15, 16: MAIL, RCPT


async def test_15_a_message_too_large_at_mail_fails_with_what_to_do(theatre: Theatre) -> None:
    async with theatre.playing("size-at-mail") as scene:
        verdict = await scene.first_verdict()

    assert verdict.what == ("failed", "size", "mail") and verdict.fields["advice"] == "size"
    assert verdict.raw == b"552 5.3.4 Message size exceeds fixed limit\r\n"


async def test_16_a_451_at_mail_is_tried_again(theatre: Theatre) -> None:
    async with theatre.playing("reject-mail-451*1") as scene:
        assert (await scene.first_verdict()).what == ("retry", "retry", "mail")
        await scene.arrives()


async def test_16_a_sender_that_is_refused_pauses_its_account_at_once(any_theatre: Theatre) -> None:
    async with any_theatre.playing("reject-sender") as scene:
        verdict = await scene.first_verdict()

        assert verdict.what == ("retry", "sender", "mail") and verdict.fields["attempts"] == 0
        assert "553 5.7.1 Sender address rejected" in await scene.paused()
        assert verdict.raw == b"553 5.7.1 Sender address rejected: not owned by user\r\n"


async def test_16_of_three_recipients_one_is_sent_to_one_waits_and_one_is_refused(any_theatre: Theatre) -> None:
    async with any_theatre.playing("rcpt-550:2", "rcpt-450:3") as scene:
        id = await scene.schedule("bob@example.net", "eve@example.net", "tom@example.net")
        async with scene.running():
            await scene.until("delivery.settled", delivery=id, state="failed")

        first = await scene.verdict(id)
        assert first.event == "retry" and [outcome for _, outcome, _ in sorted(first.fields["results"])] == [
            "accepted",
            "refused",
            "deferred",
        ]
        assert (first.raw_of(1), first.raw_of(2)) == (b"550 5.1.1 No such mailbox here\r\n", b"450 4.2.0 Mailbox busy\r\n")
        assert await scene.states(id) == ["accepted", "refused", "accepted"]
        assert [caught.recipients for caught in scene.sandbox.caught] == [("bob@example.net",), ("tom@example.net",)]
        assert "1 of 3 recipients was refused" in (await scene.item(id)).delivery.reason


# ---------------------------------------------------------------------------------------------- 17 to 19: RCPT


async def test_17_recipients_beyond_what_a_server_takes_go_in_the_next_envelopes_at_once(any_theatre: Theatre) -> None:
    people = [f"r{n}@example.net" for n in range(5)]
    async with any_theatre.playing("too-many-rcpt:2") as scene:
        id = await scene.schedule(*people)
        async with scene.running():
            await scene.until("delivery.settled", delivery=id, state="sent")

        assert [len(caught.recipients) for caught in scene.sandbox.caught] == [2, 2, 1]
        assert await scene.states(id) == ["accepted"] * 5 and (await scene.item(id)).delivery.deferrals == 0


async def test_18_a_421_among_the_recipients_leaves_all_of_them_safe(any_theatre: Theatre) -> None:
    async with any_theatre.playing("rcpt-421:2") as scene:
        verdict = await scene.first_verdict("a@example.net", "b@example.net", "c@example.net")
        assert verdict.what == ("retry", "slow", "rcpt") and scene.sandbox.count == 0
        assert verdict.raw == b"421 4.7.0 Try again later, closing connection. (RCPT)\r\n"

        await scene.arrives()
        assert len(scene.sandbox.caught[0].recipients) == 3


async def test_19_data_taken_for_nobody_delivers_nothing_and_the_connection_lives_on(theatre: Theatre) -> None:
    async with theatre.playing("empty-data*2", limits=ONE_CONNECTION) as scene:
        id = await scene.schedule("a@example.net", "b@example.net")
        async with scene.running():
            await scene.until("delivery.settled", delivery=id)
            await scene.schedule()
            await scene.until("delivery.settled", state="sent")

            assert len(scene.named("smtp.connected")) == 1
        verdict = await scene.verdict(id)
        assert verdict.what == ("failed", "rcpt_perm", "rcpt") and await scene.states(id) == ["refused", "refused"]
        assert verdict.raw_of(1) == b"550 5.1.1 No such mailbox here\r\n"


# ---------------------------------------------------------------------------------------------- 20: DATA


async def test_20_a_used_up_quota_keeps_the_message_and_holds_the_account(any_theatre: Theatre) -> None:
    async with any_theatre.playing("quota") as scene:
        waiting = await scene.schedule()
        verdict = await scene.first_verdict()
        (breaker,) = await scene.store.breakers()

        assert verdict.what == ("retry", "quota", "data") and verdict.fields["attempts"] == 0
        assert breaker.kind is BreakerKind.QUOTA and breaker.target.account_id == scene.account.id
        assert verdict.raw == b"550 5.4.5 Daily user sending quota exceeded\r\n" and not await scene.paused()
        for row in await scene.store.list(scene.account.owner_id, scene.everything):
            assert row.delivery.state is DeliveryState.SCHEDULED
        assert (await scene.item(waiting)).delivery.attempts == 0


async def test_20_a_451_at_data_is_tried_again(theatre: Theatre) -> None:
    async with theatre.playing("data-451*1") as scene:
        assert (await scene.first_verdict()).what == ("retry", "retry", "data")
        await scene.arrives()


async def test_20_a_503_at_data_is_met_with_plain_speech(theatre: Theatre) -> None:
    async with theatre.playing("data-503*1") as scene:
        assert (await scene.first_verdict()).event == "sent" and len(scene.named("smtp.unpipelined")) == 1


async def test_20_a_503_at_data_to_plain_speech_as_well_fails_with_a_report_to_make(theatre: Theatre) -> None:
    async with theatre.playing("data-503") as scene:
        verdict = await scene.first_verdict()
        assert verdict.what == ("failed", "proto", "data") and verdict.fields["advice"] == "proto"


# ---------------------------------------------------------------------------------------------- 21, 22: pipelining


@pytest.mark.parametrize("fault", ["byte-by-byte", "split-crlf", "no-pipelining"])
async def test_21_however_replies_are_cut_they_mean_the_same(theatre: Theatre, fault: str) -> None:
    async with theatre.playing(fault, limits=ONE_CONNECTION) as scene:
        await scene.deliver(3)


@pytest.mark.parametrize("fault", ["data-early", "reject-pipelining", "pipelining-500"])
async def test_21_22_a_server_that_stumbles_over_pipelining_is_spoken_to_plainly(theatre: Theatre, fault: str) -> None:
    async with theatre.playing(fault, limits=ONE_CONNECTION) as scene:
        await scene.deliver(3)

        assert len(scene.named("smtp.unpipelined")) == 1


# ---------------------------------------------------------------------------------------------- 30 to 32: limits


@pytest.mark.parametrize("fault", ["tired-421:2", "tired-451:2"])
async def test_30_a_connection_that_carries_few_messages_is_replaced_and_the_number_learned(
    any_theatre: Theatre, fault: str
) -> None:
    async with any_theatre.playing(fault, limits=ONE_CONNECTION) as scene:
        await scene.deliver(6)

        (anna,) = await scene.store.accounts(scene.account.owner_id)
        assert anna.effective.messages_per_connection == 2


async def test_31_a_432_narrows_the_account_and_every_message_still_arrives_once(any_theatre: Theatre) -> None:
    async with any_theatre.playing("too-many-connections:2", "slow:5") as scene:
        ids = [await scene.schedule() for _ in range(12)]
        async with scene.running():
            await scene.until("delivery.settled", 12, state="sent")

            assert {fields["kind"] for fields in scene.named("breaker.opened")} == {"slow"}
        for id in ids:
            assert (await scene.item(id)).delivery.attempts == 1
        assert scene.sandbox.count == 12 and not await scene.paused()


async def test_32_a_server_that_takes_its_time_is_waited_for(theatre: Theatre) -> None:
    async with theatre.playing("slow:30", limits=ONE_CONNECTION) as scene:
        await scene.deliver(2, patience=replace(PATIENT, command=5))

        assert scene.named("breaker.opened") == []

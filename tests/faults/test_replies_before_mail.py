"""What servers do before the first MAIL (behaviours 1 to 12, 33 and 38): nothing was sent, and no attempt is used up."""

from __future__ import annotations

import asyncio
import socket

import pytest

from nightmail.account.model import Security
from nightmail.delivery.model import DeliveryState
from nightmail.errors import PersonError
from tests.faults.playing import Scene, Theatre, Verdict
from tests.letters import OWNER
from tests.patience import PATIENCE
from tests.unit.smtp.test_token_sign_in import Renewing


async def first_safe_verdict(scene: Scene, **content: object) -> Verdict:
    verdict = await scene.first_verdict(**content)
    assert scene.sandbox.count == 0 and verdict.event == "retry" and verdict.fields["attempts"] == 0
    return verdict


# ---------------------------------------------------------------------------------------------- 1 to 5, 38: no greeting


@pytest.mark.parametrize(
    ("fault", "connect", "words"), [("refuse-tcp", PATIENCE, "connection refused"), ("blackhole", 0.1, "no connection within")]
)
async def test_01_a_port_that_does_not_answer_leaves_the_message_waiting(
    theatre: Theatre, fault: str, connect: float, words: str
) -> None:
    async with theatre.playing(fault, connect=connect) as scene:
        verdict = await first_safe_verdict(scene)

    assert verdict.what == ("retry", "retry", "connect") and words in verdict.reply


async def test_01_a_connection_reset_at_once_is_tried_again(theatre: Theatre) -> None:
    async with theatre.playing("reset-at-connect*1") as scene:
        assert (await first_safe_verdict(scene)).what == ("retry", "retry", "connect")
        await scene.arrives()


@pytest.mark.parametrize("fault", ["no-banner*1", "drip-banner:20*1"])
async def test_02_a_greeting_that_does_not_come_ends_at_the_limit(theatre: Theatre, fault: str) -> None:
    async with theatre.playing(fault, command=0.2) as scene:
        verdict = await first_safe_verdict(scene)
        await scene.arrives()

    assert verdict.what == ("retry", "retry", "connect") and "did not answer in time" in verdict.reply


async def test_03_a_421_greeting_is_tried_again(any_theatre: Theatre) -> None:
    async with any_theatre.playing("refuse-connection*1") as scene:
        verdict = await first_safe_verdict(scene)
        await scene.arrives()

    assert verdict.what == ("retry", "retry", "connect")
    assert verdict.raw == b"421 4.3.2 The sandbox takes no connections now\r\n"


async def test_03_a_554_greeting_says_to_look_at_the_servers_name_and_port(theatre: Theatre) -> None:
    async with theatre.playing("banner-554*1") as scene:
        verdict = await first_safe_verdict(scene)
        await scene.arrives()

    assert verdict.what == ("retry", "retry", "connect") and verdict.raw == b"554 5.3.2 No service here\r\n"


async def test_04_a_greeting_of_many_lines_is_a_greeting(theatre: Theatre) -> None:
    async with theatre.playing("long-banner") as scene:
        assert (await scene.first_verdict()).event == "sent"


async def test_04_a_plain_greeting_on_a_tls_port_is_no_secure_connection(theatre: Theatre) -> None:
    async with theatre.playing("plain-on-tls-port", is_tls=True, security=Security.TLS) as scene:
        assert (await first_safe_verdict(scene)).what == ("retry", "tls", "starttls")


@pytest.mark.parametrize(
    ("fault", "reply_class", "raw"),
    [
        ("ehlo-500*1", "proto", b"500 5.5.2 Unknown command\r\n"),
        ("ehlo-421*1", "slow", b"421 4.7.0 Try again later, closing connection. (EHLO)\r\n"),
    ],
)
async def test_05_a_refused_ehlo_is_kept_word_for_word(theatre: Theatre, fault: str, reply_class: str, raw: bytes) -> None:
    async with theatre.playing(fault) as scene:
        verdict = await first_safe_verdict(scene)
        await scene.arrives()

    assert verdict.what == ("retry", reply_class, "connect") and verdict.raw == raw


async def test_05_a_server_without_extensions_gets_the_mail_all_the_same(theatre: Theatre) -> None:
    async with theatre.playing("bare-ehlo") as scene:
        assert (await scene.first_verdict()).event == "sent"


async def test_38_an_ehlo_without_end_is_cut_off(theatre: Theatre) -> None:
    async with theatre.playing("endless-ehlo*1") as scene:
        assert (await first_safe_verdict(scene)).what == ("retry", "retry", "connect")
        await scene.arrives()


async def test_38_only_what_is_offered_after_starttls_is_used(theatre: Theatre) -> None:
    async with theatre.playing("shrinking-ehlo", security=Security.STARTTLS, username="anna") as scene:
        assert (await scene.first_verdict()).event == "sent"
        assert scene.named("smtp.unpipelined") == []


# ---------------------------------------------------------------------------------------------- 6 to 9: encryption


@pytest.mark.parametrize(
    ("fault", "reply_class"),
    [("no-starttls*1", "tls"), ("starttls-454*1", "retry"), ("starttls-plain*1", "tls"), ("starttls-injected*1", "tls")],
)
async def test_06_07_without_encryption_neither_mail_nor_password_is_said(theatre: Theatre, fault: str, reply_class: str) -> None:
    async with theatre.playing(fault, security=Security.STARTTLS, username="anna") as scene:
        verdict = await first_safe_verdict(scene)

        assert verdict.what == ("retry", reply_class, "starttls") and scene.sandbox.sign_ins == 0
        assert ("just before encryption" in verdict.reply) is fault.startswith("starttls-injected")


@pytest.mark.parametrize("fault", ["certificate-expired", "certificate-wrong-host", "tls-1.0"])
@pytest.mark.parametrize(("security", "is_tls"), [(Security.TLS, True), (Security.STARTTLS, False)])
async def test_08_a_server_that_can_not_prove_itself_hears_no_password(
    theatre: Theatre, fault: str, security: Security, is_tls: bool
) -> None:
    async with theatre.playing(fault, security=security, is_tls=is_tls, username="anna") as scene:
        verdict = await first_safe_verdict(scene)

        assert verdict.what == ("retry", "tls", "starttls") and scene.sandbox.sign_ins == 0
        assert ("can't be trusted" in verdict.reply) is fault.startswith("certificate")


@pytest.mark.parametrize(("security", "is_tls"), [(Security.TLS, True), (Security.STARTTLS, False)])
async def test_08_a_server_of_ones_own_that_nobody_vouches_for_waits_for_its_persons_word(
    theatre: Theatre, security: Security, is_tls: bool
) -> None:
    async with theatre.playing("certificate-self-signed", security=security, is_tls=is_tls, username="anna") as scene:
        verdict = await first_safe_verdict(scene)

        assert verdict.what == ("retry", "auth", "starttls") and scene.sandbox.sign_ins == 0
        paused = await scene.paused()
        assert "trust its certificate" in paused


@pytest.mark.parametrize(
    ("fault", "security", "is_tls"), [("tls-hangs", Security.TLS, True), ("starttls-hangs", Security.STARTTLS, False)]
)
async def test_09_a_handshake_that_hangs_ends_at_the_limit(
    theatre: Theatre, fault: str, security: Security, is_tls: bool
) -> None:
    async with theatre.playing(fault, security=security, is_tls=is_tls, tls=0.1) as scene:
        verdict = await first_safe_verdict(scene)

    assert verdict.what == ("retry", "tls", "starttls") and "took too long" in verdict.reply


@pytest.mark.parametrize(("security", "is_tls"), [(Security.TLS, True), (Security.STARTTLS, False)])
async def test_09_a_goodbye_without_tlss_own_changes_no_verdict(theatre: Theatre, security: Security, is_tls: bool) -> None:
    async with theatre.playing("drop-at-quit", security=security, is_tls=is_tls) as scene:
        assert (await scene.first_verdict()).event == "sent"


# ---------------------------------------------------------------------------------------------- 10, 11: sign-in


@pytest.mark.parametrize(
    ("fault", "words", "raw"),
    [
        ("reject-auth", "user name or password", b"535 5.7.8 Username and password not accepted\r\n"),
        (
            "auth-534",
            "app password",
            b"534-5.7.9 Application-specific password required.\r\n534 5.7.9 https://support.example.com/app-passwords\r\n",
        ),
        (
            "auth-535-139",
            "switched off for this mailbox",
            b"535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.\r\n",
        ),
        (
            "auth-550",
            "no longer accepts passwords",
            b"550 5.7.30 Basic authentication is not supported for Client Submission.\r\n",
        ),
    ],
)
async def test_10_a_refused_sign_in_is_tried_exactly_once_and_pauses_the_account(
    theatre: Theatre, fault: str, words: str, raw: bytes
) -> None:
    async with theatre.playing(fault, username="anna") as scene:
        ids = [await scene.schedule() for _ in range(3)]
        verdict = await first_safe_verdict(scene)

        assert verdict.what == ("retry", "auth", "auth") and verdict.raw == raw
        assert words in await scene.paused() and scene.sandbox.sign_ins == 1
        assert [(await scene.item(id)).delivery.attempts for id in ids] == [0, 0, 0]


async def test_10_after_a_refused_sign_in_nobody_tries_again_by_itself(any_theatre: Theatre) -> None:
    async with any_theatre.playing("reject-auth", username="anna") as scene:
        await scene.first_verdict()
        async with scene.running():
            await scene.until("dispatcher.started")
            await asyncio.sleep(0.1)

        assert scene.sandbox.sign_ins == 1


async def test_11_too_many_sign_ins_are_answered_by_patience_and_not_by_another_method(any_theatre: Theatre) -> None:
    async with any_theatre.playing("busy-auth*1", username="anna") as scene:
        verdict = await first_safe_verdict(scene)

        assert verdict.what == ("retry", "slow", "auth") and scene.sandbox.sign_ins == 1 and not await scene.paused()
        await scene.arrives()
        assert scene.sandbox.sign_ins == 2


# ---------------------------------------------------------------------------------------------- 12: tokens


async def test_12_a_refused_token_is_renewed_once_and_the_message_leaves_in_the_same_attempt(theatre: Theatre) -> None:
    tokens = Renewing()
    async with theatre.playing("expired-token*1", username="anna", tokens=tokens) as scene:
        assert (await scene.first_verdict()).event == "sent"
        assert tokens.renewals == ["token-1"] and scene.sandbox.sign_ins == 2


async def test_12_a_renewed_token_that_is_refused_as_well_is_not_renewed_again(theatre: Theatre) -> None:
    tokens = Renewing()
    async with theatre.playing("expired-token", username="anna", tokens=tokens) as scene:
        verdict = await first_safe_verdict(scene)

        assert verdict.what == ("retry", "auth", "auth") and "535 5.7.8" in await scene.paused()
        assert tokens.renewals == ["token-1"] and scene.sandbox.sign_ins == 2


async def test_12_where_the_provider_ended_the_sign_in_the_account_waits_for_its_person(any_theatre: Theatre) -> None:
    ended = PersonError("sign-in-expired", "The sign-in at the provider has ended.", next="Sign in again.")
    async with any_theatre.playing("expired-token", username="anna", tokens=Renewing(failure=ended)) as scene:
        verdict = await first_safe_verdict(scene)

        assert verdict.what == ("retry", "auth", "auth") and scene.sandbox.sign_ins == 1
        assert await scene.paused() == "The sign-in at the provider has ended. Sign in again."


# ---------------------------------------------------------------------------------------------- 33: names


async def test_33_a_dead_address_beside_a_living_one_costs_nothing(theatre: Theatre, monkeypatch: pytest.MonkeyPatch) -> None:
    async with theatre.playing() as scene:
        with socket.socket() as dead:
            dead.bind(("127.0.0.1", 0))
            where = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
            answers = [(*where, dead.getsockname()), (*where, ("127.0.0.1", scene.sandbox.port))]
            monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", looked_up(answers))

            assert (await scene.first_verdict()).event == "sent"


async def test_33_a_name_that_can_not_be_looked_up_is_looked_up_again(theatre: Theatre, monkeypatch: pytest.MonkeyPatch) -> None:
    async with theatre.playing() as scene:
        with monkeypatch.context() as broken:
            trouble = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
            broken.setattr(asyncio.get_running_loop(), "getaddrinfo", looked_up(trouble))
            verdict = await first_safe_verdict(scene)
        await scene.arrives()

    assert verdict.what == ("retry", "retry", "connect") and "could not be looked up (DNS)" in verdict.reply


def looked_up(answer: object) -> object:
    async def look_up(*arguments: object, **named: object) -> object:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return look_up


async def test_a_message_that_waits_for_its_server_can_still_be_cancelled(theatre: Theatre) -> None:
    async with theatre.playing("refuse-tcp") as scene:
        await first_safe_verdict(scene)
        (row,) = await scene.store.list(OWNER, scene.everything)

        assert await scene.store.cancel(OWNER, row.delivery.id) is DeliveryState.CANCELLED

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.delivery.outcome import Phase, Reply, ReplyClass
from nightmail.smtp.parser import reply_from
from nightmail.smtp.replies import advice, classify, is_final, judge

CONNECT, AUTH, MAIL, RCPT, DATA, DOT = Phase.CONNECT, Phase.AUTH, Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.DOT

TABLE = [
    # signing in
    (AUTH, "535 5.7.8 Username and Password not accepted", "auth"),
    (AUTH, "534 5.7.9 Application-specific password required", "auth"),
    (AUTH, "534 5.7.14 Please log in via your web browser", "auth"),
    (AUTH, "535 5.7.3 Authentication unsuccessful", "auth"),
    (AUTH, "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant", "auth"),
    (AUTH, "550 5.7.30 Basic authentication is not supported for Client Submission", "auth"),
    (AUTH, "501 5.5.2 Cannot decode", "auth"),
    (AUTH, "504 5.7.4 Unrecognized authentication type", "auth"),
    (AUTH, "454 4.7.0 Too many login attempts, please try again later", "slow"),
    (AUTH, "454 4.7.0 Cannot authenticate due to temporary system problem", "retry"),
    (AUTH, "432 4.7.12 A password transition is needed", "auth"),
    (MAIL, "530 5.7.57 Client not authenticated to send mail", "auth"),
    (MAIL, "530 5.7.0 Authentication Required", "auth"),
    (MAIL, "530 5.7.0 Must issue a STARTTLS command first", "tls"),
    # slower, please
    (CONNECT, "421 4.7.0 Try again later, closing connection. (EHLO)", "slow"),
    (MAIL, "421 4.7.0 Try again later, closing connection. (MAIL)", "slow"),
    (DATA, "421 4.7.28 unusual rate of unsolicited mail", "slow"),
    (MAIL, "450 4.2.1 Peak SMTP relay limit exceeded for customer", "slow"),
    (MAIL, "432 4.3.2 Concurrent connections limit exceeded", "slow"),
    (DOT, "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", "slow"),
    (MAIL, "451 4.7.500 Server busy. Please try again later", "slow"),
    (CONNECT, "421 Too many connections from your IP", "slow"),
    (CONNECT, "554 too many connections", "slow"),
    (RCPT, "450 4.7.1 Greylisted, come back", "grey"),
    (RCPT, "451 4.7.1 Greylisting in action", "grey"),
    (RCPT, "450 try again in 300 seconds", "grey"),
    # quotas
    (DATA, "550 5.4.5 Daily user sending limit exceeded", "quota"),
    (DOT, "550 5.4.5 Daily sending quota exceeded", "quota"),
    (DOT, "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException", "quota"),
    (DOT, "550 5.7.1 You have exceeded your daily sending limit", "quota"),
    (DATA, "554 5.7.1 <DATA>: Data command rejected: limit of 400 rcpts per 24 hours", "quota"),
    (RCPT, "452 4.4.5 congestion", "slow"),
    # shut accounts
    (DOT, "554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; RefuseQuota, ShowTierUpgrade", "verify"),
    (MAIL, "550 5.1.8 Access denied, bad outbound sender", "verify"),
    (DOT, "550 5.7.501 Access denied, spam abuse detected", "verify"),
    (DOT, "554 5.2.2 mailbox full", "verify"),
    # recipients
    (RCPT, "550 5.1.1 no such user", "rcpt_perm"),
    (RCPT, "550 5.1.10 RESOLVER.ADR.RecipientNotFound", "rcpt_perm"),
    (RCPT, "551 user not local", "rcpt_perm"),
    (RCPT, "553 mailbox name not allowed", "rcpt_perm"),
    (RCPT, "556 domain does not accept mail", "rcpt_perm"),
    (RCPT, "550 5.7.1 relaying denied", "rcpt_perm"),
    (RCPT, "501 5.1.3 Bad recipient address syntax", "rcpt_perm"),
    (RCPT, "552 5.2.2 mailbox quota exceeded", "rcpt_perm"),
    (RCPT, "452 4.5.3 too many recipients", "toomany"),
    (RCPT, "553 5.6.7 address needs SMTPUTF8", "rcpt_perm"),
    (RCPT, "550 rejected", "rcpt_perm"),
    # senders
    (DOT, "554 5.2.252 SendAsDenied; not allowed to send as", "sender"),
    (DOT, "554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException", "sender"),
    (MAIL, "553 5.7.1 not owned", "sender"),
    (RCPT, "553 5.7.1 <anna@example.org>: Sender address rejected: not owned by user bob", "sender"),
    (MAIL, "550 5.1.0 bad sender", "sender"),
    (DOT, "550 5.7.26 unauthenticated mail (SPF, DKIM)", "sender"),
    (DOT, "550 5.7.515 Access denied, sending domain does not meet the required authentication level", "sender"),
    # sizes and contents
    (MAIL, "552 5.2.3 Your message exceeded size limits", "size"),
    (DOT, "552 5.3.4 Message size exceeds fixed maximum message size", "size"),
    (DOT, "554 Stream is more than 26214400 bytes", "size"),
    (DOT, "552 5.3.4 Header size exceeds fixed maximum size", "size"),
    (MAIL, "552 message exceeds fixed maximum size", "size"),
    (DOT, "552 5.7.0 This message was blocked because its content presents a potential security issue", "content"),
    (DOT, "550 5.7.1 unsolicited mail", "content"),
    (DOT, "554 5.7.1 Spam message rejected", "content"),
    (DOT, "550 5.6.0 malformed", "content"),
    # how we speak
    (MAIL, "500 command unrecognized", "proto"),
    (MAIL, "503 bad sequence", "proto"),
    (DATA, "554 SMTP synchronization error", "proto"),
    (MAIL, "554 5.5.0 Pipelining not supported", "proto"),
    (MAIL, "555 unsupported parameter", "proto"),
    (CONNECT, "500 what?", "proto"),
    (DATA, "250 ok", "proto"),
    (MAIL, "354 go", "proto"),
    # the moment
    (DOT, "451 4.3.0 local error", "retry"),
    (DOT, "452 4.3.1 insufficient storage", "retry"),
    (DOT, "421 4.4.2 timeout", "retry"),
    (CONNECT, "554 no service here", "retry"),
    (DATA, "451 what a day", "retry"),
    (DOT, "554 transaction failed", "msg_perm"),
    (DOT, "550 5.1.1 gone", "msg_perm"),
]


def reply(words: str) -> Reply:
    return reply_from(int(words[:3]), [words[4:].encode()])


@pytest.mark.parametrize(("phase", "words", "expected"), TABLE, ids=[f"{phase}: {words}" for phase, words, _ in TABLE])
def test_a_known_reply_has_its_class(phase: Phase, words: str, expected: str) -> None:
    assert classify(reply(words), phase, "smtp.example.org") is ReplyClass(expected)


def test_the_same_words_mean_another_thing_in_another_phase() -> None:
    words = "550 5.7.1 no"

    assert [classify(reply(words), phase, "h") for phase in (AUTH, MAIL, RCPT, DOT)] == [
        ReplyClass.AUTH,
        ReplyClass.SENDER,
        ReplyClass.RCPT_PERM,
        ReplyClass.CONTENT,
    ]


def test_a_reply_no_rule_knows_is_marked() -> None:
    assert judge(reply("451 what a day"), DOT, "h").is_fallback
    assert not judge(reply("550 5.1.1 no such user"), RCPT, "h").is_fallback


@pytest.mark.parametrize(
    ("words", "phase", "expected"),
    [
        ("450 5.1.1 odd", RCPT, False),
        ("550 5.1.1 no such user", RCPT, True),
        ("550 5.4.5 quota", DATA, False),
        ("535 5.7.8 wrong", AUTH, False),
        ("554 refused", DOT, True),
        ("250 ok", DATA, False),
    ],
)
def test_only_a_5yz_about_the_thing_itself_is_final(words: str, phase: Phase, expected: bool) -> None:
    assert is_final(reply(words), classify(reply(words), phase, "h")) is expected


def test_a_wrong_password_has_a_sentence_for_people() -> None:
    assert advice(reply("535 5.7.8 bad"), AUTH, "h").says == "The server refused the user name or password."
    assert "app password" in advice(reply("534 5.7.9 Application-specific password required"), AUTH, "h").says


@given(
    code=st.integers(-1, 1000),
    text=st.text(max_size=200),
    enhanced=st.sampled_from(["", "5.1.1", "4.7.0", "5.999.999", "x"]) | st.text(max_size=12),
    phase=st.sampled_from(Phase),
    host=st.text(max_size=30),
)
def test_every_reply_has_a_class_and_a_sentence(code: int, text: str, enhanced: str, phase: Phase, host: str) -> None:
    judgement = judge(Reply(code, text, enhanced), phase, host)

    assert isinstance(judgement.reply_class, ReplyClass) and judgement.advice.says and judgement.advice.next


@given(code=st.integers(400, 499), text=st.text(max_size=100), enhanced=st.sampled_from(["", "4.1.1", "5.1.1", "4.5.3"]))
def test_a_4yz_is_never_final(code: int, text: str, enhanced: str) -> None:
    for phase in Phase:
        words = Reply(code, text, enhanced)
        assert not is_final(words, classify(words, phase, "h"))


def test_long_words_are_classified_quickly() -> None:
    started = time.perf_counter()
    for words in ("daily " * 160, "limit " * 160, "recipient limit " * 60, "message " * 125):
        classify(Reply(550, words), DOT, "h")

    assert time.perf_counter() - started < 0.5

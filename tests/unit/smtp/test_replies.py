from __future__ import annotations

import time
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.delivery.outcome import Phase, Reply, ReplyClass, Scope
from nightmail.smtp.parser import reply_from
from nightmail.smtp.replies import advice, classify, is_final, judge

CONNECT, STARTTLS, AUTH, MAIL = Phase.CONNECT, Phase.STARTTLS, Phase.AUTH, Phase.MAIL
RCPT, DATA, BODY, DOT = Phase.RCPT, Phase.DATA, Phase.BODY, Phase.DOT

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
    (AUTH, "535 5.7.0 (#AUTH005) Too many bad auth attempts.", "auth"),
    (AUTH, "535 5.7.8 Error: too many failed login attempts", "auth"),
    (AUTH, "454 4.7.0 Temporary authentication failure", "retry"),
    (AUTH, "530 5.7.0 Must issue a STARTTLS command first.", "tls"),
    (AUTH, "534 5.7.14 <https://accounts.google.com/signin> Please log in via your web browser", "auth"),
    (STARTTLS, "454 4.7.0 TLS not available due to temporary reason", "retry"),
    (STARTTLS, "502 5.5.1 Command not implemented", "tls"),
    (DATA, "554 5.7.0 too many unauthenticated commands", "proto"),
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
    (MAIL, "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", "slow"),
    (MAIL, "454 Throttling failure: Maximum sending rate exceeded", "slow"),
    (DOT, "550 5.7.28 unusual rate of mail", "slow"),
    (DOT, "450 4.7.38 flood", "slow"),
    (MAIL, "450 4.7.0 later", "slow"),
    (DOT, "421 4.4.5 congestion", "slow"),
    (DOT, "550 4.4.5 congestion", "slow"),
    (RCPT, "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents delivery", "retry"),
    (RCPT, "450 4.7.1 Greylisted, come back", "grey"),
    (RCPT, "451 4.7.1 Greylisting in action", "grey"),
    (RCPT, "450 try again in 300 seconds", "grey"),
    # quotas
    (DATA, "550 5.4.5 Daily user sending limit exceeded", "quota"),
    (DOT, "550 5.4.5 Daily sending quota exceeded", "quota"),
    (DOT, "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException", "quota"),
    (DOT, "550 5.7.1 You have exceeded your daily sending limit", "quota"),
    (DATA, "554 5.7.1 <DATA>: Data command rejected: limit of 400 rcpts per 24 hours", "quota"),
    (DATA, "454 Throttling failure: Daily message quota exceeded", "quota"),
    (MAIL, "451 Authentication failed: Maximum credits exceeded", "quota"),
    (DATA, "450 5.4.5 Daily user sending quota exceeded", "quota"),
    (RCPT, "452 4.4.5 congestion", "slow"),
    # shut accounts
    (DOT, "554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; RefuseQuota, ShowTierUpgrade", "verify"),
    (MAIL, "550 5.1.8 Access denied, bad outbound sender", "verify"),
    (DOT, "550 5.7.501 Access denied, spam abuse detected", "verify"),
    (DOT, "554 5.2.2 mailbox full", "verify"),
    (MAIL, "550 5.7.708 Access denied, traffic not accepted from this IP", "verify"),
    # recipients
    (RCPT, "550 5.1.1 no such user", "rcpt_perm"),
    (RCPT, "550 5.1.10 RESOLVER.ADR.RecipientNotFound", "rcpt_perm"),
    (RCPT, "551 user not local", "rcpt_perm"),
    (RCPT, "553 mailbox name not allowed", "rcpt_perm"),
    (RCPT, "556 domain does not accept mail", "rcpt_perm"),
    (RCPT, "550 5.7.1 relaying denied", "rcpt_perm"),
    (RCPT, "501 5.1.3 Bad recipient address syntax", "rcpt_perm"),
    (RCPT, "552 5.2.2 mailbox quota exceeded", "rcpt_perm"),
    (RCPT, "550 5.4.1 Recipient address rejected: Access denied", "rcpt_perm"),
    (RCPT, "554 5.4.4 Host or domain name not found", "rcpt_perm"),
    (RCPT, "450 4.1.1 unverified recipient", "retry"),
    (RCPT, "550 5.2.4 mailing list expansion", "rcpt_perm"),
    (DOT, "553 5.6.9 internationalized header", "rcpt_perm"),
    (RCPT, "452 4.5.3 too many recipients", "toomany"),
    (RCPT, "553 5.6.7 address needs SMTPUTF8", "rcpt_perm"),
    (RCPT, "550 rejected", "rcpt_perm"),
    # senders
    (DOT, "554 5.2.252 SendAsDenied; not allowed to send as", "sender"),
    (DOT, "554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException", "sender"),
    (MAIL, "553 5.7.1 not owned", "sender"),
    (RCPT, "553 5.7.1 <anna@example.org>: Sender address rejected: not owned by user bob", "sender"),
    (MAIL, "550 5.1.0 bad sender", "sender"),
    (MAIL, "550 5.7.60 SMTP; Client does not have permissions to send as this sender", "sender"),
    (DOT, "550 5.7.0 From address is not one of your addresses.", "sender"),
    (DOT, "551 5.7.1 Not authorised to send from this header address", "sender"),
    (DOT, "550 The from address does not match a verified Sender Identity", "sender"),
    (DOT, "554 Message rejected: Email address is not verified.", "sender"),
    (RCPT, "553 Relaying disallowed as anna@example.org", "sender"),
    (RCPT, "550 Sender verify failed", "sender"),
    (DOT, "451 4.7.24 SPF could not be looked up", "retry"),
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
    (DOT, "550 5.7.1 listed at example-DBL", "content"),
    (DOT, "550 5.6.1 media not supported", "content"),
    (DOT, "554 5.6.0 malformed", "proto"),
    (DOT, "550 5.7.1 Messages missing a valid Message-ID header are not accepted", "proto"),
    (DOT, "550 5.7.1 This message is not RFC 5322 compliant", "proto"),
    (BODY, "552 5.3.4 too big", "size"),
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
    (DOT, "550 5.4.6 routing loop", "msg_perm"),
    (DOT, "450 4.4.6 routing loop", "retry"),
    (DOT, "550 5.4.7 delivery time expired", "msg_perm"),
    (DOT, "554 5.3.5 system incorrectly configured", "msg_perm"),
    (MAIL, "451 4.4.1 no answer from host", "retry"),
    (DATA, "553 5.3.3 feature not supported", "proto"),
    (MAIL, "550 5.5.4 invalid arguments", "proto"),
    (DATA, "554 5.5.3 too many recipients", "msg_perm"),
    (RCPT, "530 5.7.11 encryption needed", "tls"),
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


def test_the_same_words_mean_another_thing_at_another_provider() -> None:
    words = reply("550 5.4.6 Unusual sending activity detected. Please try after sometime")
    loop = reply("550 5.4.6 stopped")

    assert classify(words, DOT, "smtp.example.org") is ReplyClass.VERIFY
    assert classify(loop, DOT, "smtp.zoho.eu") is ReplyClass.VERIFY
    assert classify(loop, DOT, "smtp.example.org") is ReplyClass.MSG_PERM


def test_a_reply_no_rule_knows_is_marked() -> None:
    assert judge(reply("451 what a day"), DOT, "h").is_fallback
    assert not judge(reply("550 5.1.1 no such user"), RCPT, "h").is_fallback


@pytest.mark.parametrize(
    ("words", "phase", "scope"),
    [
        ("550 5.1.1 no such user", RCPT, Scope.RECIPIENT),
        ("450 busy", RCPT, Scope.RECIPIENT),
        ("552 5.3.4 too big", DOT, Scope.MESSAGE),
        ("451 what a day", DOT, Scope.MESSAGE),
        ("550 5.4.5 quota", DATA, Scope.ACCOUNT),
        ("535 5.7.8 wrong", AUTH, Scope.ACCOUNT),
        ("421 4.7.0 unusual rate", MAIL, Scope.ACCOUNT),
        ("421 too many connections", CONNECT, Scope.SERVER),
        ("451 4.3.0 trouble", MAIL, Scope.SERVER),
        ("421 busy", CONNECT, Scope.SERVER),
    ],
)
def test_a_reply_says_who_else_would_hear_it(words: str, phase: Phase, scope: Scope) -> None:
    assert judge(reply(words), phase, "h").scope is scope


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


@pytest.mark.parametrize(
    ("words", "phase", "key"),
    [
        ("535 5.7.8 bad", AUTH, "auth"),
        ("534 5.7.9 Application-specific password required", AUTH, "app-password"),
        ("535 5.7.0 (#AUTH005) Too many bad auth attempts.", AUTH, "sign-in-locked"),
        ("454 4.7.0 Too many login attempts, please try again later", AUTH, "sign-in-later"),
        ("535 5.7.139 SmtpClientAuthentication is disabled for the Tenant", AUTH, "smtp-auth-disabled"),
        ("550 5.7.30 Basic authentication is not supported for Client Submission", AUTH, "oauth-only"),
        ("554 5.2.2 mailbox full", DOT, "own-mailbox"),
        ("550 5.1.1 no such user", RCPT, "no-such-address"),
        ("552 5.2.2 mailbox full", RCPT, "mailbox-shut"),
        ("550 5.7.1 relaying denied", RCPT, "not-for-us"),
        ("550 5.7.26 no SPF", DOT, "domain-proof"),
        ("554 5.7.1 Spam message rejected", DOT, "unwanted"),
        ("552 5.7.0 blocked: its content presents a potential security issue", DOT, "content"),
        ("554 go away", CONNECT, "unwelcome"),
    ],
)
def test_a_known_cause_has_sentences_of_its_own(words: str, phase: Phase, key: str) -> None:
    assert judge(reply(words), phase, "h").advice == advice(key)


def keys() -> set[str]:
    raw = tomllib.loads((files("nightmail.smtp") / "replies.toml").read_text("utf-8"))
    return set(raw["advice"])


@pytest.mark.parametrize("key", sorted(keys()))
def test_every_cause_is_told_in_whole_sentences(key: str) -> None:
    told = advice(key)

    for sentence in (told.says, told.safe, told.next):
        assert sentence[0].isupper() and sentence.endswith(".") and sentence.isprintable() and len(sentence) <= 130
    assert str(told) == f"{told.says} {told.safe} {told.next}" and len(str(told)) <= 280


def test_every_class_and_every_sentence_is_used() -> None:
    raw = tomllib.loads((files("nightmail.smtp") / "replies.toml").read_text("utf-8"))
    used = {rule.get("advice", rule["class"]) for rule in raw["rule"]}

    assert {rule["class"] for rule in raw["rule"]} == {known.value for known in ReplyClass}
    silent = {"server-unreachable", "host-unknown", "server-silent", "connection-closed", "not-smtp", "starttls-missing"}
    ours = {
        "in-doubt",
        "starttls-injected",
        "certificate-refused",
        "certificate-unvouched",
        "password-missing",
        "sign-in-not-offered",
    }
    assert used | silent | ours == keys()


@given(
    code=st.integers(-1, 1000),
    text=st.text(max_size=200),
    enhanced=st.sampled_from(["", "5.1.1", "4.7.0", "5.999.999", "x"]) | st.text(max_size=12),
    phase=st.sampled_from(Phase),
    host=st.text(max_size=30),
)
def test_every_reply_has_a_class_and_a_sentence(code: int, text: str, enhanced: str, phase: Phase, host: str) -> None:
    judgement = judge(Reply(code, text, enhanced), phase, host)

    assert isinstance(judgement.reply_class, ReplyClass) and str(judgement.advice) and isinstance(judgement.scope, Scope)


@given(code=st.integers(400, 499), text=st.text(max_size=100), enhanced=st.sampled_from(["", "4.1.1", "5.1.1", "4.5.3"]))
def test_a_4yz_is_never_final(code: int, text: str, enhanced: str) -> None:
    for phase in Phase:
        words = Reply(code, text, enhanced)
        assert not is_final(words, classify(words, phase, "h"))


def test_long_words_are_classified_quickly() -> None:
    began = time.thread_time()
    for words in ("daily " * 160, "limit " * 160, "recipient limit " * 60, "message " * 125):
        classify(Reply(550, words), DOT, "h")

    assert time.thread_time() - began < 2

from __future__ import annotations

from datetime import timedelta

import pytest

from nightmail.delivery.breaker import OPEN_FOR, BreakerKind, blow, host_answers, is_good, is_the_hosts, open_for, opens, words
from nightmail.delivery.outcome import Accepted, Deferred, InDoubt, Outcome, Phase, Refused, Reply, ReplyClass
from nightmail.smtp.failed import Failed

SILENT = Reply(0, "mail.example.org:587 does not answer.")
LATER = Reply(451, "4.3.0 Try again", "4.3.0")


def deferred(phase: Phase, reply_class: ReplyClass = ReplyClass.RETRY, reply: Reply = LATER) -> Deferred:
    return Deferred(reply, phase, reply_class)


def failed(code: str, phase: Phase = Phase.CONNECT) -> Deferred:
    return Failed(code, "No.", "Check it.", phase, ReplyClass.RETRY).outcome()


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (deferred(Phase.CONNECT, reply=SILENT), BreakerKind.FAILING),
        (deferred(Phase.STARTTLS, ReplyClass.TLS), BreakerKind.FAILING),
        (deferred(Phase.AUTH), BreakerKind.FAILING),
        (deferred(Phase.AUTH, ReplyClass.SLOW), BreakerKind.SLOW),
        (deferred(Phase.MAIL, ReplyClass.SLOW), BreakerKind.SLOW),
        (deferred(Phase.DATA, ReplyClass.QUOTA), BreakerKind.QUOTA),
        (deferred(Phase.MAIL), None),
        (deferred(Phase.RCPT, ReplyClass.GREY), None),
        # The person's to mend: the account is paused, and nobody is left to count.
        (deferred(Phase.AUTH, ReplyClass.AUTH), None),
        (Refused(Reply(550, "5.1.1 No such user", "5.1.1"), Phase.RCPT, ReplyClass.RCPT_PERM), None),
        (Accepted(Reply(250, "2.0.0 Ok"), ()), None),
        (InDoubt("no reply", ()), None),
    ],
)
def test_what_speaks_against_an_account_or_its_server(outcome: Outcome, kind: BreakerKind | None):
    assert blow(outcome) is kind


def test_a_refused_password_shows_that_the_server_is_well_and_the_account_is_not():
    refused = deferred(Phase.AUTH, ReplyClass.AUTH, Reply(535, "5.7.8 No", "5.7.8"))

    assert host_answers(refused)
    assert not is_good(refused)


def test_a_plea_for_patience_shows_that_the_server_is_well():
    assert host_answers(deferred(Phase.MAIL, ReplyClass.SLOW))
    assert not is_good(deferred(Phase.MAIL, ReplyClass.SLOW))


def test_silence_in_the_middle_of_a_message_shows_nothing():
    assert not host_answers(deferred(Phase.DATA, reply=SILENT))
    assert not host_answers(InDoubt("no reply", ()))


@pytest.mark.parametrize(
    ("outcome", "is_everybodys"),
    [
        (failed("server-unreachable"), True),
        (failed("host-unknown"), True),
        (
            Deferred(
                Reply(0, "421 4.3.2 No connections now", raw=b"421 4.3.2 No connections now"), Phase.CONNECT, ReplyClass.RETRY
            ),
            True,
        ),
        # What follows may be one account's own setting: nobody else's mail waits for that.
        (failed("server-silent"), False),
        (failed("tls-failed", Phase.STARTTLS), False),
        (failed("certificate-refused", Phase.STARTTLS), False),
        (failed("plain-refused", Phase.STARTTLS), False),
        (deferred(Phase.AUTH), False),
        (deferred(Phase.MAIL, ReplyClass.SLOW), False),
    ],
)
def test_only_a_server_that_nobody_reaches_is_everybodys(outcome: Outcome, is_everybodys: bool):
    assert is_the_hosts(outcome) is is_everybodys


def test_a_plea_opens_at_once_and_silence_only_the_third_time():
    assert opens(BreakerKind.SLOW, failures=1, is_half_open=False)
    assert not opens(BreakerKind.FAILING, failures=2, is_half_open=False)
    assert opens(BreakerKind.FAILING, failures=3, is_half_open=False)
    assert opens(BreakerKind.FAILING, failures=1, is_half_open=True)


def test_each_opening_lasts_longer_up_to_half_an_hour():
    rests = [open_for(BreakerKind.SLOW, openings, spread=0.5) for openings in range(1, 9)]

    assert rests == [*OPEN_FOR, OPEN_FOR[-1], OPEN_FOR[-1]]


def test_no_two_workers_come_back_at_the_same_moment():
    assert open_for(BreakerKind.SLOW, 1, spread=0.0) == timedelta(seconds=24)
    assert open_for(BreakerKind.SLOW, 1, spread=1.0) == timedelta(seconds=36)


def test_where_nobody_answers_it_may_be_our_own_network_and_the_rest_is_short():
    assert open_for(BreakerKind.FAILING, 6, is_silent=True, spread=0.5) == timedelta(minutes=2)
    assert open_for(BreakerKind.FAILING, 6, spread=0.5) == timedelta(minutes=30)


def test_people_read_who_does_not_answer_how_much_waits_and_when_it_goes_on():
    said = words(BreakerKind.FAILING, "gmail.com", "14:05", 12)

    assert said == "gmail.com is not answering; 12 messages wait, next try 14:05."
    assert words(BreakerKind.RATE, "anna@example.org", "14:05", 1).startswith("anna@example.org keeps within")

"""Signing in by token: the mechanism the server offers, its words when it refuses, and one renewal at most."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest

from nightmail.account.model import Account, Options, Security, Server
from nightmail.account.secret import AccessToken, Secret
from nightmail.delivery.outcome import Accepted, Deferred, Outcome, Phase, ReplyClass, Withheld
from nightmail.errors import NightmailError, OutsideError, PersonError
from nightmail.smtp.authenticate import oauthbearer, read_refusal, xoauth2
from nightmail.smtp.submitter import SmtpSubmitter
from tests.unit.smtp.stage import PATIENT, Blobs, Part, Script, Sender, account_for, stage

SAYS = base64.b64encode(json.dumps({"status": "401", "schemes": "bearer", "scope": "https://mail.example/"}).encode()).decode()


@dataclass
class Renewing:
    """Passwords that hand out `token-1`, and another one each time that is refused."""

    failure: NightmailError | None = None
    given: int = 0
    renewals: list[str] = field(default_factory=list)

    async def get(self, account: Account) -> Secret:
        return self._token("token-1")

    def _token(self, value: str) -> AccessToken:
        async def renew() -> AccessToken:
            self.renewals.append(value)
            if self.failure is not None:
                raise self.failure
            return self._token(f"token-{len(self.renewals) + 1}")

        return AccessToken(value, renew)

    async def put(self, account: Account, secret: Secret) -> None:
        raise NotImplementedError

    async def delete(self, account_id: UUID) -> None:
        raise NotImplementedError


@asynccontextmanager
async def bearing(port: int, passwords: Renewing) -> AsyncIterator[Sender]:
    submitter = SmtpSubmitter(passwords, Blobs(), settings=PATIENT)
    account = replace(account_for(Server("127.0.0.1", port, Security.PLAIN, "anna@example.org")), options=Options(oauth="custom"))
    try:
        yield Sender(submitter, account, [])
    finally:
        await submitter.close()


@dataclass
class Desk:
    """A server that takes one token. `heard` is each first line of a sign-in, decoded."""

    offers: str
    takes: str
    refusal: str = "535 5.7.8 Username and Password not accepted"
    challenges: bool = True
    heard: list[str] = field(default_factory=list)
    lasts: list[str] = field(default_factory=list)

    async def part(self, script: Script) -> None:
        await script.greet("PIPELINING", f"AUTH {self.offers}")
        (line,) = await script.hear("AUTH")
        _, mechanism, initial = line.split(" ")
        self.heard.append(f"{mechanism} {base64.b64decode(initial).decode()}")
        if f"Bearer {self.takes}\x01" in self.heard[-1]:
            await script.say("235 2.7.0 Welcome")
            await script.take()
        elif self.challenges:
            await script.say(f"334 {SAYS}")
            self.lasts.append((await script.reader.readline()).decode())
            await script.say(self.refusal)
        else:
            await script.say(self.refusal)
        await script.silence()


async def sent(desk: Desk, passwords: Renewing) -> Outcome:
    part: Part = desk.part
    async with stage(part) as play, bearing(play.port, passwords) as sender:
        return await sender.send()


def paused(outcome: Outcome) -> str:
    assert isinstance(outcome, Deferred)
    assert (outcome.phase, outcome.reply_class) == (Phase.AUTH, ReplyClass.AUTH) and not outcome.is_counted
    return str(outcome.reply)


@pytest.mark.parametrize(
    ("offers", "starts"),
    [
        ("LOGIN PLAIN XOAUTH2 OAUTHBEARER", "XOAUTH2 user=anna@example.org\x01auth=Bearer token-1\x01\x01"),
        ("PLAIN OAUTHBEARER", "OAUTHBEARER n,a=anna@example.org,\x01host=127.0.0.1\x01port="),
    ],
)
async def test_a_token_goes_by_a_mechanism_that_the_server_offers(offers: str, starts: str) -> None:
    desk = Desk(offers, "token-1")

    assert isinstance(await sent(desk, Renewing()), Accepted)
    assert len(desk.heard) == 1 and desk.heard[0].startswith(starts)


async def test_a_token_is_never_given_as_a_password() -> None:
    desk = Desk("PLAIN LOGIN CRAM-MD5", "token-1")

    assert "offers no sign-in by" in paused(await sent(desk, Renewing()))
    assert desk.heard == []


@pytest.mark.parametrize(("offers", "last"), [("XOAUTH2", "\r\n"), ("OAUTHBEARER", "AQ==\r\n")])
async def test_a_refused_token_is_renewed_once_and_the_new_one_sends(offers: str, last: str) -> None:
    desk, passwords = Desk(offers, "token-2"), Renewing()

    assert isinstance(await sent(desk, passwords), Accepted)
    assert passwords.renewals == ["token-1"] and len(desk.heard) == 2
    assert desk.lasts == [last]


async def test_a_second_refusal_is_final_and_keeps_the_servers_words() -> None:
    desk, passwords = Desk("XOAUTH2 PLAIN", "none"), Renewing()
    words = paused(await sent(desk, passwords))

    assert passwords.renewals == ["token-1"]
    assert [line.partition(" ")[0] for line in desk.heard] == ["XOAUTH2", "XOAUTH2"]
    assert "Username and Password not accepted" in words
    assert "status 401, schemes bearer, scope https://mail.example/" in words
    assert "Enter the password" not in words


async def test_a_server_that_refuses_without_a_word_on_the_token_is_understood() -> None:
    desk, passwords = Desk("XOAUTH2", "token-2", challenges=False), Renewing()

    assert isinstance(await sent(desk, passwords), Accepted)
    assert desk.lasts == []


async def test_a_server_that_asks_for_patience_is_given_no_second_token() -> None:
    desk = Desk("XOAUTH2", "none", refusal="454 4.7.0 Too many login attempts, please try again later")
    passwords = Renewing()
    outcome = await sent(desk, passwords)

    assert isinstance(outcome, Deferred) and outcome.reply_class is ReplyClass.SLOW
    assert passwords.renewals == [] and len(desk.heard) == 1


async def test_a_switched_off_mailbox_is_named_as_that() -> None:
    refusal = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox"

    assert "switched off" in paused(await sent(Desk("XOAUTH2", "none", refusal=refusal), Renewing()))


@pytest.mark.parametrize(
    ("failure", "is_withheld"),
    [
        (PersonError("sign-in-expired", "The sign-in has expired.", next="Sign in again."), False),
        (OutsideError("sign-in-unreachable", "The provider does not answer.", next="It is tried again."), True),
    ],
)
async def test_a_renewal_that_fails_pauses_the_account_only_where_the_person_can_mend_it(
    failure: NightmailError, is_withheld: bool
) -> None:
    desk = Desk("XOAUTH2", "none")
    outcome = await sent(desk, Renewing(failure))

    assert len(desk.heard) == 1
    if is_withheld:
        assert outcome == Withheld("The provider does not answer.")
    else:
        assert paused(outcome) == "The sign-in has expired. Sign in again."


async def test_testing_an_account_renews_as_well_and_a_password_is_not_taken_for_a_token() -> None:
    desk, passwords = Desk("XOAUTH2", "token-2"), Renewing()

    async def part(script: Script) -> None:
        await script.greet("AUTH XOAUTH2")
        await script.hear("AUTH")
        if passwords.renewals:
            await script.say("235 2.7.0 Welcome")
            await script.hear("QUIT")
        else:
            await script.say(desk.refusal)
            await script.silence()

    async with stage(part) as play, bearing(play.port, passwords) as sender:
        facts = await sender.submitter.test(sender.account, await passwords.get(sender.account))
        with pytest.raises(PersonError) as refused:
            await sender.submitter.test(sender.account, Secret("pw"))

    assert facts.is_authenticated and passwords.renewals == ["token-1"]
    assert refused.value.code == "password-for-token"


def test_names_are_escaped_as_their_mechanism_says() -> None:
    token = Secret("t")
    server = Server("mx.example", 587, Security.STARTTLS, "a=b,c@example.org")

    assert xoauth2("a=b,c@example.org", token) == b"user=a=b,c@example.org\x01auth=Bearer t\x01\x01"
    said = oauthbearer(server, "a=b,c@example.org", token)
    assert said == b"n,a=a=3Db=2Cc@example.org,\x01host=mx.example\x01port=587\x01auth=Bearer t\x01\x01"


@pytest.mark.parametrize("challenge", ["", "%%%", base64.b64encode(b"not json").decode(), base64.b64encode(b"[1]").decode()])
def test_words_on_a_token_that_cannot_be_read_are_none(challenge: str) -> None:
    assert read_refusal(challenge) == ""


def test_words_on_a_token_cannot_break_a_line_or_fill_a_disk() -> None:
    words = read_refusal(base64.b64encode(json.dumps({"status": "400\r\n250 ok", "x": "y" * 9000}).encode()).decode())

    assert "\n" not in words and "\r" not in words and len(words) <= 300

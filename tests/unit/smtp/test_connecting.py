"""What stands between the submitter and the first MAIL: network, greeting, encryption, sign-in. Nothing here costs an attempt."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace

import pytest
import trustme

from nightmail.account.model import Options, Security, Server
from nightmail.account.secret import Secret
from nightmail.delivery.outcome import Accepted, Deferred, Outcome, Phase, ReplyClass
from nightmail.errors import NightmailError, OutsideError, PersonError
from nightmail.sandbox.server import Sandbox
from nightmail.smtp.failed import explained
from nightmail.smtp.settings import SmtpSettings
from tests.unit.smtp.stage import PATIENT, Fence, Part, Script, account_for, sending, stage


def failed(outcome: Outcome, phase: Phase, reply_class: ReplyClass) -> str:
    assert isinstance(outcome, Deferred)
    assert (outcome.phase, outcome.reply_class, outcome.reply.code) == (phase, reply_class, 0)
    assert not outcome.is_counted and outcome.recipients == ()
    return outcome.reply.text


async def problem(
    port: int, *, settings: SmtpSettings = PATIENT, username: str | None = None, **server: object
) -> NightmailError:
    """What testing the account says."""
    host, security = str(server.get("host", "127.0.0.1")), server.get("security", Security.PLAIN)
    assert isinstance(security, Security)
    async with sending(port, settings=settings) as sender:
        with pytest.raises(NightmailError) as raised:
            await sender.submitter.test(account_for(Server(host, port, security, username)), Secret("pw"))
    assert raised.value.next
    return raised.value


@pytest.fixture
def closed_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


# ---------------------------------------------------------------------------------------------- network and greeting


async def test_a_port_nobody_listens_on_is_named(closed_port: int) -> None:
    async with sending(closed_port) as sender:
        outcome = await sender.send()

    sentence = f"127.0.0.1:{closed_port} does not answer (connection refused)."
    assert failed(outcome, Phase.CONNECT, ReplyClass.RETRY) == sentence
    error = await problem(closed_port)
    assert (error.code, error.message) == ("server-unreachable", sentence) and isinstance(error, OutsideError)


async def test_why_a_server_is_out_of_reach_is_said_in_the_systems_words() -> None:
    # Nobody can be connected to there, and every system has its own reason.
    error = await problem(465, host="255.255.255.255", security=Security.TLS)

    assert error.code == "server-unreachable"
    assert "does not answer (" in error.message
    assert "call failed" not in error.message


async def test_a_host_that_swallows_the_connection_is_left_in_time() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        port = deaf.getsockname()[1]
        # A full backlog: the kernel drops what comes after.
        fillers = [socket.socket() for _ in range(2)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        async with sending(port, settings=SmtpSettings(connect=0.1, command=0.1)) as sender:
            outcome = await sender.send()
        for filler in fillers:
            filler.close()

    failed(outcome, Phase.CONNECT, ReplyClass.RETRY)


async def test_an_unknown_name_is_a_matter_of_dns(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unknown(*arguments: object, **named: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    error = await problem(465, host="smtp.example.invalid", security=Security.TLS)

    assert (error.code, error.message) == ("host-unknown", "The name smtp.example.invalid is not known (DNS).")


async def test_a_dead_first_address_does_not_hide_a_living_second_one(monkeypatch: pytest.MonkeyPatch, closed_port: int) -> None:
    async with Sandbox() as sandbox:

        async def two(*arguments: object, **named: object) -> list[object]:
            where = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
            return [(*where, ("127.0.0.1", closed_port)), (*where, ("127.0.0.1", sandbox.port))]

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", two)
        async with sending(sandbox.port, host="localhost") as sender:
            assert isinstance(await sender.send(), Accepted)


async def reset_at_once(script: Script) -> None:
    script.reset()


async def leave_at_once(script: Script) -> None:
    script.writer.close()


async def never_greet(script: Script) -> None:
    await script.silence()


async def drip_greeting(script: Script) -> None:
    for octet in b"220 very slow":
        script.writer.write(bytes([octet]))
        await asyncio.sleep(0.02)
    await script.silence()


def greeting(line: str) -> Part:
    async def part(script: Script) -> None:
        await script.say(line)
        await script.silence()

    return part


def ehlo(*lines: str | bytes) -> Part:
    async def part(script: Script) -> None:
        await script.say("220 hi")
        await script.hear("EHLO")
        await script.say(*lines)
        await script.silence()

    return part


@pytest.mark.parametrize(
    ("part", "reply_class"),
    [
        (reset_at_once, ReplyClass.RETRY),
        (leave_at_once, ReplyClass.RETRY),
        (never_greet, ReplyClass.RETRY),
        (drip_greeting, ReplyClass.RETRY),
        (greeting("421 4.7.0 Try again later, closing connection"), ReplyClass.SLOW),
        (greeting("554 no service here"), ReplyClass.RETRY),
        (greeting("SSH-2.0-OpenSSH_9.6"), ReplyClass.RETRY),
        (ehlo("500 what"), ReplyClass.PROTO),
        (ehlo("421 4.7.0 Try again later, closing connection. (EHLO)"), ReplyClass.SLOW),
        (ehlo(b"250-x\r\n" * 200_000), ReplyClass.RETRY),
    ],
    ids=["reset", "close", "silence", "drip", "421", "554", "ssh", "EHLO 500", "EHLO 421", "endless EHLO"],
)
async def test_a_greeting_that_fails_is_safe_and_costs_no_attempt(part: Part, reply_class: ReplyClass) -> None:
    fence = Fence()
    is_answered = part not in (never_greet, drip_greeting)
    settings = PATIENT if is_answered else replace(PATIENT, command=0.1)
    async with stage(part) as play, sending(play.port, settings=settings) as sender:
        outcome = await sender.send(fence=fence)

    sentence = failed(outcome, Phase.CONNECT, reply_class)
    assert sentence.isprintable() and fence.asked == [] and play.counts.connections == 1


async def test_a_greeting_of_several_lines_is_a_greeting() -> None:
    async def part(script: Script) -> None:
        await script.say("220-welcome", "220-to the", "220 stage")
        await script.hear("EHLO")
        await script.say("250 nothing special")
        await script.hear("MAIL")
        await script.say("250 ok")
        await script.hear("RCPT")
        await script.say("250 ok")
        await script.hear("DATA")
        await script.say("354 go")
        await script.hear_body()
        await script.say("250 ok")

    async with stage(part) as play, sending(play.port) as sender:
        assert isinstance(await sender.send(), Accepted)


# ---------------------------------------------------------------------------------------------- encryption


class Authority:
    """A certificate authority that clients trust, and servers it vouches for."""

    def __init__(self) -> None:
        self.ca = trustme.CA()
        self.client = ssl.create_default_context()
        self.ca.configure_trust(self.client)

    @property
    def settings(self) -> SmtpSettings:
        return replace(PATIENT, tls_context=self.client)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


def trusting(sandbox: Sandbox) -> SmtpSettings:
    return replace(PATIENT, tls_context=ssl.create_default_context(cadata=sandbox.certificate))


@pytest.mark.parametrize(("security", "is_tls"), [(Security.TLS, True), (Security.STARTTLS, False)])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_an_encrypted_connection_carries_the_message(security: Security, is_tls: bool, host: str) -> None:
    async with Sandbox(is_tls=is_tls, password="right") as sandbox:
        settings = trusting(sandbox)
        async with sending(
            sandbox.port, settings=settings, security=security, host=host, username="anna", password="right"
        ) as sender:
            outcomes = await asyncio.gather(*(sender.send(content=b"x" * n + b"\r\n") for n in (10, 100_000, 2_000_000)))

    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert sorted(len(caught.content) for caught in sandbox.caught) == [12, 100_002, 2_000_002]


@pytest.mark.parametrize(("security", "is_tls"), [(Security.TLS, True), (Security.STARTTLS, False)])
async def test_a_certificate_nobody_vouches_for_is_refused(security: Security, is_tls: bool, authority: Authority) -> None:
    async with (
        Sandbox(is_tls=is_tls) as sandbox,
        sending(sandbox.port, settings=authority.settings, security=security) as sender,
    ):
        outcome = await sender.send()

    assert "Nobody whom this computer trusts" in failed(outcome, Phase.STARTTLS, ReplyClass.AUTH)


@pytest.mark.parametrize(("security", "is_tls"), [(Security.TLS, True), (Security.STARTTLS, False)])
async def test_a_certificate_that_the_account_trusts_itself_is_enough(security: Security, is_tls: bool) -> None:
    async with (
        Sandbox(is_tls=is_tls) as sandbox,
        sending(sandbox.port, security=security, options=Options(ca=sandbox.certificate)) as sender,
    ):
        outcome = await sender.send()

    assert isinstance(outcome, Accepted)


async def test_another_certificate_than_the_one_the_account_trusts_is_refused() -> None:
    async with (
        Sandbox(is_tls=True) as other,
        Sandbox(is_tls=True) as sandbox,
        sending(sandbox.port, security=Security.TLS, options=Options(ca=other.certificate)) as sender,
    ):
        outcome = await sender.send()

    assert "Nobody whom this computer trusts" in failed(outcome, Phase.STARTTLS, ReplyClass.AUTH)


def test_at_a_known_providers_server_it_is_the_network_that_is_to_be_doubted() -> None:
    error = ssl.SSLCertVerificationError()
    error.verify_code, error.verify_message = 19, "self-signed certificate in certificate chain"

    at_gmail = explained(error, Server("smtp.gmail.com", 465, Security.TLS), Phase.CONNECT).failed
    at_home = explained(error, Server("mail.verein.example", 465, Security.TLS), Phase.CONNECT).failed

    assert (at_gmail.code, at_gmail.is_personal) == ("certificate-refused", False)
    assert (at_home.code, at_home.is_personal) == ("certificate-unvouched", True)


async def tls_server(context: ssl.SSLContext) -> asyncio.Server:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    return await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)


@pytest.mark.parametrize("wrong", ["name", "old protocol"])
async def test_a_server_that_can_not_prove_itself_gets_no_mail(wrong: str, authority: Authority) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.ca.issue_cert("mail.elsewhere.example" if wrong == "name" else "127.0.0.1").configure_cert(context)
    if wrong == "old protocol":
        context.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.warns(DeprecationWarning, match="TLSv1 is deprecated"):
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    server = await tls_server(context)
    port = server.sockets[0].getsockname()[1]
    async with server:
        error = await problem(port, settings=authority.settings, security=Security.TLS)

    assert error.code == ("certificate-refused" if wrong == "name" else "tls-failed")


async def test_a_handshake_that_hangs_is_left_in_time() -> None:
    settings = replace(PATIENT, tls=0.05)
    async with stage(never_greet) as play:
        error = await problem(play.port, settings=settings, security=Security.TLS)

    assert error.code == "tls-failed" and "too long" in error.message


async def test_tls_spoken_to_a_plain_port_names_the_port() -> None:
    async with Sandbox() as sandbox:
        error = await problem(sandbox.port, settings=trusting(sandbox), security=Security.TLS)

    assert error.code == "tls-failed" and "587 for STARTTLS" in error.next


async def test_without_starttls_nothing_is_sent_in_the_clear() -> None:
    async with Sandbox(faults=["no-starttls"]) as sandbox:
        async with sending(sandbox.port, settings=trusting(sandbox), security=Security.STARTTLS, username="anna") as sender:
            outcome = await sender.send()

        assert "offers no encryption" in failed(outcome, Phase.STARTTLS, ReplyClass.TLS)
        assert sandbox.count == 0


def starttls(*answer: str | bytes) -> Part:
    async def part(script: Script) -> None:
        await script.greet("STARTTLS", "PIPELINING")
        await script.hear("STARTTLS")
        await script.say(*answer)
        # What follows is a client's handshake, or nothing.
        heard.append(await script.reader.read(5))
        await script.say("250-stage", "250 AUTH PLAIN")
        await script.silence()

    heard: list[bytes] = []
    return part


@pytest.mark.parametrize(
    ("answer", "reply_class"),
    [
        (["454 4.7.0 TLS not available"], ReplyClass.RETRY),
        (["502 no"], ReplyClass.TLS),
        (["220 go"], ReplyClass.TLS),
        (["220 go", "250-stage", "250 AUTH LOGIN"], ReplyClass.TLS),
    ],
    ids=["454", "502", "plain text after 220", "injected"],
)
async def test_a_starttls_that_fails_sends_no_password(answer: list[str], reply_class: ReplyClass, authority: Authority) -> None:
    async with (
        stage(starttls(*answer)) as play,
        sending(play.port, settings=authority.settings, security=Security.STARTTLS, username="anna") as sender,
    ):
        outcome = await sender.send()

    failed(outcome, Phase.STARTTLS, reply_class)


async def test_plain_text_beyond_this_computer_is_refused_even_if_an_account_says_so() -> None:
    error = await problem(25, host="192.0.2.1")

    assert error.code == "plain-refused" and isinstance(error, PersonError)


# ---------------------------------------------------------------------------------------------- signing in


def signing_in(*answers: str) -> Part:
    """Answers one AUTH; a second one would find nobody."""

    async def part(script: Script) -> None:
        await script.greet()
        for answer in answers:
            assert (await script.reader.readline()).startswith(b"AUTH") or answer != answers[0]
            await script.say(answer)
        assert await script.reader.read() in (b"", b"QUIT\r\n")

    return part


@pytest.mark.parametrize(
    ("answer", "reply_class", "words"),
    [
        ("535 5.7.8 bad credentials", ReplyClass.AUTH, "The server refused the user name or password."),
        ("534 5.7.9 Application-specific password required", ReplyClass.AUTH, "app password"),
        ("535 5.7.139 SmtpClientAuthentication is disabled", ReplyClass.AUTH, "switched off"),
        ("550 5.7.30 Basic authentication is not supported", ReplyClass.AUTH, "no longer accepts passwords"),
        ("454 4.7.0 Too many login attempts, please try again later", ReplyClass.SLOW, "wants a pause"),
        ("454 4.7.0 Temporary problem", ReplyClass.RETRY, "trouble of its own"),
    ],
)
async def test_a_refused_sign_in_is_tried_exactly_once(answer: str, reply_class: ReplyClass, words: str) -> None:
    async with stage(signing_in(answer)) as play, sending(play.port, username="anna") as sender:
        outcome = await sender.send()

    sentence = failed(outcome, Phase.AUTH, reply_class)
    assert words in sentence and answer in sentence and play.counts.connections == 1


async def test_testing_an_account_with_a_wrong_password_says_what_to_do() -> None:
    async with Sandbox(password="right") as sandbox:
        error = await problem(sandbox.port, username="anna")

    assert isinstance(error, PersonError) and error.code == "password-refused"
    assert error.message.startswith("The server refused the user name or password.") and "app password" in error.next


async def test_login_is_used_where_plain_is_not_offered() -> None:
    async def part(script: Script) -> None:
        await script.greet("PIPELINING", "AUTH LOGIN")
        assert await script.hear("AUTH") == ["AUTH LOGIN YW5uYQ=="]
        await script.say("334 UGFzc3dvcmQ6")
        await script.hear("cHc=")
        await script.say("235 welcome")
        await script.take()

    async with stage(part) as play, sending(play.port, username="anna") as sender:
        assert isinstance(await sender.send(), Accepted)


async def test_an_account_without_a_stored_password_does_not_even_connect() -> None:
    async with stage(never_greet) as play, sending(play.port, username="anna", password=None) as sender:
        outcome = await sender.send()

    assert "No password is stored" in failed(outcome, Phase.AUTH, ReplyClass.AUTH) and play.counts.connections == 0


async def test_a_server_without_sign_in_is_named() -> None:
    async with stage(ehlo("250 nothing special")) as play:
        error = await problem(play.port, username="anna")

    assert error.code == "sign-in-not-offered"


async def test_testing_an_account_answers_what_the_server_said_of_itself() -> None:
    async with Sandbox(is_tls=True, password="pw") as sandbox:
        async with sending(sandbox.port, settings=trusting(sandbox)) as sender:
            account = account_for(Server("localhost", sandbox.port, Security.TLS, "anna"))
            facts = await sender.submitter.test(account, Secret("pw"))

        assert facts.is_encrypted and facts.is_authenticated and facts.max_size == 100_000_000
        assert "pipelining" in facts.extensions and "Nightmail sandbox" in facts.greeting
        assert sandbox.count == 0


# ---------------------------------------------------------------------------------------------- other people's networks


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "::ffff:127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "::127.0.0.1",
    ],
)
async def test_a_stranger_can_not_send_a_hosted_worker_into_its_own_network(host: str) -> None:
    careful = replace(PATIENT, private_hosts=False)
    stranger = replace(account_for(Server(host, 25, Security.TLS)), is_trusted=False)

    async with sending(25, settings=careful) as sender:
        with pytest.raises(PersonError) as refused:
            await sender.submitter.test(stranger, None)

    assert refused.value.code == "private-host"


async def test_an_operators_account_may_use_a_server_of_the_same_network() -> None:
    async with Sandbox() as server, sending(server.port, settings=replace(PATIENT, private_hosts=False)) as sender:
        assert isinstance(await sender.send(), Accepted)

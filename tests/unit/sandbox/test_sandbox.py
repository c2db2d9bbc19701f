from __future__ import annotations

import asyncio
import base64
import gc
import json
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from cloud_worker.lifecycle import run_loop
from nightmail.cli.main import run
from nightmail.errors import OutsideError, PersonError
from nightmail.sandbox.certificate import Flaw
from nightmail.sandbox.faults import FAULTS, Faults
from nightmail.sandbox.maildir import Caught
from nightmail.sandbox.misbehave import CATALOGUE, UNPLAYED
from nightmail.sandbox.server import Sandbox, serve
from tests.patience import PATIENCE

T = TypeVar("T")
CONTENT = b"Message-ID: <1@example.org>\r\nSubject: night\r\n\r\n.dot\r\n..two\r\nend\r\n"


async def talk(work: Callable[[smtplib.SMTP], T], sandbox: Sandbox) -> T:
    """Speak to the sandbox with the standard library's client, a second opinion."""

    def run() -> T:
        with smtplib.SMTP("127.0.0.1", sandbox.port, timeout=PATIENCE) as client:
            return work(client)

    return await asyncio.to_thread(run)


def send(client: smtplib.SMTP) -> Any:
    return client.sendmail("anna@example.org", ["bob@example.org"], CONTENT)


async def test_a_message_is_caught_as_it_was_sent() -> None:
    async with Sandbox() as sandbox:
        await talk(send, sandbox)

    (caught,) = sandbox.caught
    assert caught.content == CONTENT and caught.message_id == "<1@example.org>"
    assert (caught.mail_from, caught.recipients) == ("anna@example.org", ("bob@example.org",))
    assert sandbox.count == 1


async def test_a_maildir_holds_the_exact_octets_and_the_envelope(tmp_path: Path) -> None:
    told: asyncio.Queue[Caught] = asyncio.Queue()
    async with Sandbox(tmp_path, on_caught=told.put_nowait) as sandbox:
        await talk(send, sandbox)
        await talk(send, sandbox)

    lines = [json.loads(line) for line in (tmp_path / "accepted.jsonl").read_text().splitlines()]
    assert [line["rcpt"] for line in lines] == [["bob@example.org"]] * 2
    assert {line["message_id"] for line in lines} == {"<1@example.org>"} and lines[0]["size"] == len(CONTENT)
    assert [(tmp_path / line["file"]).read_bytes() for line in lines] == [CONTENT] * 2
    assert list((tmp_path / "tmp").iterdir()) == [] and told.qsize() == 2
    assert datetime.fromisoformat(lines[0]["mail_from_at"]) <= datetime.fromisoformat(lines[0]["accepted_at"])


async def test_a_maildir_that_can_not_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(OutsideError) as raised:
        Sandbox(tmp_path / "file")

    assert raised.value.code == "maildir-unwritable"


async def test_pipelined_messages_are_kept_in_order(tmp_path: Path) -> None:
    async with Sandbox(tmp_path) as sandbox:
        reader, writer = await asyncio.open_connection("127.0.0.1", sandbox.port)
        one = b"MAIL FROM:<a@x.org>\r\nRCPT TO:<%d@x.org>\r\nDATA\r\nx: %d\r\n\r\nbody\r\n.\r\n"
        writer.write(b"EHLO me\r\n" + b"".join(one % (n, n) for n in range(20)) + b"QUIT\r\n")
        replies = await reader.read()
        writer.close()

    assert replies.count(b"queued as") == 20 and replies.endswith(b"221 2.0.0 Bye\r\n")
    assert [caught.recipients for caught in sandbox.caught] == [(f"{n}@x.org",) for n in range(20)]


async def test_a_dot_split_over_segments_is_found() -> None:
    async with Sandbox() as sandbox:
        reader, writer = await asyncio.open_connection("127.0.0.1", sandbox.port)
        writer.write(b"MAIL FROM:<a@x.org>\r\nRCPT TO:<b@x.org>\r\nDATA\r\n")
        while b"354" not in await reader.readline():
            pass
        for octet in b"line\r\n..stuffed\r\n.\r\n":
            writer.write(bytes([octet]))
            await asyncio.sleep(0)
        assert (await reader.readline()).startswith(b"250")
        writer.close()

    assert sandbox.caught[0].content == b"line\r\n.stuffed\r\n"


async def test_words_in_the_local_part_choose_a_recipients_fate() -> None:
    def work(client: smtplib.SMTP) -> Any:
        return client.sendmail("a@x.org", ["b@x.org", "refuse-me@x.org", "defer.me@x.org"], CONTENT)

    async with Sandbox() as sandbox:
        refused = await talk(work, sandbox)

    assert {address: code for address, (code, _) in refused.items()} == {"refuse-me@x.org": 550, "defer.me@x.org": 450}
    assert sandbox.caught[0].recipients == ("b@x.org",)


@pytest.mark.parametrize("is_login", [True, False])
async def test_only_the_set_password_is_accepted(is_login: bool) -> None:
    def sign_in(password: str) -> Callable[[smtplib.SMTP], Any]:
        def work(client: smtplib.SMTP) -> Any:
            client.ehlo()
            client.user, client.password = "anna", password
            return client.auth("LOGIN", client.auth_login) if is_login else client.auth("PLAIN", client.auth_plain)

        return work

    async with Sandbox(password="right") as sandbox:
        assert (await talk(sign_in("right"), sandbox))[0] == 235
        with pytest.raises(smtplib.SMTPAuthenticationError, match=r"535.*5\.7\.8"):
            await talk(sign_in("wrong"), sandbox)


async def test_starttls_and_tls_serve_the_certificate_they_name() -> None:
    def upgrade(client: smtplib.SMTP) -> Any:
        client.starttls(context=ssl.create_default_context(cadata=sandbox.certificate))
        return send(client)

    async with Sandbox() as sandbox:
        await talk(upgrade, sandbox)
        assert sandbox.count == 1

    async with Sandbox(is_tls=True) as sandbox:
        context = ssl.create_default_context(cadata=sandbox.certificate)

        def run() -> None:
            with smtplib.SMTP_SSL("localhost", sandbox.port, context=context, timeout=PATIENCE) as client:
                send(client)

        await asyncio.to_thread(run)
        assert sandbox.count == 1


async def test_a_taken_port_is_a_sentence() -> None:
    async with Sandbox() as first:
        with pytest.raises(OutsideError) as raised:
            await Sandbox(port=first.port).start()

    assert raised.value.code == "port-taken"


async def test_serving_tells_when_it_is_ready_and_ends_when_cancelled(tmp_path: Path) -> None:
    ready: asyncio.Queue[Sandbox] = asyncio.Queue()
    serving = asyncio.create_task(serve(0, tmp_path, ["rcpt-450*1"], ready.put_nowait))
    sandbox = await ready.get()

    with pytest.raises(smtplib.SMTPRecipientsRefused):
        await talk(send, sandbox)
    await talk(send, sandbox)
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving

    assert len(list((tmp_path / "new").iterdir())) == 1


# ---------------------------------------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("order", "strikes"),
    [
        ("rcpt-450", [True] * 5),
        ("rcpt-450*2", [True, True, False, False, False]),
        ("rcpt-450:3", [False, False, True, False, False]),
        ("rcpt-450:2*2", [False, True, True, False, False]),
    ],
)
def test_an_order_says_when_a_fault_strikes(order: str, strikes: list[bool]) -> None:
    faults = Faults([order])

    assert [faults.strikes("rcpt-450") for _ in range(5)] == strikes
    assert not faults.strikes("rcpt-550")


@pytest.mark.parametrize("order", ["nonsense", "", "rcpt-450:x", "rcpt-450 *2"])
def test_an_unknown_fault_is_refused_and_the_list_is_where_it_says(order: str) -> None:
    with pytest.raises(PersonError) as raised:
        Faults([order])

    assert raised.value.code == "unknown-fault" and raised.value.next.startswith("See them: nightmail sandbox --faults.")


@pytest.mark.parametrize("order", ["lose-replay", "Lose-Reply", "lose_reply:2"])
def test_a_fault_that_is_nearly_right_is_offered(order: str) -> None:
    with pytest.raises(PersonError) as raised:
        Faults([order])

    assert raised.value.message.startswith(f"The sandbox knows no fault “{order}”. Did you mean lose-reply")


def test_every_fault_has_one_sentence() -> None:
    assert all(sentence.endswith(".") and sentence[0].isupper() for sentence in FAULTS.values())


def test_every_fault_in_the_list_has_a_name_to_order_it_by(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sandbox", "--faults"]) == 0

    listed, _, others = capsys.readouterr().out.partition("\n\n")
    names = [line.split()[1] for line in listed.splitlines()[1:]]
    assert sorted(names) == sorted(FAULTS)
    assert others.startswith("What no order brings about:\n33  ")


def test_each_of_the_38_behaviours_is_played_or_has_the_next_best_thing_named() -> None:
    played = {misdeed.number for misdeed in CATALOGUE.values()}

    assert played | UNPLAYED.keys() == set(range(1, 39)) and not played & UNPLAYED.keys()


@pytest.mark.parametrize(
    ("flaw", "why"),
    [
        (Flaw.EXPIRED, "certificate has expired"),
        (Flaw.WRONG_HOST, "IP address mismatch"),
        (Flaw.SELF_SIGNED, "self.signed certificate"),
        (Flaw.OLD_PROTOCOL, "(?i)protocol.version|internal error|^$"),
    ],
)
async def test_a_flawed_proof_has_just_the_flaw_it_is_named_for(flaw: Flaw, why: str) -> None:
    async with Sandbox(faults=[flaw.value], is_tls=True) as sandbox:
        context = ssl.create_default_context(cadata=sandbox.certificate)
        # A server that breaks off the handshake may be faster than its own words on why.
        with pytest.raises((ssl.SSLError, ConnectionResetError), match=why):
            await asyncio.open_connection("127.0.0.1", sandbox.port, ssl=context)


@pytest.mark.parametrize(("fault", "error"), [("refuse-tcp", ConnectionRefusedError), ("blackhole", TimeoutError)])
async def test_a_closed_port_is_played_too(fault: str, error: type[OSError]) -> None:
    async with Sandbox(faults=[fault]) as sandbox:
        with pytest.raises(error):
            async with asyncio.timeout(0.1 if fault == "blackhole" else PATIENCE):
                await asyncio.open_connection("127.0.0.1", sandbox.port)


@pytest.mark.parametrize("method", ["XOAUTH2", "OAUTHBEARER"])
async def test_a_token_is_judged_as_a_password_is_and_refused_with_its_json(method: str) -> None:
    def sign_in(token: str) -> Callable[[smtplib.SMTP], Any]:
        def work(client: smtplib.SMTP) -> Any:
            said = base64.b64encode(f"user=anna\x01auth=Bearer {token}\x01\x01".encode()).decode()
            client.ehlo()
            first = client.docmd("AUTH", f"{method} {said}")
            return first if first[0] != 334 else (base64.b64decode(first[1]), client.docmd(""))

        return work

    async with Sandbox(password="right") as sandbox:
        assert (await talk(sign_in("right"), sandbox))[0] == 235
        told, (code, _) = await talk(sign_in("wrong"), sandbox)

        assert json.loads(told)["status"] == "401" and code == 535 and sandbox.sign_ins == 2


@pytest.mark.parametrize(
    ("fault", "error", "kept"),
    [
        ("refuse-connection", smtplib.SMTPConnectError, 0),
        ("reject-mail-451", smtplib.SMTPSenderRefused, 0),
        ("reject-sender", smtplib.SMTPSenderRefused, 0),
        ("close-at-mail", smtplib.SMTPSenderRefused, 0),
        ("rcpt-450", smtplib.SMTPRecipientsRefused, 0),
        ("rcpt-550", smtplib.SMTPRecipientsRefused, 0),
        ("data-451", smtplib.SMTPDataError, 0),
        ("quota", smtplib.SMTPDataError, 0),
        ("drop-in-body", smtplib.SMTPServerDisconnected, 0),
        ("drop-after-dot", smtplib.SMTPServerDisconnected, 0),
        ("lose-reply", smtplib.SMTPServerDisconnected, 1),
        ("garbage-reply", smtplib.SMTPDataError, 1),
        ("reject-dot-554", smtplib.SMTPDataError, 0),
        ("defer-dot-451", smtplib.SMTPDataError, 0),
        ("mailbox-full", smtplib.SMTPDataError, 0),
        ("storage-full", smtplib.SMTPDataError, 0),
    ],
)
async def test_a_fault_strikes_once_and_the_next_message_arrives(
    fault: str, error: type[Exception], kept: int, tmp_path: Path
) -> None:
    async with Sandbox(tmp_path, faults=[f"{fault}*1"]) as sandbox:
        with pytest.raises((error, ConnectionError)):
            await talk(send, sandbox)
        assert sandbox.count == kept
        await talk(send, sandbox)

    assert len(list((tmp_path / "new").iterdir())) == kept + 1


@pytest.mark.parametrize("fault", ["slow:1", "byte-by-byte", "no-pipelining", "no-starttls", "close-idle"])
async def test_a_fault_that_only_bothers_lets_the_message_through(fault: str) -> None:
    def work(client: smtplib.SMTP) -> Any:
        client.sendmail("a@x.org", ["b@x.org"], CONTENT)
        return {name.lower() for name in client.esmtp_features}

    async with Sandbox(faults=[fault]) as sandbox:
        features = await talk(work, sandbox)

    assert sandbox.count == 1
    assert ("pipelining" in features) is (fault != "no-pipelining") and ("starttls" in features) is (fault != "no-starttls")


def test_a_client_that_vanishes_from_a_slow_reply_leaves_no_trace() -> None:
    troubles: list[str] = []

    async def vanish() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, trouble: troubles.append(trouble["message"]))
        async with Sandbox(faults=["slow:20", "byte-by-byte"]) as sandbox:
            _, writer = await asyncio.open_connection("127.0.0.1", sandbox.port)
            while not sandbox.connections:  # noqa: ASYNC110 - the sandbox has no event for it
                await asyncio.sleep(0)
            writer.transport.abort()
            while sandbox.connections:  # noqa: ASYNC110
                await asyncio.sleep(0)
            while len(asyncio.all_tasks()) > 1:
                await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})
        gc.collect()

    # As `nightmail sandbox` runs it: uvloop, where it is installed, refuses to write to a transport that is closed.
    run_loop(vanish())

    assert troubles == []


def test_every_fault_can_be_played_and_ends_without_trouble_of_the_sandboxs_own() -> None:
    troubles: list[tuple[str, str]] = []
    one = b"MAIL FROM:<a@x.org>\r\nRCPT TO:<b@x.org>\r\nDATA\r\nx\r\n.\r\n"
    everything = b"EHLO me\r\nAUTH PLAIN AGEAcHc=\r\n" + one + one + b"STARTTLS\r\nQUIT\r\n"

    async def play(fault: str) -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, trouble: troubles.append((fault, trouble["message"])))
        async with Sandbox(faults=[fault, "slow:0"]) as sandbox:
            with suppress(OSError, TimeoutError), socket.socket() as client:
                client.setblocking(False)
                async with asyncio.timeout(0.05):
                    await asyncio.get_running_loop().sock_connect(client, ("127.0.0.1", sandbox.port))
                    await asyncio.get_running_loop().sock_sendall(client, everything)
                    while await asyncio.get_running_loop().sock_recv(client, 65536):
                        pass

    async def all_of_them() -> None:
        for fault in FAULTS:
            await play(fault)

    # As `nightmail sandbox` runs it: on uvloop, where it is installed.
    run_loop(all_of_them())

    assert troubles == []


async def test_too_many_recipients_are_turned_away_by_number() -> None:
    def work(client: smtplib.SMTP) -> Any:
        return client.sendmail("a@x.org", [f"r{n}@x.org" for n in range(5)], CONTENT)

    async with Sandbox(faults=["too-many-rcpt:3"]) as sandbox:
        refused = await talk(work, sandbox)

    assert {code for code, _ in refused.values()} == {452} and len(sandbox.caught[0].recipients) == 3


@pytest.mark.parametrize("fault", ["no-banner", "hang-after-dot"])
async def test_a_silent_fault_stays_silent_and_the_sandbox_still_stops(fault: str) -> None:
    async with Sandbox(faults=[fault]) as sandbox:
        reader, writer = await asyncio.open_connection("127.0.0.1", sandbox.port)
        writer.write(b"MAIL FROM:<a@x.org>\r\nRCPT TO:<b@x.org>\r\nDATA\r\nx\r\n.\r\n")
        heard = b""
        while fault == "hang-after-dot" and b"354" not in heard:
            heard = await reader.readline()

    with suppress(ConnectionResetError):
        assert await reader.read() == b""
    writer.close()
    assert sandbox.count == 0

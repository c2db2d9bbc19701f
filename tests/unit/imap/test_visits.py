"""Visiting a mailbox: who is let in, what is said when it fails, and that no visit outlasts its time."""

from __future__ import annotations

import asyncio
import base64
import ssl
from dataclasses import replace

import pytest
import trustme
from imapclient import IMAPClient

from nightmail.account.model import Account, Limits, Security, Server
from nightmail.account.secret import AccessToken, Secret
from nightmail.errors import NightmailError, OutsideError, PersonError
from nightmail.ids import new_id
from nightmail.imap.connection import visit
from nightmail.imap.mailbox import ImapMailboxes
from nightmail.imap.settings import ImapSettings
from tests.mailboxes import KINDS, PASSWORD, PATIENT, OnePassword, mailbox, scripted, serving

RIGHT = Secret(PASSWORD)
HELLO = b"* OK hello\r\n"


def folders(client: IMAPClient) -> list[str]:
    return [name for _, _, name in client.list_folders()]


def local(port: int, security: Security = Security.PLAIN) -> Server:
    return Server("127.0.0.1", port, security, "anna")


async def refusal(server: Server, settings: ImapSettings = PATIENT, *, may_be_private: bool = True) -> NightmailError:
    with pytest.raises(NightmailError) as caught:
        await visit(server, RIGHT, folders, settings=settings, may_be_private=may_be_private)
    return caught.value


@pytest.mark.parametrize("kind", KINDS)
async def test_a_visitor_with_the_password_is_let_in(kind: str) -> None:
    async with mailbox(kind) as box:
        assert "INBOX" in await visit(box.server, RIGHT, folders, settings=PATIENT)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_wrong_password_is_the_persons_to_mend(kind: str) -> None:
    async with mailbox(kind) as box:
        with pytest.raises(PersonError) as caught:
            await visit(box.server, Secret("wrong"), folders, settings=PATIENT)

    assert caught.value.code == "mailbox-sign-in-refused"
    assert "AUTHENTICATIONFAILED" in caught.value.message


async def test_a_server_that_takes_no_sign_in_now_is_not_the_persons_fault() -> None:
    async with scripted(HELLO, b"+ \r\n", b"TAG NO [UNAVAILABLE] later, please\r\n") as port:
        error = await refusal(local(port))

    assert isinstance(error, OutsideError)
    assert error.code == "mailbox-busy"


async def test_no_password_is_sent_to_a_server_that_lost_its_encryption() -> None:
    async with scripted(HELLO) as port:
        error = await refusal(local(port, Security.STARTTLS))

    assert error.code == "starttls-missing"


async def test_plain_text_is_refused_beyond_this_computer() -> None:
    error = await refusal(Server("imap.example.org", 143, Security.PLAIN, "anna"))

    assert error.code == "plain-refused"


async def test_a_strangers_account_may_not_reach_into_our_own_network() -> None:
    async with mailbox("pymap") as box:
        error = await refusal(box.server, may_be_private=False)

    assert error.code == "private-host"


async def test_a_server_that_never_answers_is_left_when_the_time_is_over() -> None:
    async with scripted(HELLO) as port:
        error = await refusal(local(port), replace(PATIENT, reply=30, whole=0.2))

    assert error.code == "server-silent"


async def test_dripping_octets_do_not_extend_a_visit() -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        gone = asyncio.ensure_future(reader.read())
        while not gone.done():
            writer.write(b"* ")
            await asyncio.wait({gone}, timeout=0.02)

    async with serving(drip) as port:
        error = await refusal(local(port), replace(PATIENT, whole=0.3))

    assert error.code == "server-silent"


@pytest.mark.parametrize(
    ("greeting", "code"),
    [(b"220 stage ESMTP\r\n", "not-imap"), (b"* BYE too busy\r\n", "not-imap"), (b"HTTP/1.1 400 Bad Request\r\n", "not-imap")],
)
async def test_what_is_no_mailbox_server_is_said_to_be_none(greeting: bytes, code: str) -> None:
    async with scripted(greeting) as port:
        assert (await refusal(local(port))).code == code


async def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    async with scripted(HELLO, tls=context) as port:
        error = await refusal(local(port, Security.TLS))

    assert error.code == "certificate-unvouched"


async def test_a_trusted_certificate_lets_the_visit_go_on() -> None:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    async with scripted(HELLO, b"+ \r\n", b"TAG NO [AUTHENTICATIONFAILED] who?\r\n", tls=context) as port:
        error = await refusal(local(port, Security.TLS), replace(PATIENT, tls_context=trusting))

    assert error.code == "mailbox-sign-in-refused"


async def test_nothing_listens() -> None:
    async with scripted(HELLO) as port:
        pass

    assert (await refusal(local(port))).code == "server-unreachable"


@pytest.mark.parametrize(
    ("offered", "expected"), [(b"AUTH=XOAUTH2", b"AUTHENTICATE XOAUTH2"), (b"AUTH=OAUTHBEARER", b"AUTHENTICATE OAUTHBEARER")]
)
async def test_an_access_token_goes_out_by_what_the_server_offers(offered: bytes, expected: bytes) -> None:
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(HELLO)
        asked = await reader.readline()
        writer.write(b"* CAPABILITY IMAP4rev1 " + offered + b"\r\n" + asked.split(b" ")[0] + b" OK done\r\n")
        heard.append(await reader.readline())
        writer.write(b"+ \r\n")
        heard.append(await reader.readline())
        writer.write(heard[0].split(b" ")[0] + b" NO [AUTHENTICATIONFAILED] expired\r\n")
        await reader.read()

    async with serving(serve) as port:
        with pytest.raises(PersonError):
            await visit(local(port), token("ya29.old"), folders, settings=PATIENT)

    assert heard[0].partition(b" ")[2].strip().startswith(expected)


async def test_a_password_is_never_sent_where_only_tokens_are_taken() -> None:
    async with scripted(HELLO, offers=b"LOGINDISABLED AUTH=XOAUTH2") as port:
        error = await refusal(local(port))

    assert error.code == "mailbox-sign-in-refused"


async def test_a_refused_token_is_renewed_once_and_tried_again() -> None:
    tried: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(HELLO)
        asked = await reader.readline()
        writer.write(b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n" + asked.split(b" ")[0] + b" OK done\r\n")
        tag = (await reader.readline()).split(b" ")[0]
        writer.write(b"+ \r\n")
        tried.append(base64.b64decode(await reader.readline()).decode())
        writer.write(tag + b" NO [AUTHENTICATIONFAILED] expired\r\n")
        await reader.read()

    async with serving(serve) as port:
        mailbox = ImapMailboxes(OnePassword(token("old", token("new"))), settings=PATIENT)
        with pytest.raises(PersonError) as caught:
            await mailbox.visit(account_at(local(port)), folders)

    assert caught.value.code == "mailbox-sign-in-refused"
    assert ["old" in one for one in tried] == [True, False]
    assert len(tried) == 2


def token(value: str, next: AccessToken | None = None) -> AccessToken:
    async def renew() -> AccessToken:
        assert next is not None
        return next

    return AccessToken(value, renew)


def account_at(server: Server) -> Account:
    return Account(new_id(), new_id(), "anna@example.org", "", server, server, Limits(1, 1, 1))

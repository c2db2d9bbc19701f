"""Finding sent messages in a mailbox, on every kind of server that is here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from imapclient import IMAPClient

from nightmail.account.model import Account, Limits, Options, Security, Server
from nightmail.errors import PersonError
from nightmail.ids import new_id
from nightmail.ports import Wanted
from tests.mailboxes import KINDS, Box, mailbox, mailboxes

pytestmark = pytest.mark.parametrize("kind", KINDS)


def account(box: Box, sent_folder: str = "") -> Account:
    smtp = Server("127.0.0.1", 25, Security.PLAIN)
    return Account(
        new_id(), new_id(), "anna@example.org", "", smtp, box.server, Limits(1, 1, 1), options=Options(sent_folder=sent_folder)
    )


def wanted() -> Wanted:
    id = new_id()
    return Wanted(id, f"<{id.hex}@example.org>")


def letter(*headers: str) -> bytes:
    return "\r\n".join([*headers, "Subject: Night", "", "Good night.", ""]).encode()


async def put(box: Box, folder: str, content: bytes) -> None:
    await mailboxes().visit(account(box), lambda client: client.append(folder, content))


async def test_a_message_is_found_by_its_message_id(kind: str) -> None:
    async with mailbox(kind) as box:
        one = wanted()
        await put(box, "Sent", letter(f"Message-ID: {one.message_id}"))

        looked = await mailboxes().look(account(box), [one, wanted()], since=datetime.now(UTC))

    assert list(looked.found) == [one.id]
    assert (looked.found[one.id].folder, looked.found[one.id].header) == ("Sent", "Message-ID")
    assert looked.sent_folder == "Sent"


@pytest.mark.parametrize("header", ["X-Microsoft-Original-Message-ID", "X-Nightmail-Id"])
async def test_a_message_whose_id_was_replaced_is_found_by_what_was_left(kind: str, header: str) -> None:
    async with mailbox(kind) as box:
        one = wanted()
        value = str(one.id) if header == "X-Nightmail-Id" else one.message_id
        await put(box, "Sent", letter("Message-ID: <other@provider.example>", f"{header}: {value}"))

        looked = await mailboxes().look(account(box), [one], since=datetime.now(UTC))

    assert looked.found[one.id].header == header
    assert looked.found[one.id].message_id == "<other@provider.example>"


async def test_a_message_that_came_back_to_its_sender_was_accepted(kind: str) -> None:
    async with mailbox(kind) as box:
        one = wanted()
        await put(box, "INBOX", letter(f"Message-ID: {one.message_id}"))

        looked = await mailboxes().look(account(box), [one], since=datetime.now(UTC))

    assert looked.found[one.id].folder == "INBOX"


async def test_a_reply_to_a_message_is_not_the_message(kind: str) -> None:
    async with mailbox(kind) as box:
        one = wanted()
        await put(box, "INBOX", letter("Message-ID: <reply@example.net>", f"In-Reply-To: {one.message_id}"))
        await put(box, "INBOX", letter(f"Message-ID: <x{one.message_id[1:]}"))

        looked = await mailboxes().look(account(box), [one], since=datetime.now(UTC))

    assert looked.found == {}


async def test_many_messages_are_looked_up_in_one_visit(kind: str) -> None:
    async with mailbox(kind) as box:
        several = [wanted() for _ in range(7)]
        for one in several[:5]:
            await put(box, "Sent", letter(f"X-Nightmail-Id: {one.id}"))

        looked = await mailboxes().look(account(box), several, since=datetime.now(UTC) - timedelta(hours=1))

    assert set(looked.found) == {one.id for one in several[:5]}


async def test_a_copy_is_filed_once_however_often_it_is_asked_for(kind: str) -> None:
    async with mailbox(kind) as box:
        one, at = wanted(), datetime.now(UTC)
        content = letter(f"Message-ID: {one.message_id}", f"X-Nightmail-Id: {one.id}")

        first = await mailboxes().file(account(box), one, content, at=at)
        second = await mailboxes().file(account(box), one, content, at=at)
        kept = await mailboxes().visit(account(box), _whole_sent)

    assert first.uid == second.uid > 0
    assert kept == [(content, (rb"\Seen",))]


def _whole_sent(client: IMAPClient) -> list[tuple[bytes, tuple[bytes, ...]]]:
    client.select_folder("Sent", readonly=True)
    answers = client.fetch(client.search(), ["BODY.PEEK[]", "FLAGS"])
    return [(one[b"BODY[]"], tuple(flag for flag in one[b"FLAGS"] if flag != rb"\Recent")) for one in answers.values()]


async def test_a_folder_that_the_account_names_comes_first(kind: str) -> None:
    async with mailbox(kind) as box:
        await mailboxes().visit(account(box), lambda client: client.create_folder("Dispatched"))

        looked = await mailboxes().look(account(box, "Dispatched"), [], since=datetime.now(UTC))

    assert looked.sent_folder == "Dispatched"


async def test_an_account_without_a_mailbox_says_so(kind: str) -> None:
    box = Box(kind, 1)

    with pytest.raises(PersonError) as caught:
        await mailboxes().look(replace(account(box), imap=None), [], since=datetime.now(UTC))

    assert caught.value.code == "no-mailbox"

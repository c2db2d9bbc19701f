"""The sandbox's mailbox, as Python's own IMAP client sees it: a second opinion beside the one we use."""

from __future__ import annotations

import asyncio
import imaplib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import pytest

from nightmail.errors import OutsideError
from nightmail.sandbox.imap import INBOX, SENT, Habits, SandboxMailbox
from nightmail.sandbox.maildir import Caught
from tests.patience import PATIENCE

T = TypeVar("T")
CONTENT = b"Message-ID: <1@example.org>\r\nSubject: night\r\nTo: bob@example.org\r\n\r\nGood night.\r\n"


def caught() -> Caught:
    now = datetime.now(UTC)
    return Caught("anna@example.org", ("bob@example.org",), CONTENT, now, now)


async def ask(mailbox: SandboxMailbox, work: Callable[[imaplib.IMAP4], T], password: str = "any") -> T:
    def run() -> T:
        with imaplib.IMAP4("127.0.0.1", mailbox.port, timeout=PATIENCE) as client:
            client.login("whoever", password)
            return work(client)

    return await asyncio.to_thread(run)


def contents(folder: str) -> Callable[[imaplib.IMAP4], list[bytes]]:
    def read(client: imaplib.IMAP4) -> list[bytes]:
        client.select(folder, readonly=True)
        numbers = client.uid("SEARCH", "ALL")[1][0].split()
        return [client.uid("FETCH", number, "(UID FLAGS BODY.PEEK[])")[1][0][1] for number in numbers]

    return read


async def test_what_was_caught_stands_in_the_inbox_and_in_sent() -> None:
    async with SandboxMailbox() as mailbox:
        mailbox.take(caught())

        assert await ask(mailbox, contents(INBOX)) == [CONTENT]
        assert await ask(mailbox, contents(SENT)) == [CONTENT]


async def test_a_provider_that_files_nothing_has_an_empty_sent_folder() -> None:
    async with SandboxMailbox(habits=Habits(saves_sent=False)) as mailbox:
        mailbox.take(caught())

        assert await ask(mailbox, contents(INBOX)) == [CONTENT]
        assert await ask(mailbox, contents(SENT)) == []


async def test_the_sent_folder_is_marked_as_such() -> None:
    async with SandboxMailbox() as mailbox:
        listed = await ask(mailbox, lambda client: client.list()[1])

    assert any(b"\\Sent" in line and line.endswith(b"Sent") for line in listed if isinstance(line, bytes))


async def test_mail_programs_get_the_envelope_and_the_structure_they_list_mail_by() -> None:
    async with SandboxMailbox() as mailbox:
        mailbox.take(caught())

        def read(client: imaplib.IMAP4) -> str:
            client.select(INBOX)
            return repr(client.fetch("1:*", "(UID FLAGS RFC822.SIZE INTERNALDATE ENVELOPE BODYSTRUCTURE)"))

        answer = await ask(mailbox, read)

    assert all(word in answer for word in ('"night"', "<1@example.org>", "BODYSTRUCTURE"))


async def test_whoever_waits_is_told_of_new_mail() -> None:
    async with SandboxMailbox() as mailbox:
        reader, writer = await asyncio.open_connection("127.0.0.1", mailbox.port)
        writer.write(b"a LOGIN who ever\r\nb SELECT INBOX\r\nc IDLE\r\n")
        await reader.readuntil(b"+ Idling.")
        mailbox.take(caught())

        assert b"1 EXISTS" in await asyncio.wait_for(reader.readuntil(b"EXISTS"), PATIENCE)
        writer.close()
        await writer.wait_closed()


async def test_a_copy_can_be_laid_into_a_folder() -> None:
    async with SandboxMailbox() as mailbox:
        await ask(mailbox, lambda client: client.append(SENT, r"(\Seen)", None, CONTENT))

        assert await mailbox.contents(SENT) == (CONTENT,)


async def test_with_a_password_set_others_are_refused() -> None:
    async with SandboxMailbox(password="right") as mailbox:
        with pytest.raises(imaplib.IMAP4.error):
            await ask(mailbox, contents(INBOX), "wrong")

        assert await ask(mailbox, contents(INBOX), "right") == []


async def test_no_more_is_kept_than_wanted() -> None:
    async with SandboxMailbox(remember=3) as mailbox:
        for _ in range(5):
            mailbox.take(caught())

        assert len(await ask(mailbox, contents(INBOX))) == 3


async def test_a_taken_port_is_a_sentence() -> None:
    async with SandboxMailbox() as first:
        with pytest.raises(OutsideError) as raised:
            await SandboxMailbox(port=first.port).start()

    assert raised.value.code == "port-taken"

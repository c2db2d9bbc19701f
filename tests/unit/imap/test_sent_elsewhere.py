"""Providers that behave in their own ways: they rewrite ids, mark no folder, refuse searches, or answer them wrongly."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from nightmail.account.model import Security, Server
from nightmail.ports import Wanted
from nightmail.sandbox.imap import Habits
from nightmail.sandbox.maildir import Caught
from tests.mailboxes import mailbox, mailboxes, serving
from tests.unit.imap.test_sent import account, letter, wanted


async def test_a_provider_that_rewrites_ids_leaves_our_message_recognisable() -> None:
    async with mailbox("pymap", habits=Habits(rewrites_ids=True)) as box:
        assert box.sandbox is not None
        one, now = wanted(), datetime.now(UTC)
        box.sandbox.take(Caught("a@example.org", ("b@example.org",), letter(f"Message-ID: {one.message_id}"), now, now))

        looked = await mailboxes().look(account(box), [one], since=now)

    assert looked.found[one.id].header == "X-Microsoft-Original-Message-ID"
    assert looked.found[one.id].message_id != one.message_id


async def test_a_search_that_is_refused_is_made_up_for_by_reading() -> None:
    """As some servers do that search no header but the common ones."""
    one = wanted()

    async with serving(_scripted(one, search=b"NO [CANNOT] not that header")) as port:
        looked = await _looked(port, one)

    assert looked == {one.id}


async def test_a_search_that_finds_everything_proves_nothing() -> None:
    one, other = wanted(), wanted()

    async with serving(_scripted(other, search=b"OK done", hits=b"7")) as port:
        looked = await _looked(port, one)

    assert looked == set()


async def _looked(port: int, one: Wanted) -> set[object]:
    async with mailbox("pymap") as box:
        there = replace(account(box), imap=Server("127.0.0.1", port, Security.PLAIN, "anna"))
    return set((await mailboxes().look(there, [one], since=datetime.now(UTC))).found)


def _scripted(held: Wanted, *, search: bytes, hits: bytes = b""):
    """A mailbox that holds one message, answers searches by header with `search`, and those by day rightly."""
    head = f"Message-ID: {held.message_id}\r\n\r\n".encode()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK hello\r\n")
        while line := await reader.readline():
            tag, _, command = line.strip().partition(b" ")
            verb = command.replace(b"UID ", b"").split(b" ")[0]
            done = b"OK done"
            match verb:
                case b"CAPABILITY":
                    writer.write(b"* CAPABILITY IMAP4rev1\r\n")
                case b"LIST":
                    writer.write(b'* LIST (\\Sent) "/" Sent\r\n')
                case b"SELECT" | b"EXAMINE":
                    writer.write(b"* 1 EXISTS\r\n")
                case b"SEARCH" if b"SINCE" in command:
                    writer.write(b"* SEARCH 7\r\n")
                case b"SEARCH":
                    writer.write(b"* SEARCH " + hits + b"\r\n")
                    done = search
                case b"FETCH":
                    fields = command[command.index(b"[") + 1 : command.index(b"]")]
                    writer.write(b"* 1 FETCH (UID 7 BODY[" + fields + b"] {%d}\r\n" % len(head) + head + b")\r\n")
            writer.write(tag + b" " + done + b"\r\n")

    return answer

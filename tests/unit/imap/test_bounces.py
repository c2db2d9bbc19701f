"""Finding reports in a mailbox, on every kind of server that is here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from imapclient import IMAPClient

from nightmail.account.model import Account
from nightmail.ids import new_id
from nightmail.imap.bounces import ImapBounces
from nightmail.ports import Returned
from tests import letters
from tests.mailboxes import KINDS, Box, mailbox, mailboxes
from tests.unit.message import reports

pytestmark = pytest.mark.parametrize("kind", KINDS)

NOW = datetime.now(UTC)


def account(box: Box) -> Account:
    return letters.account(imap=box.server)


async def put(box: Box, folder: str, *mails: bytes, at: datetime = NOW) -> None:
    def work(client: IMAPClient) -> None:
        if folder != "INBOX" and not client.folder_exists(folder):
            client.create_folder(folder)
        for mail in mails:
            client.append(folder, mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), msg_time=at)

    await mailboxes().visit(account(box), work)


async def look(box: Box, marks: Mapping[str, str] | None = None, since: datetime = NOW - timedelta(hours=72)) -> Returned:
    return await ImapBounces(mailboxes()).look(account(box), since=since, marks=marks or {})


def mail(subject: str = "Lunch?") -> bytes:
    return f"From: bob@example.net\nTo: anna@example.org\nSubject: {subject}\n\nShall we?\n".encode()


async def test_reports_are_found_in_the_inbox_and_in_junk_among_other_mail(kind: str) -> None:
    one, two = new_id(), new_id()
    async with mailbox(kind) as box:
        await put(box, "INBOX", mail(), reports.postfix(one), mail(), reports.absence(one), reports.receipt(one))
        await put(box, "Spam", reports.exim(two))

        found = await look(box)

    assert [report.ids for report in found.reports] == [{one}, {two}]
    assert set(found.marks) == {"INBOX", "Spam"}


async def test_what_was_read_is_not_read_again(kind: str) -> None:
    one, two = new_id(), new_id()
    async with mailbox(kind) as box:
        await put(box, "INBOX", mail(), reports.postfix(one))
        first = await look(box)
        again = await look(box, first.marks)
        await put(box, "INBOX", reports.postfix(two))
        third = await look(box, again.marks)

    assert again.reports == ()
    assert again.marks == first.marks
    assert [report.ids for report in third.reports] == [{two}]


async def test_marks_of_another_folder_of_that_name_count_for_nothing(kind: str) -> None:
    one = new_id()
    async with mailbox(kind) as box:
        await put(box, "INBOX", reports.postfix(one))

        for marks in ({"INBOX": "1:999999"}, {"INBOX": ""}, {"INBOX": "nonsense"}, {"INBOX": "7:x"}):
            found = await look(box, marks)

            assert [report.ids for report in found.reports] == [{one}]


async def test_mail_from_before_the_watch_is_left_alone(kind: str) -> None:
    async with mailbox(kind) as box:
        await put(box, "INBOX", reports.postfix(new_id()), at=NOW - timedelta(days=9))

        found = await look(box)

    assert found.reports == ()


async def test_looking_leaves_mail_unread(kind: str) -> None:
    async with mailbox(kind) as box:
        await put(box, "INBOX", reports.postfix(new_id()), mail())
        await look(box)

        def unread(client: IMAPClient) -> int:
            client.select_folder("INBOX", readonly=True)
            return len(client.search(["UNSEEN"]))

        assert await mailboxes().visit(account(box), unread) == 2


async def test_an_empty_mailbox_holds_nothing(kind: str) -> None:
    async with mailbox(kind) as box:
        found = await look(box)

    assert found.reports == ()


async def test_a_report_that_returns_a_whole_mail_is_read_by_its_start(kind: str) -> None:
    one = new_id()
    async with mailbox(kind) as box:
        await put(box, "INBOX", reports.postfix(one).replace(b"the text", b"x" * 70 + (b"\n" + b"y" * 70) * 12_000))

        found = await look(box)

    assert [report.ids for report in found.reports] == [{one}]

"""Finding out how a provider treats sent mail, over a real submission and a real mailbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from nightmail.account.model import Account, Limits, Security, Server
from nightmail.account.secret import Secret
from nightmail.errors import OutsideError, PersonError
from nightmail.ids import new_id
from nightmail.imap.probe import Probed, probe
from nightmail.sandbox.imap import Habits
from nightmail.sandbox.server import Sandbox
from nightmail.smtp.submitter import SmtpSubmitter
from nightmail.store.blobs import FolderBlobs
from tests.mailboxes import PASSWORD, OnePassword, mailbox, mailboxes

SOON = (timedelta(seconds=0.01), timedelta(seconds=0.02), timedelta(seconds=0.3))


@asynccontextmanager
async def provider(folder: Path, habits: Habits, *faults: str) -> AsyncIterator[tuple[Account, SmtpSubmitter]]:
    async with mailbox("pymap", habits=habits) as box:
        assert box.sandbox is not None
        async with Sandbox(on_caught=box.sandbox.take, faults=faults) as sandbox:
            smtp = Server("127.0.0.1", sandbox.port, Security.PLAIN)
            account = Account(new_id(), new_id(), "anna@example.org", "Anna", smtp, box.server, Limits(1, 1, 1))
            submitter = SmtpSubmitter(OnePassword(Secret(PASSWORD)), FolderBlobs(folder))
            try:
                yield account, submitter
            finally:
                await submitter.close()


async def probed(folder: Path, habits: Habits, *faults: str) -> Probed:
    async with provider(folder, habits, *faults) as (account, submitter):
        return await probe(account, submitter, mailboxes(), waits=SOON)


async def test_a_provider_that_files_sent_mail_is_known_for_it(tmp_path: Path) -> None:
    found = await probed(tmp_path, Habits())

    assert (found.saves_sent, found.keeps_id, found.sent_folder) == (True, True, "Sent")


async def test_one_that_does_not_is_known_for_that(tmp_path: Path) -> None:
    found = await probed(tmp_path, Habits(saves_sent=False))

    assert (found.saves_sent, found.keeps_id) == (False, True)


async def test_one_that_rewrites_ids_is_known_for_that_too(tmp_path: Path) -> None:
    found = await probed(tmp_path, Habits(rewrites_ids=True))

    assert (found.saves_sent, found.keeps_id) == (True, False)


async def test_one_that_takes_its_time_is_waited_for(tmp_path: Path) -> None:
    found = await probed(tmp_path, Habits(lag=timedelta(seconds=0.1)))

    assert found.saves_sent is True
    assert found.lag is not None and found.lag >= timedelta(seconds=0.1)


async def test_what_never_turns_up_proves_nothing(tmp_path: Path) -> None:
    found = await probed(tmp_path, Habits(), "drop-after-dot")

    assert found == Probed(None, None, "Sent", None)


async def test_nothing_is_sent_where_the_mailbox_can_not_be_asked(tmp_path: Path) -> None:
    async with mailbox("pymap") as box, Sandbox() as sandbox:
        smtp = Server("127.0.0.1", sandbox.port, Security.PLAIN)
        account = Account(new_id(), new_id(), "anna@example.org", "Anna", smtp, box.server, Limits(1, 1, 1))
        submitter = SmtpSubmitter(OnePassword(Secret(PASSWORD)), FolderBlobs(tmp_path))

        with pytest.raises(PersonError):
            await probe(account, submitter, mailboxes(password="wrong"), waits=SOON)

    assert sandbox.count == 0


async def test_a_server_that_refuses_the_message_is_quoted(tmp_path: Path) -> None:
    with pytest.raises(OutsideError) as caught:
        await probed(tmp_path, Habits(), "reject-dot-554")

    assert caught.value.code == "probe-refused"
    assert "554" in caught.value.message

"""An upgrade keeps every account, message and draft, wherever it is interrupted; a newer profile is left alone."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desktop.drafts import Drafts
from nightmail.cli.main import run
from nightmail.errors import PersonError
from nightmail.ports import OutboxQuery
from nightmail.profile import open_profile
from nightmail.secrets.choose import open_secrets
from nightmail.store import sqlite_migrate
from nightmail.verify import verify_all
from tests.packaging.kept_profile import ACCOUNTS, DRAFTS, MASTER_KEY, MESSAGES, PASSWORD, REACHED, unpack
from tests.passwords import KeptSecrets
from tests.unit.house.tree import ROOT


async def seen(folder: Path) -> tuple[dict[str, str], dict[str, str], str]:
    """Accounts, messages by subject with their states, and the password, as this version reads them."""
    secrets = open_secrets("file", folder, MASTER_KEY, ask=None)
    async with open_profile(folder, secrets=secrets) as profile:
        accounts = {account.address: account for account in await profile.accounts.all()}
        rows = {row.subject: row.delivery for row in await profile.outbox.list(OutboxQuery())}
        for subject, (_, due_at) in MESSAGES.items():
            assert due_at in (None, rows[subject].due_at)
        verified = await verify_all(profile.store, profile.owner_id)
        assert (verified.messages, verified.broken) == (len(MESSAGES), ())
        later = await profile.outbox.show(rows["Grüße für später"].id)
        assert later.message.attachments
        assert all([await profile.blobs.has(each.sha256, each.size) for each in later.message.attachments])
        password = await secrets.get(accounts["anna@example.org"].id)
        assert password is not None
        states = {subject: delivery.state.value for subject, delivery in rows.items()}
        return {address: account.state.value for address, account in accounts.items()}, states, password.reveal()


WHOLE = (ACCOUNTS, {subject: state for subject, (state, _) in MESSAGES.items()}, PASSWORD)


async def test_an_upgrade_keeps_every_account_message_and_draft(tmp_path: Path) -> None:
    folder = unpack(tmp_path / "profile")

    assert await seen(folder) == WHOLE
    assert {saved.draft.subject for saved in Drafts(folder / "drafts").all()} == DRAFTS
    assert await seen(folder) == WHOLE


async def test_a_copy_from_before_the_upgrade_lies_beside_the_profile(tmp_path: Path) -> None:
    folder = unpack(tmp_path / "profile")

    await seen(folder)

    copy = folder / f"nightmail.before-{REACHED + 1:04}.sqlite3"
    assert version_of(copy) == REACHED
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("select count(*) from deliveries").fetchone() == (len(MESSAGES),)
        assert kept.execute("pragma integrity_check").fetchone() == ("ok",)


def test_a_new_profile_is_made_without_copies_of_nothing(tmp_path: Path) -> None:
    sqlite_migrate.migrate(tmp_path / "nightmail.sqlite3")

    assert [path.name for path in tmp_path.glob("*before*")] == []


def test_killed_at_any_statement_an_upgrade_loses_nothing(tmp_path: Path) -> None:
    newest = sqlite_migrate.migrations()[-1][0]
    whole = unpack(tmp_path / "whole") / "nightmail.sqlite3"
    command = [sys.executable, "-m", "tests.packaging.killed_upgrades", str(whole), str(tmp_path / "killed")]

    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    assert (done.returncode, done.stderr) == (0, "")
    killed = list((tmp_path / "killed").glob("*/nightmail.sqlite3"))
    sqlite_migrate.migrate(whole)
    assert {version_of(database) for database in killed} == set(range(REACHED, newest + 1))
    for database in killed:
        # The next start finishes what it finds.
        assert sqlite_migrate.migrate(database) == newest
        assert content_of(database) == content_of(whole)
        assert list(database.parent.glob("*.half*")) == []


def content_of(path: Path) -> dict[str, list[object]]:
    """Every table's own statement and rows. An index of words is virtual: what it keeps stands in tables of its own."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        tables = connection.execute("select name, sql from sqlite_master where type = 'table' and rootpage > 0").fetchall()
        return {name: [sql, *connection.execute(f'select * from "{name}"').fetchall()] for name, sql in tables}


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        version: int = connection.execute("pragma user_version").fetchone()[0]
        return version


# ---------------------------------------------------------------------------------------------- a newer profile


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    folder = unpack(tmp_path / "profile")
    with closing(sqlite3.connect(folder / "nightmail.sqlite3")) as connection:
        connection.execute(f"pragma user_version={sqlite_migrate.migrations()[-1][0] + 1}")
    return folder


async def test_an_older_nightmail_refuses_a_newer_profile_and_leaves_it_alone(newer: Path) -> None:
    before = {path.name: path.read_bytes() for path in newer.glob("nightmail*.sqlite3")}

    with pytest.raises(PersonError) as refusal:
        async with open_profile(newer, secrets=KeptSecrets()):
            pass

    assert refusal.value.code == "database-newer"
    assert refusal.value.next
    assert {path.name: path.read_bytes() for path in newer.glob("nightmail*.sqlite3")} == before


def test_the_command_says_so_too(newer: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["outbox", "list", "--json", "--profile", str(newer)]) == 3

    assert json.loads(capsys.readouterr().err)["error"]["code"] == "database-newer"

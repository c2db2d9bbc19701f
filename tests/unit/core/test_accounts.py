"""One person's accounts: what is refused at the door, and what becomes of their passwords."""

from __future__ import annotations

from pathlib import Path

import pytest

from nightmail.account.model import AccountState, Security, Server
from nightmail.account.secret import Secret
from nightmail.errors import Invalid, PersonError
from nightmail.profile import Profile, open_profile
from nightmail.sandbox.server import Sandbox
from nightmail.secrets.choose import open_secrets

SMTP = Server("smtp.example.org", 465, Security.TLS, "anna")


@pytest.fixture
async def profile(tmp_path: Path):
    secrets = open_secrets("file", tmp_path, "correct horse")
    async with open_profile(tmp_path / "profile", secrets=secrets) as opened:
        yield opened


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("nobody", ""),
        ("a\r\nBcc: x@y.org@example.org", ""),
        ("anna@example.org", "N\r\nBcc: q@q.org"),
        ("anna@example.org", "a\0b"),
    ],
)
async def test_what_cannot_stand_in_a_header_is_refused(profile: Profile, address: str, name: str):
    with pytest.raises(Invalid):
        await profile.accounts.add(address=address, name=name, smtp=SMTP, imap=None, password=None)

    assert await profile.accounts.all() == ()


async def test_a_password_is_kept_apart_and_a_new_one_ends_a_pause(profile: Profile):
    anna = await profile.accounts.add(address="anna@example.org", name="", smtp=SMTP, imap=None, password=Secret("one"))
    await profile.accounts.pause(anna.id, "The password was refused.")

    await profile.accounts.set_password(anna, Secret("two"))

    kept = await profile.accounts.find("ANNA@example.org")
    assert kept.state is AccountState.ACTIVE
    assert await profile.accounts.password(anna) == Secret("two")
    assert b"two" not in (profile.folder / "nightmail.sqlite3").read_bytes()


async def test_an_account_that_is_not_there_is_named_with_those_that_are(profile: Profile):
    await profile.accounts.add(address="anna@example.org", name="", smtp=SMTP, imap=None, password=None)

    with pytest.raises(PersonError, match=r"anna@example\.org") as missing:
        await profile.accounts.find("bob@example.org")
    assert missing.value.code == "no-such-account"

    with pytest.raises(PersonError) as twice:
        await profile.accounts.add(address="anna@example.org", name="", smtp=SMTP, imap=None, password=None)
    assert twice.value.code == "account-exists"


async def test_a_test_learns_the_size_the_server_takes(profile: Profile):
    async with Sandbox() as sandbox:
        here = Server("127.0.0.1", sandbox.port, Security.PLAIN)
        anna = await profile.accounts.add(address="anna@example.org", name="", smtp=here, imap=None, password=None)

        facts = await profile.accounts.test(anna, None)

    assert facts.max_size
    assert (await profile.accounts.find("anna@example.org")).limits.max_size == facts.max_size


async def test_a_removed_account_takes_its_password_along(profile: Profile):
    anna = await profile.accounts.add(address="anna@example.org", name="", smtp=SMTP, imap=None, password=Secret("x"))

    await profile.accounts.remove(anna.id)

    assert await profile.accounts.all() == ()
    assert await profile.accounts.password(anna) is None

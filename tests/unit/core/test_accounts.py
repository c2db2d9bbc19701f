"""One person's accounts: what is refused at the door, and what becomes of their passwords."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nightmail.account.model import Account, AccountState, Learned, Security, Server
from nightmail.account.secret import Secret
from nightmail.account.trust import waits_for_trust
from nightmail.errors import Invalid, PersonError
from nightmail.ids import new_id
from nightmail.message.draft import Draft
from nightmail.ports import OutboxQuery
from nightmail.profile import Profile, open_profile
from nightmail.sandbox.server import Sandbox
from nightmail.schedule.model import NOW
from nightmail.secrets.choose import open_secrets

SMTP = Server("smtp.example.org", 465, Security.TLS, "anna")
IMAP = Server("imap.example.org", 993, Security.TLS, "anna")
DRAFT = Draft(to=("tom@example.org",), subject="Hello", text="Hello")


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


async def test_an_account_that_sent_something_goes_from_the_list_and_its_record_stays(profile: Profile):
    anna = await sent_from(profile)

    await profile.accounts.remove(anna.id)

    assert await profile.accounts.all() == ()
    assert await profile.accounts.password(anna) is None
    assert len(await profile.outbox.list(OutboxQuery())) == 1


async def test_an_account_that_comes_back_goes_on_with_its_record(profile: Profile):
    anna = await sent_from(profile)
    await profile.accounts.remove(anna.id)

    back = await profile.accounts.add(address=anna.address, name="Anna", smtp=SMTP, imap=None, password=Secret("new"))

    assert back.id == anna.id
    assert (await profile.accounts.find(anna.address)).state is AccountState.ACTIVE


async def test_an_account_with_messages_to_go_is_not_removed(profile: Profile):
    async with Sandbox() as sandbox:
        here = Server("127.0.0.1", sandbox.port, Security.PLAIN)
        anna = await profile.accounts.add(address="anna@example.org", name="", smtp=here, imap=None, password=None)
        await profile.outbox.schedule(DRAFT, anna, NOW, id=new_id())

        with pytest.raises(PersonError) as refused:
            await profile.accounts.remove(anna.id)

    assert refused.value.code == "account-in-use"
    assert [account.id for account in await profile.accounts.all()] == [anna.id]


async def test_other_servers_forget_what_the_old_ones_taught(profile: Profile):
    anna = await profile.accounts.add(address="anna@example.org", name="", smtp=SMTP, imap=IMAP, password=Secret("x"))
    await profile.accounts.set_options(anna, replace(anna.options, saves_sent=True, sent_folder="Gesendet", files_copy=True))
    await profile.store.learn(anna.id, Learned(connections=1))
    other = Server("smtp.gmail.com", 465, Security.TLS, "anna")
    box = Server("imap.gmail.com", 993, Security.TLS, "anna")

    await profile.accounts.change_servers(anna.id, name="Anna", smtp=other, imap=box, ca="", password=Secret("new"))

    kept = await profile.accounts.find("anna@example.org")
    assert (kept.name, kept.smtp, kept.imap) == ("Anna", other, box)
    assert (kept.learned, kept.options.saves_sent, kept.options.sent_folder) == (Learned(), None, "")
    assert kept.options.files_copy
    assert kept.limits.daily_messages == 500
    assert await profile.accounts.password(kept) == Secret("new")


async def test_limits_a_person_set_outlive_other_servers(profile: Profile):
    anna = await profile.accounts.add(address="anna@example.org", name="", smtp=SMTP, imap=None, password=None)
    raised = replace(anna.limits, daily_messages=7)
    await profile.accounts.change(anna.id, anna.options, raised)

    await profile.accounts.change_servers(anna.id, name="", smtp=replace(SMTP, host="smtp.gmail.com"), imap=None, ca="")

    assert (await profile.accounts.find("anna@example.org")).limits == raised


async def test_trusting_the_certificate_ends_the_pause_that_waited_for_it(profile: Profile):
    async with Sandbox(is_tls=True) as sandbox:
        here = Server("127.0.0.1", sandbox.port, Security.TLS)
        anna = await profile.accounts.add(address="anna@example.org", name="", smtp=here, imap=None, password=None)
        with pytest.raises(PersonError) as refused:
            await profile.accounts.test(anna, None)
        await profile.accounts.pause(anna.id, f"{refused.value.message} {refused.value.next}")
        assert waits_for_trust(await profile.accounts.find(anna.address))

        changed = await profile.accounts.change_servers(anna.id, name="", smtp=here, imap=None, ca=sandbox.certificate)

        assert (await profile.accounts.test(changed, None)).is_encrypted
    assert (await profile.accounts.find(anna.address)).state is AccountState.ACTIVE


async def sent_from(profile: Profile) -> Account:
    async with Sandbox() as sandbox:
        here = Server("127.0.0.1", sandbox.port, Security.PLAIN)
        anna = await profile.accounts.add(address="anna@example.org", name="", smtp=here, imap=None, password=None)
        receipt = await profile.outbox.schedule(DRAFT, anna, NOW, id=new_id())
        await profile.outbox.cancel(receipt.id)
    return anna

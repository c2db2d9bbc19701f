"""Signing turned on and off, the keys' two homes, and what the dispatcher then sends."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nightmail.account.model import Account, Limits, Options, Security, Server
from nightmail.account.secret import Secret
from nightmail.delivery.model import DeliveryState
from nightmail.dispatcher import Dispatcher, DispatchSettings
from nightmail.errors import OutsideError, PersonError
from nightmail.message.dkim import DnsRecord
from nightmail.message.mime import serialize
from nightmail.metronome import ApMetronome
from nightmail.sandbox.server import Sandbox
from nightmail.secrets.by_account import ByAccount
from nightmail.secrets.dkim_keys import FolderKeys, KeptKeys
from nightmail.signing import DkimSigner, Signing, new_pem
from nightmail.smtp.submitter import SmtpSubmitter
from nightmail.store.blobs import FolderBlobs
from nightmail.store.sqlite import SqliteStore
from tests.letters import OWNER, account, message, new
from tests.patience import PATIENCE
from tests.unit.cloud.desk import Keyring, TwoClocks
from tests.unit.message.mails import Blobs, wire_bytes
from tests.unit.message.test_dkim import pem_of

DATE = datetime(2026, 11, 22, 8, tzinfo=UTC)
ANNA = account()


@pytest.fixture(params=["profile", "folder"])
def keys(request: pytest.FixtureRequest, tmp_path: Path) -> KeptKeys | FolderKeys:
    return KeptKeys(Keyring()) if request.param == "profile" else FolderKeys(tmp_path / "keys")


@pytest.fixture
async def store(tmp_path: Path):
    store = SqliteStore(tmp_path / "nightmail.sqlite3")
    await store.open()
    await store.save_account(ANNA)
    yield store
    await store.close()


async def kept(store: SqliteStore) -> Account:
    return next(one for one in await store.accounts() if one.id == ANNA.id)


async def signed_by(keys: KeptKeys | FolderKeys, sender: Account) -> bytes:
    wire = await DkimSigner(keys, Blobs().read).sign(sender, serialize(message(sender), date=DATE), date=DATE)
    return wire_bytes(wire)


def is_good(content: bytes, record: DnsRecord) -> bool:
    return bool(dkim.verify(content, dnsfunc=lambda name, timeout=5: record.value.encode()))


async def test_an_account_that_was_never_asked_to_signs_nothing(keys: KeptKeys | FolderKeys):
    assert not (await signed_by(keys, ANNA)).startswith(b"DKIM")


async def test_from_turning_it_on_mail_carries_a_signature_that_a_judge_accepts(keys: KeptKeys | FolderKeys, store: SqliteStore):
    record = await Signing(store, keys).turn_on(ANNA, selector="Night")

    assert record.name == "night._domainkey.example.org"
    assert (await kept(store)).options == Options(dkim_domain="example.org", dkim_selector="night")
    assert is_good(await signed_by(keys, await kept(store)), record)


async def test_asked_again_without_a_key_the_same_record_is_told(keys: KeptKeys | FolderKeys, store: SqliteStore):
    first = await Signing(store, keys).turn_on(ANNA, selector="night")

    assert await Signing(store, keys).turn_on(await kept(store), selector="night") == first


async def test_turned_off_it_signs_no_more(keys: KeptKeys | FolderKeys, store: SqliteStore):
    signing = Signing(store, keys)
    await signing.turn_on(ANNA, selector="night")
    await signing.turn_off(await kept(store))

    assert not (await signed_by(keys, await kept(store))).startswith(b"DKIM")


@pytest.mark.parametrize("domain", ["example.net", "mail.example.org", "ample.org"])
async def test_a_domain_that_is_not_the_senders_is_refused(keys: KeptKeys | FolderKeys, store: SqliteStore, domain: str):
    with pytest.raises(PersonError) as refused:
        await Signing(store, keys).turn_on(ANNA, selector="night", domain=domain)

    assert refused.value.code == "dkim-not-aligned" and domain in refused.value.message
    assert (await kept(store)).options == Options()


async def test_an_option_that_somebody_else_wrote_does_not_sign_for_a_foreign_domain(keys: KeptKeys | FolderKeys):
    sly = replace(ANNA, options=Options(dkim_domain="example.net", dkim_selector="night"))
    await keys.put(sly, new_pem())

    with pytest.raises(PersonError) as refused:
        await signed_by(keys, sly)

    assert refused.value.code == "dkim-not-aligned"


async def test_a_key_that_is_gone_keeps_mail_from_leaving_unsigned(keys: KeptKeys | FolderKeys):
    with pytest.raises(OutsideError) as missing:
        await signed_by(keys, replace(ANNA, options=Options(dkim_domain="example.org", dkim_selector="night")))

    assert missing.value.code == "dkim-key-missing" and "night._domainkey.example.org" in missing.value.message


async def test_the_worker_signs_for_nobody_who_named_an_address_by_themselves(tmp_path: Path):
    keys = FolderKeys(tmp_path)
    theirs = replace(ANNA, options=Options(dkim_domain="example.org", dkim_selector="night"))
    await keys.put(theirs, new_pem())

    with pytest.raises(PersonError) as refused:
        await signed_by(keys, replace(theirs, is_trusted=False))

    assert refused.value.code == "dkim-not-allowed"


async def test_accounts_of_one_domain_share_a_key_in_the_folder_and_none_overwrites_it(tmp_path: Path, store: SqliteStore):
    keys = FolderKeys(tmp_path / "keys")
    signing = Signing(store, keys)
    other = account(address="ben@example.org")
    first = await signing.turn_on(ANNA, selector="night")
    second = await signing.turn_on(other, selector="night")

    with pytest.raises(PersonError) as taken:
        await signing.turn_on(other, selector="night", pem=new_pem())

    assert first == second
    assert taken.value.code == "dkim-key-taken"
    (file,) = (tmp_path / "keys").iterdir()
    assert file.name == "night._domainkey.example.org.pem" and file.stat().st_mode & 0o077 == 0


async def test_names_that_are_no_names_never_become_a_path(tmp_path: Path):
    for options in (
        Options(dkim_domain="../../etc", dkim_selector="x"),
        Options(dkim_domain="example.org", dkim_selector="../x"),
    ):
        with pytest.raises(PersonError) as refused:
            await FolderKeys(tmp_path).get(replace(ANNA, options=options))
        assert refused.value.code == "bad-dkim-name"


async def test_a_key_that_was_exchanged_is_used_after_a_minute():
    keys, clock = KeptKeys(Keyring()), TwoClocks()
    sender = replace(ANNA, options=Options(dkim_domain="example.org", dkim_selector="night"))
    signer = DkimSigner(keys, Blobs().read, clock=clock)
    wire = serialize(message(sender), date=DATE)
    await keys.put(sender, new_pem())
    first = await signer.sign(sender, wire, date=DATE)
    await keys.put(sender, new_pem())

    assert await signer.sign(sender, wire, date=DATE) == first
    clock.awake += DATE.replace(minute=2) - DATE.replace(minute=0)
    assert await signer.sign(sender, wire, date=DATE) != first


async def test_an_account_that_is_removed_leaves_no_key_behind():
    keyring = Keyring()
    sender = replace(ANNA, options=Options(dkim_domain="example.org", dkim_selector="night"))
    await KeptKeys(keyring).put(sender, new_pem())
    await ByAccount(keyring).put(sender, Secret("correct horse"))

    await ByAccount(keyring).delete(sender.id)

    assert keyring.kept == {}


# ---------------------------------------------------------------------------------------------- as the dispatcher does it


async def sent_by(store: SqliteStore, sandbox: Sandbox, keys: KeptKeys, folder: Path) -> None:
    blobs = FolderBlobs(folder / "blobs")
    submitter = SmtpSubmitter(ByAccount(Keyring()), blobs)
    dispatcher = Dispatcher(
        store,
        blobs,
        submitter,
        metronome=ApMetronome(),
        settings=DispatchSettings(name="test", idle_within=timedelta(0), aside=timedelta(seconds=60)),
        signer=DkimSigner(keys, blobs.read),
    )
    await asyncio.wait_for(dispatcher.run(until_idle=True), PATIENCE)
    await submitter.close()


async def test_of_a_backlog_on_one_connection_each_message_is_signed(store: SqliteStore, tmp_path: Path):
    keys = KeptKeys(Keyring())
    async with Sandbox() as sandbox:
        sender = replace(ANNA, smtp=Server("127.0.0.1", sandbox.port, Security.PLAIN), limits=Limits(1, 100, 100))
        record = await Signing(store, keys).turn_on(sender, selector="night", pem=None)
        await store.schedule(OWNER, [new(sender, text=f"Message {n}") for n in range(8)])
        await sent_by(store, sandbox, keys, tmp_path)

    assert [is_good(caught.content, record) for caught in sandbox.caught] == [True] * 8


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
async def test_what_is_sent_again_is_the_same_to_the_octet_signature_and_all(store: SqliteStore, tmp_path: Path, kind: str):
    keys = KeptKeys(Keyring())
    pem = None if kind == "rsa" else Secret(pem_of(Ed25519PrivateKey.generate()).decode())
    async with Sandbox(faults=["rcpt-550:1"]) as sandbox:
        sender = replace(ANNA, smtp=Server("127.0.0.1", sandbox.port, Security.PLAIN))
        record = await Signing(store, keys).turn_on(sender, selector="night", pem=pem)
        (receipt,) = await store.schedule(OWNER, [new(sender, to=("bob@example.net", "cid@example.net"), text=".\n\n  x\n\n")])
        await sent_by(store, sandbox, keys, tmp_path)
        assert await store.redrive(OWNER, receipt.id) is DeliveryState.SCHEDULED
        await sent_by(store, sandbox, keys, tmp_path)

    entries = [entry for entry in await store.audit(OWNER, receipt.id) if entry.event == "transmitting"]
    assert len(entries) == 2 and len({entry.fields["wire_sha256"] for entry in entries}) == 1
    first, second = [caught.content for caught in sandbox.caught]
    assert first == second and is_good(first, record)


async def test_mail_that_should_be_signed_and_can_not_be_stays_here_and_says_why(store: SqliteStore, tmp_path: Path):
    keyring = Keyring()
    async with Sandbox() as sandbox:
        sender = replace(ANNA, smtp=Server("127.0.0.1", sandbox.port, Security.PLAIN))
        await Signing(store, KeptKeys(keyring)).turn_on(sender, selector="night")
        keyring.kept.clear()
        (receipt,) = await store.schedule(OWNER, [new(sender)])
        await sent_by(store, sandbox, KeptKeys(keyring), tmp_path)

    item = await store.find(OWNER, receipt.id)
    assert item is not None and item.delivery.state is DeliveryState.SCHEDULED
    assert "night._domainkey.example.org" in item.delivery.reason
    assert not sandbox.caught

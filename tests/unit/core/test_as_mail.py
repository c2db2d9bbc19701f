"""A message as a file: what its recipients were handed, to the octet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nightmail.account.model import Account, Options
from nightmail.account.secret import Secret
from nightmail.as_sent import Mail
from nightmail.delivery.audit import GENESIS, AuditEntry, AuditEvent, detail_text
from nightmail.delivery.model import Delivery, DeliveryState
from nightmail.message.mime import serialize
from nightmail.message.model import Address, Attachment
from nightmail.outbox import Outbox
from nightmail.ports import Item
from nightmail.schedule.model import WallTime
from nightmail.secrets.dkim_keys import KeptKeys
from nightmail.signing import DkimSigner
from nightmail.store.blobs import FolderBlobs
from nightmail.store.sqlite import SqliteStore
from tests.letters import OWNER, account, message
from tests.unit.cloud.desk import Keyring
from tests.unit.message.mails import unstuffed
from tests.unit.message.test_dkim import pem_of

WANTED = datetime(2026, 11, 12, 8, tzinfo=UTC)
HANDED_OVER = datetime(2026, 11, 12, 8, 3, 20, tzinfo=UTC)


async def test_a_mail_keeps_the_date_of_its_first_transaction_however_it_ended(tmp_path: Path) -> None:
    tokyo = WallTime(datetime(2026, 11, 12, 17), "Asia/Tokyo")
    ends = [(DeliveryState.FAILED, None), (DeliveryState.SENT, HANDED_OVER + timedelta(hours=2))]

    files = [await as_mail(tmp_path, state, sent_at=sent_at, wall_time=tokyo) for state, sent_at in ends]

    assert all(b"\r\nDate: Thu, 12 Nov 2026 17:03:20 +0900\r\n" in b"\r\n" + file for file in files)


async def test_a_mail_that_was_never_handed_over_names_the_time_it_is_wanted_at(tmp_path: Path) -> None:
    file = await as_mail(tmp_path, DeliveryState.SCHEDULED, sent_at=None, wall_time=None, was_handed_over=False)

    assert b"\r\nDate: Thu, 12 Nov 2026 08:00:00 +0000\r\n" in b"\r\n" + file


async def as_mail(
    folder: Path, state: DeliveryState, *, sent_at: datetime | None, wall_time: WallTime | None, was_handed_over: bool = True
) -> bytes:
    letter = message(account())
    intent = detail_text({"date": HANDED_OVER.isoformat(), "recipients": [0], "wire_sha256": "00"})
    entry = AuditEntry(letter.id, 3, HANDED_OVER, AuditEvent.TRANSMITTING, "worker:x", intent, GENESIS)
    delivery = Delivery(letter.id, OWNER, letter.account_id, state, WANTED, WANTED, WANTED + timedelta(hours=24))
    item = Item(letter, wall_time, delivery, (entry,) if was_handed_over else (), sent_at)
    outbox = Outbox(SqliteStore(folder / "nightmail.sqlite3"), FolderBlobs(folder / "blobs"), owner_id=OWNER)
    return (await outbox.as_mail(item, None)).octets


# ------------------------------------------------------------------------------------- what was signed


SIGNS = account(options=Options(dkim_domain="example.org", dkim_selector="night"))


@dataclass
class Desk:
    """Whose mail went out signed with `keys`."""

    folder: Path
    keys: KeptKeys
    pem: bytes
    sender: Account = SIGNS
    item: Item = field(init=False)

    async def send(self, *, with_file: bool = False) -> bytes:
        """The octets on the wire."""
        blobs = FolderBlobs(self.folder / "blobs")
        letter = message(self.sender, text="Dear Bob,\n.\n..two dots", bcc=(Address("cid@example.net"),))
        if with_file:
            content = bytes(range(256)) * 900
            sha256, _ = await blobs.put_bytes(content)
            letter = replace(letter, attachments=(Attachment("a.bin", "application/octet-stream", len(content), sha256),))
        await self.keys.put(self.sender, Secret(self.pem.decode()))
        signer = DkimSigner(self.keys, blobs.read)
        wire = await signer.sign(self.sender, serialize(letter, date=HANDED_OVER), date=HANDED_OVER)
        said = {"date": HANDED_OVER.isoformat(), "recipients": [0], "wire_sha256": wire.sha256(blobs.read)}
        entry = AuditEntry(letter.id, 3, HANDED_OVER, AuditEvent.TRANSMITTING, "worker:x", detail_text(said), GENESIS)
        delivery = Delivery(letter.id, OWNER, letter.account_id, DeliveryState.SENT, WANTED, WANTED, WANTED)
        self.item = Item(letter, None, delivery, (entry,), HANDED_OVER)
        return b"".join(wire.chunks(blobs.read))

    async def export(self, *, today: Account | None = None, keys: KeptKeys | None = None) -> Mail:
        blobs = FolderBlobs(self.folder / "blobs")
        signer = DkimSigner(keys or self.keys, blobs.read)
        outbox = Outbox(SqliteStore(self.folder / "nightmail.sqlite3"), blobs, owner_id=OWNER, signer=signer)
        return await outbox.as_mail(self.item, today or self.sender)


@pytest.fixture(params=["ed25519", "rsa"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    key = rsa.generate_private_key(65537, 2048) if request.param == "rsa" else Ed25519PrivateKey.generate()
    return Desk(tmp_path, KeptKeys(Keyring()), pem_of(key))


@pytest.mark.parametrize("with_file", [False, True])
async def test_a_mail_that_was_signed_is_kept_with_the_octets_of_its_signature(desk: Desk, with_file: bool) -> None:
    wire = await desk.send(with_file=with_file)

    mail = await desk.export()

    assert mail == Mail(b"Bcc: cid@example.net\r\n" + unstuffed(wire))
    assert b"\r\nDKIM-Signature: " in mail.octets


async def test_a_mail_whose_key_is_gone_or_another_is_kept_without_it_and_says_so(desk: Desk) -> None:
    await desk.send()
    other = KeptKeys(Keyring())
    gone = await desk.export(keys=other)
    await other.put(SIGNS, Secret(pem_of(Ed25519PrivateKey.generate()).decode()))

    mails = [gone, await desk.export(keys=other), await desk.export(today=replace(SIGNS, options=Options()))]

    for mail in mails:
        assert mail.differs and b"DKIM-Signature" not in mail.octets and b"Dear Bob,\r\n.\r\n..two dots" in mail.octets


async def test_what_went_out_before_its_account_signed_is_kept_without_a_signature(desk: Desk) -> None:
    desk.sender = replace(SIGNS, options=Options())
    wire = await desk.send()

    assert await desk.export(today=SIGNS) == Mail(b"Bcc: cid@example.net\r\n" + unstuffed(wire))


async def test_what_never_went_out_differs_from_nothing(desk: Desk) -> None:
    await desk.send()
    desk.item = replace(desk.item, audit=())

    mail = await desk.export()

    assert not mail.differs and b"DKIM-Signature" not in mail.octets
